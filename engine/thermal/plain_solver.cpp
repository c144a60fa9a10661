#include "engine/thermal/plain_solver.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/check.h"

namespace cryo::thermal {

PlainSolver::PlainSolver(const GridFrame& frame, std::vector<TissueLaw> laws, std::vector<uint8_t> tissue,
                         double start_degc, std::vector<float> perfusion)
    : frame_(frame),
      laws_(std::move(laws)),
      tissue_(std::move(tissue)),
      perfusion_(std::move(perfusion)),
      start_degc_(start_degc),
      held_(frame.cell_count(), false),
      enthalpy_(frame.cell_count()),
      temperature_(frame.cell_count(), start_degc) {
    CRYO_CHECK_OP(tissue_.size(), ==, frame.cell_count());
    CRYO_CHECK_OP(perfusion_.size(), ==, frame.cell_count());
    double largest_k = 0.0;
    for (const uint8_t number : tissue_)
        largest_k = std::max({largest_k, laws_[number].conductivity_frozen(), laws_[number].conductivity_unfrozen()});
    const double h2 = frame.spacing_m * frame.spacing_m;
    for (size_t c = 0; c < tissue_.size(); ++c) {
        const TissueLaw& own = laws_[tissue_[c]];
        enthalpy_[c] = own.enthalpy(start_degc);
        const double k = std::max(own.conductivity_frozen(), own.conductivity_unfrozen());
        const double face_k = std::max(k, 2.0 * k * largest_k / (k + largest_k));
        stage_limit_s_ = std::min(stage_limit_s_, std::min(own.heat_frozen(), own.heat_unfrozen()) /
                                                      (6.0 * face_k / h2 + static_cast<double>(perfusion_[c])));
    }
}

void PlainSolver::set_temperature(size_t cell, double temperature_degc) {
    enthalpy_[cell] = laws_[tissue_[cell]].enthalpy(temperature_degc);
    temperature_[cell] = temperature_degc;
}

double PlainSolver::enthalpy_j() const {
    return std::accumulate(enthalpy_.begin(), enthalpy_.end(), 0.0) * std::pow(frame_.spacing_m, 3);
}

void PlainSolver::advance(double seconds, double largest_stage_s) {
    const double limit_s = std::min(stage_limit_s_, largest_stage_s);
    const int stages = std::max(1, static_cast<int>(std::ceil(seconds / limit_s * (1.0 - 1e-9))));
    for (int s = 0; s < stages; ++s) stage(seconds / stages);
}

void PlainSolver::stage(double dt_s) {
    const Index3 n = frame_.size;
    const Index3 steps[6] = {{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}};
    const double h2 = frame_.spacing_m * frame_.spacing_m;
    for (int k = 0; k < n.z; ++k)
        for (int j = 0; j < n.y; ++j)
            for (int i = 0; i < n.x; ++i) {
                const size_t c = frame_.index(i, j, k);
                if (held_[c]) continue;
                const TissueLaw& own = laws_[tissue_[c]];
                const double t = temperature_[c];
                double heat = 0.0;
                for (const Index3& step : steps) {
                    const Index3 to = Index3(i, j, k) + step;
                    if (glm::any(glm::lessThan(to, Index3(0))) || glm::any(glm::greaterThanEqual(to, n))) continue;
                    const size_t d = frame_.index(to.x, to.y, to.z);
                    const TissueLaw& other = laws_[tissue_[d]];
                    if (tissue_[d] == tissue_[c]) {
                        heat += own.potential(temperature_[d]) - own.potential(t);
                    } else {
                        const double a = own.conductivity(t);
                        const double b = other.conductivity(temperature_[d]);
                        heat += 2.0 * a * b / (a + b) * (temperature_[d] - t);
                    }
                }
                const bool perfused = t >= own.range().liquidus_degc;
                const double blood = perfused ? static_cast<double>(perfusion_[c]) * (start_degc_ - t) : 0.0;
                enthalpy_[c] += dt_s * (heat / h2 + blood);
            }
    for (size_t c = 0; c < enthalpy_.size(); ++c)
        if (!held_[c]) temperature_[c] = laws_[tissue_[c]].temperature_degc(enthalpy_[c]);
}

}  // namespace cryo::thermal

#include "tests/thermal/rod_reference.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::thermal {

namespace {

constexpr double kMetalHeatJPerM3K = 1.96e6;  // tube half full of steel
constexpr double kSteelWPerMK = 15.0;

}  // namespace

RodReference::RodReference(const RodProblem& problem, const TissueLaw& law) : problem_(problem), law_(law) {
    const double h = problem.cell_m;
    const int rod_cells = static_cast<int>(std::lround(problem.radius_m / h));
    active_rows_ = static_cast<int>(std::lround(problem.active_length_m / h));
    tip_row_ = static_cast<int>(std::lround(problem.out_to_m / h));
    radial_ = tip_row_;
    axial_ = 2 * tip_row_ + active_rows_;
    const size_t cells = static_cast<size_t>(radial_) * static_cast<size_t>(axial_);
    metal_.assign(cells, -1);
    temperature_.assign(cells, problem.start_degc);
    enthalpy_.assign(cells, law.enthalpy(problem.start_degc));
    potential_.assign(cells, law.potential(problem.start_degc));

    // Node 0 is the round tip, one radius long; then one node per row up to the end of the box.
    const int nodes = 1 + axial_ - tip_row_ - rod_cells;
    node_degc_.assign(static_cast<size_t>(nodes), problem.start_degc);
    node_heat_j_per_k_.assign(static_cast<size_t>(nodes),
                              kMetalHeatJPerM3K * kPi * problem.radius_m * problem.radius_m * h);
    node_film_m2_.assign(static_cast<size_t>(nodes), 0.0);
    node_heat_j_per_k_[0] = kMetalHeatJPerM3K * 2.0 / 3.0 * kPi * std::pow(problem.radius_m, 3);
    node_film_m2_[0] = 2.0 * kPi * problem.radius_m * problem.radius_m;
    for (int k = tip_row_; k < axial_; ++k) {
        const int back = k - tip_row_;
        const int node = back < rod_cells ? 0 : 1 + back - rod_cells;
        if (node > 0 && back < active_rows_)
            node_film_m2_[static_cast<size_t>(node)] = 2.0 * kPi * problem.radius_m * h;
        for (int i = 0; i < rod_cells; ++i) {
            const double from_core = back < rod_cells ? (rod_cells - back - 0.5) * h : 0.0;
            if (std::hypot((i + 0.5) * h, from_core) <= problem.radius_m) metal_[at(i, k)] = node;
        }
    }
    // Below the explicit limit of tissue and of a row of metal, which loses heat to gas, tissue and its neighbours.
    const double tissue_s = law.heat_frozen() * h * h / (4.0 * law.conductivity_frozen());
    const double section_m2 = kPi * problem.radius_m * problem.radius_m;
    const double row_w_per_k =
        2.0 * kPi * problem.radius_m * h * (problem.film_w_per_m2_k + 2.0 * law.conductivity_frozen() / h) +
        2.0 * kSteelWPerMK * problem.steel_fraction * section_m2 / h;
    dt_s_ = 0.45 * std::min(tissue_s, kMetalHeatJPerM3K * section_m2 * h / row_w_per_k);
}

void RodReference::advance(double seconds) {
    const int stages = static_cast<int>(std::ceil(seconds / dt_s_));
    for (int s = 0; s < stages; ++s) stage(seconds / stages);
}

void RodReference::stage(double dt) {
    const double h = problem_.cell_m;
    const double gas = problem_.start_degc + (problem_.gas_degc - problem_.start_degc) *
                                                 (1.0 - std::exp(-(t_s_ + 0.5 * dt) / problem_.time_constant_s));
    std::vector<double> node_w(node_degc_.size(), 0.0);
    std::vector<double> node_potential(node_degc_.size());
    for (size_t n = 0; n < node_degc_.size(); ++n) node_potential[n] = law_.potential(node_degc_[n]);

    for (int k = 0; k < axial_; ++k)
        for (int i = 0; i < radial_; ++i) {
            if (in_metal(i, k)) continue;
            const double phi = potential_[at(i, k)];
            double heat_w = 0.0;
            const auto through = [&](int to_i, int to_k, double area) {
                if (to_i < 0 || to_i >= radial_ || to_k < 0 || to_k >= axial_) return;
                const int node = metal_[at(to_i, to_k)];
                if (node < 0) {
                    heat_w += area / h * (potential_[at(to_i, to_k)] - phi);
                    return;
                }
                const double to_metal_w = area / (0.5 * h) * (phi - node_potential[static_cast<size_t>(node)]);
                heat_w -= to_metal_w;
                node_w[static_cast<size_t>(node)] += to_metal_w;
            };
            through(i - 1, k, 2.0 * kPi * i * h * h);
            through(i + 1, k, 2.0 * kPi * (i + 1) * h * h);
            const double ring = kPi * (2 * i + 1) * h * h;
            through(i, k - 1, ring);
            through(i, k + 1, ring);
            enthalpy_[at(i, k)] += dt * heat_w / (ring * h);
        }
    for (size_t n = 0; n < node_degc_.size(); ++n) {
        const double to_gas_w = problem_.film_w_per_m2_k * node_film_m2_[n] * (node_degc_[n] - gas);
        node_w[n] -= to_gas_w;
        heat_j_ += to_gas_w * dt;
        if (n + 1 == node_degc_.size()) continue;
        const double between_m = n == 0 ? 0.5 * (problem_.radius_m + h) : h;
        const double along_w = kSteelWPerMK * problem_.steel_fraction * kPi * problem_.radius_m * problem_.radius_m /
                               between_m * (node_degc_[n] - node_degc_[n + 1]);
        node_w[n] -= along_w;
        node_w[n + 1] += along_w;
    }
    for (size_t n = 0; n < node_degc_.size(); ++n) node_degc_[n] += dt * node_w[n] / node_heat_j_per_k_[n];
    for (size_t c = 0; c < enthalpy_.size(); ++c) {
        if (metal_[c] >= 0) continue;
        temperature_[c] = law_.temperature_degc(enthalpy_[c]);
        potential_[c] = law_.potential(temperature_[c]);
    }
    t_s_ += dt;
}

RodIce RodReference::isotherm(double degc) const {
    const double h = problem_.cell_m;
    const auto value = [&](int i, int k) {
        const int node = metal_[at(i, k)];
        return node < 0 ? temperature_[at(i, k)] : node_degc_[static_cast<size_t>(node)];
    };
    double width_m = 0.0;
    for (int k = tip_row_; k < tip_row_ + active_rows_; ++k)
        for (int i = 0; i + 1 < radial_; ++i)
            if (value(i, k) <= degc && value(i + 1, k) > degc)
                width_m =
                    std::max(width_m, 2.0 * h * (i + 0.5 + (degc - value(i, k)) / (value(i + 1, k) - value(i, k))));
    double ahead = 0.0;
    double behind = 0.0;
    for (int k = 0; k + 1 < axial_; ++k) {
        const double low = value(0, k);
        const double high = value(0, k + 1);
        if (low > degc && high <= degc) ahead = k + (degc - low) / (high - low);
        if (low <= degc && high > degc) behind = k + (degc - low) / (high - low);
    }
    return {width_m, (behind - ahead) * h};
}

}  // namespace cryo::thermal

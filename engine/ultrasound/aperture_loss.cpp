#include "engine/ultrasound/aperture_loss.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cryo::ultrasound {

namespace {

constexpr int kRays = 9;
// Rays that differ by less than this in ln of amplitude count as one: 0.1 dB.
constexpr float kAlikeNp = 0.012F;

struct Ray {
    float lean;  // lateral per range
    float weight;
};

// Middles of equal parts of the aperture, under the cosine weights that keep side lobes low.
std::array<Ray, kRays> rays(double receive_f_number) {
    std::array<Ray, kRays> made{};
    double sum = 0.0;
    for (int k = 0; k < kRays; ++k) {
        const double place = (2.0 * k + 1.0) / kRays - 1.0;  // -1 .. 1 across the aperture
        const double weight = std::cos(0.5 * kPi * place);
        made[static_cast<size_t>(k)] = {static_cast<float>(0.5 * place / receive_f_number), static_cast<float>(weight)};
        sum += weight;
    }
    for (Ray& ray : made) ray.weight /= static_cast<float>(sum);
    return made;
}

// ln of two-way gain along the rays of one lean, by the line they leave the face at, and how many lines they have moved
// aside by the present range. Rays that have left the image never come back and are not followed.
struct RayFan {
    std::vector<float> loss;
    float aside = 0.0F;
};
using Cone = std::array<RayFan, kRays>;

// A shift by whole lines and a part of one.
struct Shift {
    int whole = 0;
    float part = 0.0F;

    explicit Shift(float lines) : whole(static_cast<int>(std::floor(lines))), part(lines - std::floor(lines)) {}
};

// `lost` is what a step costs along each line's axis, with its first and last value once more at both ends.
void advance(RayFan& fan, const std::vector<float>& lost, float step_aside) {
    const int lines = static_cast<int>(fan.loss.size());
    const Shift middle(fan.aside + 0.5F * step_aside);
    fan.aside += step_aside;
    const int first = std::max(0, -1 - middle.whole);
    const int end = std::min(lines, lines - middle.whole);
    const float* here = lost.data() + middle.whole + 1;
    float* loss = fan.loss.data();
    for (int from = first; from < end; ++from) loss[from] += here[from] + middle.part * (here[from + 1] - here[from]);
}

// What every line hears of the cone at one range. Rays that would leave beside the array do not exist.
class Hearing {
  public:
    explicit Hearing(int lines)
        : lines_(lines), least_(static_cast<size_t>(lines)), most_(least_), mean_(least_), weight_(least_) {
        for (auto& row : rows_) row.resize(static_cast<size_t>(lines));
    }

    void listen(const std::array<Ray, kRays>& shape, const Cone& cone) {
        std::fill(least_.begin(), least_.end(), 1e9F);
        std::fill(most_.begin(), most_.end(), -1e9F);
        std::fill(mean_.begin(), mean_.end(), 0.0F);
        std::fill(weight_.begin(), weight_.end(), 0.0F);
        for (size_t k = 0; k < kRays; ++k) {
            const Shift back(-cone[k].aside);
            // Between two rays of the array, or on its very first or last one.
            first_[k] = std::max(0, -back.whole);
            end_[k] = std::min(lines_, lines_ - 1 - back.whole + (back.part > 0.0F ? 0 : 1));
            const float* loss = cone[k].loss.data() + back.whole;
            for (int line = first_[k]; line < end_[k]; ++line) {
                const auto i = static_cast<size_t>(line);
                const float next = back.part > 0.0F ? loss[line + 1] : loss[line];
                const float each = loss[line] + back.part * (next - loss[line]);
                rows_[k][i] = each;
                least_[i] = std::min(least_[i], each);
                most_[i] = std::max(most_[i], each);
                mean_[i] += shape[k].weight * each;
                weight_[i] += shape[k].weight;
            }
        }
    }

    float at(const std::array<Ray, kRays>& shape, int line) const {
        const auto i = static_cast<size_t>(line);
        if (most_[i] - least_[i] < kAlikeNp) return mean_[i] / weight_[i];
        float amplitude = 0.0F;
        for (size_t k = 0; k < kRays; ++k)
            if (line >= first_[k] && line < end_[k])
                amplitude += shape[k].weight * std::exp(0.5F * (rows_[k][i] - most_[i]));
        return most_[i] + 2.0F * std::log(amplitude / weight_[i]);
    }

  private:
    int lines_;
    std::array<std::vector<float>, kRays> rows_;
    std::array<int, kRays> first_{}, end_{};
    std::vector<float> least_, most_, mean_, weight_;
};

// What the aperture changes at every node, ln of amplitude: [line][node].
std::vector<float> changes(const std::array<Ray, kRays>& shape, const ScanPlan& plan) {
    const auto lines = static_cast<size_t>(plan.grid.line_count);
    const auto nodes = static_cast<size_t>(plan.node_count);
    const auto axis = [&](size_t line, size_t node) { return plan.nodes[line * nodes + node].x; };
    std::vector<float> changed(lines * nodes, 0.0F);
    Cone cone;
    for (RayFan& fan : cone) {
        fan.loss.resize(lines);
        for (size_t line = 0; line < lines; ++line) fan.loss[line] = axis(line, 0);
    }
    Hearing hearing(plan.grid.line_count);
    std::vector<float> lost(lines + 2);
    const double step_m = kSamplesPerNode * plan.grid.sample_spacing_m;
    for (size_t node = 1; node < nodes; ++node) {
        for (size_t line = 0; line < lines; ++line) lost[line + 1] = axis(line, node) - axis(line, node - 1);
        lost.front() = lost[1];
        lost.back() = lost[lines];
        const auto lines_per_lean =
            static_cast<float>(step_m / plan.grid.line_spacing_m((static_cast<double>(node) - 0.5) * step_m));
        for (size_t k = 0; k < kRays; ++k) advance(cone[k], lost, shape[k].lean * lines_per_lean);
        hearing.listen(shape, cone);
        for (size_t line = 0; line < lines; ++line)
            changed[line * nodes + node] = hearing.at(shape, static_cast<int>(line)) - axis(line, node);
    }
    return changed;
}

}  // namespace

void spread_loss_over_aperture(double receive_f_number, ScanPlan& plan) {
    if (plan.grid.line_count < 2) return;
    const std::vector<float> changed = changes(rays(receive_f_number), plan);
    const auto nodes = static_cast<size_t>(plan.node_count);
    const double node_mm = 1e3 * kSamplesPerNode * plan.grid.sample_spacing_m;
    for (size_t line = 0; line < static_cast<size_t>(plan.grid.line_count); ++line) {
        const float* change = &changed[line * nodes];
        glm::vec4* node = &plan.nodes[line * nodes];
        for (size_t n = 0; n < nodes; ++n) {
            node[n].x += change[n];
            node[n].z += change[std::min(n + 1, nodes - 1)];
        }
        PlanReflector* reflector = &plan.reflectors[line * kMaxReflectors];
        for (int k = 0; k < plan.reflector_counts[line]; ++k) {
            if (reflector[k].heard_from_mm < 0.0F) continue;
            // Over the path in front of it: from the node before, not from its own shadow.
            const auto before =
                static_cast<size_t>(std::clamp(std::floor(static_cast<double>(reflector[k].heard_from_mm) / node_mm),
                                               0.0, static_cast<double>(nodes - 1)));
            const float factor = std::exp(change[before]);
            reflector[k].real *= factor;
            reflector[k].imaginary *= factor;
            reflector[k].diffuse *= factor;
        }
    }
}

}  // namespace cryo::ultrasound

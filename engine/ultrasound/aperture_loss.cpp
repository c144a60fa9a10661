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
// aside by the present range.
struct RayFan {
    std::vector<float> loss;
    float aside = 0.0F;
};
using Cone = std::array<RayFan, kRays>;

float between(const float* row, size_t count, float at) {
    const auto low = std::min(static_cast<size_t>(at), count - 2);
    const float part = at - static_cast<float>(low);
    return row[low] + part * (row[low + 1] - row[low]);
}

// Rays that would leave beside the array do not exist.
float heard(const std::array<Ray, kRays>& shape, const Cone& cone, size_t line) {
    std::array<float, kRays> loss{};
    std::array<float, kRays> weight{};
    int count = 0;
    float least = 0.0F, most = 0.0F, mean = 0.0F, weights = 0.0F;
    for (size_t k = 0; k < kRays; ++k) {
        const RayFan& fan = cone[k];
        const float from = static_cast<float>(line) - fan.aside;
        if (from < 0.0F || from > static_cast<float>(fan.loss.size() - 1)) continue;
        const float each = between(fan.loss.data(), fan.loss.size(), from);
        least = count == 0 ? each : std::min(least, each);
        most = count == 0 ? each : std::max(most, each);
        mean += shape[k].weight * each;
        weights += shape[k].weight;
        loss[static_cast<size_t>(count)] = each;
        weight[static_cast<size_t>(count)] = shape[k].weight;
        ++count;
    }
    if (most - least < kAlikeNp) return mean / weights;
    float amplitude = 0.0F;
    for (size_t k = 0; k < static_cast<size_t>(count); ++k) amplitude += weight[k] * std::exp(0.5F * (loss[k] - most));
    return most + 2.0F * std::log(amplitude / weights);
}

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
    std::vector<float> lost(lines);  // between a node and the next, along the axis of each line
    const double step_m = kSamplesPerNode * plan.grid.sample_spacing_m;
    for (size_t node = 1; node < nodes; ++node) {
        for (size_t line = 0; line < lines; ++line) lost[line] = axis(line, node) - axis(line, node - 1);
        const auto lines_per_lean =
            static_cast<float>(step_m / plan.grid.line_spacing_m((static_cast<double>(node) - 0.5) * step_m));
        for (size_t k = 0; k < kRays; ++k) {
            RayFan& fan = cone[k];
            const float middle = fan.aside + 0.5F * shape[k].lean * lines_per_lean;
            fan.aside += shape[k].lean * lines_per_lean;
            for (size_t from = 0; from < lines; ++from)
                fan.loss[from] +=
                    between(lost.data(), lines,
                            std::clamp(static_cast<float>(from) + middle, 0.0F, static_cast<float>(lines - 1)));
        }
        for (size_t line = 0; line < lines; ++line)
            changed[line * nodes + node] = heard(shape, cone, line) - axis(line, node);
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

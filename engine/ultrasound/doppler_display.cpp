// From the estimates of a colour box to what the screen shows of them.
#include <algorithm>
#include <cmath>

#include <glm/common.hpp>

#include "engine/core/units.h"
#include "engine/ultrasound/doppler.h"

namespace cryo::ultrasound {

namespace {

double over_noise_db(double power, double noise) { return 10.0 * std::log10(std::max(power / noise, 1e-6)); }

float smooth(double low, double high, double value) {
    const double t = std::clamp((value - low) / (high - low), 0.0, 1.0);
    return static_cast<float>(t * t * (3.0 - 2.0 * t));
}

}  // namespace

std::vector<ShownFlow> shown_flow(const DopplerField& field) {
    constexpr std::array<double, 3> kWeight{0.25, 0.5, 0.25};
    std::vector<ShownFlow> shown(field.values.size());
    for (int j = 0; j < kDopplerSamples; ++j)
        for (int i = 0; i < kDopplerLines; ++i) {
            FlowEstimate mean;
            for (int b = -1; b <= 1; ++b)
                for (int a = -1; a <= 1; ++a) {
                    const FlowEstimate& cell =
                        field.at(std::clamp(i + a, 0, kDopplerLines - 1), std::clamp(j + b, 0, kDopplerSamples - 1));
                    const double w = kWeight[static_cast<size_t>(a + 1)] * kWeight[static_cast<size_t>(b + 1)];
                    mean.lag_one += w * cell.lag_one;
                    mean.power += w * cell.power;
                }
            ShownFlow& out = shown[static_cast<size_t>(j * kDopplerLines + i)];
            const double angle = std::arg(mean.lag_one);
            const double strength = std::max(0.0, over_noise_db(std::abs(mean.lag_one), field.noise_power));
            out.turn_db = strength * Vec2(std::cos(angle), std::sin(angle));
            out.power_db = std::max(0.0, over_noise_db(mean.power, field.noise_power));
        }
    return shown;
}

glm::vec3 velocity_colour(double share) {
    const auto t = static_cast<float>(std::clamp(std::abs(share), 0.0, 1.0));
    return share >= 0.0 ? glm::mix(glm::vec3(0.50F, 0.02F, 0.0F), glm::vec3(1.0F, 0.93F, 0.30F), t)
                        : glm::mix(glm::vec3(0.0F, 0.08F, 0.55F), glm::vec3(0.40F, 0.95F, 1.0F), t);
}

glm::vec3 power_colour(double share) {
    const auto t = static_cast<float>(std::clamp(share, 0.0, 1.0));
    return glm::mix(glm::vec3(0.42F, 0.05F, 0.08F), glm::vec3(1.0F, 0.80F, 0.35F), t);
}

glm::vec4 flow_colour(DopplerMode mode, const ShownFlow& flow, double gain_db) {
    const double above_db = flow.power_db + gain_db - kFlowThresholdDb;
    const float alpha = smooth(-0.5, 0.5, above_db);
    if (mode == DopplerMode::Power) return {power_colour(above_db / kFlowPowerRangeDb), alpha};
    return {velocity_colour(std::atan2(flow.turn_db.y, flow.turn_db.x) / kPi), alpha};
}

}  // namespace cryo::ultrasound

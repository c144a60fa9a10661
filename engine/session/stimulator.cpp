#include "engine/session/stimulator.h"

#include <algorithm>

#include "engine/mechanics/contact_events.h"

namespace cryo::session {

namespace {

constexpr double kContactV = 0.2;
constexpr double kDistanceM = 0.002;
constexpr double kSomeFibres = 0.05;  // share of motor fibres that is felt, or of sensory ones

bool has_fibres(const anatomy::Nerve& nerve, StimMode mode) {
    const bool motor_role = nerve.role == anatomy::NerveRole::Motor;
    if (mode == StimMode::Motor) return motor_role || nerve.motor_fraction >= kSomeFibres;
    return !motor_role && nerve.motor_fraction <= 1.0 - kSomeFibres;
}

}  // namespace

double stimulus_threshold_v(double distance_m) {
    const double d = std::max(0.0, distance_m) / kDistanceM;
    return kContactV * (1.0 + d * d);
}

std::optional<StimulusAnswer> stimulus_answer(StimMode mode, double amplitude_v, const Vec3& tip_m,
                                              const mechanics::Surroundings& surroundings,
                                              const std::vector<bool>& blocked) {
    if (mode == StimMode::Off) return std::nullopt;
    const mechanics::ShaftSegment electrode{.tip_m = tip_m, .end_m = tip_m, .radius_m = 0.0};
    const auto& nerves = surroundings.medium.anatomy().nerves;
    std::optional<StimulusAnswer> first;
    for (int n = 0; n < static_cast<int>(nerves.size()); ++n) {
        const auto index = static_cast<size_t>(n);
        if (!has_fibres(nerves[index], mode) || (index < blocked.size() && blocked[index])) continue;
        const double distance_m = mechanics::proximity_to_nerve(electrode, n, surroundings).distance_m;
        const double threshold_v = stimulus_threshold_v(distance_m);
        if (threshold_v <= amplitude_v && (!first || threshold_v < first->threshold_v))
            first = StimulusAnswer{n, threshold_v, distance_m};
    }
    return first;
}

}  // namespace cryo::session

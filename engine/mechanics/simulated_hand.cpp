// Uhlenbeck and Ornstein (1930): dx = -x/tau dt + sigma sqrt(2/tau) dW. Over a step the solution is
//   x(t + dt) = x(t) e + sigma sqrt(1 - e^2) N(0, 1),  e = exp(-dt / tau),
// with standard deviation sigma and autocorrelation exp(-lag / tau) whatever the step.
#include "engine/mechanics/simulated_hand.h"

#include <cmath>

#include "engine/core/check.h"

namespace cryo::mechanics {

void step_hand(SimulatedHand& hand, bool gripped, double dt_s, const HandLevel& level) {
    CRYO_CHECK(std::isfinite(dt_s) && dt_s > 0.0);
    HandOffset& offset = hand.offset;
    const double kept = std::exp(-dt_s / (gripped ? level.grip_time_constant_s : level.time_constant_s));
    const double fresh = gripped ? 0.0 : std::sqrt(1.0 - kept * kept);
    const auto step = [&](double& value, double sd) {
        value *= kept;
        if (!gripped) value += sd * fresh * hand.rng.normal();
    };
    step(offset.slide_m, level.slide_sd_m);
    step(offset.across_m, level.slide_sd_m);
    step(offset.rotate_rad, level.angle_sd_rad);
    step(offset.tilt_rad, level.angle_sd_rad);
    step(offset.rock_rad, level.angle_sd_rad);
}

instruments::TransducerPose with_offset(const instruments::TransducerPose& pose, const HandOffset& offset) {
    instruments::TransducerPose moved = pose;
    moved.slide_m += offset.slide_m;
    moved.across_m += offset.across_m;
    moved.rotate_rad += offset.rotate_rad;
    moved.tilt_rad += offset.tilt_rad;
    moved.rock_rad += offset.rock_rad;
    return instruments::clamped(moved);
}

}  // namespace cryo::mechanics

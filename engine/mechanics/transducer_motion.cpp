#include "engine/mechanics/transducer_motion.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::mechanics {

namespace {

double towards(double value, double target, double largest_step) {
    return value + std::clamp(target - value, -largest_step, largest_step);
}

}  // namespace

instruments::TransducerPose step_transducer(const instruments::TransducerPose& pose,
                                            const instruments::TransducerPose& target, double dt_s,
                                            const TransducerLimits& limits) {
    CRYO_CHECK(std::isfinite(dt_s) && dt_s >= 0.0);
    const instruments::TransducerPose start = instruments::clamped(pose);
    const instruments::TransducerPose goal = instruments::clamped(target);
    instruments::TransducerPose next = start;

    const Vec2 way_m{goal.slide_m - start.slide_m, goal.across_m - start.across_m};
    const double length_m = glm::length(way_m);
    const double reach_m = limits.slide_m_per_s * dt_s;
    if (length_m <= reach_m) {
        next.slide_m = goal.slide_m;
        next.across_m = goal.across_m;
    } else {
        next.slide_m += way_m.x * (reach_m / length_m);
        next.across_m += way_m.y * (reach_m / length_m);
    }
    const double turn_rad = limits.angle_rad_per_s * dt_s;
    next.rotate_rad = towards(start.rotate_rad, goal.rotate_rad, turn_rad);
    next.tilt_rad = towards(start.tilt_rad, goal.tilt_rad, turn_rad);
    next.rock_rad = towards(start.rock_rad, goal.rock_rad, turn_rad);
    next.press_frac = towards(start.press_frac, goal.press_frac, limits.press_per_s * dt_s);
    return next;
}

}  // namespace cryo::mechanics

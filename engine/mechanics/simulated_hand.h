// The wander of a transducer that the learner's hand does not grip: seeded Ornstein-Uhlenbeck noise on slide, across
// and the three angles, with an exact step, so that its statistics do not depend on dt. Level provisional. Added to the
// pose by the caller; measured apart, because the learner is not charged for it.
#pragma once

#include <string_view>

#include "engine/core/random.h"
#include "engine/instruments/transducer.h"

namespace cryo::mechanics {

struct HandLevel {
    double slide_sd_m = 0.0002;
    double angle_sd_rad = 0.005235987756;  // 0.3 deg
    double time_constant_s = 8.0;
    double grip_time_constant_s = 0.3;  // a hand that takes hold again brings the transducer back within a second
};

// The departure from where the transducer was left.
struct HandOffset {
    double slide_m = 0.0;
    double across_m = 0.0;
    double rotate_rad = 0.0;
    double tilt_rad = 0.0;
    double rock_rad = 0.0;
};

struct SimulatedHand {
    HandOffset offset;
    Rng rng;

    explicit SimulatedHand(uint64_t seed) : rng(seed, "simulated hand") {}
};

// dt_s > 0. Gripped, the offset decays and no random number is drawn.
void step_hand(SimulatedHand& hand, bool gripped, double dt_s, const HandLevel& level = {});

// The pose with the wander in it, inside the transducer's limits.
instruments::TransducerPose with_offset(const instruments::TransducerPose& pose, const HandOffset& offset);

}  // namespace cryo::mechanics

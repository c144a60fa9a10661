// How fast a hand moves the transducer towards where it wants to be. Plain state in, plain state out; angles in
// radians, lengths in metres, limits provisional.
#pragma once

#include "engine/instruments/transducer.h"

namespace cryo::mechanics {

struct TransducerLimits {
    double slide_m_per_s = 0.040;             // of the face in the skin plane, whatever the direction
    double angle_rad_per_s = 0.785398163397;  // 45 deg/s, each angle
    double press_per_s = 2.0;
};

// One step of dt_s >= 0 from `pose` towards `target`, which is clamped to the limits of instruments/transducer.h first.
// Slide and across go straight; each angle and the press go at their own rate. Never overshoots. CHECKs finite input.
instruments::TransducerPose step_transducer(const instruments::TransducerPose& pose,
                                            const instruments::TransducerPose& target, double dt_s,
                                            const TransducerLimits& limits = {});

}  // namespace cryo::mechanics

// The tissue under a transducer that is pressed harder than scanning needs. Authored depths are those seen under a
// light hand, so nothing moves up to kLightPress. Beyond it each tissue shortens along the beam by its own share (fat
// most, tendon and bone hardly), less with depth as the pressure spreads; bone and what lies behind it stay where they
// are. Shares are provisional design values of the order of strains seen in compression elastography.
#pragma once

#include "engine/anatomy/medium.h"
#include "engine/instruments/transducer.h"

namespace cryo::mechanics {

inline constexpr double kLightPress = 0.3;

// Shortening of a tissue at the skin under the firmest press, 0 .. 1.
double press_strain(anatomy::Tissue tissue);

// `world_from_image` of the field is that of the pushed-in face: what the image is made with.
anatomy::PressField press_field(const anatomy::Medium& medium, const instruments::Transducer& transducer,
                                const instruments::TransducerPose& pose);

}  // namespace cryo::mechanics

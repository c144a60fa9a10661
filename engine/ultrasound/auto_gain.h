// The machine's auto-gain button: gain and time gain that bring the median of each depth band to the same gray.
#pragma once

#include "engine/ultrasound/image_frame.h"

namespace cryo::ultrasound {

// The frame's settings with other gain and sliders. Where a band holds shadow or noise it is not lifted out of the dark
// by more than the sliders' range allows its neighbours.
ImagingSettings auto_gain(const ImageFrame& frame);

inline constexpr double kAutoGainGray = 0.42;  // of the dynamic range, from black; design value

}  // namespace cryo::ultrasound

// Whether this learner's gain suits what they look at, in closed form and without pixels: the median gray of a stretch of
// one scan line about a place in the image, and the share of its speckle that is drawn white.
#pragma once

#include "engine/ultrasound/image_frame.h"

namespace cryo::ultrasound {

inline constexpr double kGrayStretchM = 0.010;  // of the scan line, about the place

struct TargetGray {
    double median_frac = 0.0;  // of the displayed range: 0 black, 1 white, before the gray map
    double white_frac = 0.0;   // of Rayleigh speckle at or above white, mean over the stretch
    bool in_image = false;     // else neither was found
};

// The place as shares of the picture: 0 at its left to 1 at its right line, 0 at the face to 1 at the full depth.
TargetGray target_gray(const ImageFrame& frame, double lateral_frac, double depth_frac);

}  // namespace cryo::ultrasound

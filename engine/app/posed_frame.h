// The image of a pose that was written down, without a session: what `render` and `sheet` draw.
#pragma once

#include <memory>

#include "engine/anatomy/deformation.h"
#include "engine/app/pose_text.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::app {

// `index` seeds the receiver noise. The deformation must outlive the frame.
ultrasound::ImageFrame posed_frame(const scenario::Scenario& scenario, const ImagePose& pose,
                                   const std::shared_ptr<const ultrasound::AcousticMedium>& medium, int index,
                                   const anatomy::Deformation& deformation);

}  // namespace cryo::app

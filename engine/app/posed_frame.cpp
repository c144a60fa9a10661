#include "engine/app/posed_frame.h"

namespace cryo::app {

ultrasound::ImageFrame posed_frame(const scenario::Scenario& scenario, const ImagePose& pose,
                                   const std::shared_ptr<const ultrasound::AcousticMedium>& medium, int index,
                                   const anatomy::Deformation& deformation) {
    ultrasound::ImageFrame frame;
    frame.transducer = scenario.transducer;
    frame.pose = pose.transducer;
    frame.world_from_image = deformation.press().world_from_image;
    frame.deformation = &deformation;
    frame.settings = pose.imaging;
    frame.medium = medium;
    if (pose.cryoprobe.insert_m > 0.0 && !scenario.devices.empty()) {
        frame.needles = instruments::needle_axes(scenario.devices.front(), pose.cryoprobe);
        frame.inserted_m = pose.cryoprobe.insert_m;
    }
    frame.image_index = static_cast<uint64_t>(index);
    frame.noise_on = pose.noise_on;
    frame.gas_flowing = pose.gas_on;
    frame.t_s = pose.time_s;
    return frame;
}

}  // namespace cryo::app

// Everything one image depends on, and nothing else: two equal frames give two equal images. The CPU reference
// (ultrasound/) and the GPU passes (render/) both take it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/grid3.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::ultrasound {

class AcousticMedium;  // acoustic_medium.h: the baked bulk volume and the live curves of one anatomy

struct ImageFrame {
    instruments::Transducer transducer;
    instruments::TransducerPose pose;  // for contact
    RigidTransform world_from_image;
    ImagingSettings settings;
    std::shared_ptr<const AcousticMedium> medium;
    const anatomy::Deformation* deformation = nullptr;  // null: nothing is displaced
    std::vector<instruments::NeedleAxis> needles;       // inserted ones; empty when the cryoprobe is outside
    double inserted_m = 0.0;                            // shaft below the skin, from the tip
    // Temperature in reference coordinates; null until something was frozen. The owner keeps it alive and unchanged
    // while the frame is drawn; `temperature_revision` changes when its values do.
    const Grid3<float>* temperature_degc = nullptr;
    const Grid3<float>* coldest_degc = nullptr;  // so far, on the same grid; null as long as nothing has thawed
    uint64_t temperature_revision = 0;
    uint64_t image_index = 0;  // seeds the receiver noise
    double t_s = 0.0;          // pulse and breathing
    // Where the image plane was `before_s` ago; none: it is held still. Doppler hears the difference as moving tissue.
    std::optional<RigidTransform> world_from_image_before;
    double before_s = 0.0;
    double needle_speed_m_per_s = 0.0;  // along the shaft, deeper is positive
    bool gas_flowing = false;
    bool noise_on = true;
};

}  // namespace cryo::ultrasound

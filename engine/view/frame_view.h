// What is shown now, as plain structs without GL and without ImGui: render/ draws it, ui/ never sees it.
#pragma once

#include <string>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/grid3.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::view {

// A tube as the 3-D view draws it.
struct SceneTube {
    enum class Kind { TargetNerve, Nerve, MotorNerve, Artery, Vein } kind = Kind::Nerve;
    std::vector<Vec3> path_m;
    double width_m = 0.002;
    double height_m = 0.002;
    std::vector<float> treated;  // per path point 0..1, only for nerves: drawn as colour along the nerve
};

// Camera of a 3-D view: looks from `eye_m` to `look_at_m`; up is away from the body.
struct Camera {
    Vec3 eye_m{0.06, -0.16, -0.13};
    Vec3 look_at_m{0.0, 0.0, 0.008};
    Vec3 up{0, 0, -1};
    double fov_y_rad = 0.62;
    double near_m = 0.02;  // what lies nearer to the eye is cut away
};

struct Scene3d {
    Camera camera;
    bool see_through = false;  // anatomy, beam slab and needle inside the body are shown
    Vec3 box_low_m{-0.03, -0.03, 0.0};
    Vec3 box_high_m{0.03, 0.03, 0.045};
    // Layers, bones and inclusions of the cut block; null draws an empty one. The owner keeps it alive while the frame
    // is drawn.
    const anatomy::Medium* medium = nullptr;
    std::vector<SceneTube> tubes;
    instruments::Transducer transducer;
    RigidTransform world_from_image;
    ultrasound::ImagingSettings imaging;  // depth of the image, and with the transducer the thickness of its beam
    instruments::CryoprobePose cryoprobe;
    std::vector<instruments::NeedleAxis> needles;
    double shaft_length_m = 0.09;
    double inserted_m = 0.0;
    const Grid3<float>* temperature_degc = nullptr;  // as in ImageFrame
    uint64_t temperature_revision = 0;
    double frost_frac = 0.0;  // of the shaft at the hub, 0..1
};

struct FrameView {
    ultrasound::ImageFrame image;
    Scene3d scene;
};

}  // namespace cryo::view

// Test objects for the image: transducers, blocks, and a knee with everything in it. Shared by the tests of the CPU
// reference, of the GPU passes and by measurements.
#pragma once

#include <memory>

#include "engine/anatomy/medium.h"
#include "engine/core/parallel.h"
#include "engine/ultrasound/acoustic_medium.h"
#include "engine/ultrasound/image_frame.h"
#include "tests/support/ice_field.h"

namespace cryo::test {

// L12-3v as PyMUST lists it: 7.54 MHz, 93 %, 192 elements of 0.2 mm, 5 mm high, lens at 20 mm.
inline instruments::Transducer linear_array() {
    instruments::Transducer t;
    t.id = "l12_3v";
    t.element_count = 192;
    t.pitch_m = 0.0002;
    t.frequency_low_hz = 3e6;
    t.frequency_high_hz = 12e6;
    t.frequency_default_hz = 7.54e6;
    t.fractional_bandwidth = 0.93;
    t.elevation_aperture_m = 0.005;
    t.elevation_focus_m = 0.020;
    return t;
}

// C5-2v: 3.57 MHz, 79 %, 128 elements of 0.508 mm on a radius of 49.6 mm, 13.5 mm high, lens at 60 mm.
inline instruments::Transducer curved_array() {
    instruments::Transducer t;
    t.id = "c5_2v";
    t.shape = instruments::ArrayShape::Curvilinear;
    t.element_count = 128;
    t.pitch_m = 0.000508;
    t.radius_m = 0.0496;
    t.frequency_low_hz = 2e6;
    t.frequency_high_hz = 5e6;
    t.frequency_default_hz = 3.57e6;
    t.fractional_bandwidth = 0.79;
    t.elevation_aperture_m = 0.0135;
    t.elevation_focus_m = 0.060;
    t.receive_f_number = 2.0;
    t.transmit_f_number = 3.0;
    t.depth_max_m = 0.20;
    return t;
}

inline anatomy::Layer layer_of(anatomy::Tissue tissue, double top_m, double bottom_m) {
    anatomy::Layer layer;
    layer.tissue = tissue;
    layer.top_m = top_m;
    layer.bottom_m = bottom_m;
    return layer;
}

// One even block; gel by default, which has the machine's own speed of sound and no structure.
inline anatomy::Anatomy block(anatomy::Tissue tissue = anatomy::Tissue::GelPhantom, double bottom_m = 0.1) {
    anatomy::Anatomy a;
    a.layers.push_back(layer_of(tissue, 0.0, bottom_m));
    a.seed = 1;
    return a;
}

inline anatomy::Nerve nerve_along_y(const Vec3& middle_m, double width_m, double height_m) {
    anatomy::Nerve nerve;
    nerve.id = "nerve";
    nerve.role = anatomy::NerveRole::Target;
    nerve.tube = {{middle_m - Vec3(0.001, 0.03, 0), middle_m, middle_m + Vec3(-0.001, 0.03, 0)}, width_m, height_m};
    nerve.fascicle_count = 3;
    return nerve;
}

// Medial knee after clinical.md K1: skin, fat with a fascia, nerve and artery in deep fat, fascia, tendon, bone.
inline anatomy::Anatomy knee() {
    using anatomy::Tissue;
    anatomy::Anatomy a;
    a.layers = {layer_of(Tissue::Skin, 0.0, 0.0018), layer_of(Tissue::Fat, 0.0018, 0.0070),
                layer_of(Tissue::Fat, 0.0073, 0.0108), layer_of(Tissue::Muscle, 0.0114, 0.0135),
                layer_of(Tissue::Tendon, 0.0135, 0.016)};
    a.layers[1].undulation = {0.0003, 0.02, {0.4, 1.1}};
    anatomy::Sheet fascia;
    fascia.id = "fascia";
    fascia.depth_m = 0.00715;
    fascia.thickness_m = 0.0003;
    fascia.undulation = {0.0003, 0.03, {1.0, 2.0}};
    a.sheets.push_back(fascia);
    fascia.id = "deep_fascia";
    fascia.depth_m = 0.0111;
    fascia.thickness_m = 0.0006;
    a.sheets.push_back(fascia);
    anatomy::Bone bone;
    bone.id = "tibia";
    bone.depth_m = 0.016;
    bone.radius_of_curvature_m = {0.16, 0.09};
    bone.half_extent_m = {0.1, 0.1};
    a.bones.push_back(bone);
    a.nerves.push_back(nerve_along_y({0, 0, 0.0096}, 0.0022, 0.0014));
    anatomy::Vessel artery;
    artery.id = "artery";
    artery.tube = {{{0.004, -0.03, 0.0102}, {0.002, 0, 0.0101}, {0.004, 0.03, 0.0098}}, 0.0009, 0.0009};
    artery.wall_m = 0.00012;
    a.vessels.push_back(artery);
    a.seed = 7;
    return a;
}

inline std::shared_ptr<const ultrasound::AcousticMedium> bake(const anatomy::Anatomy& anatomy) {
    ThreadPool pool(2);
    return std::make_shared<ultrasound::AcousticMedium>(anatomy::Medium(anatomy), pool);
}

inline ultrasound::ImageFrame frame_of(std::shared_ptr<const ultrasound::AcousticMedium> medium,
                                       const instruments::Transducer& transducer = linear_array(),
                                       const instruments::TransducerPose& pose = {}) {
    ultrasound::ImageFrame frame;
    frame.transducer = transducer;
    frame.pose = pose;
    frame.world_from_image = instruments::world_from_image(transducer, pose);
    frame.settings.frequency_hz = transducer.frequency_default_hz;
    frame.medium = std::move(medium);
    return frame;
}

inline void move_to(ultrasound::ImageFrame& frame, const instruments::TransducerPose& pose) {
    frame.pose = pose;
    frame.world_from_image = instruments::world_from_image(frame.transducer, pose);
}

// A steel shaft whose tip is at a point of the world; `pitch_rad` below the skin plane, `yaw_rad` from +x towards +y.
inline instruments::NeedleAxis shaft_to(const Vec3& tip_m, double yaw_rad, double pitch_rad, double radius_m = 0.0007) {
    const Vec3 direction{std::cos(pitch_rad) * std::cos(yaw_rad), std::cos(pitch_rad) * std::sin(yaw_rad),
                         std::sin(pitch_rad)};
    return {tip_m, direction, radius_m, 0.004};
}

// The knee with a shaft at the nerve and ice around its tip: every artefact at once.
struct FullKnee {
    Grid3<float> temperature_degc;
    ultrasound::ImageFrame frame;

    explicit FullKnee(const instruments::TransducerPose& pose = {}) : FullKnee(bake(knee()), pose) {}
    explicit FullKnee(std::shared_ptr<const ultrasound::AcousticMedium> medium,
                      const instruments::TransducerPose& pose = {})
        : frame(frame_of(std::move(medium), linear_array(), pose)) {
        frame.settings.depth_m = 0.03;
        frame.settings.focus_m = 0.01;
        frame.settings.frequency_hz = 9e6;
        frame.needles = {shaft_to({-0.0018, 0.0001, 0.0096}, 0.02, 0.52)};
        frame.inserted_m = 0.0096 / std::sin(0.52);
        temperature_degc = ice_around(frame.needles.front(), 0.0024);
        frame.temperature_degc = &temperature_degc;
        frame.temperature_revision = 1;
        frame.image_index = 11;
        frame.t_s = 0.37;
    }
    FullKnee(const FullKnee&) = delete;
    FullKnee& operator=(const FullKnee&) = delete;
};

}  // namespace cryo::test

// A plain block for the hand to push into: skin, fat, muscle; a nerve, an artery and a vein along y; bone at 30 mm.
#pragma once

#include "engine/mechanics/surroundings.h"

namespace cryo::mechanics {

inline constexpr double kNerveDepthM = 0.012;
inline constexpr double kArteryDepthM = 0.020;
inline constexpr double kBoneDepthM = 0.030;

inline anatomy::Anatomy block_anatomy() {
    using anatomy::Tissue;
    anatomy::Anatomy a;
    const auto layer = [&](const char* id, Tissue tissue, double top_m, double bottom_m) {
        anatomy::Layer l;
        l.id = id;
        l.tissue = tissue;
        l.top_m = top_m;
        l.bottom_m = bottom_m;
        a.layers.push_back(l);
    };
    layer("skin", Tissue::Skin, 0.0, 0.002);
    layer("fat", Tissue::Fat, 0.002, 0.010);
    layer("muscle", Tissue::Muscle, 0.010, 0.050);
    const auto along_y = [](double x_m, double z_m, double width_m, double height_m) {
        return anatomy::Tube{{{x_m, -0.03, z_m}, {x_m, 0.0, z_m}, {x_m, 0.03, z_m}}, width_m, height_m};
    };
    anatomy::Nerve nerve;
    nerve.id = "nerve";
    nerve.role = anatomy::NerveRole::Target;
    nerve.tube = along_y(0.0, kNerveDepthM, 0.0024, 0.0016);
    nerve.fascicle_count = 2;
    a.nerves = {nerve};
    anatomy::Vessel artery;
    artery.id = "artery";
    artery.tube = along_y(0.0, kArteryDepthM, 0.001, 0.001);
    artery.wall_m = 0.0002;
    anatomy::Vessel vein = artery;
    vein.id = "vein";
    vein.kind = anatomy::VesselKind::Vein;
    vein.tube = along_y(0.015, kArteryDepthM, 0.003, 0.002);
    a.vessels = {artery, vein};
    anatomy::Bone bone;
    bone.id = "bone";
    bone.depth_m = kBoneDepthM;
    bone.radius_of_curvature_m = {1e6, 1e6};
    a.bones = {bone};
    a.box_high_m.z = 0.060;
    return a;
}

struct Block {
    anatomy::Medium medium{block_anatomy()};
    anatomy::Deformation deformation;
    Surroundings surroundings{medium, deformation};

    Block() = default;
    explicit Block(anatomy::Anatomy a) : medium(std::move(a)) {}
    Block(const Block&) = delete;  // surroundings refer to this block
    Block& operator=(const Block&) = delete;
};

// The 1.4 mm console probe.
inline instruments::CryoprobeDevice probe() {
    instruments::CryoprobeDevice device;
    device.id = "probe";
    return device;
}

}  // namespace cryo::mechanics

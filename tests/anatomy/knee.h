// The medial knee around the infrapatellar branch, as the clinical table has it, for tests.
#pragma once

#include "engine/anatomy/patient.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

inline Tube tube_mm(std::vector<Vec3> path_mm, double width_mm, double height_mm) {
    for (Vec3& p : path_mm) p *= 1e-3;
    return {std::move(path_mm), m_from_mm(width_mm), m_from_mm(height_mm)};
}

inline Layer layer_mm(const std::string& id, Tissue tissue, double top_mm, double bottom_mm,
                      double undulation_mm = 0.0) {
    Layer layer;
    layer.id = id;
    layer.tissue = tissue;
    layer.top_m = m_from_mm(top_mm);
    layer.bottom_m = m_from_mm(bottom_mm);
    layer.undulation.amplitude_m = m_from_mm(undulation_mm);
    return layer;
}

inline Sheet sheet_mm(const std::string& id, double depth_mm, double thickness_mm, double undulation_mm) {
    Sheet sheet;
    sheet.id = id;
    sheet.depth_m = m_from_mm(depth_mm);
    sheet.thickness_m = m_from_mm(thickness_mm);
    sheet.undulation.amplitude_m = m_from_mm(undulation_mm);
    return sheet;
}

inline Nerve nerve_of(const std::string& id, NerveRole role, Tube tube, int fascicles) {
    Nerve nerve;
    nerve.id = id;
    nerve.role = role;
    nerve.tube = std::move(tube);
    nerve.fascicle_count = fascicles;
    return nerve;
}

inline AnatomyTemplate knee_template() {
    AnatomyTemplate knee;
    Anatomy& a = knee.at_bmi_23;
    a.layers = {layer_mm("skin", Tissue::Skin, 0.0, 1.8), layer_mm("fat", Tissue::Fat, 1.8, 10.8, 0.2),
                layer_mm("pes", Tissue::Tendon, 11.4, 16.0, 0.2)};
    a.sheets = {sheet_mm("superficial fascia", 7.15, 0.3, 0.2), sheet_mm("deep fascia", 11.1, 0.6, 0.2)};
    Bone tibia;
    tibia.id = "tibia";
    tibia.depth_m = 0.016;
    tibia.radius_of_curvature_m = {0.08, 0.12};
    tibia.undulation.amplitude_m = 0.0002;
    a.bones = {tibia};
    a.nerves = {
        nerve_of("ipbsn", NerveRole::Target,
                 tube_mm({{1, -30, 9.3}, {0, -10, 9.6}, {0, 0, 9.6}, {-1, 15, 9.5}, {-3, 30, 9.2}}, 2.2, 1.4), 3),
        nerve_of("branch2", NerveRole::Branch, tube_mm({{9, -30, 9.0}, {10, 0, 9.2}, {11, 30, 9.0}}, 1.6, 1.1), 2),
        nerve_of("branch3", NerveRole::Branch, tube_mm({{-9, -30, 9.0}, {-10, 0, 9.2}, {-12, 30, 9.0}}, 1.3, 1.0), 1)};
    Vessel artery;
    artery.id = "artery";
    artery.wall_m = 0.0001;
    artery.tube = tube_mm({{3, -30, 9.9}, {2, 0, 10.1}, {2, 30, 9.8}}, 0.9, 0.9);
    Vessel vein;
    vein.id = "vein";
    vein.kind = VesselKind::Vein;
    vein.tube = tube_mm({{24, -30, 6.5}, {25, 0, 7.0}, {24, 30, 7.0}}, 3.5, 3.0);
    a.vessels = {artery, vein};
    knee.fat.thickness_m = {0.005, 0.009, 0.016, 0.026};
    knee.fat_top_m = 0.0018;
    knee.fat_bottom_m = 0.0108;
    knee.variants = {{"branch_count", {"1", "2", "3"}, {0.35, 0.45, 0.20}}};
    knee.nerve_needs = {"", "branch_count=2|3", "branch_count=3"};
    knee.position_x_m = {0.0015, -0.004, 0.004};
    return knee;
}

}  // namespace cryo::anatomy

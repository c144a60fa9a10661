#include "tests/render/made_up_scene.h"

#include <algorithm>

#include "engine/core/units.h"

namespace cryo::render {

namespace {

using anatomy::Tissue;

anatomy::Anatomy made_up_anatomy() {
    anatomy::Anatomy a;
    a.box_low_m = {-0.040, -0.030, 0.0};
    a.box_high_m = {0.040, 0.030, 0.034};
    const anatomy::Undulation gentle{0.0012, 0.026, {0.3, 1.1}};
    const auto layer = [&](const char* id, Tissue tissue, double top_mm, double bottom_mm) {
        anatomy::Layer l;
        l.id = l.label = id;
        l.tissue = tissue;
        l.top_m = m_from_mm(top_mm);
        l.bottom_m = m_from_mm(bottom_mm);
        if (top_mm > 2.0) l.undulation = gentle;
        a.layers.push_back(l);
    };
    layer("skin", Tissue::Skin, 0.0, 1.8);
    layer("fat", Tissue::Fat, 1.8, 12.0);
    layer("tendon", Tissue::Tendon, 12.0, 15.0);
    layer("muscle", Tissue::Muscle, 15.0, 40.0);
    anatomy::Sheet fascia;
    fascia.id = fascia.label = "fascia";
    fascia.depth_m = 0.0072;
    a.sheets.push_back(fascia);
    anatomy::Bone bone;
    bone.id = bone.label = "tibia";
    bone.depth_m = 0.022;
    bone.center_m = {0.012, 0.0};
    bone.radius_of_curvature_m = {0.040, 0.20};
    bone.half_extent_m = {0.026, 1.0};
    a.bones.push_back(bone);
    return a;
}

view::SceneTube tube(view::SceneTube::Kind kind, const Vec3& from_m, const Vec3& to_m, double bow_m, double width_m,
                     double height_m) {
    view::SceneTube t;
    t.kind = kind;
    t.width_m = width_m;
    t.height_m = height_m;
    constexpr int kPoints = 60;
    for (int i = 0; i <= kPoints; ++i) {
        const double s = static_cast<double>(i) / kPoints;
        t.path_m.push_back(glm::mix(from_m, to_m, s) +
                           Vec3(bow_m * std::sin(kPi * s), 0, 0.3 * bow_m * std::sin(2.0 * kPi * s)));
    }
    return t;
}

}  // namespace

Grid3<float> ball_of_cold(const GridFrame& frame, const Vec3& center_m, double radius_m, double level_degc,
                          double slope_degc_per_m) {
    Grid3<float> grid(frame);
    for (int k = 0; k < frame.size.z; ++k)
        for (int j = 0; j < frame.size.y; ++j)
            for (int i = 0; i < frame.size.x; ++i) {
                const double beyond_m = glm::length(frame.center_m(i, j, k) - center_m) - radius_m;
                grid.at(i, j, k) = static_cast<float>(std::min(37.0, level_degc + slope_degc_per_m * beyond_m));
            }
    return grid;
}

MadeUpScene make_up_scene(bool see_through, double ice_radius_m) {
    MadeUpScene made;
    view::Scene3d& scene = made.scene;
    made.medium = std::make_unique<anatomy::Medium>(made_up_anatomy());
    scene.medium = made.medium.get();
    scene.see_through = see_through;
    scene.box_low_m = made.medium->anatomy().box_low_m;
    scene.box_high_m = made.medium->anatomy().box_high_m;
    scene.transducer.elevation_focus_m = 0.012;
    scene.transducer.elevation_aperture_m = 0.004;
    scene.imaging.depth_m = 0.030;
    instruments::TransducerPose pose;
    scene.world_from_image = instruments::world_from_image(scene.transducer, pose);

    using Kind = view::SceneTube::Kind;
    scene.tubes.push_back(
        tube(Kind::TargetNerve, {-0.001, -0.030, 0.0095}, {0.001, 0.030, 0.0097}, 0.0012, 0.0024, 0.0015));
    scene.tubes.push_back(tube(Kind::Nerve, {0.011, -0.030, 0.0095}, {0.013, 0.030, 0.0102}, -0.0015, 0.0018, 0.0012));
    scene.tubes.push_back(tube(Kind::Artery, {0.003, -0.030, 0.0105}, {0.0028, 0.030, 0.0101}, 0.0008, 0.0010, 0.0010));
    scene.tubes.push_back(tube(Kind::Vein, {-0.030, -0.030, 0.0070}, {-0.027, 0.030, 0.0065}, 0.0020, 0.0042, 0.0026));
    scene.tubes.push_back(
        tube(Kind::MotorNerve, {-0.022, -0.030, 0.019}, {-0.018, 0.030, 0.0185}, 0.001, 0.0030, 0.0022));

    instruments::CryoprobeDevice device;
    scene.shaft_length_m = device.shaft_length_m;
    scene.cryoprobe.entry_x_m = -0.0245;
    scene.cryoprobe.pitch_rad = rad_from_deg(20.0);
    scene.cryoprobe.yaw_rad = rad_from_deg(4.0);
    scene.cryoprobe.insert_m = 0.0265;
    scene.inserted_m = scene.cryoprobe.insert_m;
    scene.needles = instruments::needle_axes(device, scene.cryoprobe);

    if (ice_radius_m > 0.0) {
        const Vec3 tip = instruments::tip_m(scene.cryoprobe);
        const Vec3 center = tip - 0.5 * device.active_length_m * instruments::shaft_direction(scene.cryoprobe);
        constexpr double kSpacingM = 0.0005;
        const GridFrame frame{{-0.020, -0.020, 0.00025}, kSpacingM, {80, 80, 60}};
        made.temperature_degc = ball_of_cold(frame, center, ice_radius_m, -1.0, 14e3);
        scene.temperature_degc = &made.temperature_degc;
        scene.temperature_revision = 1;
        scene.frost_frac = 0.35;
        view::SceneTube& target = scene.tubes.front();
        for (const Vec3& p : target.path_m)
            target.treated.push_back(sample_trilinear(made.temperature_degc, p) <= -20.0 ? 1.0f : 0.0f);
    }
    return made;
}

}  // namespace cryo::render

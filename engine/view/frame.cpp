#include <algorithm>

#include "engine/view/make.h"

namespace cryo::view {

namespace {

constexpr double kPathStepM = 0.001;      // between points of a tube as it is drawn
constexpr double kFrostFullDegc = -60.0;  // thermocouple at which the shaft is white up to its hub

// Treated share at an arc length, linear between stations; nothing is known outside them.
float treated_at(const session::NerveCourse& course, double arc_m) {
    const auto& stations = course.stations;
    const auto after = std::lower_bound(stations.begin(), stations.end(), arc_m,
                                        [](const session::NerveStation& s, double arc) { return s.arc_m < arc; });
    if (after == stations.end() || (after == stations.begin() && after->arc_m > arc_m)) return 0.0F;
    if (after == stations.begin()) return static_cast<float>(after->treated_frac);
    const session::NerveStation& before = *(after - 1);
    const double part = (arc_m - before.arc_m) / (after->arc_m - before.arc_m);
    return static_cast<float>(before.treated_frac + part * (after->treated_frac - before.treated_frac));
}

SceneTube tube_of(const anatomy::TubeCurve& curve, SceneTube::Kind kind, const session::NerveCourse* course) {
    SceneTube tube;
    tube.kind = kind;
    tube.width_m = curve.width_m();
    tube.height_m = curve.height_m();
    const int pieces = std::max(1, static_cast<int>(curve.length_m() / kPathStepM));
    for (int i = 0; i <= pieces; ++i) {
        const double arc_m = curve.length_m() * i / pieces;
        tube.path_m.push_back(curve.at_arc(arc_m));
        if (course != nullptr) tube.treated.push_back(treated_at(*course, arc_m));
    }
    return tube;
}

SceneTube::Kind kind_of(anatomy::NerveRole role) {
    switch (role) {
        case anatomy::NerveRole::Target:
        case anatomy::NerveRole::Branch:
            return SceneTube::Kind::TargetNerve;
        case anatomy::NerveRole::Motor:
            return SceneTube::Kind::MotorNerve;
        case anatomy::NerveRole::Sensory:
            break;
    }
    return SceneTube::Kind::Nerve;
}

std::vector<SceneTube> make_tubes(const session::Session& session) {
    const anatomy::Medium& medium = session.medium();
    const anatomy::Anatomy& anatomy = medium.anatomy();
    const std::vector<session::NerveCourse> courses = session.nerve_courses();
    std::vector<SceneTube> tubes;
    for (int n = 0; n < static_cast<int>(anatomy.nerves.size()); ++n) {
        const auto course =
            std::find_if(courses.begin(), courses.end(), [&](const session::NerveCourse& c) { return c.nerve == n; });
        tubes.push_back(tube_of(medium.nerve_curve(n), kind_of(anatomy.nerves[static_cast<size_t>(n)].role),
                                course == courses.end() ? nullptr : &*course));
    }
    for (int v = 0; v < static_cast<int>(anatomy.vessels.size()); ++v) {
        const bool artery = anatomy.vessels[static_cast<size_t>(v)].kind == anatomy::VesselKind::Artery;
        tubes.push_back(
            tube_of(medium.vessel_curve(v), artery ? SceneTube::Kind::Artery : SceneTube::Kind::Vein, nullptr));
    }
    return tubes;
}

}  // namespace

FrameView make_frame(const session::Session& session, const FrameOptions& options) {
    FrameView view;
    view.image = session.image_frame();
    view.image.settings.line_count = options.line_count;
    view.image.settings.sample_count = options.sample_count;
    view.image.noise_on = options.noise_on;
    if (!view.image.settings.frozen) view.image.image_index = options.image_index;

    const session::Hands& hands = session.hands();
    Scene3d& scene = view.scene;
    scene.camera = options.camera;
    scene.see_through = session.screen().see_through || options.reveal;
    scene.box_low_m = session.medium().anatomy().box_low_m;
    scene.box_high_m = session.medium().anatomy().box_high_m;
    scene.medium = &session.medium();
    scene.transducer = session.transducer();
    scene.world_from_image = hands.world_from_image;
    scene.imaging = view.image.settings;
    scene.temperature_degc = session.temperature_degc();
    scene.temperature_revision = session.temperature_revision();
    // What lies inside the body is only drawn where help shows it.
    if (scene.see_through) scene.tubes = make_tubes(session);
    if (const instruments::CryoprobeDevice* device = session.device()) {
        scene.cryoprobe = hands.cryoprobe;
        scene.needles = instruments::needle_axes(*device, hands.cryoprobe);
        scene.shaft_length_m = device->shaft_length_m;
        scene.inserted_m = hands.cryoprobe.insert_m;
        scene.frost_frac = std::clamp(session.console().tip_degc / kFrostFullDegc, 0.0, 1.0);
    }
    return view;
}

}  // namespace cryo::view

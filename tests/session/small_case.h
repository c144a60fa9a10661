// A case small enough to reason about: flat layers, a target nerve along y at 10 mm, an artery beside it, a motor nerve
// and a bone farther off, and a fast console. Sizes are round, nothing varies between patients.
#pragma once

#include <cmath>
#include <memory>

#include "engine/core/units.h"
#include "engine/scenario/scenario.h"
#include "engine/session/session.h"

namespace cryo::test {

inline constexpr double kNerveDepthM = 0.010;

inline anatomy::Anatomy small_anatomy() {
    using namespace anatomy;
    Anatomy a;
    const auto layer = [&](const char* id, const char* label, Tissue tissue, double top_m, double bottom_m) {
        Layer& l = a.layers.emplace_back();
        l.id = id;
        l.label = label;
        l.tissue = tissue;
        l.top_m = top_m;
        l.bottom_m = bottom_m;
    };
    layer("skin", "Skin", Tissue::Skin, 0.0, 0.0018);
    layer("fat", "Fat", Tissue::Fat, 0.0018, 0.014);
    layer("muscle", "Muscle", Tissue::Muscle, 0.014, 0.045);
    Bone& bone = a.bones.emplace_back();
    bone.id = "bone";
    bone.label = "Bone";
    bone.depth_m = 0.024;
    bone.radius_of_curvature_m = {10.0, 10.0};
    const auto along_y = [](double x_m, double z_m) {
        return Path{{x_m, -0.03, z_m}, {x_m, 0.0, z_m}, {x_m, 0.03, z_m}};
    };
    a.nerves = {{.id = "target",
                 .label = "Target nerve",
                 .role = NerveRole::Target,
                 .tube = {along_y(0.0, kNerveDepthM), 0.0022, 0.0014},
                 .fascicle_count = 3},
                {.id = "motor",
                 .label = "Motor nerve",
                 .role = NerveRole::Motor,
                 .tube = {along_y(0.012, 0.016), 0.003, 0.003},
                 .fascicle_count = 4,
                 .motor_fraction = 0.8}};
    a.vessels = {
        {.id = "artery",
         .label = "Artery",
         .kind = VesselKind::Artery,
         .tube = {along_y(0.005, 0.0115), 0.0016, 0.0016}},
        {.id = "vein", .label = "Vein", .kind = VesselKind::Vein, .tube = {along_y(-0.010, 0.012), 0.003, 0.002}}};
    a.box_low_m = {-0.03, -0.03, 0.0};
    a.box_high_m = {0.03, 0.03, 0.03};
    return a;
}

inline instruments::CryoprobeDevice small_device() {
    instruments::CryoprobeDevice d;
    d.id = "console";
    d.label = "Console";
    d.protocol = {.cycles = 2, .freeze_s = 20.0, .thaw_s = 10.0};
    d.has_stimulator = true;
    d.faults = {{.kind = instruments::FaultKind::GasLow, .film_share = 0.25, .sign = "The pressure falls."},
                {.kind = instruments::FaultKind::TipBlocked, .film_share = 0.01, .supply_rate = 0.1, .sign = "Silent."},
                {.kind = instruments::FaultKind::Leak, .film_share = 0.4, .supply_rate = 4.0, .sign = "It hisses."}};
    return d;
}

inline scenario::Scenario small_case() {
    scenario::Scenario s;
    s.file = "small_case";
    s.id = "small";
    s.title = "Small case";
    s.anatomy.at_bmi_23 = small_anatomy();
    s.anatomy.nerve_needs.assign(2, "");
    s.anatomy.vessel_needs.assign(2, "");
    s.anatomy.nerve_size_factor = {};
    s.anatomy.position_x_m = {};
    s.patient.age_years = 40.0;
    s.devices = {small_device()};
    s.devices.push_back(small_device());
    s.devices.back().id = "bare";
    s.devices.back().has_stimulator = false;
    s.devices.back().gas_supply_s = 5.0;
    s.cryoprobe_start = {.entry_x_m = -0.020, .pitch_rad = std::atan2(0.0085, 0.020)};
    s.imaging.depth_m = 0.030;
    s.imaging.focus_m = 0.010;
    return s;
}

// How far to push from the start pose for the middle of a 4 mm active zone to stand on top of the target.
inline double insert_on_target_m() { return std::hypot(0.020, 0.0085) + 0.002; }

inline std::shared_ptr<const scenario::Scenario> shared_case() {
    static const auto kCase = std::make_shared<const scenario::Scenario>(small_case());
    return kCase;
}

inline ThreadPool& pool_of(int threads) {
    static ThreadPool one(1);
    static ThreadPool two(2);
    static ThreadPool seven(7);
    return threads == 1 ? one : (threads == 2 ? two : seven);
}

inline void advance_s(session::Session& session, double seconds) {
    session.advance(static_cast<int>(std::lround(seconds * session::kTicksPerSecond)));
}

inline int count_events(const session::Session& session, session::EventKind kind) {
    int count = 0;
    for (const session::Event& event : session.events()) count += event.kind == kind ? 1 : 0;
    return count;
}

// Pushes the cryoprobe onto the target and waits until it is there.
inline void reach_target(session::Session& session) {
    session.apply(session::MoveCryoprobe{.insert_m = insert_on_target_m()});
    advance_s(session, 4.0);
}

}  // namespace cryo::test

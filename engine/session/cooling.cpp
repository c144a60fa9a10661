// Gas, the cold it makes, and who feels it. Runs once per thermal step, but for the gas supply.
#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/session/session_state.h"
#include "engine/session/stimulator.h"

namespace cryo::session {

namespace {

constexpr double kThermalSpacingM = 0.0005;
constexpr double kAlongM = 0.020;          // of the nerve to each side of the middle of the target view
constexpr double kBesideM = 0.015;         // room for ice around the nerves that count ...
constexpr double kHalfShortZoneM = 0.004;  // ... more of it where the active zone is longer than twice this
constexpr double kSkinNearM = 0.005;       // a box that ends this near to the skin goes up to it
constexpr double kFrostDegc = 0.0;
constexpr double kFrostRearmDegc = 2.0;
constexpr double kNerveFeelsDegc = 10.0;  // a nerve this cold burns, then goes numb
constexpr double kNerveSilentDegc = 5.0;  // and this cold it conducts nothing
constexpr double kLeastIceM3 = 0.5e-9;    // ice below half a cubic millimetre counts as gone
constexpr double kGuardBeforeM = 0.0005;  // visible edge before the nerve's far side ...
constexpr double kGuardPastM = 0.002;     // ... and past it
constexpr double kMotorRunFrac = 0.5;     // share of a motor section for motor_frozen_mm

// The box that the cold is computed in: around the stretch of the nerves that count below the target view.
GridFrame thermal_box(const anatomy::Medium& medium, const std::vector<int>& nerves, double active_length_m) {
    Vec3 low{0.0, -kAlongM, kAlongM};
    Vec3 high{0.0, kAlongM, kAlongM};
    bool any = false;
    for (const int nerve : nerves) {
        for (const Vec3& point : medium.nerve_curve(nerve).points_m()) {
            if (std::abs(point.y) > kBesideM) continue;
            low.x = any ? std::min(low.x, point.x) : point.x;
            high.x = any ? std::max(high.x, point.x) : point.x;
            low.z = any ? std::min(low.z, point.z) : point.z;
            high.z = any ? std::max(high.z, point.z) : point.z;
            any = true;
        }
    }
    const double more_m = std::max(0.0, 0.5 * active_length_m - kHalfShortZoneM);
    low -= Vec3(kBesideM + more_m, more_m, kBesideM + more_m);
    high += Vec3(kBesideM + more_m, more_m, kBesideM + more_m);
    if (low.z < kSkinNearM) low.z = 0.0;

    GridFrame box;
    box.spacing_m = kThermalSpacingM;
    // Faces of cells on whole multiples of the spacing, so that one falls on the skin.
    for (int a = 0; a < 3; ++a) {
        const auto first = static_cast<int>(std::floor(low[a] / kThermalSpacingM));
        const auto last = static_cast<int>(std::ceil(high[a] / kThermalSpacingM));
        box.size[a] = last - first;
        box.origin_m[a] = (first + 0.5) * kThermalSpacingM;
    }
    return box;
}

}  // namespace

// Where the tissues lie for the cold: fluid that is already in has parted them.
void Session::State::lay_out_cold() {
    cold.geometry = {{}, deformation.pockets()};
    const GridFrame box = thermal_box(medium(), counted_nerves, device->active_length_m);
    cold.reaches_skin = box.origin_m.z < box.spacing_m;
    const thermal::SkinBoundary skin = device->has_skin_warmer ? thermal::skin_under_warmer() : thermal::skin_in_air();
    cold.solver = std::make_unique<thermal::BioheatSolver>(medium(), box, skin, pool, cold.geometry);
    cold.exposures.clear();
    for (int n = 0; n < static_cast<int>(anatomy().nerves.size()); ++n) {
        thermal::NerveExposure exposure(medium(), n, box, cold.geometry);
        if (exposure.station_count() > 0) cold.exposures.push_back(std::move(exposure));
    }
    if (cold.reaches_skin) cold.skin_now_degc = cold.solver->skin().now_degc;
}

Vec3 Session::State::cold_from_world(const Vec3& world_m) const {
    if (cold.knows_all_fluid) return deformation.settled_from_world(world_m);
    return cold.geometry.settled_from_reference(surroundings().reference_m(world_m));
}

void Session::State::step_gas() {
    if (!device) return;
    console.since_switch_s += kTickS;
    if (!console.gas_on) return;
    const instruments::ProbeFault* fault = console.fault ? instruments::fault_of(*device, *console.fault) : nullptr;
    console.gas_left_s = std::max(0.0, console.gas_left_s - kTickS * (fault != nullptr ? fault->supply_rate : 1.0));
    // The pressure falls before the last of the gas is gone.
    if (!console.fault && console.gas_left_s < device->gas_low_s) {
        console.fault = instruments::FaultKind::GasLow;
        log(EventKind::DeviceFault, instruments::fault_of(*device, *console.fault)->sign, "gas_low");
    }
    if (console.gas_left_s <= 0.0) {
        log(EventKind::GasEmpty, "The gas is used up.");
        switch_gas(false);
    }
}

std::vector<instruments::NeedleAxis> Session::State::needles_in_cold() const {
    std::vector<instruments::NeedleAxis> needles = instruments::needle_axes(*device, needle.pose);
    for (instruments::NeedleAxis& axis : needles) {
        // A straight shaft stays straight enough over its active zone: its direction is taken at both ends of that.
        const Vec3 tip = cold_from_world(axis.tip_m);
        const Vec3 back = cold_from_world(axis.tip_m - axis.active_length_m * axis.direction);
        axis.tip_m = tip;
        axis.direction = glm::normalize(tip - back);
    }
    return needles;
}

void Session::State::step_cold() {
    if (!cold.solver) return;
    // Gas that was turned on outside begins to cool where the cryoprobe goes in.
    if (console.gas_on && inserted() && !gas_in_tissue) begin_cooling();
    thermal::GasFlow flow = thermal::GasFlow::Off;
    if (console.gas_on) {
        flow = thermal::GasFlow::Freezing;
    } else if (thawing && device->has_active_thaw && console.adherent) {
        flow = thermal::GasFlow::Thawing;
    }
    std::vector<thermal::ProbeState> probes;
    if (inserted()) {
        thermal::ProbeState& probe = probes.emplace_back(thermal::probe_state(*device, needles_in_cold(), flow));
        const auto* fault = console.fault ? instruments::fault_of(*device, *console.fault) : nullptr;
        if (fault != nullptr) probe.gas_side = instruments::with_fault(device->gas_side, *fault);
    }
    cold.solver->set_probes(std::move(probes));
    cold.solver->advance_tick();
    if (cold.was_used) read_cold();
    watch_patient();
    watch_guard();
    update_stimulus();
}

bool Session::State::is_cold(const thermal::NerveExposure& exposure) {
    return exposure.coldest_now_degc() < kNerveSilentDegc || exposure.longest_treated().length_m > 0.0;
}

void Session::State::read_cold() {
    const thermal::BioheatSolver& solver = *cold.solver;
    if (solver.probe_count() > 0) {
        const thermal::ProbeReadout& probe = solver.probe();
        console.tip_degc = probe.thermocouple_degc;
        console.wall_degc = probe.wall_degc;
        console.adherent = probe.adherent();
        cold.ice_radius_m = solver.ice_radius_m();
    } else {
        console.adherent = false;
        cold.ice_radius_m = 0.0;
    }
    cold.ice_volume_m3 = solver.ice_volume_m3();
    if (cold.reaches_skin) cold.skin_now_degc = solver.skin().now_degc;

    cold.covered_m = cold.exposures.empty() ? 0.0 : 1.0;
    cold.nerve_now_degc = anatomy::kBodyDegc;
    cold.motor_frozen_frac = cold.motor_frozen_m = 0.0;
    size_t counted = 0;
    for (thermal::NerveExposure& exposure : cold.exposures) {
        exposure.update(solver);
        const anatomy::Nerve& nerve = anatomy().nerves[static_cast<size_t>(exposure.nerve())];
        if (nerve.role == anatomy::NerveRole::Motor) {
            cold.motor_frozen_frac = std::max(cold.motor_frozen_frac, exposure.largest_treated_frac());
            cold.motor_frozen_m = std::max(cold.motor_frozen_m, exposure.longest_treated(kMotorRunFrac).length_m);
        }
        if (std::find(counted_nerves.begin(), counted_nerves.end(), exposure.nerve()) == counted_nerves.end()) continue;
        ++counted;
        cold.nerve_now_degc = std::min(cold.nerve_now_degc, exposure.coldest_now_degc());
        cold.covered_m = std::min(cold.covered_m, exposure.longest_treated().length_m);
    }
    // A branch that counts and that no cold can reach is not treated.
    if (counted < counted_nerves.size() || counted == 0) cold.covered_m = 0.0;

    const bool ice_left = cold.ice_radius_m > 0.0 || cold.ice_volume_m3 >= kLeastIceM3;
    if (thawing && !console.gas_on && !console.adherent && !ice_left) {
        thawing = false;
        shallowest_since_thaw_m = needle.pose.insert_m;
        log(EventKind::ThawComplete, "The ice is gone.", "", console.since_switch_s);
    }
}

void Session::State::watch_patient() {
    if (cold.skin_now_degc <= kFrostDegc && !cold.skin_frosted) {
        cold.skin_frosted = true;
        log(EventKind::SkinFrost, "Ice has reached the skin.", "", cold.skin_now_degc);
        hurt(pain::kFrostedSkin, {tip_m().x, tip_m().y, 0.0}, "My skin burns!");
    } else if (cold.skin_now_degc > kFrostRearmDegc) {
        cold.skin_frosted = false;
    }
    if (console.gas_on && !cold.said_cold && cold.nerve_now_degc < kNerveFeelsDegc) {
        cold.said_cold = true;
        hurt(pain::kColdNerve, tip_m(), "It burns ... now it is going numb.");
    }
}

void Session::State::watch_guard() {
    const int target = sampler.clearances().target;  // the nerve that is being frozen
    bool near = false;
    if (console.gas_on && inserted() && target >= 0 && (guard.cycle == 0 || guard.cycle == console.cycle)) {
        const anatomy::Nerve& nerve = anatomy().nerves[static_cast<size_t>(target)];
        const double far_side_m =
            sampler.clearances().zone_axis_m + 0.5 * std::min(nerve.tube.width_m, nerve.tube.height_m);
        const double past_m = cold.ice_radius_m - far_side_m;
        near = past_m >= -kGuardBeforeM && past_m <= kGuardPastM;
        if (near) guard.cycle = console.cycle;
    }
    guard.holds = near;
    screen.time_scale = guard.holds ? 1.0 : requested_time_scale;
}

void Session::State::update_stimulus() {
    if (console.stim_mode == StimMode::Off) return;
    std::string answered;
    if (inserted()) {
        const auto answer =
            stimulus_answer(console.stim_mode, console.stim_v, tip_m(), surroundings(), silent_nerves());
        if (answer) {
            const anatomy::Nerve& nerve = anatomy().nerves[static_cast<size_t>(answer->nerve)];
            answered = nerve.id;
            if (answered != responding) {
                const bool motor = console.stim_mode == StimMode::Motor;
                const std::string at = " at " + io::rounded_text(console.stim_v, 3) + " V: ";
                log(EventKind::StimulusResponse, (motor ? "Twitch" : "Tingling") + at + nerve.label + ".", nerve.id,
                    console.stim_v);
                say(motor ? "(Twitch in time with the stimulus.)" : "It tingles there, where it hurts.");
            }
        }
    }
    responding = answered;
}

}  // namespace cryo::session

// What hurts the patient in the course of an attempt, what numbs it, and how the body answers.
#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/session/session_state.h"

namespace cryo::session {

namespace {

constexpr double kSayPain = 3.0;         // less is borne in silence
constexpr double kUnbearablePain = 7.0;  // and more is shouted
constexpr double kSkinDepthM = 0.002;    // felt as skin
constexpr double kWhealRadiusM = 0.010;  // of skin that was numbed around the entry
constexpr double kBlocks = 0.5;          // numbness of a nerve that stops its answer
constexpr double kFlinchSettleS = 0.8;

}  // namespace

void Session::State::hurt(double pain, const Vec3& world_m, const std::string& words) {
    const Vec3 place_m = surroundings().reference_m(world_m);
    double numb = numbness(feelings.deposits, place_m, t_s());
    const double from_entry_m = glm::length(place_m - instruments::entry_m(needle.pose));
    if (scenario->response.skin_is_numb && place_m.z < kSkinDepthM && from_entry_m < kWhealRadiusM) numb = 1.0;
    const double felt = pain * (1.0 - numb);
    feel(feelings.vitals, feelings.traits, felt);
    if (felt < kSayPain) return;
    log(EventKind::Pain, "Pain " + io::rounded_text(std::round(felt), 2) + " of 10.", "", felt);
    events.back().place_m = world_m;
    say(felt >= kUnbearablePain ? words + " Stop!" : words);
}

bool Session::State::is_numb(int nerve) const {
    const anatomy::TubeCurve& curve = medium().nerve_curve(nerve);
    return std::any_of(feelings.deposits.begin(), feelings.deposits.end(), [&](const AnaestheticDeposit& deposit) {
        const double distance_m = std::max(0.0, curve.nearest(deposit.center_m).outside_m);
        return numbness(deposit, distance_m, t_s()) >= kBlocks;
    });
}

std::vector<bool> Session::State::silent_nerves() const {
    std::vector<bool> silent(anatomy().nerves.size(), false);
    for (size_t n = 0; n < silent.size(); ++n) silent[n] = is_numb(static_cast<int>(n));
    for (const thermal::NerveExposure& exposure : cold.exposures)
        if (is_cold(exposure)) silent[static_cast<size_t>(exposure.nerve())] = true;
    return silent;
}

// The needle against a nerve is a stimulus of its own.
void Session::State::touch_nerve(int index, const Vec3& world_m) {
    constexpr double kSomeFibres = 0.05;
    if (silent_nerves()[static_cast<size_t>(index)]) return;
    const anatomy::Nerve& nerve = anatomy().nerves[static_cast<size_t>(index)];
    const bool is_motor = nerve.role == anatomy::NerveRole::Motor || nerve.motor_fraction > 1.0 - kSomeFibres;
    log(EventKind::Paraesthesia, (is_motor ? "A muscle jumps: " : "Paraesthesia: ") + nerve.label + ".", nerve.id);
    events.back().place_m = world_m;
    if (is_motor) {
        say("(A muscle jumps.)");
        return;
    }
    const bool counts = std::find(counted_nerves.begin(), counted_nerves.end(), index) != counted_nerves.end();
    hurt(pain::kNerveTouched, world_m,
         counts ? "That shoots to where it always hurts." : "Something shoots down there, but not where it hurts.");
}

void Session::State::step_patient() {
    hear_injections();
    const PatientReaction reaction = step_vitals(feelings.vitals, feelings.traits, kTickS);
    if (reaction.flinch_m > 0.0) move_patient("flinch", reaction.flinch_m, kFlinchSettleS);
    const double heart = feelings.vitals.heart_rate_per_min;
    if (reaction.faints) {
        log(EventKind::Vasovagal, "Vasovagal reaction: the pulse falls.", "", heart);
        say("I feel sick ... everything goes black.");
    }
    if (reaction.recovers) {
        log(EventKind::Recovered, "The patient is well again.", "", heart);
        say("I am all right again.");
    }
}

// What was injected numbs where it went, unless blood carried it off.
void Session::State::hear_injections() {
    for (; feelings.events_heard < events.size(); ++feelings.events_heard) {
        const Event& event = events[feelings.events_heard];
        if (event.kind != EventKind::Injected) continue;
        const double volume_m3 = 1e-6 * event.value;
        const auto is_it = [&](const anatomy::Vessel& vessel) { return vessel.id == event.structure; };
        const auto& vessels = anatomy().vessels;
        if (std::any_of(vessels.begin(), vessels.end(), is_it)) continue;
        feelings.deposits.push_back({surroundings().reference_m(event.place_m), volume_m3, event.t_s});
    }
}

}  // namespace cryo::session

// The state as one number. Whatever can change what happens next is in it; what is derived from that, and the record of
// what has been, is not.
#include <cstdio>

#include "engine/core/hash.h"
#include "engine/session/session_state.h"

namespace cryo::session {

namespace {

void add(StateHash& hash, const std::string& text) {
    hash.add(text.size());
    hash.add_bytes(text.data(), text.size());
}

void add(StateHash& hash, const Vec3& v) {
    for (int a = 0; a < 3; ++a) hash.add(v[a]);
}

void add(StateHash& hash, const instruments::TransducerPose& pose) {
    for (const double value :
         {pose.slide_m, pose.across_m, pose.rotate_rad, pose.tilt_rad, pose.rock_rad, pose.press_frac})
        hash.add(value);
}

void add(StateHash& hash, const instruments::CryoprobePose& pose) {
    for (const double value : {pose.entry_x_m, pose.entry_y_m, pose.yaw_rad, pose.pitch_rad, pose.insert_m})
        hash.add(value);
}

void add(StateHash& hash, const mechanics::NeedleState& needle) {
    add(hash, needle.pose);
    add(hash, needle.target);
    add(hash, needle.grip.strain_m);
    hash.add(needle.grip.pulls);
    hash.add(needle.grip.pulling);
    hash.add(needle.grip.torn);
    hash.add(needle.grip.slack_for_s);
    hash.add(needle.on_bone);
    hash.add(needle.resistance_frac);
}

void add(StateHash& hash, const mechanics::SimulatedHand& hand) {
    const mechanics::HandOffset& o = hand.offset;
    for (const double value : {o.slide_m, o.across_m, o.rotate_rad, o.tilt_rad, o.rock_rad}) hash.add(value);
    Rng next = hand.rng;  // what it would draw next stands for its state
    hash.add(next.bits());
}

void add(StateHash& hash, const mechanics::ContactState& contacts) {
    hash.add(contacts.skin);
    hash.add(contacts.nerve_touched);
    hash.add(contacts.nerve_transfixed);
    hash.add(contacts.vessel_wall);
    hash.add(contacts.vessel_lumen);
    hash.add(contacts.bone);
    hash.add(contacts.pleura);
}

void add(StateHash& hash, const Console& console) {
    hash.add(console.gas_on);
    hash.add(console.adherent);
    for (const double value :
         {console.gas_left_s, console.since_switch_s, console.tip_degc, console.wall_degc, console.stim_v})
        hash.add(value);
    hash.add(console.cycle);
    hash.add(console.placement);
    hash.add(console.stim_mode);
    hash.add(console.fault ? 1 + static_cast<int>(*console.fault) : 0);
}

void add(StateHash& hash, const Screen& screen) {
    const ultrasound::ImagingSettings& imaging = screen.imaging;
    for (const double value : {imaging.depth_m, imaging.focus_m, imaging.frequency_hz, imaging.gain_db,
                               imaging.dynamic_range_db, screen.time_scale})
        hash.add(value);
    hash.add(screen.transducer);
    for (const double value : imaging.tgc_db) hash.add(value);
    hash.add(imaging.frozen);
    hash.add(imaging.preset);
    hash.add(imaging.gray_map);
    hash.add(imaging.compounding);
    hash.add(imaging.needle_enhancement);
    hash.add(imaging.inverted);
    const ultrasound::DopplerSettings& doppler = imaging.doppler;
    hash.add(doppler.mode);
    hash.add(doppler.wall_filter);
    for (const double value :
         {imaging.persistence, imaging.needle_steer_rad, doppler.box_lateral_m, doppler.box_depth_m,
          doppler.box_width_m, doppler.box_height_m, doppler.steer_rad, doppler.scale_m_per_s, doppler.gain_db})
        hash.add(value);
    hash.add(screen.see_through);
    hash.add(screen.labels);
}

void add(StateHash& hash, const Cold& cold) {
    hash.add(cold.was_used);
    hash.add(cold.skin_frosted);
    hash.add(cold.said_cold);
    for (const double value : {cold.ice_radius_m, cold.ice_volume_m3, cold.skin_now_degc, cold.nerve_now_degc,
                               cold.covered_m, cold.motor_frozen_frac, cold.motor_frozen_m})
        hash.add(value);
    if (cold.solver) cold.solver->add_to(hash);
    for (const thermal::NerveExposure& exposure : cold.exposures) exposure.add_to(hash);
}

void add(StateHash& hash, const Fade& fade) {
    hash.add(fade.fading);
    hash.add(fade.since_s);
    hash.add(fade.over_s);
}

void add(StateHash& hash, const Lesson& lesson) {
    hash.add(lesson.run != nullptr);
    if (!lesson.run) return;
    lesson.run->add_to(hash);
    for (const double value : {lesson.injected_m3, lesson.last_depth_m, lesson.deepest_m, lesson.seen_depth_m,
                               lesson.blind_advance_m, lesson.message_until_s, lesson.highlight_until_s})
        hash.add(value);
    hash.add(lesson.was_inserted);
    hash.add(lesson.retracted);
    hash.add(lesson.passes);
    for (const Knob knob : lesson.locked) hash.add(knob);
    hash.add(lesson.hint_shows);
    add(hash, lesson.labels);
    add(hash, lesson.see_through);
    add(hash, lesson.screen.message);
    add(hash, lesson.screen.highlight);
}

void add(StateHash& hash, const Injection& injection) {
    for (const double value : {injection.left_m3, injection.given_m3, injection.spread_m3}) hash.add(value);
    hash.add(injection.into_vessel);
    hash.add(injection.into_nerve);
}

void add(StateHash& hash, const anatomy::Pocket& pocket) {
    add(hash, pocket.center_m);
    hash.add(pocket.slope.x);
    hash.add(pocket.slope.y);
    hash.add(pocket.radius_m);
    hash.add(pocket.height_m);
    hash.add(pocket.floor_m);
}

void add(StateHash& hash, const Feelings& feelings) {
    const Vitals& v = feelings.vitals;
    for (const double value : {v.heart_rate_per_min, v.systolic_mmhg, v.pain, v.vagal, v.flinch_in_s, v.flinch_m})
        hash.add(value);
    hash.add(v.fainting);
    for (const AnaestheticDeposit& deposit : feelings.deposits) {
        add(hash, deposit.center_m);
        hash.add(deposit.volume_m3);
        hash.add(deposit.given_at_s);
    }
}

}  // namespace

uint64_t Session::State::hash() const {
    StateHash hash;
    hash.add(tick);
    hash.add(phase);
    add(hash, held);
    add(hash, held_target);
    hash.add(last_grip_tick);
    add(hash, wanderer);
    add(hash, needle);
    add(hash, contacts);
    add(hash, injection);
    for (const anatomy::Pocket& pocket : deformation.pockets()) add(hash, pocket);
    hash.add(bound_at.has_value());
    if (bound_at) add(hash, *bound_at);
    hash.add(tear_reported);
    hash.add(shallowest_since_thaw_m);
    add(hash, console);
    hash.add(placed_at_m.has_value());
    if (placed_at_m) add(hash, *placed_at_m);
    hash.add(gas_in_tissue);
    hash.add(thawing);
    add(hash, screen);
    hash.add(requested_time_scale);
    hash.add(guard.cycle);
    hash.add(guard.holds);
    add(hash, responding);
    add(hash, says);
    hash.add(says_until_s);
    add(hash, decision);
    add(hash, cold);
    add(hash, lesson);
    for (const double value : {jolt.distance_m, jolt.settle_s}) hash.add(value);
    hash.add(jolt.since_tick);
    hash.add(jolt.is_cough);
    add(hash, feelings);
    sampler.add_to(hash);
    return hash.value();
}

std::string hash_text(uint64_t hash) {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}

}  // namespace cryo::session

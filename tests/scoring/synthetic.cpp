#include "tests/scoring/synthetic.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/core/units.h"

namespace cryo::scoring {
namespace {

constexpr double kDt = 1.0 / measure::kTraceRateHz;
constexpr double kAdvanceMmPerS = 4.0;
constexpr double kStationMm = 0.5;
constexpr double kNerveMm = 40.0;
constexpr double kShaftRadiusMm = 0.7;
constexpr double kNerveHalfMm = 0.7;

int samples(double seconds) { return std::max(1, static_cast<int>(std::lround(seconds / kDt))); }

}  // namespace

const ScoreModel& shipped_model() {
    static const ScoreModel model = [] {
        const Result<ScoreModel> read = read_score_model(CRYO_SOURCE_DIR "/scenes/scoring/cryo_score_1.toml");
        if (!read) throw std::runtime_error(to_string(read.faults()));
        return *read;
    }();
    return model;
}

Script::Script() {
    measure::Context& context = record_.context;
    context.artery_gap_m = 0.006;
    context.vein_gap_m = 0.012;
    context.shaft_radius_m = kShaftRadiusMm * 1e-3;
    context.target_half_thickness_m = kNerveHalfMm * 1e-3;
    record_.overfrozen_mm3 = 0.0;
    record_.vessels = {{"small_artery", "artery of the nerve", anatomy::VesselKind::Artery, 0.9},
                       {"large_vein", "great saphenous vein", anatomy::VesselKind::Vein, 3.5},
                       {"small_vein", "a small vein", anatomy::VesselKind::Vein, 1.5}};
    record_.context.required_length_m = record_.plan.required_length_m;

    now_.press_frac = 0.3F;
    now_.contact_frac = 1.0F;
    now_.depth_mm = 25.0F;
    now_.focus_mm = 10.0F;
    now_.frequency_mhz = 10.0F;
    now_.gray_frac = 0.35F;
    now_.image_live = 1.0F;
    now_.target_lateral_frac = 0.5F;
    now_.target_depth_frac = 0.4F;
    now_.target_seen = 1.0F;
    now_.shaft_in_beam_frac = 1.0F;
    now_.shaft_plane_deg = 1.0F;
    now_.shaft_face_deg = 28.0F;
    now_.artery_mm = now_.vein_mm = 5.0F;
    now_.bone_mm = now_.motor_mm = now_.pleura_mm = 99.0F;
    now_.tip_degc = now_.wall_degc = now_.nerve_min_degc = 37.0F;
    now_.skin_min_degc = 32.0F;
    place_tip();
    sample();
}

void Script::place_tip() {
    const double pitch = rad_from_deg(pitch_deg_), yaw = rad_from_deg(yaw_deg_);
    const Vec3 direction{std::cos(pitch) * std::cos(yaw), std::cos(pitch) * std::sin(yaw), std::sin(pitch)};
    const double insert_mm = now_.insert_mm;
    const Vec3 tip = insert_mm * direction;
    now_.dir_x = static_cast<float>(direction.x);
    now_.dir_y = static_cast<float>(direction.y);
    now_.dir_z = static_cast<float>(direction.z);
    now_.tip_x_mm = static_cast<float>(tip.x);
    now_.tip_y_mm = static_cast<float>(tip.y);
    now_.tip_z_mm = static_cast<float>(tip.z);
    const double gap_mm = std::abs(kTrackMm - insert_mm);
    now_.tip_target_mm = static_cast<float>(gap_mm);
    now_.zone_target_mm = static_cast<float>(gap_mm);
    now_.zone_axis_mm = static_cast<float>(gap_mm + kShaftRadiusMm + kNerveHalfMm);
    now_.zone_angle_deg = 90.0F;
    now_.skin_zone_mm = static_cast<float>(std::max(0.0, tip.z - 1.0));
}

void Script::sample() {
    now_.t_s = static_cast<float>(static_cast<double>(tick_) * kDt);
    if (now_.gas_on < 0.5F && now_.ice_radius_mm <= 0.0F) now_.phase = now_.insert_mm > 0.0F ? 1.0F : 0.0F;
    record_.trace.push_back(now_);
    ++tick_;
}

Script& Script::wait(double seconds) {
    for (int i = 0; i < samples(seconds); ++i) sample();
    return *this;
}

Script& Script::follow_nerve(double mm) {
    const float start = now_.across_mm;
    const int steps = samples(mm / 4.0);
    for (int i = 1; i <= 2 * steps; ++i) {
        const int out = std::min(i, 2 * steps - i);
        now_.across_mm = start + static_cast<float>(mm * out / steps);
        sample();
    }
    return *this;
}

Script& Script::slide(double mm, double seconds) {
    const float start = now_.slide_mm;
    const int steps = samples(seconds);
    for (int i = 1; i <= steps; ++i) {
        now_.slide_mm = start + static_cast<float>(mm * i / steps);
        sample();
    }
    return *this;
}

Script& Script::advance(double mm, bool seen) {
    see(seen);
    const double start = now_.insert_mm;
    const int steps = samples(std::abs(mm) / kAdvanceMmPerS);
    for (int i = 1; i <= steps; ++i) {
        const double before = now_.insert_mm;
        now_.insert_mm = static_cast<float>(std::max(0.0, start + mm * i / steps));
        if (before <= 0.0 && now_.insert_mm > 0.0F) event(session::EventKind::SkinPuncture);
        place_tip();
        sample();
    }
    return *this;
}

Script& Script::turn(double degrees) {
    yaw_deg_ += degrees;
    place_tip();
    sample();
    return *this;
}

Script& Script::see(bool tip_on_screen) {
    now_.tip_visible = tip_on_screen && now_.image_live > 0.5F ? 1.0F : 0.0F;
    now_.tip_contrast = tip_on_screen ? 4.0F : 0.0F;
    return *this;
}

Script& Script::pause_image(bool paused) {
    now_.image_live = paused ? 0.0F : 1.0F;
    now_.target_seen = paused ? 0.0F : 1.0F;
    if (paused) now_.tip_visible = 0.0F;
    return *this;
}

Script& Script::help(bool on) {
    now_.help_on = on ? 1.0F : 0.0F;
    return *this;
}

Script& Script::leave_skin() {
    advance(-static_cast<double>(now_.insert_mm));
    return *this;
}

Script& Script::gas(double seconds, double treats_mm) {
    const Vec3 here{now_.tip_x_mm, now_.tip_y_mm, now_.tip_z_mm};
    if (glm::length(here - last_gas_mm_) > 1.0) now_.placement += 1.0F;
    last_gas_mm_ = here;
    now_.cycle += 1.0F;
    now_.gas_on = 1.0F;
    now_.phase = 2.0F;
    event(session::EventKind::GasOn);
    treated_mm_ = std::max(treated_mm_, treats_mm);
    const int steps = samples(seconds);
    for (int i = 1; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        now_.wall_degc = static_cast<float>(37.0 - 97.0 * std::min(1.0, 20.0 * share));
        now_.tip_degc = now_.wall_degc;
        now_.adherent = now_.wall_degc < 0.0F ? 1.0F : 0.0F;
        now_.ice_radius_mm = static_cast<float>(4.0 * std::sqrt(share));
        now_.nerve_min_degc = static_cast<float>(37.0 - 80.0 * share);
        now_.covered_mm = std::max(now_.covered_mm, static_cast<float>(treated_mm_ * share));
        sample();
    }
    now_.gas_on = 0.0F;
    now_.phase = 3.0F;
    event(session::EventKind::GasOff);
    return *this;
}

Script& Script::thaw(double seconds) {
    const int steps = samples(seconds);
    const float ice_mm = now_.ice_radius_mm, wall_degc = now_.wall_degc;
    for (int i = 1; i <= steps; ++i) {
        const float left = 1.0F - static_cast<float>(i) / static_cast<float>(steps);
        now_.ice_radius_mm = ice_mm * left;
        now_.wall_degc = now_.tip_degc = wall_degc * left + 1.0F - left;
        now_.adherent = now_.wall_degc < 0.0F ? 1.0F : 0.0F;
        if (i == steps) now_.ice_radius_mm = 0.0F, now_.adherent = 0.0F;
        sample();
    }
    event(session::EventKind::ThawComplete);
    return *this;
}

Script& Script::skin(double degc) {
    now_.skin_min_degc = static_cast<float>(degc);
    return *this;
}

Script& Script::event(session::EventKind kind, const std::string& structure, double value, const std::string& text) {
    session::Event e;
    e.t_s = now_.t_s;
    e.kind = kind;
    e.structure = structure;
    e.value = value;
    e.text = text;
    record_.events.push_back(e);
    return *this;
}

NerveOutcome nerve_treated(const std::string& id, anatomy::NerveRole role, double treated_mm, double section_frac) {
    NerveOutcome nerve;
    nerve.id = nerve.label = id;
    nerve.role = role;
    nerve.required = role == anatomy::NerveRole::Target;
    const int stations = static_cast<int>(kNerveMm / kStationMm);
    const int treated = static_cast<int>(std::lround(treated_mm / kStationMm));
    const int from = (stations - treated) / 2;
    for (int i = 0; i < stations; ++i) {
        NerveStation s;
        s.arc_mm = kStationMm * i;
        s.place_m = Vec3{0.0, s.arc_mm - 0.5 * kNerveMm, kNerveDepthMm} * 1e-3;
        const bool inside = i >= from && i < from + treated;
        s.treated_frac = inside ? section_frac : 0.0;
        s.visible_frac = i >= from - 3 && i < from + treated + 3 ? 1.0 : 0.0;
        s.coldest_degc = inside ? -40.0 : s.visible_frac > 0.0 ? -8.0 : 37.0;
        nerve.stations.push_back(s);
    }
    return nerve;
}

AttemptRecord Script::finish() {
    wait(1.0);
    event(session::EventKind::Finished);
    record_.nerves.insert(record_.nerves.begin(),
                          nerve_treated("target", anatomy::NerveRole::Target, static_cast<double>(now_.covered_mm)));
    return record_;
}

Script careful_until_gas() {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(kTrackMm).wait(2.0);
    return script;
}

AttemptRecord careful_attempt() {
    Script script = careful_until_gas();
    script.gas(120.0, 5.0).thaw().gas(120.0, 5.5).thaw().leave_skin();
    return script.finish();
}

bool has_critical(const std::vector<Critical>& criticals, const std::string& id) {
    return std::any_of(criticals.begin(), criticals.end(), [&](const Critical& c) { return c.id == id; });
}

bool has_critical(const Assessment& assessment, const std::string& id) {
    return has_critical(assessment.criticals, id);
}

}  // namespace cryo::scoring

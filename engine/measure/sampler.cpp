#include "engine/measure/sampler.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/measure/geometry.h"

namespace cryo::measure {

namespace {

float mm(double value_m) { return static_cast<float>(mm_from_m(value_m)); }
float deg(double value_rad) { return static_cast<float>(deg_from_rad(value_rad)); }
float flag(bool on) { return on ? 1.0F : 0.0F; }

bool same_pose(const instruments::CryoprobePose& a, const instruments::CryoprobePose& b) {
    return a.entry_x_m == b.entry_x_m && a.entry_y_m == b.entry_y_m && a.yaw_rad == b.yaw_rad &&
           a.pitch_rad == b.pitch_rad && a.insert_m == b.insert_m;
}

void fill_transducer(TraceSample& s, const GroundTruth& truth) {
    const instruments::TransducerPose& pose = truth.transducer_pose;
    s.slide_mm = mm(pose.slide_m);
    s.across_mm = mm(pose.across_m);
    s.rotate_deg = deg(pose.rotate_rad);
    s.tilt_deg = deg(pose.tilt_rad);
    s.rock_deg = deg(pose.rock_rad);
    s.press_frac = static_cast<float>(pose.press_frac);
    s.hand_slide_mm = mm(truth.wander.slide_m);
    s.hand_across_mm = mm(truth.wander.across_m);
    s.hand_rotate_deg = deg(truth.wander.rotate_rad);
    s.hand_tilt_deg = deg(truth.wander.tilt_rad);
    s.hand_rock_deg = deg(truth.wander.rock_rad);
    s.contact_frac = static_cast<float>(truth.contact_frac);
    s.depth_mm = mm(truth.imaging.depth_m);
    s.focus_mm = mm(truth.imaging.focus_m);
    s.frequency_mhz = static_cast<float>(mhz_from_hz(truth.imaging.frequency_hz));
    s.gain_db = static_cast<float>(truth.imaging.gain_db);
    s.gray_frac = truth.gray.in_image ? static_cast<float>(truth.gray.median_frac) : -1.0F;
    s.white_frac = static_cast<float>(truth.gray.white_frac);
    s.image_live = flag(!truth.imaging.frozen);
    s.help_on = flag(truth.help_on);

    s.target_lateral_frac = s.target_depth_frac = -1.0F;
    if (truth.medium.target_nerve() < 0) return;
    const TargetInImage found =
        find_target(truth.medium, truth.transducer, truth.imaging, truth.world_from_image, truth.deformation);
    s.target_lateral_frac = static_cast<float>(found.lateral_frac);
    s.target_depth_frac = static_cast<float>(found.depth_frac);
    const bool coupled =
        found.in_plane && instruments::contact_fraction(truth.transducer, truth.transducer_pose, found.lateral_m) > 0.5;
    s.target_seen = flag(coupled && !truth.imaging.frozen);
}

void fill_needle(TraceSample& s, const GroundTruth& truth, const Clearances& c) {
    const Vec3 tip_m = instruments::tip_m(truth.cryoprobe);
    const Vec3 direction = instruments::shaft_direction(truth.cryoprobe);
    const Vec3 normal = truth.world_from_image.rotation[1];
    s.tip_x_mm = mm(tip_m.x);
    s.tip_y_mm = mm(tip_m.y);
    s.tip_z_mm = mm(tip_m.z);
    s.dir_x = static_cast<float>(direction.x);
    s.dir_y = static_cast<float>(direction.y);
    s.dir_z = static_cast<float>(direction.z);
    s.insert_mm = mm(truth.cryoprobe.insert_m);
    s.tip_plane_mm = mm(std::abs(glm::dot(tip_m - truth.world_from_image.translation_m, normal)));
    s.shaft_plane_deg = deg(angle_out_of_plane_rad(direction, normal));
    s.shaft_face_deg = deg(angle_to_face_rad(direction, truth.world_from_image));
    s.shaft_in_beam_frac = static_cast<float>(
        shaft_in_beam_frac(truth.cryoprobe, truth.transducer, truth.imaging, truth.world_from_image));
    s.tip_contrast = static_cast<float>(truth.tip.contrast);

    s.tip_target_mm = mm(c.tip_target_m);
    s.zone_target_mm = mm(c.zone_target_m);
    s.zone_axis_mm = mm(c.zone_axis_m);
    s.zone_angle_deg = deg(c.zone_angle_rad);
    s.artery_mm = mm(c.artery_m);
    s.vein_mm = mm(c.vein_m);
    s.bone_mm = mm(c.bone_m);
    s.motor_mm = mm(c.motor_m);
    s.pleura_mm = mm(c.pleura_m);
    s.pierced_frac = static_cast<float>(c.pierced_frac);
    s.skin_zone_mm = mm(c.skin_zone_m);
}

void fill_cold(TraceSample& s, const GroundTruth& truth) {
    s.stim_mode = static_cast<float>(truth.stim_mode);
    s.stim_v = static_cast<float>(truth.stim_v);
    s.gas_on = flag(truth.gas_on);
    s.adherent = flag(truth.adherent);
    s.tip_degc = static_cast<float>(truth.tip_degc);
    s.wall_degc = static_cast<float>(truth.wall_degc);
    s.ice_radius_mm = mm(truth.ice_radius_m);
    s.ice_volume_mm3 = static_cast<float>(truth.ice_volume_m3 * 1e9);
    s.skin_min_degc = static_cast<float>(truth.skin_min_degc);
    s.nerve_min_degc = static_cast<float>(truth.nerve_min_degc);
    s.covered_mm = mm(truth.covered_m);
    s.motor_frozen_frac = static_cast<float>(truth.motor_frozen_frac);
    s.motor_frozen_mm = mm(truth.motor_frozen_m);
    s.cycle = static_cast<float>(truth.cycle);
    s.placement = static_cast<float>(truth.placement);
}

}  // namespace

void Sampler::update_visibility(double t_s, bool showing) {
    if (showing == visible_) {
        disagrees_since_s_ = -1.0;
        return;
    }
    if (disagrees_since_s_ < 0.0) disagrees_since_s_ = t_s;
    // Half a sample of slack: times are sums of ticks.
    const double delay_s = (showing ? kTipSeenDelayS : kTipLostDelayS) - 0.5 / kTraceRateHz;
    if (t_s - disagrees_since_s_ >= delay_s) {
        visible_ = showing;
        disagrees_since_s_ = -1.0;
    }
}

TraceSample Sampler::sample(const GroundTruth& truth) {
    TraceSample s;
    s.t_s = static_cast<float>(truth.t_s);
    s.phase = static_cast<float>(truth.phase);
    fill_transducer(s, truth);
    const bool as_before =
        has_looked_ && same_pose(looked_from_, truth.cryoprobe) && looked_through_ == truth.deformation;
    if (truth.device != nullptr && !as_before) {
        clearances_ = look_around(*truth.device, truth.cryoprobe, {truth.medium, truth.deformation});
        looked_from_ = truth.cryoprobe;
        has_looked_ = true;
        looked_through_ = truth.deformation;
    }
    fill_needle(s, truth, clearances_);
    fill_cold(s, truth);

    // A paused picture shows where the tip was, not where it is.
    const bool showing = truth.cryoprobe.insert_m > 0.0 && truth.tip.in_image && !truth.imaging.frozen &&
                         truth.tip.contrast >= ultrasound::kTipContrastVisible;
    update_visibility(truth.t_s, showing);
    s.tip_visible = flag(visible_);
    return s;
}

void Sampler::add_to(StateHash& hash) const {
    hash.add(visible_);
    hash.add(disagrees_since_s_);
}

}  // namespace cryo::measure

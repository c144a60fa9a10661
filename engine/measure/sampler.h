// Fills one sample of the Trace from the session's ground truth. Keeps only what a sample needs of the past: the delay
// with which a tip counts as seen or lost, and the nearest structures of an unmoved shaft.
#pragma once

#include "engine/anatomy/medium.h"
#include "engine/core/hash.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/measure/trace.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::measure {

// A tip must show for 0.10 s to count as seen and be gone for 0.20 s to count as lost.
inline constexpr double kTipSeenDelayS = 0.10;
inline constexpr double kTipLostDelayS = 0.20;
inline constexpr double kTipContrastSeen = 2.0;  // in standard deviations of speckle

struct GroundTruth {
    double t_s = 0.0;
    int phase = 0;  // 0 scan, 1 needle, 2 cool, 3 rewarm

    const anatomy::Medium* medium = nullptr;
    const anatomy::Deformation* deformation = nullptr;

    const instruments::Transducer* transducer = nullptr;
    instruments::TransducerPose transducer_pose;  // wander included
    instruments::TransducerPose wander;           // of which the simulated hand's
    RigidTransform world_from_image;
    double contact_frac = 1.0;
    double beam_half_thickness_m = 0.0005;  // elevational, at the tip's depth
    ultrasound::ImagingSettings imaging;
    bool help_on = false;

    Vec3 entry_m{0.0};
    Vec3 tip_m{0.0};
    Vec3 direction{0, 0, 1};  // unit, hub to tip
    double insert_m = 0.0;
    double shaft_radius_m = 0.0007;
    double active_length_m = 0.004;
    double tip_contrast = 0.0;
    bool tip_in_image = false;

    bool gas_on = false;
    bool adherent = false;
    double tip_degc = 37.0;
    double wall_degc = 37.0;
    double ice_radius_m = 0.0;
    double ice_volume_m3 = 0.0;
    double skin_min_degc = 32.0;
    double nerve_min_degc = 37.0;
    double covered_m = 0.0;
    double motor_frozen_frac = 0.0;
    double motor_frozen_m = 0.0;
    int stim_mode = 0;
    double stim_v = 0.0;
    int cycle = 0;
    int placement = 0;
};

// Where the shaft lies among the structures, from its needle axis. Distances are to surfaces, the shaft's radius
// taken off, at most kNoStructureM.
struct Surroundings {
    double tip_target_m = 0.0;  // tip to the target's epineurium, negative inside
    double zone_target_m = 0.0;
    double zone_axis_m = 0.0;
    double zone_angle_rad = 0.0;
    double artery_m = 0.0;
    double vein_m = 0.0;
    double bone_m = 0.0;
    double motor_m = 0.0;
    double pleura_m = 0.0;
    double skin_zone_m = 0.0;
    double pierced_frac = 0.0;
    int artery = -1, vein = -1, bone = -1, motor = -1, pierced = -1;  // which one is nearest
};

class Sampler {
  public:
    TraceSample sample(const GroundTruth& truth);

    const Surroundings& surroundings() const { return surroundings_; }  // of the last sample
    bool tip_visible() const { return visible_; }
    void add_to(StateHash& hash) const;

  private:
    void update_visibility(double t_s, bool showing);

    Surroundings surroundings_;
    Vec3 last_tip_m_{1e9};
    Vec3 last_direction_{0.0};
    double last_insert_m_ = -1.0;
    bool visible_ = false;
    double changed_t_s_ = -1.0;  // since when the screen disagrees with `visible_`; < 0: it agrees
};

// Distances from an inserted shaft (entry to tip) to everything named in Surroundings.
Surroundings look_around(const anatomy::Medium& medium, const anatomy::Deformation& deformation, const Vec3& tip_m,
                         const Vec3& direction, double insert_m, double shaft_radius_m, double active_length_m);

}  // namespace cryo::measure

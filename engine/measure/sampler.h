// Fills one sample of the Trace from the session's ground truth. Keeps only what a sample needs of the past: the delay
// with which a tip counts as seen or lost, and the nearest structures of a shaft that has not moved since.
#pragma once

#include "engine/anatomy/medium.h"
#include "engine/core/hash.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/mechanics/surroundings.h"
#include "engine/measure/context.h"
#include "engine/measure/trace.h"
#include "engine/ultrasound/imaging.h"
#include "engine/ultrasound/target_gray.h"
#include "engine/ultrasound/tip_visibility.h"

namespace cryo::measure {

// A tip must show for 0.10 s to count as seen and be gone for 0.20 s to count as lost.
inline constexpr double kTipSeenDelayS = 0.10;
inline constexpr double kTipLostDelayS = 0.20;

// What holds at one moment. References live as long as the call.
struct GroundTruth {
    double t_s = 0.0;
    int phase = 0;  // 0 scan, 1 needle, 2 cool, 3 rewarm

    const anatomy::Medium& medium;
    const anatomy::Deformation& deformation;
    const instruments::Transducer& transducer;
    const instruments::CryoprobeDevice* device = nullptr;  // null: no cryoprobe in this case

    instruments::TransducerPose transducer_pose{};  // wander included
    instruments::TransducerPose wander{};           // of which the simulated hand's
    RigidTransform world_from_image{};
    double contact_frac = 1.0;
    ultrasound::ImagingSettings imaging{};
    bool help_on = false;

    instruments::CryoprobePose cryoprobe{};
    ultrasound::TipVisibility tip{};
    ultrasound::TargetGray gray{};  // about the target

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

// Where the shaft lies among the structures. Distances are from its surface, at most kNoStructureM; the index says
// which structure is nearest, -1 where there is none.
//
// "The target" is the nearest to the active zone of the nerves that must be treated: work at a branch is measured at
// that branch.
struct Clearances {
    double tip_target_m = kNoStructureM;   // tip to the target's epineurium, negative inside
    double zone_target_m = kNoStructureM;  // nearest point of the active zone
    double zone_axis_m = kNoStructureM;    // middle of the active zone to the target's axis
    double zone_angle_rad = 0.0;           // active zone to the target's axis, 0..pi/2
    double artery_m = kNoStructureM;
    double vein_m = kNoStructureM;
    double motor_m = kNoStructureM;
    double bone_m = kNoStructureM;    // from the tip
    double pleura_m = kNoStructureM;  // from the tip
    double skin_zone_m = 0.0;         // depth of the active zone's shallowest point
    double pierced_frac = 0.0;        // how deep in a nerve, as a share of its thickness
    int target = -1;
    int artery = -1;
    int vein = -1;
    int motor = -1;
    int bone = -1;
    int pierced = -1;
};
Clearances look_around(const instruments::CryoprobeDevice& device, const instruments::CryoprobePose& pose,
                       const mechanics::Surroundings& surroundings);

// Where the target shows in the image: its section nearest to the middle of the picture.
struct TargetInImage {
    bool in_plane = false;       // the image plane cuts it inside the picture
    double lateral_frac = -1.0;  // 0 left to 1 right; of the nearest section, in the plane or not
    double depth_frac = -1.0;
    double lateral_m = 0.0;  // along the face
};
TargetInImage find_target(const anatomy::TubeCurve& target, const instruments::Transducer& transducer,
                          const ultrasound::ImagingSettings& settings, const RigidTransform& world_from_image,
                          const anatomy::Deformation& deformation = {});
// Where a point, given in the image frame, is in the picture's plane; `in_plane` says inside its borders.
TargetInImage find_section(const Vec3& image_m, const instruments::Transducer& transducer,
                           const ultrasound::ImagingSettings& settings);
// Of the nerves that must be treated the one in the picture, of several the one nearest to its middle.
TargetInImage find_target(const anatomy::Medium& medium, const instruments::Transducer& transducer,
                          const ultrasound::ImagingSettings& settings, const RigidTransform& world_from_image,
                          const anatomy::Deformation& deformation = {});

// Share of the inserted shaft that lies inside the beam's thickness, 0 outside the skin.
double shaft_in_beam_frac(const instruments::CryoprobePose& pose, const instruments::Transducer& transducer,
                          const ultrasound::ImagingSettings& settings, const RigidTransform& world_from_image);

class Sampler {
  public:
    TraceSample sample(const GroundTruth& truth);

    const Clearances& clearances() const { return clearances_; }  // of the last sample
    bool tip_visible() const { return visible_; }
    void add_to(StateHash& hash) const;

  private:
    void update_visibility(double t_s, bool showing);

    Clearances clearances_;
    instruments::CryoprobePose looked_from_;
    bool has_looked_ = false;
    anatomy::Deformation looked_through_;  // how the tissue lay then
    bool visible_ = false;
    double disagrees_since_s_ = -1.0;  // since when the screen says otherwise than `visible_`; < 0: it does not
};

}  // namespace cryo::measure

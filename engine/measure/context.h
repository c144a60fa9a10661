// What the metrics must know about a case and its patient, constant in an attempt. Filled by
// session::measure_context(); plain, so that a stored Trace can be measured without running anything.
#pragma once

namespace cryo::measure {

enum class Approach { InPlane, OutOfPlane, Perpendicular };

inline constexpr double kNoStructureM = 0.099;  // "there is none": reads 99 mm in the Trace

// What counts as an event, in the Trace's units. The defaults are the literature's; scoring/ fills them from the file
// that users can read.
struct Limits {
    // Depth below the skin that counts neither as seen nor as blind: there the tip is not yet under the transducer's
    // face, or the skin's own echo hides it, whatever anyone does.
    double entry_mm = 0.0;
    double blind_advance_mm = 2.0;           // new depth without sight of the tip that makes one blind advance
    double new_pass_retraction_mm = 10.0;    // going forward again after this much retraction is a new pass
    double redirection_deg = 5.0;            // change of the shaft's direction that starts a new track
    double redirection_retraction_mm = 2.0;  // retraction that goes with a redirection, at least
    double drift_mm = 3.0;                   // transducer slide within drift_s that counts as drift ...
    double drift_deg = 5.0;                  // ... or rotation
    double drift_s = 1.0;
    double image_depth_low_frac = 0.25;  // depth of the target in the image, for a well set depth
    double image_depth_high_frac = 0.90;
    double focus_window_mm = 5.0;  // focus to target, for a well set focus
    double gray_low_frac = 0.25;   // median gray about the target, for a well set gain
    double gray_high_frac = 0.60;
    double white_frac = 0.02;       // of speckle drawn white, at most
    double frequency_factor = 1.5;  // from the case's own frequency, either way
    double contact_frac = 0.90;     // of the face that must be coupled
    double press_limit_frac = 0.80;
    double movement_mm_per_s = 4.8;    // tip speed that makes a movement: 40 % of the hand's limit in tissue
    double rotation_deg_per_s = 18.0;  // likewise: 40 % of 45 deg/s
    double movement_s = 0.2;           // for at least this long
    double path_minimum_mm = 5.0;      // net path below which inefficiency has no meaning
    double near_miss_mm = 1.0;
    double near_miss_gap_mm = 2.0;  // a structure nearer to the target than this cannot be near-missed
    double clearance_good_mm = 3.0;
    double thaw_move_mm = 1.0;  // movement while frozen in that is a fault
    double irreversible_degc = -100.0;
    double motor_check_v = 1.5;        // motor stimulation that shows there is no motor nerve at the tip
    double motor_check_move_mm = 1.0;  // moving on from where it was done makes it worthless
    double skin_dwell_degc = 0.0;
};

struct Context {
    Limits limits;
    Approach approach = Approach::InPlane;
    int placements_planned = 1;        // over all nerves that must be treated in this patient
    double required_length_m = 0.004;  // of nerve to be treated
    double time_limit_s = 600.0;
    double frequency_mhz = 0.0;  // that the case begins with; 0: none is asked for

    // The device's protocol for one placement.
    int protocol_cycles = 2;
    double protocol_freeze_s = 120.0;
    double protocol_thaw_s = 30.0;
    double shaft_radius_m = 0.0007;

    double target_half_thickness_m = 0.0007;  // smaller semi-axis of the epineurium's section

    // Least gap between the target's epineurium and each class of structure in this patient.
    double artery_gap_m = kNoStructureM;
    double vein_gap_m = kNoStructureM;
    double pleura_gap_m = kNoStructureM;
    double motor_gap_m = kNoStructureM;

    bool has_motor_nerve = false;       // another nerve than the target carries motor fibres
    bool motor_check_required = false;  // a motor nerve is near and the device can stimulate
};

}  // namespace cryo::measure

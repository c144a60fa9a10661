// The hand on the cryoprobe against tissue: rate limits, the fixed entry point, redirection about it, bone, resistance
// and the grip of ice. Pure functions over plain structs, SI units, world frame; rates and resistances are provisional.
//
// Outside the skin (insert 0) the hand places the entry and aims; it pushes in once both have arrived. Inside, the
// shaft is straight and pivots about the entry, slower the deeper it is. What the hand asks beyond what the tissue
// allows is discarded, never queued: the target falls back to the pose where bone or ice holds.
#pragma once

#include "engine/instruments/cryoprobe.h"
#include "engine/mechanics/surroundings.h"

namespace cryo::mechanics {

struct NeedleLimits {
    double slide_m_per_s = 0.040;             // of the entry, outside
    double angle_rad_per_s = 0.785398163397;  // 45 deg/s
    double advance_m_per_s = 0.012;           // along the shaft, in tissue
    double sideways_m_per_s = 0.006;          // of the tip, when the shaft is turned inside: stiffer with depth
    double pull_m = 0.001;                    // a pull on a bound shaft asks for more than this ...
    double pull_memory_s = 0.3;               // ... within about so long; slower drift and tremor are no pull
    double slack_m = 0.0005;                  // and it is over when less than this is left ...
    double slack_s = 0.4;                     // ... for so long
    double torn_advance_m_per_s = 0.004;      // once torn loose, ice scrapes along
};

// How ice holds the shaft. Nothing that is asked moves it; what is asked strains it and fades. A first pull is
// resisted; letting go and pulling again tears the shaft loose, and it then scrapes through ice at
// torn_advance_m_per_s.
struct IceGrip {
    Vec3 strain_m{0.0};        // of the tip: asked, not given, fading
    int pulls = 0;             // deliberate pulls since the ice took hold
    bool pulling = false;      // one is under way
    double slack_for_s = 0.0;  // since the strain fell below slack_m
    bool torn = false;
};

struct NeedleState {
    instruments::CryoprobePose pose;
    instruments::CryoprobePose target;  // where the hand wants to be; set by commands
    IceGrip grip;
    bool on_bone = false;
    double resistance_frac = 0.0;  // felt by the hand: 0 nothing .. 1 does not give
};

// What happened in one step.
struct NeedleStep {
    NeedleState state;
    bool entered_skin = false;
    bool left_skin = false;
    bool touched_bone = false;   // came onto bone in this step
    int bone = -1;               // which, while on bone
    bool pull_resisted = false;  // a first pull on a bound shaft began
    bool tore = false;           // a second one tore it loose
    Vec3 place_m{0.0};           // of the tip after the step, world
};

NeedleStep step_needle(const NeedleState& state, const instruments::CryoprobeDevice& device, bool ice_binds,
                       const Surroundings& surroundings, double dt_s, const NeedleLimits& limits = {});

// Largest distance that a point of the inserted shaft moves between two poses with the same entry: at tip or entry.
double shaft_displacement_m(const instruments::CryoprobePose& from, const instruments::CryoprobePose& to);

// What pushing against a tissue feels like at a blunt tip, 0..1.
double tip_resistance_frac(anatomy::Tissue tissue);
// What the inserted shaft adds by friction, 0..1, of the tissues it lies in.
double shaft_friction_frac(const instruments::CryoprobePose& pose, const Surroundings& surroundings);

}  // namespace cryo::mechanics

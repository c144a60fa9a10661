// Where to put the cryoprobe in a patient whose anatomy is known: pure geometry, no session. The shaft is a straight
// capsule in the image plane that crosses the nerve with the middle of its active zone (on bone with less of it beyond
// the nerve), in contact, on the side of the nerve that leaves most room; the transducer stands so that the whole track
// is under it where depth allows. World frame, metres. In-plane approaches only; of any other the plan says so.
//
// Hard limits: the shaft goes through no nerve, no vessel and no bone; it enters beside the transducer's face; it is
// long enough. Preferences are weighed by PlanWeights.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/scenario/scenario.h"

namespace cryo::robot {

// On which side of the nerve the shaft crosses it.
enum class Passage : uint8_t { Superficial, Deep };

// From which side of the image it comes: along the image's +x (from its left), or along -x.
enum class From : uint8_t { ImageLeft, ImageRight };

struct Placement {
    int nerve = 0;       // index into Anatomy::nerves
    double arc_m = 0.0;  // along the nerve, where the shaft crosses it
    Passage passage = Passage::Superficial;
    From from = From::ImageLeft;
    instruments::CryoprobePose cryoprobe;    // at rest on the nerve
    instruments::TransducerPose transducer;  // with shaft and nerve in the image plane

    double gap_m = 0.0;            // shaft's surface to the epineurium
    double clearance_share = 1.0;  // room left to the worst placed vessel or motor nerve, as a share of what is good
    double zone_depth_m = 0.0;     // shallowest point of the active zone's axis below the skin
    bool tip_in_bright = false;    // tendon or fascia about the tip, in which its echo drowns
    double unseen_m = 0.0;         // of the track, before it comes under the transducer's face
    double cost = 0.0;             // by PlanWeights; less is better
};

// What a millimetre, a degree or a share is worth against the others. Provisional.
struct PlanWeights {
    double unseen_per_m = 150.0;
    double steep_per_rad = 3.0;      // of pitch above kFlatRad
    double clearance = 4.0;          // of the share of clearance that is missing
    double shallow_per_m = 600.0;    // of the zone's depth below kDeepEnoughM
    double off_middle_per_m = 20.0;  // of the nerve's distance from the middle of the image
    double bright = 1.0;             // a tip that ends in tendon or fascia
    double off_zone = 5.0;           // of the active zone, between its middle and the nerve
};
inline constexpr double kFlatRad = 0.524;      // 30 deg: flatter shafts shine
inline constexpr double kDeepEnoughM = 0.008;  // a zone as deep as this leaves the skin alone
inline constexpr double kMiddleOfZone = 0.5;
inline constexpr double kContactGapM = 0.0001;
inline constexpr double kStepAlongNerveM = 0.0025;  // from one lesion to the next

inline const anatomy::Deformation kNothingMoved{};

// The patient and the instruments. Fluid that was injected has moved what lies about it.
struct Workplace {
    const anatomy::Medium& medium;
    const instruments::Transducer& transducer;
    const instruments::CryoprobeDevice& device;
    const anatomy::Deformation& deformation = kNothingMoved;
};

// Narrows the search; what is not set is free.
struct Wish {
    std::optional<Passage> passage{};
    std::optional<From> from{};
};

// The best placement that crosses `nerve` at `arc_m`, or none; `why` (may be null) then says in a few words what stands
// in the way.
std::optional<Placement> plan_placement(const Workplace& place, int nerve, double arc_m, const Wish& wish = {},
                                        std::string* why = nullptr);

// Every crossing that keeps the hard limits, best first.
std::vector<Placement> possible_placements(const Workplace& place, int nerve, double arc_m, const Wish& wish = {});

// Saline between a shallow nerve and its skin. `placement.cryoprobe` ends with its tip where the fluid is to part the
// tissue; volume 0: none is needed, or there is no room for it.
struct SkinLift {
    double volume_m3 = 0.0;
    Placement placement;
};
SkinLift plan_skin_lift(const Workplace& place, const Placement& treatment);

// The pose of a placement with the shaft pushed in only so far.
instruments::CryoprobePose at_depth(const Placement& placement, double insert_m);

// Where along a nerve the case aims: the point nearest to the middle of the target view.
double aimed_arc_m(const anatomy::Medium& medium, int nerve);

struct ApproachPlan {
    std::string decision = "treat";     // or "change_device", "do_not_treat"
    std::string reason;                 // for a decision other than "treat": one sentence
    std::vector<int> nerves;            // that must be treated, in the order of work
    std::vector<Placement> placements;  // the first guess; a robot adds to it by what it sees. Where the decision is
                                        // not to treat: where the cryoprobe goes to prove its reason, if it takes that
    double image_depth_m = 0.03;
    double focus_m = 0.01;

    bool treats() const { return decision == "treat"; }
};

// A null device, a contraindication, a nerve out of reach or too thick for the gas are reasons not to treat so.
ApproachPlan plan_approach(const scenario::Scenario& scenario, const anatomy::Medium& medium,
                           const instruments::CryoprobeDevice* device);

// Image depth and focus for the placements of a plan.
void set_picture(const instruments::Transducer& transducer, const anatomy::Medium& medium,
                 const anatomy::Deformation& deformation, ApproachPlan& plan);

// How far beyond its surface a cryoprobe brings a nerve in contact to -20 degC within its protocol: a rule of thumb for
// choosing devices (muscle; fat is a quarter less). Provisional.
double reach_of_core_m(const instruments::CryoprobeDevice& device);

}  // namespace cryo::robot

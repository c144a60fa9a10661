// What the patient feels, and how the body answers: the pain of each thing that hurts, what local anaesthetic takes of
// it, a flinch above what this patient bears, and the faint of the few who are prone to it. Pain on the numerical
// rating scale, 0..10; places in the reference frame; heart rate per minute, pressure in mmHg. What is drawn is drawn
// once, from the patient's seed. Levels, rates and shares are provisional, but for the share of vasovagal reactions
// (2.6 % of some 8000 spinal injections, recalled).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/scenario/scenario.h"

namespace cryo::session {

// Pain of what is felt without anaesthetic.
namespace pain {
inline constexpr double kNerveTouched = 3.0;
inline constexpr double kColdNerve = 4.0;
inline constexpr double kVesselPierced = 4.0;
inline constexpr double kFrostedSkin = 6.0;
inline constexpr double kBone = 6.0;
inline constexpr double kPleura = 7.0;
inline constexpr double kTear = 7.5;
inline constexpr double kNervePierced = 8.0;
// A thin needle pricks, a thick cannula hurts.
double skin_puncture(double shaft_diameter_m);
}  // namespace pain

// Anaesthetic spread evenly through the spaces between cells, a fifth of tissue: a ball of five times its volume.
struct AnaestheticDeposit {
    Vec3 center_m{0.0};
    double volume_m3 = 0.0;
    double given_at_s = 0.0;

    double reach_m() const;
};
// 0 feels everything .. 1 feels nothing, at a distance from the deposit's centre. It acts within a minute and wears off
// over an hour; the edge is soft.
double numbness(const AnaestheticDeposit& deposit, double distance_m, double now_s);
// At a point, of all deposits together.
double numbness(const std::vector<AnaestheticDeposit>& deposits, const Vec3& reference_m, double now_s);

// What one patient is like.
struct PatientTraits {
    double tolerance = 6.0;   // pain above this makes them flinch
    double latency_s = 0.25;  // of the flinch
    bool faints = false;      // prone to a vasovagal reaction
    double rest_heart_rate_per_min = 72.0;
    double rest_systolic_mmhg = 125.0;
};
PatientTraits patient_traits(const scenario::Response& response, uint64_t seed);

struct Vitals {
    double heart_rate_per_min = 72.0;
    double systolic_mmhg = 125.0;
    double pain = 0.0;      // now; it fades within seconds
    double vagal = 0.0;     // builds up in those who are prone; a faint from 1 on
    bool fainting = false;  // until it has fallen again
    double flinch_in_s = -1.0;
    double flinch_m = 0.0;
};
Vitals vitals_at_rest(const PatientTraits& traits);

// Something hurts: `felt` is its pain after numbness.
void feel(Vitals& vitals, const PatientTraits& traits, double felt);

struct PatientReaction {
    double flinch_m = 0.0;  // the body jerks by this much, 0 = it does not
    bool faints = false;    // a faint began
    bool recovers = false;  // it is over
};
PatientReaction step_vitals(Vitals& vitals, const PatientTraits& traits, double dt_s);

}  // namespace cryo::session

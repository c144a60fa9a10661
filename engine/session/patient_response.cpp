#include "engine/session/patient_response.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"

namespace cryo::session {

namespace {

constexpr double kBetweenCells = 0.2;  // share of tissue that fluid spreads through
constexpr double kSoftEdge = 0.2;      // of the reach, to each side of it
constexpr double kOnsetS = 20.0;
constexpr double kWearOffS = 3600.0;

constexpr double kFaintShare = 0.026;
constexpr double kAnxiousFaintShare = 0.2;  // more of the most anxious
constexpr double kAnxietyLowers = 2.0;      // the tolerance of the most anxious

constexpr double kPainFadesS = 4.0;
constexpr double kVagalPain = 3.0;     // less than this frightens nobody
constexpr double kVagalPerPain = 0.2;  // a strong pain is enough
constexpr double kVagalFadesS = 60.0;
constexpr double kRecovered = 0.3;
constexpr double kLeastFlinchM = 0.001;
constexpr double kFlinchPerPainM = 0.001;
constexpr double kLargestFlinchM = 0.006;
constexpr double kHeartFollowsS = 8.0;
constexpr double kHeartPerPain = 4.0;
constexpr double kPressurePerPain = 4.0;
constexpr double kFaintHeartPerMin = 42.0;
constexpr double kFaintSystolicMmhg = 75.0;

}  // namespace

double pain::skin_puncture(double shaft_diameter_m) { return std::min(8.0, 2.0 + 2.0 * mm_from_m(shaft_diameter_m)); }

double AnaestheticDeposit::reach_m() const { return std::cbrt(3.0 * volume_m3 / (4.0 * kPi * kBetweenCells)); }

double numbness(const AnaestheticDeposit& deposit, double distance_m, double now_s) {
    const double reach_m = deposit.reach_m();
    const double age_s = now_s - deposit.given_at_s;
    if (age_s <= 0.0 || reach_m <= 0.0) return 0.0;
    const double inside = std::clamp(0.5 + (1.0 - distance_m / reach_m) / (2.0 * kSoftEdge), 0.0, 1.0);
    return inside * (1.0 - std::exp(-age_s / kOnsetS)) * std::exp(-age_s / kWearOffS);
}

double numbness(const std::vector<AnaestheticDeposit>& deposits, const Vec3& reference_m, double now_s) {
    double feels = 1.0;
    for (const AnaestheticDeposit& deposit : deposits)
        feels *= 1.0 - numbness(deposit, glm::length(reference_m - deposit.center_m), now_s);
    return 1.0 - feels;
}

PatientTraits patient_traits(const scenario::Response& response, uint64_t seed) {
    Rng rng(seed, "patient response");
    PatientTraits traits;
    traits.tolerance = rng.normal_clipped(6.0, 1.2, 3.5, 8.5) - kAnxietyLowers * response.anxiety;
    traits.latency_s = rng.uniform(0.15, 0.35);
    traits.rest_heart_rate_per_min = rng.normal_clipped(72.0, 8.0, 55.0, 95.0) + 15.0 * response.anxiety;
    traits.rest_systolic_mmhg = rng.normal_clipped(125.0, 10.0, 100.0, 150.0);
    const bool by_chance = rng.uniform() < kFaintShare + kAnxiousFaintShare * response.anxiety;
    traits.faints =
        response.faint == scenario::Faint::Always || (response.faint == scenario::Faint::ByChance && by_chance);
    return traits;
}

Vitals vitals_at_rest(const PatientTraits& traits) {
    return {.heart_rate_per_min = traits.rest_heart_rate_per_min, .systolic_mmhg = traits.rest_systolic_mmhg};
}

void feel(Vitals& vitals, const PatientTraits& traits, double felt) {
    CRYO_CHECK(std::isfinite(felt) && felt >= 0.0);
    vitals.pain = std::clamp(felt, vitals.pain, std::max(vitals.pain, 10.0));
    if (felt > traits.tolerance && vitals.flinch_in_s < 0.0) {
        vitals.flinch_in_s = traits.latency_s;
        vitals.flinch_m =
            std::min(kLargestFlinchM, kLeastFlinchM + kFlinchPerPainM * (std::min(felt, 10.0) - traits.tolerance));
    }
    if (traits.faints && felt >= kVagalPain) vitals.vagal += kVagalPerPain * std::min(felt, 10.0);
}

PatientReaction step_vitals(Vitals& vitals, const PatientTraits& traits, double dt_s) {
    CRYO_CHECK(std::isfinite(dt_s) && dt_s >= 0.0);
    PatientReaction reaction;
    if (vitals.flinch_in_s >= 0.0) {
        vitals.flinch_in_s -= dt_s;
        if (vitals.flinch_in_s < 0.0) reaction.flinch_m = vitals.flinch_m;
    }
    vitals.pain *= std::exp(-dt_s / kPainFadesS);
    if (!vitals.fainting && vitals.vagal >= 1.0) {
        vitals.fainting = reaction.faints = true;
    } else if (vitals.fainting && vitals.vagal < kRecovered) {
        vitals.fainting = false;
        reaction.recovers = true;
    }
    vitals.vagal *= std::exp(-dt_s / kVagalFadesS);

    const double heart =
        vitals.fainting ? kFaintHeartPerMin : traits.rest_heart_rate_per_min + kHeartPerPain * vitals.pain;
    const double systolic =
        vitals.fainting ? kFaintSystolicMmhg : traits.rest_systolic_mmhg + kPressurePerPain * vitals.pain;
    const double followed = -std::expm1(-dt_s / kHeartFollowsS);
    vitals.heart_rate_per_min += followed * (heart - vitals.heart_rate_per_min);
    vitals.systolic_mmhg += followed * (systolic - vitals.systolic_mmhg);
    return reaction;
}

}  // namespace cryo::session

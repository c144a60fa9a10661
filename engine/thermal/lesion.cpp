#include "engine/thermal/lesion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::thermal {

namespace {

constexpr std::array<InjuryText, 6> kTexts{{
    {"none", "The nerve did not get cold enough to notice.", "Recalled from nerve physiology; well established."},
    {"transient conduction block", "Cold slowed or stopped conduction; it returns as the nerve rewarms.",
     "Recalled; conduction blocks between +10 and −5 °C in textbooks of pain medicine."},
    {"incomplete freeze (neurapraxia, Sunderland I)",
     "Ice reached the nerve, but not −20 °C: the block is unpredictable, may last minutes to weeks, and a partly "
     "frozen "
     "nerve may hurt.",
     "Rats: block unpredictable above −20 °C (Evans, Lloyd and Jack 1981, n = 140). Pain after incomplete freezing: "
     "Said and Ilfeld, opinion. Provisional."},
    {"axonotmesis (Sunderland II)",
     "Axons are interrupted and degenerate; their tubes stay, so they grow back, about 1 mm a day.",
     "Rats: −20 °C suffices, duration and repetition add nothing (Evans 1981); full recovery after −55 °C by 8 to "
     "24 "
     "weeks (Hsu and Stevenson 2015). Provisional for people."},
    {"axonotmesis, deep (Sunderland II to III)",
     "Colder than nitrous oxide can reach. Recovery is slower; whether the tubes suffer is not known.",
     "Rabbits: at −100 °C about half of the fibres degenerate, repair is complete but late (Zhou 1983); between −100 "
     "and "
     "−140 °C there are no data. Provisional."},
    {"neurotmesis-like (Sunderland III to V)",
     "Basement membranes break and scar forms: regrowth is incomplete and a neuroma may follow.",
     "Rabbits: below −140 °C (Zhou 1983). Provisional for people."},
}};

constexpr double kRegrowthMmPerDay = 1.0;  // rat 1 mm/day (Evans 1981); people 1.0, 95 % interval 0.57 to 1.48
constexpr double kRegrowthSlowMmPerDay = 0.57;
constexpr double kRegrowthFastMmPerDay = 1.48;

}  // namespace

InjuryGrade injury_grade(double section_degc, const InjuryThresholds& thresholds) {
    if (section_degc > thresholds.cooled_degc) return InjuryGrade::None;
    if (section_degc > thresholds.frozen_degc) return InjuryGrade::TransientBlock;
    if (section_degc > thresholds.axonotmesis_degc) return InjuryGrade::Incomplete;
    if (section_degc > thresholds.mixed_degc) return InjuryGrade::Axonotmesis;
    if (section_degc > thresholds.neurotmesis_degc) return InjuryGrade::Mixed;
    return InjuryGrade::Neurotmesis;
}

const InjuryText& injury_text(InjuryGrade grade) {
    CRYO_CHECK_OP(static_cast<size_t>(grade), <, kTexts.size());
    return kTexts[static_cast<size_t>(grade)];
}

std::string_view injury_conflict() {
    return "Sources disagree at −20 °C: in rats it is enough for axonotmesis (Evans 1981), in rabbits the same "
           "temperature changed nothing (Zhou 1983). Both froze exposed nerves at equilibrium; there is no "
           "dose-response "
           "for people, so these thresholds are provisional.";
}

// The logistic through 50 % at −25 and 95 % at −40 °C.
double axonotmesis_probability(double coldest_degc) {
    const double width_k = 15.0 / std::log(0.95 / 0.05);
    return 1.0 / (1.0 + std::exp((coldest_degc + 25.0) / width_k));
}

Prognosis prognosis(const NerveExposure& exposure, double path_to_receptors_m) {
    CRYO_CHECK(path_to_receptors_m >= 0.0);
    Prognosis result;
    result.treated_length_m = exposure.longest_treated().length_m;
    result.block_expected = result.treated_length_m >= kMinimumLesionM - 1e-9;
    double incomplete_m = 0.0;
    double coldest_degc = anatomy::kBodyDegc;
    for (int s = 0; s < exposure.station_count(); ++s) {
        const ExposureStation station = exposure.station(s);
        const bool touched = station.coldest_degc <= kVisibleEdgeDegc;
        if (touched && station.treated_frac < kTreatedSectionFrac) incomplete_m += kStationSpacingM;
        coldest_degc = std::min(coldest_degc, station.warmest_low_degc);
    }
    // A lesion always has a cold fringe; it matters where it is what there is.
    result.pain_risk = incomplete_m > 0.0 && !result.block_expected;
    const double path_mm = mm_from_m(path_to_receptors_m + result.treated_length_m);
    result.regrowth_low_days = path_mm / kRegrowthFastMmPerDay;
    result.regrowth_days = path_mm / kRegrowthMmPerDay;
    result.regrowth_high_days = path_mm / kRegrowthSlowMmPerDay;

    std::array<char, 512> text{};
    if (result.block_expected) {
        std::snprintf(text.data(), text.size(),
                      "%.1f mm of nerve were at or below −20 °C over the whole section: %s is expected. Regrowth over "
                      "%.0f mm takes about %.0f days (%.0f to %.0f, at 0.57 to 1.48 mm a day; provisional).",
                      mm_from_m(result.treated_length_m), injury_text(injury_grade(coldest_degc)).name, path_mm,
                      result.regrowth_days, result.regrowth_low_days, result.regrowth_high_days);
    } else if (incomplete_m > 0.0) {
        std::snprintf(
            text.data(), text.size(),
            "Only %.1f mm of nerve were at or below −20 °C over the whole section, less than the 4 mm that "
            "count as a lesion; %.1f mm were frozen in part. The block may fail or be short, and a partly frozen "
            "nerve may hurt (provisional).",
            mm_from_m(result.treated_length_m), mm_from_m(incomplete_m));
    } else {
        std::snprintf(text.data(), text.size(), "The nerve was not frozen: no block is expected beyond rewarming.");
    }
    result.text = text.data();
    return result;
}

}  // namespace cryo::thermal

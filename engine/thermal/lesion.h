// From the coldest temperature a nerve section has seen to the injury it may carry, in the grades of Seddon and
// Sunderland, and a prognosis. Thresholds come from exposed rodent and rabbit nerves; there is no human dose-response,
// so every number here is provisional and is shown with its source.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/thermal/nerve_exposure.h"

namespace cryo::thermal {

enum class InjuryGrade : uint8_t {
    None,            // warmer than +10 degC throughout
    TransientBlock,  // cooled, not frozen: conducts again on rewarming
    Incomplete,      // frozen, warmer than -20 degC: neurapraxia, unpredictable; may hurt
    Axonotmesis,     // -20 to -100 degC: axons interrupted, tubes kept
    Mixed,           // -100 to -140 degC: between, without data
    Neurotmesis      // below -140 degC: tubes destroyed, regrowth incomplete
};

// The thresholds in degrees Celsius, warm to cold.
struct InjuryThresholds {
    double cooled_degc = 10.0;
    double frozen_degc = -1.0;
    double axonotmesis_degc = -20.0;
    double mixed_degc = -100.0;
    double neurotmesis_degc = -140.0;
};

// Grade of a section by the isotherm that covered the whole of it (ExposureStation::warmest_low_degc).
InjuryGrade injury_grade(double section_degc, const InjuryThresholds& thresholds = {});

struct InjuryText {
    const char* name;     // "axonotmesis (Sunderland II)"
    const char* meaning;  // one sentence for the learner
    const char* source;   // where it comes from and how sure it is
};
const InjuryText& injury_text(InjuryGrade grade);

// What is not agreed on, in two sentences: shown wherever a grade is.
std::string_view injury_conflict();

// Chance of axonotmesis of a fibre whose coldest temperature is known: 50 % at -25, 95 % at -40 degC. For the
// prognosis only, never for the score.
double axonotmesis_probability(double coldest_degc);

struct Prognosis {
    bool block_expected = false;  // a treated run of at least kMinimumLesionM
    bool pain_risk = false;       // partly frozen sections border or replace the lesion
    double treated_length_m = 0.0;
    double regrowth_low_days = 0.0;  // over the quoted range of regrowth speeds
    double regrowth_days = 0.0;      // at 1 mm a day
    double regrowth_high_days = 0.0;
    std::string text;  // two or three sentences for the learner, with what is provisional
};
inline constexpr double kMinimumLesionM = 0.004;

// `path_to_receptors_m` runs from the lesion's distal edge to where the nerve feels (Nerve::path_to_receptors_m).
Prognosis prognosis(const NerveExposure& exposure, double path_to_receptors_m);

}  // namespace cryo::thermal

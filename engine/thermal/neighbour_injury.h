// What the cold did to everything that was not to be frozen: skin, vessels, lung, bone, and the movement that a frozen
// motor nerve costs. Coldest temperatures since the start, degrees Celsius. Thresholds are provisional and carry their
// source, which the learner reads.
#pragma once

#include <string>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/thermal/bioheat.h"
#include "engine/thermal/nerve_exposure.h"

namespace cryo::thermal {

struct NeighbourInjury {
    enum class Kind : uint8_t { Skin, Artery, Vein, Lung, Bone, MotorNerve };
    Kind kind = Kind::Skin;
    std::string id;     // of the vessel or nerve, "" otherwise
    std::string label;  // as the learner reads it
    double coldest_degc = 37.0;
    std::string text;    // what that means, one or two sentences
    std::string source;  // and how far to trust it
    bool harm = false;   // more than a passing effect is to be expected
};

// Thresholds in degrees Celsius.
inline constexpr double kPigmentDegc = -4.0;      // melanocytes die from here on
inline constexpr double kScarDegc = -20.0;        // keratinocytes, then fibroblasts
inline constexpr double kMotorDeficitFrac = 0.2;  // treated share of a motor section that weakens its muscle

NeighbourInjury skin_injury(const SkinReadout& skin);
NeighbourInjury vessel_injury(const anatomy::Vessel& vessel, double coldest_degc, bool flows);
NeighbourInjury lung_injury(double coldest_degc);
NeighbourInjury bone_injury(double coldest_degc);
NeighbourInjury motor_injury(const anatomy::Nerve& nerve, double coldest_degc, double treated_frac);

// All of them that lie in the solver's box and became colder than kNoticedDegc, skin first. `deformation` is the one
// the solver was made with.
inline constexpr double kNoticedDegc = 10.0;
std::vector<NeighbourInjury> neighbour_injuries(const BioheatSolver& solver, const anatomy::Medium& medium,
                                                std::span<const NerveExposure> exposures,
                                                const anatomy::Deformation& deformation = {});

}  // namespace cryo::thermal

// How well a robot learner plays: what its hands and its attention do wrong. Zero faults is an expert. The values are
// first choices (provisional); only their order is meant to mean something.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cryo::robot {

struct Skill {
    std::string name = "expert";
    double tremor_m = 0.0;      // sd of the place of both hands, slow (a second) against the tick
    double tremor_rad = 0.0;    // sd of the shaft's angles outside the skin, and of the transducer's
    double wrong_spot_m = 0.0;  // sd of how far the nerve lies from where the robot believes it, once per placement
    double blind_advance_share = 0.0;  // 0..1: chance to go on although the tip is not on the screen
    double step_m = 0.002;             // advanced at a time before the screen is looked at again
    double patience = 1.0;             // 0..1: share of the protocol's gas time, and of the thaw, that it waits for
    double thoroughness = 1.0;  // 0..1: chance to make each placement after a nerve's first, to trace and to stimulate
    double advance_m_per_s = 0.004;  // at most what tissue allows
};

// "expert", "careful", "trained", "novice", "careless": in falling order.
std::span<const Skill> skill_levels();

// "tremor", "blind", "wrong-spot": an expert with one fault, as strong as a careless hand's.
std::span<const Skill> single_faults();

std::vector<std::string_view> skill_names();  // levels, then faults
std::optional<Skill> skill_from_name(std::string_view name);
const Skill& expert();

}  // namespace cryo::robot

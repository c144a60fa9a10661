// What a drill comes to: one number, whether it was passed, and how hard the next one is. Seconds or faults, the less
// the better; a drill whose goals were not all reached has no number.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/history/history.h"
#include "engine/scenario/scenario.h"
#include "engine/session/session.h"

namespace cryo::app {

struct DrillResult {
    std::optional<double> number;
    bool passed = false;            // never with help
    bool with_help = false;         // some help was on for a moment
    std::vector<std::string> lost;  // what took points off, in words
};

// Of a finished session of a drill. Every phase must have been left by its goal, none by its time limit.
DrillResult drill_result(const session::Session& session);

inline constexpr int kDrillLevels = 3;
inline constexpr int kPassesUp = 3;  // in a row, provisional

// The level after these outcomes, oldest first: three passes in a row lead one up, one fail leads one down.
int drill_level(const std::vector<bool>& passes);

// What a level asks for, provisional: from the second on the ungripped transducer wanders, the third has more fat.
void apply_drill_level(int level, session::Setup& setup);

// The mode under which drills stand in the history; they never count for proficiency.
inline constexpr const char* kDrillMode = "drill";
inline constexpr const char* kDrillNumber = "drill_number";

// 100 for a drill that was passed, less the further from it, 0 where a goal was missed: for lists and course.
double drill_points(const scenario::Drill& drill, const DrillResult& result);

// One drill as a learner's rows (oldest first) tell it.
struct DrillStanding {
    int attempts = 0;
    int level = 1;
    std::optional<double> best;
    bool last_passed = false;
    int64_t last_s = 0;
};
DrillStanding drill_standing(const std::vector<history::AttemptRow>& rows, const std::string& id);

}  // namespace cryo::app

// The table that the built-in player's grid leaves: one row per play, separated by tabs, in the order they ended. A
// stopped grid goes on from what the table holds; its summary counts verdicts by case, device and build.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cryo::app {

inline constexpr const char* kRobotHeading =
    "scenario\tdevice\tbmi\tseed\tskill\tplacements\tsim_s\tscore\tverdict\treasons";

// A row as read back; rows with fewer columns (cut off when a run was stopped) are left out.
struct RobotRow {
    std::string key;  // scenario, device, bmi, seed and skill with their tabs: what names a play
    std::string scenario;
    std::string device;
    std::string bmi;
    std::string skill;
    double score = 0.0;
    std::string verdict;
};
std::vector<RobotRow> robot_rows(std::string_view table);

std::set<std::string> keys_of(const std::vector<RobotRow>& rows);

// A line per case, device and skill: for each build how many passed, failed and were declined, and the mean score of
// those that were treated.
std::string robot_summary(const std::vector<RobotRow>& rows);

}  // namespace cryo::app

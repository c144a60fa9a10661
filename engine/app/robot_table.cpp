#include "engine/app/robot_table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <tuple>

namespace cryo::app {

namespace {

constexpr size_t kKeyColumns = 5;
constexpr size_t kScore = 7;
constexpr size_t kVerdict = 8;
constexpr size_t kColumns = 10;

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    for (size_t from = 0; from <= text.size();) {
        const size_t end = std::min(text.find(at, from), text.size());
        parts.emplace_back(text.substr(from, end - from));
        from = end + 1;
    }
    return parts;
}

struct Count {
    int passed = 0;
    int failed = 0;
    int declined = 0;
};

}  // namespace

std::vector<RobotRow> robot_rows(std::string_view table) {
    std::vector<RobotRow> rows;
    for (const std::string& line : split(table, '\n')) {
        const std::vector<std::string> cells = split(line, '\t');
        if (cells.size() < kColumns || cells.front() == "scenario") continue;
        RobotRow row;
        for (size_t c = 0; c < kKeyColumns; ++c) row.key += (c > 0 ? "\t" : "") + cells[c];
        row.scenario = cells[0];
        row.device = cells[1];
        row.bmi = cells[2];
        row.skill = cells[4];
        row.score = std::strtod(cells[kScore].c_str(), nullptr);
        row.verdict = cells[kVerdict];
        rows.push_back(row);
    }
    return rows;
}

std::set<std::string> keys_of(const std::vector<RobotRow>& rows) {
    std::set<std::string> keys;
    for (const RobotRow& row : rows) keys.insert(row.key);
    return keys;
}

std::string robot_summary(const std::vector<RobotRow>& rows) {
    std::set<std::string> builds;
    std::map<std::tuple<std::string, std::string, std::string>, std::map<std::string, Count>> lines;
    std::map<std::tuple<std::string, std::string, std::string>, std::pair<double, int>> scores;
    for (const RobotRow& row : rows) {
        const auto line = std::make_tuple(row.scenario, row.device, row.skill);
        builds.insert(row.bmi);
        Count& count = lines[line][row.bmi];
        const bool treated = row.verdict == "pass" || row.verdict == "fail";
        (row.verdict == "pass" ? count.passed : row.verdict == "fail" ? count.failed : count.declined) += 1;
        scores[line].first += treated ? row.score : 0.0;
        scores[line].second += treated ? 1 : 0;
    }
    std::string text = "passed / failed / declined with a reason, by BMI\n";
    char cell[160];
    std::snprintf(cell, sizeof cell, "%-28s %-20s %-10s", "case", "device", "skill");
    text += cell;
    for (const std::string& bmi : builds) {
        std::snprintf(cell, sizeof cell, " %10s", bmi.c_str());
        text += cell;
    }
    text += "  mean score\n";
    for (const auto& [line, by_build] : lines) {
        const auto& [scenario, device, skill] = line;
        std::snprintf(cell, sizeof cell, "%-28s %-20s %-10s", scenario.c_str(), device.c_str(), skill.c_str());
        text += cell;
        for (const std::string& bmi : builds) {
            const auto found = by_build.find(bmi);
            std::string counts = "-";
            if (found != by_build.end())
                counts = std::to_string(found->second.passed) + "/" + std::to_string(found->second.failed) + "/" +
                         std::to_string(found->second.declined);
            std::snprintf(cell, sizeof cell, " %10s", counts.c_str());
            text += cell;
        }
        const auto& [sum, treated] = scores[line];
        if (treated > 0)
            std::snprintf(cell, sizeof cell, " %11.1f\n", sum / treated);
        else
            std::snprintf(cell, sizeof cell, " %11s\n", "-");
        text += cell;
    }
    return text;
}

}  // namespace cryo::app

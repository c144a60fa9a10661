// `cryosono list`: every case that can be opened, for people and for programs.
#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/installation.h"
#include "engine/io/json.h"
#include "engine/scenario/list.h"

namespace cryo::app {

namespace {

void print_json(const std::vector<scenario::ScenarioSummary>& cases) {
    io::Json list = io::Json::array();
    for (const auto& one : cases) {
        io::Json entry;
        entry["id"] = one.id;
        entry["title"] = one.title;
        entry["indication"] = one.indication;
        entry["nerve"] = one.nerve;
        entry["probe"] = one.probe;
        entry["device"] = one.device;
        entry["difficulty"] = one.difficulty;
        entry["phantom"] = one.is_phantom;
        entry["lesson"] = one.is_lesson;
        entry["file"] = one.file;
        list.push_back(std::move(entry));
    }
    std::fputs(io::json_text(list).c_str(), stdout);
}

void print_table(const std::vector<scenario::ScenarioSummary>& cases) {
    using Row = std::array<std::string, 6>;
    std::vector<Row> rows{{"id", "title", "indication", "nerve", "probe", "device"}};
    for (const auto& one : cases) rows.push_back({one.id, one.title, one.indication, one.nerve, one.probe, one.device});
    std::array<size_t, 6> widths{};
    for (const Row& row : rows)
        for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    for (const Row& row : rows) {
        std::string line;
        for (size_t i = 0; i < row.size(); ++i) line += row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        std::printf("%s\n", line.c_str());
    }
}

}  // namespace

int run_list(const ListOptions& options) {
    std::vector<scenario::ScenarioSummary> cases = scenario::list_cases_and_lessons(scenes_folder());
    int status = kDone;
    for (const auto& one : cases)
        if (!one.faults.empty()) status = refuse(one.faults);
    std::erase_if(cases, [](const auto& one) { return !one.faults.empty(); });
    if (options.json)
        print_json(cases);
    else
        print_table(cases);
    return status;
}

}  // namespace cryo::app

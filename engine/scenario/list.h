// What training cases there are, for lists and for the name on the command line.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/scenario/scenario.h"

namespace cryo::scenario {

struct ScenarioSummary {
    std::string file;
    std::string id;  // of a broken file: its name
    std::string title;
    std::string indication;
    std::string nerve;
    std::string probe;   // transducer
    std::string device;  // cryoprobe the case starts with; "" for a test object
    int difficulty = 1;
    bool is_phantom = false;
    bool is_lesson = false;  // has phases or handlers
    Drill drill;
    Diagnostics faults;  // of a file that could not be read; the rest is then empty
};

// Every .toml of the folder itself, in the order of names.
std::vector<ScenarioSummary> list_scenarios(const std::string& folder);

// The cases of `scenes_folder`, then those of its lessons/.
std::vector<ScenarioSummary> list_cases_and_lessons(const std::string& scenes_folder);

// The file of a case given by path or by id: `name` itself, or name.toml in `scenes_folder`, its lessons/ or phantoms/.
Result<std::string> find_scenario(const std::string& name, const std::string& scenes_folder);

}  // namespace cryo::scenario

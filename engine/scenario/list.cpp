#include "engine/scenario/list.h"

#include "engine/io/files.h"
#include "engine/scenario/read.h"

namespace cryo::scenario {

std::vector<ScenarioSummary> list_scenarios(const std::string& folder) {
    std::vector<ScenarioSummary> list;
    for (const std::string& file : io::list_files(folder, ".toml")) {
        ScenarioSummary& summary = list.emplace_back();
        summary.file = file;
        summary.id = io::stem_of(file);
        const Result<Scenario> scenario = read_scenario(file);
        if (!scenario) {
            summary.faults = scenario.faults();
            continue;
        }
        summary.id = scenario->id;
        summary.title = scenario->title;
        summary.indication = scenario->indication;
        summary.nerve = scenario->nerve_label;
        summary.probe = scenario->transducer.label;
        if (!scenario->devices.empty()) summary.device = scenario->devices.front().label;
        summary.difficulty = scenario->difficulty;
        summary.is_phantom = scenario->is_phantom;
        summary.is_lesson = !scenario->script.empty();
        summary.drill = scenario->drill;
    }
    return list;
}

std::vector<ScenarioSummary> list_cases_and_lessons(const std::string& scenes_folder) {
    std::vector<ScenarioSummary> all = list_scenarios(scenes_folder);
    for (ScenarioSummary& lesson : list_scenarios(io::join_path(scenes_folder, "lessons")))
        all.push_back(std::move(lesson));
    return all;
}

Result<std::string> find_scenario(const std::string& name, const std::string& scenes_folder) {
    if (io::file_exists(name)) return name;
    std::vector<std::string> known;
    for (const std::string& folder :
         {scenes_folder, io::join_path(scenes_folder, "lessons"), io::join_path(scenes_folder, "phantoms")}) {
        const std::string file = io::join_path(folder, name + ".toml");
        if (io::file_exists(file)) return file;
        for (const std::string& each : io::list_files(folder, ".toml")) known.push_back(io::stem_of(each));
    }
    const std::string nearest = nearest_word(name, known);
    return Diagnostic{name, 0, 0,
                      "there is no such file, and no case of this name in " + scenes_folder +
                          (nearest.empty() ? "" : "; did you mean '" + nearest + "'?")};
}

}  // namespace cryo::scenario

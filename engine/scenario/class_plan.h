// What an instructor sets a class: stations in a row, each one case with its patient and device, and whether it is an
// exam. The file form (kind = "class") is in scenes/classes; `cryosono pack` makes one file of it and of all it names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/io/parameter_table.h"

namespace cryo::scenario {

inline constexpr int kMostClassStations = 20;

// Pinned: every learner meets the same person with the same device.
struct ClassStation {
    std::string scenario_file;  // as the plan writes it, from the plan's folder
    uint64_t seed = 1;
    double bmi = 23.0;
    std::string device;  // id; "" = the case's first
};

enum class ClassMode : uint8_t { Practice, Exam };
enum class PinnedInput : uint8_t { Any, Mouse, Trackpad, Keyboard, Gamepad };

struct ClassPlan {
    std::string id;
    std::string title;
    ClassMode mode = ClassMode::Practice;
    bool held = false;  // learners see no result until the instructor gives out the release word
    PinnedInput input = PinnedInput::Any;
    std::vector<ClassStation> stations;
};

const char* mode_word(ClassMode mode);      // "practice", "exam"
const char* input_word(PinnedInput input);  // "any", "mouse", ...

const io::ParameterTable<ClassPlan>& class_plan_table();

// With every case that it names read and every device found in its case.
Result<ClassPlan> read_class_plan(const std::string& path);
Result<ClassPlan> read_class_plan_text(const std::string& text, const std::string& file);

// A case, lesson or plan together with all that it names, by name: to be carried where the cases of this installation
// are not. References inside are rewritten to the new names.
struct CarriedFile {
    std::string name;  // "devices/console_n2o_1p4.toml": a folder, a slash, a file
    std::string text;
};
struct CarriedCase {
    std::vector<CarriedFile> files;  // each once, in the order of their names
    std::vector<std::string> roots;  // the names of what was asked for
};
Result<CarriedCase> carry_files(const std::vector<std::string>& paths);
bool is_carried_name(const std::string& name);  // such a name leads nowhere else

}  // namespace cryo::scenario

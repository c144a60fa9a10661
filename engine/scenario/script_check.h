// What a lesson cannot mean: phases that are never reached or never left, names that nothing has, limits that exclude
// each other. Every fault is reported at the value to change.
#pragma once

#include <string>
#include <vector>

#include "engine/io/parameter_tree.h"
#include "engine/scenario/script.h"

namespace cryo::scenario {

// What the lesson's case has.
struct CaseNames {
    std::vector<std::string> structures;  // nerves, vessels, bones, layers, sheets, inclusions
    std::vector<std::string> tubes;       // of these nerves, vessels and inclusions
    std::vector<std::string> layers;
    bool has_device = true;
    bool has_stimulator = true;
};

// `root` is the file's, with the keys 'phase' and 'handler' that `script` was read from.
void check_script(const Script& script, const CaseNames& names, const io::Node& root, io::FaultLog& log);

}  // namespace cryo::scenario

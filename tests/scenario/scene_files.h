// The authored files of the tree, for tests that hold for each of them.
#pragma once

#include <string>
#include <vector>

#include "engine/io/files.h"

namespace cryo::scenario {

inline std::string scenes_folder() { return io::join_path(CRYO_SOURCE_DIR, "scenes"); }
inline std::string bad_folder() { return io::join_path(CRYO_SOURCE_DIR, "tests/scenario/bad"); }
inline std::string scene_file(const std::string& name) { return io::join_path(scenes_folder(), name); }

// Every case, test object, device, transducer and patient.
inline std::vector<std::string> all_scene_files() {
    std::vector<std::string> all;
    for (const char* folder : {"", "lessons", "phantoms", "devices", "transducers", "patients"})
        for (const std::string& file : io::list_files(io::join_path(scenes_folder(), folder), ".toml"))
            all.push_back(file);
    return all;
}

}  // namespace cryo::scenario

// Where the program finds its cases and keeps a person's attempts. Paths only; what is in them is read elsewhere.
#pragma once

#include <string>

namespace cryo::app {

// The folder `scenes` with cases, devices and the score file: $CRYOSONO_DATA/scenes, beside the executable, in an
// installation's share/cryosono, or in the source tree the program was built from. Throws std::runtime_error with one
// sentence when there is none.
std::string scenes_folder();

// $XDG_DATA_HOME/cryosono, else ~/.local/share/cryosono (on macOS ~/Library/Application Support/CryoSono). Not made
// here; "" where the environment names no home.
std::string user_folder();

std::string score_model_file(const std::string& scenes);

// The first files of the list of usual places that exist; "" when there is none.
struct FontPaths {
    std::string regular;
    std::string strong;
};
FontPaths find_fonts();

}  // namespace cryo::app

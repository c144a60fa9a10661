#include "engine/app/installation.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "engine/io/files.h"

namespace cryo::app {

namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

fs::path executable_folder() {
    std::error_code none;
    const fs::path self = fs::read_symlink("/proc/self/exe", none);
    return none ? fs::path(".") : self.parent_path();
}

}  // namespace

std::string scenes_folder() {
    std::vector<fs::path> places;
    if (const std::string named = environment("CRYOSONO_DATA"); !named.empty()) {
        // A folder that was asked for by name is not silently replaced by another.
        places = {fs::path(named) / "scenes", fs::path(named)};
    } else {
        const fs::path here = executable_folder();
        places = {here / "scenes", here / ".." / "share" / "cryosono" / "scenes"};
    }
    for (const fs::path& place : places) {
        const std::string folder = place.lexically_normal().string();
        if (io::folder_exists(io::join_path(folder, "devices"))) return folder;
    }
    throw std::runtime_error("The folder with the cases (scenes) was not found in " + places.front().string() +
                             "; set CRYOSONO_DATA to the folder that holds it.");
}

std::string user_folder() {
    if (const std::string data = environment("XDG_DATA_HOME"); !data.empty()) return io::join_path(data, "cryosono");
    const std::string home = environment("HOME");
    if (home.empty()) return "";
#ifdef __APPLE__
    return io::join_path(home, "Library/Application Support/CryoSono");
#else
    return io::join_path(home, ".local/share/cryosono");
#endif
}

std::string score_model_file(const std::string& scenes) { return io::join_path(scenes, "scoring/cryo_score_1.toml"); }

FontPaths find_fonts() {
    struct Pair {
        const char* regular;
        const char* strong;
    };
    constexpr std::array kPlaces{
        Pair{"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"},
        Pair{"/usr/share/fonts/truetype/inter/Inter-Regular.ttf", "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"},
        Pair{"/usr/share/fonts/inter/Inter-Regular.otf", "/usr/share/fonts/inter/Inter-SemiBold.otf"},
        Pair{"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"},
        Pair{"/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
             "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"},
        Pair{"/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"},
        Pair{"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
             "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"},
        Pair{"/System/Library/Fonts/Supplemental/Arial.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf"},
        Pair{"C:/Windows/Fonts/segoeui.ttf", "C:/Windows/Fonts/seguisb.ttf"}};
    for (const Pair& place : kPlaces)
        if (io::file_exists(place.regular))
            return {place.regular, io::file_exists(place.strong) ? place.strong : place.regular};
    return {};
}

}  // namespace cryo::app

#include "engine/app/output_folder.h"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "engine/io/files.h"

namespace cryo::app {

namespace fs = std::filesystem;

OutputFolder::OutputFolder(const std::string& folder) : folder_(folder), made_(!io::folder_exists(folder)) {
    if (folder.empty()) throw std::runtime_error("No output folder was given.");
    io::make_directories(folder);
    unfinished_ = io::join_path(folder, ".unfinished-" + std::to_string(getpid()));
    io::make_directories(unfinished_);
}

OutputFolder::~OutputFolder() {
    std::error_code ignored;
    fs::remove_all(unfinished_, ignored);
    if (made_ && !kept_) fs::remove(folder_, ignored);  // only when it is empty
}

std::string OutputFolder::path(const std::string& name) {
    names_.push_back(name);
    return io::join_path(unfinished_, name);
}

void OutputFolder::keep() {
    for (const std::string& name : names_) {
        std::error_code error;
        fs::rename(io::join_path(unfinished_, name), io::join_path(folder_, name), error);
        if (error)
            throw std::runtime_error("The result " + io::join_path(folder_, name) +
                                     " could not be put in place: " + error.message() + ".");
    }
    kept_ = true;
}

}  // namespace cryo::app

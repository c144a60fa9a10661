// libFuzzer entry: any bytes as the file of the history. It opens and every row can be read, or it is refused with a
// sentence; a database that SQLite finds damaged while it is read says so as a runtime_error.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "engine/history/history.h"

namespace {

// One folder for the process, in memory where the system has such a place: the file is written at every run.
std::filesystem::path database_file() {
    static const std::filesystem::path folder = [] {
        const std::filesystem::path root =
            std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
        const std::filesystem::path made = root / ("cryosono_fuzz_database_" + std::to_string(::getpid()));
        std::filesystem::create_directories(made);
        std::atexit([] { std::filesystem::remove_all(database_file().parent_path()); });
        return made;
    }();
    return folder / "history.sqlite3";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace cryo;
    const std::filesystem::path file = database_file();
    for (const auto& left : std::filesystem::directory_iterator(file.parent_path())) std::filesystem::remove(left);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    auto opened = history::History::open(file);
    if (!opened) {
        if (opened.faults().front().message.empty()) std::abort();
        return 0;
    }
    try {
        for (const std::string& learner : opened->learners()) opened->standings(learner);
        for (const history::AttemptRow& row : opened->attempts()) opened->remarks(row.id);
    } catch (const std::runtime_error& damaged) {
        if (std::string(damaged.what()).empty()) std::abort();
    }
    return 0;
}

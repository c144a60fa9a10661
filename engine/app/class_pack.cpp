#include "engine/app/class_pack.h"

#include <stdexcept>

#include "engine/app/case_library.h"
#include "engine/app/installation.h"
#include "engine/app/user_store.h"
#include "engine/io/files.h"
#include "engine/scenario/read.h"

namespace cryo::app {

namespace {

constexpr size_t kHashLetters = 16;  // of a folder's name
constexpr size_t kPackLimitBytes = size_t{16} << 20;

std::string own_folder(const char* of, const std::string& name) {
    const std::string folder = user_folder();
    if (folder.empty()) throw std::runtime_error("no home folder is known: set HOME or XDG_DATA_HOME");
    return io::join_path(io::join_path(folder, of), name);
}

}  // namespace

Result<OpenPack> OpenPack::open(const std::string& file) {
    const Result<std::string> text = io::read_text(file, kPackLimitBytes);
    if (!text) return text.faults();
    auto read = station::parse_pack(*text, file);
    if (!read) return read.faults();
    OpenPack open;
    open.pack_ = std::move(read).value();
    const std::string folder = own_folder("packs", open.pack_.hash.substr(0, kHashLetters));
    for (const scenario::CarriedFile& each : open.pack_.files) {
        const std::string path = io::join_path(folder, each.name);
        io::make_directories(io::folder_of(path));
        io::write_atomically(path, each.text);
    }
    for (const station::PackStation& each : open.pack_.stations) {
        auto scenario = scenario::read_scenario(io::join_path(folder, each.file));
        if (!scenario) return scenario.faults();
        std::erase_if(scenario.value().devices, [&](const auto& device) { return device.id != each.device; });
        if (scenario.value().devices.empty() != each.device.empty())
            return Diagnostic{file, 0, 0, "the case '" + each.scenario + "' has no device '" + each.device + "'"};
        open.scenarios_.push_back(std::make_shared<scenario::Scenario>(std::move(scenario).value()));
    }
    return open;
}

std::shared_ptr<const scenario::Scenario> OpenPack::scenario(int station) const {
    return scenarios_.at(static_cast<size_t>(station) - 1);
}

session::Setup OpenPack::setup(int station, const std::string& learner) const {
    const station::PackStation& pinned = pack_.stations.at(static_cast<size_t>(station) - 1);
    session::Setup setup;
    setup.seed = pinned.seed;
    setup.bmi = pinned.bmi;
    setup.learner = learner;
    return setup;
}

std::string OpenPack::hand_in_folder(const std::string& learner) const {
    return own_folder("hand_in", pack_.id + "_" + pack_.hash.substr(0, kHashLetters) + "_" + learner);
}

ClassRun::ClassRun(OpenPack pack, std::string learner, std::string folder)
    : pack_(std::move(pack)), learner_(std::move(learner)), folder_(std::move(folder)) {
    if (folder_.empty()) folder_ = pack_.hand_in_folder(learner_);
    io::make_directories(folder_);
}

bool ClassRun::is_done(int station) const { return io::file_exists(recording_file(station)); }

int ClassRun::next() const {
    for (int station = 1; station <= pack_.station_count(); ++station)
        if (!is_done(station)) return station;
    return 0;
}

std::string ClassRun::recording_file(int station) const {
    return io::join_path(folder_, station::recording_name(pack_.pack(), station, learner_));
}

session::AttemptWriter::InClass ClassRun::recording(int station, const std::string& input) const {
    return station::recording_for(pack_.pack(), station, learner_, input, seconds_since_1970());
}

Result<std::shared_ptr<const scenario::Scenario>> case_of(const session::Attempt& attempt) {
    const session::AttemptHeader& header = attempt.header;
    if (header.seal.sealed()) {
        const std::string folder = own_folder("packs", header.seal.pack.substr(0, kHashLetters));
        const std::string file = io::join_path(folder, "cases/" + header.scenario + ".toml");
        if (io::file_exists(file)) return load_case(file);
    }
    return load_case(header.scenario);
}

std::string why_not_in(const station::Pack& pack, const std::string& learner) {
    if (learner.empty()) return "--pack needs --learner: the pseudonym that your instructor gave you";
    if (pack.takes(learner)) return "";
    return pack.learners.empty() ? "'" + learner + "' cannot be a pseudonym: letters, digits, '_', '-' and '.' only"
                                 : "'" + learner + "' is not on the list of the class \"" + pack.title + "\"";
}

}  // namespace cryo::app

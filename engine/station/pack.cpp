#include "engine/station/pack.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/core/sha256.h"
#include "engine/core/version.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/scenario/read.h"

namespace cryo::station {

namespace {

using io::Json;

constexpr const char* kKind = "class pack";
constexpr int kSchema = 1;
constexpr size_t kMostLearners = 1000;
constexpr size_t kLongestName = 60;

// Everything but the hash.
Json body_of(const Pack& pack) {
    Json json{{"schema", kSchema},
              {"kind", kKind},
              {"id", pack.id},
              {"title", pack.title},
              {"mode", scenario::mode_word(pack.mode)},
              {"input", scenario::input_word(pack.input)},
              {"held", pack.held},
              {"nonce", pack.nonce},
              {"physics_version", pack.physics_version},
              {"stations", Json::array()},
              {"learners", pack.learners},
              {"files", Json::object()}};
    for (const PackStation& station : pack.stations)
        json["stations"].push_back({{"file", station.file},
                                    {"scenario", station.scenario},
                                    {"title", station.title},
                                    {"seed", station.seed},
                                    {"bmi", station.bmi},
                                    {"device", station.device}});
    for (const scenario::CarriedFile& file : pack.files) json["files"][file.name] = file.text;
    return json;
}

std::string hash_of(const Json& body) { return hex(sha256(io::json_line(body))); }

// A pseudonym becomes part of a file's name.
bool is_pseudonym(const std::string& name) {
    return !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '-' || c == '.';
           });
}

// What the values must be beyond their types; a sentence, "" when all is well.
std::string fault_of(const Pack& pack) {
    if (pack.nonce.empty()) return "it has no nonce";
    if (pack.stations.empty() || pack.stations.size() > static_cast<size_t>(scenario::kMostClassStations))
        return "it must have 1 to " + std::to_string(scenario::kMostClassStations) + " stations";
    if (pack.learners.size() > kMostLearners) return "it names too many learners";
    for (const std::string& learner : pack.learners)
        if (!is_pseudonym(learner)) return "'" + learner + "' cannot be a pseudonym";
    std::set<std::string> names;
    for (const scenario::CarriedFile& file : pack.files) {
        if (!scenario::is_carried_name(file.name)) return "'" + file.name + "' cannot be the name of a carried file";
        names.insert(file.name);
    }
    for (const PackStation& station : pack.stations)
        if (!names.contains(station.file)) return "it lacks '" + station.file + "'";
    return "";
}

Pack pack_from(const Json& json) {
    Pack pack;
    pack.id = json.at("id").get<std::string>();
    pack.title = json.at("title").get<std::string>();
    pack.mode = json.at("mode") == "exam" ? scenario::ClassMode::Exam : scenario::ClassMode::Practice;
    for (const auto input : {scenario::PinnedInput::Mouse, scenario::PinnedInput::Trackpad,
                             scenario::PinnedInput::Keyboard, scenario::PinnedInput::Gamepad})
        if (json.at("input") == scenario::input_word(input)) pack.input = input;
    pack.held = json.at("held").get<std::string>();
    pack.nonce = json.at("nonce").get<std::string>();
    pack.physics_version = json.at("physics_version").get<int>();
    for (const Json& each : json.at("stations"))
        pack.stations.push_back({each.at("file").get<std::string>(), each.at("scenario").get<std::string>(),
                                 each.at("title").get<std::string>(), each.at("seed").get<uint64_t>(),
                                 each.at("bmi").get<double>(), each.at("device").get<std::string>()});
    pack.learners = json.at("learners").get<std::vector<std::string>>();
    for (const auto& [name, text] : json.at("files").items()) pack.files.push_back({name, text.get<std::string>()});
    return pack;
}

std::string station_words(const Pack& pack, int station) {
    return "station " + std::to_string(station) + " (" + pack.stations[static_cast<size_t>(station) - 1].scenario + ")";
}

// The pinned values against what the recording says of itself.
void check_pins(const session::AttemptHeader& header, const Pack& pack, const std::string& file,
                std::vector<Diagnostic>& problems) {
    const auto problem = [&](const std::string& message) { problems.push_back({file, 1, 0, message}); };
    const PackStation& pinned = pack.stations[static_cast<size_t>(header.seal.station) - 1];
    if (header.scenario != pinned.scenario)
        problem("it is of the case '" + header.scenario + "', the station's is '" + pinned.scenario + "'");
    if (header.seed != pinned.seed || header.bmi != pinned.bmi) problem("it is of another patient than the station's");
    if (header.device != pinned.device)
        problem("it is with the device '" + header.device + "', the station's is '" + pinned.device + "'");
    if (!header.simulated_hand) problem("the simulated hand was off");
    if (header.seal.mode != scenario::mode_word(pack.mode))
        problem("it was made as " + header.seal.mode + ", the class is " + scenario::mode_word(pack.mode));
    const bool pins_input = pack.input != scenario::PinnedInput::Any;
    if (pins_input && header.seal.input != scenario::input_word(pack.input))
        problem("it was made with " + header.seal.input + ", the class asks for " + scenario::input_word(pack.input));
}

}  // namespace

bool Pack::takes(const std::string& learner) const {
    return is_pseudonym(learner) &&
           (learners.empty() || std::find(learners.begin(), learners.end(), learner) != learners.end());
}

Result<Pack> make_pack(const std::string& plan_file, std::vector<std::string> learners, const std::string& nonce,
                       const std::string& release_word) {
    const auto plan = scenario::read_class_plan(plan_file);
    if (!plan) return plan.faults();
    Pack pack;
    pack.id = plan->id;
    pack.title = plan->title;
    pack.mode = plan->mode;
    pack.input = plan->input;
    if (plan->held) pack.held = hex(sha256(release_word));
    pack.nonce = nonce;
    pack.physics_version = session::kPhysicsVersion;
    pack.learners = std::move(learners);
    std::vector<std::string> paths;
    for (const scenario::ClassStation& station : plan->stations)
        paths.push_back(io::path_beside(plan_file, station.scenario_file));
    auto carried = scenario::carry_files(paths);
    if (!carried) return carried.faults();
    for (size_t i = 0; i < paths.size(); ++i) {
        const auto scenario = scenario::read_scenario(paths[i]);
        if (!scenario) return scenario.faults();
        const scenario::ClassStation& station = plan->stations[i];
        const std::string first = scenario->devices.empty() ? "" : scenario->devices.front().id;
        pack.stations.push_back({.file = carried->roots[i],
                                 .scenario = scenario->id,
                                 .title = scenario->title,
                                 .seed = station.seed,
                                 .bmi = station.bmi,
                                 .device = station.device.empty() ? first : station.device});
    }
    pack.files = std::move(std::move(carried).value().files);
    if (const std::string fault = fault_of(pack); !fault.empty()) return Diagnostic{plan_file, 0, 0, fault};
    pack.hash = hash_of(body_of(pack));
    return pack;
}

std::string pack_text(const Pack& pack) {
    Json json = body_of(pack);
    json["hash"] = hash_of(json);
    return io::json_text(json);
}

Result<Pack> parse_pack(const std::string& text, const std::string& file) {
    const auto json = io::parse_json(text, file);
    if (!json) return json.faults();
    const auto refuse = [&](const std::string& why) { return Diagnostic{file, 0, 0, "this is no class pack: " + why}; };
    if (!json->is_object() || json->value("kind", Json()) != kKind)
        return refuse("its kind is not '" + std::string(kKind) + "'");
    if (json->value("schema", Json()) != kSchema)
        return Diagnostic{file, 0, 0, "the pack is of another version of the file form; this program reads version 1"};
    try {
        Pack pack = pack_from(*json);
        if (const std::string fault = fault_of(pack); !fault.empty()) return refuse(fault);
        pack.hash = hash_of(body_of(pack));
        if (json->at("hash") != pack.hash)
            return Diagnostic{file, 0, 0,
                              "the pack was changed after it was made: its hash does not fit; ask for it again"};
        return pack;
    } catch (const Json::exception&) {
        return refuse("a part of it is missing or of another type");
    }
}

session::AttemptWriter::InClass recording_for(const Pack& pack, int station, const std::string& learner,
                                              const std::string& input, int64_t started_s) {
    return {{.pack = pack.hash,
             .station = station,
             .mode = scenario::mode_word(pack.mode),
             .input = input,
             .held = pack.held,
             .started_s = started_s},
            session::chain_start(pack.nonce, learner)};
}

std::string recording_name(const Pack& pack, int station, const std::string& learner) {
    return learner + "_" + std::to_string(station) + "_" + pack.stations.at(static_cast<size_t>(station) - 1).scenario +
           ".ndjson";
}

HandedIn take_in(const std::string& text, const std::string& file, const Pack& pack) {
    HandedIn in{file, std::nullopt, {}};
    auto read = session::parse_attempt(text, file);
    if (!read) {
        in.problems = read.faults();
        return in;
    }
    in.attempt = std::move(read).value();
    const session::AttemptHeader& header = in.attempt->header;
    const auto problem = [&](const std::string& message) { in.problems.push_back({file, 1, 0, message}); };
    if (in.attempt->authored || !header.seal.sealed()) {
        problem("it was not recorded for a class");
        return in;
    }
    if (header.seal.pack != pack.hash) {
        problem("it was recorded for another pack");
        return in;
    }
    if (const Failure fault = session::check_chain(text, file, session::chain_start(pack.nonce, header.learner)))
        in.problems.push_back(*fault);
    if (!pack.takes(header.learner)) problem("'" + header.learner + "' is not on the list of this class");
    if (header.seal.station > static_cast<int>(pack.stations.size()))
        problem("the pack has no station " + std::to_string(header.seal.station));
    else
        check_pins(header, pack, file, in.problems);
    return in;
}

std::vector<std::string> call_roll(const Pack& pack, std::vector<HandedIn>& all) {
    using Place = std::pair<std::string, int>;
    std::map<Place, std::vector<size_t>> by_place;
    std::set<std::string> present(pack.learners.begin(), pack.learners.end());
    for (size_t i = 0; i < all.size(); ++i) {
        if (!all[i].counts()) continue;
        const session::AttemptHeader& header = all[i].attempt->header;
        present.insert(header.learner);
        by_place[{header.learner, header.seal.station}].push_back(i);
    }
    for (const auto& [place, which] : by_place) {
        const session::Attempt& first = *all[which.front()].attempt;
        const bool same = std::all_of(which.begin(), which.end(), [&](size_t i) {
            const auto& end = all[i].attempt->end;
            return end && first.end && end->hash == first.end->hash && end->tick == first.end->tick;
        });
        for (size_t k = same ? 1 : 0; which.size() > 1 && k < which.size(); ++k) {
            HandedIn& extra = all[which[k]];
            extra.problems.push_back({extra.file, 0, 0,
                                      same ? "the same attempt as " + all[which.front()].file
                                           : place.first + " handed in " + std::to_string(which.size()) +
                                                 " attempts at " + station_words(pack, place.second) +
                                                 ": you decide which one counts"});
        }
    }
    std::vector<std::string> missing;
    for (const std::string& learner : present)
        for (int station = 1; station <= static_cast<int>(pack.stations.size()); ++station)
            if (!by_place.contains({learner, station}))
                missing.push_back(learner + ": nothing that counts from " + station_words(pack, station));
    return missing;
}

}  // namespace cryo::station

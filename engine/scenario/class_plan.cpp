#include "engine/scenario/class_plan.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>

#include "engine/io/files.h"
#include "engine/scenario/read.h"

namespace cryo::scenario {

namespace {

using io::FaultLog;
using io::Node;
using io::NodeKind;
using io::Presence;

const std::vector<std::pair<std::string, ClassMode>> kModes{{"practice", ClassMode::Practice},
                                                            {"exam", ClassMode::Exam}};
const std::vector<std::pair<std::string, PinnedInput>> kInputs{{"any", PinnedInput::Any},
                                                               {"mouse", PinnedInput::Mouse},
                                                               {"trackpad", PinnedInput::Trackpad},
                                                               {"keyboard", PinnedInput::Keyboard},
                                                               {"gamepad", PinnedInput::Gamepad}};

const io::ParameterTable<ClassStation>& station_table() {
    static const io::ParameterTable<ClassStation> table{
        "A station: one case with one patient, the same for every learner.",
        {
            io::text("case", &ClassStation::scenario_file, {1, 500}, Presence::Required,
                     "File of the case or lesson, from this file's folder"),
            io::whole("seed", &ClassStation::seed, {0, 9e15}, Presence::Required, "Which person"),
            io::number("bmi", &ClassStation::bmi, {17, 45}, Presence::Required, "Body-mass index in kg/m\u00b2"),
            io::text("device", &ClassStation::device, {0, 60}, Presence::Optional,
                     "Id of the cryoprobe; empty = the case's first"),
        }};
    return table;
}

void check_station(const ClassStation& station, const Node& node, const std::string& plan_file, FaultLog& log) {
    const Node* at = node.find("case");
    if (at == nullptr || !log.is_sound(*at)) return;
    const std::string path = io::path_beside(plan_file, station.scenario_file);
    if (!io::file_exists(path)) {
        log.add(*at, "there is no file '" + station.scenario_file + "' (looked for " + path + ")");
        return;
    }
    const Result<Scenario> scenario = read_scenario(path);
    if (!scenario) return log.add_other_file(scenario.faults());
    const Node* device = node.find("device");
    if (device == nullptr || station.device.empty()) return;
    std::vector<std::string> ids;
    for (const instruments::CryoprobeDevice& each : scenario->devices) ids.push_back(each.id);
    if (std::find(ids.begin(), ids.end(), station.device) != ids.end()) return;
    const std::string near = nearest_word(station.device, ids);
    log.add(*device, "the case '" + scenario->id + "' has no device '" + station.device + "'" +
                         (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

// ---- carrying ------------------------------------------------------------------------------------------------------

bool is_plain(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    });
}

void find_references(const Node& node, std::vector<std::string>& written) {
    constexpr std::string_view kEnding = ".toml";
    if (node.kind == NodeKind::Text && node.text.ends_with(kEnding)) written.push_back(node.text);
    for (const Node& child : node.children) find_references(child, written);
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

std::string whole_path(const std::string& path) {
    std::error_code error;
    const auto whole = std::filesystem::weakly_canonical(path, error);
    return error ? path : whole.string();
}

// What a file becomes on the way: the folder it lies in tells what kind it is, and cases of all folders lie together.
std::string carried_name(const std::string& path) {
    const std::string folder = io::name_of(io::folder_of(path));
    const bool is_part = folder == "devices" || folder == "transducers" || folder == "patients";
    return (is_part ? folder : "cases") + "/" + io::name_of(path);
}

}  // namespace

const char* mode_word(ClassMode mode) { return kModes[static_cast<size_t>(mode)].first.c_str(); }
const char* input_word(PinnedInput input) { return kInputs[static_cast<size_t>(input)].first.c_str(); }

const io::ParameterTable<ClassPlan>& class_plan_table() {
    static const io::ParameterTable<ClassPlan> table{
        "A class: stations in a row, pinned for every learner.",
        {
            io::constant<ClassPlan>("schema", 1, "Version of the file form"),
            io::constant<ClassPlan>("kind", "class", "What this file is"),
            io::text("id", &ClassPlan::id, {1, 60}, Presence::Required, "Short name: a-z, 0-9 and _"),
            io::text("title", &ClassPlan::title, {1, 120}, Presence::Required, "Name on screens"),
            io::word("mode", &ClassPlan::mode, kModes, Presence::Optional,
                     "An exam has no help, no pause that shows the image, no second try at a station"),
            io::on_off("held", &ClassPlan::held, Presence::Optional,
                       "Learners see no result until the instructor gives out the release word"),
            io::word("input", &ClassPlan::input, kInputs, Presence::Optional, "What everyone must work with"),
            io::tables("station", &ClassPlan::stations, station_table(), {1, kMostClassStations}, Presence::Required),
        }};
    return table;
}

Result<ClassPlan> read_class_plan_text(const std::string& text, const std::string& file) {
    const io::ParameterTree tree = io::parse_toml(text, file);
    if (!tree.readable) return tree.faults;
    FaultLog log(tree);
    ClassPlan plan;
    class_plan_table().read(tree.root, plan, log);
    const Node* stations = tree.root.find("station");
    for (size_t i = 0; i < plan.stations.size() && stations != nullptr && i < stations->children.size(); ++i)
        check_station(plan.stations[i], stations->children[i], file, log);
    if (const Node* id = tree.root.find("id"); id != nullptr && log.is_sound(*id) && !is_plain(plan.id))
        log.add(*id, "'id' may hold only a-z, 0-9 and _");
    if (!log.empty()) return log.sorted();
    return plan;
}

Result<ClassPlan> read_class_plan(const std::string& path) {
    const Result<std::string> text = io::read_text(path, io::kAuthoredLimitBytes);
    if (!text) return text.faults();
    return read_class_plan_text(*text, path);
}

bool is_carried_name(const std::string& name) {
    const size_t slash = name.find('/');
    return slash != std::string::npos && is_plain(name.substr(0, slash)) && is_plain(name.substr(slash + 1));
}

Result<CarriedCase> carry_files(const std::vector<std::string>& paths) {
    CarriedCase carried;
    std::map<std::string, std::string> texts;     // by carried name
    std::map<std::string, std::string> taken_by;  // carried name to the path it came from
    std::deque<std::string> open;
    Diagnostics faults;
    const auto take = [&](const std::string& path) {
        const std::string name = carried_name(path);
        const auto [entry, is_new] = taken_by.emplace(name, path);
        if (is_new) open.push_back(path);
        if (entry->second != path)
            faults.push_back(
                {path, 0, 0, "two different files would be carried as " + name + ": the other is " + entry->second});
        if (!is_carried_name(name))
            faults.push_back({path, 0, 0, "a file that is carried needs a name of letters, digits, '_', '-' and '.'"});
        return name;
    };
    for (const std::string& path : paths) carried.roots.push_back(take(whole_path(path)));
    while (!open.empty() && faults.empty()) {
        const std::string path = open.front();
        open.pop_front();
        const Result<std::string> read = io::read_text(path, io::kAuthoredLimitBytes);
        if (!read) return read.faults();
        std::string text = *read;
        const io::ParameterTree tree = io::parse_toml(text, path);
        if (!tree.readable) return tree.faults;
        std::vector<std::string> references;
        find_references(tree.root, references);
        for (const std::string& written : references) {
            const std::string target = io::path_beside(path, written);
            if (!io::file_exists(target)) continue;  // a sentence that ends like a file
            replace_all(text, "\"" + written + "\"", "\"../" + take(whole_path(target)) + "\"");
        }
        texts[carried_name(path)] = std::move(text);
    }
    if (!faults.empty()) return faults;
    for (auto& [name, text] : texts) carried.files.push_back({name, std::move(text)});
    return carried;
}

}  // namespace cryo::scenario

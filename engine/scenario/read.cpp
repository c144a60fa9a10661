#include "engine/scenario/read.h"

#include <algorithm>
#include <optional>

#include "engine/anatomy/patient.h"
#include "engine/core/units.h"
#include "engine/io/files.h"
#include "engine/scenario/check.h"
#include "engine/scenario/class_plan.h"
#include "engine/scenario/lesson.h"
#include "engine/scenario/script_check.h"
#include "engine/scenario/tables.h"

namespace cryo::scenario {

using instruments::CryoprobeDevice;
using instruments::GasSide;
using instruments::Transducer;
using io::FaultLog;
using io::Node;
using io::ParameterTree;

namespace {

const std::vector<std::string>& kinds() {
    static const std::vector<std::string> all{"scenario",   "lesson",  "phantom", "device",
                                              "transducer", "patient", "class"};
    return all;
}

Result<ParameterTree> parse_tree(const std::string& text, const std::string& file) {
    ParameterTree tree = io::parse_toml(text, file);
    if (!tree.readable) return tree.faults;
    return tree;
}

Result<std::string> read_authored(const std::string& path) { return io::read_text(path, io::kAuthoredLimitBytes); }

// What a file says it is; a fault where it says nothing known.
Result<std::string> kind_of(const ParameterTree& tree) {
    const Node* kind = tree.root.find("kind");
    const Node& at = kind != nullptr ? *kind : tree.root;
    for (const std::string& known : kinds())
        if (kind != nullptr && kind->kind == io::NodeKind::Text && kind->text == known) return known;
    std::string allowed;
    for (const std::string& known : kinds()) allowed += (allowed.empty() ? "'" : ", '") + known + "'";
    FaultLog log(tree);
    log.add(at, kind == nullptr ? "'kind' is missing: it says what this file is, one of " + allowed
                                : "'kind' must be one of " + allowed);
    return log.sorted();
}

// A file of which another kind was expected; nothing when the kind is right.
std::optional<Diagnostics> wrong_kind(const ParameterTree& tree, const std::vector<std::string>& wanted) {
    const Result<std::string> kind = kind_of(tree);
    if (!kind) return kind.faults();
    for (const std::string& name : wanted)
        if (*kind == name) return std::nullopt;
    const io::Place place = tree.root.find("kind")->place;
    return Diagnostics{{tree.file, place.line, place.column,
                        "this is a " + *kind + " file; a " + wanted.front() + " file is needed here"}};
}

// A simple file: its table, then its checks.
template <class T, class Check>
Result<T> read_simple(const Result<std::string>& text, const std::string& path, const std::string& kind,
                      const io::ParameterTable<T>& table, const Check& check) {
    if (!text) return text.faults();
    const Result<ParameterTree> tree = parse_tree(*text, path);
    if (!tree) return tree.faults();
    if (std::optional<Diagnostics> wrong = wrong_kind(*tree, {kind})) return *wrong;
    FaultLog log(*tree);
    T value{};
    table.read(tree->root, value, log);
    check(value, tree->root, log);
    if (!log.empty()) return log.sorted();
    return value;
}

Result<CryoprobeDevice> use_calibration(CryoprobeDevice device, const std::string& path, const std::string& name) {
    std::vector<std::string> names;
    for (const GasSide& side : device.calibrations) {
        if (side.name == name) {
            device.gas_side = side;
            return device;
        }
        names.push_back(side.name);
    }
    std::string known;
    for (const std::string& each : names) known += (known.empty() ? "'" : ", '") + each + "'";
    return Diagnostic{path, 0, 0, "the device has no calibration '" + name + "'; it has " + known};
}

// Follows one reference. A missing file is a fault of the place that refers to it, faults inside it are its own.
template <class T, class Read>
std::optional<T> follow(const std::string& file, const std::string& written, const Node& at, FaultLog& log,
                        const Read& read) {
    const std::string path = io::path_beside(file, written);
    if (!io::file_exists(path)) {
        log.add(at, "there is no file '" + written + "' (looked for " + path + ")");
        return std::nullopt;
    }
    Result<T> value = read(path);
    if (!value) {
        log.add_other_file(value.faults());
        return std::nullopt;
    }
    return std::move(value).value();
}

void follow_references(Scenario& scenario, const Node& root, FaultLog& log) {
    if (const Node* at = root.find("transducer"); at != nullptr && log.is_sound(*at))
        if (auto transducer = follow<Transducer>(scenario.file, scenario.transducer_file, *at, log, read_transducer)) {
            scenario.transducer = std::move(*transducer);
            check_imaging(scenario.imaging, scenario.transducer, root, log);
        }
    if (const Node* at = root.find("other_transducers"); at != nullptr && log.is_sound(*at))
        for (size_t i = 0; i < scenario.other_transducer_files.size(); ++i)
            if (auto other = follow<Transducer>(scenario.file, scenario.other_transducer_files[i], at->children[i], log,
                                                read_transducer))
                scenario.other_transducers.push_back(std::move(*other));
    const auto read_default = [](const std::string& path) { return read_device(path); };
    if (const Node* at = root.find("devices"); at != nullptr && log.is_sound(*at))
        for (size_t i = 0; i < scenario.device_files.size(); ++i)
            if (auto device = follow<CryoprobeDevice>(scenario.file, scenario.device_files[i], at->children[i], log,
                                                      read_default))
                scenario.devices.push_back(std::move(*device));
    if (const Node* at = root.find("patient"); at != nullptr && log.is_sound(*at))
        if (auto patient = follow<NamedPatient>(scenario.file, scenario.patient_file, *at, log, read_patient))
            scenario.patient = patient->patient;
}

// A device that is called unsuitable must be one that is offered.
void check_unsuitable(const Scenario& scenario, const Node& root, FaultLog& log) {
    const Node* list = root.find("unsuitable");
    if (list == nullptr || !log.is_sound(*list)) return;
    std::string offered;
    for (const CryoprobeDevice& device : scenario.devices) offered += (offered.empty() ? "" : ", ") + device.id;
    for (size_t i = 0; i < scenario.unsuitable.size(); ++i) {
        const std::string& id = scenario.unsuitable[i].device;
        const bool known = std::any_of(scenario.devices.begin(), scenario.devices.end(),
                                       [&](const CryoprobeDevice& device) { return device.id == id; });
        const Node* at = list->children[i].find("device");
        if (!known) log.add(at == nullptr ? *list : *at, "'" + id + "' is not offered here; there are " + offered);
    }
}

void take_id_as_label(const std::string& id, std::string& label) {
    if (!label.empty()) return;
    label = id;
    for (char& c : label)
        if (c == '_') c = ' ';
}

// Where a cryoprobe waits beside a test object that does not say: clear of any transducer, at an angle that is allowed.
constexpr instruments::CryoprobePose kWaitingPose{-0.035, 0.0, 0.0, rad_from_deg(30.0), 0.0};

// The parts of the file joined to what the simulation takes.
Scenario assemble(ScenarioFile file) {
    Scenario scenario = std::move(file.scenario);
    anatomy::AnatomyTemplate& authored = scenario.anatomy;
    for (AuthoredNerve& nerve : file.nerves) {
        nerve.nerve.required |= nerve.nerve.role == anatomy::NerveRole::Target;
        authored.at_bmi_23.nerves.push_back(std::move(nerve.nerve));
        authored.nerve_needs.push_back(std::move(nerve.needs));
    }
    for (AuthoredVessel& vessel : file.vessels) {
        authored.at_bmi_23.vessels.push_back(std::move(vessel.vessel));
        authored.vessel_needs.push_back(std::move(vessel.needs));
    }
    for (anatomy::Layer& layer : authored.at_bmi_23.layers) {
        layer.fibre = glm::normalize(layer.fibre);
        take_id_as_label(layer.id, layer.label);
    }
    for (anatomy::Sheet& sheet : authored.at_bmi_23.sheets) take_id_as_label(sheet.id, sheet.label);
    for (anatomy::Bone& bone : authored.at_bmi_23.bones) take_id_as_label(bone.id, bone.label);
    for (anatomy::Inclusion& inclusion : authored.at_bmi_23.inclusions) take_id_as_label(inclusion.id, inclusion.label);
    if (scenario.cryoprobe_start.pitch_rad < instruments::kPitchLowRad) scenario.cryoprobe_start = kWaitingPose;
    scenario.patient.side = scenario.consent.side;
    return scenario;
}

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

size_t find_word(const std::string& sentence, const std::string& word) {
    for (size_t at = sentence.find(word); at != std::string::npos; at = sentence.find(word, at + 1)) {
        const size_t end = at + word.size();
        const bool begins = at == 0 || !is_word_character(sentence[at - 1]);
        if (begins && (end == sentence.size() || !is_word_character(sentence[end]))) return at;
    }
    return std::string::npos;
}

// The structure a sentence of the anatomy's own checks is about: the one whose id it mentions first.
const Node& structure_in(const std::string& sentence, const Node& root) {
    const Node* first = &root;
    size_t first_at = std::string::npos;
    for (const Node& list : root.children) {
        if (list.kind != io::NodeKind::Array) continue;
        for (const Node& item : list.children) {
            const Node* id = item.find("id");
            if (id == nullptr || id->text.empty()) continue;
            const size_t at = find_word(sentence, id->text);
            if (at >= first_at) continue;
            first = &item;
            first_at = at;
        }
    }
    return *first;
}

// What the phases and handlers of a case can be about.
CaseNames names_of(const ScenarioFile& file) {
    CaseNames names;
    const anatomy::Anatomy& anatomy = file.scenario.anatomy.at_bmi_23;
    const auto tube = [&](const std::string& id) {
        names.tubes.push_back(id);
        names.structures.push_back(id);
    };
    for (const AuthoredNerve& nerve : file.nerves) tube(nerve.nerve.id);
    for (const AuthoredVessel& vessel : file.vessels) tube(vessel.vessel.id);
    for (const anatomy::Inclusion& inclusion : anatomy.inclusions) tube(inclusion.id);
    for (const anatomy::Bone& bone : anatomy.bones) names.structures.push_back(bone.id);
    for (const anatomy::Sheet& sheet : anatomy.sheets) names.structures.push_back(sheet.id);
    for (const anatomy::Layer& layer : anatomy.layers) {
        names.layers.push_back(layer.id);
        names.structures.push_back(layer.id);
    }
    const std::vector<CryoprobeDevice>& devices = file.scenario.devices;
    names.has_device = !devices.empty();
    names.has_stimulator = std::any_of(devices.begin(), devices.end(),
                                       [](const CryoprobeDevice& device) { return device.has_stimulator; });
    return names;
}

enum class Depth { Readable, AllPatients };

Result<Scenario> read_case(const Result<std::string>& text, const std::string& path, Depth depth) {
    if (!text) return text.faults();
    Result<ParameterTree> tree = parse_tree(*text, path);
    if (!tree) return tree.faults();
    if (std::optional<Diagnostics> wrong = wrong_kind(*tree, {"scenario", "lesson", "phantom"})) return *wrong;
    const bool is_lesson = *kind_of(*tree) == "lesson";
    if (is_lesson) tree = with_base(*tree, path);
    if (!tree) return tree.faults();
    FaultLog log(*tree);
    ScenarioFile file;
    file.scenario.file = path;
    file.scenario.is_phantom = *kind_of(*tree) == "phantom";
    (file.scenario.is_phantom ? phantom_table() : scenario_table()).read(tree->root, file, log);
    check_scenario(file, tree->root, log);
    follow_references(file.scenario, tree->root, log);
    // A lesson may offer fewer devices than the case it is built on.
    if (!is_lesson) check_unsuitable(file.scenario, tree->root, log);
    if (!file.scenario.is_phantom) check_script(file.scenario.script, names_of(file), tree->root, log);
    if (!log.empty()) return log.sorted();
    Scenario scenario = assemble(std::move(file));
    if (depth == Depth::AllPatients) {
        for (const std::string& fault : anatomy::template_faults(scenario.anatomy))
            log.add(structure_in(fault, tree->root), fault);
        if (!log.empty()) return log.sorted();
    }
    return scenario;
}

Result<Transducer> transducer_from(const Result<std::string>& text, const std::string& path) {
    return read_simple(text, path, "transducer", transducer_table(), check_transducer);
}

Result<CryoprobeDevice> device_from(const Result<std::string>& text, const std::string& path) {
    return read_simple(text, path, "device", device_table(), check_device);
}

Result<NamedPatient> patient_from(const Result<std::string>& text, const std::string& path) {
    return read_simple(text, path, "patient", patient_table(),
                       [](const NamedPatient&, const Node& root, FaultLog& log) { check_id(root, log); });
}

}  // namespace

Result<Transducer> read_transducer(const std::string& path) { return transducer_from(read_authored(path), path); }

Result<CryoprobeDevice> read_device(const std::string& path, const std::string& calibration) {
    Result<CryoprobeDevice> device = device_from(read_authored(path), path);
    if (!device) return device;
    const std::string wanted = calibration.empty() ? device->gas_side.name : calibration;
    return use_calibration(std::move(device).value(), path, wanted);
}

Result<NamedPatient> read_patient(const std::string& path) { return patient_from(read_authored(path), path); }

Result<Scenario> read_scenario(const std::string& path) {
    return read_case(read_authored(path), path, Depth::Readable);
}

Result<Scenario> read_scenario_text(const std::string& text, const std::string& file) {
    return read_case(text, file, Depth::Readable);
}

Diagnostics check_text(const std::string& text, const std::string& file) {
    const Result<ParameterTree> tree = parse_tree(text, file);
    if (!tree) return tree.faults();
    const Result<std::string> kind = kind_of(*tree);
    if (!kind) return kind.faults();
    if (*kind == "device") return device_from(text, file).faults();
    if (*kind == "transducer") return transducer_from(text, file).faults();
    if (*kind == "patient") return patient_from(text, file).faults();
    if (*kind == "class") return read_class_plan_text(text, file).faults();
    return read_case(text, file, Depth::AllPatients).faults();
}

Diagnostics check_file(const std::string& path) {
    const Result<std::string> text = read_authored(path);
    return text ? check_text(*text, path) : text.faults();
}

}  // namespace cryo::scenario

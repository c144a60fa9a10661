#include "engine/scenario/check.h"

#include <algorithm>

#include "engine/core/units.h"
#include "engine/io/number_text.h"

namespace cryo::scenario {

using instruments::ArrayShape;
using instruments::CryoprobeDevice;
using instruments::Transducer;
using io::FaultLog;
using io::Node;

namespace {

std::string mm(double value_m) { return io::rounded_text(mm_from_m(value_m), 4) + " mm"; }
std::string mhz(double value_hz) { return io::rounded_text(mhz_from_hz(value_hz), 4) + " MHz"; }

// The value of a key, when every one of `keys` (dotted paths) was read well or left out.
bool are_sound(const Node& root, const FaultLog& log, std::initializer_list<const char*> keys) {
    return std::all_of(keys.begin(), keys.end(), [&](const char* key) {
        const Node* value = root.find(key);
        return value == nullptr || log.is_sound(*value);
    });
}

const Node& value_or_table(const Node& table, const char* key) {
    const Node* value = table.find(key);
    return value != nullptr ? *value : table;
}

bool exists(const Node& root, const std::string& dotted) {
    const Node* node = &root;
    for (size_t begin = 0; begin <= dotted.size();) {
        const size_t end = std::min(dotted.find('.', begin), dotted.size());
        const std::string step = dotted.substr(begin, end - begin);
        if (node->kind == io::NodeKind::Array) {
            // A list of tables: the key of any of them.
            const auto with = std::find_if(node->children.begin(), node->children.end(),
                                           [&](const Node& item) { return item.find(step) != nullptr; });
            if (with == node->children.end()) return false;
            node = with->find(step);
        } else {
            node = node->find(step);
            if (node == nullptr) return false;
        }
        begin = end + 1;
    }
    return true;
}

// Marks that point at nothing would silently stop marking when a key is renamed.
void check_provisional(const Node& root, FaultLog& log) {
    const Node* list = root.find("provisional");
    if (list == nullptr || !log.is_sound(*list)) return;
    for (const Node& item : list->children)
        if (!exists(root, item.text))
            log.add(item, "'provisional' names '" + item.text + "', which this file does not say");
}

}  // namespace

void check_id(const Node& root, FaultLog& log) {
    const Node* id = root.find("id");
    if (id == nullptr || !log.is_sound(*id)) return;
    const bool is_plain = std::all_of(id->text.begin(), id->text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!is_plain) log.add(*id, "'id' is '" + id->text + "'; allowed are the letters a-z, digits and _");
}

void check_device(const CryoprobeDevice& device, const Node& root, FaultLog& log) {
    check_id(root, log);
    check_provisional(root, log);
    if (are_sound(root, log, {"active_length_mm", "shaft_length_mm"}) && device.active_length_m > device.shaft_length_m)
        log.add(value_or_table(root, "active_length_mm"), "the active zone is " + mm(device.active_length_m) +
                                                              " long, longer than the shaft of " +
                                                              mm(device.shaft_length_m));
    if (are_sound(root, log, {"needle_count", "needle_spacing_mm", "shaft_diameter_mm"}) && device.needle_count > 1 &&
        device.needle_spacing_m < device.shaft_diameter_m)
        log.add(value_or_table(root, "needle_spacing_mm"), "needles of " + mm(device.shaft_diameter_m) +
                                                               " cannot stand " + mm(device.needle_spacing_m) +
                                                               " apart (between axes)");
    if (are_sound(root, log, {"active_thaw", "active_thaw_c"}) && device.has_active_thaw &&
        device.active_thaw_degc <= 0.0)
        log.add(value_or_table(root, "active_thaw_c"), "a probe that warms itself needs a temperature above 0 \u00b0C");
    const bool is_low_too_early =
        are_sound(root, log, {"gas_supply_s", "gas_low_s"}) && device.gas_low_s > device.gas_supply_s;
    const bool is_low_unsaid = are_sound(root, log, {"gas_low_s", "fault"}) && device.gas_low_s > 0.0 &&
                               instruments::fault_of(device, instruments::FaultKind::GasLow) == nullptr;
    if (is_low_too_early)
        log.add(value_or_table(root, "gas_low_s"), "gas cannot be low with more left than a full supply");
    if (is_low_unsaid)
        log.add(value_or_table(root, "gas_low_s"),
                "a supply that runs low needs a [[fault]] of the kind gas_low that says what is left");
    if (are_sound(root, log, {"fault"}))
        for (size_t i = 1; i < device.faults.size(); ++i)
            if (instruments::fault_of(device, device.faults[i].kind) != &device.faults[i])
                log.add(value_or_table(root.find("fault")->children[i], "kind"),
                        std::string("the fault '") + instruments::fault_name(device.faults[i].kind) + "' stands twice");
    if (!are_sound(root, log, {"calibration", "gas_side"}) || root.find("calibration") == nullptr) return;
    std::vector<std::string> names;
    for (size_t i = 0; i < device.calibrations.size(); ++i) {
        const std::string& name = device.calibrations[i].name;
        if (std::find(names.begin(), names.end(), name) != names.end())
            log.add(value_or_table(root.find("gas_side")->children[i], "name"),
                    "the calibration '" + name + "' stands twice");
        names.push_back(name);
    }
    if (std::find(names.begin(), names.end(), device.gas_side.name) == names.end()) {
        const std::string nearest = nearest_word(device.gas_side.name, names);
        log.add(value_or_table(root, "calibration"), "'calibration' is '" + device.gas_side.name +
                                                         "', which no [[gas_side]] is named" +
                                                         (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
    }
}

void check_transducer(const Transducer& transducer, const Node& root, FaultLog& log) {
    check_id(root, log);
    const bool has_band = are_sound(root, log, {"frequency_low_mhz", "frequency_high_mhz"}) &&
                          root.find("frequency_low_mhz") != nullptr && root.find("frequency_high_mhz") != nullptr;
    if (has_band && !(transducer.frequency_high_hz >= transducer.frequency_low_hz)) {
        log.add(value_or_table(root, "frequency_high_mhz"), "the band ends at " + mhz(transducer.frequency_high_hz) +
                                                                ", below its start at " +
                                                                mhz(transducer.frequency_low_hz));
    } else if (has_band && are_sound(root, log, {"frequency_mhz"}) && root.find("frequency_mhz") != nullptr &&
               (transducer.frequency_default_hz < transducer.frequency_low_hz ||
                transducer.frequency_default_hz > transducer.frequency_high_hz)) {
        log.add(value_or_table(root, "frequency_mhz"), "it starts with " + mhz(transducer.frequency_default_hz) +
                                                           ", outside its band of " + mhz(transducer.frequency_low_hz) +
                                                           " to " + mhz(transducer.frequency_high_hz));
    }
    if (!are_sound(root, log, {"shape", "radius_mm"}) || root.find("shape") == nullptr) return;
    const bool is_curved = transducer.shape == ArrayShape::Curvilinear;
    if (is_curved && transducer.radius_m < 0.005)
        log.add(value_or_table(root, "radius_mm"), "a curvilinear face needs a radius of at least 5 mm");
    if (!is_curved && transducer.radius_m > 0.0)
        log.add(value_or_table(root, "radius_mm"),
                "a linear face has no radius; 'radius_mm' is " + mm(transducer.radius_m));
}

void check_drill(const Scenario& scenario, const Node& root, FaultLog& log) {
    const Node* drill = root.find("drill");
    if (drill == nullptr || !log.is_sound(*drill)) return;
    if (scenario.drill.order == 0) log.add(*drill, "a drill has its place on the ladder: 'order' is missing or 0");
    if (scenario.drill.skill.empty()) log.add(*drill, "a drill names the skill it practises: 'skill' is missing");
    if (scenario.script.phases.empty()) log.add(*drill, "a drill has goals to reach: there is no [[phase]]");
}

void check_scenario(const ScenarioFile& file, const Node& root, FaultLog& log) {
    const Scenario& scenario = file.scenario;
    check_id(root, log);
    check_provisional(root, log);
    check_anatomy(file, root, log);
    if (const Node* imaging = root.find("imaging");
        imaging != nullptr && log.is_sound(*imaging) && scenario.imaging.focus_m > scenario.imaging.depth_m)
        log.add(value_or_table(*imaging, "focus_mm"), "the focus at " + mm(scenario.imaging.focus_m) +
                                                          " lies below the image, which is " +
                                                          mm(scenario.imaging.depth_m) + " deep");
    if (scenario.is_phantom) return;
    check_drill(scenario, root, log);
    if (const Node* cryoprobe = root.find("cryoprobe"); cryoprobe != nullptr && log.is_sound(*cryoprobe) &&
                                                        scenario.cryoprobe_start.insert_m > 0.0 &&
                                                        scenario.drill.order == 0)
        log.add(value_or_table(*cryoprobe, "insert_mm"),
                "in a case the cryoprobe waits outside the skin: 'insert_mm' must be 0, except in a drill");
    const Node* plan = root.find("plan");
    if (plan == nullptr || !log.is_sound(*plan)) return;
    const ScoreWeights& w = scenario.plan.weights;
    if (w.image == 0.0 && w.needle == 0.0 && w.target == 0.0 && w.coverage == 0.0 && w.motor == 0.0 &&
        w.structures == 0.0 && w.skin == 0.0 && w.technique == 0.0)
        log.add(value_or_table(*plan, "weights"), "no part of the score is left: give one of 'weights' more than 0");
    const bool has_tumour =
        std::any_of(scenario.anatomy.at_bmi_23.inclusions.begin(), scenario.anatomy.at_bmi_23.inclusions.end(),
                    [](const anatomy::Inclusion& body) { return body.tissue == anatomy::Tissue::Tumour; });
    if (scenario.plan.aim == Aim::Tumour && !has_tumour)
        log.add(value_or_table(*plan, "aim"), "the aim is a tumour, but no 'inclusion' is one");
    if (scenario.plan.placements_planned > scenario.plan.placements_max)
        log.add(value_or_table(*plan, "placements_planned"),
                std::to_string(scenario.plan.placements_planned) + " placements are planned, more than the " +
                    std::to_string(scenario.plan.placements_max) + " allowed at most");
    for (size_t i = 0; i < file.nerves.size(); ++i) {
        const anatomy::Nerve& nerve = file.nerves[i].nerve;
        if (nerve.role != anatomy::NerveRole::Target || !log.is_sound(*root.find("nerve"))) continue;
        double length_m = 0.0;
        for (size_t p = 1; p < nerve.tube.path_m.size(); ++p)
            length_m += glm::length(nerve.tube.path_m[p] - nerve.tube.path_m[p - 1]);
        if (scenario.plan.required_length_m > length_m)
            log.add(value_or_table(*plan, "required_length_mm"), mm(scenario.plan.required_length_m) +
                                                                     " of nerve are required, but the target is only " +
                                                                     mm(length_m) + " long here");
    }
}

void check_imaging(const ultrasound::ImagingSettings& imaging, const Transducer& transducer, const Node& root,
                   FaultLog& log) {
    const Node* table = root.find("imaging");
    if (table == nullptr) return;
    if (const Node* depth = table->find("depth_mm");
        depth != nullptr && log.is_sound(*depth) && imaging.depth_m > transducer.depth_max_m)
        log.add(*depth, "the image is " + mm(imaging.depth_m) + " deep; '" + transducer.id + "' reaches " +
                            mm(transducer.depth_max_m));
    if (const Node* frequency = table->find("frequency_mhz");
        frequency != nullptr && log.is_sound(*frequency) &&
        (imaging.frequency_hz < transducer.frequency_low_hz || imaging.frequency_hz > transducer.frequency_high_hz))
        log.add(*frequency, "'frequency_mhz' is " + mhz(imaging.frequency_hz) + "; '" + transducer.id + "' has " +
                                mhz(transducer.frequency_low_hz) + " to " + mhz(transducer.frequency_high_hz));
}

}  // namespace cryo::scenario

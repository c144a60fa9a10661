#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/scenario/check.h"

namespace cryo::scenario {

using anatomy::AnatomyTemplate;
using anatomy::FatTable;
using anatomy::Layer;
using anatomy::NerveRole;
using anatomy::Tube;
using anatomy::VariantDraw;
using io::FaultLog;
using io::Node;

namespace {

constexpr double kRoundingM = 1e-9;         // authored decimals are not exact in binary
constexpr double kLeastPathStepM = 0.001;   // anatomy.h
constexpr double kProbabilitySlack = 1e-6;  // thirds are written with a few digits
constexpr double kFatSlackM = 0.0005;       // the fat table may count a fascia or not

std::string mm(double value_m) { return io::rounded_text(mm_from_m(value_m), 4) + " mm"; }

// The item of a list of tables, or null where the list was not read.
const Node* item_of(const Node& root, const char* list, size_t index) {
    const Node* node = root.find(list);
    return node != nullptr && index < node->children.size() ? &node->children[index] : nullptr;
}

const Node& value_of(const Node& table, const char* key) {
    const Node* value = table.find(key);
    return value != nullptr ? *value : table;
}

bool key_is_sound(const Node& table, const char* key, const FaultLog& log) {
    const Node* value = table.find(key);
    return value != nullptr && log.is_sound(*value);
}

void check_box(const anatomy::Anatomy& block, const Node& root, FaultLog& log) {
    const Node* box = root.find("box");
    if (box == nullptr || !log.is_sound(*box)) return;
    const char axes[] = {'x', 'y', 'z'};
    for (int a = 0; a < 3; ++a)
        if (!(block.box_high_m[a] > block.box_low_m[a]))
            log.add(value_of(*box, "high_mm"), std::string("the box ends at ") + axes[a] + " = " +
                                                   mm(block.box_high_m[a]) + ", before it begins at " +
                                                   mm(block.box_low_m[a]));
}

void check_layers(const std::vector<Layer>& layers, const Node& root, FaultLog& log) {
    for (size_t i = 0; i < layers.size(); ++i) {
        const Node* node = item_of(root, "layer", i);
        if (node == nullptr) return;
        const bool has_top = key_is_sound(*node, "top_mm", log);
        if (has_top && key_is_sound(*node, "bottom_mm", log) && !(layers[i].bottom_m > layers[i].top_m))
            log.add(value_of(*node, "bottom_mm"), "layer '" + layers[i].id + "' ends at " + mm(layers[i].bottom_m) +
                                                      ", not below its top at " + mm(layers[i].top_m));
        if (const Node* fibre = node->find("fibre"); fibre != nullptr && log.is_sound(*fibre))
            if (!(glm::length(layers[i].fibre) > 0.1)) log.add(*fibre, "'fibre' must point somewhere: its length is 0");
        constexpr double kLeastBellyM = 0.004;
        if (const Node* ends = node->find("between_x_mm"); ends != nullptr && log.is_sound(*ends)) {
            if (!(layers[i].between_x_m.y - layers[i].between_x_m.x >= kLeastBellyM))
                log.add(*ends, "'between_x_mm' must rise by at least " + mm(kLeastBellyM));
            else if (i == 0)
                log.add(*ends, "the first layer is the skin and has no ends");
        }
        const Node* above = i > 0 ? item_of(root, "layer", i - 1) : nullptr;
        if (above == nullptr || !has_top || !key_is_sound(*above, "bottom_mm", log)) continue;
        if (layers[i].top_m < layers[i - 1].bottom_m - kRoundingM)
            log.add(value_of(*node, "top_mm"), "layer '" + layers[i].id + "' begins at " + mm(layers[i].top_m) +
                                                   ", inside the layer before it ('" + layers[i - 1].id +
                                                   "', down to " + mm(layers[i - 1].bottom_m) +
                                                   "); layers are listed from the skin down and do not overlap");
    }
}

// Distances between path points, and whether each lies in the block.
void check_path(const Tube& tube, double wall_m, const anatomy::Anatomy& block, bool box_is_sound, const Node& table,
                FaultLog& log) {
    if (!key_is_sound(table, "path_mm", log)) return;
    const Node& path = value_of(table, "path_mm");
    const bool has_height = key_is_sound(table, "height_mm", log);
    const double half_m = has_height ? 0.5 * tube.height_m + wall_m : 0.0;
    for (size_t i = 0; i < tube.path_m.size(); ++i) {
        const Vec3& p = tube.path_m[i];
        const double step_m = i > 0 ? glm::length(p - tube.path_m[i - 1]) : 1.0;
        if (step_m < kLeastPathStepM - kRoundingM)
            log.add(path.children[i],
                    "this point is " + mm(step_m) + " from the one before it; at least 1 mm is needed");
        if (!box_is_sound) continue;
        const Vec3 low_m = block.box_low_m + Vec3(0, 0, half_m);
        const Vec3 high_m = block.box_high_m - Vec3(0, 0, half_m);
        const char axes[] = {'x', 'y', 'z'};
        for (int a = 0; a < 3; ++a)
            if (p[a] < low_m[a] - kRoundingM || p[a] > high_m[a] + kRoundingM)
                log.add(path.children[i], std::string("this point lies outside the box: ") + axes[a] + " is " +
                                              mm(p[a]) + "; allowed with this size: " + mm(low_m[a]) + " to " +
                                              mm(high_m[a]));
    }
}

// A vessel with its wall must find room in the layer its points lie in.
void check_vessel_fits(const anatomy::Vessel& vessel, const std::vector<Layer>& layers, const Node& root,
                       const Node& table, FaultLog& log) {
    const Node* list = root.find("layer");
    if (list == nullptr || !log.is_sound(*list) || !log.is_sound(table)) return;
    const double height_m = vessel.tube.height_m + 2.0 * vessel.wall_m;
    for (const Layer& layer : layers)
        for (const Vec3& p : vessel.tube.path_m)
            if (p.z >= layer.top_m && p.z < layer.bottom_m && height_m > layer.bottom_m - layer.top_m + kRoundingM) {
                log.add(value_of(table, "height_mm"), "'" + vessel.id + "' is " + mm(height_m) +
                                                          " high with its wall, more than the layer it runs in ('" +
                                                          layer.id + "', " + mm(layer.bottom_m - layer.top_m) + ")");
                return;
            }
}

void check_needs(const std::string& needs, const std::vector<VariantDraw>& variants, const Node& root,
                 const Node& table, FaultLog& log) {
    if (needs.empty() || !key_is_sound(table, "needs", log)) return;
    if (const Node* list = root.find("variant"); list != nullptr && !log.is_sound(*list)) return;
    const Node& value = value_of(table, "needs");
    const size_t equals = needs.find('=');
    if (equals == std::string::npos) {
        log.add(value, "'needs' is '" + needs + "'; it must be \"variant=outcome\" or \"variant=outcome|outcome\"");
        return;
    }
    std::vector<std::string> names;
    const VariantDraw* found = nullptr;
    for (const VariantDraw& variant : variants) {
        names.push_back(variant.id);
        if (variant.id == needs.substr(0, equals)) found = &variant;
    }
    if (found == nullptr) {
        const std::string nearest = nearest_word(needs.substr(0, equals), names);
        log.add(value, "'needs' refers to the variant '" + needs.substr(0, equals) + "', which is not in this file" +
                           (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
        return;
    }
    for (size_t begin = equals + 1; begin <= needs.size();) {
        const size_t end = std::min(needs.find('|', begin), needs.size());
        const std::string outcome = needs.substr(begin, end - begin);
        if (std::find(found->outcomes.begin(), found->outcomes.end(), outcome) == found->outcomes.end())
            log.add(value, "'needs' refers to the outcome '" + outcome + "', which '" + found->id + "' does not have");
        begin = end + 1;
    }
}

void check_variants(const std::vector<VariantDraw>& variants, const Node& root, FaultLog& log) {
    for (size_t i = 0; i < variants.size(); ++i) {
        const Node* node = item_of(root, "variant", i);
        if (node == nullptr || !log.is_sound(*node)) continue;
        const VariantDraw& variant = variants[i];
        const double sum = std::accumulate(variant.probabilities.begin(), variant.probabilities.end(), 0.0);
        if (variant.probabilities.size() != variant.outcomes.size()) {
            log.add(value_of(*node, "probabilities"), "there are " + std::to_string(variant.probabilities.size()) +
                                                          " probabilities for " +
                                                          std::to_string(variant.outcomes.size()) + " outcomes");
        } else if (std::abs(sum - 1.0) > kProbabilitySlack) {
            log.add(value_of(*node, "probabilities"),
                    "the probabilities sum to " + io::rounded_text(sum) + "; their sum must be 1");
        }
    }
}

void check_fat(const AnatomyTemplate& authored, const Node& root, FaultLog& log) {
    const Node* fat = root.find("fat");
    if (fat == nullptr || !log.is_sound(*fat)) return;
    for (size_t i = 1; i < authored.fat.bmi.size(); ++i) {
        if (!(authored.fat.bmi[i] > authored.fat.bmi[i - 1])) {
            log.add(value_of(*fat, "bmi"), "the builds must rise from one to the next");
            return;
        }
    }
    if (!(authored.fat_bottom_m > authored.fat_top_m)) {
        log.add(value_of(*fat, "bottom_mm"),
                "the fat ends at " + mm(authored.fat_bottom_m) + ", not below its top at " + mm(authored.fat_top_m));
        return;
    }
    const double in_table_m = authored.fat.thickness_at(23.0);
    const double in_layers_m = authored.fat_bottom_m - authored.fat_top_m;
    if (std::abs(in_table_m - in_layers_m) > kFatSlackM)
        log.add(value_of(*fat, "thickness_mm"), "the fat is " + mm(in_table_m) +
                                                    " thick at BMI 23 by this table, but " + mm(in_layers_m) +
                                                    " from top_mm to bottom_mm; they may differ by 0.5 mm");
}

void check_one_target(const ScenarioFile& file, const Node& root, FaultLog& log) {
    const Node* list = root.find("nerve");
    if (list == nullptr) {
        log.add_at_key(root, "a case needs one nerve with role = \"target\"; there is no [[nerve]]");
        return;
    }
    const Node* first = nullptr;
    for (size_t i = 0; i < file.nerves.size(); ++i) {
        const Node& nerve = list->children[i];
        if (!key_is_sound(nerve, "role", log)) return;  // it may have been meant as the target
        if (file.nerves[i].nerve.role != NerveRole::Target) continue;
        if (first != nullptr) {
            log.add(value_of(nerve, "role"), "there is a second target nerve; exactly one is allowed");
            continue;
        }
        first = &nerve;
        if (!file.nerves[i].needs.empty() && key_is_sound(nerve, "needs", log))
            log.add(value_of(nerve, "needs"), "the target nerve must exist in every patient");
    }
    if (first == nullptr && log.is_sound(*list))
        log.add_at_key(*list, "no nerve has role = \"target\"; exactly one must");
}

// Events and reports name structures by id, so that all of a file's structures share one set of names.
void check_ids(const Node& root, FaultLog& log) {
    std::map<std::string, const Node*> seen;
    for (const char* list : {"layer", "sheet", "bone", "nerve", "vessel", "inclusion", "point"}) {
        const Node* tables = root.find(list);
        if (tables == nullptr || tables->kind != io::NodeKind::Array) continue;
        for (const Node& item : tables->children) {
            const Node* id = item.find("id");
            if (id == nullptr || id->kind != io::NodeKind::Text || !log.is_sound(*id)) continue;
            const auto [first, is_new] = seen.emplace(id->text, id);
            if (!is_new)
                log.add(*id, "the id '" + id->text + "' stands twice; first in line " +
                                 std::to_string(first->second->place.line));
        }
    }
    seen.clear();
    if (const Node* variants = root.find("variant"); variants != nullptr)
        for (const Node& item : variants->children)
            if (const Node* id = item.find("id");
                id != nullptr && log.is_sound(*id) && !seen.emplace(id->text, id).second)
                log.add(*id, "the variant '" + id->text + "' stands twice");
}

void check_crossings(const ScenarioFile& file, const Node& root, FaultLog& log) {
    const Node* list = root.find("crossing");
    if (list == nullptr || list->kind != io::NodeKind::Array) return;
    std::vector<std::string> tubes;
    for (const AuthoredNerve& authored : file.nerves) tubes.push_back(authored.nerve.id);
    for (const AuthoredVessel& authored : file.vessels) tubes.push_back(authored.vessel.id);
    for (const Node& item : list->children)
        for (const char* key : {"a", "b"}) {
            const Node* id = item.find(key);
            if (id == nullptr || !log.is_sound(*id)) continue;
            if (std::find(tubes.begin(), tubes.end(), id->text) != tubes.end()) continue;
            const std::string nearest = nearest_word(id->text, tubes);
            log.add(*id, "'" + id->text + "' is no nerve or vessel of this file" +
                             (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
        }
}

}  // namespace

void check_anatomy(const ScenarioFile& file, const Node& root, FaultLog& log) {
    const AnatomyTemplate& authored = file.scenario.anatomy;
    const anatomy::Anatomy& block = authored.at_bmi_23;
    check_ids(root, log);
    check_box(block, root, log);
    check_layers(block.layers, root, log);
    check_fat(authored, root, log);
    check_variants(authored.variants, root, log);
    check_crossings(file, root, log);
    const Node* box = root.find("box");
    const bool box_is_sound = box != nullptr && log.is_sound(*box);
    for (size_t i = 0; i < file.nerves.size(); ++i) {
        const Node* table = item_of(root, "nerve", i);
        if (table == nullptr) break;
        check_path(file.nerves[i].nerve.tube, 0.0, block, box_is_sound, *table, log);
        check_needs(file.nerves[i].needs, authored.variants, root, *table, log);
    }
    for (size_t i = 0; i < file.vessels.size(); ++i) {
        const Node* table = item_of(root, "vessel", i);
        if (table == nullptr) break;
        const anatomy::Vessel& vessel = file.vessels[i].vessel;
        check_path(vessel.tube, vessel.wall_m, block, box_is_sound, *table, log);
        check_vessel_fits(vessel, block.layers, root, *table, log);
        check_needs(file.vessels[i].needs, authored.variants, root, *table, log);
    }
    if (!file.scenario.is_phantom) check_one_target(file, root, log);
}

}  // namespace cryo::scenario

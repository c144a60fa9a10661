#include <algorithm>
#include <cmath>
#include <set>

#include "engine/core/hash.h"
#include "engine/io/files.h"
#include "engine/io/parameter_table.h"
#include "engine/io/parameter_tree.h"
#include "engine/scoring/score_model.h"

namespace cryo::scoring {
namespace {

using io::FaultLog;
using io::Node;
using io::ParameterTable;
using io::Presence;
using io::Row;

const std::vector<std::pair<std::string, measure::Approach>> kApproaches{
    {"in_plane", measure::Approach::InPlane},
    {"out_of_plane", measure::Approach::OutOfPlane},
    {"perpendicular", measure::Approach::Perpendicular}};

// A limit stays in the unit of its key, because the trace is in those units too.
Row<ScoreLimits> limit(const char* key, double ScoreLimits::*member, double low, double high, const char* meaning) {
    io::ParameterInfo info;
    info.key = key;
    info.presence = Presence::Required;
    info.meaning = meaning;
    info.range = {low, high};
    return {
        info,
        [=](const Node& value, ScoreLimits& into, FaultLog& log) {
            double si = 0.0;
            if (io::read_number(value, info, si, log)) into.*member = si / info.unit().si_per_unit;
        },
        [=](const ScoreLimits& from) { return io::number_node(from.*member * info.unit().si_per_unit, info.unit()); }};
}

const ParameterTable<ScoreLimits>& limit_table() {
    static const ParameterTable<ScoreLimits> table("Thresholds of the detectors; provisional.",
                                                   {
#define CRYO_SCORE_ROW(name, low, high, meaning) limit(#name, &ScoreLimits::name, low, high, meaning),
                                                       CRYO_SCORE_LIMITS(CRYO_SCORE_ROW)});
    return table;
}

const ParameterTable<ScoreLimits>& definition_table() {
    static const ParameterTable<ScoreLimits> table("What words mean; not thresholds.",
                                                   {CRYO_SCORE_DEFINITIONS(CRYO_SCORE_ROW)
#undef CRYO_SCORE_ROW
                                                   });
    return table;
}

const ParameterTable<SubscoreRule>& subscore_table() {
    static const ParameterTable<SubscoreRule> table(
        "A part of the score with its weight and floor.",
        {
            io::text("id", &SubscoreRule::id, {1, 40}, Presence::Required, "short name"),
            io::text("name", &SubscoreRule::name, {1, 60}, Presence::Required, "as screens say it"),
            io::number("weight", &SubscoreRule::weight, {0, 100}, Presence::Required, "share of the overall score"),
            io::number("floor", &SubscoreRule::floor, {0, 100}, Presence::Optional,
                       "below this the attempt fails; 0 = none"),
            io::on_off("provisional_floor", &SubscoreRule::provisional_floor, Presence::Optional,
                       "the floor rests on no data yet"),
            io::on_off("gates_efficiency", &SubscoreRule::gates_efficiency, Presence::Optional,
                       "efficiency counts only when this floor is met"),
        });
    return table;
}

Row<MetricRule> approaches_row() {
    io::ParameterInfo info;
    info.key = "approaches";
    info.kind = io::ValueKind::Texts;
    info.meaning = "in_plane, out_of_plane, perpendicular: where the metric applies; absent = everywhere";
    info.count = {1, 3};
    for (const auto& [name, value] : kApproaches) info.words.push_back(name);
    return {info,
            [=](const Node& value, MetricRule& into, FaultLog& log) {
                std::vector<std::string> names;
                if (!io::read_texts(value, info, names, log)) return;
                for (size_t i = 0; i < names.size(); ++i) {
                    const auto known = std::find_if(kApproaches.begin(), kApproaches.end(),
                                                    [&](const auto& choice) { return choice.first == names[i]; });
                    if (known != kApproaches.end())
                        into.approaches.push_back(known->second);
                    else
                        log.add(value.children[i], "'" + names[i] +
                                                       "' is no approach; it is one of 'in_plane', 'out_of_plane', "
                                                       "'perpendicular'");
                }
            },
            [=](const MetricRule& from) {
                std::vector<std::string> names;
                for (const measure::Approach approach : from.approaches)
                    for (const auto& [name, value] : kApproaches)
                        if (value == approach) names.push_back(name);
                return io::texts_node(names);
            }};
}

const ParameterTable<MetricRule>& metric_table() {
    static const ParameterTable<MetricRule> table(
        "A measured quantity and what it is worth.",
        {
            io::text("id", &MetricRule::id, {1, 20}, Presence::Required, "code of the measurement"),
            io::text("name", &MetricRule::name, {1, 80}, Presence::Required, "as screens say it"),
            io::text("unit", &MetricRule::unit, {0, 12}, Presence::Optional, "of good and bad"),
            io::text("subscore", &MetricRule::subscore, {1, 40}, Presence::Required,
                     "the part of the score it counts in"),
            io::number("weight", &MetricRule::weight, {0, 1}, Presence::Optional, "share of that part; 0 = only shown"),
            io::number("good", &MetricRule::good, {-300, 10000}, Presence::Optional, "worth everything here"),
            io::number("bad", &MetricRule::bad, {-300, 10000}, Presence::Optional, "worth nothing here"),
            io::on_off("provisional", &MetricRule::provisional, Presence::Optional, "good and bad rest on no data yet"),
            io::on_off("required", &MetricRule::required, Presence::Optional,
                       "the attempt passes only with full marks here"),
            io::on_off("good_from_case", &MetricRule::good_from_case, Presence::Optional,
                       "the plan or the patient's anatomy sets good and bad"),
            io::word<decltype(&MetricRule::evidence), char>(
                "evidence", &MetricRule::evidence, {{"A", 'A'}, {"B", 'B'}, {"C", 'C'}}, Presence::Required,
                "A shown to separate skill levels, B in expert error lists, C no evidence yet"),
            io::text("in_place_of", &MetricRule::in_place_of, {0, 20}, Presence::Optional,
                     "code of a measurement that has no meaning where this one has"),
            io::on_off("needs_benchmark", &MetricRule::needs_benchmark, Presence::Optional,
                       "scored only against enough attempts of the same input class"),
            approaches_row(),
            io::text("strength", &MetricRule::strength, {0, 160}, Presence::Optional, "sentence when it went well"),
            io::text("drill", &MetricRule::drill, {0, 160}, Presence::Optional, "what to practise when it went badly"),
        });
    return table;
}

const ParameterTable<CriticalRule>& critical_table() {
    static const ParameterTable<CriticalRule> table(
        "The name of a critical error.",
        {
            io::text("id", &CriticalRule::id, {3, 4}, Presence::Required, "CF1 to CF10"),
            io::text("name", &CriticalRule::name, {1, 80}, Presence::Required, "as screens say it"),
        });
    return table;
}

const ParameterTable<ScoreModel>& model_table() {
    static const ParameterTable<ScoreModel> table(
        "A score model.",
        {
            io::constant<ScoreModel>("schema", 1, "version of this kind of file"),
            io::constant<ScoreModel>("kind", std::string("score"), "what the file is"),
            io::text("id", &ScoreModel::id, {1, 40}, Presence::Required, "stored with every result"),
            io::text("title", &ScoreModel::title, {1, 120}, Presence::Required, "one line"),
            io::tables("subscore", &ScoreModel::subscores, subscore_table(), {1, 40}, Presence::Required),
            io::tables("metric", &ScoreModel::metrics, metric_table(), {1, 200}, Presence::Required),
            io::tables("critical", &ScoreModel::criticals, critical_table(), {0, 10}, Presence::Optional),
            io::table("limits", &ScoreModel::limits, limit_table(), Presence::Required),
            io::table("definitions", &ScoreModel::limits, definition_table(), Presence::Required),
        });
    return table;
}

// What several values must be together.
void check_parts(const Node& root, const ScoreModel& model, FaultLog& log) {
    const Node* subscores = root.find("subscore");
    const Node* metrics = root.find("metric");
    if (subscores == nullptr || metrics == nullptr || subscores->children.size() != model.subscores.size() ||
        metrics->children.size() != model.metrics.size())
        return;
    std::set<std::string> ids;
    for (size_t i = 0; i < model.subscores.size(); ++i)
        if (!ids.insert(model.subscores[i].id).second)
            log.add_at_key(subscores->children[i], "the subscore '" + model.subscores[i].id + "' is listed twice");

    for (size_t i = 0; i < model.metrics.size(); ++i) {
        const MetricRule& rule = model.metrics[i];
        const Node& node = metrics->children[i];
        if (!log.is_sound(node)) continue;
        if (!ids.contains(rule.subscore)) {
            const std::string near = nearest_word(rule.subscore, {ids.begin(), ids.end()});
            log.add(node, "metric '" + rule.id + "' counts in '" + rule.subscore +
                              "', which is no subscore of this file" +
                              (near.empty() ? "" : "; did you mean '" + near + "'?"));
        }
        if (rule.weight > 0.0 && !rule.has_range() && !rule.needs_benchmark)
            log.add(node, "metric '" + rule.id + "' has a weight but good and bad are the same");
        for (size_t j = 0; j < i; ++j)
            for (const auto& [name, approach] : kApproaches)
                if (model.metrics[j].id == rule.id && rule.applies_to(approach) &&
                    model.metrics[j].applies_to(approach)) {
                    log.add(node, "metric '" + rule.id + "' is listed twice for the approach '" + name + "'");
                    break;
                }
    }
}

}  // namespace

Result<ScoreModel> parse_score_model(const std::string& text, const std::string& file) {
    const io::ParameterTree tree = io::parse_toml(text, file);
    FaultLog log(tree);
    ScoreModel model;
    if (tree.readable) {
        model_table().read(tree.root, model, log);
        check_parts(tree.root, model, log);
    }
    if (!log.empty()) return log.sorted();
    StateHash hash;
    hash.add_bytes(text.data(), text.size());
    model.hash = hash.hex();
    return model;
}

Result<ScoreModel> read_score_model(const std::string& path) {
    const Result<std::string> text = io::read_text(path, io::kAuthoredLimitBytes);
    if (!text) return text.faults();
    return parse_score_model(*text, path);
}

}  // namespace cryo::scoring

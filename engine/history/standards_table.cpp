#include "engine/history/standards_table.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/io/json.h"

namespace cryo::history {

namespace {

struct Samples {
    std::vector<double> novice;
    std::vector<double> expert;
};

void negate(std::vector<double>& values) {
    for (double& v : values) v = -v;
}

StandardRow row_of(const std::string& name, Samples samples) {
    StandardRow row;
    row.name = name;
    row.novice = scoring::describe_group(samples.novice);
    row.expert = scoring::describe_group(samples.expert);
    row.more_is_better = row.expert.mean >= row.novice.mean;
    if (!row.more_is_better) {
        negate(samples.novice);
        negate(samples.expert);
    }
    row.area_under_curve = scoring::area_under_curve(samples.novice, samples.expert);
    const scoring::Group novice = scoring::describe_group(samples.novice);
    const scoring::Group expert = scoring::describe_group(samples.expert);
    if (novice.count + expert.count > 2 && novice.sd + expert.sd > 0.0)
        row.effect_size = scoring::effect_size(novice, expert);
    if (novice.sd > 0.0 && expert.sd > 0.0 && novice.mean < expert.mean) {
        row.cut = scoring::contrasting_groups(novice, expert);
        if (!row.more_is_better) row.cut->cut = -row.cut->cut;
    }
    return row;
}

}  // namespace

StandardsTable standards_table(const std::vector<AttemptRow>& rows) {
    StandardsTable table;
    std::map<std::string, Samples> samples;
    for (const AttemptRow& row : rows) {
        if (row.formative || row.group.empty()) continue;
        const bool expert = row.group == "expert";
        ++(expert ? table.experts : table.novices);
        const auto add = [&](const std::string& name, double value) {
            (expert ? samples[name].expert : samples[name].novice).push_back(value);
        };
        add("overall", row.overall);
        for (const auto& [name, value] : row.subscores) add(name, value);
        for (const auto& [name, value] : row.metrics) add(name, value);
    }
    for (auto& [name, values] : samples)
        if (!values.novice.empty() && !values.expert.empty()) table.rows.push_back(row_of(name, std::move(values)));
    std::stable_sort(table.rows.begin(), table.rows.end(), [](const StandardRow& a, const StandardRow& b) {
        return a.area_under_curve > b.area_under_curve;
    });
    if (table.novices < scoring::kSmallGroup || table.experts < scoring::kSmallGroup)
        table.warning = "Too few attempts for a standard: " + std::to_string(table.experts) + " expert and " +
                        std::to_string(table.novices) + " novice, at least " + std::to_string(scoring::kSmallGroup) +
                        " of each are needed. Read these numbers as a sketch.";
    return table;
}

std::vector<scoring::Benchmark> benchmarks_of(const StandardsTable& table) {
    std::vector<scoring::Benchmark> all;
    for (const StandardRow& row : table.rows)
        if (row.expert.sd > 0.0) all.push_back({row.name, row.expert.mean, row.expert.sd, row.expert.count});
    return all;
}

std::string benchmark_text(const StandardsTable& table, const std::string& scenario, const std::string& input) {
    io::Json list = io::Json::array();
    for (const scoring::Benchmark& b : benchmarks_of(table))
        list.push_back({{"metric", b.metric_id}, {"mean", b.mean}, {"sd", b.sd}, {"attempts", b.attempts}});
    return io::json_text(io::Json{{"schema", 1},
                                  {"kind", "benchmark"},
                                  {"scenario", scenario},
                                  {"input", input},
                                  {"warning", table.warning},
                                  {"benchmarks", list}});
}

Result<BenchmarkFile> parse_benchmarks(const std::string& text, const std::string& file) {
    const Result<io::Json> json = io::parse_json(text, file);
    if (!json) return json.faults();
    const auto refuse = [&](const std::string& why) { return Diagnostic{file, 1, 1, why}; };
    if (!json->is_object() || json->value("kind", "") != "benchmark")
        return refuse("this is no benchmark file: kind must be \"benchmark\"");
    BenchmarkFile read;
    read.scenario = json->value("scenario", "");
    read.input = json->value("input", "");
    const auto list = json->find("benchmarks");
    if (list == json->end() || !list->is_array()) return refuse("benchmarks is missing: a list of metrics");
    for (const io::Json& entry : *list) {
        const bool whole = entry.is_object() && entry.contains("metric") && entry["metric"].is_string() &&
                           entry.contains("mean") && entry["mean"].is_number() && entry.contains("sd") &&
                           entry["sd"].is_number() && entry.contains("attempts") &&
                           entry["attempts"].is_number_integer();
        if (!whole) return refuse("a benchmark needs metric, mean, sd and attempts");
        scoring::Benchmark b{entry["metric"], entry["mean"], entry["sd"], entry["attempts"]};
        if (!(b.sd > 0.0) || b.attempts < 1)
            return refuse("the benchmark of " + b.metric_id + " needs sd above 0 and at least one attempt");
        read.benchmarks.push_back(std::move(b));
    }
    return read;
}

}  // namespace cryo::history

// Local standards from tagged attempts: for every metric and subscore, how well it separates the attempts of experts
// from those of novices. Only attempts without help count. What separates can be kept as a benchmark for scoring
// motion.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/history/history.h"
#include "engine/scoring/attempt_record.h"
#include "engine/scoring/standards.h"

namespace cryo::history {

struct StandardRow {
    std::string name;  // metric id, subscore id or "overall"
    scoring::Group novice;
    scoring::Group expert;
    bool more_is_better = true;     // as the experts' mean says
    double area_under_curve = 0.5;  // that an expert does better than a novice
    std::optional<double> effect_size;
    std::optional<scoring::ContrastingGroups> cut;  // in the metric's unit
};

struct StandardsTable {
    int novices = 0;
    int experts = 0;
    std::vector<StandardRow> rows;  // the best separating first
    std::string warning;            // "" when both groups are large enough
};

// `rows` with metrics; those of one scenario and one kind of input, chosen by the caller.
StandardsTable standards_table(const std::vector<AttemptRow>& rows);

// The experts' means and spreads, as scoring compares attempts with them.
std::vector<scoring::Benchmark> benchmarks_of(const StandardsTable& table);

std::string benchmark_text(const StandardsTable& table, const std::string& scenario, const std::string& input);
struct BenchmarkFile {
    std::string scenario;
    std::string input;
    std::vector<scoring::Benchmark> benchmarks;
};
Result<BenchmarkFile> parse_benchmarks(const std::string& text, const std::string& file);

}  // namespace cryo::history

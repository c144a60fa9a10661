#include "engine/app/bench_times.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace cryo::app {

namespace {

double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(std::lround(share * (static_cast<double>(values.size()) - 1.0)))];
}

}  // namespace

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

StageBench Times::row(const std::string& stage) const {
    StageBench row{stage};
    if (ms_.empty()) return row;
    row.p50_ms = quantile(ms_, 0.50);
    row.p95_ms = quantile(ms_, 0.95);
    row.p99_ms = quantile(ms_, 0.99);
    row.low_ms = row.high_ms = row.p50_ms;
    constexpr size_t kParts = 5;
    for (size_t part = 0; part < kParts && ms_.size() >= 2 * kParts; ++part) {
        const auto at = [&](size_t p) { return ms_.begin() + static_cast<std::ptrdiff_t>(p * ms_.size() / kParts); };
        const double median = quantile({at(part), at(part + 1)}, 0.50);
        row.low_ms = std::min(row.low_ms, median);
        row.high_ms = std::max(row.high_ms, median);
    }
    return row;
}

io::Json stage_json(const StageBench& stage) {
    return {{"p50_ms", stage.p50_ms},
            {"p95_ms", stage.p95_ms},
            {"p99_ms", stage.p99_ms},
            {"low_ms", stage.low_ms},
            {"high_ms", stage.high_ms}};
}

io::Json stages_json(const std::vector<StageBench>& stages) {
    io::Json json = io::Json::object();
    for (const StageBench& stage : stages) json[stage.stage] = stage_json(stage);
    return json;
}

void print_stages(const std::vector<StageBench>& stages) {
    for (const StageBench& stage : stages)
        std::printf("    %-24s p50 %7.2f ms   p95 %7.2f ms   p99 %7.2f ms\n", stage.stage.c_str(), stage.p50_ms,
                    stage.p95_ms, stage.p99_ms);
}

}  // namespace cryo::app

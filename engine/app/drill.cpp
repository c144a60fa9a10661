#include "engine/app/drill.h"

#include <algorithm>

namespace cryo::app {

namespace {

constexpr double kMoreFatBmi = 28.0;

}  // namespace

DrillResult drill_result(const session::Session& session) {
    const scenario::Drill& drill = session.scenario().drill;
    DrillResult result;
    const auto& trace = session.trace();
    result.with_help =
        std::any_of(trace.begin(), trace.end(), [](const auto& sample) { return sample.help_on > 0.5F; });
    double points = 0.0;
    double end_s = session.t_s();
    bool reached = false;
    bool missed = false;
    for (const session::Event& event : session.events()) {
        if (event.kind == session::EventKind::ScoreDeducted) {
            points += event.value;
            result.lost.push_back(event.text);
        }
        if (event.kind != session::EventKind::PhaseChanged) continue;
        missed = missed || event.text.find("(time limit") != std::string::npos;
        reached = event.structure == scenario::kEndPhase;
        end_s = event.t_s;
    }
    if (!reached || missed) return result;
    result.number = points + (drill.number == scenario::Drill::Number::Seconds ? end_s : 0.0);
    result.passed = *result.number <= drill.pass && !result.with_help;
    return result;
}

int drill_level(const std::vector<bool>& passes) {
    int level = 1;
    int in_a_row = 0;
    for (const bool passed : passes) {
        in_a_row = passed ? in_a_row + 1 : 0;
        if (!passed) level = std::max(1, level - 1);
        if (in_a_row < kPassesUp) continue;
        level = std::min(kDrillLevels, level + 1);
        in_a_row = 0;
    }
    return level;
}

void apply_drill_level(int level, session::Setup& setup) {
    setup.simulated_hand = level >= 2;
    if (level >= 3) setup.bmi = kMoreFatBmi;
}

double drill_points(const scenario::Drill& drill, const DrillResult& result) {
    if (!result.number) return 0.0;
    if (result.passed || drill.pass <= 0.0) return result.passed ? 100.0 : 0.0;
    return 100.0 * drill.pass / *result.number;
}

DrillStanding drill_standing(const std::vector<history::AttemptRow>& rows, const std::string& id) {
    DrillStanding standing;
    std::vector<bool> passes;
    for (const history::AttemptRow& row : rows) {
        if (row.scenario != id || row.mode != kDrillMode) continue;
        passes.push_back(row.pass);
        ++standing.attempts;
        standing.last_passed = row.pass;
        standing.last_s = row.started_s;
        for (const auto& [name, value] : row.metrics)
            if (name == kDrillNumber) standing.best = std::min(standing.best.value_or(value), value);
    }
    standing.level = drill_level(passes);
    return standing;
}

}  // namespace cryo::app

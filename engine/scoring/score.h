// Step two of judging: score model cryo-score/1. Compensatory inside a subscore, conjunctive across safety: an attempt
// passes when the overall score, every floor and every critical-error detector allow it. Pure functions: the same
// record and model give the same assessment, and the losses and the score add up to 100.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/scoring/attempt_record.h"
#include "engine/scoring/observation.h"
#include "engine/scoring/score_model.h"

namespace cryo::scoring {

struct MetricResult {
    std::string id;
    std::string name;
    std::string unit;
    std::string subscore;
    MetricState state = MetricState::NotApplicable;
    double value = 0.0;
    double good = 0.0;
    double bad = 0.0;
    bool provisional = true;
    char evidence = 'C';
    bool scored = false;        // carries weight in this attempt
    double desirability = 0.0;  // 0..1
    double points = 0.0;        // of 100 that it could earn
    double lost = 0.0;          // of those
    std::string sentence;
};

struct SubscoreResult {
    std::string id;
    std::string name;
    double weight = 0.0;          // as applied to this attempt, out of 100 with its siblings
    std::optional<double> value;  // 0..100; none = not applicable
    std::optional<double> floor;
    bool met = true;      // a subscore that does not apply meets its floor
    std::string why_not;  // when there is no value
};

inline constexpr const char* kLesson = "lesson";  // in place of a subscore: what the case's own lesson takes off

enum class Severity { Minor, Major, Critical };

struct Deduction {
    double t_s = 0.0;
    Vec3 place_m{0.0};
    std::string place;
    double points = 0.0;  // of 100
    std::string sentence;
    std::string metric;    // id; "" where a lesson took the points
    std::string subscore;  // id, or kLesson
    Severity severity = Severity::Minor;
};

struct Strength {
    std::string metric;
    std::string sentence;
};

struct Assessment {
    std::string model_id;
    std::string model_hash;
    double overall = 0.0;  // 0..100
    bool pass = false;     // met everything, and without help
    bool meets_everything = false;
    bool formative = false;  // help was on: practice, outside every statistic of proficiency
    double help_s = 0.0;
    bool borderline = false;  // some provisional threshold moved by +-20 % turns the verdict
    std::vector<std::string> borderline_because;
    std::string verdict;               // one sentence
    std::vector<std::string> reasons;  // why it failed, or what carried it; in the order of the debrief
    std::vector<Critical> criticals;
    std::vector<std::string> missed_floors;        // subscore ids
    std::vector<std::string> missed_requirements;  // metric ids
    std::vector<SubscoreResult> subscores;
    std::vector<MetricResult> metrics;
    std::vector<Deduction> deductions;  // largest first; they and `overall` sum to 100
    std::vector<Strength> strengths;    // at most two
    std::string drill;                  // one suggestion, "" when nothing was lost
    std::vector<ErrorCount> errors;
    DecisionOutcome decision;
    double duration_s = 0.0;

    const MetricResult* metric(const std::string& metric_id) const;
    const SubscoreResult* subscore(const std::string& subscore_id) const;
};

Assessment assess(const AttemptRecord& record, const ScoreModel& model);

// The weighing alone, without the borderline search: what assess does with observations.
Assessment judge(const Observations& observations, const ScoreModel& model);

// 0 at bad, 1 at good, linear between, clamped; good and bad either way round.
double desirability(double value, double good, double bad);

}  // namespace cryo::scoring

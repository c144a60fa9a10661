// Step one of judging: from the record to measured quantities with the moments that made them, and to critical errors.
// Nothing is weighed here; score.h does that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/measure/metrics.h"
#include "engine/scoring/attempt_record.h"
#include "engine/scoring/score_model.h"

namespace cryo::scoring {

// A moment that cost something: `share` says how much of the metric's loss it carries, relative to its siblings.
struct Moment {
    double t_s = 0.0;
    Vec3 place_m{0.0};  // tip, world
    std::string place;  // in words: "11.4 mm deep, 3.0 mm from the nerve"
    double share = 1.0;
    std::string sentence;
};

using measure::MetricState;

struct Observation {
    std::string id;
    MetricState state = MetricState::NotApplicable;
    bool left_out = false;  // the case does not ask for what it measures: nobody misses it
    double value = 0.0;
    std::optional<double> good;  // where the patient's anatomy replaces the model's limits
    std::optional<double> bad;
    std::string sentence;  // what was measured, or why there is nothing
    std::vector<Moment> moments;
};

struct Critical {
    std::string id;  // "CF1"
    double t_s = 0.0;
    Vec3 place_m{0.0};
    std::string place;
    std::string sentence;
};

// Counts of the commonest errors of regional anaesthesia trainees (Sites 2007), found from the trace.
struct ErrorCount {
    std::string id;  // "Q1"
    std::string name;
    int count = 0;
};

// Whether the case was to be treated at all, and what the learner decided.
struct DecisionOutcome {
    bool should_refuse = false;
    bool refused = false;
    bool right_reason = false;  // the reason given is one the chart holds
    bool gas_used = false;
    double t_s = 0.0;
    std::string reason;
    std::string wrong_device;  // why the cryoprobe in hand is the wrong one for this patient; "" where it is not
};

// Points that the case's own lesson takes off, on top of what was measured.
struct LessonDeduction {
    double t_s = 0.0;
    Vec3 place_m{0.0};
    std::string place;
    double points = 0.0;  // of 100
    std::string sentence;
};

// A part of the score that the case counts otherwise than the score file; 0 leaves it out.
struct CaseWeight {
    std::string subscore;
    double weight = 0.0;
};

struct Observations {
    measure::Approach approach = measure::Approach::InPlane;
    std::vector<Observation> metrics;
    std::vector<Critical> criticals;      // in order of time
    std::vector<LessonDeduction> lesson;  // in order of time
    std::vector<ErrorCount> errors;
    std::vector<CaseWeight> weights;
    DecisionOutcome decision;
    double duration_s = 0.0;
    double help_s = 0.0;  // time with labels or the see-through view on

    const Observation* metric(const std::string& metric_id) const;
};

Observations observe(const AttemptRecord& record, const ScoreModel& model);

// The same in two steps, for callers that change limits which the streaming metrics do not look at. The record's trace
// must be sound (measure/sound.h).
measure::Metrics measure_record(const AttemptRecord& record, const ScoreLimits& limits);
Observations observe(const AttemptRecord& record, const ScoreModel& model, const measure::Metrics& metrics);

std::vector<Critical> find_criticals(const AttemptRecord& record, const ScoreLimits& limits);  // in order of time

}  // namespace cryo::scoring

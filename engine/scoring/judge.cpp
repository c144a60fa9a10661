#include <algorithm>
#include <map>

#include "engine/core/check.h"
#include "engine/scoring/score.h"
#include "engine/scoring/verdict.h"

namespace cryo::scoring {
namespace {

constexpr double kFullScore = 100.0;
// A floor is met at its own value: sums of weights round in the last digits.
constexpr double kFloorSlack = 1e-9;

// One subscore while it is being weighed.
struct Weighing {
    const SubscoreRule* rule = nullptr;
    double rule_weight = 0.0;       // of all its scored metrics that this case and these benchmarks allow
    double available_weight = 0.0;  // of those that were measured or not produced
    double earned_weight = 0.0;
    double weight = 0.0;    // of the subscore in this case
    bool disabled = true;   // no metric of it has a meaning in this case
    bool left_out = false;  // the case does not count it
};

bool is_scored(const MetricRule& rule, const Observation& seen) {
    return rule.weight > 0.0 && seen.state != MetricState::NotApplicable && !(rule.needs_benchmark && !seen.good);
}

MetricResult result_of(const MetricRule& rule, const Observation& seen) {
    MetricResult out;
    out.id = rule.id;
    out.name = rule.name;
    out.unit = rule.unit;
    out.subscore = rule.subscore;
    out.state = seen.state;
    out.value = seen.value;
    out.good = seen.good.value_or(rule.good);
    out.bad = seen.bad.value_or(rule.bad);
    out.provisional = rule.provisional;
    out.evidence = rule.evidence;
    out.scored = is_scored(rule, seen);
    out.sentence = seen.sentence;
    if (seen.state == MetricState::Measured && out.good != out.bad)
        out.desirability = desirability(seen.value, out.good, out.bad);
    return out;
}

bool is_replaced(const MetricRule& rule, const std::vector<MetricResult>& results,
                 const std::vector<const MetricRule*>& rules) {
    for (size_t i = 0; i < rules.size(); ++i)
        if (rules[i]->in_place_of == rule.id && results[i].scored) return true;
    return false;
}

std::vector<Weighing> weigh(const ScoreModel& model, const std::vector<CaseWeight>& own,
                            const std::vector<MetricResult>& results, const std::vector<const MetricRule*>& rules,
                            const std::vector<const Observation*>& seen) {
    std::vector<Weighing> all;
    for (const SubscoreRule& rule : model.subscores) {
        Weighing w{.rule = &rule, .weight = rule.weight};
        for (const CaseWeight& weight : own)
            if (weight.subscore == rule.id) w.weight = weight.weight, w.left_out = weight.weight <= 0.0;
        all.push_back(w);
    }
    for (size_t i = 0; i < results.size(); ++i) {
        const MetricRule& rule = *rules[i];
        Weighing& w =
            *std::find_if(all.begin(), all.end(), [&](const Weighing& c) { return c.rule->id == rule.subscore; });
        if (rule.weight <= 0.0 || seen[i]->left_out) continue;
        // Without a benchmark a motion metric is shown, not missed.
        if (rule.needs_benchmark && !results[i].scored) continue;
        // Of a metric and the one that stands in for it only one is missed.
        if (!rule.in_place_of.empty() && !results[i].scored) continue;
        if (is_replaced(rule, results, rules)) continue;
        w.rule_weight += rule.weight;
        if (!results[i].scored) continue;
        w.disabled = false;
        w.available_weight += rule.weight;
        w.earned_weight += rule.weight * results[i].desirability;
    }
    return all;
}

bool has_value(const Weighing& w, const ScoreLimits& limits) {
    return !w.disabled &&
           w.rule_weight - w.available_weight <= limits.missing_weight_share * w.rule_weight + kFloorSlack;
}

SubscoreResult subscore_of(const Weighing& w, const ScoreLimits& limits) {
    SubscoreResult out;
    out.id = w.rule->id;
    out.name = w.rule->name;
    out.weight = w.weight;
    if (w.left_out) {
        out.why_not = "This case leaves it out.";
        return out;
    }
    if (w.rule->floor > 0.0) out.floor = w.rule->floor;
    if (has_value(w, limits)) {
        out.value = kFullScore * w.earned_weight / w.available_weight;
        out.met = !out.floor || *out.value + kFloorSlack >= *out.floor;
    } else if (w.disabled) {
        out.why_not = "Has no meaning in this case.";
    } else {
        out.met = !out.floor;
        out.why_not = "Too little of it could be measured.";
    }
    return out;
}

// Speed must never buy back safety: efficiency has a weight only when the floors that gate it are met.
void apply_efficiency_rule(const ScoreModel& model, std::vector<SubscoreResult>& subscores) {
    const bool open = std::all_of(subscores.begin(), subscores.end(), [&](const SubscoreResult& s) {
        return s.met || !model.subscore(s.id)->gates_efficiency;
    });
    for (SubscoreResult& s : subscores)
        if (s.id == kEfficiency && !open && s.value) {
            s.value.reset();
            s.why_not = "Counts only when the nerve is treated safely and in sight.";
        }
}

void normalise_weights(std::vector<SubscoreResult>& subscores) {
    double sum = 0.0;
    for (const SubscoreResult& s : subscores)
        if (s.value) sum += s.weight;
    for (SubscoreResult& s : subscores) s.weight = s.value && sum > 0.0 ? kFullScore * s.weight / sum : 0.0;
}

bool is_left_out(const std::vector<CaseWeight>& own, const std::string& subscore) {
    return std::any_of(own.begin(), own.end(),
                       [&](const CaseWeight& w) { return w.subscore == subscore && w.weight <= 0.0; });
}

Severity severity_of(double points, const MetricResult& metric, const ScoreModel& model) {
    const bool harm = metric.desirability <= 0.0 && model.subscore(metric.subscore)->gates_efficiency;
    return points >= model.limits.major_points || harm ? Severity::Major : Severity::Minor;
}

// The loss of a metric laid on its moments by their shares, so that the parts add up to it.
void add_deductions(const MetricResult& metric, const Observation& seen, const ScoreModel& model,
                    std::vector<Deduction>& out) {
    if (metric.lost <= 0.0) return;
    std::vector<Moment> moments = seen.moments;
    if (moments.empty()) moments.push_back({0.0, Vec3(0.0), "", 1.0, metric.sentence});
    double shares = 0.0;
    for (const Moment& m : moments) shares += m.share;
    CRYO_CHECK_OP(shares, >, 0.0);
    for (const Moment& m : moments) {
        const double points = metric.lost * m.share / shares;
        out.push_back({m.t_s, m.place_m, m.place, points, m.sentence, metric.id, metric.subscore,
                       severity_of(points, metric, model)});
    }
}

// What a lesson takes off, as far as there is something left: losses and score go on adding up to 100.
void apply_lesson(const Observations& observations, const ScoreModel& model, Assessment& a) {
    for (const LessonDeduction& taken : observations.lesson) {
        const double points = std::min(taken.points, a.overall);
        if (points <= 0.0) continue;
        a.overall -= points;
        a.deductions.push_back({taken.t_s, taken.place_m, taken.place, points, taken.sentence, "", kLesson,
                                points >= model.limits.major_points ? Severity::Major : Severity::Minor});
    }
}

std::vector<Strength> strengths_of(const Assessment& a, const ScoreModel& model,
                                   const std::vector<const MetricRule*>& rules) {
    std::vector<size_t> order;
    for (size_t i = 0; i < a.metrics.size(); ++i)
        if (a.metrics[i].scored && a.metrics[i].desirability >= model.limits.strength_desirability &&
            a.metrics[i].points > 0.0 && !rules[i]->strength.empty())
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](size_t x, size_t y) {
        const double earned_x = a.metrics[x].points * a.metrics[x].desirability;
        const double earned_y = a.metrics[y].points * a.metrics[y].desirability;
        return earned_x > earned_y;
    });
    std::vector<Strength> out;
    for (const size_t i : order) {
        // Two sides of the attempt say more than one side twice.
        const bool same_side = !out.empty() && a.metric(out.front().metric)->subscore == a.metrics[i].subscore;
        if (!same_side && out.size() < 2) out.push_back({a.metrics[i].id, rules[i]->strength});
    }
    return out;
}

}  // namespace

double desirability(double value, double good, double bad) {
    CRYO_CHECK_OP(good, !=, bad);
    return std::clamp((value - bad) / (good - bad), 0.0, 1.0);
}

const MetricResult* Assessment::metric(const std::string& metric_id) const {
    const auto found =
        std::find_if(metrics.begin(), metrics.end(), [&](const MetricResult& m) { return m.id == metric_id; });
    return found == metrics.end() ? nullptr : &*found;
}

const SubscoreResult* Assessment::subscore(const std::string& subscore_id) const {
    const auto found =
        std::find_if(subscores.begin(), subscores.end(), [&](const SubscoreResult& s) { return s.id == subscore_id; });
    return found == subscores.end() ? nullptr : &*found;
}

Assessment judge(const Observations& observations, const ScoreModel& model) {
    Assessment a;
    a.model_id = model.id;
    a.model_hash = model.hash;
    a.criticals = observations.criticals;
    a.errors = observations.errors;
    a.decision = observations.decision;
    a.duration_s = observations.duration_s;
    a.help_s = observations.help_s;
    a.formative = observations.help_s > 0.0;

    std::vector<const MetricRule*> rules;
    std::vector<const Observation*> seen;
    for (const MetricRule& rule : model.metrics) {
        const Observation* observation =
            rule.applies_to(observations.approach) ? observations.metric(rule.id) : nullptr;
        if (observation == nullptr) continue;
        rules.push_back(&rule);
        seen.push_back(observation);
        a.metrics.push_back(result_of(rule, *observation));
    }
    for (size_t i = 0; i < rules.size(); ++i)
        if (is_replaced(*rules[i], a.metrics, rules)) a.metrics[i].scored = false;
    const std::vector<Weighing> weighings = weigh(model, observations.weights, a.metrics, rules, seen);
    for (const Weighing& w : weighings) a.subscores.push_back(subscore_of(w, model.limits));
    apply_efficiency_rule(model, a.subscores);
    normalise_weights(a.subscores);

    for (size_t s = 0; s < a.subscores.size(); ++s) {
        const SubscoreResult& sub = a.subscores[s];
        if (!sub.met) a.missed_floors.push_back(sub.id);
        if (!sub.value) continue;
        a.overall += sub.weight * *sub.value / kFullScore;
        for (size_t i = 0; i < a.metrics.size(); ++i) {
            MetricResult& metric = a.metrics[i];
            if (metric.subscore != sub.id || !metric.scored) continue;
            metric.points = sub.weight * rules[i]->weight / weighings[s].available_weight;
            metric.lost = metric.points * (1.0 - metric.desirability);
            add_deductions(metric, *seen[i], model, a.deductions);
        }
    }
    a.overall = std::min(a.overall, kFullScore);  // sums of weights round in the last digits
    apply_lesson(observations, model, a);
    std::stable_sort(a.deductions.begin(), a.deductions.end(),
                     [](const Deduction& x, const Deduction& y) { return x.points > y.points; });

    const bool scored_at_all = std::any_of(a.subscores.begin(), a.subscores.end(),
                                           [](const SubscoreResult& s) { return s.value.has_value(); });
    for (size_t i = 0; i < a.metrics.size(); ++i)
        if (rules[i]->required && a.metrics[i].state != MetricState::NotApplicable && a.metrics[i].desirability < 1.0 &&
            !is_left_out(observations.weights, a.metrics[i].subscore))
            a.missed_requirements.push_back(a.metrics[i].id);
    a.meets_everything = scored_at_all && a.criticals.empty() && a.missed_floors.empty() &&
                         a.missed_requirements.empty() && a.overall + kFloorSlack >= model.limits.pass_overall;
    a.pass = a.meets_everything && !a.formative;
    a.strengths = strengths_of(a, model, rules);
    for (const Deduction& deduction : a.deductions) {
        const MetricRule* worst = model.metric(deduction.metric, observations.approach);
        if (worst == nullptr || !a.drill.empty()) continue;
        a.drill = worst->drill;
    }
    write_verdict(model, a);
    return a;
}

}  // namespace cryo::scoring

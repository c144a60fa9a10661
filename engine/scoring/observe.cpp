#include <algorithm>
#include <cmath>
#include <set>

#include "engine/measure/sound.h"
#include "engine/scoring/decision.h"
#include "engine/scoring/observation.h"
#include "engine/scoring/sentences.h"
#include "engine/scoring/trace_metrics.h"
#include "engine/scoring/trace_scan.h"

namespace cryo::scoring {
namespace {

using measure::MetricValue;
using measure::Trace;
using measure::TraceSample;
using session::Event;
using session::EventKind;

// Everything that observing one metric may look at.
struct Scene {
    const AttemptRecord& record;
    const measure::Context& context;  // the record's, with the model's limits
    const ScoreModel& model;
    const measure::Metrics& metrics;
    std::vector<GasPeriod> gas;
    bool ever_inside = false;
};

// What a learner who never went in, or never turned gas on, has not produced, however unharmed the patient is: not
// harming is worth something only to someone who treats.
bool needs_gas(const std::string& id) {
    static const std::set<std::string> ids{"T1", "T2", "C1", "C2", "C3", "C4", "C5",  "C6", "F1",
                                           "F2", "F3", "F4", "M1", "M2", "K1", "K1s", "K2", "K3"};
    return ids.contains(id);
}
bool needs_cryoprobe(const std::string& id) { return !id.starts_with("P") || id == "P1" || id == "P2"; }

// A drill that counts neither seeing the cryoprobe nor reaching the nerve is done with the transducer alone, and one
// that counts neither the treatment nor its technique ends before gas: nothing is missed that they leave out.
bool is_left_out(const scenario::ScoreWeights& weights, const std::string& id) {
    const bool no_cryoprobe = weights.needle == 0.0 && weights.target == 0.0;
    const bool no_gas = no_cryoprobe || (weights.coverage == 0.0 && weights.technique == 0.0);
    const bool while_needling = needs_cryoprobe(id) || id == "P3" || id == "P5";
    return (no_cryoprobe && while_needling && id != "D1") || (no_gas && needs_gas(id));
}

// Metrics whose every moment cost its own share; of the others the worst moment stands for all.
bool lists_moments(const std::string& id) {
    static const std::set<std::string> ids{"P2", "V8", "T3", "T4", "T5", "T6", "S2", "S3", "F2", "M2"};
    return ids.contains(id);
}

bool higher_is_better(const std::string& id) {
    return id == "E5" || id == "E6";
}  // smoothness; the other motion metrics count faults

std::string structure_words(std::string_view structure) {
    return structure.empty() ? "structure" : std::string(structure);
}

Moment moment_at(const Scene& scene, size_t index, std::string sentence) {
    const TraceSample& sample = scene.record.trace[index];
    return {static_cast<double>(sample.t_s), tip_m(sample), place_in_words(sample), 1.0, std::move(sentence)};
}

// Where a quantity that belongs to a stretch of time was at its worst, for the link into the replay.
size_t worst_index(const Scene& scene, const std::string& id) {
    const Trace& trace = scene.record.trace;
    const size_t inside = first_inside(trace);
    const size_t from = inside < trace.size() ? inside : 0;
    const size_t gas_on = scene.gas.empty() ? trace.size() - 1 : scene.gas.front().begin;
    const auto farthest = [&](float TraceSample::*column, bool only_inside) {
        size_t best = from;
        for (size_t i = from; i < trace.size() && i <= gas_on; ++i)
            if ((!only_inside || trace[i].insert_mm > 0.0F) &&
                std::abs(trace[i].*column) > std::abs(trace[best].*column))
                best = i;
        return best;
    };
    if (id == "V6" || id == "V7" || id == "V9") {
        const MetricValue longest = scene.metrics.value(measure::MetricId::V9);
        return longest.moments.empty() ? from : sample_at(trace, longest.moments.front().t_s);
    }
    if (id == "V1") return farthest(&TraceSample::tip_plane_mm, true);
    if (id == "V2") return farthest(&TraceSample::shaft_plane_deg, true);
    if (id == "V3") return farthest(&TraceSample::shaft_face_deg, true);
    if (id == "V11" || id == "P1" || id == "P3" || id == "P4" || id == "P5") return from;
    if (id == "F3") {
        for (const GasPeriod& period : scene.gas)
            for (size_t i = period.begin; i < period.end; ++i)
                if (!is_on(trace[i].image_live) || !is_on(trace[i].target_seen)) return i;
        return gas_on;
    }
    if (id == "C2" || id == "C4" || id == "C6" || id == "F1") {
        const size_t off = scene.gas.empty() ? trace.size() : scene.gas.back().end;
        return std::min(off, trace.size() - 1);
    }
    if (id == "E1" || id == "T1" || id == "T2" || id == "C3" || id == "K3") return gas_on;
    return trace.size() - 1;
}

double badness(double value, double good, double bad) {
    return good == bad ? 1.0 : 1.0 - std::clamp((value - bad) / (good - bad), 0.0, 1.0);
}

// "Gas ran 120 s and 40 s here; the protocol is 2 × 120 s.", of the place where gas went on at t_s.
std::string gas_times_sentence(const Scene& scene, double t_s) {
    const Trace& trace = scene.record.trace;
    const auto placement = static_cast<int>(trace[sample_at(trace, t_s)].placement);
    std::string times;
    for (const GasPeriod& period : scene.gas)
        if (period.placement == placement)
            times += (times.empty() ? "" : " and ") + spoken(period_s(trace, period), 0) + " s";
    return "Gas ran " + times + " here; the protocol is " + protocol_text(scene.context) + ".";
}

void add_moments(const Scene& scene, const MetricValue& measured, double good, double bad, Observation& out) {
    const std::string& id = out.id;
    const auto spoken_of = [&](const measure::Moment& m) {
        return Spoken{m.value, good, bad, structure_words(m.structure)};
    };
    const Trace& trace = scene.record.trace;
    if (trace.empty()) return;
    if (lists_moments(id)) {
        for (const measure::Moment& m : measured.moments) {
            Moment moment = moment_at(scene, sample_at(trace, m.t_s), sentence_for(id, spoken_of(m), scene.context));
            // Going 8 mm blind costs more than going 2 mm.
            if (id == "V8") moment.share = std::max(1e-6, m.value);
            out.moments.push_back(std::move(moment));
        }
        return;
    }
    if (measured.moments.empty()) {
        out.moments.push_back(moment_at(scene, worst_index(scene, id), out.sentence));
        return;
    }
    const auto worst = std::max_element(measured.moments.begin(), measured.moments.end(),
                                        [&](const measure::Moment& a, const measure::Moment& b) {
                                            return badness(a.value, good, bad) < badness(b.value, good, bad);
                                        });
    const Spoken spoken_worst = spoken_of(*worst);
    out.sentence = sentence_for(id, {measured.value, good, bad, spoken_worst.structure}, scene.context);
    const std::string sentence =
        id == "F1" ? gas_times_sentence(scene, worst->t_s) : sentence_for(id, spoken_worst, scene.context);
    out.moments.push_back(moment_at(scene, sample_at(trace, worst->t_s), sentence));
}

// P4: length of nerve that the image has shown centred before the cryoprobe went in, as a share of what should be
// known. Along the nerve the transducer moves across its image; a millimetre counts once.
Observation nerve_followed(const Scene& scene) {
    Observation out;
    out.id = "P4";
    std::set<int> millimetres;
    for (const TraceSample& sample : scene.record.trace) {
        if (sample.insert_mm > 0.0F) break;
        const bool centred =
            is_on(sample.target_seen) && sample.target_lateral_frac >= 0.25F && sample.target_lateral_frac <= 0.75F;
        if (centred) millimetres.insert(static_cast<int>(std::floor(static_cast<double>(sample.across_mm))));
    }
    out.state = millimetres.empty() ? MetricState::NotProduced : MetricState::Measured;
    out.value = std::min(1.0, static_cast<double>(millimetres.size()) / scene.model.limits.trace_required_mm);
    return out;
}

// C4: core-cold tissue far from the nerve.
Observation cold_elsewhere(const Scene& scene) {
    Observation out;
    out.id = "C4";
    if (!scene.record.overfrozen_mm3) return out;
    out.state = MetricState::Measured;
    out.value = *scene.record.overfrozen_mm3;
    return out;
}

// What reads the whole trace or the nerves' sections.
std::optional<TraceMeasure> measure_whole(const Scene& scene, const std::string& id) {
    const AttemptRecord& record = scene.record;
    if (id == "V4") return beam_incidence_deg(record.trace);
    if (id == "P7") return marker_right_way_round(record.trace);
    if (id == "E6") return spectral_arc_length(record.trace);
    if (id == "E8") return help_switches_per_minute(record.trace);
    if (id == "C1") return largest_section_treated(record);
    if (id == "C6") return tumour_destroyed(record);
    if (id == "F4") return endpoint_recognised(record, scene.context);
    return std::nullopt;
}

// K3: where the cold zone is shallow at gas on, saline or a warmer must have protected the skin, if there was either.
Observation skin_protected(const Scene& scene) {
    Observation out;
    out.id = "K3";
    const auto shallow = std::find_if(scene.gas.begin(), scene.gas.end(), [&](const GasPeriod& period) {
        return static_cast<double>(scene.record.trace[period.begin].skin_zone_mm) < scene.model.limits.skin_protect_mm;
    });
    if (shallow == scene.gas.end() || !(scene.record.can_inject || scene.record.has_skin_warmer)) return out;
    const auto on_s = static_cast<double>(scene.record.trace[shallow->begin].t_s);
    const bool injected = std::any_of(scene.record.events.begin(), scene.record.events.end(),
                                      [&](const Event& e) { return e.kind == EventKind::Injected && e.t_s <= on_s; });
    out.state = MetricState::Measured;
    out.value = injected || scene.record.has_skin_warmer ? 1.0 : 0.0;
    return out;
}

// Motion depends on what the hand holds, so it is judged only against enough attempts with the same kind of input: full
// marks within one standard deviation of their mean, none beyond four.
void compare_with_benchmark(const Scene& scene, Observation& out) {
    for (const Benchmark& benchmark : scene.record.benchmarks) {
        if (benchmark.metric_id != out.id || benchmark.attempts < scene.model.limits.benchmark_attempts ||
            benchmark.sd <= 0.0)
            continue;
        const double worse = higher_is_better(out.id) ? -benchmark.sd : benchmark.sd;
        out.good = benchmark.mean + worse;
        out.bad = benchmark.mean + 4.0 * worse;
    }
}

Observation observe_metric(const Scene& scene, const MetricRule& rule, const DecisionOutcome& decision) {
    if (rule.id == "D1") return decision_taken(decision);
    Observation out;
    out.id = rule.id;
    double good = rule.good, bad = rule.bad;
    MetricValue measured;
    if (const measure::MetricInfo* info = measure::find_metric(rule.id)) {
        measured = scene.metrics.value(info->id);
        out.state = measured.state;
        out.value = measured.value;
        if (rule.good_from_case) {
            out.good = good = measured.good;
            out.bad = bad = measured.bad;
        }
    } else if (rule.id == "P4") {
        out = nerve_followed(scene);
    } else if (rule.id == "C4") {
        out = cold_elsewhere(scene);
    } else if (rule.id == "K3") {
        out = skin_protected(scene);
    } else if (const auto whole = measure_whole(scene, rule.id)) {
        out.state = whole->state;
        out.value = whole->value;
    }
    if (rule.needs_benchmark) compare_with_benchmark(scene, out);
    out.left_out = is_left_out(scene.record.plan.weights, rule.id);
    if (out.left_out) out.state = MetricState::NotApplicable;
    const bool undone = (needs_cryoprobe(rule.id) && !scene.ever_inside) || (needs_gas(rule.id) && scene.gas.empty());
    // A case refused at the time-out is judged by the decision alone.
    if (decision.should_refuse) out.state = MetricState::NotApplicable;
    if (out.state == MetricState::Measured && undone) out.state = MetricState::NotProduced;
    switch (out.state) {
        case MetricState::Measured:
            out.sentence = sentence_for(rule.id, {out.value, good, bad, "structure"}, scene.context);
            add_moments(scene, measured, good, bad, out);
            break;
        case MetricState::NotProduced: {
            out.sentence = rule.id == "P4" && scene.ever_inside
                               ? "The nerve was never followed before the cryoprobe went in."
                               : not_produced_sentence(scene.ever_inside, !scene.gas.empty());
            out.moments.clear();
            if (!scene.record.trace.empty())
                out.moments.push_back(moment_at(scene, scene.record.trace.size() - 1, out.sentence));
            else
                out.moments.push_back({0.0, Vec3(0.0), "", 1.0, out.sentence});
            break;
        }
        case MetricState::NotApplicable:
            out.sentence = "Has no meaning in this case.";
            out.moments.clear();
            break;
    }
    return out;
}

// Errors of trainees in regional anaesthesia, as counts.
std::vector<ErrorCount> count_errors(const Scene& scene, const std::vector<Critical>& criticals) {
    const auto value = [&](measure::MetricId id) {
        const MetricValue v = scene.metrics.value(id);
        return v.state == MetricState::Measured ? v.value : 0.0;
    };
    const auto critical = [&](const char* id) {
        return static_cast<int>(
            std::count_if(criticals.begin(), criticals.end(), [&](const Critical& c) { return c.id == id; }));
    };
    using enum measure::MetricId;
    // Gas on where the cold zone is nowhere near the nerve lies in another layer.
    const MetricRule* reach = scene.model.metric("T1", scene.context.approach);
    const auto placed = scene.metrics.value(T1).moments;
    const auto elsewhere = std::count_if(placed.begin(), placed.end(), [&](const measure::Moment& m) {
        return reach != nullptr && m.value >= reach->bad;
    });
    const MetricRule* angle = scene.model.metric("V3", scene.context.approach);
    const bool for_nerve = scene.record.plan.aim == scenario::Aim::Nerve;
    const MetricRule* length = for_nerve ? scene.model.metric("C2", scene.context.approach) : nullptr;
    const bool bad_entry = angle != nullptr && value(V6) < 0.5 && badness(value(V3), angle->good, angle->bad) >= 1.0;
    const bool unseen_gap =
        length != nullptr && !scene.gas.empty() && scene.metrics.value(C2).value < scene.metrics.value(C2).good;
    return {
        {"Q1", "Advanced without seeing the tip", static_cast<int>(value(V8))},
        {"Q2", "Transducer moved unintentionally", static_cast<int>(value(P2))},
        {"Q3", "Gas on without confirming the tip", critical("CF2")},
        {"Q4", "Gas on in another layer than the nerve's", static_cast<int>(elsewhere)},
        {"Q5", "Wrong side or wrong nerve", critical("CF6")},
        {"Q6", "Poor entry site or angle", scene.ever_inside && bad_entry ? 1 : 0},
        {"Q7", "Ended with too little of the nerve treated", unseen_gap ? 1 : 0},
    };
}

std::vector<LessonDeduction> lesson_deductions(const AttemptRecord& record) {
    std::vector<LessonDeduction> out;
    for (const session::Event& event : record.events) {
        if (event.kind != session::EventKind::ScoreDeducted) continue;
        const std::string place =
            record.trace.empty() ? "" : place_in_words(record.trace[sample_at(record.trace, event.t_s)]);
        out.push_back({event.t_s, event.place_m, place, event.value, event.text});
    }
    return out;
}

// Counted in samples, so that a glance of one sample counts: help is help however short.
double help_time_s(const Trace& trace) {
    const auto samples =
        std::count_if(trace.begin(), trace.end(), [](const TraceSample& sample) { return is_on(sample.help_on); });
    return static_cast<double>(samples) / measure::kTraceRateHz;
}

// A metric that another one stands in for has no meaning here.
void drop_replaced(const ScoreModel& model, Observations& out) {
    for (const MetricRule& rule : model.metrics) {
        if (rule.in_place_of.empty()) continue;
        const Observation* stand_in = out.metric(rule.id);
        if (stand_in == nullptr || stand_in->state == MetricState::NotApplicable) continue;
        for (Observation& replaced : out.metrics) {
            if (replaced.id != rule.in_place_of) continue;
            replaced.state = MetricState::NotApplicable;
            replaced.sentence = "Has no meaning in this case.";
            replaced.moments.clear();
        }
    }
}

std::vector<CaseWeight> weights_of(const scenario::ScoreWeights& weights) {
    using scenario::ScoreWeights;
    constexpr std::pair<const char*, double ScoreWeights::*> kParts[] = {
        {"image", &ScoreWeights::image},
        {"needle", &ScoreWeights::needle},
        {"target", &ScoreWeights::target},
        {"coverage", &ScoreWeights::coverage},
        {"motor", &ScoreWeights::motor},
        {"structures", &ScoreWeights::structures},
        {"skin", &ScoreWeights::skin},
        {"technique", &ScoreWeights::technique},
        {"efficiency", &ScoreWeights::efficiency},
    };
    std::vector<CaseWeight> out;
    for (const auto& [id, member] : kParts)
        if (weights.*member >= 0.0) out.push_back({id, weights.*member});
    return out;
}

}  // namespace

const Observation* Observations::metric(const std::string& metric_id) const {
    const auto found =
        std::find_if(metrics.begin(), metrics.end(), [&](const Observation& o) { return o.id == metric_id; });
    return found == metrics.end() ? nullptr : &*found;
}

measure::Metrics measure_record(const AttemptRecord& record, const ScoreLimits& limits) {
    measure::Context context = record.context;
    context.limits = measure_limits(limits);
    return measure::measure(record.trace, context);
}

Observations observe(const AttemptRecord& record, const ScoreModel& model) {
    if (!measure::is_sound(record.trace)) return observe(with_sound_trace(record), model);
    return observe(record, model, measure_record(record, model.limits));
}

Observations observe(const AttemptRecord& record, const ScoreModel& model, const measure::Metrics& metrics) {
    const measure::Context& context = metrics.context();
    const Scene scene{
        record, context, model, metrics, gas_periods(record.trace), first_inside(record.trace) < record.trace.size()};

    Observations out;
    out.approach = context.approach;
    out.decision = decision_of(record, !scene.gas.empty());
    for (const MetricRule& rule : model.metrics)
        if (rule.applies_to(out.approach)) out.metrics.push_back(observe_metric(scene, rule, out.decision));
    drop_replaced(model, out);
    out.weights = weights_of(record.plan.weights);
    out.criticals = find_criticals(record, model.limits);
    out.errors = count_errors(scene, out.criticals);
    out.lesson = lesson_deductions(record);
    out.duration_s = record.trace.empty() ? 0.0 : static_cast<double>(record.trace.back().t_s);
    out.help_s = help_time_s(record.trace);
    return out;
}

}  // namespace cryo::scoring

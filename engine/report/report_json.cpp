// report.json; its shape is written down in assets/report.schema.json.
#include "engine/core/units.h"
#include "engine/io/csv.h"
#include "engine/io/json.h"
#include "engine/report/report.h"
#include "engine/report/words.h"

namespace cryo::report {
namespace {

using io::Json;

constexpr int kReportSchema = 1;

Json place_mm(const Vec3& place_m) {
    return Json::array({mm_from_m(place_m.x), mm_from_m(place_m.y), mm_from_m(place_m.z)});
}

const char* state_id(scoring::MetricState state) {
    switch (state) {
        case scoring::MetricState::Measured:
            return "measured";
        case scoring::MetricState::NotProduced:
            return "not_done";
        case scoring::MetricState::NotApplicable:
            return "not_applicable";
    }
    return "";
}

Json criticals_json(const ReportInput& in) {
    Json out = Json::array();
    for (const scoring::Critical& c : in.assessment.criticals)
        out.push_back({{"id", c.id},
                       {"name", in.model.critical_name(c.id)},
                       {"t_s", c.t_s},
                       {"place", c.place},
                       {"place_mm", place_mm(c.place_m)},
                       {"sentence", c.sentence}});
    return out;
}

Json subscores_json(const scoring::Assessment& a) {
    Json out = Json::object();
    for (const scoring::SubscoreResult& s : a.subscores) {
        Json entry{{"name", s.name}, {"value", nullptr}, {"weight", s.weight}, {"floor", nullptr}, {"met", s.met}};
        if (s.value) entry["value"] = *s.value;
        if (s.floor) entry["floor"] = *s.floor;
        if (!s.value) entry["why_not"] = s.why_not;
        out[s.id] = std::move(entry);
    }
    return out;
}

Json metrics_json(const scoring::Assessment& a) {
    Json out = Json::object();
    for (const scoring::MetricResult& m : a.metrics) {
        Json entry{{"name", m.name},
                   {"value", nullptr},
                   {"unit", m.unit},
                   {"state", state_id(m.state)},
                   {"subscore", m.subscore},
                   {"good", m.good},
                   {"bad", m.bad},
                   {"provisional", m.provisional},
                   {"evidence", std::string(1, m.evidence)},
                   {"scored", m.scored},
                   {"desirability", m.desirability},
                   {"points", m.points},
                   {"lost", m.lost},
                   {"sentence", m.sentence}};
        if (m.state == scoring::MetricState::Measured) entry["value"] = m.value;
        out[m.id] = std::move(entry);
    }
    return out;
}

Json deductions_json(const scoring::Assessment& a) {
    Json out = Json::array();
    for (const scoring::Deduction& d : a.deductions)
        out.push_back({{"t_s", d.t_s},
                       {"place", d.place},
                       {"place_mm", place_mm(d.place_m)},
                       {"points", d.points},
                       {"sentence", d.sentence},
                       {"metric", d.metric},
                       {"subscore", d.subscore},
                       {"severity", severity_words(d.severity)}});
    return out;
}

Json nerves_json(const ReportInput& in) {
    Json out = Json::array();
    for (const scoring::NerveOutcome& nerve : in.record.nerves) {
        const scoring::TreatedRun run = scoring::longest_treated_run(nerve, in.model.limits.treated_section_frac);
        Json arc = Json::array(), treated = Json::array(), visible = Json::array(), coldest = Json::array();
        for (const scoring::NerveStation& s : nerve.stations) {
            arc.push_back(s.arc_mm);
            treated.push_back(s.treated_frac);
            visible.push_back(s.visible_frac);
            coldest.push_back(s.coldest_degc);
        }
        out.push_back({{"id", nerve.id},
                       {"label", nerve.label},
                       {"required", nerve.required},
                       {"treated_mm", run.length_mm},
                       {"arc_mm", arc},
                       {"treated_frac", treated},
                       {"visible_frac", visible},
                       {"coldest_degc", coldest}});
    }
    return out;
}

Json strengths_json(const scoring::Assessment& a) {
    Json out = Json::array();
    for (const scoring::Strength& s : a.strengths) out.push_back({{"metric", s.metric}, {"sentence", s.sentence}});
    return out;
}

Json errors_json(const scoring::Assessment& a) {
    Json out = Json::object();
    for (const scoring::ErrorCount& e : a.errors) out[e.id] = {{"name", e.name}, {"count", e.count}};
    return out;
}

}  // namespace

std::string report_json(const ReportInput& in) {
    const scoring::Assessment& a = in.assessment;
    Json out{{"schema", kReportSchema},
             {"kind", "report"},
             {"scenario", in.scenario.id},
             {"title", in.scenario.title},
             {"seed", in.info.seed},
             {"learner", in.info.learner},
             {"patient",
              {{"bmi", in.info.patient.bmi},
               {"sex", in.info.patient.sex == anatomy::Sex::Female ? "female" : "male"},
               {"age_years", in.info.patient.age_years},
               {"side", in.info.patient.side == anatomy::Side::Right ? "right" : "left"}}},
             {"device", in.info.device},
             {"input", in.info.input},
             {"physics_version", in.info.physics_version},
             {"program_version", in.info.program_version},
             {"score_model", {{"id", a.model_id}, {"hash", a.model_hash}}},
             {"overall", a.overall},
             {"pass", a.pass},
             {"borderline", a.borderline},
             {"borderline_because", a.borderline_because},
             {"meets_everything", a.meets_everything},
             {"formative", a.formative},
             {"help_s", a.help_s},
             {"duration_s", a.duration_s},
             {"verdict", a.verdict},
             {"reasons", a.reasons},
             {"criticals", criticals_json(in)},
             {"missed_floors", a.missed_floors},
             {"missed_requirements", a.missed_requirements},
             {"subscores", subscores_json(a)},
             {"metrics", metrics_json(a)},
             {"deductions", deductions_json(a)},
             {"strengths", strengths_json(a)},
             {"drill", a.drill},
             {"errors", errors_json(a)},
             {"decision",
              {{"should_refuse", a.decision.should_refuse},
               {"refused", a.decision.refused},
               {"right_reason", a.decision.right_reason}}},
             {"nerves", nerves_json(in)},
             {"replay_differs", in.info.hash_differs},
             {"disclaimer", kDisclaimer},
             {"hash", in.info.state_hash}};
    return io::json_text(out);
}

std::string events_ndjson(const std::vector<session::Event>& events) {
    std::string out;
    for (const session::Event& e : events)
        out += io::json_line(Json{{"t_s", e.t_s},
                                  {"event", session::event_name(e.kind)},
                                  {"structure", e.structure},
                                  {"value", e.value},
                                  {"place_mm", place_mm(e.place_m)},
                                  {"text", e.text}}) +
               "\n";
    return out;
}

std::string trace_csv(const measure::Trace& trace) {
    std::vector<std::string> names;
    for (const measure::TraceColumn& column : measure::trace_columns()) names.emplace_back(column.name);
    io::CsvText csv(names);
    std::vector<float> row(names.size());
    for (const measure::TraceSample& sample : trace) {
        for (size_t i = 0; i < row.size(); ++i) row[i] = sample.*measure::trace_columns()[i].member;
        csv.add(std::span<const float>(row));
    }
    return csv.text();
}

}  // namespace cryo::report

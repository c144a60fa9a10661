// What the measurements that read a whole record must survive: nothing, one sample, columns that are no numbers, and
// irregular times. One of them without a row here fails.
#include <cmath>
#include <limits>
#include <set>

#include "engine/scoring/trace_metrics.h"
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

// Of an attempt that came to an end without a sample, of one with a single sample inside the skin with gas on, and of a
// careful one.
struct Ordeal {
    const char* id;
    MetricState of_nothing;
    MetricState of_one;
    MetricState of_a_careful_attempt;
};

constexpr auto kDone = MetricState::Measured;
constexpr auto kNot = MetricState::NotProduced;
constexpr auto kNone = MetricState::NotApplicable;

constexpr Ordeal kOrdeals[] = {
    {"V4", kNot, kNot, kDone},   {"P4", kNot, kNot, kDone},   {"P7", kNot, kDone, kDone},  {"E6", kNot, kNot, kDone},
    {"E8", kNot, kNot, kDone},   {"C1", kNot, kDone, kDone},  {"C4", kNot, kDone, kDone},  {"C6", kNone, kNone, kNone},
    {"K3", kNone, kDone, kNone}, {"F4", kNone, kNone, kNone}, {"D1", kNone, kNone, kNone},
};

AttemptRecord of_nothing() {
    AttemptRecord record = Script().record();
    record.trace.clear();
    record.nerves = {nerve_treated("target", anatomy::NerveRole::Target, 0.0)};
    return record;
}

AttemptRecord of_one() {
    AttemptRecord record = of_nothing();
    Script script;
    measure::TraceSample sample = script.now();
    sample.phase = 1.0F;
    sample.insert_mm = 20.0F;
    sample.gas_on = sample.placement = 1.0F;
    sample.skin_zone_mm = 2.0F;
    record.trace = {sample};
    record.can_inject = true;
    return record;
}

TEST(EveryWholeMeasure, HasARow) {
    std::set<std::string> rows;
    for (const Ordeal& row : kOrdeals) EXPECT_TRUE(rows.insert(row.id).second) << row.id;
    for (const MetricRule& rule : shipped_model().metrics)
        EXPECT_EQ(measure::find_metric(rule.id) == nullptr, rows.contains(rule.id)) << rule.id;
}

TEST(EveryWholeMeasure, SurvivesNothingAndOneSample) {
    const AttemptRecord nothing = of_nothing(), one = of_one(), careful = careful_attempt();
    for (const Ordeal& row : kOrdeals) {
        EXPECT_EQ(observe(nothing, shipped_model()).metric(row.id)->state, row.of_nothing) << row.id;
        EXPECT_EQ(observe(one, shipped_model()).metric(row.id)->state, row.of_one) << row.id;
        EXPECT_EQ(observe(careful, shipped_model()).metric(row.id)->state, row.of_a_careful_attempt) << row.id;
    }
    for (const AttemptRecord* record : {&nothing, &one, &careful})
        for (const Observation& seen : observe(*record, shipped_model()).metrics) {
            EXPECT_TRUE(std::isfinite(seen.value)) << seen.id;
            for (const Moment& moment : seen.moments) EXPECT_TRUE(std::isfinite(moment.t_s)) << seen.id;
        }
}

// Garbage between good samples changes nothing.
TEST(EveryWholeMeasure, LeavesOutWhatIsNoNumberAndWhatRunsBackwards) {
    const AttemptRecord clean = careful_attempt();
    AttemptRecord dirty = clean;
    dirty.trace.clear();
    const auto columns = measure::trace_columns();
    for (size_t i = 0; i < clean.trace.size(); ++i) {
        dirty.trace.push_back(clean.trace[i]);
        if (i % 50 != 0) continue;
        measure::TraceSample bad = clean.trace[i];
        bad.*columns[i / 50 % columns.size()].member = std::numeric_limits<float>::quiet_NaN();
        dirty.trace.push_back(bad);
        dirty.trace.push_back(clean.trace[i / 2]);
    }
    const Assessment a = judged(clean), b = judged(dirty);
    for (const MetricResult& metric : a.metrics) EXPECT_EQ(metric.value, b.metric(metric.id)->value) << metric.id;
    EXPECT_EQ(a.overall, b.overall);
    EXPECT_EQ(a.criticals.size(), b.criticals.size());
}

// Every other sample dropped over stretches, so that time counts and not their number.
TEST(EveryWholeMeasure, WeighsByTime) {
    constexpr double kOfTheValue = 0.03;
    const AttemptRecord even = careful_attempt();
    AttemptRecord uneven = even;
    uneven.trace.clear();
    for (size_t i = 0; i < even.trace.size(); ++i)
        if (i % 400 < 200 || i % 2 == 0) uneven.trace.push_back(even.trace[i]);
    const Observations a = observe(even, shipped_model()), b = observe(uneven, shipped_model());
    for (const Ordeal& row : kOrdeals)
        EXPECT_NEAR(a.metric(row.id)->value, b.metric(row.id)->value,
                    kOfTheValue * std::max(1.0, std::abs(a.metric(row.id)->value)))
            << row.id;
}

}  // namespace
}  // namespace cryo::scoring

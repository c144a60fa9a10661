// The shipped score file is whole, and a broken one is refused with its place.
#include <map>

#include "engine/io/files.h"
#include "engine/measure/metrics.h"
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

constexpr double kSumOfWeights = 1e-9;  // sums of decimal fractions in binary

std::string shipped_text() { return *io::read_text(CRYO_SOURCE_DIR "/scenes/scoring/cryo_score_1.toml"); }

std::string with(std::string text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(ScoreModelFile, ShippedModelSaysWhatTheReferenceSays) {
    const ScoreModel& m = shipped_model();
    EXPECT_EQ(m.id, "cryo-score/1");
    EXPECT_EQ(m.hash.size(), 16U);
    const std::map<std::string, std::pair<double, double>> expected{
        {"image", {12, 0}},     {"needle", {20, 70}},   {"target", {15, 60}},
        {"coverage", {18, 80}}, {"motor", {10, 80}},    {"structures", {10, 80}},
        {"skin", {5, 80}},      {"technique", {5, 60}}, {"efficiency", {5, 0}}};
    double sum = 0.0;
    for (const auto& [id, weight_and_floor] : expected) {
        ASSERT_NE(m.subscore(id), nullptr) << id;
        EXPECT_EQ(m.subscore(id)->weight, weight_and_floor.first) << id;
        EXPECT_EQ(m.subscore(id)->floor, weight_and_floor.second) << id;
        sum += m.subscore(id)->weight;
    }
    EXPECT_EQ(sum, 100.0);
    EXPECT_EQ(m.limits.pass_overall, 80.0);
    EXPECT_EQ(m.limits.skin_instant_degc, -10.0);
    EXPECT_EQ(m.limits.tear_mm, 1.0);
    for (int i = 1; i <= 10; ++i) {
        const std::string id = "CF" + std::to_string(i);
        EXPECT_NE(m.critical_name(id), id) << "has no name";
    }
}

TEST(ScoreModelFile, SpeedIsGatedByWhatMattersMore) {
    for (const SubscoreRule& rule : shipped_model().subscores) {
        const bool gate = rule.id == "needle" || rule.id == "coverage" || rule.id == "motor" ||
                          rule.id == "structures" || rule.id == "skin";
        EXPECT_EQ(rule.gates_efficiency, gate) << rule.id;
    }
}

// The metrics of a subscore share it fully, whatever the approach drops. Of the dose and the end point one always has
// no meaning.
TEST(ScoreModelFile, WeightsOfEachSubscoreSumToOne) {
    std::map<std::string, double> sums;
    for (const MetricRule& rule : shipped_model().metrics)
        if (rule.applies_to(measure::Approach::InPlane) && rule.in_place_of.empty()) sums[rule.subscore] += rule.weight;
    for (const auto& [id, sum] : sums) EXPECT_NEAR(sum, 1.0, kSumOfWeights) << id;
}

TEST(ScoreModelFile, GoodAndBadAreThoseThatLiveReadoutsUse) {
    for (const MetricRule& rule : shipped_model().metrics) {
        const measure::MetricInfo* info = measure::find_metric(rule.id);
        if (info == nullptr || !info->scored || !rule.applies_to(measure::Approach::InPlane)) continue;
        EXPECT_EQ(rule.good, info->good) << rule.id;
        EXPECT_EQ(rule.bad, info->bad) << rule.id;
        EXPECT_EQ(std::string(1, rule.evidence), std::string(1, "ABC"[static_cast<int>(info->evidence)])) << rule.id;
    }
}

TEST(ScoreModelFile, EveryScoredMetricCanBePraisedAndPractised) {
    for (const MetricRule& rule : shipped_model().metrics) {
        if (rule.weight <= 0.0 || rule.needs_benchmark) continue;
        EXPECT_FALSE(rule.strength.empty()) << rule.id;
        EXPECT_FALSE(rule.drill.empty()) << rule.id;
    }
}

TEST(ScoreModelFile, MetricIsFoundByApproach) {
    const ScoreModel& m = shipped_model();
    EXPECT_EQ(m.metric("V3", measure::Approach::InPlane)->good, 30.0);
    EXPECT_EQ(m.metric("V3", measure::Approach::OutOfPlane)->good, 60.0);
    EXPECT_EQ(m.metric("V3", measure::Approach::Perpendicular), nullptr);
    EXPECT_EQ(m.metric("V2", measure::Approach::OutOfPlane), nullptr);
    EXPECT_EQ(m.metric("no such", measure::Approach::InPlane), nullptr);
}

TEST(ScoreModelFile, LimitsReachTheMeasurements) {
    const Result<ScoreModel> m =
        parse_score_model(with(with(shipped_text(), "blind_advance_mm = 2.0", "blind_advance_mm = 3.5"),
                               "tear_mm = 1.0", "tear_mm = 1.5"),
                          "score.toml");
    ASSERT_TRUE(m.ok());
    EXPECT_EQ(measure_limits(m->limits).blind_advance_mm, 3.5);
    EXPECT_EQ(measure_limits(m->limits).thaw_move_mm, 1.5);
    EXPECT_NE(m->hash, shipped_model().hash) << "another file is another model";
}

struct Broken {
    const char* name;
    const char* from;
    const char* to;
    const char* expected;  // part of the message
};

class BrokenScoreFile : public testing::TestWithParam<Broken> {};

TEST_P(BrokenScoreFile, IsRefusedWithItsPlace) {
    const std::string text = with(shipped_text(), GetParam().from, GetParam().to);
    const Result<ScoreModel> m = parse_score_model(text, "score.toml");
    ASSERT_FALSE(m.ok());
    const std::string said = to_string(m.faults());
    EXPECT_THAT(said, testing::HasSubstr(GetParam().expected));
    EXPECT_THAT(said, testing::MatchesRegex("score\\.toml:[0-9]+:[0-9]+: (.|\n)*"));
}

INSTANTIATE_TEST_SUITE_P(Faults, BrokenScoreFile,
                         testing::Values(Broken{"unknown_key", "weight = 12", "wieght = 12", "wieght"},
                                         Broken{"no_limit", "tear_mm = 1.0\n", "", "tear_mm"},
                                         Broken{"out_of_range", "pass_overall = 80", "pass_overall = 180", "180"},
                                         Broken{"unknown_subscore", "subscore = \"needle\"", "subscore = \"neeedle\"",
                                                "did you mean 'needle'"},
                                         Broken{"metric_twice", "id = \"V8\"", "id = \"V6\"", "twice"},
                                         Broken{"subscore_twice", "id = \"needle\"", "id = \"image\"", "twice"},
                                         Broken{"no_range", "weight = 0.35\ngood = 0.90\nbad = 0.50",
                                                "weight = 0.35\ngood = 0.90\nbad = 0.90", "same"},
                                         Broken{"evidence", "evidence = \"A\"", "evidence = \"D\"", "evidence"},
                                         Broken{"approach", "approaches = [\"in_plane\"]",
                                                "approaches = [\"sideways\"]", "sideways"},
                                         Broken{"kind", "kind = \"score\"", "kind = \"scenario\"", "score"},
                                         Broken{"syntax", "schema = 1", "schema = = 1", "score.toml:"}),
                         [](const testing::TestParamInfo<Broken>& param) { return std::string(param.param.name); });

}  // namespace
}  // namespace cryo::scoring

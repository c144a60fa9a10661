// The arithmetic of the score, argued on observations made by hand.
#include <algorithm>

#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

constexpr double kRounding = 1e-9;   // sums of some forty products in double
constexpr double kAdditivity = 0.1;  // what the score promises

// Every metric at its good value.
Observations all_good(const ScoreModel& model = shipped_model()) {
    Observations o;
    for (const MetricRule& rule : model.metrics) {
        if (!rule.applies_to(o.approach)) continue;
        Observation seen;
        seen.id = rule.id;
        const bool stands_in = !rule.in_place_of.empty();
        seen.state = rule.id == "D1" || stands_in ? MetricState::NotApplicable : MetricState::Measured;
        seen.value = rule.good;
        o.metrics.push_back(seen);
    }
    return o;
}

Observation& of(Observations& o, const std::string& id);

// All good where this metric has a meaning, be it in place of another.
Observations all_good_with(const std::string& id) {
    Observations o = all_good();
    const MetricRule& rule = *shipped_model().metric(id, o.approach);
    of(o, id).state = MetricState::Measured;
    if (!rule.in_place_of.empty()) of(o, rule.in_place_of).state = MetricState::NotApplicable;
    return o;
}

Observation& of(Observations& o, const std::string& id) {
    return *std::find_if(o.metrics.begin(), o.metrics.end(), [&](const Observation& m) { return m.id == id; });
}

double sum_of_losses(const Assessment& a) {
    double sum = 0.0;
    for (const Deduction& d : a.deductions) sum += d.points;
    return sum;
}

TEST(Desirability, IsLinearBetweenBadAndGoodAndClamped) {
    EXPECT_EQ(desirability(0.9, 0.9, 0.5), 1.0);
    EXPECT_EQ(desirability(0.5, 0.9, 0.5), 0.0);
    EXPECT_NEAR(desirability(0.7, 0.9, 0.5), 0.5, kRounding);
    EXPECT_EQ(desirability(2.0, 0.9, 0.5), 1.0);
    EXPECT_EQ(desirability(-1.0, 0.9, 0.5), 0.0);
    EXPECT_NEAR(desirability(2.0, 1.5, 5.0), 1.0 - 0.5 / 3.5, kRounding) << "good below bad";
    EXPECT_EQ(desirability(0.0, 1.5, 5.0), 1.0);
}

TEST(Weighing, AllGoodIsExactlyAHundred) {
    const Assessment a = judge(all_good(), shipped_model());
    EXPECT_NEAR(a.overall, 100.0, kRounding);
    EXPECT_TRUE(a.pass);
    EXPECT_TRUE(a.deductions.empty());
    EXPECT_TRUE(a.drill.empty());
}

TEST(Weighing, ALessonTakesWhatItSaysAndNotMoreThanThereIs) {
    Observations o = all_good();
    of(o, "T1").value = 5.0;  // 15 points times 0.4
    o.lesson = {{10.0, Vec3(0.0), "", 8.0, "Moved on too early."}, {20.0, Vec3(0.0), "", 3.0, "And again."}};
    const Assessment a = judge(o, shipped_model());
    EXPECT_NEAR(a.overall, 100.0 - 6.0 - 11.0, kRounding);
    EXPECT_NEAR(a.overall + sum_of_losses(a), 100.0, kAdditivity);
    EXPECT_EQ(a.deductions.front().subscore, kLesson);
    EXPECT_EQ(a.drill, shipped_model().metric("T1", o.approach)->drill) << "a drill is for what was measured";
    o.lesson.assign(10, {1.0, Vec3(0.0), "", 50.0, "Everything."});
    const Assessment nothing = judge(o, shipped_model());
    EXPECT_NEAR(nothing.overall, 0.0, kRounding);
    EXPECT_NEAR(sum_of_losses(nothing), 100.0, kAdditivity);
}

TEST(Weighing, OneMetricLosesItsShareOfItsSubscore) {
    // Tip-to-nerve at gas on half way between good and bad: half of 0.4 of 15 points.
    Observations o = all_good();
    of(o, "T1").value = 0.5 * (1.5 + 5.0);
    const Assessment a = judge(o, shipped_model());
    EXPECT_NEAR(a.overall, 100.0 - 15.0 * 0.4 * 0.5, kRounding);
    EXPECT_NEAR(*a.subscore("target")->value, 80.0, kRounding);
    ASSERT_EQ(a.deductions.size(), 1U);
    EXPECT_EQ(a.deductions[0].metric, "T1");
    EXPECT_NEAR(a.deductions[0].points, 3.0, kRounding);
    EXPECT_FALSE(a.drill.empty());
}

class EachMetric : public testing::TestWithParam<std::string> {};

std::vector<std::string> scored_ids() {
    std::vector<std::string> ids;
    for (const MetricRule& rule : shipped_model().metrics)
        if (rule.weight > 0.0 && !rule.needs_benchmark && rule.id != "D1" &&
            rule.applies_to(measure::Approach::InPlane))
            ids.push_back(rule.id);
    return ids;
}

TEST_P(EachMetric, ScoreFallsSteadilyFromGoodToBadAndLossesAddUp) {
    const MetricRule& rule = *shipped_model().metric(GetParam(), measure::Approach::InPlane);
    double before = 101.0;
    for (const double share : {-0.3, 0.0, 0.25, 0.5, 0.75, 1.0, 1.3}) {
        Observations o = all_good_with(rule.id);
        of(o, rule.id).value = rule.good + share * (rule.bad - rule.good);
        const Assessment a = judge(o, shipped_model());
        const bool inside = share > 0.0 && share <= 1.0;
        // Losing the floor of a gate also takes efficiency's weight away, so only the metric's own subscore is strict.
        const double own = *a.subscore(rule.subscore)->value;
        EXPECT_LE(own, before + kRounding);
        if (inside) {
            EXPECT_LT(own, before - kRounding);
        }
        before = own;
        EXPECT_NEAR(a.overall + sum_of_losses(a), 100.0, kRounding);
        if (share >= 1.0) {
            EXPECT_NEAR(a.metric(rule.id)->desirability, 0.0, kRounding);
        }
    }
}

TEST_P(EachMetric, NotProducedIsWorthNothing) {
    Observations o = all_good_with(GetParam());
    of(o, GetParam()).state = MetricState::NotProduced;
    const Assessment a = judge(o, shipped_model());
    EXPECT_EQ(a.metric(GetParam())->desirability, 0.0);
    EXPECT_GT(a.metric(GetParam())->lost, 0.0);
    EXPECT_LT(a.overall, 100.0);
}

TEST_P(EachMetric, NotApplicableCostsNothing) {
    Observations o = all_good();
    of(o, GetParam()).state = MetricState::NotApplicable;
    const Assessment a = judge(o, shipped_model());
    EXPECT_NEAR(a.overall, 100.0, kRounding);
    EXPECT_EQ(a.metric(GetParam())->lost, 0.0);
}

std::string letters_only(const testing::TestParamInfo<std::string>& param) { return param.param; }
INSTANTIATE_TEST_SUITE_P(Metrics, EachMetric, testing::ValuesIn(scored_ids()), letters_only);

TEST(Weighing, LossesAndScoreAddUpWhateverWentWrong) {
    // A fixed pattern of values far and wide, some missing, some without meaning.
    for (int seed = 0; seed < 50; ++seed) {
        Observations o = all_good();
        for (size_t i = 0; i < o.metrics.size(); ++i) {
            const MetricRule& rule = *shipped_model().metric(o.metrics[i].id, o.approach);
            const int pick = static_cast<int>((i * 7 + static_cast<size_t>(seed) * 13) % 11);
            o.metrics[i].value = rule.good + (pick - 2) * 0.15 * (rule.bad - rule.good);
            if (pick == 9) o.metrics[i].state = MetricState::NotProduced;
            if (pick == 10) o.metrics[i].state = MetricState::NotApplicable;
            for (int m = 0; m < pick % 4; ++m) o.metrics[i].moments.push_back({1.0 * m, Vec3(0.0), "", 1.0 + m, "s"});
        }
        of(o, "D1").state = MetricState::NotApplicable;
        const Assessment a = judge(o, shipped_model());
        EXPECT_NEAR(a.overall + sum_of_losses(a), 100.0, kAdditivity);
        EXPECT_TRUE(std::is_sorted(a.deductions.begin(), a.deductions.end(),
                                   [](const Deduction& x, const Deduction& y) { return x.points > y.points; }));
    }
}

TEST(Weighing, MomentsShareTheLossOfTheirMetric) {
    Observations o = all_good();
    of(o, "V8").value = 2.0;
    of(o, "V8").moments = {{10.0, Vec3(0.0), "", 2.0, "first"}, {20.0, Vec3(0.0), "", 6.0, "second"}};
    const Assessment a = judge(o, shipped_model());
    ASSERT_EQ(a.deductions.size(), 2U);
    const double lost = 20.0 * 0.2 * 0.5;
    EXPECT_EQ(a.deductions[0].sentence, "second");
    EXPECT_NEAR(a.deductions[0].points, 0.75 * lost, kRounding);
    EXPECT_EQ(a.deductions[1].t_s, 10.0);
    EXPECT_NEAR(a.deductions[1].points, 0.25 * lost, kRounding);
}

TEST(Floor, IsMetAtItsValueAndMissedBelow) {
    // S1 carries 0.4 of its subscore: at half its range the subscore is 80, exactly the floor.
    Observations o = all_good();
    of(o, "S1").value = 1.5;
    EXPECT_TRUE(judge(o, shipped_model()).pass);
    of(o, "S1").value = 1.49;
    const Assessment a = judge(o, shipped_model());
    EXPECT_FALSE(a.pass);
    EXPECT_EQ(a.missed_floors, std::vector<std::string>{"structures"});
    EXPECT_GT(a.overall, shipped_model().limits.pass_overall) << "no other strength makes up for it";
}

TEST(Floor, OfASubscoreWithoutMeaningIsMet) {
    Observations o = all_good();
    of(o, "M1").state = of(o, "M2").state = MetricState::NotApplicable;
    const Assessment a = judge(o, shipped_model());
    EXPECT_TRUE(a.pass);
    EXPECT_FALSE(a.subscore("motor")->value.has_value());
    EXPECT_EQ(a.subscore("motor")->weight, 0.0);
}

TEST(Floor, OfASubscoreThatWasHardlyMeasuredIsMissed) {
    // Coverage without its main metric (0.6 of 1) has no value, yet the case asked for it.
    Observations o = all_good();
    of(o, "C2").state = MetricState::NotApplicable;
    const Assessment a = judge(o, shipped_model());
    EXPECT_FALSE(a.subscore("coverage")->value.has_value());
    EXPECT_FALSE(a.pass);
    // 40 % of what the model asks, not 40 % of everything: dose and end point are three fifths of technique.
    Observations half = all_good();
    of(half, "F1").state = of(half, "F4").state = MetricState::NotApplicable;
    EXPECT_FALSE(judge(half, shipped_model()).subscore("technique")->value.has_value());
    // Exactly 40 % missing is still enough to speak.
    Observations less = all_good();
    of(less, "S1").state = MetricState::NotApplicable;
    EXPECT_TRUE(judge(less, shipped_model()).subscore("structures")->value.has_value());
}

TEST(PassMark, OverallBelowItFailsWithEveryFloorMet) {
    ScoreModel model = shipped_model();
    model.limits.pass_overall = 97.0;
    Observations o = all_good();
    of(o, "P3").value = 0.3;
    of(o, "P2").value = 4.0;
    const Assessment a = judge(o, model);
    EXPECT_TRUE(a.missed_floors.empty());
    EXPECT_NEAR(a.overall, 94.0, kRounding);
    EXPECT_FALSE(a.pass);
    model.limits.pass_overall = 94.0;
    EXPECT_TRUE(judge(o, model).pass);
}

TEST(Efficiency, CountsOnlyWhenTheGatesAreMet) {
    Observations o = all_good();
    of(o, "E2").value = 450.0;
    const Assessment slow = judge(o, shipped_model());
    EXPECT_NEAR(slow.overall, 100.0 - 5.0 * 0.2 / 0.5, kRounding) << "E1 and E2 share it without benchmarks";

    of(o, "V6").value = 0.0;
    const Assessment blind = judge(o, shipped_model());
    EXPECT_FALSE(blind.subscore("efficiency")->value.has_value());
    EXPECT_EQ(blind.metric("E2")->lost, 0.0);

    // Speed cannot lift an unsafe attempt: a fast one and a slow one have the same score.
    of(o, "E2").value = 150.0;
    EXPECT_NEAR(judge(o, shipped_model()).overall, blind.overall, kRounding);

    // The target's own floor is no gate.
    Observations far = all_good();
    of(far, "T1").value = of(far, "T2").value = 9.0;
    EXPECT_FALSE(judge(far, shipped_model()).subscore("target")->met);
    EXPECT_TRUE(judge(far, shipped_model()).subscore("efficiency")->value.has_value());
}

TEST(Efficiency, MotionIsScoredOnlyAgainstEnoughAttemptsOfTheSameInput) {
    AttemptRecord record = careful_attempt();
    EXPECT_FALSE(judged(record).metric("E3")->scored);
    record.benchmarks = {{"E3", 1.0, 0.5, 9}};
    EXPECT_FALSE(judged(record).metric("E3")->scored);
    record.benchmarks[0].attempts = 10;
    const MetricResult e3 = *judged(record).metric("E3");
    EXPECT_TRUE(e3.scored);
    EXPECT_EQ(e3.good, 1.5);
    EXPECT_EQ(e3.bad, 3.0);
    record.benchmarks = {{"E5", -8.0, 1.0, 10}};
    EXPECT_EQ(judged(record).metric("E5")->good, -9.0) << "smoothness is better when higher";
    EXPECT_EQ(judged(record).metric("E5")->bad, -12.0);
}

TEST(Critical, AloneFailsAPerfectScore) {
    Observations o = all_good();
    o.criticals.push_back({"CF10", 12.0, Vec3(0.0), "", "Stopped: the patient said no."});
    const Assessment a = judge(o, shipped_model());
    EXPECT_NEAR(a.overall, 100.0, kRounding);
    EXPECT_FALSE(a.pass);
    EXPECT_THAT(a.verdict, testing::HasSubstr("stopped by the instructor"));
    EXPECT_EQ(a.reasons.front(), "Stopped: the patient said no.");
}

TEST(Help, MakesAnAttemptPracticeHoweverGood) {
    Observations o = all_good();
    o.help_s = 0.1;
    const Assessment a = judge(o, shipped_model());
    EXPECT_TRUE(a.meets_everything);
    EXPECT_TRUE(a.formative);
    EXPECT_FALSE(a.pass);
    EXPECT_THAT(a.reasons.back(), testing::HasSubstr("Help was on"));
}

TEST(Debrief, NamesTheWorstFirstAndTwoSidesThatWentWell) {
    Observations o = all_good();
    of(o, "C2").value = 1.0;
    of(o, "P3").value = 0.5;
    const Assessment a = judge(o, shipped_model());
    EXPECT_EQ(a.deductions[0].metric, "C2");
    EXPECT_EQ(a.deductions[0].severity, Severity::Major);
    EXPECT_EQ(a.deductions[1].severity, Severity::Minor);
    EXPECT_EQ(a.drill, shipped_model().metric("C2", o.approach)->drill);
    ASSERT_EQ(a.strengths.size(), 2U);
    EXPECT_NE(a.metric(a.strengths[0].metric)->subscore, a.metric(a.strengths[1].metric)->subscore);
    for (const Strength& s : a.strengths) EXPECT_GE(a.metric(s.metric)->desirability, 0.95);
}

TEST(Requirement, IsMetAtFullMarksOnly) {
    Observations o = all_good();
    of(o, "C2").value = 3.9;
    of(o, "C2").sentence = "3.9 mm of nerve were treated; the case asks for 4.0 mm.";
    const Assessment a = judge(o, shipped_model());
    EXPECT_TRUE(a.missed_floors.empty());
    EXPECT_GT(a.overall, shipped_model().limits.pass_overall);
    EXPECT_FALSE(a.pass) << "a lesion that is too short is no treatment, however well it was placed";
    EXPECT_EQ(a.missed_requirements, std::vector<std::string>{"C2"});
    EXPECT_EQ(a.verdict, "Not yet: 3.9 mm of nerve were treated; the case asks for 4.0 mm.");
    of(o, "C2").value = 4.0;
    EXPECT_TRUE(judge(o, shipped_model()).pass);
}

TEST(Debrief, StrengthsAreOnlyWhatWasScoredAndEarned) {
    Observations o = all_good();
    for (Observation& m : o.metrics)
        if (m.id != "T3") m.state = MetricState::NotProduced;
    of(o, "D1").state = MetricState::NotApplicable;
    const Assessment a = judge(o, shipped_model());
    ASSERT_EQ(a.strengths.size(), 1U);
    EXPECT_EQ(a.strengths[0].metric, "T3");
}

TEST(Debrief, HarmIsMajorHoweverFewPointsItCarries) {
    // One of a hundred points each: a cold zone as shallow as can be is harm, a nerve not followed is not.
    Observations o = all_good();
    of(o, "K2").value = 5.0;
    of(o, "P4").value = 0.5;
    for (const Deduction& d : judge(o, shipped_model()).deductions)
        EXPECT_EQ(d.severity, d.metric == "K2" ? Severity::Major : Severity::Minor) << d.metric;
    of(o, "K2").value = 7.0;
    for (const Deduction& d : judge(o, shipped_model()).deductions) EXPECT_EQ(d.severity, Severity::Minor) << d.metric;
}

}  // namespace
}  // namespace cryo::scoring

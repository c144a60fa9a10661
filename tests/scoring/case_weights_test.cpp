// A case may count parts of the score otherwise than the score file, or leave them out: a drill is judged by what it is
// about. Critical errors stay.
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

constexpr double kRounding = 0.1;  // losses and score add up to 100 within it

double sum_of(const Assessment& a) {
    double sum = a.overall;
    for (const Deduction& d : a.deductions) sum += d.points;
    return sum;
}

// The transducer alone.
scenario::ScoreWeights scan_drill() {
    scenario::ScoreWeights w;
    w.needle = w.target = w.coverage = w.motor = w.structures = w.skin = w.technique = w.efficiency = 0.0;
    return w;
}

// It ends before gas.
scenario::ScoreWeights needle_drill() {
    scenario::ScoreWeights w;
    w.coverage = w.motor = w.skin = w.technique = 0.0;
    return w;
}

TEST(CaseWeights, AScanDrillIsJudgedByTheScanAlone) {
    Script good;
    good.record().plan.weights = scan_drill();
    const Assessment a = judged(good.wait(5.0).follow_nerve(12.0).wait(2.0).finish());
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_NEAR(a.overall, 100.0, kRounding);
    EXPECT_NEAR(a.subscore("image")->weight, 100.0, 1e-9);
    EXPECT_FALSE(a.subscore("coverage")->value);
    EXPECT_TRUE(a.missed_requirements.empty()) << "no treatment is asked for";

    Script lazy;
    lazy.record().plan.weights = scan_drill();
    const Assessment b = judged(lazy.wait(60.0).finish());
    EXPECT_FALSE(b.pass) << "doing nothing passes no drill either";
    EXPECT_NEAR(sum_of(b), 100.0, kRounding);
}

TEST(CaseWeights, ANeedleDrillEndsBeforeGas) {
    Script good = careful_until_gas();
    good.record().plan.weights = needle_drill();
    const Assessment a = judged(good.leave_skin().finish());
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_TRUE(a.subscore("needle")->value);
    EXPECT_TRUE(a.subscore("skin")->met) << "left out with its floor";
    EXPECT_EQ(a.verdict, "Passed: all that this drill asks for was met.");

    Script blind;
    blind.record().plan.weights = needle_drill();
    const Assessment b =
        judged(blind.wait(5.0).follow_nerve(12.0).advance(kTrackMm, false).wait(1.0).leave_skin().finish());
    EXPECT_FALSE(b.pass);
    EXPECT_NEAR(sum_of(b), 100.0, kRounding);

    Script idle;
    idle.record().plan.weights = needle_drill();
    EXPECT_FALSE(judged(idle.wait(60.0).finish()).pass);
}

TEST(CaseWeights, ReweighingChangesTheScoreAndNotTheFloors) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).advance(kTrackMm, false).wait(2.0).see(true).wait(1.0);
    script.gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    AttemptRecord record = script.finish();
    const Assessment as_filed = judged(record);
    record.plan.weights.needle = 80.0;
    const Assessment heavier = judged(record);
    EXPECT_LT(heavier.overall, as_filed.overall - 10.0) << "blind all the way, and that counts four times as much";
    EXPECT_EQ(heavier.missed_floors, as_filed.missed_floors);
    EXPECT_NEAR(sum_of(heavier), 100.0, kRounding);
    double weights = 0.0;
    for (const SubscoreResult& s : heavier.subscores) weights += s.weight;
    EXPECT_NEAR(weights, 100.0, 1e-9);
    EXPECT_GT(heavier.subscore("needle")->weight, as_filed.subscore("needle")->weight);
}

TEST(CaseWeights, CriticalErrorsStayWhateverIsLeftOut) {
    Script script = careful_until_gas();
    script.record().plan.weights = needle_drill();
    script.record().plan.weights.structures = 0.0;
    script.event(session::EventKind::ArteryPuncture, "small_artery");
    const Assessment a = judged(script.leave_skin().finish());
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(has_critical(a, "CF1"));
}

TEST(C6, StandsInForTheLengthWhereTheTumourIsTheAim) {
    AttemptRecord record = careful_attempt();
    record.tumour_cold_frac = 0.9;
    Assessment a = judged(record);
    EXPECT_EQ(a.metric("C6")->state, MetricState::NotApplicable) << "the nerve beside it is the aim";
    EXPECT_TRUE(a.metric("C2")->scored);
    const double coverage_points = a.metric("C2")->points;

    record.plan.aim = scenario::Aim::Tumour;
    a = judged(record);
    EXPECT_EQ(a.metric("C2")->state, MetricState::NotApplicable);
    EXPECT_NEAR(a.metric("C6")->points, coverage_points, 1e-9) << "one in place of the other";
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);

    record.tumour_cold_frac = 0.6;
    a = judged(record);
    EXPECT_NEAR(a.metric("C6")->desirability, 0.25, 1e-9) << "0.6 between 0.5 and 0.9";
    EXPECT_FALSE(a.pass);
    EXPECT_EQ(a.missed_requirements, std::vector<std::string>{"C6"});

    for (const double none : {0.0, 0.5}) {
        record.tumour_cold_frac = none;
        EXPECT_EQ(judged(record).metric("C6")->desirability, 0.0);
    }
}

}  // namespace
}  // namespace cryo::scoring

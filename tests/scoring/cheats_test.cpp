// What must pass, what must fail, and why: careful technique loses nothing; ways to look careful without being so do
// not pass.
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

// A careful attempt is short of full marks only by rounding of lengths in float32.
constexpr double kNearlyFull = 99.5;
// What the same technique may differ by when its parts are done in another order or number.
constexpr double kNothingLost = 0.5;

bool floor_missed(const Assessment& a, const std::string& id) {
    return std::find(a.missed_floors.begin(), a.missed_floors.end(), id) != a.missed_floors.end();
}

TEST(Verdict, CarefulAttemptPassesWithNearlyFullMarks) {
    const Assessment a = judged(careful_attempt());
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_GE(a.overall, kNearlyFull);
    EXPECT_TRUE(a.reasons.empty());
    EXPECT_EQ(a.strengths.size(), 2U);
}

TEST(Verdict, TwoPlacementsLoseNothing) {
    Script script = careful_until_gas();
    script.gas(120.0, 3.0).thaw().gas(120.0, 3.0).thaw();
    // The second lesion lies beside the first: back, a new direction, in again; it adds length, so it costs nothing.
    script.advance(-12.0).turn(8.0).advance(12.0).wait(1.0);
    script.gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_GE(a.overall, judged(careful_attempt()).overall - kNothingLost);
}

TEST(Verdict, JigglingToFindTheTipLosesNothing) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(10.0);
    // The tip is lost for a moment; 1 mm strokes over old depth show it again.
    script.see(false).wait(0.3);
    for (int i = 0; i < 3; ++i) script.advance(-1.0, false).advance(1.0, true);
    script.advance(10.0).wait(2.0).gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_TRUE(a.pass);
    EXPECT_GE(a.overall, judged(careful_attempt()).overall - kNothingLost);
}

TEST(Verdict, OtherApproachesLoseNothing) {
    for (const measure::Approach approach : {measure::Approach::OutOfPlane, measure::Approach::Perpendicular}) {
        Script script;
        script.record().context.approach = approach;
        // Steep, across the image plane, and but for its tip outside the beam: so it must be.
        script.now().shaft_plane_deg = 75.0F;
        script.now().shaft_face_deg = 70.0F;
        script.now().shaft_in_beam_frac = 0.05F;
        script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(kTrackMm).wait(2.0);
        script.gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
        const Assessment a = judged(script.finish());
        EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
        EXPECT_GE(a.overall, judged(careful_attempt()).overall - kNothingLost);
    }
}

TEST(Cheat, DoingNothingEarnsNothing) {
    Script script;
    const Assessment a = judged(script.wait(60.0).finish());
    EXPECT_FALSE(a.pass);
    EXPECT_NEAR(a.overall, 0.0, 1.0);
    EXPECT_FALSE(a.subscore("skin")->met) << "an unharmed skin is no merit of one who did not treat";
    EXPECT_FALSE(a.subscore("structures")->met);
}

TEST(Cheat, FinishingAtOnceEarnsNothing) {
    AttemptRecord record = Script().record();
    record.trace.clear();
    const Assessment a = judged(record);
    EXPECT_FALSE(a.pass);
    EXPECT_EQ(a.overall, 0.0);
    EXPECT_FALSE(a.deductions.empty());
}

TEST(Cheat, ScanningOnlyFails) {
    Script script;
    const Assessment a = judged(script.wait(5.0).follow_nerve(20.0).wait(60.0).finish());
    EXPECT_FALSE(a.pass);
    EXPECT_LT(a.overall, 15.0);
    EXPECT_TRUE(floor_missed(a, "needle"));
    EXPECT_TRUE(floor_missed(a, "coverage"));
}

TEST(Cheat, GoingInAndOutWithoutGasFails) {
    Script script = careful_until_gas();
    const Assessment a = judged(script.leave_skin().finish());
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "coverage"));
    EXPECT_TRUE(floor_missed(a, "skin"));
}

TEST(Cheat, GasInFatFails) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(12.0).wait(2.0);
    script.record().overfrozen_mm3 = 60.0;
    const Assessment a = judged(script.gas(120.0).thaw().gas(120.0).thaw().leave_skin().finish());
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "coverage"));
    EXPECT_TRUE(floor_missed(a, "target"));
    EXPECT_EQ(a.metric("C2")->desirability, 0.0);
    EXPECT_EQ(a.metric("T1")->desirability, 0.0) << "8 mm from the nerve";
}

TEST(Cheat, BlindStepsBelowTheLimitFail) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0);
    // Each step stays under the length of a blind advance; a glimpse of the tip divides them.
    for (double depth_mm = 0.0; depth_mm < kTrackMm; depth_mm += 1.9) script.advance(1.9, false).see(true).wait(0.3);
    script.wait(2.0).gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_EQ(a.metric("V8")->value, 0.0) << "no single step is a blind advance";
    EXPECT_EQ(a.metric("V6")->value, 0.0);
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "needle"));
}

TEST(Cheat, BlindToTheTargetThenJigglingInViewFails) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(kTrackMm, false);
    for (int i = 0; i < 20; ++i) script.advance(-1.5, true).advance(1.5, true);
    script.wait(2.0).gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_LT(a.metric("V6")->value, 0.05) << "old depth seen later is not depth reached in sight";
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "needle"));
}

TEST(Cheat, AdvancingOnAPausedImageFails) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(2.0).pause_image(true).wait(30.0);
    script.advance(kTrackMm - 2.0, true).wait(1.0).pause_image(false);
    script.see(true).wait(3.0).gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(floor_missed(a, "needle"));
}

TEST(Cheat, GasOnAPausedImageOfAnEarlierPlaceIsCritical) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).advance(kTrackMm - 3.0).wait(2.0).pause_image(true);
    script.advance(3.0, true).wait(10.0).gas(120.0, 5.5).thaw();
    const Assessment a = judged(script.finish());
    EXPECT_TRUE(has_critical(a, "CF2"));
    EXPECT_FALSE(a.pass);
}

TEST(Cheat, AGlanceAtTheSeeThroughViewMakesTheAttemptPractice) {
    Script script = careful_until_gas();
    script.help(true).wait(0.05).help(false);
    script.gas(120.0, 5.0).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_TRUE(a.formative);
    EXPECT_TRUE(a.meets_everything);
    EXPECT_FALSE(a.pass);
    EXPECT_GT(a.help_s, 0.0);
}

TEST(Cheat, WanderOfTheSimulatedHandIsNotCharged) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(kTrackMm);
    // 60 mm of path that is all the simulated hand's.
    for (int i = 0; i < 60; ++i) {
        script.now().slide_mm += 1.0F;
        script.now().hand_slide_mm += 1.0F;
        script.wait(0.05);
    }
    script.gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    EXPECT_NEAR(a.metric("P1")->value, 0.0, 1e-3);
}

}  // namespace
}  // namespace cryo::scoring

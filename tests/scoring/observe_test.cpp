// From traces to quantities, moments and sentences; and how sure the verdict is.
#include <regex>

#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

constexpr double kSample = 1.0 / 60.0 + 1e-3;  // times are known to one sample
constexpr double kFloat = 1e-3;                // lengths pass through float32

// A shaft of radius 0.7 mm at 30 degrees beside a transducer that rocks by 0.35 rad at most: its axis crosses the skin
// 1.4 mm from the outermost line, and meets it leaned over after 1.4 / (cos 30 + sin 30 tan 0.35) mm of shaft.
constexpr double kOutOfReachMm = 1.4 / (0.8660254 + 0.5 * 0.3650285);

const Observation& metric(const Observations& o, const std::string& id) { return *o.metric(id); }

TEST(Observe, EveryMetricOfTheModelIsObservedOnce) {
    const Observations o = observe(careful_attempt(), shipped_model());
    for (const MetricRule& rule : shipped_model().metrics) {
        if (!rule.applies_to(o.approach)) continue;
        EXPECT_EQ(
            std::count_if(o.metrics.begin(), o.metrics.end(), [&](const Observation& m) { return m.id == rule.id; }), 1)
            << rule.id;
        EXPECT_FALSE(metric(o, rule.id).sentence.empty()) << rule.id;
    }
}

TEST(Observe, BlindAdvanceIsADeductionWithItsTimePlaceAndLength) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(10.0);
    const double lost_s = script.t_s();
    script.advance(4.2, false).advance(5.8, true).wait(2.0);
    script.gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = judged(script.finish());
    const auto blind =
        std::find_if(a.deductions.begin(), a.deductions.end(), [](const Deduction& d) { return d.metric == "V8"; });
    ASSERT_NE(blind, a.deductions.end());
    EXPECT_NEAR(blind->t_s, lost_s, kSample);
    EXPECT_EQ(blind->sentence, "The cryoprobe went 4.2 mm forward while the screen did not show its tip.");
    EXPECT_EQ(blind->place, "tip 5.0 mm deep, 10.0 mm from the nerve");
    EXPECT_NEAR(blind->place_m.z, 0.005, 2e-4);
    EXPECT_NEAR(a.metric("V6")->value, 1.0 - 4.2 / (kTrackMm - kOutOfReachMm), 0.01);
}

TEST(Observe, LossOfSightPointsToTheLongestBlindAdvance) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(5.0).advance(2.5, false).advance(2.5, true);
    const double longest_s = script.t_s();
    script.advance(5.0, false).advance(5.0, true).wait(2.0);
    const Observations o = observe(script.finish(), shipped_model());
    ASSERT_EQ(o.metric("V6")->moments.size(), 1U);
    EXPECT_NEAR(o.metric("V6")->moments[0].t_s, longest_s, kSample);
}

TEST(Observe, LossesOfAStretchOfTimePointToItsWorstMoment) {
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(10.0);
    script.now().tip_plane_mm = 3.5F;
    script.now().shaft_plane_deg = 11.0F;
    const double worst_s = script.t_s();
    script.advance(1.0);
    script.now().tip_plane_mm = 0.0F;
    script.now().shaft_plane_deg = 1.0F;
    script.advance(9.0).gas(60.0, 2.0);
    const double off_s = script.t_s();
    script.thaw().leave_skin();
    const Observations o = observe(script.finish(), shipped_model());
    EXPECT_NEAR(o.metric("V1")->moments[0].t_s, worst_s, 2.0 * kSample);
    EXPECT_NEAR(o.metric("V2")->moments[0].t_s, worst_s, 2.0 * kSample);
    EXPECT_NEAR(o.metric("C2")->moments[0].t_s, off_s, 2.0 * kSample);
}

TEST(Observe, DepthThatNoLineCanMeetIsNeitherSeenNorBlindAndAllTheRestCounts) {
    const auto entering = [](double unseen_mm) {
        Script script;
        script.wait(5.0).advance(unseen_mm, false).advance(kTrackMm - unseen_mm, true);
        return judged(script.finish());
    };
    const double entry_mm = kOutOfReachMm;
    ASSERT_EQ(shipped_model().limits.entry_mm, 0.0);
    EXPECT_NEAR(entering(entry_mm).metric("V6")->value, 1.0, 0.005);
    EXPECT_LT(entering(entry_mm + 0.5).metric("V6")->value, 0.98);
    EXPECT_EQ(entering(entry_mm).metric("V8")->value, 0.0);
    EXPECT_NEAR(entering(entry_mm + 4.0).metric("V6")->value, 1.0 - 4.0 / (kTrackMm - entry_mm), 0.01);
    EXPECT_EQ(entering(entry_mm + 1.8).metric("V8")->value, 0.0);
    EXPECT_EQ(entering(entry_mm + 2.2).metric("V8")->value, 1.0);
}

TEST(Observe, NerveFollowedCountsEachMillimetreOnce) {
    const auto followed = [](double mm, int times) {
        Script script;
        script.wait(1.0);
        for (int i = 0; i < times; ++i) script.follow_nerve(mm);
        script.advance(kTrackMm);
        return metric(observe(script.finish(), shipped_model()), "P4").value;
    };
    EXPECT_NEAR(followed(4.9, 1), 0.5, kFloat);
    EXPECT_NEAR(followed(4.9, 5), 0.5, kFloat);
    EXPECT_NEAR(followed(15.0, 1), 1.0, kFloat);
}

TEST(Observe, FollowingTheNerveAfterwardsOrOffCentreDoesNotCount) {
    Script late;
    late.record().trace.clear();
    late.now().target_seen = 0.0F;
    late.wait(1.0).advance(kTrackMm);
    late.now().target_seen = 1.0F;
    EXPECT_EQ(metric(observe(late.follow_nerve(20.0).finish(), shipped_model()), "P4").state, MetricState::NotProduced);
    Script aside;
    aside.record().trace.clear();
    aside.now().target_lateral_frac = 0.1F;
    EXPECT_EQ(metric(observe(aside.follow_nerve(20.0).advance(kTrackMm).finish(), shipped_model()), "P4").state,
              MetricState::NotProduced);
}

TEST(Observe, SkinProtectionMattersOnlyWhereTheColdZoneIsShallow) {
    const auto protection = [](float zone_mm, bool inject, bool warmer, bool can_inject = true) {
        Script script = careful_until_gas();
        script.record().can_inject = can_inject;
        script.record().has_skin_warmer = warmer;
        script.now().skin_zone_mm = zone_mm;
        if (inject) script.event(session::EventKind::Injected, "", 3.0);
        return metric(observe(script.gas(30.0).finish(), shipped_model()), "K3");
    };
    EXPECT_EQ(protection(8.1F, false, false).state, MetricState::NotApplicable);
    EXPECT_EQ(protection(7.9F, false, false).value, 0.0);
    EXPECT_EQ(protection(7.9F, true, false).value, 1.0);
    Script until_gas = careful_until_gas();
    EXPECT_NEAR(protection(7.9F, false, false).moments[0].t_s, until_gas.t_s(), 2.0 * kSample) << "lost at gas on";
    EXPECT_EQ(protection(7.9F, false, true).value, 1.0);
    EXPECT_EQ(protection(7.9F, false, false, false).state, MetricState::NotApplicable) << "there was nothing to use";
}

TEST(Observe, CaseAndPatientSetGoodWhereTheModelSaysSo) {
    AttemptRecord record = careful_attempt();
    record.context.required_length_m = 0.006;
    record.context.artery_gap_m = 0.003;
    record.context.vein_gap_m = 0.003;
    const Assessment a = judged(record);
    EXPECT_EQ(a.metric("C2")->good, 6.0);
    EXPECT_LT(a.metric("C2")->desirability, 1.0);
    EXPECT_NEAR(a.metric("S1")->good, 1.5, kFloat) << "half of what anatomy leaves";
}

TEST(Observe, ColdFarFromTheNerveIsUnknownWithoutAMeasurement) {
    AttemptRecord record = careful_attempt();
    record.overfrozen_mm3.reset();
    EXPECT_EQ(metric(observe(record, shipped_model()), "C4").state, MetricState::NotApplicable);
    record.overfrozen_mm3 = 110.0;
    EXPECT_NEAR(judged(record).metric("C4")->desirability, 0.5, 1e-9);
}

TEST(Observe, GasTimesAreNamed) {
    Script script = careful_until_gas();
    const Assessment a = judged(script.gas(120.0, 5.0).thaw().gas(40.0, 5.5).thaw().leave_skin().finish());
    const auto dose =
        std::find_if(a.deductions.begin(), a.deductions.end(), [](const Deduction& d) { return d.metric == "F1"; });
    ASSERT_NE(dose, a.deductions.end());
    EXPECT_EQ(dose->sentence, "Gas ran 120 s and 40 s here; the protocol is 2 × 120 s.");
}

TEST(Observe, ErrorsOfTraineesAreCounted) {
    Script script;
    script.wait(5.0).advance(5.0, false).advance(5.0, true).advance(5.0, false).see(false).wait(4.0).gas(60.0).thaw();
    const Assessment a = judged(script.finish());
    const auto count = [&](const std::string& id) {
        for (const ErrorCount& e : a.errors)
            if (e.id == id) return e.count;
        return -1;
    };
    EXPECT_EQ(count("Q1"), 2);
    EXPECT_EQ(count("Q3"), 1);
    EXPECT_EQ(count("Q7"), 1);
    EXPECT_EQ(count("Q5"), 0);
}

TEST(Observe, HelpIsTimed) {
    Script script;
    script.wait(2.0).help(true).wait(3.0).help(false).wait(2.0);
    EXPECT_NEAR(observe(script.finish(), shipped_model()).help_s, 3.0, kSample);
}

// --- decisions ---

AttemptRecord refused(const std::string& reason, bool contraindicated) {
    Script script;
    if (contraindicated) script.record().consent.contraindications = {"cold urticaria", "cryoglobulinaemia"};
    script.wait(20.0).event(session::EventKind::Decided, "do_not_treat", 0.0, reason);
    return script.finish();
}

TEST(Decision, RefusingForAReasonTheChartHoldsPasses) {
    const Assessment a = judged(refused("Not treated because of cold urticaria.", true));
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_EQ(a.overall, 100.0);
}

TEST(Decision, ChartAndReasonNeedNotUseTheSameWords) {
    Script script;
    script.record().consent.contraindications = {"Cold urticaria since childhood"};
    script.wait(20.0).event(session::EventKind::Decided, "do_not_treat", 0.0, "Decided not to treat: cold urticaria");
    EXPECT_TRUE(judged(script.finish()).pass);
}

TEST(Decision, TheWrongSideIsAReasonToRefuse) {
    const auto on_the_left = [](const std::string& reason) {
        Script script;
        script.record().treated_side = anatomy::Side::Left;
        script.wait(20.0).event(session::EventKind::Decided, "do_not_treat", 0.0, "Decided not to treat: " + reason);
        return judged(script.finish());
    };
    EXPECT_TRUE(on_the_left("wrong side").pass);
    EXPECT_FALSE(on_the_left("infection").pass);
}

TEST(Decision, TheLastWordCounts) {
    Script script;
    script.record().consent.contraindications = {"cold urticaria"};
    script.wait(5.0).event(session::EventKind::Decided, "do_not_treat", 0.0, "Decided not to treat: cold urticaria");
    script.wait(5.0).event(session::EventKind::Decided, "treat", 0.0, "Decided to treat.");
    EXPECT_FALSE(judged(script.finish()).pass);
}

TEST(Decision, RefusingForAnotherReasonFails) {
    const Assessment a = judged(refused("Not treated because of anticoagulation.", true));
    EXPECT_FALSE(a.pass);
    EXPECT_EQ(a.overall, 50.0);
    EXPECT_THAT(a.reasons.front(), testing::HasSubstr("reason"));
}

TEST(Decision, DoingNothingInAContraindicatedCaseFails) {
    Script script;
    script.record().consent.contraindications = {"cold urticaria"};
    const Assessment a = judged(script.wait(60.0).finish());
    EXPECT_FALSE(a.pass);
    EXPECT_EQ(a.overall, 0.0);
}

TEST(Decision, RefusingAfterGasDoesNotUndoIt) {
    Script script = careful_until_gas();
    script.record().consent.contraindications = {"cold urticaria"};
    script.gas(30.0).thaw().event(session::EventKind::Decided, "do_not_treat", 0.0, "because of cold urticaria");
    const Assessment a = judged(script.finish());
    EXPECT_FALSE(a.pass);
    EXPECT_EQ(a.overall, 0.0);
}

TEST(Decision, RefusingAPatientWhoCouldBeTreatedFails) {
    const Assessment a = judged(refused("I would rather not.", false));
    EXPECT_FALSE(a.pass);
    EXPECT_THAT(a.reasons.front(), testing::HasSubstr("could have been treated"));
}

// --- words ---

TEST(Sentences, NeverSayProbeOrFreezeAlone) {
    static const std::regex bare(R"rx((^|[^a-z])(probe|freeze|freezing)([^a-z]|$))rx", std::regex::icase);
    Script script;
    script.wait(5.0).advance(5.0, false).advance(15.0, true).see(false).wait(4.0).skin(-3.0);
    script.gas(60.0).advance(-3.0).event(session::EventKind::ArteryPuncture, "small_artery").thaw(2.0);
    AttemptRecord record = script.finish();
    record.context.has_motor_nerve = true;
    const Assessment a = judged(record);
    std::vector<std::string> said{a.verdict, a.drill};
    said.insert(said.end(), a.reasons.begin(), a.reasons.end());
    for (const Deduction& d : a.deductions) said.push_back(d.sentence);
    for (const MetricResult& m : a.metrics) said.push_back(m.name + " " + m.sentence);
    for (const MetricRule& r : shipped_model().metrics) said.push_back(r.name + " " + r.strength + " " + r.drill);
    for (const CriticalRule& r : shipped_model().criticals) said.push_back(r.name);
    EXPECT_GT(a.deductions.size(), 5U);
    for (const std::string& text : said) EXPECT_FALSE(std::regex_search(text, bare)) << text;
}

// --- how sure ---

TEST(Borderline, ClearlyGoodAndClearlyBadAreClear) {
    EXPECT_FALSE(assess(careful_attempt(), shipped_model()).borderline)
        << testing::PrintToString(assess(careful_attempt(), shipped_model()).borderline_because);
    Script script;
    EXPECT_FALSE(assess(script.wait(30.0).finish(), shipped_model()).borderline);
}

TEST(Borderline, ANarrowFailIsBorderlineAndSaysOfWhat) {
    // 3.5 mm of 4 asked for: too short, and enough with a fifth less asked.
    Script script = careful_until_gas();
    script.gas(120.0, 3.5).thaw().gas(120.0, 3.5).thaw().leave_skin();
    const Assessment a = assess(script.finish(), shipped_model());
    EXPECT_FALSE(a.meets_everything);
    EXPECT_TRUE(a.borderline);
    EXPECT_THAT(a.borderline_because, testing::Contains(testing::HasSubstr("Length of nerve treated")));
}

TEST(Borderline, ANarrowlyAvoidedCriticalErrorIsBorderline) {
    Script script = careful_until_gas();
    script.gas(30.0, 5.5).advance(-0.9).advance(0.9).thaw().gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    AttemptRecord record = script.finish();
    record.context.protocol_cycles = 3;
    const Assessment a = assess(record, shipped_model());
    EXPECT_THAT(a.borderline_because, testing::Contains(testing::HasSubstr("tear_mm a fifth lower")));
}

TEST(Borderline, LimitsOfTheMeasurementsAreMovedToo) {
    // Three advances of 2.1 mm just count as blind; with a limit of 2.4 mm they would not, and the floor would be met.
    Script script;
    script.wait(5.0).follow_nerve(12.0).wait(2.0).advance(6.0);
    for (int i = 0; i < 3; ++i) script.advance(2.1, false).see(true).wait(0.5);
    script.advance(kTrackMm - 6.0 - 3 * 2.1).wait(1.0).gas(120.0, 5.5).thaw().gas(120.0, 5.5).thaw().leave_skin();
    const Assessment a = assess(script.finish(), shipped_model());
    EXPECT_EQ(a.missed_floors, std::vector<std::string>{"needle"});
    EXPECT_THAT(a.borderline_because, testing::Contains("blind_advance_mm a fifth higher"));
}

TEST(Assess, IsAFunctionOfItsInputs) {
    const Assessment a = assess(careful_attempt(), shipped_model());
    const Assessment b = assess(careful_attempt(), shipped_model());
    EXPECT_EQ(a.overall, b.overall);
    EXPECT_EQ(a.verdict, b.verdict);
    EXPECT_EQ(a.model_hash, shipped_model().hash);
}

// --- covered length ---

TEST(TreatedRun, IsTheLongestOfConsecutiveStations) {
    // Published vector: sections 1, 1, 0.9, 1, 1, 1 a millimetre apart cover 3 mm.
    NerveOutcome nerve;
    const double treated[] = {1, 1, 0.9, 1, 1, 1};
    for (int i = 0; i < 6; ++i) nerve.stations.push_back({1.0 * i, Vec3(0.0), treated[i], 1.0, -30.0});
    EXPECT_NEAR(longest_treated_run(nerve, 0.95).length_mm, 3.0, 1e-12);
    EXPECT_NEAR(longest_treated_run(nerve, 0.95).from_mm, 2.5, 1e-12);
    EXPECT_NEAR(longest_treated_run(nerve, 0.90).length_mm, 6.0, 1e-12);
    EXPECT_EQ(longest_treated_run(NerveOutcome{}, 0.95).length_mm, 0.0);
}

}  // namespace
}  // namespace cryo::scoring

// Every detector of a critical error fires on its error, and not on its neighbour.
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

using session::EventKind;

std::vector<Critical> criticals_of(const AttemptRecord& record) {
    return find_criticals(record, shipped_model().limits);
}
bool found(const AttemptRecord& record, const std::string& id) { return has_critical(criticals_of(record), id); }

TEST(Criticals, CarefulAttemptHasNone) { EXPECT_TRUE(criticals_of(careful_attempt()).empty()); }

TEST(CF1, EnteringAnArteryALargeVeinOrThePleura) {
    const auto entering = [](EventKind kind, const std::string& structure) {
        Script script = careful_until_gas();
        return script.event(kind, structure).finish();
    };
    EXPECT_TRUE(found(entering(EventKind::ArteryPuncture, "small_artery"), "CF1"));
    EXPECT_TRUE(found(entering(EventKind::VeinPuncture, "large_vein"), "CF1"));
    EXPECT_TRUE(found(entering(EventKind::PleuraPuncture, ""), "CF1"));
    EXPECT_FALSE(found(entering(EventKind::VeinPuncture, "small_vein"), "CF1")) << "a small vein is major";
    EXPECT_FALSE(found(entering(EventKind::BoneContact, "tibia"), "CF1"));
}

TEST(CF1, NamesTheVesselItsTimeAndItsPlace) {
    Script script = careful_until_gas();
    const double t_s = script.t_s();
    const std::vector<Critical> c = criticals_of(script.event(EventKind::ArteryPuncture, "small_artery").finish());
    ASSERT_EQ(c.size(), 1U);
    EXPECT_EQ(c[0].t_s, t_s);
    EXPECT_THAT(c[0].sentence, testing::HasSubstr("artery of the nerve"));
    EXPECT_THAT(c[0].place, testing::HasSubstr("10.0 mm deep"));
}

// An approach that was in sight until `unseen_s` before gas on.
AttemptRecord gas_after_unseen(double unseen_s, double moved_mm = 0.0) {
    Script script;
    script.wait(2.0).advance(kTrackMm).wait(1.0).see(false).wait(unseen_s);
    if (moved_mm > 0.0) script.advance(moved_mm, false);
    return script.gas(10.0).finish();
}

TEST(CF2, GasWithoutSightOfTheTipInTheLastThreeSeconds) {
    EXPECT_FALSE(found(gas_after_unseen(2.8), "CF2"));
    EXPECT_TRUE(found(gas_after_unseen(3.2), "CF2"));
}

TEST(CF2, AnEarlierSightCountsOnlyWhereTheCryoprobeStayed) {
    EXPECT_FALSE(found(gas_after_unseen(1.0, 0.4), "CF2"));
    EXPECT_TRUE(found(gas_after_unseen(1.0, 0.6), "CF2"));
}

TEST(CF2, APausedImageNeitherConfirmsNorUsesUpTheTime) {
    Script seen_before;
    seen_before.wait(2.0).advance(kTrackMm).wait(1.0).pause_image(true).wait(60.0);
    EXPECT_FALSE(found(seen_before.gas(10.0).finish(), "CF2"));
    Script never_seen;
    never_seen.wait(2.0).advance(kTrackMm, false).wait(4.0).pause_image(true).wait(60.0);
    EXPECT_TRUE(found(never_seen.gas(10.0).finish(), "CF2"));
}

TEST(CF2, IceMayHideTheTipFromTheNextPeriodAtTheSamePlace) {
    Script same;
    same.wait(2.0).advance(kTrackMm).wait(1.0).gas(10.0).see(false).thaw().wait(5.0);
    EXPECT_FALSE(found(same.gas(10.0).finish(), "CF2"));
    Script moved;
    moved.wait(2.0).advance(kTrackMm).wait(1.0).gas(10.0).see(false).thaw().wait(5.0).advance(2.0, false).wait(4.0);
    EXPECT_TRUE(found(moved.gas(10.0).finish(), "CF2"));
}

AttemptRecord motor_frozen(double length_mm, double frac, anatomy::NerveRole role = anatomy::NerveRole::Motor) {
    AttemptRecord record = careful_attempt();
    record.nerves.push_back(nerve_treated("nerve to vastus medialis", role, length_mm, frac));
    for (measure::TraceSample& s : record.trace)
        if (s.t_s > 60.0F) s.motor_frozen_frac = static_cast<float>(frac);
    return record;
}

TEST(CF3, HalfOfAMotorSectionOverAMillimetre) {
    EXPECT_TRUE(found(motor_frozen(1.0, 0.5), "CF3"));
    EXPECT_FALSE(found(motor_frozen(1.0, 0.49), "CF3"));
    EXPECT_FALSE(found(motor_frozen(0.5, 1.0), "CF3"));
    EXPECT_FALSE(found(motor_frozen(3.0, 1.0, anatomy::NerveRole::Branch), "CF3")) << "a branch of the target is meant";
    EXPECT_NEAR(criticals_of(motor_frozen(2.0, 0.8))[0].t_s, 60.0, 0.1);
}

AttemptRecord skin_at(double degc, double seconds) {
    Script script = careful_until_gas();
    script.skin(degc).wait(seconds).skin(20.0).wait(1.0);
    return script.finish();
}

TEST(CF4, SkinAtZeroForFiveSecondsOrVeryColdAtOnce) {
    EXPECT_TRUE(found(skin_at(0.0, 5.2), "CF4"));
    EXPECT_FALSE(found(skin_at(0.0, 4.8), "CF4"));
    EXPECT_FALSE(found(skin_at(0.1, 60.0), "CF4"));
    EXPECT_TRUE(found(skin_at(-10.0, 0.1), "CF4"));
    EXPECT_FALSE(found(skin_at(-9.9, 0.1), "CF4"));
}

TEST(CF4, ColdSpellsThatEndDoNotAddUp) {
    Script script = careful_until_gas();
    for (int i = 0; i < 3; ++i) script.skin(-1.0).wait(3.0).skin(5.0).wait(0.5);
    EXPECT_FALSE(found(script.finish(), "CF4"));
}

AttemptRecord moved_in_ice(double mm, double gas_s = 30.0) {
    Script script = careful_until_gas();
    return script.gas(gas_s).advance(-mm).finish();
}

TEST(CF5, MovingWhileFrozenIn) {
    EXPECT_TRUE(found(moved_in_ice(1.2), "CF5"));
    EXPECT_FALSE(found(moved_in_ice(0.8), "CF5"));
    EXPECT_TRUE(found(moved_in_ice(kTrackMm), "CF5")) << "pulled right out of the skin";
    Script thawed = careful_until_gas();
    EXPECT_FALSE(found(thawed.gas(30.0).thaw().advance(-5.0).finish(), "CF5"));
}

TEST(CF5, TheSessionsOwnTearCounts) {
    Script torn = careful_until_gas();
    EXPECT_TRUE(found(torn.gas(30.0).event(EventKind::Tear, "", 1.4).finish(), "CF5"));
    Script tugged = careful_until_gas();
    EXPECT_FALSE(found(tugged.gas(30.0).event(EventKind::Tear, "", 0.6).finish(), "CF5"));
}

TEST(CF6, WrongSide) {
    AttemptRecord record = careful_attempt();
    record.treated_side = anatomy::Side::Left;
    EXPECT_TRUE(found(record, "CF6"));
    Script scanned_only;
    scanned_only.record().treated_side = anatomy::Side::Left;
    EXPECT_FALSE(found(scanned_only.wait(5.0).finish(), "CF6")) << "looking harms nobody";
}

TEST(CF6, WrongNerve) {
    const auto with_other = [](double other_mm, double target_mm) {
        Script script = careful_until_gas();
        AttemptRecord record = script.gas(120.0, target_mm).thaw().finish();
        record.nerves.push_back(nerve_treated("saphenous", anatomy::NerveRole::Sensory, other_mm));
        return record;
    };
    EXPECT_TRUE(found(with_other(3.0, 0.0), "CF6"));
    EXPECT_FALSE(found(with_other(1.5, 0.0), "CF6")) << "touched, not frozen through a length";
    EXPECT_FALSE(found(with_other(3.0, 5.0), "CF6")) << "the right nerve was frozen more";
}

TEST(CF7, ShaftThroughTheNerve) {
    const auto pierced = [](float frac) {
        Script script = careful_until_gas();
        script.now().pierced_frac = frac;
        script.wait(0.2);
        script.now().pierced_frac = 0.0F;
        return script.finish();
    };
    EXPECT_TRUE(found(pierced(0.55F), "CF7"));
    EXPECT_FALSE(found(pierced(0.45F), "CF7"));
}

TEST(CF8, GasDespiteAContraindication) {
    AttemptRecord record = careful_attempt();
    record.consent.contraindications = {"cold urticaria"};
    EXPECT_TRUE(found(record, "CF8"));
    EXPECT_THAT(judged(record).reasons, testing::Contains(testing::HasSubstr("cold urticaria")));
    Script scanned_only;
    scanned_only.record().consent.contraindications = {"cold urticaria"};
    EXPECT_FALSE(found(scanned_only.wait(5.0).finish(), "CF8"));
}

AttemptRecord gas_for(double seconds, int placements = 1) {
    Script script = careful_until_gas();
    for (int i = 0; i < placements; ++i) script.gas(seconds).thaw(5.0).advance(-2.0).wait(0.5);
    return script.finish();
}

TEST(CF9, TwiceTheProtocolAtOnePlaceOrTooManyPlaces) {
    // The protocol is 2 x 120 s.
    EXPECT_FALSE(found(gas_for(475.0), "CF9"));
    EXPECT_TRUE(found(gas_for(485.0), "CF9"));
    EXPECT_FALSE(found(gas_for(240.0, 3), "CF9")) << "720 s, but at three places";
    EXPECT_FALSE(found(gas_for(10.0, 6), "CF9"));
    EXPECT_TRUE(found(gas_for(10.0, 7), "CF9"));
}

TEST(CF9, PeriodsAtOnePlaceAddUp) {
    Script script = careful_until_gas();
    for (int i = 0; i < 5; ++i) script.gas(100.0).thaw();
    EXPECT_TRUE(found(script.finish(), "CF9"));
}

TEST(CF10, ALessonsWord) {
    Script s;
    s.wait(1.0).event(session::EventKind::CriticalDeclared, "", 0.0, "The patient said stop and gas stayed on.");
    const std::vector<Critical> all = find_criticals(s.finish(), shipped_model().limits);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].id, "CF10");
    EXPECT_EQ(all[0].sentence, "The patient said stop and gas stayed on.");
}

TEST(CF10, InstructorsWord) {
    AttemptRecord record = careful_attempt();
    record.instructor_criticals.push_back({30.0, "Sterility was lost."});
    EXPECT_TRUE(found(record, "CF10"));
}

TEST(Criticals, ComeInOrderOfTime) {
    AttemptRecord record = motor_frozen(2.0, 0.8);
    record.instructor_criticals.push_back({1.0, "Early."});
    record.instructor_criticals.push_back({1000.0, "Late."});
    const std::vector<Critical> c = criticals_of(record);
    ASSERT_EQ(c.size(), 3U);
    EXPECT_EQ(c[0].sentence, "Early.");
    EXPECT_EQ(c[1].id, "CF3");
    EXPECT_EQ(c[2].sentence, "Late.");
}

}  // namespace
}  // namespace cryo::scoring

#include <limits>

#include "engine/core/units.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

constexpr double kQuantumM = 1e-7;  // what a command is rounded to

Setup still() { return {.simulated_hand = false}; }

TEST(Transducer, FollowsTheHandNoFasterThanItCan) {
    Session session(shared_case(), still(), pool_of(1));
    ASSERT_TRUE(session.apply(MoveTransducer{.slide_m = 0.030}));
    double last_m = 0.0;
    for (int i = 0; i < kTicksPerSecond; ++i) {
        session.advance(1);
        const double moved_m = session.hands().transducer.slide_m - last_m;
        EXPECT_GE(moved_m, 0.0);
        EXPECT_LE(moved_m, 0.040 * kTickS * (1.0 + 1e-9));
        last_m = session.hands().transducer.slide_m;
    }
    EXPECT_NEAR(last_m, 0.030, kQuantumM);
}

TEST(Transducer, OnlyWhatIsNamedMoves) {
    Session session(shared_case(), still(), pool_of(1));
    session.apply(MoveTransducer{.slide_m = 0.004, .tilt_rad = 0.1});
    advance_s(session, 1.0);
    session.apply(MoveTransducer{.across_m = -0.002});
    advance_s(session, 1.0);
    const instruments::TransducerPose& pose = session.hands().transducer;
    EXPECT_NEAR(pose.slide_m, 0.004, kQuantumM);
    EXPECT_NEAR(pose.across_m, -0.002, kQuantumM);
    EXPECT_NEAR(pose.tilt_rad, 0.1, 1e-6);
    EXPECT_NEAR(pose.press_frac, 0.3, 1e-9);
}

TEST(Transducer, WandersOnlyWhileNobodyGripsIt) {
    Session session(shared_case(), {}, pool_of(1));
    advance_s(session, 20.0);
    double furthest_m = 0.0;
    for (const measure::TraceSample& sample : session.trace())
        furthest_m = std::max(furthest_m, static_cast<double>(std::abs(sample.hand_across_mm)) * 1e-3);
    EXPECT_GT(furthest_m, 0.00002);
    EXPECT_LT(furthest_m, 0.0012);  // six standard deviations of 0.2 mm
    // Gripped again and again, it comes back.
    for (int i = 0; i < 20; ++i) {
        session.apply(MoveTransducer{.slide_m = 0.0});
        advance_s(session, 0.2);
    }
    EXPECT_LT(std::abs(session.hands().wander.across_m), 1e-6);
}

TEST(Cryoprobe, GoesInAtTheSpeedOfTissueAndPuncturesOnce) {
    Session session(shared_case(), still(), pool_of(1));
    session.apply(MoveCryoprobe{.insert_m = 0.015});
    advance_s(session, 1.0);
    EXPECT_LE(session.hands().cryoprobe.insert_m, 0.012 + 1e-9);
    EXPECT_GT(session.hands().cryoprobe.insert_m, 0.006);
    advance_s(session, 2.0);
    EXPECT_NEAR(session.hands().cryoprobe.insert_m, 0.015, kQuantumM);
    EXPECT_EQ(count_events(session, EventKind::SkinPuncture), 1);
    EXPECT_EQ(session.phase(), Phase::Needle);
    session.apply(MoveCryoprobe{.insert_m = 0.0});
    advance_s(session, 2.0);
    EXPECT_EQ(session.phase(), Phase::Scan);
    EXPECT_TRUE(session.needles().empty());
}

TEST(Cryoprobe, SaysWhatItWentThrough) {
    // Straight down onto the artery at x = 5 mm, and on to the bone.
    scenario::Scenario scenario = small_case();
    scenario.cryoprobe_start = {.entry_x_m = 0.005, .pitch_rad = 0.5 * kPi};
    Session session(std::make_shared<const scenario::Scenario>(scenario), still(), pool_of(1));
    session.apply(MoveCryoprobe{.insert_m = 0.030});
    advance_s(session, 5.0);
    EXPECT_EQ(count_events(session, EventKind::ArteryPuncture), 1);
    EXPECT_EQ(count_events(session, EventKind::VeinPuncture), 0);
    EXPECT_EQ(count_events(session, EventKind::BoneContact), 1);
    EXPECT_NEAR(session.hands().cryoprobe.insert_m, 0.024, 2e-4) << "bone does not give";
    for (const Event& event : session.events())
        if (event.kind == EventKind::ArteryPuncture) {
            EXPECT_EQ(event.structure, "artery");
            // The round end of the shaft, 0.7 mm in radius, breaks into the lumen.
            EXPECT_NEAR(event.place_m.z, 0.0115 - 0.0008 - 0.0007, 2e-4);
        }
    EXPECT_LE(session.clearances().artery_m, 0.0);
}

// ---- refusals -------------------------------------------------------------------------------------------------------

struct BadCommand {
    Command command;
    const char* expected;
};

TEST(Refusals, NameTheRangeAndLeaveTheWorldAsItWas) {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    const std::vector<BadCommand> bad{
        {MoveTransducer{.slide_m = 0.3}, "slide_mm is 300; allowed is -40 to 40 mm"},
        {MoveTransducer{.press_frac = 1.2}, "press_frac is 1.2; allowed is 0 to 1"},
        {MoveTransducer{.tilt_rad = kNan}, "tilt_deg is not a number"},
        {MoveTransducer{.slide_m = 0.001, .rock_rad = -1.0}, "rock_deg is"},
        {MoveCryoprobe{.insert_m = -0.001}, "insert_mm is -1; allowed is 0 to"},
        {MoveCryoprobe{.insert_m = 0.15}, "insert_mm is 150; allowed is 0 to 90 mm"},
        {MoveCryoprobe{.pitch_rad = kInfinite}, "needle_pitch_deg is not a number"},
        {MoveCryoprobe{.entry_x_m = 1.0}, "entry_x_mm is 1000; allowed is -60 to 60 mm"},
        {SetKnob{Knob::GainDb, 31.0}, "gain_db is 31; allowed is -30 to 30 dB"},
        {SetKnob{Knob::FrequencyHz, 15e6}, "freq_mhz is 15; allowed is 5 to 12 MHz with this transducer"},
        {SetKnob{Knob::DepthM, 0.1}, "depth_mm is 100; allowed is 15 to 60 mm with this transducer"},
        {SetKnob{Knob::FocusM, 0.035}, "focus_mm is 35; allowed is 4 to 30 mm at this image depth"},
        {SetKnob{Knob::TimeScale, 3.0}, "allowed are 1, 4 and 16"},
        {SetKnob{Knob::Labels, 0.5}, "labels is 0.5; allowed are 0 and 1"},
        {SetKnob{Knob::Tgc3, kNan}, "tgc3_db is not a number"},
        {Stimulate{StimMode::Motor, 11.0}, "amplitude_v is 11; allowed is 0 to 10 V"},
        {Inject{1e-6}, "the tip is outside the skin"},
        {Decide{"dither", ""}, "there is no decision 'dither'"},
        {Answer{"q", std::string(1000, 'x')}, "longer than 500 characters"},
    };
    Session session(shared_case(), still(), pool_of(1));
    const uint64_t before = session.state_hash();
    for (const BadCommand& item : bad) {
        const size_t events = session.events().size();
        EXPECT_FALSE(session.apply(item.command)) << item.expected;
        ASSERT_EQ(session.events().size(), events + 1) << item.expected;
        EXPECT_EQ(session.events().back().kind, EventKind::Refused);
        EXPECT_THAT(session.events().back().text, testing::HasSubstr(item.expected));
        EXPECT_EQ(session.state_hash(), before) << item.expected;
    }
    session.advance(1);  // and the world goes on
    EXPECT_EQ(session.tick(), 1);
}

TEST(Refusals, LimitsThemselvesAreAllowed) {
    Session session(shared_case(), still(), pool_of(1));
    EXPECT_TRUE(session.apply(MoveTransducer{.slide_m = instruments::kSlideLimitM,
                                             .rotate_rad = -instruments::kRotateLimitRad,
                                             .tilt_rad = instruments::kTiltLimitRad,
                                             .press_frac = 1.0}));
    EXPECT_TRUE(session.apply(MoveCryoprobe{.pitch_rad = instruments::kPitchHighRad, .insert_m = 0.0}));
    EXPECT_TRUE(session.apply(SetKnob{Knob::DepthM, 0.015}));
    EXPECT_NEAR(session.screen().imaging.focus_m, 0.010, 1e-9);
    EXPECT_TRUE(session.apply(SetKnob{Knob::TimeScale, 16.0}));
    EXPECT_EQ(session.screen().time_scale, 16.0);
}

TEST(Refusals, WhatTheDeviceLacksIsSaid) {
    Session session(shared_case(), {.device = 1, .simulated_hand = false}, pool_of(1));
    EXPECT_FALSE(session.apply(Stimulate{StimMode::Sensory, 1.0}));
    EXPECT_THAT(session.events().back().text, testing::HasSubstr("no nerve stimulator"));

    scenario::Scenario phantom = small_case();
    phantom.devices.clear();
    Session bare(std::make_shared<const scenario::Scenario>(phantom), still(), pool_of(1));
    EXPECT_EQ(bare.device(), nullptr);
    EXPECT_FALSE(bare.apply(Gas{true}));
    EXPECT_FALSE(bare.apply(MoveCryoprobe{.insert_m = 0.01}));
    advance_s(bare, 1.0);
    EXPECT_EQ(bare.temperature_degc(), nullptr);
}

TEST(Finish, EndsEverything) {
    Session session(shared_case(), still(), pool_of(1));
    EXPECT_TRUE(session.apply(Finish{}));
    EXPECT_TRUE(session.finished());
    const uint64_t hash = session.state_hash();
    const size_t events = session.events().size();
    EXPECT_FALSE(session.apply(MoveTransducer{.slide_m = 0.01}));
    session.advance(100);
    EXPECT_EQ(session.state_hash(), hash);
    EXPECT_EQ(session.events().size(), events);
}

TEST(Decide, IsRemembered) {
    Session session(shared_case(), still(), pool_of(1));
    EXPECT_TRUE(session.apply(Decide{"do_not_treat", "mixed nerve"}));
    EXPECT_EQ(session.decision(), "do_not_treat");
    EXPECT_THAT(session.events().back().text, testing::HasSubstr("mixed nerve"));
}

}  // namespace
}  // namespace cryo::session

#include "engine/measure/metrics.h"

#include <set>

#include "tests/measure/tale.h"

namespace cryo::measure {
namespace {

using test::Tale;
using enum MetricId;

constexpr double kFloat = 1e-4;  // trace columns are floats of lengths up to 100 mm

double measured(const Tale& tale, MetricId id, const Context& context = test::thin_shaft()) {
    const MetricValue value = tale.value(id, context);
    EXPECT_EQ(value.state, MetricState::Measured) << metric_info(id).code;
    return value.value;
}

// ---- seeing the needle ------------------------------------------------------------------------------------------

TEST(V6, TenMillimetresSevenOfThemSeen) {
    Tale tale;
    tale.to_depth(0.0);
    for (int step = 1; step <= 10; ++step) {
        tale.now.tip_visible = step <= 7 ? 1.0F : 0.0F;
        tale.to_depth(step, 1.0);
    }
    EXPECT_NEAR(measured(tale, V6), 0.700, kFloat);
}

TEST(V6, JigglesLeaveItUnchanged) {
    Tale tale;
    tale.to_depth(0.0);
    for (int step = 1; step <= 10; ++step) {
        tale.now.tip_visible = step <= 7 ? 1.0F : 0.0F;
        tale.to_depth(step, 1.0);
        // Back by a millimetre and forward again, seen or not: no new depth.
        tale.now.tip_visible = 1.0F;
        tale.to_depth(step - 1.0, 0.25).to_depth(step, 0.25);
    }
    EXPECT_NEAR(measured(tale, V6), 0.700, kFloat);
}

TEST(V6, GoingInBlindAndThenJigglingInViewEarnsNothing) {
    Tale tale;
    tale.now.tip_visible = 0.0F;
    tale.to_depth(0.0).to_depth(30.0);
    tale.now.tip_visible = 1.0F;
    for (int i = 0; i < 20; ++i) tale.to_depth(26.0).to_depth(30.0);
    EXPECT_NEAR(measured(tale, V6), 0.0, kFloat);
}

TEST(V6, ALongRetractionRestartsTheRecord) {
    Tale tale;
    tale.now.tip_visible = 0.0F;
    tale.to_depth(0.0).to_depth(30.0);
    tale.now.tip_visible = 1.0F;
    tale.to_depth(18.0).to_depth(30.0);
    EXPECT_NEAR(measured(tale, V6), 12.0 / 42.0, kFloat);
}

TEST(V6, ARedirectionIsANewTrack) {
    Tale tale;
    tale.now.tip_visible = 0.0F;
    tale.to_depth(0.0).to_depth(20.0).to_depth(16.0);
    tale.now.tip_visible = 1.0F;
    tale.aim(6.0).to_depth(20.0);
    EXPECT_NEAR(measured(tale, V6), 4.0 / 24.0, kFloat);
}

TEST(V6, WhatNoLineCanMeetBesideAThickShaftIsNotCharged) {
    // Straight down beside the transducer: radius / tan(0.35 rad of heel-toe) of shaft are out of reach.
    Context thick;
    thick.shaft_radius_m = 0.0007;
    const double out_of_reach_mm = 0.7 / std::tan(0.35);
    Tale tale;
    tale.now.tip_visible = 0.0F;
    tale.to_depth(0.0).to_depth(out_of_reach_mm - 0.01, 0.01);  // a float short of it
    EXPECT_EQ(tale.value(V6, thick).state, MetricState::NotProduced) << "nothing could have been seen yet";
    tale.to_depth(out_of_reach_mm + 1.0, 0.01);
    tale.now.tip_visible = 1.0F;
    tale.to_depth(out_of_reach_mm + 4.0, 0.01);
    EXPECT_NEAR(measured(tale, V6, thick), 0.75, 0.01);
    EXPECT_LT(measured(tale, V6), 0.75) << "a thin shaft is charged from the skin on";
}

TEST(V8, CountsBlindRunsOfTwoMillimetresOrMore) {
    Tale tale;
    tale.to_depth(0.0);
    double depth_mm = 0.0;
    for (const double blind_mm : {1.9, 2.0, 5.0}) {
        tale.now.tip_visible = 1.0F;
        tale.to_depth(depth_mm += 3.0);
        tale.now.tip_visible = 0.0F;
        tale.to_depth(depth_mm += blind_mm);
    }
    const MetricValue value = tale.value(V8);
    EXPECT_DOUBLE_EQ(value.value, 2.0);
    ASSERT_EQ(value.moments.size(), 2U);
    EXPECT_NEAR(value.moments[0].value, 2.0, 1e-3);
    EXPECT_NEAR(value.moments[1].value, 5.0, 1e-3);
    EXPECT_NEAR(measured(tale, V9), 5.0, 1e-3);
}

TEST(V10, IsTheMedianTimeWithoutSightOfTheTip) {
    Tale tale;
    tale.to_depth(0.0).to_depth(10.0);
    for (const double lost_s : {1.0, 9.0, 2.0}) {
        tale.now.tip_visible = 0.0F;
        tale.hold(lost_s);
        tale.now.tip_visible = 1.0F;
        tale.hold(1.0);
    }
    EXPECT_NEAR(measured(tale, V10), 2.0, 1e-3);
}

TEST(V7, IsAShareOfTheTimeInTissue) {
    Tale tale;
    tale.hold(10.0);  // outside: does not count
    tale.to_depth(5.0);
    const double going_s = 50.0 / 60.0;
    tale.now.tip_visible = 0.0F;
    tale.hold(3.0);
    tale.now.tip_visible = 1.0F;
    tale.hold(6.0);
    EXPECT_NEAR(measured(tale, V7), (6.0 + going_s) / (9.0 + going_s), 1e-3);
}

TEST(V1, IsThe95thPercentileOverDepthGained) {
    Tale tale;
    tale.to_depth(0.0);
    tale.now.tip_plane_mm = 0.5F;
    tale.to_depth(18.0);
    tale.now.tip_plane_mm = 3.0F;
    tale.to_depth(20.0);  // the last tenth
    EXPECT_NEAR(measured(tale, V1), 3.0, kFloat);
    Tale mostly;
    mostly.to_depth(0.0);
    mostly.now.tip_plane_mm = 0.5F;
    mostly.to_depth(19.2);
    mostly.now.tip_plane_mm = 3.0F;
    mostly.to_depth(20.0);  // the last 4 %
    EXPECT_NEAR(measured(mostly, V1), 0.5, kFloat);
}

TEST(V2V3V11, FollowTheApproach) {
    Tale tale;
    tale.now.shaft_plane_deg = 4.0F;
    tale.now.shaft_face_deg = 35.0F;
    tale.now.shaft_in_beam_frac = 0.6F;
    tale.to_depth(0.0).to_depth(10.0);
    Context in_plane;
    EXPECT_NEAR(measured(tale, V2, in_plane), 4.0, kFloat);
    EXPECT_NEAR(measured(tale, V3, in_plane), 35.0, kFloat);
    EXPECT_NEAR(measured(tale, V11, in_plane), 0.6, kFloat);
    EXPECT_DOUBLE_EQ(tale.value(V3, in_plane).good, 30.0);

    Context out_of_plane;
    out_of_plane.approach = Approach::OutOfPlane;
    EXPECT_EQ(tale.value(V2, out_of_plane).state, MetricState::NotApplicable);
    EXPECT_EQ(tale.value(V11, out_of_plane).state, MetricState::NotApplicable);
    EXPECT_DOUBLE_EQ(tale.value(V3, out_of_plane).good, 60.0);

    Context perpendicular;
    perpendicular.approach = Approach::Perpendicular;
    EXPECT_EQ(tale.value(V3, perpendicular).state, MetricState::NotApplicable);
}

// ---- handling the transducer --------------------------------------------------------------------------------------

TEST(P1, LeavesOutTheSimulatedHand) {
    Tale tale;
    tale.to_depth(5.0);
    for (int i = 1; i <= 60; ++i) {
        tale.now.hand_slide_mm = static_cast<float>(0.2 * std::sin(i * 0.3));
        tale.now.slide_mm = static_cast<float>(0.1 * i) + tale.now.hand_slide_mm;
        tale.tick();
    }
    EXPECT_NEAR(measured(tale, P1), 6.0, 1e-3);
}

TEST(P2, CountsTheLearnersDriftOffTheTargetOnce) {
    const auto tell = [](bool by_hand) {
        Tale tale;
        tale.to_depth(5.0);
        for (int i = 1; i <= 40; ++i) {
            (by_hand ? tale.now.hand_across_mm : tale.now.across_mm) = static_cast<float>(0.1 * i);
            if (by_hand) tale.now.across_mm = tale.now.hand_across_mm;
            if (i >= 35) tale.now.target_seen = 0.0F;
            tale.to_depth(5.0 + 0.05 * i);
        }
        tale.hold(2.0);
        return tale;
    };
    EXPECT_DOUBLE_EQ(measured(tell(false), P2), 1.0);
    EXPECT_DOUBLE_EQ(measured(tell(true), P2), 0.0);
}

TEST(P3, ExactThirdsCountInside) {
    Tale tale;
    tale.to_depth(5.0);
    tale.trace.clear();
    for (const float lateral : {1.0F / 3.0F, 2.0F / 3.0F}) {
        tale.now.target_lateral_frac = lateral;
        tale.hold(1.0);
    }
    EXPECT_NEAR(measured(tale, P3), 1.0, 1e-9);
    tale.now.target_lateral_frac = 0.7F;
    tale.hold(2.0);
    EXPECT_NEAR(measured(tale, P3), 0.5, 0.01);
}

TEST(P5P6, RewardDepthFocusContactAndALightHand) {
    Tale tale;
    tale.now.phase = 0.0F;
    tale.hold(5.0);
    tale.now.contact_frac = 0.8F;
    tale.hold(5.0);
    EXPECT_NEAR(measured(tale, P6), 0.5, 0.01);
    tale.now.phase = 1.0F;
    tale.now.focus_mm = 35.0F;
    tale.to_depth(5.0);
    EXPECT_NEAR(measured(tale, P5), 2.0 / 3.0, 1e-9);  // depth and gain right, focus 15 mm too deep
}

// Both ways along the face, from wherever the transducer stands.
TEST(P1, IsTheWayInEitherDirection) {
    Tale tale;
    tale.now.slide_mm = -4.0F;
    tale.now.across_mm = 5.0F;
    tale.to_depth(0.0).to_depth(5.0);
    tale.now.across_mm = 8.0F;
    tale.tick();
    tale.now.slide_mm = -8.0F;
    tale.tick();
    EXPECT_NEAR(measured(tale, P1), 7.0, kFloat);
}

// Each of the four settings is worth a quarter, a gain that nobody could judge is left out.
TEST(P5, IsTheMeanOfDepthFocusGainAndFrequency) {
    Context context;
    context.frequency_mhz = 10.0;
    const auto value_of = [&](auto&& change) {
        Tale tale;
        tale.now.frequency_mhz = 10.0F;
        change(tale.now);
        tale.to_depth(5.0);
        return measured(tale, P5, context);
    };
    EXPECT_NEAR(value_of([](auto&) {}), 1.0, 1e-9);
    for (const float gray : {0.25F, 0.60F}) EXPECT_NEAR(value_of([&](auto& s) { s.gray_frac = gray; }), 1.0, 1e-9);
    for (const float gray : {0.0F, 0.24F, 0.61F, 1.0F})
        EXPECT_NEAR(value_of([&](auto& s) { s.gray_frac = gray; }), 0.75, 1e-9) << gray;
    EXPECT_NEAR(value_of([](auto& s) { s.white_frac = 0.02F; }), 1.0, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.white_frac = 0.03F; }), 0.75, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.frequency_mhz = 14.9F; }), 1.0, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.frequency_mhz = 15.1F; }), 0.75, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.frequency_mhz = 6.7F; }), 1.0, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.frequency_mhz = 6.6F; }), 0.75, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.target_depth_frac = 0.2F, s.focus_mm = 8.0F; }), 0.75, 1e-9);
    EXPECT_NEAR(value_of([](auto& s) { s.gray_frac = -1.0F, s.focus_mm = 35.0F; }), 2.0 / 3.0, 1e-9);
}

// ---- reaching the target -------------------------------------------------------------------------------------------

TEST(T3, RetractionsOfTenMillimetresMakePasses) {
    Tale tale;
    tale.to_depth(0.0).to_depth(30.0).to_depth(19.0).to_depth(30.0).to_depth(25.0).to_depth(30.0);
    EXPECT_DOUBLE_EQ(measured(tale, T3), 2.0);
    Tale out;
    out.to_depth(0.0).to_depth(30.0).to_depth(0.0);
    EXPECT_DOUBLE_EQ(measured(out, T3), 1.0) << "withdrawing at the end is no further pass";
}

TEST(T3, IsPerPlannedPlacement) {
    Tale tale;
    tale.to_depth(0.0).to_depth(30.0).to_depth(10.0).to_depth(30.0);
    Context two;
    two.placements_planned = 2;
    EXPECT_DOUBLE_EQ(measured(tale, T3, two), 1.0);
}

TEST(T4, ShortRetractionAndAnotherDirection) {
    Tale tale;
    tale.to_depth(0.0).to_depth(20.0).to_depth(16.0).aim(7.0).tick().to_depth(20.0);
    EXPECT_DOUBLE_EQ(measured(tale, T4), 1.0);
    EXPECT_DOUBLE_EQ(measured(tale, T3), 1.0);
    Tale straight;
    straight.to_depth(0.0).to_depth(20.0).to_depth(16.0).to_depth(20.0);
    EXPECT_DOUBLE_EQ(measured(straight, T4), 0.0);
}

TEST(T5, CountsHolesInTheSkin) {
    Tale tale;
    tale.to_depth(0.0).to_depth(5.0).to_depth(0.0).to_depth(5.0).to_depth(0.0);
    EXPECT_DOUBLE_EQ(measured(tale, T5), 2.0);
}

TEST(T6, BoneTouchedOncePerTouch) {
    Tale tale;
    tale.to_depth(10.0);
    for (int i = 0; i < 3; ++i) {
        tale.now.bone_mm = 0.0F;
        tale.hold(1.0);
        tale.now.bone_mm = 3.0F;
        tale.hold(1.0);
    }
    EXPECT_DOUBLE_EQ(measured(tale, T6), 3.0);
}

TEST(T1T2, AreTakenWhenGasGoesOn) {
    Tale tale;
    tale.to_depth(10.0);
    tale.now.zone_target_mm = 0.8F;
    tale.now.zone_axis_mm = 3.4F;
    tale.freeze(2.0, true);
    tale.now.zone_target_mm = 50.0F;
    tale.hold(1.0);
    EXPECT_NEAR(measured(tale, T1), 0.8, kFloat);
    EXPECT_NEAR(measured(tale, T2, Context{}), 2.0, kFloat);  // axes 3.4 mm apart, shaft and nerve 0.7 mm each
    Tale none;
    none.to_depth(10.0);
    EXPECT_EQ(none.value(T1).state, MetricState::NotProduced);
}

// ---- economy -------------------------------------------------------------------------------------------------------

TEST(E1, AStraightWayIsNoDetour) {
    Tale tale;
    tale.to_depth(0.0).to_depth(40.0);
    EXPECT_NEAR(measured(tale, E1), 0.0, kFloat);
}

TEST(E1, FiftyEightForFortyMillimetresIsFortyFivePercent) {
    Tale tale;
    tale.to_depth(0.0).to_depth(40.0).to_depth(31.0).to_depth(40.0);
    EXPECT_NEAR(measured(tale, E1), 45.0, 1e-2);
    Tale shallow;
    shallow.to_depth(0.0).to_depth(4.0);
    EXPECT_EQ(shallow.value(E1).state, MetricState::NotApplicable);
}

TEST(E1, FurtherPlacementsCostNothing) {
    Tale tale;
    tale.to_depth(0.0).to_depth(40.0).freeze(1.0, true);
    tale.now.phase = 1.0F;
    tale.to_depth(30.0).to_depth(38.0).to_depth(30.0).freeze(1.0, true);
    EXPECT_NEAR(measured(tale, E1), 0.0, kFloat);
}

TEST(E2, SumsThePhases) {
    Tale tale;
    tale.now.phase = 0.0F;
    tale.hold(30.0);
    tale.now.phase = 1.0F;
    tale.to_depth(12.0);  // 120 samples
    tale.freeze(60.0, true);
    EXPECT_NEAR(measured(tale, E2Scan), 30.0, 0.05);
    EXPECT_NEAR(measured(tale, E2Needle), 2.0, 0.05);
    EXPECT_NEAR(measured(tale, E2), 32.0, 0.1);
}

TEST(E3, CountsStretchesOfSpeed) {
    Tale tale;
    tale.to_depth(0.0);
    for (int i = 0; i < 3; ++i) {
        tale.to_depth(4.0 * (i + 1), 0.2);  // 12 mm/s for a third of a second
        tale.hold(0.5);
    }
    EXPECT_DOUBLE_EQ(measured(tale, E3), 3.0);
    EXPECT_DOUBLE_EQ(measured(tale, E3Rotations), 0.0);
}

TEST(E4, IsTheAreaTheShaftSweptSideways) {
    Tale tale;
    tale.to_depth(0.0).to_depth(20.0).to_depth(10.0);
    EXPECT_NEAR(measured(tale, E4), 0.0, 1e-2) << "along its own axis the shaft shears nothing";
    tale.to_depth(20.0);
    for (int i = 1; i <= 30; ++i) tale.aim(i).tick();
    // A sector of radius 20 mm and 30 degrees, in 30 chords.
    const double chord = std::sin(3.14159265358979 / 180.0) / (3.14159265358979 / 180.0);
    EXPECT_NEAR(measured(tale, E4), 0.5 * 20.0 * 20.0 * (3.14159265358979 / 6.0) * chord, 1e-2);
}

TEST(E5, MinimumJerkMotionHasItsClosedForm) {
    // x = A (10 u^3 - 15 u^4 + 6 u^5): peak speed 15/8 A/T, integral of jerk^2 = 720 A^2/T^5.
    constexpr double kSeconds = 4.0;
    constexpr double kDepthMm = 30.0;
    Tale tale;
    tale.place(1e-3);
    tale.tick();
    const int samples = static_cast<int>(kSeconds * 60.0);
    for (int i = 1; i <= samples; ++i) {
        const double u = static_cast<double>(i) / samples;
        tale.place(1e-3 + kDepthMm * u * u * u * (10.0 + u * (-15.0 + 6.0 * u)));
        tale.tick();
    }
    const double exact = -std::log(720.0 / (1.875 * 1.875));
    constexpr double kDifferences = 0.05;  // second differences at 60 Hz and float positions
    EXPECT_NEAR(measured(tale, E5), exact, kDifferences);
}

TEST(RotationTotal, TwelveTimesThirtyDegreesIsAFullTurn) {
    Tale tale;
    tale.aim(0.0).tick();
    for (int i = 1; i <= 12; ++i) tale.aim(30.0 * i).tick();
    EXPECT_NEAR(measured(tale, RotationTotal), 360.0, 1e-3);
}

TEST(E7, IsTheShareOfNeedlingWithHelp) {
    Tale tale;
    tale.now.help_on = 1.0F;
    tale.hold(1.0);
    tale.now.help_on = 0.0F;
    tale.hold(3.0);
    EXPECT_NEAR(measured(tale, E7), 0.25, 0.01);
}

// ---- structures ----------------------------------------------------------------------------------------------------

TEST(S1, GoodIsWhatTheAnatomyLeaves) {
    Context context;
    context.artery_gap_m = 0.0016;
    context.vein_gap_m = 0.020;
    Tale tale;
    tale.to_depth(10.0);
    tale.now.artery_mm = 0.8F;
    tale.now.vein_mm = 1.5F;
    tale.hold(1.0);
    // The artery was cleared by all that half the gap allows; the vein by half of 3 mm only.
    const MetricValue value = tale.value(S1, context);
    EXPECT_NEAR(value.value, 1.5, kFloat);
    EXPECT_NEAR(value.good, 3.0, kFloat);
    ASSERT_EQ(value.moments.size(), 1U);
    EXPECT_EQ(value.moments[0].structure, "vein");
    EXPECT_EQ(tale.value(S1).state, MetricState::NotApplicable) << "nothing to spare in this patient";
}

TEST(S2S3, AHitIsNotANearMissToo) {
    Context context;
    context.artery_gap_m = 0.0015;  // too near to the target to be near-missed
    context.vein_gap_m = 0.010;
    Tale tale;
    tale.to_depth(10.0);
    for (const float vein_mm : {5.0F, 0.8F, 0.4F, 5.0F, 0.6F, 0.0F, 5.0F}) {
        tale.now.vein_mm = vein_mm;
        tale.now.artery_mm = 0.5F;
        tale.hold(0.2);
    }
    EXPECT_DOUBLE_EQ(measured(tale, S2, context), 1.0);
    EXPECT_DOUBLE_EQ(measured(tale, S3, context), 1.0);
}

TEST(S2, TransfixionCounts) {
    Tale tale;
    tale.to_depth(10.0);
    tale.now.pierced_frac = 0.49F;
    tale.hold(1.0);
    EXPECT_DOUBLE_EQ(measured(tale, S2), 0.0);
    tale.now.pierced_frac = 0.5F;
    tale.hold(1.0);
    EXPECT_DOUBLE_EQ(measured(tale, S2), 1.0);
}

// ---- cold ----------------------------------------------------------------------------------------------------------

TEST(C2C3, CoverageAndCentring) {
    Tale tale;
    tale.to_depth(10.0);
    tale.now.zone_axis_mm = 1.5F;
    tale.freeze(1.0, true);
    tale.now.covered_mm = 3.0F;
    tale.now.ice_radius_mm = 3.75F;
    tale.hold(1.0);
    Context context;
    context.required_length_m = 0.004;
    EXPECT_NEAR(measured(tale, C2, context), 3.0, kFloat);
    EXPECT_NEAR(tale.value(C2, context).good, 4.0, kFloat);
    EXPECT_NEAR(measured(tale, C3), 0.6, kFloat);
    Tale nothing;
    nothing.to_depth(10.0);
    EXPECT_EQ(nothing.value(C2).state, MetricState::NotProduced);
}

TEST(M1M2, MotorNerve) {
    Tale tale;
    tale.to_depth(10.0);
    EXPECT_EQ(tale.value(M1).state, MetricState::NotApplicable);
    Context context;
    context.has_motor_nerve = context.motor_check_required = true;
    EXPECT_EQ(tale.value(M2, context).state, MetricState::NotProduced);
    tale.now.stim_mode = 2.0F;
    tale.now.stim_v = 1.5F;
    tale.hold(1.0);
    tale.now.stim_mode = tale.now.stim_v = 0.0F;
    tale.freeze(1.0, true);
    EXPECT_DOUBLE_EQ(measured(tale, M2, context), 1.0);
    tale.now.phase = 1.0F;
    tale.to_depth(14.0).freeze(1.0, true);  // moved on: the test is worth nothing here
    EXPECT_DOUBLE_EQ(measured(tale, M2, context), 0.5);
    tale.now.motor_frozen_frac = 0.3F;
    tale.hold(1.0);
    EXPECT_NEAR(measured(tale, M1, context), 0.3, kFloat);
}

TEST(K1K2, SkinAndDepth) {
    Tale tale;
    tale.to_depth(10.0);
    tale.now.skin_zone_mm = 6.0F;
    tale.now.skin_min_degc = -0.5F;
    tale.freeze(4.0, true);
    tale.now.skin_min_degc = 5.0F;
    tale.hold(2.0);
    EXPECT_NEAR(measured(tale, K1), -0.5, kFloat);
    EXPECT_NEAR(measured(tale, K1Dwell), 4.0, 0.05);
    EXPECT_NEAR(measured(tale, K2), 6.0, kFloat);
}

TEST(C5, OnlyArgonColdHarmsForGood) {
    Tale tale;
    tale.to_depth(10.0);
    tale.now.nerve_min_degc = -85.0F;
    tale.hold(1.0);
    EXPECT_DOUBLE_EQ(measured(tale, C5), 0.0);
    tale.now.nerve_min_degc = -110.0F;
    tale.hold(1.0);
    EXPECT_DOUBLE_EQ(measured(tale, C5), 1.0);
}

TEST(F1, EachCyclesErrorAddsUpAndMissingOnesAreWhole) {
    Context context;
    context.protocol_cycles = 2;
    context.protocol_freeze_s = 120.0;
    const auto tell = [](std::initializer_list<double> freezes_s) {
        Tale tale;
        tale.to_depth(10.0);
        bool first = true;
        for (const double s : freezes_s) {
            tale.freeze(s, first).hold(30.0);
            first = false;
        }
        return tale;
    };
    constexpr double kSamples = 1e-3;  // a period is known to one sample in 120 s
    EXPECT_NEAR(measured(tell({120.0, 120.0}), F1, context), 0.0, kSamples);
    EXPECT_NEAR(measured(tell({120.0}), F1, context), 1.0, kSamples);
    EXPECT_NEAR(measured(tell({90.0, 150.0}), F1, context), 0.5, kSamples);
    EXPECT_NEAR(measured(tell({120.0, 120.0, 10.0}), F1, context), 1.0, kSamples);
}

TEST(F2, MovingWhileFrozenInIsAFault) {
    const auto tell = [](double move_mm) {
        Tale tale;
        tale.to_depth(10.0).freeze(5.0, true);
        tale.now.adherent = 1.0F;
        tale.now.ice_radius_mm = 3.0F;
        tale.hold(1.0);
        tale.to_depth(10.0 - move_mm);
        tale.now.adherent = tale.now.ice_radius_mm = 0.0F;
        tale.hold(1.0);
        tale.to_depth(0.0);
        return tale;
    };
    EXPECT_DOUBLE_EQ(measured(tell(1.0), F2), 1.0);
    EXPECT_DOUBLE_EQ(measured(tell(1.5), F2), 0.0);
}

TEST(F3, IceAndNerveInTheLivePicture) {
    Tale tale;
    tale.to_depth(10.0).freeze(6.0, true);
    EXPECT_NEAR(measured(tale, F3), 1.0, 1e-9);
    tale.now.image_live = 0.0F;
    tale.freeze(6.0, false);
    EXPECT_NEAR(measured(tale, F3), 0.5, 0.01);
}

// ---- the table -----------------------------------------------------------------------------------------------------

TEST(MetricTable, NamesAreWholeAndCodesAreUnique) {
    std::set<std::string> codes;
    for (const MetricInfo& info : metric_table()) {
        EXPECT_TRUE(codes.insert(info.code).second) << info.code;
        EXPECT_GT(std::string(info.name).size(), 5U);
        EXPECT_GT(std::string(info.source).size(), 5U);
        EXPECT_EQ(find_metric(info.code), &info);
        EXPECT_EQ(info.scored, info.good != info.bad) << info.code;
        // Screens never say bare "probe" or "freeze".
        EXPECT_EQ(std::string(info.name).find("probe"), std::string::npos) << info.name;
    }
    EXPECT_EQ(find_metric("V99"), nullptr);
}

TEST(TraceColumns, AreOneFloatEachWithUniqueNames) {
    std::set<std::string> names;
    for (const TraceColumn& column : trace_columns()) EXPECT_TRUE(names.insert(column.name).second) << column.name;
    EXPECT_EQ(names.size() * sizeof(float), sizeof(TraceSample));
}

}  // namespace
}  // namespace cryo::measure

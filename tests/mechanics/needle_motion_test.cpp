#include "engine/mechanics/needle_motion.h"

#include <limits>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "tests/mechanics/block.h"

namespace cryo::mechanics {
namespace {

using instruments::CryoprobePose;

constexpr double kTickS = 1.0 / 120.0;

NeedleState placed(double x_m, double yaw_deg, double pitch_deg, double insert_m) {
    NeedleState state;
    state.pose = {x_m, 0.0, rad_from_deg(yaw_deg), rad_from_deg(pitch_deg), insert_m};
    state.target = state.pose;
    return state;
}

class NeedleMotion : public testing::Test {
  protected:
    Block block;
    instruments::CryoprobeDevice device = probe();

    NeedleStep step(const NeedleState& state, bool ice = false, double dt_s = kTickS) const {
        return step_needle(state, device, ice, block.surroundings, dt_s);
    }
    // Steps until the pose stands still; returns the ticks that moved.
    int settle(NeedleState& state, bool ice = false) const {
        int ticks = 0;
        for (;; ++ticks) {
            const NeedleStep next = step(state, ice);
            const bool still = shaft_displacement_m(state.pose, next.state.pose) == 0.0 &&
                               state.pose.yaw_rad == next.state.pose.yaw_rad &&
                               state.pose.pitch_rad == next.state.pose.pitch_rad;
            state = next.state;
            if (still || ticks > 100000) return ticks;
        }
    }
};

TEST_F(NeedleMotion, TwentyFourMillimetresOfTissueTakeTwoSeconds) {
    NeedleState state = placed(-0.02, 0, 45, 0);
    state.target.insert_m = 0.024;
    EXPECT_NEAR(settle(state) * kTickS, 2.0, 1.01 * kTickS);
    EXPECT_EQ(state.pose.insert_m, 0.024);
}

TEST_F(NeedleMotion, OutsideItPlacesAndAimsBeforeItPushes) {
    NeedleState state = placed(0.0, 0, 45, 0);
    state.target = {-0.020, 0.010, rad_from_deg(30), rad_from_deg(60), 0.015};
    bool entered = false;
    Vec3 entry_m{0.0};
    for (int i = 0; i < 1000; ++i) {
        const NeedleStep next = step(state);
        if (next.entered_skin) {
            EXPECT_FALSE(entered);
            entered = true;
            entry_m = instruments::entry_m(next.state.pose);
            EXPECT_EQ(next.state.pose.pitch_rad, state.target.pitch_rad);
        }
        state = next.state;
    }
    EXPECT_TRUE(entered);
    EXPECT_EQ(entry_m, Vec3(-0.020, 0.010, 0.0));
    EXPECT_EQ(state.pose.insert_m, 0.015);
}

TEST_F(NeedleMotion, YawTakesTheShortWayRound) {
    NeedleState state = placed(0, 170, 45, 0);
    state.target.yaw_rad = rad_from_deg(-170);
    EXPECT_NEAR(settle(state) * kTickS, 20.0 / 45.0, 1.5 * kTickS);
    EXPECT_NEAR(std::remainder(state.pose.yaw_rad - rad_from_deg(190), 2 * kPi), 0.0, 1e-9);
}

TEST_F(NeedleMotion, InsideTheEntryStaysWhateverIsAsked) {
    NeedleState state = placed(-0.010, 0, 50, 0.015);
    state.target = {0.03, 0.02, rad_from_deg(40), rad_from_deg(30), 0.012};
    settle(state);
    EXPECT_EQ(instruments::entry_m(state.pose), Vec3(-0.010, 0, 0));
    EXPECT_EQ(state.target.entry_x_m, -0.010);  // discarded, not queued
    EXPECT_NEAR(state.pose.yaw_rad, rad_from_deg(40), 1e-12);
    EXPECT_NEAR(state.pose.pitch_rad, rad_from_deg(30), 1e-12);
}

TEST_F(NeedleMotion, RedirectingIsSlowerTheDeeperTheTip) {
    double before_s = 0.0;
    for (const double insert_m : {0.004, 0.010, 0.020, 0.030}) {
        NeedleState state = placed(-0.02, 0, 40, insert_m);
        state.target.pitch_rad = rad_from_deg(30);
        const double took_s = settle(state) * kTickS;
        // Ten degrees at 45 deg/s, or at 6 mm/s of the tip.
        EXPECT_NEAR(took_s, rad_from_deg(10) / std::min(rad_from_deg(45), 0.006 / insert_m), 1.5 * kTickS);
        EXPECT_GE(took_s, before_s);
        before_s = took_s;
    }
}

TEST_F(NeedleMotion, BoneStopsTheTipAndTheExcessIsDiscarded) {
    NeedleState state = placed(-0.02, 0, 90, 0.020);
    state.target.insert_m = 0.060;
    int touched = 0;
    for (int i = 0; i < 600; ++i) {
        const NeedleStep next = step(state);
        touched += next.touched_bone;
        state = next.state;
    }
    EXPECT_NEAR(state.pose.insert_m, kBoneDepthM, 1e-6);
    EXPECT_TRUE(state.on_bone);
    EXPECT_EQ(touched, 1);
    EXPECT_EQ(state.target.insert_m, state.pose.insert_m);
    state.target.insert_m = 0.028;
    settle(state);
    EXPECT_EQ(state.pose.insert_m, 0.028);
    EXPECT_FALSE(state.on_bone);
}

TEST_F(NeedleMotion, AStepOfAnyLengthDoesNotPassBone) {
    NeedleState state = placed(0.01, 0, 60, 0.0);
    state.target.insert_m = 0.080;
    const NeedleStep next = step(state, false, 60.0);
    EXPECT_NEAR(instruments::tip_m(next.state.pose).z, kBoneDepthM, 1e-6);
    EXPECT_EQ(next.bone, 0);
    EXPECT_EQ(next.state.resistance_frac, 1.0);
}

TEST_F(NeedleMotion, TheShaftIsNotSwungIntoBone) {
    NeedleState state = placed(-0.02, 0, 40, 0.040);  // tip at 25.7 mm
    state.target.pitch_rad = rad_from_deg(80);
    settle(state);
    EXPECT_NEAR(instruments::tip_m(state.pose).z, kBoneDepthM, 1e-6);
    EXPECT_EQ(state.target.pitch_rad, state.pose.pitch_rad);
}

TEST_F(NeedleMotion, WithdrawnItLeavesTheSkinAndIsFreeAgain) {
    NeedleState state = placed(0.0, 0, 45, 0.010);
    state.target.insert_m = 0.0;
    int left = 0;
    for (int i = 0; i < 200; ++i) {
        const NeedleStep next = step(state);
        left += next.left_skin;
        state = next.state;
    }
    EXPECT_EQ(left, 1);
    EXPECT_EQ(state.pose.insert_m, 0.0);
    state.target.entry_x_m = 0.02;
    settle(state);
    EXPECT_EQ(state.pose.entry_x_m, 0.02);
}

TEST_F(NeedleMotion, ResistanceTellsTissuesApart) {
    const auto felt = [&](double insert_m) {
        NeedleState state = placed(-0.02, 0, 90, insert_m);
        state.target.insert_m = insert_m + 0.001;
        return step(state).state.resistance_frac;
    };
    EXPECT_GT(felt(0.0005), felt(0.005));  // skin over fat
    EXPECT_GT(felt(0.015), felt(0.005));   // muscle over fat
    EXPECT_GT(felt(0.025), felt(0.015));   // more shaft in tissue
    EXPECT_EQ(felt(0.030), 1.0);           // bone
    NeedleState still = placed(-0.02, 0, 90, 0.015);
    EXPECT_EQ(step(still).state.resistance_frac, 0.0);
    still.target.insert_m = 0.010;  // withdrawing: friction alone
    const double pulled = step(still).state.resistance_frac;
    EXPECT_GT(pulled, 0.0);
    EXPECT_LT(pulled, felt(0.015));
    NeedleState in_air = placed(-0.02, 0, 90, 0.0);
    in_air.target.entry_x_m = 0.02;
    EXPECT_EQ(step(in_air).state.resistance_frac, 0.0);
}

TEST_F(NeedleMotion, IceHoldsTheShaftThroughOnePullAndASecondTears) {
    NeedleState state = placed(-0.01, 0, 45, 0.020);
    const CryoprobePose frozen = state.pose;
    const auto pull_for = [&](double seconds) {
        int resisted = 0;
        int torn = 0;
        for (double t = 0; t < seconds; t += kTickS) {
            state.target.insert_m = 0.010;
            const NeedleStep next = step(state, true);
            resisted += next.pull_resisted;
            torn += next.tore;
            state = next.state;
        }
        return std::pair(resisted, torn);
    };
    const auto rest_for = [&](double seconds) {
        for (double t = 0; t < seconds; t += kTickS) state = step(state, true).state;
    };
    EXPECT_EQ(pull_for(2.0), std::pair(1, 0));  // however long it lasts, one pull
    EXPECT_EQ(state.pose.insert_m, frozen.insert_m);
    EXPECT_EQ(state.target.insert_m, frozen.insert_m);  // discarded
    rest_for(1.2);
    EXPECT_EQ(pull_for(0.1), std::pair(0, 1));
    EXPECT_LT(state.pose.insert_m, frozen.insert_m);
    // Torn loose it scrapes along at 4 mm/s.
    const double from_m = state.pose.insert_m;
    pull_for(0.5);
    EXPECT_NEAR(from_m - state.pose.insert_m, 0.5 * 0.004, 0.004 * 2 * kTickS);
}

TEST_F(NeedleMotion, APullTooSoonAfterTheFirstIsTheSamePull) {
    NeedleState state = placed(-0.01, 0, 45, 0.020);
    bool torn = false;
    for (int i = 0; i < 240; ++i) {
        if (i % 24 < 12) state.target.insert_m = 0.015;  // tugging, 0.1 s on and 0.1 s off
        const NeedleStep next = step(state, true);
        torn = torn || next.tore;
        state = next.state;
    }
    EXPECT_FALSE(torn);
    EXPECT_EQ(state.pose.insert_m, 0.020);
}

TEST_F(NeedleMotion, TremorAndSlowDriftOnABoundShaftAreNoPull) {
    NeedleState state = placed(-0.01, 0, 45, 0.020);
    for (int i = 0; i < 2400; ++i) {
        // 0.2 mm to and fro each tick, and 1 mm/s of drift.
        state.target.insert_m = state.pose.insert_m + (i % 2 ? 0.0002 : -0.0002) + 0.001 * kTickS;
        state = step(state, true).state;
    }
    EXPECT_EQ(state.grip.pulls, 0);
    EXPECT_EQ(state.pose.insert_m, 0.020);
}

TEST_F(NeedleMotion, ASteadyDragInSmallCommandsIsAPull) {
    NeedleState state = placed(-0.01, 0, 45, 0.020);
    int resisted = 0;
    for (int i = 0; i < 60; ++i) {
        state.target.insert_m = state.pose.insert_m - 0.012 * kTickS;
        const NeedleStep next = step(state, true);
        resisted += next.pull_resisted;
        state = next.state;
    }
    EXPECT_EQ(resisted, 1);
}

TEST_F(NeedleMotion, BendingABoundShaftIsAPullToo) {
    NeedleState state = placed(-0.01, 0, 45, 0.030);
    state.target.pitch_rad = rad_from_deg(50);  // 2.6 mm at the tip
    const NeedleStep next = step(state, true);
    EXPECT_TRUE(next.pull_resisted);
    EXPECT_EQ(next.state.pose.pitch_rad, state.pose.pitch_rad);
    EXPECT_EQ(next.state.resistance_frac, 1.0);
}

TEST_F(NeedleMotion, ThawLetsGoAndForgetsThePulls) {
    NeedleState state = placed(-0.01, 0, 45, 0.020);
    state.target.insert_m = 0.010;
    state = step(state, true).state;
    EXPECT_EQ(state.grip.pulls, 1);
    state.target.insert_m = 0.010;
    state = step(state, false).state;
    EXPECT_EQ(state.grip.pulls, 0);
    EXPECT_LT(state.pose.insert_m, 0.020);
}

TEST_F(NeedleMotion, IceDoesNotBindAProbeInTheAir) {
    NeedleState state = placed(-0.01, 0, 45, 0.0);
    state.target.entry_x_m = 0.01;
    EXPECT_GT(step(state, true).state.pose.entry_x_m, -0.01);
}

TEST_F(NeedleMotion, NotANumberIsRefused) {
    NeedleState state = placed(0, 0, 45, 0);
    state.target.pitch_rad = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(step(state), CheckFailure);
    EXPECT_THROW(step(placed(0, 0, 45, 0), false, -0.1), CheckFailure);
}

TEST_F(NeedleMotion, EqualSplitsOfTimeArriveAtTheSamePlace) {
    NeedleState once = placed(-0.02, 0, 45, 0.005);
    once.target.insert_m = 0.030;
    NeedleState often = once;
    once = step(once, false, 0.8).state;
    for (int i = 0; i < 80; ++i) often = step(often, false, 0.01).state;
    EXPECT_NEAR(once.pose.insert_m, often.pose.insert_m, 1e-12);
}

}  // namespace
}  // namespace cryo::mechanics

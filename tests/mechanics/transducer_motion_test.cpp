#include "engine/mechanics/transducer_motion.h"

#include <limits>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::mechanics {
namespace {

using instruments::TransducerPose;

constexpr double kTickS = 1.0 / 120.0;
constexpr double kRounding = 1e-12;

TEST(TransducerMotion, FortyMillimetresTakeASecondInAnyDirection) {
    for (const double angle : {0.0, 0.9, 2.5}) {
        TransducerPose target;
        target.slide_m = 0.030 * std::cos(angle);
        target.across_m = 0.030 * std::sin(angle);
        TransducerPose pose;
        int ticks = 0;
        while (pose.slide_m != target.slide_m || pose.across_m != target.across_m) {
            pose = step_transducer(pose, target, kTickS);
            // Straight: never beside the line to the target.
            EXPECT_NEAR(pose.slide_m * std::sin(angle) - pose.across_m * std::cos(angle), 0.0, kRounding);
            ASSERT_LT(++ticks, 1000);
        }
        EXPECT_NEAR(ticks * kTickS, 0.030 / 0.040, 1.01 * kTickS);
    }
}

TEST(TransducerMotion, AnglesTurnAtFortyFiveDegreesASecondEach) {
    TransducerPose target;
    target.rotate_rad = rad_from_deg(90);
    target.tilt_rad = rad_from_deg(-30);
    target.rock_rad = rad_from_deg(15);
    const TransducerPose half_way = step_transducer({}, target, 0.5);
    EXPECT_NEAR(deg_from_rad(half_way.rotate_rad), 22.5, 1e-6);
    EXPECT_NEAR(deg_from_rad(half_way.tilt_rad), -22.5, 1e-6);
    EXPECT_NEAR(deg_from_rad(half_way.rock_rad), 15.0, 1e-9);
}

TEST(TransducerMotion, EqualSplitsOfTimeArriveAtTheSamePlace) {
    TransducerPose target;
    target.slide_m = 0.02;
    target.tilt_rad = 0.4;
    const TransducerPose once = step_transducer({}, target, 0.3);
    TransducerPose often;
    for (int i = 0; i < 30; ++i) often = step_transducer(often, target, 0.01);
    EXPECT_NEAR(once.slide_m, often.slide_m, kRounding);
    EXPECT_NEAR(once.tilt_rad, often.tilt_rad, kRounding);
}

TEST(TransducerMotion, StopsAtTheLimitsAndNeverOvershoots) {
    TransducerPose target;
    target.slide_m = 1.0;
    target.rock_rad = -2.0;
    target.press_frac = 7.0;
    TransducerPose pose;
    for (int i = 0; i < 400; ++i) pose = step_transducer(pose, target, 0.05);
    EXPECT_EQ(pose.slide_m, instruments::kSlideLimitM);
    EXPECT_EQ(pose.rock_rad, -instruments::kRockLimitRad);
    EXPECT_EQ(pose.press_frac, 1.0);
    EXPECT_EQ(step_transducer(pose, pose, 10.0).slide_m, pose.slide_m);
}

TEST(TransducerMotion, NoTimeMovesNothingAndNotANumberIsRefused) {
    TransducerPose target;
    target.slide_m = 0.01;
    EXPECT_EQ(step_transducer({}, target, 0.0).slide_m, 0.0);
    target.tilt_rad = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(step_transducer({}, target, 0.1), CheckFailure);
    EXPECT_THROW(step_transducer({}, {}, -1.0), CheckFailure);
}

}  // namespace
}  // namespace cryo::mechanics

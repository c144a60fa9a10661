#include "engine/instruments/cryoprobe.h"

#include <limits>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::instruments {
namespace {

constexpr double kRounding = 1e-15;  // metres and cosines: a few operations in double precision

CryoprobePose oblique() { return {-0.020, 0.004, rad_from_deg(25), rad_from_deg(40), 0.031}; }

TEST(Cryoprobe, TipIsEntryPlusInsertAlongTheShaft) {
    const CryoprobePose pose = oblique();
    const Vec3 along = tip_m(pose) - entry_m(pose);
    EXPECT_NEAR(glm::length(along), pose.insert_m, kRounding);
    EXPECT_NEAR(glm::length(along - pose.insert_m * shaft_direction(pose)), 0.0, kRounding);
    EXPECT_EQ(entry_m(pose).z, 0.0);
}

TEST(Cryoprobe, YawZeroPointsImageRightAndNinetyAlongTheNerve) {
    const Vec3 right = shaft_direction({0, 0, 0.0, rad_from_deg(30), 0});
    EXPECT_NEAR(right.x, std::sqrt(3.0) / 2, kRounding);
    EXPECT_NEAR(right.y, 0.0, kRounding);
    EXPECT_NEAR(right.z, 0.5, kRounding);
    const Vec3 forward = shaft_direction({0, 0, rad_from_deg(90), rad_from_deg(30), 0});
    EXPECT_NEAR(forward.x, 0.0, kRounding);
    EXPECT_NEAR(forward.y, std::sqrt(3.0) / 2, kRounding);
}

TEST(Cryoprobe, PitchNinetyGoesStraightDown) {
    const Vec3 down = shaft_direction({0, 0, 1.0, rad_from_deg(90), 0});
    EXPECT_NEAR(glm::length(down - Vec3(0, 0, 1)), 0.0, kRounding);
}

TEST(Cryoprobe, ThreeNeedlesStandLevelAtTheirSpacingAroundTheAxis) {
    CryoprobeDevice device;
    device.needle_count = 3;
    device.needle_spacing_m = 0.0025;
    for (const double pitch_deg : {20.0, 55.0, 90.0}) {
        CryoprobePose pose = oblique();
        pose.pitch_rad = rad_from_deg(pitch_deg);
        const std::vector<NeedleAxis> axes = needle_axes(device, pose);
        ASSERT_EQ(axes.size(), 3U);
        EXPECT_NEAR(glm::length(axes[1].tip_m - tip_m(pose)), 0.0, kRounding);
        for (size_t i = 0; i + 1 < 3; ++i) {
            const Vec3 step = axes[i + 1].tip_m - axes[i].tip_m;
            EXPECT_NEAR(glm::length(step), device.needle_spacing_m, kRounding);
            EXPECT_NEAR(step.z, 0.0, kRounding);
            EXPECT_NEAR(glm::dot(step, axes[i].direction), 0.0, kRounding);
        }
        EXPECT_EQ(axes[0].radius_m, 0.5 * device.shaft_diameter_m);
    }
}

TEST(Cryoprobe, TwoNeedlesShareTheMiddle) {
    CryoprobeDevice device;
    device.needle_count = 2;
    device.needle_spacing_m = 0.012;
    const std::vector<NeedleAxis> axes = needle_axes(device, oblique());
    ASSERT_EQ(axes.size(), 2U);
    EXPECT_NEAR(glm::length(0.5 * (axes[0].tip_m + axes[1].tip_m) - tip_m(oblique())), 0.0, kRounding);
}

TEST(Cryoprobe, ClampedKeepsEveryValueInsideItsLimits) {
    CryoprobeDevice device;
    const CryoprobePose pose = clamped(device, {1.0, -1.0, 7.0, -1.0, 5.0});
    EXPECT_EQ(pose.entry_x_m, kEntryLimitM);
    EXPECT_EQ(pose.entry_y_m, -kEntryLimitM);
    EXPECT_EQ(pose.pitch_rad, kPitchLowRad);
    EXPECT_EQ(pose.insert_m, device.shaft_length_m);
}

TEST(Cryoprobe, NotANumberIsRefused) {
    CryoprobePose pose;
    pose.yaw_rad = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(shaft_direction(pose), CheckFailure);
    EXPECT_THROW(tip_m(pose), CheckFailure);
    EXPECT_THROW(needle_axes({}, pose), CheckFailure);
    pose = {};
    pose.insert_m = std::numeric_limits<double>::infinity();
    EXPECT_THROW(tip_m(pose), CheckFailure);
}

}  // namespace
}  // namespace cryo::instruments

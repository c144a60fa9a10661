#include "engine/measure/geometry.h"

#include "engine/core/units.h"

namespace cryo::measure {
namespace {

constexpr double kRoundingRad = 1e-9;

TEST(AngleOutOfPlane, AlongTheNormalIsNinetyDegreesAndInPlaneIsZero) {
    const Vec3 normal{0, 1, 0};
    EXPECT_NEAR(deg_from_rad(angle_out_of_plane_rad(normal, normal)), 90.0, kRoundingRad);
    EXPECT_NEAR(angle_out_of_plane_rad({1, 0, 0}, normal), 0.0, kRoundingRad);
    EXPECT_NEAR(angle_out_of_plane_rad({0, 0, 1}, normal), 0.0, kRoundingRad);
    const double s = std::sqrt(0.5);
    EXPECT_NEAR(deg_from_rad(angle_out_of_plane_rad({s, -s, 0}, normal)), 45.0, 1e-7);
}

TEST(AngleToFace, IsMeasuredInTheImageThatIsTurnedWithTheTransducer) {
    RigidTransform world_from_image;
    const double a = rad_from_deg(30.0);
    EXPECT_NEAR(deg_from_rad(angle_to_face_rad({std::cos(a), 0, std::sin(a)}, world_from_image)), 30.0, 1e-9);
    EXPECT_NEAR(deg_from_rad(angle_to_face_rad({-std::cos(a), 0, std::sin(a)}, world_from_image)), 30.0, 1e-9);
    // Rocking the transducer by 10 degrees turns the face towards the shaft or away from it.
    world_from_image.rotation = rotation_about({0, 1, 0}, rad_from_deg(10.0));
    EXPECT_NEAR(std::abs(deg_from_rad(angle_to_face_rad({std::cos(a), 0, std::sin(a)}, world_from_image)) - 30.0), 10.0,
                1e-9);
}

TEST(AngleBetween, KeepsSmallAngles) {
    const double tiny_rad = 1e-8;
    EXPECT_NEAR(angle_between_rad({0, 0, 1}, {std::sin(tiny_rad), 0, std::cos(tiny_rad)}), tiny_rad, 1e-12);
    EXPECT_NEAR(angle_between_rad({0, 0, 1}, {0, 0, -1}), kPi, kRoundingRad);
}

TEST(LongestRun, IsTheLongestUnbrokenStretchInStations) {
    const std::vector<float> share{1.0F, 1.0F, 0.9F, 1.0F, 1.0F, 1.0F};
    EXPECT_DOUBLE_EQ(longest_run_m(share, 1e-3, 0.95), 3e-3);
    EXPECT_DOUBLE_EQ(longest_run_m({}, 1e-3, 0.95), 0.0);
    EXPECT_DOUBLE_EQ(longest_run_m(std::vector<float>{0.95F}, 1e-3, 0.95), 1e-3);
}

}  // namespace
}  // namespace cryo::measure

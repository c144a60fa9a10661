#include "engine/instruments/transducer.h"

#include <limits>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::instruments {
namespace {

constexpr double kRounding = 1e-14;

TransducerPose turned(double rotate_deg, double tilt_deg, double rock_deg) {
    TransducerPose pose;
    pose.rotate_rad = rad_from_deg(rotate_deg);
    pose.tilt_rad = rad_from_deg(tilt_deg);
    pose.rock_rad = rad_from_deg(rock_deg);
    return pose;
}

Transducer curved() {
    Transducer transducer;
    transducer.shape = ArrayShape::Curvilinear;
    transducer.element_count = 128;
    transducer.pitch_m = 0.000508;
    transducer.radius_m = 0.0496;
    return transducer;
}

TEST(WorldFromImage, TargetViewIsTheWorldFrame) {
    const RigidTransform t = world_from_image({}, {});
    EXPECT_NEAR(glm::length(t.point({0.003, -0.002, 0.02}) - Vec3(0.003, -0.002, 0.02)), 0.0, kRounding);
}

TEST(WorldFromImage, RotationIsOrthonormalAndRightHanded) {
    for (const double rotate_deg : {-170.0, -30.0, 0.0, 75.0})
        for (const double tilt_deg : {-45.0, 0.0, 20.0})
            for (const double rock_deg : {-20.0, 0.0, 12.0}) {
                const Mat3 r = world_from_image({}, turned(rotate_deg, tilt_deg, rock_deg)).rotation;
                const Mat3 identity = glm::transpose(r) * r;
                for (int i = 0; i < 3; ++i)
                    for (int j = 0; j < 3; ++j) EXPECT_NEAR(identity[i][j], i == j ? 1.0 : 0.0, kRounding);
                EXPECT_NEAR(glm::dot(glm::cross(r[0], r[1]), r[2]), 1.0, kRounding);
            }
}

TEST(WorldFromImage, SlideAndAcrossMoveInTheSkinPlaneWhateverTheRotation) {
    TransducerPose pose = turned(60, 0, 0);
    pose.slide_m = 0.011;
    pose.across_m = -0.007;
    EXPECT_NEAR(glm::length(world_from_image({}, pose).translation_m - Vec3(0.011, -0.007, 0)), 0.0, kRounding);
}

TEST(WorldFromImage, PositiveRotateTakesTheRightEndTowardsPlusY) {
    const Vec3 lateral = world_from_image({}, turned(90, 0, 0)).direction({1, 0, 0});
    EXPECT_NEAR(glm::length(lateral - Vec3(0, 1, 0)), 0.0, kRounding);
}

TEST(WorldFromImage, PositiveTiltLeansTheBeamTowardsPlusY) {
    const RigidTransform t = world_from_image({}, turned(0, 30, 0));
    EXPECT_NEAR(glm::length(t.direction({0, 0, 1}) - Vec3(0, 0.5, std::sqrt(3.0) / 2)), 0.0, kRounding);
    EXPECT_NEAR(glm::length(t.direction({1, 0, 0}) - Vec3(1, 0, 0)), 0.0, kRounding);
}

TEST(WorldFromImage, PositiveRockLowersTheRightEndAndLeansTheBeamLeft) {
    const RigidTransform t = world_from_image({}, turned(0, 0, 10));
    EXPECT_GT(t.direction({1, 0, 0}).z, 0.0);
    EXPECT_LT(t.direction({0, 0, 1}).x, 0.0);
    EXPECT_NEAR(t.direction({0, 0, 1}).x, -std::sin(rad_from_deg(10)), kRounding);
}

TEST(WorldFromImage, TiltAndRockActInTheRotatedFrame) {
    // Turned by 90 deg the lateral axis is +y, so a tilt leans the beam towards -x.
    EXPECT_NEAR(world_from_image({}, turned(90, 30, 0)).direction({0, 0, 1}).x, -0.5, kRounding);
}

TEST(WorldFromImage, RockedFaceStandsOnItsLowerEdgeAsDeepAsTheTissueGives) {
    const Transducer transducer;  // 38.4 mm footprint
    for (const double press : {0.0, 0.3, 1.0}) {
        TransducerPose pose = turned(0, 0, 20);
        pose.press_frac = press;
        const double half = 0.5 * transducer.aperture_m();
        const RigidTransform t = world_from_image(transducer, pose);
        const double lower_m = t.point({half, 0, 0}).z;
        const double upper_m = t.point({-half, 0, 0}).z;
        EXPECT_GE(lower_m, 0.0);
        EXPECT_LE(lower_m, 0.0045);  // firm pressure pushes an edge in by about 4 mm
        EXPECT_NEAR(lower_m - upper_m, 2 * half * std::sin(rad_from_deg(20)), kRounding);
    }
    TransducerPose firm = turned(0, 0, 20);
    TransducerPose light = firm;
    firm.press_frac = 1.0;
    light.press_frac = 0.0;
    EXPECT_NEAR(
        world_from_image(transducer, firm).translation_m.z - world_from_image(transducer, light).translation_m.z, 0.004,
        kRounding);
}

TEST(WorldFromImage, NotANumberIsRefused) {
    TransducerPose pose;
    pose.tilt_rad = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(world_from_image({}, pose), CheckFailure);
    EXPECT_THROW(contact_fraction({}, {}, std::numeric_limits<double>::quiet_NaN()), CheckFailure);
}

TEST(Contact, FlatFaceIsFullyCoupledAtAnyPress) {
    for (const double press : {0.0, 0.5, 1.0}) {
        TransducerPose pose;
        pose.press_frac = press;
        EXPECT_EQ(mean_contact_fraction({}, pose), 1.0);
    }
}

TEST(Contact, LiftedEndLosesTheSkinAndTheLowerEndKeepsIt) {
    const Transducer transducer;
    const double half = 0.5 * transducer.aperture_m();
    const TransducerPose pose = turned(0, 0, 15);
    EXPECT_EQ(contact_fraction(transducer, pose, -half), 0.0);
    EXPECT_EQ(contact_fraction(transducer, pose, half), 1.0);
    EXPECT_EQ(contact_fraction(transducer, turned(0, 0, -15), -half), 1.0);
}

TEST(Contact, NeverFallsWithPressAndNeverRisesWithRockAtTheLiftedEnd) {
    for (const Transducer& transducer : {Transducer{}, curved()}) {
        const double half = 0.5 * transducer.aperture_m();
        for (double lateral_m = -half; lateral_m <= half; lateral_m += half / 7) {
            for (double rock_deg = -20; rock_deg <= 20; rock_deg += 2.5) {
                double before = 0.0;
                for (double press = 0.0; press <= 1.0; press += 0.05) {
                    TransducerPose pose = turned(0, 10, rock_deg);
                    pose.press_frac = press;
                    const double now = contact_fraction(transducer, pose, lateral_m);
                    EXPECT_GE(now, before);
                    EXPECT_GE(now, 0.0);
                    EXPECT_LE(now, 1.0);
                    before = now;
                }
            }
        }
        double before = 1.0;
        for (double rock_deg = 0; rock_deg <= 20; rock_deg += 0.25) {
            const double now = contact_fraction(transducer, turned(0, 0, rock_deg), -half);
            EXPECT_LE(now, before + kRounding);
            before = now;
        }
    }
}

TEST(Contact, FallsSmoothlyAlongALiftedFace) {
    const Transducer transducer;
    const double half = 0.5 * transducer.aperture_m();
    const TransducerPose pose = turned(0, 0, 8);
    // Slope of the fall: 1.5 over 0.8 mm of gap, times the rise of the face.
    const double step_m = half / 500;
    const double largest = 1.5 * step_m * std::sin(rad_from_deg(8)) / 0.0008;
    double before = contact_fraction(transducer, pose, -half);
    bool partial = false;
    for (double lateral_m = -half + step_m; lateral_m < half; lateral_m += step_m) {
        const double now = contact_fraction(transducer, pose, lateral_m);
        EXPECT_LE(std::abs(now - before), 1.01 * largest);
        partial = partial || (now > 0.2 && now < 0.8);
        before = now;
    }
    EXPECT_TRUE(partial);
}

TEST(Contact, CurvedFaceIsCoupledInItsMiddleAndWhollyWhenPressed) {
    TransducerPose pose;
    pose.press_frac = 1.0;
    EXPECT_EQ(mean_contact_fraction(curved(), pose), 1.0);
    pose.press_frac = 0.0;
    EXPECT_EQ(contact_fraction(curved(), pose, 0.0), 1.0);
    EXPECT_LT(mean_contact_fraction(curved(), pose), 1.0);
}

TEST(FacePoint, CurvedFaceLiesOnItsCircleByArcLength) {
    const Transducer transducer = curved();
    const Vec3 center_m{0, 0, -transducer.radius_m};
    const Vec3 p = face_point_m(transducer, 0.02);
    EXPECT_NEAR(glm::length(p - center_m), transducer.radius_m, kRounding);
    EXPECT_NEAR(std::atan2(p.x, p.z + transducer.radius_m) * transducer.radius_m, 0.02, kRounding);
}

}  // namespace
}  // namespace cryo::instruments

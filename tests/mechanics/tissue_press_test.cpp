// A hand that presses: soft before firm, veins before arteries, bone never.
#include <gtest/gtest.h>

#include "engine/mechanics/contact_events.h"
#include "engine/mechanics/tissue_press.h"
#include "tests/mechanics/block.h"

namespace cryo::mechanics {
namespace {

constexpr double kRoundingM = 1e-12;

instruments::TransducerPose pressing(double frac) {
    instruments::TransducerPose pose;
    pose.press_frac = frac;
    return pose;
}

anatomy::Deformation pressed(const anatomy::Medium& medium, double frac) {
    return {press_field(medium, {}, pressing(frac)), {}};
}

TEST(TissuePress, ALightHandMovesNothing) {
    const Block block;
    EXPECT_TRUE(pressed(block.medium, kLightPress).is_identity());
    EXPECT_TRUE(pressed(block.medium, 0.0).is_identity());
}

TEST(TissuePress, FatGivesWayMoreThanMuscleAndBoneNotAtAll) {
    const Block block;
    const anatomy::Deformation deformation = pressed(block.medium, 1.0);
    const auto depth_m = [&](double reference_z_m) {
        return deformation.world_from_reference({0, 0, reference_z_m}).z;
    };
    const double fat = 1.0 - (depth_m(0.010) - depth_m(0.002)) / 0.008;
    const double muscle = 1.0 - (depth_m(0.018) - depth_m(0.010)) / 0.008;
    EXPECT_GT(fat, 2.0 * muscle);
    EXPECT_GT(muscle, 0.02);
    for (const double x_m : {-0.03, 0.0, 0.02})
        EXPECT_NEAR(deformation.world_from_reference({x_m, 0.0, kBoneDepthM}).z, kBoneDepthM, kRoundingM);
}

TEST(TissuePress, GoesInDeeperTheHarderAndTheFatter) {
    const Block block;
    double last_m = 0.0;
    for (const double frac : {0.4, 0.6, 0.8, 1.0}) {
        const double in_m = press_field(block.medium, {}, pressing(frac)).indentation_m();
        EXPECT_GT(in_m, last_m);
        last_m = in_m;
    }
    anatomy::Anatomy thick = block_anatomy();
    thick.layers[1].bottom_m = thick.layers[2].top_m = 0.018;
    EXPECT_GT(press_field(anatomy::Medium(thick), {}, pressing(1.0)).indentation_m(), last_m);
}

TEST(TissuePress, OverShallowBoneNothingGivesWay) {
    anatomy::Anatomy bony = block_anatomy();
    bony.bones.front().depth_m = 0.003;
    EXPECT_TRUE(pressed(anatomy::Medium(bony), 1.0).is_identity());
}

// The vein lies under the face; a needle through its middle meets no lumen once it is closed.
TEST(TissuePress, AClosedVeinIsNotEnteredAndAnArteryIs) {
    const Block block;
    const anatomy::Deformation deformation = pressed(block.medium, 0.6);
    const auto through = [&](int vessel, const anatomy::Deformation& field) {
        const Vec3 center_m =
            field.world_from_reference(block.medium.vessel_curve(vessel).nearest({0, 0, kArteryDepthM}).center_m);
        const ShaftSegment shaft{center_m, center_m - Vec3(0.0, 0.0, 0.010), 0.00005};
        return proximity_to_vessel(shaft, vessel, {block.medium, field}).distance_m;
    };
    EXPECT_LT(through(0, deformation), 0.0);  // artery, pressed
    EXPECT_LT(through(1, {}), 0.0);           // vein, at rest
    EXPECT_GT(through(1, deformation), -0.0001);
}

}  // namespace
}  // namespace cryo::mechanics

// The displacement field as a map: inverse, without folds, nothing far away, volume kept.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/anatomy/deformation.h"
#include "engine/core/random.h"
#include "engine/core/units.h"

namespace cryo::anatomy {
namespace {

constexpr double kRoundingM = 1e-12;
constexpr double kStepM = 1e-6;  // of difference quotients: their error is of the order of step / size, 1e-3

// Soft above firm, under a face that leans.
PressField leaning_press(double radius_m) {
    PressField press;
    press.world_from_image = {rotation_about({1, 0, 0}, 0.2) * rotation_about({0, 1, 0}, -0.1), {0.001, 0.002, 0.0015}};
    press.image_from_world = press.world_from_image.inverse();
    press.radius_m = radius_m;
    press.press_frac = 1.0;
    press.shortening_m = {0.0};
    for (int k = 0; k < 50; ++k)
        press.shortening_m.push_back(press.shortening_m.back() +
                                     press.step_m * (k < 16 ? 0.4 : 0.1) * std::exp(-k / 30.0));
    return press;
}

Pocket flat_pocket(const Vec3& center_m) {
    return {.center_m = center_m, .slope = {0.3, -0.1}, .radius_m = 0.008, .height_m = 0.003, .floor_m = 0.030};
}

std::vector<Deformation> deformations() {
    const std::vector<Pocket> pockets{flat_pocket({0.001, 0.0, 0.010}), flat_pocket({0.004, 0.002, 0.012})};
    return {Deformation(leaning_press(0.0), {}), Deformation(leaning_press(0.05), {}), Deformation({}, pockets),
            Deformation(leaning_press(0.0), pockets), Deformation(leaning_press(0.05), pockets)};
}

std::vector<Vec3> points() {
    std::vector<Vec3> all;
    Rng rng(7, "points to displace");
    for (int i = 0; i < 4000; ++i)
        all.emplace_back(rng.uniform(-0.035, 0.035), rng.uniform(-0.02, 0.02), rng.uniform(0.0, 0.04));
    return all;
}

TEST(Deformation, ByDefaultIsTheIdentity) {
    const Deformation still;
    EXPECT_TRUE(still.is_identity());
    const Vec3 p{0.001, 0.002, 0.003};
    EXPECT_EQ(still.reference_from_world(p).reference_m, p);
    EXPECT_EQ(still.world_from_reference(p), p);
    EXPECT_FALSE(still.reference_from_world(p).injectate);
    EXPECT_EQ(still.vein_openness(p), 1.0);
}

TEST(Deformation, BothWaysAreInverse) {
    for (const Deformation& deformation : deformations())
        for (const Vec3& reference_m : points()) {
            const Vec3 world_m = deformation.world_from_reference(reference_m);
            const ReferencePoint back = deformation.reference_from_world(world_m);
            EXPECT_FALSE(back.injectate);  // tissue is never inside the fluid
            EXPECT_LT(glm::length(back.reference_m - reference_m), kRoundingM);
        }
}

// det J > 0 everywhere outside the fluid: nothing folds over, nothing is torn.
TEST(Deformation, NeverFolds) {
    for (const Deformation& deformation : deformations())
        for (const Vec3& world_m : points()) {
            Mat3 jacobian{1.0};
            bool in_fluid = false;
            for (int a = 0; a < 3; ++a) {
                Vec3 step{0.0};
                step[a] = kStepM;
                const ReferencePoint ahead = deformation.reference_from_world(world_m + step);
                const ReferencePoint behind = deformation.reference_from_world(world_m - step);
                in_fluid = in_fluid || ahead.injectate || behind.injectate;
                jacobian[a] = (ahead.reference_m - behind.reference_m) / (2.0 * kStepM);
            }
            if (!in_fluid) {
                EXPECT_GT(glm::determinant(jacobian), 0.3) << world_m.x << " " << world_m.y << " " << world_m.z;
            }
        }
}

TEST(Deformation, ReachesNeitherBesideNorBelow) {
    for (const Deformation& deformation : deformations())
        for (const Vec3& far_m : {Vec3(0.06, 0, 0.01), Vec3(0, -0.05, 0.01), Vec3(0, 0, 0.06), Vec3(-0.06, 0.04, 0.0)})
            EXPECT_LT(glm::length(deformation.reference_from_world(far_m).reference_m - far_m), kRoundingM);
}

TEST(Press, TheFaceMeetsTheSkinAndEachTissueShortensByItsShare) {
    const PressField press = leaning_press(0.0);
    const Deformation deformation(press, {});
    const Vec3 down = press.world_from_image.direction({0, 0, 1});
    const Vec3 face_m = press.world_from_image.translation_m;
    const Vec3 skin_m = face_m - press.indentation_m() * down;  // where it was met
    EXPECT_LT(glm::length(deformation.reference_from_world(face_m).reference_m - skin_m), kRoundingM);
    // The first cell of fat: 0.4 of it is gone.
    const double left_m = glm::length(deformation.world_from_reference(skin_m + press.step_m * down) -
                                      deformation.world_from_reference(skin_m));
    EXPECT_NEAR(left_m, 0.6 * press.step_m, kRoundingM);
}

TEST(Press, VeinsCloseUnderTheFaceOnlyAndBelowSixtyPercent) {
    PressField press = leaning_press(0.0);
    const Vec3 under{0.0, 0.0, 0.012};
    double last = 1.0;
    for (double frac = 0.0; frac <= 1.0; frac += 0.05) {
        press.press_frac = frac;
        const double open = Deformation(press, {}).vein_openness(under);
        EXPECT_LE(open, last);
        last = open;
    }
    press.press_frac = 0.6;
    EXPECT_EQ(Deformation(press, {}).vein_openness(under), 0.0);
    EXPECT_EQ(Deformation(press, {}).vein_openness({0.045, 0.0, 0.012}), 1.0);
    press.press_frac = 0.3;
    EXPECT_EQ(Deformation(press, {}).vein_openness(under), 1.0);
}

TEST(Press, OneColumnIsTheFieldAlongAScanLine) {
    const PressField press = leaning_press(0.05);
    const Deformation deformation(press, {});
    for (const double lateral_m : {-0.015, 0.0, 0.008}) {
        const double angle = lateral_m / press.radius_m;
        const Vec3 direction = press.world_from_image.direction({std::sin(angle), 0.0, std::cos(angle)});
        const Vec3 apex_m = press.world_from_image.point({0.0, 0.0, -press.radius_m});
        const PressColumn column = deformation.column(lateral_m, 0.0);
        for (double range_m = 0.0; range_m < 0.05; range_m += 0.0007) {
            const Vec3 world_m = apex_m + (press.radius_m + range_m) * direction;
            const Vec3 settled_m = apex_m + (press.radius_m + column.settled_range_m(range_m)) * direction;
            EXPECT_LT(glm::length(deformation.reference_from_world(world_m).reference_m - settled_m), kRoundingM);
            EXPECT_NEAR(column.world_range_m(column.settled_range_m(range_m)), range_m, kRoundingM);
        }
    }
}

// Counted over a fine grid of world points, and column by column: every part gives up the same share.
TEST(Pocket, TakesExactlyItsVolumeAndEveryPartOfAColumnGivesTheSameShare) {
    const Pocket pocket = flat_pocket({0.0, 0.0, 0.010});
    const Deformation deformation({}, {pocket});
    constexpr double kCellM = 0.0002;
    double fluid_m3 = 0.0;
    for (double x = -0.009; x < 0.009; x += kCellM)
        for (double y = -0.009; y < 0.009; y += kCellM)
            for (double z = 0.004; z < 0.016; z += kCellM)
                if (deformation.reference_from_world({x, y, z}).injectate) fluid_m3 += kCellM * kCellM * kCellM;
    EXPECT_NEAR(fluid_m3 / pocket.volume_m3(), 1.0, 0.01);  // counting cells

    for (const Vec2& at : {Vec2(0.0), Vec2(0.003, -0.002), Vec2(-0.006, 0.001)}) {
        const double share = pocket.thickness_m(at.x, at.y) / pocket.floor_m;
        const double plane_m = pocket.plane_m(at.x, at.y);
        for (double z = 0.0; z < pocket.floor_m - 0.001; z += 0.001) {
            if ((z - plane_m) * (z + 0.001 - plane_m) <= 0.0) continue;  // parted by the fluid
            const double top_m = deformation.world_from_reference({at.x, at.y, z}).z;
            const double bottom_m = deformation.world_from_reference({at.x, at.y, z + 0.001}).z;
            EXPECT_NEAR(bottom_m - top_m, 0.001 * (1.0 - share), kRoundingM);
        }
    }
}

TEST(Pocket, MovesNeitherTheSkinNorWhatLiesBelowItsFloor) {
    const Pocket pocket = flat_pocket({0.0, 0.0, 0.010});
    const Deformation deformation({}, {pocket});
    for (const Vec3& p : {Vec3(0.0), Vec3(0.003, 0.001, 0.0), Vec3(0.0, 0.0, pocket.floor_m), Vec3(0.0, 0.0, 0.04)})
        EXPECT_LT(glm::length(deformation.world_from_reference(p) - p), kRoundingM);
}

// A nerve just below the plane comes to lie deeper by what is not squeezed out above and below.
TEST(Pocket, LiftsWhatLiesAboveAndLowersWhatLiesBelow) {
    const Pocket pocket = flat_pocket({0.0, 0.0, 0.010});
    const Deformation deformation({}, {pocket});
    const double share = pocket.height_m / pocket.floor_m;
    EXPECT_NEAR(deformation.world_from_reference({0.0, 0.0, 0.0095}).z, 0.0095 * (1.0 - share), kRoundingM);
    EXPECT_NEAR(deformation.world_from_reference({0.0, 0.0, 0.0105}).z,
                pocket.floor_m - (pocket.floor_m - 0.0105) * (1.0 - share), kRoundingM);
    EXPECT_GT(deformation.world_from_reference({0.0, 0.0, 0.0105}).z, 0.0120);
}

}  // namespace
}  // namespace cryo::anatomy

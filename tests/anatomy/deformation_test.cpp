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
    return {.center_m = center_m,
            .tissue_from_pocket = rotation_about({0, 1, 0}, 0.3),
            .semi_axes_m = {0.006, 0.006, 0.002},
            .reach = 2.5};
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

// What the fluid takes, the tissue within reach gives: counted over a fine grid of world points.
TEST(Pocket, TakesExactlyItsVolumeFromTheTissueWithinReach) {
    const Pocket pocket = flat_pocket({0.0, 0.0, 0.0});
    const Deformation deformation({}, {pocket});
    constexpr double kCellM = 0.0004;
    double fluid_m3 = 0.0;
    for (double x = -0.008; x < 0.008; x += kCellM)
        for (double y = -0.008; y < 0.008; y += kCellM)
            for (double z = -0.006; z < 0.006; z += kCellM)
                if (deformation.reference_from_world({x, y, z}).injectate) fluid_m3 += kCellM * kCellM * kCellM;
    EXPECT_NEAR(fluid_m3 / pocket.volume_m3(), 1.0, 0.01);  // counting cells

    // Tissue between two shells, before and after: the share it gives up is the same everywhere, and sums to the fluid.
    const double reach3 = pocket.reach * pocket.reach * pocket.reach;
    const auto shell = [&](double unit) {
        return pocket.center_m + pocket.tissue_from_pocket * Vec3(0, 0, unit * pocket.semi_axes_m.z);
    };
    const auto cube_of = [&](const Vec3& p) {
        return std::pow(glm::length(p - pocket.center_m) / pocket.semi_axes_m.z, 3);
    };
    for (const double unit : {0.2, 0.9, 1.7, 2.4}) {
        const double before = cube_of(shell(unit));
        const double after = cube_of(deformation.world_from_reference(shell(unit)));
        EXPECT_NEAR(after - before, 1.0 - before / reach3, 1e-9);
    }
}

TEST(Pocket, LiftsWhatLiesAboveAndLowersWhatLiesBelow) {
    const Deformation deformation({}, {flat_pocket({0.0, 0.0, 0.010})});
    EXPECT_LT(deformation.world_from_reference({0.0, 0.0, 0.0095}).z, 0.0085);
    EXPECT_GT(deformation.world_from_reference({0.0, 0.0, 0.0105}).z, 0.0115);
}

}  // namespace
}  // namespace cryo::anatomy

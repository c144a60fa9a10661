// A target with a branch that must be treated too: work at the branch is measured at the branch.
#include "engine/core/units.h"
#include "engine/measure/sampler.h"

namespace cryo::measure {
namespace {

constexpr double kCloseM = 2e-5;  // the nearest point of a shaft is found to a fraction of its radius
constexpr double kBranchXM = 0.010;

// Straight nerves along y at 10 mm: the target below x = 0, a branch below x = 10 mm.
anatomy::Medium make_medium(bool required) {
    using namespace anatomy;
    Anatomy a;
    Layer& fat = a.layers.emplace_back();
    fat.id = "fat";
    fat.bottom_m = 0.040;
    const auto nerve = [&](const char* id, NerveRole role, double x_m) -> Nerve& {
        Nerve& n = a.nerves.emplace_back();
        n.id = id;
        n.role = role;
        n.tube = {{{x_m, -0.03, 0.010}, {x_m, 0.03, 0.010}}, 0.002, 0.002};
        return n;
    };
    nerve("branch", NerveRole::Branch, kBranchXM).required = required;
    nerve("target", NerveRole::Target, 0.0);
    nerve("other", NerveRole::Sensory, 0.5 * kBranchXM);
    a.box_low_m = {-0.04, -0.03, 0.0};
    a.box_high_m = {0.04, 0.03, 0.04};
    return Medium(a);
}

instruments::CryoprobeDevice make_device(int needles) {
    instruments::CryoprobeDevice device;
    device.shaft_diameter_m = 0.0014;
    device.active_length_m = 0.004;
    device.needle_count = needles;
    device.needle_spacing_m = 0.003;
    return device;
}

Clearances straight_down_at(const anatomy::Medium& medium, double x_m, int needles = 1) {
    const anatomy::Deformation still;
    const instruments::CryoprobePose pose{.entry_x_m = x_m, .pitch_rad = 0.5 * kPi, .insert_m = 0.012};
    return look_around(make_device(needles), pose, {medium, still});
}

TEST(Branches, DistancesAreToTheNearestNerveThatCounts) {
    const anatomy::Medium medium = make_medium(true);
    for (const double beside_m : {0.002, 0.003}) {
        const Clearances at_target = straight_down_at(medium, -beside_m);
        const Clearances at_branch = straight_down_at(medium, kBranchXM + beside_m);
        EXPECT_EQ(at_target.target, 1);
        EXPECT_EQ(at_branch.target, 0);
        EXPECT_NEAR(at_branch.zone_target_m, beside_m - 0.0007 - 0.001, kCloseM);
        EXPECT_NEAR(at_branch.zone_target_m, at_target.zone_target_m, kCloseM);
        EXPECT_NEAR(at_branch.tip_target_m, at_target.tip_target_m, kCloseM);
        EXPECT_NEAR(at_branch.zone_axis_m, at_target.zone_axis_m, kCloseM);
    }
}

TEST(Branches, ABranchThatNeedNotBeTreatedIsNoTarget) {
    const Clearances c = straight_down_at(make_medium(false), kBranchXM + 0.002);
    EXPECT_EQ(c.target, 1);
    EXPECT_NEAR(c.zone_target_m, kBranchXM + 0.002 - 0.0007 - 0.001, kCloseM);
}

// The needle row lies along y here, so that every needle is as near to the nerve as one alone.
TEST(Branches, ARowOfNeedlesMeasuresFromItsNearest) {
    const anatomy::Medium medium = make_medium(true);
    const Clearances one = straight_down_at(medium, kBranchXM + 0.002);
    const Clearances three = straight_down_at(medium, kBranchXM + 0.002, 3);
    EXPECT_EQ(three.target, 0);
    EXPECT_NEAR(three.zone_target_m, one.zone_target_m, kCloseM);
}

TEST(Branches, TheImageShowsTheOneInItsMiddle) {
    const anatomy::Medium medium = make_medium(true);
    const instruments::Transducer transducer;
    ultrasound::ImagingSettings settings;
    settings.depth_m = 0.020;
    RigidTransform over_branch;
    over_branch.translation_m = {kBranchXM, 0.0, 0.0};
    for (const RigidTransform& pose : {RigidTransform{}, over_branch}) {
        const TargetInImage found = find_target(medium, transducer, settings, pose);
        EXPECT_TRUE(found.in_plane);
        EXPECT_NEAR(found.lateral_frac, 0.5, 5e-3);
        EXPECT_NEAR(found.depth_frac, 0.5, 5e-3);
    }
    // Far to the left of both, the nearer one is still shown, off the picture.
    RigidTransform beside;
    beside.translation_m.x = -0.030;
    const TargetInImage off = find_target(medium, transducer, settings, beside);
    EXPECT_FALSE(off.in_plane);
    EXPECT_NEAR(off.lateral_frac, 0.5 + 0.030 / transducer.aperture_m(), 5e-3);
}

}  // namespace
}  // namespace cryo::measure

#include "engine/measure/sampler.h"

#include "engine/core/units.h"
#include "engine/ultrasound/beam.h"

namespace cryo::measure {
namespace {

using instruments::CryoprobePose;

constexpr double kNerveDepthM = 0.010;

// A straight nerve along y at 10 mm, round vessels beside it, flat bone at 25 mm and lung below 40 mm.
anatomy::Medium make_medium() {
    using namespace anatomy;
    Anatomy a;
    const auto along_y = [](double x_m, double z_m) { return Path{{x_m, -0.03, z_m}, {x_m, 0.03, z_m}}; };
    Layer& fat = a.layers.emplace_back();
    fat.id = "fat";
    fat.bottom_m = 0.040;
    Layer& lung = a.layers.emplace_back();
    lung.id = "lung";
    lung.tissue = Tissue::Lung;
    lung.top_m = 0.040;
    lung.bottom_m = 0.060;
    Bone& bone = a.bones.emplace_back();
    bone.id = "bone";
    bone.depth_m = 0.025;
    bone.center_m = {0.020, 0.0};
    bone.radius_of_curvature_m = {10.0, 10.0};
    bone.half_extent_m = {0.005, 0.05};
    Nerve& target = a.nerves.emplace_back();
    target.id = "target";
    target.role = NerveRole::Target;
    target.tube = {along_y(0.0, kNerveDepthM), 0.002, 0.002};
    Nerve& motor = a.nerves.emplace_back();
    motor.id = "motor";
    motor.role = NerveRole::Motor;
    motor.tube = {along_y(-0.010, kNerveDepthM), 0.002, 0.002};
    Vessel& artery = a.vessels.emplace_back();
    artery.id = "artery";
    artery.tube = {along_y(0.006, kNerveDepthM), 0.002, 0.002};
    a.box_low_m = {-0.04, -0.03, 0.0};
    a.box_high_m = {0.04, 0.03, 0.06};
    return Medium(a);
}

instruments::CryoprobeDevice make_device() {
    instruments::CryoprobeDevice device;
    device.shaft_diameter_m = 0.0014;
    device.active_length_m = 0.004;
    return device;
}

CryoprobePose straight_down(double x_m, double insert_m) {
    return {.entry_x_m = x_m, .entry_y_m = 0.0, .yaw_rad = 0.0, .pitch_rad = 0.5 * kPi, .insert_m = insert_m};
}

constexpr double kCloseM = 2e-5;  // the nearest point of a shaft is found to a fraction of its radius

TEST(LookAround, ParallelShaftsHaveClosedForms) {
    const anatomy::Medium medium = make_medium();
    const anatomy::Deformation still;
    const Clearances c = look_around(make_device(), straight_down(0.003, 0.014), {medium, still});
    // Straight down at x = 3 mm to 14 mm: the shaft passes nerve and artery at their depth; radii 0.7 and 1 mm.
    EXPECT_NEAR(c.artery_m, 0.003 - 0.0007 - 0.001, kCloseM);
    EXPECT_NEAR(c.motor_m, 0.013 - 0.0007 - 0.001, kCloseM);
    EXPECT_EQ(c.vein_m, kNoStructureM);
    EXPECT_NEAR(c.tip_target_m, std::hypot(0.003, 0.004) - 0.001, kCloseM);
    // The active zone is 10 to 14 mm deep: it touches the nerve's depth with its upper end; its middle is at 12 mm.
    EXPECT_NEAR(c.zone_target_m, 0.003 - 0.0007 - 0.001, kCloseM);
    EXPECT_NEAR(c.zone_axis_m, std::hypot(0.003, 0.002), kCloseM);
    EXPECT_NEAR(c.zone_angle_rad, 0.5 * kPi, 1e-6);
    EXPECT_NEAR(c.skin_zone_m, 0.010, 1e-9);
    EXPECT_NEAR(c.pleura_m, 0.040 - 0.014, 1e-9);
    EXPECT_EQ(c.pierced_frac, 0.0);
    EXPECT_EQ(c.artery, 0);
    EXPECT_EQ(c.vein, -1);
    EXPECT_EQ(c.motor, 1);
}

TEST(LookAround, ThroughTheMiddleOfTheNerveIsThrough) {
    const anatomy::Medium medium = make_medium();
    const anatomy::Deformation still;
    const Clearances c = look_around(make_device(), straight_down(0.0, 0.014), {medium, still});
    EXPECT_GE(c.pierced_frac, 0.5);
    EXPECT_EQ(c.pierced, 0);
    EXPECT_LT(c.zone_target_m, 0.0);
}

TEST(LookAround, OutsideTheSkinNothingIsNearButTheTarget) {
    const anatomy::Medium medium = make_medium();
    const anatomy::Deformation still;
    const Clearances c = look_around(make_device(), straight_down(0.006, 0.0), {medium, still});
    EXPECT_EQ(c.artery_m, kNoStructureM);
    EXPECT_EQ(c.bone_m, kNoStructureM);
    EXPECT_EQ(c.pierced_frac, 0.0);
}

TEST(LookAround, BoneIsMeasuredFromTheTip) {
    const anatomy::Medium medium = make_medium();
    const anatomy::Deformation still;
    const Clearances c = look_around(make_device(), straight_down(0.020, 0.020), {medium, still});
    EXPECT_NEAR(c.bone_m, 0.005, 1e-4);
}

TEST(FindTarget, ShortAxisStandsWhereGeometrySays) {
    const anatomy::Medium medium = make_medium();
    const instruments::Transducer transducer;
    ultrasound::ImagingSettings settings;
    settings.depth_m = 0.040;
    RigidTransform world_from_image;
    world_from_image.translation_m = {0.005, 0.0, 0.0};
    const TargetInImage found = find_target(medium.nerve_curve(0), transducer, settings, world_from_image);
    EXPECT_TRUE(found.in_plane);
    EXPECT_NEAR(found.lateral_frac, 0.5 - 0.005 / transducer.aperture_m(), 5e-3);
    EXPECT_NEAR(found.depth_frac, 0.25, 1e-6);
    // Slid away by more than half the aperture it is off the picture.
    world_from_image.translation_m.x = 0.025;
    EXPECT_FALSE(find_target(medium.nerve_curve(0), transducer, settings, world_from_image).in_plane);
}

TEST(FindTarget, LongAxisIsInThePlaneToo) {
    const anatomy::Medium medium = make_medium();
    const instruments::Transducer transducer;
    const ultrasound::ImagingSettings settings;
    RigidTransform world_from_image;
    world_from_image.rotation = rotation_about({0, 0, 1}, 0.5 * kPi);
    EXPECT_TRUE(find_target(medium.nerve_curve(0), transducer, settings, world_from_image).in_plane);
    // Beside the nerve by more than the beam is thick it is not.
    world_from_image.translation_m.x = 0.006;
    EXPECT_FALSE(find_target(medium.nerve_curve(0), transducer, settings, world_from_image).in_plane);
}

TEST(ShaftInBeam, IsAllInPlaneNoneBesideAndTheRightPartAcross) {
    const instruments::Transducer transducer;
    const ultrasound::ImagingSettings settings;
    CryoprobePose pose{.entry_x_m = -0.015, .entry_y_m = 0.0, .yaw_rad = 0.0, .pitch_rad = 0.5, .insert_m = 0.025};
    EXPECT_EQ(shaft_in_beam_frac(pose, transducer, settings, {}), 1.0);
    pose.entry_y_m = 0.010;
    EXPECT_EQ(shaft_in_beam_frac(pose, transducer, settings, {}), 0.0);
    // Straight through the plane: the beam's thickness over the shaft's length.
    pose = {.entry_x_m = 0.0, .entry_y_m = -0.010, .yaw_rad = 0.5 * kPi, .pitch_rad = 0.25 * kPi, .insert_m = 0.020};
    const double thickness_m = 2.0 * ultrasound::slab_half_thickness_m(transducer, settings, 0.010);
    constexpr double kPieces = 2.0 / 64.0;
    EXPECT_NEAR(shaft_in_beam_frac(pose, transducer, settings, {}), thickness_m / (0.020 * std::cos(0.25 * kPi)),
                kPieces + 0.05);
    pose.insert_m = 0.0;
    EXPECT_EQ(shaft_in_beam_frac(pose, transducer, settings, {}), 0.0);
}

class Visibility60Hz : public testing::Test {
  protected:
    bool show(bool showing, int samples) {
        TraceSample last;
        for (int i = 0; i < samples; ++i) {
            GroundTruth truth{.medium = medium, .deformation = still, .transducer = transducer};
            truth.t_s = ++sample_ / kTraceRateHz;
            truth.device = &device;
            truth.cryoprobe = straight_down(0.003, 0.010);
            truth.imaging.frozen = frozen;
            truth.tip = {.contrast = showing ? 3.0 : 1.0, .in_image = true};
            last = sampler.sample(truth);
        }
        return last.tip_visible > 0.5F;
    }
    anatomy::Medium medium = make_medium();
    anatomy::Deformation still;
    instruments::Transducer transducer;
    instruments::CryoprobeDevice device = make_device();
    Sampler sampler;
    bool frozen = false;

  private:
    int sample_ = 0;
};

TEST_F(Visibility60Hz, SeenAfterATenthAndLostAfterAFifthOfASecond) {
    EXPECT_FALSE(show(true, 6)) << "0.083 s between the first and the last";
    EXPECT_TRUE(show(true, 1));
    EXPECT_TRUE(show(false, 12));
    EXPECT_FALSE(show(false, 1));
}

TEST_F(Visibility60Hz, AFlickerCountsForNothing) {
    show(true, 20);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(show(i % 5 == 0, 1));
    Sampler fresh;
    sampler = fresh;
    for (int i = 0; i < 40; ++i) EXPECT_FALSE(show(i % 2 == 0, 1));
}

TEST_F(Visibility60Hz, APausedPictureShowsNoTip) {
    EXPECT_TRUE(show(true, 20));
    frozen = true;
    EXPECT_FALSE(show(true, 20));
}

}  // namespace
}  // namespace cryo::measure

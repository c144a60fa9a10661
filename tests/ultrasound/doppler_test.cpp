// Doppler against what is known of the flow: velocity by cosine, wrap at the scale, the wall filter's closed form, the
// parabolic profile, twinkling only with gas, flash only with motion.
#include "engine/ultrasound/doppler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "engine/core/units.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::ultrasound {
namespace {

constexpr double kVelocityTolerance = 0.05;  // row 25 of the validation measures: of the true velocity
constexpr int kImages = 12;                  // averaged where a mean is asked for

struct FlowPhantom {
    double pitch_rad = rad_from_deg(20.0);  // of the tube below the skin, towards +x
    double peak_m_per_s = 0.3;
    double diameter_m = 0.008;
    double depth_m = 0.02;
    anatomy::Tissue tissue = anatomy::Tissue::GelPhantom;
};

// A straight tube in the image plane, with steady flow towards +x, under an even block.
ImageFrame flow_frame(const FlowPhantom& phantom) {
    anatomy::Anatomy a = test::block(phantom.tissue);
    anatomy::Vessel vessel;
    vessel.id = "tube";
    const Vec3 middle{0, 0, phantom.depth_m};
    const Vec3 along{std::cos(phantom.pitch_rad), 0.0, std::sin(phantom.pitch_rad)};
    vessel.tube = {{middle - 0.03 * along, middle, middle + 0.03 * along}, phantom.diameter_m, phantom.diameter_m};
    vessel.peak_velocity_m_per_s = phantom.peak_m_per_s;
    vessel.pulsatile = false;
    a.vessels.push_back(vessel);
    ImageFrame frame = test::frame_of(test::bake(a));
    frame.settings.doppler.mode = DopplerMode::Colour;
    frame.settings.doppler.box_depth_m = phantom.depth_m;
    frame.settings.doppler.box_width_m = 0.008;
    frame.settings.doppler.box_height_m = 0.010;
    frame.settings.doppler.scale_m_per_s = 0.4;
    return frame;
}

// Sum over images of what lies within `reach_m` of a point of the image plane.
FlowEstimate mean_at(ImageFrame frame, const Vec2& place_m, double reach_m) {
    FlowEstimate sum;
    DopplerField field;
    for (int image = 0; image < kImages; ++image) {
        frame.image_index = static_cast<uint64_t>(image);
        make_doppler(frame, field);
        for (int j = 0; j < kDopplerSamples; ++j)
            for (int i = 0; i < kDopplerLines; ++i) {
                const Vec3 p = field.grid.point_m(i, j);
                if (glm::length(Vec2(p.x, p.z) - place_m) > reach_m) continue;
                sum.lag_one += field.at(i, j).lag_one;
                sum.power += field.at(i, j).power;
            }
    }
    return sum;
}

double velocity_of(const FlowEstimate& estimate, const ImageFrame& frame) {
    return frame.settings.doppler.scale_m_per_s * std::arg(estimate.lag_one) / kPi;
}

// Towards the transducer, of flow towards +x along the tube, heard by beams that lean towards +x.
double expected_velocity(const FlowPhantom& phantom, double steer_rad) {
    return -phantom.peak_m_per_s * std::sin(phantom.pitch_rad + steer_rad);
}

// Of the cells of the box.
double coloured_share(const ImageFrame& frame) {
    DopplerField field;
    make_doppler(frame, field);
    double coloured = 0.0;
    for (const FlowEstimate& value : field.values)
        coloured += 10.0 * std::log10(value.power / field.noise_power) > kFlowThresholdDb ? 1.0 : 0.0;
    return coloured / static_cast<double>(field.values.size());
}
// A packet of ten pulses of noise exceeds the threshold by chance in far fewer cells than this.
constexpr double kNoiseShare = 0.005;

TEST(Doppler, MeanVelocityIsThatAlongTheBeam) {
    for (const double pitch_deg : {8.0, 20.0, 35.0})
        for (const double steer_deg : {-20.0, 0.0, 20.0}) {
            FlowPhantom phantom;
            phantom.pitch_rad = rad_from_deg(pitch_deg);
            ImageFrame frame = flow_frame(phantom);
            frame.settings.doppler.steer_rad = rad_from_deg(steer_deg);
            frame.settings.doppler.wall_filter = 0;
            const double expected = expected_velocity(phantom, frame.settings.doppler.steer_rad);
            if (std::abs(expected) < 1e-6) continue;  // FlowAcrossTheBeamIsNotColoured
            const double measured = velocity_of(mean_at(frame, {0.0, phantom.depth_m}, 0.0006), frame);
            std::printf("  tube %4.0f deg, beam %4.0f deg: %+.4f m/s, v cos(angle) %+.4f m/s\n", pitch_deg, steer_deg,
                        measured, expected);
            // Flow nearly across the beam passes the wall filter only in part: there the error is one of the whole.
            EXPECT_NEAR(measured, expected,
                        kVelocityTolerance * std::max(std::abs(expected), 0.25 * phantom.peak_m_per_s));
        }
}

// At a right angle nothing moves along the beam, and the wall filter takes the flow for a wall.
TEST(Doppler, FlowAcrossTheBeamIsNotColoured) {
    for (const double steer_deg : {0.0, -20.0}) {
        FlowPhantom phantom;
        phantom.pitch_rad = rad_from_deg(-steer_deg);
        ImageFrame frame = flow_frame(phantom);
        frame.settings.doppler.steer_rad = rad_from_deg(steer_deg);
        EXPECT_LT(coloured_share(frame), kNoiseShare) << steer_deg;
        frame.settings.doppler.steer_rad += rad_from_deg(20.0);
        EXPECT_GT(coloured_share(frame), 0.4) << steer_deg;
    }
}

TEST(Doppler, FlowAboveTheScaleWraps) {
    FlowPhantom phantom;
    phantom.peak_m_per_s = 0.6;
    phantom.pitch_rad = rad_from_deg(30.0);
    ImageFrame frame = flow_frame(phantom);
    const double along_beam = expected_velocity(phantom, 0.0);  // -0.3 m/s
    frame.settings.doppler.scale_m_per_s = 0.2;
    frame.settings.doppler.wall_filter = 0;
    EXPECT_NEAR(velocity_of(mean_at(frame, {0.0, phantom.depth_m}, 0.0006), frame), along_beam + 0.4,
                kVelocityTolerance * std::abs(along_beam));
}

TEST(Doppler, ProfileAcrossTheTubeIsParabolic) {
    FlowPhantom phantom;
    phantom.pitch_rad = rad_from_deg(30.0);
    ImageFrame frame = flow_frame(phantom);
    frame.settings.doppler.wall_filter = 0;
    const double axis = expected_velocity(phantom, 0.0);
    // Square to the tube.
    const Vec2 across{-std::sin(phantom.pitch_rad), std::cos(phantom.pitch_rad)};
    for (const double radius_share : {-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75}) {
        const Vec2 place = Vec2(0.0, phantom.depth_m) + 0.5 * phantom.diameter_m * radius_share * across;
        const double expected = axis * (1.0 - radius_share * radius_share);
        EXPECT_NEAR(velocity_of(mean_at(frame, place, 0.0004), frame), expected,
                    2.0 * kVelocityTolerance * std::abs(axis))
            << "at " << radius_share << " of the radius";
    }
}

TEST(Doppler, WallFilterPassesWhatItsPolynomialsLeave) {
    // Mean removal alone has a closed form: 1 - (sin(N x / 2) / (N sin(x / 2)))^2.
    for (const double step_rad : {0.1, 0.4, 1.0, 2.0, 3.0}) {
        const double dirichlet = std::sin(0.5 * kPacket * step_rad) / (kPacket * std::sin(0.5 * step_rad));
        EXPECT_NEAR(wall_filter_power(0, step_rad), 1.0 - dirichlet * dirichlet, 1e-12);
    }
    for (int order = 0; order < 3; ++order) {
        EXPECT_NEAR(wall_filter_power(order, 0.0), 0.0, 1e-12);
        EXPECT_NEAR(wall_filter_power(order, kPi), 1.0, 0.1);
        EXPECT_NEAR(wall_filter_power(order, wall_filter_cut_rad(order)), 0.5, 1e-6);
    }
    EXPECT_LT(wall_filter_cut_rad(0), wall_filter_cut_rad(1));
    EXPECT_LT(wall_filter_cut_rad(1), wall_filter_cut_rad(2));
}

TEST(Doppler, WallFilterStopsSlowFlow) {
    FlowPhantom phantom;
    phantom.pitch_rad = rad_from_deg(30.0);
    ImageFrame frame = flow_frame(phantom);
    frame.noise_on = false;
    const double step_rad = kPi * std::abs(expected_velocity(phantom, 0.0)) / 2.0;
    frame.settings.doppler.scale_m_per_s = 2.0;  // slow for this scale
    double power[3];
    for (int order = 0; order < 3; ++order) {
        frame.settings.doppler.wall_filter = order;
        power[order] = mean_at(frame, {0.0, phantom.depth_m}, 0.0006).power;
    }
    // On the axis the speed is even, so power falls as the filter's own response says.
    EXPECT_NEAR(power[1] / power[0], wall_filter_power(1, step_rad) / wall_filter_power(0, step_rad), 0.1);
    EXPECT_LT(power[2], power[1]);
}

TEST(Doppler, NoiseAndStillTissueStayUncoloured) {
    FlowPhantom phantom;
    phantom.tissue = anatomy::Tissue::Muscle;
    phantom.depth_m = 0.03;
    ImageFrame frame = flow_frame(phantom);
    frame.settings.doppler.box_depth_m = 0.012;
    EXPECT_LT(coloured_share(frame), kNoiseShare);
}

// Median power of the box over the noise.
double median_power_db(const ImageFrame& frame) {
    DopplerField field;
    make_doppler(frame, field);
    std::vector<double> power;
    for (const FlowEstimate& value : field.values) power.push_back(value.power);
    std::nth_element(power.begin(), power.begin() + static_cast<std::ptrdiff_t>(power.size() / 2), power.end());
    return 10.0 * std::log10(power[power.size() / 2] / field.noise_power);
}

TEST(Doppler, MovingTransducerFlashes) {
    FlowPhantom phantom;
    phantom.tissue = anatomy::Tissue::Muscle;
    phantom.depth_m = 0.03;
    ImageFrame frame = flow_frame(phantom);
    frame.settings.doppler.box_depth_m = 0.012;
    frame.settings.doppler.scale_m_per_s = 0.1;
    EXPECT_LT(median_power_db(frame), 3.0);
    frame.before_s = 1.0 / 120.0;
    frame.world_from_image_before = frame.world_from_image;
    EXPECT_LT(median_power_db(frame), 3.0);
    frame.world_from_image_before->translation_m.z -= 0.04 * frame.before_s;  // pressed in at 40 mm/s
    EXPECT_GT(median_power_db(frame), 15.0);
    // Still tissue comes nearer at the speed of the transducer.
    DopplerField field;
    frame.settings.doppler.wall_filter = 0;
    make_doppler(frame, field);
    std::complex<double> sum = 0.0;
    for (const FlowEstimate& value : field.values) sum += value.lag_one;
    EXPECT_NEAR(0.1 * std::arg(sum) / kPi, 0.04, kVelocityTolerance * 0.04);
}

TEST(Doppler, OnlyGasTwinkles) {
    ImageFrame frame = test::frame_of(test::bake(test::block(anatomy::Tissue::Muscle)));
    frame.needles = {test::shaft_to({0.004, 0.0, 0.014}, 0.0, 0.6)};
    frame.inserted_m = 0.02;
    frame.settings.doppler.mode = DopplerMode::Colour;
    frame.settings.doppler.box_depth_m = 0.011;
    frame.settings.doppler.box_width_m = 0.006;
    struct Along {
        int cells = 0, coloured = 0, towards = 0;
    };
    const auto along_shaft = [&] {
        Along along;
        DopplerField field;
        make_doppler(frame, field);
        const auto& needle = frame.needles.front();
        for (int j = 0; j < kDopplerSamples; ++j)
            for (int i = 0; i < kDopplerLines; ++i) {
                const Vec3 p = frame.world_from_image.point(field.grid.point_m(i, j));
                const Vec3 off = p - needle.tip_m;
                const double back_m = -glm::dot(off, needle.direction);
                if (back_m < 0.0 || glm::length(off + back_m * needle.direction) > 0.0006) continue;
                ++along.cells;
                if (10.0 * std::log10(field.at(i, j).power / field.noise_power) <= kFlowThresholdDb) continue;
                ++along.coloured;
                if (field.at(i, j).lag_one.imag() > 0.0) ++along.towards;
            }
        return along;
    };
    const Along still = along_shaft();
    ASSERT_GT(still.cells, 100);
    EXPECT_LE(still.coloured, still.cells / 50);
    frame.gas_flowing = true;
    const Along twinkling = along_shaft();
    EXPECT_GE(twinkling.coloured, 0.9 * twinkling.cells);
    // Both colours, mixed: no direction is real.
    EXPECT_NEAR(twinkling.towards, 0.5 * twinkling.coloured, 0.12 * twinkling.coloured);
}

TEST(Doppler, SameFrameSameBits) {
    const ImageFrame frame = flow_frame({});
    DopplerField a, b;
    make_doppler(frame, a);
    make_doppler(frame, b);
    for (size_t k = 0; k < a.values.size(); ++k) ASSERT_EQ(a.values[k].lag_one, b.values[k].lag_one);
}

}  // namespace
}  // namespace cryo::ultrasound

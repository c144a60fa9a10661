// Looks from several angles: compounding evens out speckle as independent looks do, a steep needle shines in a look
// that meets it squarely, persistence keeps its share, and none of it touches a still or raw image.
#include <cmath>

#include "engine/core/units.h"
#include "engine/render/bmode.h"
#include "engine/ultrasound/display.h"
#include "tests/gpu/both_apis.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::render {
namespace {

constexpr int kSize = 400;

class Looks : public gpu::OnBothApis {
  protected:
    std::vector<double> gray(const ultrasound::ImageFrame& frame) {
        renderer_.draw(frame, kSize, kSize);
        std::vector<double> shades;
        const std::vector<uint8_t> picture = renderer_.read_picture();
        for (size_t i = 0; i < picture.size(); i += 4) shades.push_back(picture[i] / 255.0);
        return shades;
    }

    BModeRenderer renderer_{gpu::ShaderLibrary{}};
};
INSTANTIATE_TEST_SUITE_P(Apis, Looks, ::testing::Values(gpu::Api::Gl33Core, gpu::Api::Gles30), gpu::api_suffix);

struct Spread {
    double mean = 0.0, sd = 0.0;
};
// Of the amplitude in the middle of the picture, from gray of a linear map.
Spread amplitude_spread(const std::vector<double>& shades, double dynamic_range_db) {
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (int y = kSize * 2 / 5; y < kSize * 3 / 5; ++y)
        for (int x = kSize * 2 / 5; x < kSize * 3 / 5; ++x) {
            const double level_db = (shades[static_cast<size_t>(y * kSize + x)] - 1.0) * dynamic_range_db;
            const double amplitude = std::pow(10.0, level_db / 20.0);
            sum += amplitude;
            squares += amplitude * amplitude;
            count += 1.0;
        }
    const double mean = sum / count;
    return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

TEST_P(Looks, CompoundingRaisesTheSpeckleSnr) {
    ultrasound::ImageFrame frame = test::frame_of(test::bake(test::block()));
    frame.settings.dynamic_range_db = 90.0;
    frame.settings.gray_map = 0;
    const auto snr = [&] {
        const Spread spread = amplitude_spread(gray(frame), frame.settings.dynamic_range_db);
        return spread.mean / spread.sd;
    };
    const double one = snr();
    frame.settings.compounding = true;
    const double three = snr();
    std::printf("  speckle SNR: one look %.2f, three looks %.2f (independent: %.2f)\n", one, three,
                one * std::sqrt(3.0));
    // Shared parts of the aperture's band keep looks from being independent; reading leaning looks between their own
    // lines evens them out a little more.
    EXPECT_GT(three, 1.3 * one);
}

// Mean gray along the shaft.
double shaft_gray(const std::vector<double>& shades, const ultrasound::ImageFrame& frame) {
    const auto map = ultrasound::make_display_map(frame.transducer, frame.settings, kSize, kSize);
    const instruments::NeedleAxis& needle = frame.needles.front();
    double sum = 0.0;
    int count = 0;
    for (double back_m = 0.002; back_m < 0.012; back_m += 0.0002) {
        const Vec3 p = frame.world_from_image.inverse().point(needle.tip_m - back_m * needle.direction);
        const Vec2 px = map.pixel_from_image({p.x, p.z - needle.radius_m});
        double best = 0.0;
        for (int dy = -3; dy <= 3; ++dy)
            best = std::max(
                best, shades[static_cast<size_t>((static_cast<int>(px.y) + dy) * kSize) + static_cast<size_t>(px.x)]);
        sum += best;
        ++count;
    }
    return sum / count;
}

TEST_P(Looks, ASteeredLookShowsASteepNeedle) {
    ultrasound::ImageFrame frame = test::frame_of(test::bake(test::block(anatomy::Tissue::Muscle)));
    frame.settings.depth_m = 0.03;
    // Steep, down to the right: its normal leans to image-right and up, so beams that lean left meet it more squarely.
    // Steered by 30 degrees the right angle comes within the aperture's reach, and the mirror echo joins the floor.
    constexpr double kPitchRad = rad_from_deg(50.0);
    frame.needles = {test::shaft_to({0.003, 0.0, 0.016}, 0.0, kPitchRad)};
    frame.inserted_m = 0.016 / std::sin(kPitchRad);
    const double plain = shaft_gray(gray(frame), frame);
    frame.settings.needle_enhancement = true;
    frame.settings.needle_steer_rad = rad_from_deg(-30.0);
    const double towards = shaft_gray(gray(frame), frame);
    frame.settings.needle_steer_rad = rad_from_deg(30.0);
    const double away = shaft_gray(gray(frame), frame);
    std::printf("  gray of a shaft at 50 deg: plain %.2f, steered to it %.2f, steered away %.2f\n", plain, towards,
                away);
    EXPECT_GT(towards, plain + 0.08);
    EXPECT_LT(away, plain + 0.04);
}

TEST_P(Looks, PersistenceKeepsItsShareOfALiveImageOnly) {
    ultrasound::ImageFrame frame = test::frame_of(test::bake(test::block(anatomy::Tissue::Muscle)));
    frame.settings.gray_map = 0;
    ultrasound::ImageFrame other = frame;
    test::move_to(other, {.slide_m = 0.004});
    const std::vector<double> first = gray(frame);
    const std::vector<double> second = gray(other);
    other.settings.persistence = frame.settings.persistence = 0.5;
    gray(frame);
    const std::vector<double> still = gray(other);
    EXPECT_EQ(still, second);
    renderer_.set_live(true);
    gray(frame);  // begins
    const std::vector<double> mixed = gray(other);
    double worst = 0.0, moved = 0.0;
    for (size_t i = 0; i < first.size(); ++i) {
        // Clipped at black or white, halves do not add up.
        if (std::min(first[i], second[i]) < 0.02 || std::max(first[i], second[i]) > 0.98) continue;
        worst = std::max(worst, std::abs(mixed[i] - 0.5 * (first[i] + second[i])));
        moved = std::max(moved, std::abs(first[i] - second[i]));
    }
    EXPECT_GT(moved, 0.2);
    EXPECT_LT(worst, 0.03);  // 8-bit gray and levels in 16 bits
}

TEST_P(Looks, StraightLookAloneIsRaw) {
    ultrasound::ImageFrame frame = test::frame_of(test::bake(test::block(anatomy::Tissue::Muscle)));
    renderer_.draw(frame, kSize, kSize);
    const auto single = renderer_.read_envelope();
    frame.settings.compounding = frame.settings.needle_enhancement = true;
    renderer_.draw(frame, kSize, kSize);
    EXPECT_EQ(renderer_.read_envelope().values, single.values);
}

}  // namespace
}  // namespace cryo::render

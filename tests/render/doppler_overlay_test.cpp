// The colour box on the picture is the reference's estimates in the reference's colours, and nothing else is touched.
#include "engine/render/doppler.h"

#include "engine/core/units.h"
#include "engine/render/bmode.h"
#include "tests/gpu/both_apis.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::render {
namespace {

// 8-bit pixels, and the map is interpolated in half floats.
constexpr double kColourStep = 4.0 / 255.0;
// Pixels lie within a tenth of a cell of its middle: neighbours this far apart shift their colour by less than a step.
constexpr double kEvenDb = 6.0;

class DopplerOverlay : public gpu::OnBothApis {
  protected:
    static ultrasound::ImageFrame flow_frame() {
        anatomy::Anatomy a = test::block(anatomy::Tissue::Muscle);
        anatomy::Vessel vessel;
        vessel.id = "tube";
        vessel.tube = {{{-0.03, 0.0, 0.010}, {0.0, 0.0, 0.018}, {0.03, 0.0, 0.026}}, 0.006, 0.006};
        vessel.pulsatile = false;
        vessel.peak_velocity_m_per_s = 0.3;
        a.vessels.push_back(vessel);
        ultrasound::ImageFrame frame = test::frame_of(test::bake(a));
        frame.settings.doppler.mode = ultrasound::DopplerMode::Colour;
        frame.settings.doppler.box_depth_m = 0.018;
        return frame;
    }

    BModeRenderer renderer_{gpu::ShaderLibrary{}};
};
INSTANTIATE_TEST_SUITE_P(Apis, DopplerOverlay, ::testing::Values(gpu::Api::Gl33Core, gpu::Api::Gles30),
                         gpu::api_suffix);

TEST_P(DopplerOverlay, CellsHaveTheColoursOfTheReference) {
    constexpr int kSize = 600;
    for (const auto mode : {ultrasound::DopplerMode::Colour, ultrasound::DopplerMode::Power}) {
        ultrasound::ImageFrame frame = flow_frame();
        frame.settings.doppler.mode = mode;
        frame.settings.doppler.steer_rad = 0.2;
        renderer_.draw(frame, kSize, kSize);
        const std::vector<uint8_t> picture = renderer_.read_picture();
        const auto map = ultrasound::make_display_map(frame.transducer, frame.settings, kSize, kSize);
        ultrasound::DopplerField field;
        ultrasound::make_doppler(frame, field);
        const std::vector<ultrasound::ShownFlow> shown = ultrasound::shown_flow(field);
        int compared = 0, far = 0;
        for (int j = 1; j + 1 < ultrasound::kDopplerSamples; ++j)
            for (int i = 1; i + 1 < ultrasound::kDopplerLines; ++i) {
                const auto at = [&](int a, int b) {
                    return shown[static_cast<size_t>(b * ultrasound::kDopplerLines + a)];
                };
                // Where neighbours differ little, the pixel over a cell's middle has that cell's colour.
                const glm::vec4 expected = ultrasound::flow_colour(mode, at(i, j), 0.0);
                bool is_even = expected.a > 0.99F;
                for (const auto& [a, b] : {std::pair{i - 1, j}, {i + 1, j}, {i, j - 1}, {i, j + 1}})
                    is_even = is_even && glm::length(at(a, b).turn_db - at(i, j).turn_db) < kEvenDb &&
                              std::abs(at(a, b).power_db - at(i, j).power_db) < kEvenDb;
                if (!is_even) continue;
                const Vec3 p = field.grid.point_m(i, j);
                const Vec2 px = map.pixel_from_image({p.x, p.z});
                const auto pixel = 4 * (static_cast<size_t>(px.y) * kSize + static_cast<size_t>(px.x));
                ++compared;
                for (int channel = 0; channel < 3; ++channel) {
                    const double shade = picture[pixel + static_cast<size_t>(channel)] / 255.0;
                    if (std::abs(shade - static_cast<double>(expected[channel])) > 2.0 * kColourStep) {
                        ++far;
                        break;
                    }
                }
            }
        EXPECT_GT(compared, 200);
        EXPECT_LE(far, compared / 50);
    }
}

TEST_P(DopplerOverlay, OutsideTheBoxThePictureStaysGray) {
    constexpr int kSize = 300;
    const ultrasound::ImageFrame frame = flow_frame();
    renderer_.draw(frame, kSize, kSize);
    const std::vector<uint8_t> picture = renderer_.read_picture();
    const auto map = ultrasound::make_display_map(frame.transducer, frame.settings, kSize, kSize);
    const auto grid = ultrasound::make_doppler_grid(frame.transducer, frame.settings);
    int coloured_inside = 0;
    for (int y = 0; y < kSize; ++y)
        for (int x = 0; x < kSize; ++x) {
            const size_t at = 4 * (static_cast<size_t>(y) * kSize + static_cast<size_t>(x));
            const bool is_gray = picture[at] == picture[at + 1] && picture[at] == picture[at + 2];
            const Vec2 cell = grid.cell_at(map.image_from_pixel({x + 0.5, y + 0.5}));
            const bool is_inside = cell.x > -0.2 && cell.y > -0.2 && cell.x < ultrasound::kDopplerLines + 0.2 &&
                                   cell.y < ultrasound::kDopplerSamples + 0.2;
            EXPECT_TRUE(is_gray || is_inside) << x << ", " << y;
            coloured_inside += is_gray ? 0 : 1;
        }
    EXPECT_GT(coloured_inside, 500);
}

}  // namespace
}  // namespace cryo::render

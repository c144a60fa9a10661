// The GPU passes against their CPU reference, from the same plan and stored fields, on both APIs.
#include <numeric>

#include "engine/render/bmode.h"
#include "engine/ultrasound/display.h"
#include "tests/gpu/both_apis.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::render {
namespace {

// Single precision on the GPU against double: lattice positions of up to a thousand cells lose about 1e-4 of a cell.
constexpr double kRelativeNorm = 1e-3;
constexpr double kLargestOverRms = 5e-3;

class BmodeTwin : public gpu::OnBothApis {
  protected:
    static void expect_twin(const ultrasound::ComplexField& gpu, const ultrasound::ComplexField& cpu,
                            const std::string& what) {
        ASSERT_EQ(gpu.values.size(), cpu.values.size());
        double difference = 0.0;
        double power = 0.0;
        double largest = 0.0;
        for (size_t i = 0; i < cpu.values.size(); ++i) {
            difference += std::norm(gpu.values[i] - cpu.values[i]);
            power += std::norm(cpu.values[i]);
            largest = std::max(largest, std::abs(gpu.values[i] - cpu.values[i]));
        }
        const double rms = std::sqrt(power / static_cast<double>(cpu.values.size()));
        EXPECT_GT(rms, 0.0);
        EXPECT_LE(std::sqrt(difference / power), kRelativeNorm) << what;
        EXPECT_LE(largest / rms, kLargestOverRms) << what;
        std::printf("%-24s norm %.2e  largest/rms %.2e\n", what.c_str(), std::sqrt(difference / power), largest / rms);
    }

    static ultrasound::ComplexField as_field(const ultrasound::Envelope& envelope) {
        ultrasound::ComplexField field{envelope.line_count, envelope.sample_count, {}};
        for (const float v : envelope.values) field.values.emplace_back(static_cast<double>(v), 0.0);
        return field;
    }

    void compare(const ultrasound::ImageFrame& frame, const std::string& name) {
        const ultrasound::ReferenceImage cpu = ultrasound::reference_image(frame);
        renderer_.draw(frame, 300, 300);
        expect_twin(renderer_.read_echo(), cpu.echo, name + " echo");
        expect_twin(renderer_.read_response(), cpu.response, name + " response");
        expect_twin(as_field(renderer_.read_envelope()), as_field(cpu.envelope), name + " envelope");
    }

    BModeRenderer renderer_{gpu::ShaderLibrary{}};
};
INSTANTIATE_TEST_SUITE_P(Apis, BmodeTwin, ::testing::Values(gpu::Api::Gl33Core, gpu::Api::Gles30), gpu::api_suffix);

TEST_P(BmodeTwin, AgreesWithEverythingInTheImage) {
    const test::FullKnee knee;
    compare(knee.frame, "knee");
}

// Without bright reflectors nothing hides an error of the speckle.
TEST_P(BmodeTwin, AgreesInPlainSpeckle) {
    instruments::TransducerPose pose;
    pose.tilt_rad = 0.04;
    compare(test::frame_of(test::bake(test::block(anatomy::Tissue::Muscle)), test::linear_array(), pose), "muscle");
}

TEST_P(BmodeTwin, AgreesInATiltedAndRotatedPose) {
    instruments::TransducerPose pose;
    pose.slide_m = 0.0023;
    pose.tilt_rad = 0.08;
    pose.rotate_rad = 0.13;
    pose.rock_rad = 0.05;
    const test::FullKnee knee(pose);
    compare(knee.frame, "tilted");
}

TEST_P(BmodeTwin, AgreesForACurvedArray) {
    ultrasound::ImageFrame frame = test::frame_of(test::bake(test::knee()), test::curved_array());
    frame.settings.depth_m = 0.08;
    frame.settings.focus_m = 0.03;
    frame.settings.line_count = 128;
    compare(frame, "curved");
}

TEST_P(BmodeTwin, PictureShowsTheReferenceGray) {
    const test::FullKnee knee;
    const ultrasound::ReferenceImage cpu = ultrasound::reference_image(knee.frame);
    constexpr int kSize = 300;
    const auto map = ultrasound::make_display_map(knee.frame.transducer, knee.frame.settings, kSize, kSize);
    const ultrasound::GrayPicture expected = ultrasound::show(cpu.plan, cpu.envelope, map);
    renderer_.draw(knee.frame, kSize, kSize);
    const std::vector<uint8_t> picture = renderer_.read_picture();
    ASSERT_EQ(picture.size(), 4 * expected.gray.size());
    // Levels are stored in 16 bits, 0.06 dB apart at -100 dB, and gray in 8.
    constexpr double kGrayStep = 1.0 / 255.0;
    double sum = 0.0;
    int far = 0;
    for (size_t i = 0; i < expected.gray.size(); ++i) {
        const double difference = std::abs(picture[4 * i] * kGrayStep - expected.gray[i]);
        sum += difference;
        far += difference > 2.5 * kGrayStep ? 1 : 0;
        EXPECT_EQ(picture[4 * i + 3], 255);
    }
    EXPECT_LT(sum / static_cast<double>(expected.gray.size()), 0.5 * kGrayStep);
    // Pixels on the rim of the field of view may fall on either side of it.
    EXPECT_LT(far, static_cast<int>(expected.gray.size() / 200));
}

}  // namespace
}  // namespace cryo::render

// The validation table measured on the images that the program draws: OpenGL without a window, the envelope read back.
//   ultrasound_validation_gl [PART...]     parts as for ultrasound_validation; alone it also times the image, row 28
// Ends with 1 when a row misses its target; the speed is told and does not count, for machines are busy.
#include <algorithm>
#include <chrono>
#include <exception>

#include "engine/gpu/context.h"
#include "engine/render/bmode.h"
#include "tests/ultrasound/validation/lab.h"
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {
namespace {

constexpr int kPicturePx = 720;

// Row 28: a live image of the knee phantom's size, the transducer sliding, each frame finished before the next.
Row speed_row(render::BModeRenderer& renderer) {
    constexpr int kFrames = 90;
    constexpr double kTarget = 30.0;
    test::FullKnee knee;
    knee.frame.settings.line_count = 192;
    knee.frame.settings.sample_count = 512;
    std::vector<double> times_s;
    for (int i = 0; i < kFrames; ++i) {
        test::move_to(knee.frame, {.slide_m = 0.002 * std::sin(0.21 * i)});
        knee.frame.image_index = static_cast<uint64_t>(i);
        const auto from = std::chrono::steady_clock::now();
        renderer.draw(knee.frame, kPicturePx, kPicturePx);
        gpu::finish();
        times_s.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count());
    }
    std::sort(times_s.begin(), times_s.end());
    const double p50_s = times_s[kFrames / 2];
    const double p95_s = times_s[kFrames * 95 / 100];
    const double sound_per_s =
        ultrasound::kSoundSpeedMPerS / (2.0 * knee.frame.settings.depth_m * knee.frame.settings.line_count);
    const bool holds = 1.0 / p50_s >= kTarget;
    return {28,
            "images per second, 192 x 512 with needle and ice, 720 x 720",
            text(">= %.0f (sound: %.0f)", kTarget, sound_per_s),
            text("%.1f, p50 %.1f ms, p95 %.1f ms", 1.0 / p50_s, 1e3 * p50_s, 1e3 * p95_s),
            holds ? Verdict::Holds : Verdict::Open,
            holds ? "" : "slower than that on this machine as busy as it is"};
}

}  // namespace
}  // namespace cryo::validation

int main(int argc, char** argv) {
    using namespace cryo;
    using namespace cryo::validation;
    try {
        const gpu::OffscreenContext context{gpu::Api::Gl33Core};
        render::BModeRenderer renderer{gpu::ShaderLibrary{}};
        measure_with([&renderer](const ImageFrame& frame) {
            renderer.draw(frame, kPicturePx, kPicturePx);
            return renderer.read_envelope();
        });
        Rows rows = rows_of({argv + 1, argv + argc});
        if (argc == 1) rows.push_back(speed_row(renderer));
        std::printf("measured on %s\n", context.info().renderer.c_str());
        return print_table(std::move(rows));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}

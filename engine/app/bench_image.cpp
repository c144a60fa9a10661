#include "engine/app/bench_image.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>

#include "engine/anatomy/patient.h"
#include "engine/app/case_library.h"
#include "engine/core/units.h"
#include "engine/gpu/context.h"
#include "engine/render/bmode.h"
#include "engine/ultrasound/acoustic_medium.h"
#include "engine/ultrasound/tip_visibility.h"

namespace cryo::app {

namespace {

constexpr const char* kBenchCase = "knee_ipbsn";
constexpr int kPicturePx = 720;
constexpr int kWarmUpFrames = 5;

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double quantile_ms(std::vector<double> seconds, double share) {
    if (seconds.empty()) return 0.0;
    std::sort(seconds.begin(), seconds.end());
    return 1e3 * seconds[static_cast<size_t>(std::lround(share * (static_cast<double>(seconds.size()) - 1.0)))];
}

// The knee with the shaft at the nerve and an ice ball that has grown a little more in every frame.
class MovingImage {
  public:
    MovingImage() {
        const auto read = load_case(kBenchCase);
        if (!read) throw std::runtime_error("The case " + std::string(kBenchCase) + " is missing or wrong.");
        const scenario::Scenario& scenario = **read;
        ThreadPool pool;
        const anatomy::Medium medium(anatomy::make_anatomy(scenario.anatomy, scenario.patient));
        frame_.medium = std::make_shared<ultrasound::AcousticMedium>(medium, pool);
        frame_.transducer = scenario.transducer;
        frame_.settings = scenario.imaging;
        if (!scenario.devices.empty()) {
            instruments::CryoprobePose pose;
            pose.pitch_rad = rad_from_deg(30.0);
            pose.insert_m = 0.019;
            pose.entry_x_m = -0.019;
            frame_.needles = instruments::needle_axes(scenario.devices.front(), pose);
            frame_.inserted_m = pose.insert_m;
            make_grid(frame_.needles.front().tip_m);
            frame_.temperature_degc = &temperature_degc_;
        }
        frame_.gas_flowing = true;
    }

    void set_tier(int line_count, int sample_count) {
        frame_.settings.line_count = line_count;
        frame_.settings.sample_count = sample_count;
    }

    // Poses follow a hand that slides, tilts and turns a little; no two frames are alike.
    const ultrasound::ImageFrame& at(int index) {
        const double t = index / 30.0;
        instruments::TransducerPose pose;
        pose.slide_m = 0.002 * std::sin(1.3 * t);
        pose.tilt_rad = rad_from_deg(3.0) * std::sin(0.9 * t + 1.0);
        pose.rotate_rad = rad_from_deg(4.0) * std::sin(0.7 * t);
        pose.rock_rad = rad_from_deg(1.5) * std::sin(1.1 * t);
        frame_.pose = pose;
        frame_.world_from_image = instruments::world_from_image(frame_.transducer, pose);
        frame_.image_index = static_cast<uint64_t>(index);
        frame_.t_s = t;
        grow_ice(0.0012 + 0.0018 * (index % 100) / 100.0);
        return frame_;
    }

  private:
    void make_grid(const Vec3& middle_m) {
        GridFrame grid;
        grid.spacing_m = 0.0005;
        grid.size = Index3(80);
        grid.origin_m = middle_m - 0.5 * grid.spacing_m * Vec3(grid.size);
        temperature_degc_ = Grid3<float>(grid, 37.0F);
    }

    void grow_ice(double radius_m) {
        if (temperature_degc_.empty()) return;
        const instruments::NeedleAxis& needle = frame_.needles.front();
        const Vec3 back_m = needle.tip_m - needle.active_length_m * needle.direction;
        const GridFrame& grid = temperature_degc_.frame();
        for (int k = 0; k < grid.size.z; ++k)
            for (int j = 0; j < grid.size.y; ++j)
                for (int i = 0; i < grid.size.x; ++i) {
                    const Vec3 p = grid.center_m(i, j, k);
                    const double f = nearest_fraction_on_segment(p, back_m, needle.tip_m);
                    const double away_m = glm::length(p - (back_m + f * (needle.tip_m - back_m)));
                    const double degc = std::clamp(30.0 * (away_m - radius_m) / 0.001 - 1.0, -70.0, 37.0);
                    temperature_degc_.at(i, j, k) = static_cast<float>(degc);
                }
        ++frame_.temperature_revision;
    }

    ultrasound::ImageFrame frame_;
    Grid3<float> temperature_degc_;
};

ImageBenchRow bench_tier(render::BModeRenderer& renderer, MovingImage& image, ImageBenchRow row, int frames) {
    image.set_tier(row.line_count, row.sample_count);
    row.tier = std::to_string(row.line_count) + "x" + std::to_string(row.sample_count);
    row.width_px = row.height_px = kPicturePx;
    for (int i = 0; i < kWarmUpFrames; ++i) renderer.draw(image.at(i), kPicturePx, kPicturePx);
    gpu::finish();

    std::vector<double> whole_s;
    for (int i = 0; i < frames; ++i) {
        const ultrasound::ImageFrame& frame = image.at(i);
        const double from_s = seconds_now();
        renderer.draw(frame, kPicturePx, kPicturePx);
        gpu::finish();
        whole_s.push_back(seconds_now() - from_s);
    }
    row.frame_p50_ms = quantile_ms(whole_s, 0.50);
    row.frame_p95_ms = quantile_ms(whole_s, 0.95);
    row.frames_per_s = row.frame_p50_ms > 0.0 ? 1e3 / row.frame_p50_ms : 0.0;

    gpu::StageTimer timer(gpu::StageTimer::Mode::Finish, seconds_now);
    std::map<std::string, std::vector<double>> stages;
    std::vector<std::string> order;
    for (int i = 0; i < frames; ++i) {
        renderer.draw(image.at(i), kPicturePx, kPicturePx, &timer);
        for (const gpu::StageTime& time : timer.take()) {
            if (!stages.contains(time.stage)) order.push_back(time.stage);
            stages[time.stage].push_back(time.seconds);
        }
    }
    for (const std::string& stage : order)
        row.stages.push_back({stage, quantile_ms(stages[stage], 0.50), quantile_ms(stages[stage], 0.95)});
    return row;
}

}  // namespace

StageBench bench_tip_visibility(int frames) {
    MovingImage image;
    std::vector<double> seconds;
    for (int i = 0; i < frames; ++i) {
        const ultrasound::ImageFrame& frame = image.at(i);
        const double from_s = seconds_now();
        const ultrasound::TipVisibility tip = ultrasound::tip_visibility(frame);
        if (tip.in_image) seconds.push_back(seconds_now() - from_s);
    }
    return {"tip visibility", quantile_ms(seconds, 0.50), quantile_ms(seconds, 0.95)};
}

std::vector<ImageBenchRow> bench_image(int frames) {
    render::BModeRenderer renderer{gpu::ShaderLibrary{}};
    MovingImage image;
    std::vector<ImageBenchRow> rows;
    for (const auto& [lines, samples] : {std::pair{128, 512}, {192, 512}, {192, 768}, {256, 1024}}) {
        ImageBenchRow tier;
        tier.line_count = lines;
        tier.sample_count = samples;
        rows.push_back(bench_tier(renderer, image, tier, frames));
    }
    return rows;
}

}  // namespace cryo::app

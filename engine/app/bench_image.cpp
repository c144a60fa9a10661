#include "engine/app/bench_image.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
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

constexpr int kPicturePx = 720;
constexpr int kWarmUpFrames = 5;

// Nerves and vessels again and again, each time a little farther along the image.
anatomy::Anatomy repeated(anatomy::Anatomy anatomy, int copies) {
    const auto repeat = [&](auto& structures) {
        const auto once = structures;
        for (int copy = 1; copy < copies; ++copy)
            for (auto structure : once) {
                const double aside_m = 0.004 * ((copy + 1) / 2) * (copy % 2 == 0 ? 1.0 : -1.0);
                for (Vec3& place_m : structure.tube.path_m) place_m.x += aside_m;
                structure.id += "_" + std::to_string(copy);
                structures.push_back(structure);
            }
    };
    repeat(anatomy.nerves);
    repeat(anatomy.vessels);
    return anatomy;
}

// A case with the shaft at the nerve and an ice ball that has grown a little more in every frame.
class MovingImage {
  public:
    // `copies` is how many times the nerves and vessels are there, side by side.
    explicit MovingImage(const std::string& case_id, int copies = 1) {
        const auto read = load_case(case_id);
        if (!read) throw std::runtime_error("The case " + case_id + " is missing or wrong.");
        const scenario::Scenario& scenario = **read;
        ThreadPool pool;
        const anatomy::Medium medium(repeated(anatomy::make_anatomy(scenario.anatomy, scenario.patient), copies));
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

    double depth_m() const { return frame_.settings.depth_m; }
    int structures() const {
        const anatomy::Anatomy& anatomy = frame_.medium->medium().anatomy();
        return static_cast<int>(anatomy.nerves.size() + anatomy.vessels.size());
    }
    void set_tier(int line_count, int sample_count) {
        frame_.settings.line_count = line_count;
        frame_.settings.sample_count = sample_count;
    }

    // A colour box over the target, with the blood in it.
    void set_doppler(bool is_on) {
        frame_.settings.doppler.mode = is_on ? ultrasound::DopplerMode::Colour : ultrasound::DopplerMode::Off;
        frame_.settings.doppler.box_depth_m = frame_.settings.focus_m;
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

    Times whole;
    for (int i = 0; i < frames; ++i) {
        const ultrasound::ImageFrame& frame = image.at(i);
        const double from_s = seconds_now();
        renderer.draw(frame, kPicturePx, kPicturePx);
        gpu::finish();
        whole.add(seconds_now() - from_s);
    }
    row.whole = whole.row("image");
    row.sound_per_s = ultrasound::kSoundSpeedMPerS / (2.0 * image.depth_m() * row.line_count);

    gpu::StageTimer timer(gpu::StageTimer::Mode::Finish, seconds_now);
    std::map<std::string, Times> stages;
    std::vector<std::string> order;
    for (int i = 0; i < frames; ++i) {
        renderer.draw(image.at(i), kPicturePx, kPicturePx, &timer);
        for (const gpu::StageTime& time : timer.take()) {
            if (!stages.contains(time.stage)) order.push_back(time.stage);
            stages[time.stage].add(time.seconds);
        }
    }
    for (const std::string& stage : order) row.stages.push_back(stages[stage].row(stage));
    return row;
}

}  // namespace

StageBench bench_tip_visibility(const std::string& case_id, int frames) {
    MovingImage image(case_id);
    Times times;
    for (int i = 0; i < frames; ++i) {
        const ultrasound::ImageFrame& frame = image.at(i);
        const double from_s = seconds_now();
        const ultrasound::TipVisibility tip = ultrasound::tip_visibility(frame);
        if (tip.in_image) times.add(seconds_now() - from_s);
    }
    return times.row("tip visibility");
}

std::vector<ImageBenchRow> bench_image(const std::string& case_id, const std::vector<ImageBenchTier>& tiers,
                                       int frames) {
    render::BModeRenderer renderer{gpu::ShaderLibrary{}};
    std::vector<ImageBenchRow> rows;
    std::optional<MovingImage> image;
    int copies = 0;
    for (const ImageBenchTier& tier : tiers) {
        if (tier.copies != copies) image.emplace(case_id, tier.copies);
        copies = tier.copies;
        image->set_doppler(tier.doppler);
        ImageBenchRow row;
        row.scenario = case_id;
        row.line_count = tier.line_count;
        row.sample_count = tier.sample_count;
        row.structures = image->structures();
        rows.push_back(bench_tier(renderer, *image, row, frames));
        if (tier.doppler) rows.back().tier += " + Doppler";
    }
    return rows;
}

}  // namespace cryo::app

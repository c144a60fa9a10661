#include "engine/app/bench_trainer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "engine/gpu/context.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr double kFreezeBeforeS = 40.0;  // so that there is ice to draw

}  // namespace

TrainerBench::TrainerBench(std::shared_ptr<const scenario::Scenario> scenario, ThreadPool& pool)
    : screen_(kBenchWidthPx, kBenchHeightPx), session_(std::move(scenario), {}, pool) {
    frame_.width_px = kBenchWidthPx;
    frame_.height_px = kBenchHeightPx;
    state_.gripped = ui::Hand::Cryoprobe;
}

void TrainerBench::first_image() {
    draw_image(make_view(0));
    gpu::finish();
}

void TrainerBench::prepare() {
    session::MoveCryoprobe in;
    in.insert_m = 0.028;
    session_.apply(in);
    session_.advance(4 * session::kTicksPerSecond);
    session_.apply(session::Gas{true});
    session_.advance(static_cast<int>(kFreezeBeforeS) * session::kTicksPerSecond);
    session_.apply(session::SetKnob{session::Knob::SeeThrough, 1.0});
    state_.scene_view = ui::SceneView::SeeThrough;
}

FrameBench TrainerBench::measure(int frames, bool finish) {
    std::map<std::string, Times> times;
    Times whole;
    const auto stage = [&](const char* name, auto&& work) {
        const double from_s = seconds_now();
        work();
        if (finish) gpu::finish();
        times[name].add(seconds_now() - from_s);
    };
    for (int i = 0; i < frames; ++i) {
        const double from_s = seconds_now();
        view::FrameView view;
        view::Readouts readouts;
        stage("simulation", [&] { step(0.002 * std::sin(0.21 * i)); });
        stage("view", [&] {
            readouts = view::make_readouts(session_);
            view = make_view(i);
        });
        stage("image", [&] { draw_image(view); });
        stage("3-D view", [&] { draw_scene(view); });
        stage("panels", [&] { draw_panels(readouts); });
        gpu::finish();
        whole.add(seconds_now() - from_s);
    }
    FrameBench bench;
    bench.whole = whole.row("whole frame");
    for (const char* name : {"simulation", "view", "image", "3-D view", "panels"})
        bench.stages.push_back(times[name].row(name));
    return bench;
}

// The hand jumps; frames follow until the image has changed by more than receiver noise and pulse change it.
LatencyBench TrainerBench::measure_latency(int trials) {
    constexpr int kSettleFrames = 30;
    constexpr int kLongest = 10;
    constexpr double kMoreThanNoise = 2.0;
    LatencyBench bench;
    Times times;
    double slide_m = 0.0;
    int index = 0;
    for (int trial = 0; trial < trials; ++trial) {
        double still = 0.0;
        for (int i = 0; i < kSettleFrames; ++i) {
            step(slide_m);
            draw_image(make_view(index++));
            still = change_of_image();
        }
        slide_m = slide_m > 0.0 ? -0.002 : 0.002;
        const double from_s = seconds_now();
        for (int frames = 1; frames <= kLongest; ++frames) {
            step(slide_m);
            draw_image(make_view(index++));
            gpu::finish();
            const double took_s = seconds_now() - from_s;
            if (change_of_image() < kMoreThanNoise * still && frames < kLongest) continue;
            bench.most_frames = std::max(bench.most_frames, frames);
            times.add(took_s);
            break;
        }
    }
    bench.time = times.row("input to image");
    return bench;
}

void TrainerBench::step(double slide_m) {
    session::MoveTransducer move;
    move.slide_m = slide_m;
    session_.apply(move);
    session_.advance(session::kTicksPerSecond / 30);
}

view::FrameView TrainerBench::make_view(int index) {
    view::FrameOptions options;
    options.image_index = static_cast<uint64_t>(index);
    return view::make_frame(session_, options);
}

void TrainerBench::draw_image(const view::FrameView& view) {
    viewer_.draw_image(view.image, layout_.image, ui::unit_px(kBenchWidthPx, kBenchHeightPx, 1.0));
}

void TrainerBench::draw_scene(view::FrameView& view) {
    view.scene.camera = camera_for(state_.scene_view, view.scene);
    viewer_.draw_scene(view.scene, layout_.scene);
}

void TrainerBench::draw_panels(const view::Readouts& readouts) {
    gui_.frame(state_, kBenchWidthPx, kBenchHeightPx, 1.0 / 60.0,
               [&](const ui::Style& style) { ui::draw_practice(readouts, state_, style, frame_, viewer_.pictures()); });
    screen_.draw(gui_);
}

double TrainerBench::change_of_image() {
    std::vector<uint8_t> image = viewer_.read_image();
    double sum = 0.0;
    for (size_t i = 0; i < std::min(image.size(), last_image_.size()); ++i) sum += std::abs(image[i] - last_image_[i]);
    const double change = last_image_.empty() ? 0.0 : sum / static_cast<double>(image.size());
    last_image_ = std::move(image);
    return change;
}

}  // namespace cryo::app

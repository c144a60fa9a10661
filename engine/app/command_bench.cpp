// `cryosono bench`: what this machine makes of the image, the 3-D view, a whole frame of the trainer and the freezing
// model, and how soon and in how much memory. The only place where speed is measured.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <thread>

#include "engine/app/bench_history.h"
#include "engine/app/bench_image.h"
#include "engine/app/bench_thermal.h"
#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/gui.h"
#include "engine/app/offscreen_screen.h"
#include "engine/app/viewer.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/session/session.h"
#include "engine/ui/layout.h"
#include "engine/ui/screens.h"
#include "engine/view/make.h"

namespace cryo::app {

namespace {

constexpr int kWindowWidthPx = 1280;
constexpr int kWindowHeightPx = 800;
constexpr double kFreezeBeforeS = 40.0;  // so that there is ice to draw
constexpr const char* kBenchCase = "knee_ipbsn";

double seconds_now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Times of one stage, in order of the run.
class Times {
  public:
    void add(double seconds) { ms_.push_back(1e3 * seconds); }
    double quantile_ms(double share) const {
        if (ms_.empty()) return 0.0;
        std::vector<double> sorted = ms_;
        std::sort(sorted.begin(), sorted.end());
        return sorted[static_cast<size_t>(std::lround(share * (static_cast<double>(sorted.size()) - 1.0)))];
    }
    StageBench row(const std::string& stage) const { return {stage, quantile_ms(0.50), quantile_ms(0.95)}; }

  private:
    std::vector<double> ms_;
};

struct FrameBench {
    StageBench whole{"whole frame"};
    std::vector<StageBench> stages;  // simulation, view, image, 3-D view, panels
};

// A trainer without a window: the same calls in the same order, into an offscreen picture.
class TrainerBench {
  public:
    TrainerBench(std::shared_ptr<const scenario::Scenario> scenario, ThreadPool& pool)
        : screen_(kWindowWidthPx, kWindowHeightPx), session_(std::move(scenario), {}, pool) {
        frame_.width_px = kWindowWidthPx;
        frame_.height_px = kWindowHeightPx;
        state_.gripped = ui::Hand::Cryoprobe;
    }

    void first_image() {
        draw_image(view::make_frame(session_, {}));
        gpu::finish();
    }

    // Cryoprobe in, gas on, ice grown.
    void prepare() {
        session::MoveCryoprobe in;
        in.insert_m = 0.028;
        session_.apply(in);
        session_.advance(4 * session::kTicksPerSecond);
        session_.apply(session::Gas{true});
        session_.advance(static_cast<int>(kFreezeBeforeS) * session::kTicksPerSecond);
        session_.apply(session::SetKnob{session::Knob::SeeThrough, 1.0});
        state_.scene_view = ui::SceneView::SeeThrough;
    }

    // `finish` waits for the GPU after each stage, so that each is charged with its own work.
    FrameBench measure(int frames, bool finish) {
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
            stage("simulation", [&] { step(i); });
            stage("view", [&] {
                readouts = view::make_readouts(session_);
                view::FrameOptions options;
                options.image_index = static_cast<uint64_t>(i);
                view = view::make_frame(session_, options);
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

  private:
    void step(int i) {
        session::MoveTransducer move;
        move.slide_m = 0.002 * std::sin(0.21 * i);
        session_.apply(move);
        session_.advance(session::kTicksPerSecond / 30);
    }
    void draw_image(const view::FrameView& view) {
        viewer_.draw_image(view.image, layout_.image, ui::unit_px(kWindowWidthPx, kWindowHeightPx, 1.0));
    }
    void draw_scene(view::FrameView& view) {
        view.scene.camera = camera_for(state_.scene_view, view.scene);
        viewer_.draw_scene(view.scene, layout_.scene);
    }
    void draw_panels(const view::Readouts& readouts) {
        gui_.frame(state_, kWindowWidthPx, kWindowHeightPx, 1.0 / 60.0, [&](const ui::Style& style) {
            ui::draw_practice(readouts, state_, style, frame_, viewer_.pictures());
        });
        screen_.draw(gui_);
    }

    Gui gui_;
    OffscreenScreen screen_;
    Viewer viewer_;
    session::Session session_;
    ui::UiState state_;
    ui::Frame frame_;
    ui::PracticeLayout layout_ = ui::lay_out_practice(kWindowWidthPx, kWindowHeightPx, 1.0);
};

double resident_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return static_cast<double>(usage.ru_maxrss) / 1e6;
#else
    return static_cast<double>(usage.ru_maxrss) / 1e3;
#endif
}

void print_stages(const std::vector<StageBench>& stages) {
    for (const StageBench& stage : stages)
        std::printf("    %-24s p50 %7.2f ms   p95 %7.2f ms\n", stage.stage.c_str(), stage.p50_ms, stage.p95_ms);
}

io::Json stages_json(const std::vector<StageBench>& stages) {
    io::Json json = io::Json::object();
    for (const StageBench& stage : stages) json[stage.stage] = {{"p50_ms", stage.p50_ms}, {"p95_ms", stage.p95_ms}};
    return json;
}

io::Json image_json(const std::vector<ImageBenchRow>& rows) {
    io::Json json = io::Json::array();
    for (const ImageBenchRow& row : rows)
        json.push_back({{"tier", row.tier},
                        {"size_px", {row.width_px, row.height_px}},
                        {"p50_ms", row.frame_p50_ms},
                        {"p95_ms", row.frame_p95_ms},
                        {"frames_per_s", row.frames_per_s},
                        {"stages", stages_json(row.stages)}});
    return json;
}

io::Json thermal_json(const std::vector<ThermalBenchRow>& rows) {
    io::Json json = io::Json::array();
    for (const ThermalBenchRow& row : rows)
        json.push_back({{"name", row.name},
                        {"threads", row.threads},
                        {"real_time_factor", row.real_time_factor},
                        {"tick_p50_ms", row.tick_p50_ms},
                        {"tick_p95_ms", row.tick_p95_ms}});
    return json;
}

}  // namespace

int run_bench(const BenchOptions& options) {
    const double start_s = seconds_now();
    const auto scenario = load_case(kBenchCase);
    if (!scenario) return refuse(scenario.faults());
    const gpu::OffscreenContext context;
    ThreadPool pool;
    TrainerBench trainer(*scenario, pool);
    trainer.first_image();
    const double first_image_s = seconds_now() - start_s;
    io::Json json;
    json["renderer"] = context.info().renderer;
    json["processors"] = std::thread::hardware_concurrency();
    json["threads"] = pool.thread_count();
    json["start_to_first_image_s"] = first_image_s;
    std::printf("renderer %s, %d threads\nstart to first image %.2f s\n", context.info().renderer.c_str(),
                pool.thread_count(), first_image_s);

    trainer.prepare();
    trainer.measure(5, false);  // warm up
    FrameBench frame = trainer.measure(options.frames, false);
    frame.stages = trainer.measure(options.frames, true).stages;
    std::printf("\nwhole trainer frame, %d x %d, gas on, transducer moving: %.1f frames/s\n", kWindowWidthPx,
                kWindowHeightPx, 1e3 / frame.whole.p50_ms);
    print_stages({frame.whole});
    print_stages(frame.stages);
    json["frame"] = {{"size_px", {kWindowWidthPx, kWindowHeightPx}},
                     {"p50_ms", frame.whole.p50_ms},
                     {"p95_ms", frame.whole.p95_ms},
                     {"frames_per_s", 1e3 / frame.whole.p50_ms},
                     {"stages", stages_json(frame.stages)}};
    json["resident_mb"] = resident_mb();
    std::printf("resident memory %.0f MB\n", resident_mb());

    const std::vector<ImageBenchRow> images = bench_image(options.frames);
    for (const ImageBenchRow& row : images) {
        std::printf("\nimage %s, %d x %d: %.1f frames/s, p50 %.2f ms, p95 %.2f ms\n", row.tier.c_str(), row.width_px,
                    row.height_px, row.frames_per_s, row.frame_p50_ms, row.frame_p95_ms);
        print_stages(row.stages);
    }
    json["image"] = image_json(images);
    const StageBench tip = bench_tip_visibility(options.frames);
    std::printf("\n%s: p50 %.3f ms, p95 %.3f ms\n", tip.stage.c_str(), tip.p50_ms, tip.p95_ms);
    json["tip_visibility_p50_ms"] = tip.p50_ms;

    std::printf("\nfreezing model\n");
    const std::vector<ThermalBenchRow> thermal = bench_thermal();
    for (const ThermalBenchRow& row : thermal)
        std::printf("    %-34s %7.1f x real time   tick p50 %6.2f ms   p95 %6.2f ms\n", row.name.c_str(),
                    row.real_time_factor, row.tick_p50_ms, row.tick_p95_ms);
    json["thermal"] = thermal_json(thermal);

    const HistoryBenchRow history = bench_history();
    std::printf(
        "\nprogress page, %d attempts of %d learners: opened in %.3f s (file %.3f s, courses %.3f s); home %.4f s\n",
        history.attempts, history.learners, history.open_s + history.progress_s, history.open_s, history.progress_s,
        history.home_s);
    json["history"] = {{"attempts", history.attempts},
                       {"learners", history.learners},
                       {"progress_page_s", history.open_s + history.progress_s},
                       {"home_s", history.home_s}};
    if (!options.json.empty()) io::write_atomically(options.json, io::json_text(json));
    return kDone;
}

}  // namespace cryo::app

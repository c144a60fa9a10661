// `cryosono bench`: what this machine makes of the image, the 3-D view, a whole frame of the trainer and the freezing
// model, and how soon and in how much memory. The only place where speed is measured.
#include <sys/resource.h>

#include <cstdio>
#include <optional>
#include <thread>

#include "engine/app/bench_compare.h"
#include "engine/app/bench_history.h"
#include "engine/app/bench_image.h"
#include "engine/app/bench_scaling.h"
#include "engine/app/bench_thermal.h"
#include "engine/app/bench_trainer.h"
#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/installation.h"
#include "engine/app/output_folder.h"
#include "engine/gpu/context.h"
#include "engine/io/files.h"
#include "engine/io/png.h"
#include "engine/scenario/list.h"

namespace cryo::app {

namespace {

constexpr const char* kBenchCase = "knee_ipbsn";

double resident_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return static_cast<double>(usage.ru_maxrss) / 1e6;
#else
    return static_cast<double>(usage.ru_maxrss) / 1e3;
#endif
}

// One part of the bench each: measures, prints, and adds to the report.
class Bench {
  public:
    Bench(const BenchOptions& options, std::shared_ptr<const scenario::Scenario> scenario)
        : options_(options), scenario_(std::move(scenario)) {}

    void run() {
        trainer();
        image();
        freezing();
        history();
    }
    const io::Json& report() const { return json_; }
    const std::vector<ScalingCurve>& curves() const { return curves_; }

  private:
    void trainer() {
        const double start_s = seconds_now();
        const gpu::OffscreenContext context;
        const double context_s = seconds_now() - start_s;
        ThreadPool pool;
        TrainerBench trainer(scenario_, pool);
        const double loaded_s = seconds_now() - start_s - context_s;
        trainer.first_image();
        const double first_image_s = seconds_now() - start_s + options_.scenario_read_s;
        json_["renderer"] = context.info().renderer;
        json_["processors"] = std::thread::hardware_concurrency();
        json_["threads"] = pool.thread_count();
        json_["start_to_first_image_s"] = first_image_s;
        json_["load_s"] = {{"scenario", options_.scenario_read_s}, {"context", context_s}, {"case", loaded_s}};
        std::printf(
            "renderer %s, %d threads\nstart to first image %.2f s (file %.3f, context %.2f, case and shaders %.2f)\n",
            context.info().renderer.c_str(), pool.thread_count(), first_image_s, options_.scenario_read_s, context_s,
            loaded_s);

        trainer.prepare();
        trainer.measure(5, false);  // warm up
        FrameBench frame = trainer.measure(options_.frames, false);
        frame.stages = trainer.measure(options_.frames, true).stages;
        std::printf("\nwhole trainer frame, %d x %d, gas on, transducer moving: %.1f frames/s\n", kBenchWidthPx,
                    kBenchHeightPx, 1e3 / frame.whole.p50_ms);
        print_stages({frame.whole});
        print_stages(frame.stages);
        json_["frame"] = stage_json(frame.whole);
        json_["frame"]["size_px"] = {kBenchWidthPx, kBenchHeightPx};
        json_["frame"]["frames_per_s"] = 1e3 / frame.whole.p50_ms;
        json_["frame"]["stages"] = stages_json(frame.stages);
        constexpr int kLatencyTrials = 20;
        const LatencyBench latency = trainer.measure_latency(kLatencyTrials);
        print_stages({latency.time});
        std::printf("    the image that follows a movement is at most %d frame%s later\n", latency.most_frames,
                    latency.most_frames == 1 ? "" : "s");
        json_["latency"] = stage_json(latency.time);
        json_["latency"]["most_frames"] = latency.most_frames;
        json_["resident_mb"] = resident_mb();
        std::printf("resident memory %.0f MB\n", resident_mb());
    }

    void image() {
        const gpu::OffscreenContext context;
        const std::vector<ImageBenchTier> sizes{{96, 256},  {128, 384},  {192, 512},
                                                {192, 768}, {256, 1024}, {192, 512, true}};
        add_images(bench_image(kBenchCase, sizes, options_.frames));
        if (options_.all_cases)
            for (const auto& one : scenario::list_scenarios(scenes_folder()))
                if (one.id != kBenchCase)
                    add_images(bench_image(one.id, {{96, 256}, {128, 384}, {192, 512}}, options_.frames));
        const StageBench tip = bench_tip_visibility(kBenchCase, options_.frames);
        std::printf("\n");
        print_stages({tip});
        json_["tip_visibility"] = stage_json(tip);
        if (options_.scaling.empty()) return;
        const auto curves = bench_image_scaling(kBenchCase, options_.frames);
        curves_.insert(curves_.end(), curves.begin(), curves.end());
    }

    void add_images(const std::vector<ImageBenchRow>& rows) {
        for (const ImageBenchRow& row : rows) {
            std::printf("\nimage %s, %s, %d x %d: %.1f frames/s (sound would allow %.0f)\n", row.scenario.c_str(),
                        row.tier.c_str(), row.width_px, row.height_px, row.frames_per_s(), row.sound_per_s);
            print_stages({row.whole});
            print_stages(row.stages);
            io::Json json = stage_json(row.whole);
            json["scenario"] = row.scenario;
            json["tier"] = row.tier;
            json["size_px"] = {row.width_px, row.height_px};
            json["frames_per_s"] = row.frames_per_s();
            json["sound_would_allow_per_s"] = row.sound_per_s;
            json["stages"] = stages_json(row.stages);
            json_["image"].push_back(std::move(json));
        }
    }

    void freezing() {
        std::printf("\nfreezing model\n");
        const std::vector<ThermalBenchRow> by_threads = bench_thermal();
        const std::vector<ThermalBenchRow> by_size = bench_thermal_scaling();
        for (const auto* rows : {&by_threads, &by_size})
            for (const ThermalBenchRow& row : *rows) {
                std::printf(
                    "    %-34s %6.0f k cells %7.1f x real time   tick p50 %6.2f ms   p95 %6.2f ms   p99 %6.2f ms\n",
                    row.name.c_str(), 1e-3 * row.cells, row.real_time_factor, row.tick.p50_ms, row.tick.p95_ms,
                    row.tick.p99_ms);
                io::Json json = stage_json(row.tick);
                json["name"] = row.name;
                json["threads"] = row.threads;
                json["cells"] = row.cells;
                json["real_time_factor"] = row.real_time_factor;
                json_["thermal"].push_back(std::move(json));
            }
        if (options_.scaling.empty()) return;
        const auto curves = thermal_curves(by_threads, by_size);
        curves_.insert(curves_.end(), curves.begin(), curves.end());
    }

    void history() {
        const HistoryBenchRow history = bench_history();
        std::printf(
            "\nprogress page, %d attempts of %d learners: opened in %.3f s (file %.3f s, courses %.3f s); home %.4f "
            "s\n",
            history.attempts, history.learners, history.open_s + history.progress_s, history.open_s, history.progress_s,
            history.home_s);
        json_["history"] = {{"attempts", history.attempts},
                            {"learners", history.learners},
                            {"progress_page_s", history.open_s + history.progress_s},
                            {"home_s", history.home_s}};
    }

    const BenchOptions& options_;
    std::shared_ptr<const scenario::Scenario> scenario_;
    io::Json json_;
    std::vector<ScalingCurve> curves_;
};

void print_comparison(const std::vector<BenchRatio>& ratios) {
    std::printf("\nagainst the baseline: ratio of medians (range over fifths of both runs)\n");
    for (const BenchRatio& ratio : ratios)
        std::printf("    %-56s %5.2f (%.2f to %.2f)  %s\n", ratio.what.c_str(), ratio.ratio, ratio.least,
                    ratio.greatest, ratio.verdict());
}

}  // namespace

int run_bench(const BenchOptions& options) {
    // What can be refused is refused before minutes of measuring.
    io::Json baseline;
    if (!options.baseline.empty()) {
        const auto text = io::read_text(options.baseline);
        if (!text) return refuse(text.faults());
        auto read = io::parse_json(text.value(), options.baseline);
        if (!read) return refuse(read.faults());
        baseline = std::move(read).value();
    }
    std::optional<OutputFolder> out;
    if (!options.scaling.empty()) out.emplace(options.scaling);
    const double start_s = seconds_now();
    const auto scenario = load_case(kBenchCase);
    if (!scenario) return refuse(scenario.faults());
    BenchOptions timed = options;
    timed.scenario_read_s = seconds_now() - start_s;

    Bench bench(timed, *scenario);
    bench.run();
    if (!options.json.empty()) io::write_atomically(options.json, io::json_text(bench.report()));
    if (out) {
        io::write_atomically(out->path("scaling.csv"), scaling_csv(bench.curves()));
        for (const ScalingCurve& curve : bench.curves()) {
            const std::vector<uint8_t> png = report::line_plot_png(scaling_plot(curve));
            io::write_atomically(out->path(curve.id + ".png"), std::string(png.begin(), png.end()));
        }
        out->keep();
    }
    if (!options.baseline.empty()) print_comparison(compare_benches(baseline, bench.report()));
    return kDone;
}

}  // namespace cryo::app

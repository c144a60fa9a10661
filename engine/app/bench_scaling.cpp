#include "engine/app/bench_scaling.h"

#include <algorithm>
#include <array>

#include "engine/io/csv.h"
#include "engine/io/number_text.h"

namespace cryo::app {

namespace {

template <class X>
ScalingCurve image_curve(const std::string& id, const std::string& x_label, const std::vector<ImageBenchRow>& rows,
                         X&& x_of) {
    ScalingCurve curve{id, x_label, "ms per image", {}, {}};
    for (const ImageBenchRow& row : rows) {
        curve.x.push_back(x_of(row));
        curve.cost.push_back(row.whole);
    }
    return curve;
}

}  // namespace

std::vector<ScalingCurve> bench_image_scaling(const std::string& case_id, int frames) {
    std::vector<ImageBenchTier> lines, samples, structures;
    for (const int count : {64, 96, 128, 192, 256, 384}) lines.push_back({.line_count = count, .sample_count = 512});
    for (const int count : {256, 384, 512, 768, 1024}) samples.push_back({.line_count = 192, .sample_count = count});
    for (const int copies : {1, 2, 3, 4, 6}) structures.push_back({.copies = copies});
    return {
        image_curve("image_lines", "lines, 512 samples each", bench_image(case_id, lines, frames),
                    [](const ImageBenchRow& row) { return row.line_count; }),
        image_curve("image_samples", "samples on each of 192 lines", bench_image(case_id, samples, frames),
                    [](const ImageBenchRow& row) { return row.sample_count; }),
        image_curve("image_structures", "nerves and vessels in the image, 192 x 512",
                    bench_image(case_id, structures, frames), [](const ImageBenchRow& row) { return row.structures; })};
}

std::vector<ScalingCurve> thermal_curves(const std::vector<ThermalBenchRow>& by_threads,
                                         const std::vector<ThermalBenchRow>& by_size) {
    const std::string cost = "ms per tick of 0.1 s";
    ScalingCurve threads{"freezing_threads", "threads, 0.5 mm over 40 mm", cost, {}, {}};
    for (const ThermalBenchRow& row : by_threads)
        if (row.name.starts_with("solver")) {
            threads.x.push_back(row.threads);
            threads.cost.push_back(row.tick);
        }
    ScalingCurve spacing{"freezing_spacing", "mm of spacing over 40 mm", cost, {}, {}};
    ScalingCurve volume{"freezing_volume", "mm of cube at 0.5 mm", cost, {}, {}};
    std::vector<ThermalBenchRow> sorted = by_size;
    std::sort(sorted.begin(), sorted.end(), [](const ThermalBenchRow& a, const ThermalBenchRow& b) {
        return std::pair(a.cube_mm, a.spacing_mm) < std::pair(b.cube_mm, b.spacing_mm);
    });
    for (const ThermalBenchRow& row : sorted) {
        if (row.cube_mm > 39.9 && row.cube_mm < 40.1) {
            spacing.x.push_back(row.spacing_mm);
            spacing.cost.push_back(row.tick);
        }
        if (row.spacing_mm > 0.49 && row.spacing_mm < 0.51) {
            volume.x.push_back(row.cube_mm);
            volume.cost.push_back(row.tick);
        }
    }
    return {threads, spacing, volume};
}

std::string scaling_csv(const std::vector<ScalingCurve>& curves) {
    io::CsvText csv({"curve", "x", "p50_ms", "p95_ms", "p99_ms", "low_ms", "high_ms"});
    for (const ScalingCurve& curve : curves)
        for (size_t i = 0; i < curve.x.size(); ++i) {
            const StageBench& cost = curve.cost[i];
            std::vector<std::string> row{curve.id};
            for (const double value : {curve.x[i], cost.p50_ms, cost.p95_ms, cost.p99_ms, cost.low_ms, cost.high_ms})
                row.push_back(io::rounded_text(value, 4));
            csv.add(std::span<const std::string>(row));
        }
    return csv.text();
}

report::Plot scaling_plot(const ScalingCurve& curve) {
    report::Plot plot;
    plot.title = curve.y_label + " against " + curve.x_label;
    plot.x_label = curve.x_label;
    plot.y_label = curve.y_label;
    report::Series p50{"p50", curve.x, {}, "#1f5fa8"};
    report::Series p95{"p95", curve.x, {}, "#9a3412", true};
    for (const StageBench& cost : curve.cost) {
        p50.y.push_back(cost.p50_ms);
        p95.y.push_back(cost.p95_ms);
    }
    plot.series = {p50, p95};
    plot.y_low = 0.0;
    return plot;
}

}  // namespace cryo::app

// How the cost of the image grows with lines, samples and structures, and that of the freezing model with resolution,
// volume and threads: as a table and as pictures.
#pragma once

#include <string>
#include <vector>

#include "engine/app/bench_image.h"
#include "engine/app/bench_thermal.h"
#include "engine/report/plot.h"

namespace cryo::app {

struct ScalingCurve {
    std::string id;       // "image_lines"
    std::string x_label;  // "lines"
    std::string y_label;
    std::vector<double> x;
    std::vector<StageBench> cost;  // of one image or of one thermal tick
};

std::vector<ScalingCurve> bench_image_scaling(const std::string& case_id, int frames);
// From rows that were measured already.
std::vector<ScalingCurve> thermal_curves(const std::vector<ThermalBenchRow>& by_threads,
                                         const std::vector<ThermalBenchRow>& by_size);

// Columns: curve, x, p50_ms, p95_ms, p99_ms, low_ms, high_ms.
std::string scaling_csv(const std::vector<ScalingCurve>& curves);
report::Plot scaling_plot(const ScalingCurve& curve);

}  // namespace cryo::app

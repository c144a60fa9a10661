#include "engine/app/command_freeze.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "engine/app/output_folder.h"
#include "engine/core/parallel.h"
#include "engine/core/units.h"
#include "engine/io/csv.h"
#include "engine/io/files.h"
#include "engine/io/npy.h"
#include "engine/report/plot.h"
#include "engine/scenario/read.h"
#include "engine/thermal/bioheat.h"

namespace cryo::app {

namespace {

using instruments::CryoprobeDevice;
using instruments::NeedleAxis;
using thermal::BioheatSolver;

// The isotherms of growth.csv: the visible edge first.
struct Isotherm {
    double degc;
    const char* key;
    const char* label;
    const char* color;
};
constexpr Isotherm kIsotherms[] = {{thermal::kVisibleEdgeDegc, "edge", "visible edge", "#1f5fa8"},
                                   {0.0, "t0", "0 °C", "#7fb2e5"},
                                   {thermal::kTreatedDegc, "tm20", "−20 °C", "#9a3412"},
                                   {-40.0, "tm40", "−40 °C", "#5b2a86"}};
constexpr size_t kIsothermCount = std::size(kIsotherms);

struct GrowthRow {
    double t_s = 0.0;
    std::vector<thermal::IsothermExtent> extent = std::vector<thermal::IsothermExtent>(kIsothermCount);
    double power_w = 0.0;
    double heat_j = 0.0;
    double wall_degc = anatomy::kBodyDegc;
};

constexpr double kMostCells = 8e6;

// A block that heat from the cold zone does not cross in the time; what little does meets unbounded tissue. Fine grids
// are kept to what memory holds.
GridFrame block_for(const CryoprobeDevice& device, double seconds, double spacing_m) {
    const double felt_m = m_from_mm(std::clamp(8.0 + 0.9 * std::sqrt(seconds), 16.0, 36.0));
    const double most_m = 0.5 * spacing_m * std::cbrt(kMostCells);
    const double across_m = std::min(felt_m, most_m) + 0.5 * device.needle_spacing_m * (device.needle_count - 1);
    const double along_m = std::min(felt_m, most_m) + 0.5 * device.active_length_m;
    GridFrame frame;
    frame.spacing_m = spacing_m;
    frame.size =
        2 * Index3(static_cast<int>(std::ceil(across_m / spacing_m)), static_cast<int>(std::ceil(across_m / spacing_m)),
                   static_cast<int>(std::ceil(along_m / spacing_m)));
    frame.origin_m = -0.5 * spacing_m * (Vec3(frame.size) - 1.0);
    return frame;
}

// All needles side by side along z, the middle of the active zone in the middle of the block.
std::vector<NeedleAxis> needles_in_block(const CryoprobeDevice& device) {
    std::vector<NeedleAxis> needles;
    for (int n = 0; n < device.needle_count; ++n)
        needles.push_back(
            {{(n - 0.5 * (device.needle_count - 1)) * device.needle_spacing_m, 0.0, 0.5 * device.active_length_m},
             {0, 0, 1},
             0.5 * device.shaft_diameter_m,
             device.active_length_m});
    return needles;
}

GrowthRow measure(const BioheatSolver& solver) {
    GrowthRow row;
    row.t_s = static_cast<double>(solver.ticks()) / thermal::kTicksPerSecond;
    std::vector<double> isotherms;
    for (const Isotherm& isotherm : kIsotherms) isotherms.push_back(isotherm.degc);
    row.extent = solver.extents(isotherms);
    row.power_w = solver.probe().power_w;
    row.heat_j = solver.probe().heat_removed_j;
    row.wall_degc = solver.probe().wall_degc;
    return row;
}

std::string growth_csv(const std::vector<GrowthRow>& rows) {
    std::vector<std::string> columns{"t_s"};
    for (const Isotherm& isotherm : kIsotherms) {
        columns.push_back(std::string(isotherm.key) + "_radial_mm");
        columns.push_back(std::string(isotherm.key) + "_axial_mm");
    }
    columns.insert(columns.end(), {"probe_power_w", "heat_removed_j", "wall_degc"});
    io::CsvText csv(columns);
    const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
    for (const GrowthRow& row : rows) {
        std::vector<double> values{row.t_s};
        for (const thermal::IsothermExtent& extent : row.extent) {
            values.push_back(rounded(mm_from_m(extent.width_m)));
            values.push_back(rounded(mm_from_m(extent.length_m)));
        }
        values.insert(values.end(), {rounded(row.power_w), rounded(row.heat_j), rounded(row.wall_degc)});
        csv.add(std::span<const double>(values));
    }
    return csv.text();
}

std::vector<uint8_t> growth_png(const CryoprobeDevice& device, const std::string& tissue,
                                const std::vector<GrowthRow>& rows) {
    std::string title = device.label;  // the plot's letters have no subscript
    for (size_t at = title.find("₂"); at != std::string::npos; at = title.find("₂"))
        title.replace(at, std::string("₂").size(), "2");
    report::Plot plot;
    plot.title = title + " in " + tissue + ", gas on";
    plot.x_label = "time (s)";
    plot.y_label = "across (solid) and along the shaft (dashed), mm";
    for (const bool along : {false, true})
        for (size_t i = 0; i < kIsothermCount; ++i) {
            report::Series series;
            if (!along) series.label = kIsotherms[i].label;
            series.color = kIsotherms[i].color;
            series.dashed = along;
            for (const GrowthRow& row : rows) {
                series.x.push_back(row.t_s);
                series.y.push_back(mm_from_m(along ? row.extent[i].length_m : row.extent[i].width_m));
            }
            plot.series.push_back(std::move(series));
        }
    plot.y_low = 0.0;
    plot.height_px = 420;
    return report::line_plot_png(plot);
}

// Rows of growth.csv lie this many ticks apart: a second for what is done in practice.
int ticks_per_row(double seconds) {
    if (seconds <= 20.0) return 2;
    return seconds <= 600.0 ? 10 : 50;
}

std::vector<GrowthRow> run(BioheatSolver& solver, double seconds) {
    const auto ticks = static_cast<int64_t>(std::ceil(seconds * thermal::kTicksPerSecond - 1e-9));
    std::vector<GrowthRow> rows{GrowthRow{}};
    for (int64_t tick = 1; tick <= ticks; ++tick) {
        solver.advance_tick();
        if (tick % ticks_per_row(seconds) == 0 || tick == ticks) rows.push_back(measure(solver));
    }
    return rows;
}

void print_summary(const CryoprobeDevice& device, const std::string& tissue, const GrowthRow& last) {
    std::printf("%s, calibration \"%s\", %.1f s of gas in %s\n", device.label.c_str(), device.gas_side.name.c_str(),
                last.t_s, tissue.c_str());
    for (size_t i = 0; i < kIsothermCount; ++i)
        std::printf("  %-13s %5.2f mm across (diameter), %5.2f mm along the shaft\n", kIsotherms[i].label,
                    mm_from_m(last.extent[i].width_m), mm_from_m(last.extent[i].length_m));
    std::printf("  metal of the active zone %.1f degC, %.2f W, %.0f J so far\n", last.wall_degc, last.power_w,
                last.heat_j);
    if (device.calibrations.size() > 1) {
        std::printf("  Calibrations disagree; the other%s:", device.calibrations.size() > 2 ? "s" : "");
        for (const instruments::GasSide& side : device.calibrations)
            if (side.name != device.gas_side.name)
                std::printf(" \"%s\" (%.0f degC, %.1f kW/(m2 K))", side.name.c_str(), side.gas_temperature_degc,
                            side.film_w_per_m2_k / 1e3);
        std::printf("\n");
    }
}

int refuse(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    return 1;
}

}  // namespace

int run_freeze(const FreezeOptions& options) {
    const auto tissue = anatomy::tissue_from_id(options.tissue);
    if (!tissue || *tissue == anatomy::Tissue::Air) {
        const std::string near = nearest_word(options.tissue, anatomy::tissue_ids());
        return refuse("--tissue: '" + options.tissue + "' is not a tissue that freezes" +
                      (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    if (!(options.seconds >= 0.1 && options.seconds <= 3600.0))
        return refuse("--seconds must lie between 0.1 and 3600");
    if (!(options.spacing_mm >= 0.2 && options.spacing_mm <= 1.5))
        return refuse("--spacing-mm must lie between 0.2 and 1.5");
    const Result<CryoprobeDevice> device = scenario::read_device(options.device, options.calibration);
    if (!device) return refuse(to_string(device.faults()));

    OutputFolder folder(options.out);
    ThreadPool pool(options.threads);
    BioheatSolver solver(*tissue, anatomy::kBodyDegc,
                         block_for(*device, options.seconds, m_from_mm(options.spacing_mm)), pool);
    solver.set_probes({thermal::probe_state(*device, needles_in_block(*device), thermal::GasFlow::Freezing)});
    const std::vector<GrowthRow> rows = run(solver, options.seconds);

    io::write_atomically(folder.path("growth.csv"), growth_csv(rows));
    const Grid3<float>& temperature = solver.temperature_degc();
    const Index3 size = temperature.size();
    io::write_npy(folder.path("temperature.npy"), std::span<const float>(temperature.values()),
                  {static_cast<size_t>(size.z), static_cast<size_t>(size.y), static_cast<size_t>(size.x)});
    const std::vector<uint8_t> png = growth_png(*device, options.tissue, rows);
    io::write_atomically(folder.path("growth.png"), {reinterpret_cast<const char*>(png.data()), png.size()});
    folder.keep();
    print_summary(*device, options.tissue, rows.back());
    return 0;
}

}  // namespace cryo::app

// The attempt over time: what happened when, on one time axis shared by all plots, with the numbered losses marked.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "engine/core/units.h"
#include "engine/report/plot.h"
#include "engine/report/plot_layout.h"
#include "engine/report/sections.h"
#include "engine/report/svg.h"
#include "engine/report/words.h"

namespace cryo::report {
namespace {

using measure::Trace;
using measure::TraceSample;

constexpr int kWidth = 900;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Span {
    double from_s = 0.0;
    double to_s = 0.0;
};

// Stretches over which a condition holds.
std::vector<Span> spans_where(const Trace& trace, const std::function<bool(const TraceSample&)>& holds) {
    std::vector<Span> spans;
    bool open = false;
    for (const TraceSample& s : trace) {
        const double t_s = s.t_s;
        if (holds(s)) {
            if (!open) spans.push_back({t_s, t_s});
            spans.back().to_s = t_s;
            open = true;
        } else {
            if (open) spans.back().to_s = t_s;
            open = false;
        }
    }
    return spans;
}

Series series_of(const Trace& trace, const std::string& label, const std::string& color, bool dashed,
                 const std::function<double(const TraceSample&)>& value) {
    Series series{label, {}, {}, color, dashed, false};
    series.x.reserve(trace.size());
    series.y.reserve(trace.size());
    for (const TraceSample& s : trace) {
        series.x.push_back(static_cast<double>(s.t_s));
        series.y.push_back(value(s));
    }
    return series;
}

std::vector<Mark> marks_of(const scoring::Assessment& a) {
    std::vector<Mark> marks;
    for (size_t i = 0; i < std::min(kNumberedLosses, a.deductions.size()); ++i)
        marks.push_back({a.deductions[i].t_s, std::to_string(i + 1), "#c2570c"});
    for (const scoring::Critical& c : a.criticals) marks.push_back({c.t_s, "!", "#9b1c1c"});
    return marks;
}

std::vector<Band> gas_bands(const Trace& trace) {
    std::vector<Band> bands;
    for (const Span& span : spans_where(trace, [](const TraceSample& s) { return s.gas_on > 0.5F; }))
        bands.push_back({span.from_s, span.to_s, "#e6f0fa", "gas on"});
    return bands;
}

// --- the strip of states above the plots ---

struct Row {
    std::string label;
    std::string color;
    std::function<bool(const TraceSample&)> holds;
};

const std::array<Row, 7>& rows() {
    static const std::array<Row, 7> all{{
        {"Scan", "#7b8794", [](const TraceSample& s) { return static_cast<int>(s.phase) == 0; }},
        {"Needle", "#1f5fa8", [](const TraceSample& s) { return static_cast<int>(s.phase) == 1; }},
        {"Gas on", "#123f73", [](const TraceSample& s) { return s.gas_on > 0.5F; }},
        {"Ice holds", "#6aa5d8", [](const TraceSample& s) { return s.adherent > 0.5F; }},
        {"Tip seen", "#1b6e3c", [](const TraceSample& s) { return s.tip_visible > 0.5F && s.insert_mm > 0.0F; }},
        {"Image paused", "#8a5a00", [](const TraceSample& s) { return s.image_live < 0.5F; }},
        {"Help on", "#9b1c1c", [](const TraceSample& s) { return s.help_on > 0.5F; }},
    }};
    return all;
}

std::string strip_svg(const Trace& trace, const scoring::Assessment& a, double end_s) {
    constexpr double kRowHeight = 22.0, kTop = 50.0, kMarkRoomPx = 18.0, kLeft = 110.0, kRight = kWidth - 18.0;
    std::vector<std::pair<const Row*, std::vector<Span>>> shown;
    for (const Row& row : rows()) {
        std::vector<Span> spans = spans_where(trace, row.holds);
        // States that never occurred are left out, but for the tip, whose absence is the point.
        if (!spans.empty() || row.label == "Tip seen") shown.emplace_back(&row, std::move(spans));
    }
    const double bottom = kTop + kRowHeight * static_cast<double>(shown.size());
    const auto x_of = [&](double t_s) { return kLeft + (kRight - kLeft) * t_s / end_s; };
    std::string says = "When each state held.";
    for (const auto& [row, spans] : shown) {
        double sum_s = 0.0;
        for (const Span& span : spans) sum_s += span.to_s - span.from_s;
        says += " " + row->label + ": " + fixed(sum_s, 0) + " s in " + std::to_string(spans.size()) + " stretches.";
    }
    std::string out = svg_open(kWidth, bottom + 40.0, "What happened when", says);
    out +=
        svg_text(kLeft, 14.0, "start", "font-size=\"14\" font-weight=\"600\" fill=\"#1a202c\"", "What happened when");
    for (size_t i = 0; i < shown.size(); ++i) {
        const double y = kTop + kRowHeight * static_cast<double>(i);
        out += svg_text(kLeft - 10.0, y + 15.0, "end", "font-size=\"13\" fill=\"#2d3748\"", shown[i].first->label);
        out += svg_rect(kLeft, y + 3.0, kRight - kLeft, kRowHeight - 6.0, "fill=\"#f1f4f8\"");
        for (const Span& span : shown[i].second)
            out += svg_rect(x_of(span.from_s), y + 3.0, std::max(0.8, x_of(span.to_s) - x_of(span.from_s)),
                            kRowHeight - 6.0, "fill=\"" + shown[i].first->color + "\"");
    }
    const std::vector<Mark> marks = marks_of(a);
    PlotLayout axis;
    axis.x_high = end_s;
    axis.left_px = kLeft;
    axis.right_px = kRight;
    for (const PlacedMark& placed : place_marks(marks, axis, kMarkRoomPx)) {
        const std::string& color = placed.mark->color;
        const std::string style = "stroke=\"" + color + "\" stroke-width=\"1.5\"";
        const double label_y = kTop - 16.0;
        out += svg_line(placed.x_px, kTop - 2.0, placed.x_px, bottom, style);
        out += svg_line(placed.x_px, kTop - 2.0, placed.label_px, label_y, style);
        out += "<circle cx=\"" + fixed(placed.label_px, 1) + "\" cy=\"" + fixed(label_y, 1) + "\" r=\"8\" fill=\"" +
               color + "\"/>\n";
        out += svg_text(placed.label_px, label_y + 4.5, "middle",
                        "font-size=\"12\" font-weight=\"700\" fill=\"#ffffff\"", placed.mark->label);
    }
    for (const Tick& tick : round_ticks(0.0, end_s, 9)) {
        out += svg_line(x_of(tick.value), bottom, x_of(tick.value), bottom + 4.0, "stroke=\"#7b8794\"");
        out += svg_text(x_of(tick.value), bottom + 18.0, "middle", "font-size=\"12\" fill=\"#4a5568\"", tick.label);
    }
    out += svg_text(0.5 * (kLeft + kRight), bottom + 36.0, "middle", "font-size=\"12\" fill=\"#2d3748\"", "time, s");
    return out + "</svg>\n";
}

Plot plot_over_time(const std::string& title, const std::string& y_label, const Trace& trace,
                    const scoring::Assessment& a, double end_s) {
    Plot plot;
    plot.title = title;
    plot.x_label = "time, s";
    plot.y_label = y_label;
    plot.width_px = kWidth;
    plot.height_px = 270;
    plot.x_low = 0.0;
    plot.x_high = end_s;
    plot.bands = gas_bands(trace);
    plot.marks = marks_of(a);
    return plot;
}

std::string distance_plot(const Trace& trace, const scoring::Assessment& a, double end_s) {
    Plot plot = plot_over_time("Distance to the nerve", "mm", trace, a, end_s);
    const auto inside = [](const TraceSample& s, float value) {
        return s.insert_mm > 0.0F ? static_cast<double>(value) : kNan;
    };
    plot.series = {
        series_of(trace, "cold zone, nearest point", "#1f5fa8", false,
                  [&](const TraceSample& s) { return inside(s, s.zone_target_mm); }),
        series_of(trace, "tip", "#c2570c", true, [&](const TraceSample& s) { return inside(s, s.tip_target_mm); })};
    return line_plot_svg(plot);
}

std::string temperature_plot(const Trace& trace, const scoring::Assessment& a, double end_s) {
    Plot plot = plot_over_time("Temperatures", "°C", trace, a, end_s);
    plot.levels = {{-20.0, "#9a3412", "\u221220 °C: below this a nerve is treated"}, {0.0, "#7b8794", "0 °C"}};
    plot.series = {series_of(trace, "skin, coldest", "#1b6e3c", false,
                             [](const TraceSample& s) { return static_cast<double>(s.skin_min_degc); }),
                   series_of(trace, "nerve, coldest", "#1f5fa8", false,
                             [](const TraceSample& s) { return static_cast<double>(s.nerve_min_degc); }),
                   series_of(trace, "cryoprobe as the console shows it", "#6b21a8", true,
                             [](const TraceSample& s) { return static_cast<double>(s.tip_degc); })};
    return line_plot_svg(plot);
}

std::string coverage_plot(const Trace& trace, const scoring::Assessment& a, double end_s, double required_mm) {
    Plot plot = plot_over_time("Nerve treated so far, in one piece", "mm", trace, a, end_s);
    plot.height_px = 210;
    plot.y_low = 0.0;
    plot.levels = {{required_mm, "#9a3412", "needed"}};
    plot.series = {series_of(trace, "treated length", "#123f73", false,
                             [](const TraceSample& s) { return static_cast<double>(s.covered_mm); })};
    double most_mm = required_mm;
    for (const TraceSample& s : trace) most_mm = std::max(most_mm, static_cast<double>(s.covered_mm));
    plot.y_high = 1.15 * most_mm;
    return line_plot_svg(plot);
}

}  // namespace

std::string timeline_section(const ReportInput& in) {
    const Trace& trace = in.record.trace;
    if (trace.size() < 2) return "";
    const double end_s = trace.back().t_s;
    const bool had_needle =
        std::any_of(trace.begin(), trace.end(), [](const TraceSample& s) { return s.insert_mm > 0.0F; });
    const bool had_gas = std::any_of(trace.begin(), trace.end(), [](const TraceSample& s) { return s.gas_on > 0.5F; });
    std::string out =
        "<section>\n<h2>Over time</h2>\n<p>Numbers mark the largest losses, an exclamation mark a critical "
        "error.</p>\n";
    out += "<figure>" + strip_svg(trace, in.assessment, end_s) + "</figure>\n";
    if (had_needle) out += "<figure>" + distance_plot(trace, in.assessment, end_s) + "</figure>\n";
    if (had_gas) {
        out += "<figure>" + temperature_plot(trace, in.assessment, end_s) + "</figure>\n";
        out += "<figure>" + coverage_plot(trace, in.assessment, end_s, mm_from_m(in.record.plan.required_length_m)) +
               "</figure>\n";
    }
    return out + "</section>\n";
}

}  // namespace cryo::report

#include "engine/ui/debrief_course.h"

#include <algorithm>
#include <limits>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/plots.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

using measure::TraceSample;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kPlotUnits = 104.0;

const TraceSample& sample_at(const measure::Trace& trace, double t_s) {
    const auto after = std::upper_bound(trace.begin(), trace.end(), t_s, [](double t, const TraceSample& sample) {
        return t < static_cast<double>(sample.t_s);
    });
    return after == trace.begin() ? trace.front() : *(after - 1);
}

std::vector<TimeMark> marks_of(const DebriefModel& model, const Palette& c) {
    std::vector<TimeMark> marks;
    if (model.assessment == nullptr) return marks;
    for (const auto& loss : model.assessment->deductions) marks.push_back({loss.t_s, c.muted});
    for (const auto& critical : model.assessment->criticals) marks.push_back({critical.t_s, c.danger});
    return marks;
}

// "0:45  tip 9.4 mm deep, 2.1 mm from the nerve, seen · gas on · nerve −12 °C · skin 24 °C"
std::string moment_text(const TraceSample& s) {
    std::string text = clock_text(static_cast<double>(s.t_s)) + "  ";
    if (s.insert_mm <= 0.0F) {
        text += "cryoprobe outside the skin";
    } else {
        text += "tip " + fixed(static_cast<double>(s.tip_z_mm), 1) + " mm deep, ";
        text += s.tip_target_mm < 0.0F ? "in the nerve"
                                       : fixed(static_cast<double>(s.tip_target_mm), 1) + " mm from the nerve";
        text += s.tip_visible > 0.5F ? ", seen" : ", not seen";
    }
    if (s.gas_on > 0.5F) text += " · gas on";
    return text + " · nerve " + fixed(static_cast<double>(s.nerve_min_degc), 0) + " °C · skin " +
           fixed(static_cast<double>(s.skin_min_degc), 0) + " °C";
}

void draw_needle(const measure::Trace& trace, const Style& style) {
    const Palette& c = style.colors();
    draw_lanes({{"Nerve in view", [](const auto& s) { return s.target_seen > 0.5F; }, c.accent},
                {"Cryoprobe in", [](const auto& s) { return s.insert_mm > 0.0F; }, c.transducer},
                {"Tip seen", [](const auto& s) { return s.insert_mm > 0.0F && s.tip_visible > 0.5F; }, c.good},
                {"Gas on", [](const auto& s) { return s.gas_on > 0.5F; }, c.cryoprobe}},
               trace, style);
    draw_time_plot({"Tip to nerve",
                    "mm",
                    [](const auto& s) { return s.insert_mm > 0.0F ? static_cast<double>(s.tip_target_mm) : kNone; },
                    -2.0,
                    20.0,
                    {{0.0, "nerve"}, {10.0, "10"}, {20.0, "20"}}},
                   trace, style, kPlotUnits, c.transducer);
}

void draw_cold(const DebriefModel& model, const Style& style) {
    const Palette& c = style.colors();
    const auto& trace = model.record->trace;
    draw_time_plot({"Coldest nerve to treat",
                    "°C",
                    [](const auto& s) { return static_cast<double>(s.nerve_min_degc); },
                    -60.0,
                    40.0,
                    {{37.0, "37"}, {0.0, "0"}, {-20.0, "\u221220"}}},
                   trace, style, kPlotUnits, c.accent);
    draw_time_plot({"Coldest skin",
                    "°C",
                    [](const auto& s) { return static_cast<double>(s.skin_min_degc); },
                    -10.0,
                    40.0,
                    {{32.0, "32"}, {10.0, "10"}, {0.0, "0"}}},
                   trace, style, kPlotUnits, c.danger);
    if (model.record->context.has_motor_nerve)
        draw_time_plot({"Motor nerve treated",
                        "% of a section",
                        [](const auto& s) { return 100.0 * static_cast<double>(s.motor_frozen_frac); },
                        0.0,
                        100.0,
                        {{0.0, "0"}, {25.0, "25"}, {50.0, "50"}}},
                       trace, style, kPlotUnits, c.danger);
    draw_time_plot({"Cryoprobe tip",
                    "°C",
                    [](const auto& s) { return static_cast<double>(s.tip_degc); },
                    -90.0,
                    40.0,
                    {{37.0, "37"}, {0.0, "0"}, {-80.0, "\u221280"}}},
                   trace, style, kPlotUnits, c.cryoprobe);
    draw_time_plot({"Nerve treated",
                    "mm",
                    [](const auto& s) { return static_cast<double>(s.covered_mm); },
                    0.0,
                    10.0,
                    {{0.0, "0"}, {mm_from_m(model.record->plan.required_length_m), "needed"}, {10.0, "10"}}},
                   trace, style, kPlotUnits, c.accent);
}

}  // namespace

void draw_course(const DebriefModel& model, const Style& style, double& t_s) {
    const auto& trace = model.record->trace;
    if (trace.empty()) {
        write("Nothing was recorded.", style.colors().muted);
        return;
    }
    const TimeAxis axis = time_axis(trace, style);
    t_s = std::clamp(t_s, 0.0, axis.span_s);
    const double top_px = cursor_px().y;
    draw_scrubber(axis, marks_of(model, style.colors()), t_s, style);
    write_wrapped(moment_text(sample_at(trace, t_s)), style.colors().text);
    draw_needle(trace, style);
    draw_cold(model, style);
    const double x_px = axis.x_of(t_s);
    ImGui::GetWindowDrawList()->AddLine(vec(x_px, top_px), vec(x_px, cursor_px().y), style.colors().text,
                                        style.px(1.2));
}

}  // namespace cryo::ui

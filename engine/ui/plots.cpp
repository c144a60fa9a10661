#include "engine/ui/plots.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/ui/drawing.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

constexpr double kLabelUnits = 96.0;

double end_s(const measure::Trace& trace) {
    return trace.empty() ? 1.0 : std::max(1.0, static_cast<double>(trace.back().t_s));
}

// The round step that gives about six marks.
double time_step_s(double span_s) {
    constexpr std::array<double, 9> kSteps{1, 2, 5, 10, 30, 60, 120, 300, 600};
    for (const double step : kSteps)
        if (span_s / step <= 7.0) return step;
    return 1200.0;
}

void draw_time_axis(ImDrawList& draw, double left, double width, double y, double span_s, const Style& style) {
    const Color color = style.colors().muted;
    for (double t = 0.0; t <= span_s; t += time_step_s(span_s)) {
        const double x = left + width * t / span_s;
        draw.AddLine(vec(x, y), vec(x, y + style.unit * 3.0), color, style.px(1));
        draw_text(draw, style.fonts.small, x, y + style.unit * 3.0, color, clock_text(t), Align::Center);
    }
}

}  // namespace

TimeAxis time_axis(const measure::Trace& trace, const Style& style) {
    return {cursor_px().x + style.unit * kLabelUnits, std::max(10.0, room_px() - style.unit * (kLabelUnits + 12.0)),
            end_s(trace)};
}

void draw_scrubber(const TimeAxis& axis, const std::vector<TimeMark>& marks, double& t_s, const Style& style) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const double height = style.unit * 22.0, middle = corner.y + 0.5 * height;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.small, axis.left_px - style.unit * 6.0, middle - style.unit * 8.0, c.text,
              clock_text(t_s), Align::Right);
    draw.AddRectFilled(vec(axis.left_px, middle - style.unit * 3.0),
                       vec(axis.left_px + axis.width_px, middle + style.unit * 3.0), c.raised, style.px(3));
    for (const TimeMark& mark : marks)
        draw.AddLine(vec(axis.x_of(mark.t_s), corner.y), vec(axis.x_of(mark.t_s), corner.y + height), mark.color,
                     style.px(2));
    ImGui::SetCursorScreenPos(vec(axis.left_px, corner.y));
    ImGui::InvisibleButton("scrubber", vec(axis.width_px, height));
    if (ImGui::IsItemActive()) {
        const double share = (static_cast<double>(ImGui::GetMousePos().x) - axis.left_px) / axis.width_px;
        t_s = axis.span_s * std::clamp(share, 0.0, 1.0);
    }
    draw.AddCircleFilled(vec(axis.x_of(t_s), middle), style.px(7), c.accent);
    ImGui::SetCursorScreenPos(vec(corner.x, corner.y + height + style.unit * 4.0));
}

void draw_time_plot(const TimePlot& plot, const measure::Trace& trace, const Style& style, double height_units,
                    Color color) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const double left = corner.x + style.unit * kLabelUnits;
    const double width = std::max(10.0, room_px() - style.unit * (kLabelUnits + 12.0));
    const double top = corner.y + style.unit * 20.0;
    const double height = style.unit * height_units - style.unit * 40.0;
    const double span_s = end_s(trace);
    const auto y_of = [&](double value) {
        return top + height * (1.0 - (std::clamp(value, plot.low, plot.high) - plot.low) / (plot.high - plot.low));
    };
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.small, corner.x, corner.y, c.text, plot.title + " (" + plot.unit + ")");
    draw.AddRectFilled(vec(left, top), vec(left + width, top + height), c.raised, style.px(3));
    for (const TimePlot::Level& level : plot.levels) {
        const double y = y_of(level.value);
        draw_dashed(draw, vec(left, y), vec(left + width, y), c.edge, style.unit, style.unit * 4.0, style.unit * 4.0);
        draw_text(draw, style.fonts.small, left - style.unit * 6.0, y - style.unit * 8.0, c.muted, level.label,
                  Align::Right);
    }
    std::vector<ImVec2> line;
    const size_t stride = std::max<size_t>(1, trace.size() / 1200);
    const auto flush = [&] {
        if (line.size() > 1) draw.AddPolyline(line.data(), static_cast<int>(line.size()), color, 0, style.px(1.8));
        line.clear();
    };
    for (size_t i = 0; i < trace.size(); i += stride) {
        const double value = plot.value(trace[i]);
        if (std::isfinite(value))
            line.push_back(vec(left + width * static_cast<double>(trace[i].t_s) / span_s, y_of(value)));
        else
            flush();
    }
    flush();
    draw_time_axis(draw, left, width, top + height, span_s, style);
    ImGui::Dummy(vec(room_px(), style.unit * height_units));
}

void draw_lanes(const std::vector<Lane>& lanes, const measure::Trace& trace, const Style& style) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const double left = corner.x + style.unit * kLabelUnits;
    const double width = std::max(10.0, room_px() - style.unit * (kLabelUnits + 12.0));
    const double row = style.unit * 20.0;
    const double span_s = end_s(trace);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    double y = corner.y;
    for (const Lane& lane : lanes) {
        draw_text(draw, style.fonts.small, left - style.unit * 6.0, y + style.unit * 1.0, c.text, lane.label,
                  Align::Right);
        draw.AddRectFilled(vec(left, y), vec(left + width, y + row - style.unit * 4.0), c.raised, style.px(2));
        double from_s = -1.0;
        const auto close = [&](double to_s) {
            if (from_s < 0.0) return;
            draw.AddRectFilled(vec(left + width * from_s / span_s, y + style.unit),
                               vec(left + width * to_s / span_s, y + row - style.unit * 5.0), lane.color, style.px(1));
            from_s = -1.0;
        };
        for (const measure::TraceSample& sample : trace) {
            const auto t_s = static_cast<double>(sample.t_s);
            if (lane.holds(sample)) {
                if (from_s < 0.0) from_s = t_s;
            } else {
                close(t_s);
            }
        }
        close(span_s);
        y += row;
    }
    draw_time_axis(draw, left, width, y, span_s, style);
    ImGui::Dummy(vec(room_px(), y - corner.y + style.unit * 22.0));
}

}  // namespace cryo::ui

#include "engine/report/plot_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/core/check.h"

namespace cryo::report {
namespace {

struct Interval {
    double low = 0.0;
    double high = 1.0;
};

// The span of the data, opened a little so that no line hides on the frame; [0, 1] where there is none.
Interval span_of(const std::vector<const std::vector<double>*>& columns, const std::vector<double>& extra,
                 double margin_share) {
    bool any = false;
    Interval span;
    const auto take = [&](double v) {
        if (!std::isfinite(v)) return;
        span.low = any ? std::min(span.low, v) : v;
        span.high = any ? std::max(span.high, v) : v;
        any = true;
    };
    for (const auto* column : columns)
        for (const double v : *column) take(v);
    for (const double v : extra) take(v);
    if (!any) return {};
    if (span.high - span.low < 1e-12) {
        const double half = std::max(0.5, 0.05 * std::abs(span.low));
        return {span.low - half, span.high + half};
    }
    const double margin = margin_share * (span.high - span.low);
    // A quantity that never goes below zero keeps its zero on the axis instead of a margin below it.
    const double low = span.low >= 0.0 && span.low < 0.25 * span.high ? 0.0 : span.low - margin;
    return {low, span.high + margin};
}

}  // namespace

std::string short_number(double value) {
    if (std::abs(value) < 1e-12) value = 0.0;
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::vector<Tick> round_ticks(double low, double high, int wanted) {
    CRYO_CHECK_OP(low, <, high);
    CRYO_CHECK_OP(wanted, >, 0);
    const double rough = (high - low) / wanted;
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    const double lead = rough / decade;
    const double step = decade * (lead < 1.5 ? 1.0 : lead < 3.5 ? 2.0 : lead < 7.5 ? 5.0 : 10.0);
    std::vector<Tick> ticks;
    const double slack = 1e-9 * step;
    for (double i = std::ceil((low - slack) / step); i * step <= high + slack; i += 1.0)
        ticks.push_back({i * step, short_number(i * step)});
    return ticks;
}

PlotLayout lay_out(const Plot& plot) {
    std::vector<const std::vector<double>*> xs, ys;
    for (const Series& s : plot.series) {
        CRYO_CHECK_OP(s.x.size(), ==, s.y.size());
        xs.push_back(&s.x);
        ys.push_back(&s.y);
    }
    std::vector<double> level_values;
    for (const Level& level : plot.levels) level_values.push_back(level.y);
    const Interval x = span_of(xs, {}, 0.0);
    const Interval y = span_of(ys, level_values, 0.06);

    PlotLayout layout;
    layout.x_low = plot.x_low.value_or(x.low);
    layout.x_high = plot.x_high.value_or(x.high);
    layout.y_low = plot.y_low.value_or(y.low);
    layout.y_high = plot.y_high.value_or(y.high);
    CRYO_CHECK_OP(layout.x_low, <, layout.x_high);
    CRYO_CHECK_OP(layout.y_low, <, layout.y_high);
    layout.left_px = 62.0;
    layout.right_px = plot.width_px - 18.0;
    layout.top_px = 64.0;  // title, legend and the labels of marks stand above
    layout.bottom_px = plot.height_px - 46.0;
    layout.x_ticks = round_ticks(layout.x_low, layout.x_high, std::max(2, plot.width_px / 95));
    layout.y_ticks = round_ticks(layout.y_low, layout.y_high, std::max(2, plot.height_px / 55));
    return layout;
}

std::vector<std::vector<Vec2>> series_lines_px(const Series& series, const PlotLayout& layout) {
    std::vector<std::vector<Vec2>> lines;
    std::vector<Vec2> line;
    // Points of the pixel column being gathered: first, lowest, highest and last, in the order they came.
    std::vector<Vec2> column;
    const auto flush_column = [&] {
        if (column.size() <= 2) {
            line.insert(line.end(), column.begin(), column.end());
        } else {
            auto [low, high] = std::minmax_element(column.begin(), column.end(),
                                                   [](const Vec2& a, const Vec2& b) { return a.y < b.y; });
            if (high < low) std::swap(low, high);
            line.push_back(column.front());
            if (low != column.begin()) line.push_back(*low);
            if (high != low && high + 1 != column.end()) line.push_back(*high);
            line.push_back(column.back());
        }
        column.clear();
    };
    const auto flush_line = [&] {
        flush_column();
        if (!line.empty()) lines.push_back(std::move(line));
        line.clear();
    };
    for (size_t i = 0; i < series.x.size(); ++i) {
        if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) {
            flush_line();
            continue;
        }
        const Vec2 p{layout.x_px(series.x[i]), layout.y_px(std::clamp(series.y[i], layout.y_low, layout.y_high))};
        const Vec2* before = !column.empty() ? &column.back() : !line.empty() ? &line.back() : nullptr;
        const bool steps = series.stepped && before != nullptr && before->y != p.y;
        const double step_y = steps ? before->y : 0.0;
        if (!column.empty() && std::floor(column.front().x) != std::floor(p.x)) flush_column();
        if (steps) column.push_back({p.x, step_y});
        column.push_back(p);
    }
    flush_line();
    return lines;
}

std::vector<PlacedMark> place_marks(const std::vector<Mark>& marks, const PlotLayout& layout, double label_room_px) {
    std::vector<PlacedMark> placed;
    for (const Mark& mark : marks)
        if (mark.x >= layout.x_low && mark.x <= layout.x_high) placed.push_back({&mark, layout.x_px(mark.x), 0.0});
    std::stable_sort(placed.begin(), placed.end(),
                     [](const PlacedMark& a, const PlacedMark& b) { return a.x_px < b.x_px; });
    double next_px = -label_room_px;
    for (PlacedMark& p : placed) {
        p.label_px = std::max(p.x_px, next_px);
        next_px = p.label_px + label_room_px;
    }
    return placed;
}

std::string describe(const Plot& plot) {
    if (!plot.description.empty()) return plot.description;
    std::string text = plot.y_label + " against " + plot.x_label + ".";
    for (const Series& s : plot.series) {
        bool any = false;
        double low = 0.0, high = 0.0;
        for (const double v : s.y) {
            if (!std::isfinite(v)) continue;
            low = any ? std::min(low, v) : v;
            high = any ? std::max(high, v) : v;
            any = true;
        }
        if (any) text += " " + s.label + ": from " + short_number(low) + " to " + short_number(high) + ".";
    }
    return text;
}

}  // namespace cryo::report

// Small plots over time for the debrief, drawn on the current panel.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/measure/trace.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

// Where the times of an attempt lie on the current panel; every plot of the panel shares it.
struct TimeAxis {
    double left_px = 0.0;
    double width_px = 1.0;
    double span_s = 1.0;
    double x_of(double t_s) const { return left_px + width_px * t_s / span_s; }
};
TimeAxis time_axis(const measure::Trace& trace, const Style& style);

// A bar to drag along the attempt, with a tick at every mark; pressing on it moves `t_s` there.
struct TimeMark {
    double t_s = 0.0;
    Color color;
};
void draw_scrubber(const TimeAxis& axis, const std::vector<TimeMark>& marks, double& t_s, const Style& style);

// A curve of one trace column with labelled levels; gaps where the function gives NaN.
struct TimePlot {
    std::string title;
    std::string unit;
    std::function<double(const measure::TraceSample&)> value;
    double low = 0.0, high = 1.0;
    struct Level {
        double value;
        std::string label;
    };
    std::vector<Level> levels;
};
void draw_time_plot(const TimePlot& plot, const measure::Trace& trace, const Style& style, double height_units,
                    Color color);

// One row per condition, filled where it held: when the tip was seen, when gas flowed.
struct Lane {
    std::string label;
    std::function<bool(const measure::TraceSample&)> holds;
    Color color;
};
void draw_lanes(const std::vector<Lane>& lanes, const measure::Trace& trace, const Style& style);

}  // namespace cryo::ui

// Small plots over time for the debrief, drawn on the current panel.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/measure/trace.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

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

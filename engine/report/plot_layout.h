// What both drawings of a Plot share: ranges, round ticks, the mapping to pixels, and thinning of long series.
#pragma once

#include <string>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/report/plot.h"

namespace cryo::report {

struct Tick {
    double value = 0.0;
    std::string label;
};

struct PlotLayout {
    double x_low = 0.0, x_high = 1.0, y_low = 0.0, y_high = 1.0;
    double left_px = 0.0, right_px = 0.0, top_px = 0.0, bottom_px = 0.0;  // of the frame
    std::vector<Tick> x_ticks, y_ticks;

    double x_px(double x) const { return left_px + (x - x_low) / (x_high - x_low) * (right_px - left_px); }
    double y_px(double y) const { return bottom_px - (y - y_low) / (y_high - y_low) * (bottom_px - top_px); }
};

PlotLayout lay_out(const Plot& plot);

// Ticks at 1, 2 or 5 times a power of ten inside [low, high], about `wanted` of them; low < high.
std::vector<Tick> round_ticks(double low, double high, int wanted);

// A number without needless digits: 0.5, 12, 1200.
std::string short_number(double value);

// The pieces of a series between gaps, in pixels. Where several points share a pixel column only the lowest and highest
// are kept, so that a peak of one sample still shows.
std::vector<std::vector<Vec2>> series_lines_px(const Series& series, const PlotLayout& layout);

// Marks inside the frame in order of x, with their label's place: labels of moments close together stand side by side.
struct PlacedMark {
    const Mark* mark = nullptr;
    double x_px = 0.0;
    double label_px = 0.0;
};
std::vector<PlacedMark> place_marks(const std::vector<Mark>& marks, const PlotLayout& layout, double label_room_px);

// What a plot shows, in words, for those who cannot see it: ranges of each series.
std::string describe(const Plot& plot);

}  // namespace cryo::report

// Line plots without any dependency: as SVG text for pages, and as pixels for a terminal user who asked for a picture.
// Both draw the same Plot and look alike. Axes choose round ticks by themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cryo::report {

struct Series {
    std::string label;
    std::vector<double> x;
    std::vector<double> y;          // NaN breaks the line
    std::string color = "#1f5fa8";  // "#rrggbb"
    bool dashed = false;
    bool stepped = false;
};

// A span of x drawn as a band behind the lines ("gas on"), or a horizontal level with a label ("-20 degC").
struct Band {
    double from = 0.0;
    double to = 0.0;
    std::string color = "#e8f0fb";
    std::string label;
};
struct Level {
    double y = 0.0;
    std::string color = "#9a3412";
    std::string label;
};
// A vertical mark with a short label at the top.
struct Mark {
    double x = 0.0;
    std::string label;
    std::string color = "#444444";
};

struct Plot {
    std::string title;
    std::string x_label;
    std::string y_label;
    std::vector<Series> series;
    std::vector<Band> bands;
    std::vector<Level> levels;
    std::vector<Mark> marks;
    std::optional<double> x_low, x_high, y_low, y_high;  // else from the data
    int width_px = 760;
    int height_px = 300;
    std::string description;  // for screen readers; made from the data where empty
};

std::string line_plot_svg(const Plot& plot);

// RGB, 8 bits, rows from the top.
struct Raster {
    int width = 0;
    int height = 0;
    std::vector<uint8_t> rgb;
};
Raster line_plot_raster(const Plot& plot);
std::vector<uint8_t> line_plot_png(const Plot& plot);  // the bytes of a PNG file

}  // namespace cryo::report

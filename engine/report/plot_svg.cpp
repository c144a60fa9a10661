#include <algorithm>

#include "engine/report/plot.h"
#include "engine/report/plot_layout.h"
#include "engine/report/svg.h"

namespace cryo::report {
namespace {

constexpr double kMarkRoomPx = 10.0;
constexpr double kLetterPx = 6.4;  // mean advance of 12 px sans serif, to place a legend without measuring

// Text that lines may cross keeps a rim of its background.
std::string rimmed(const std::string& color, const std::string& rim) {
    return "font-size=\"11\" fill=\"" + color + "\" paint-order=\"stroke\" stroke=\"" + rim +
           "\" stroke-width=\"3\" stroke-linejoin=\"round\"";
}

std::string bands(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Band& band : plot.bands) {
        const double a = std::clamp(l.x_px(band.from), l.left_px, l.right_px);
        const double b = std::clamp(l.x_px(band.to), l.left_px, l.right_px);
        if (b > a) out += svg_rect(a, l.top_px, b - a, l.bottom_px - l.top_px, "fill=\"" + escaped(band.color) + "\"");
    }
    return out;
}

std::string band_labels(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Band& band : plot.bands) {
        const double a = std::clamp(l.x_px(band.from), l.left_px, l.right_px);
        const double b = std::clamp(l.x_px(band.to), l.left_px, l.right_px);
        if (!band.label.empty() && b - a > kLetterPx * static_cast<double>(band.label.size()))
            out +=
                svg_text(0.5 * (a + b), l.top_px + 15.0, "middle", rimmed("#4a5568", escaped(band.color)), band.label);
    }
    return out;
}

std::string axes(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Tick& tick : l.y_ticks) {
        const double y = l.y_px(tick.value);
        out += svg_line(l.left_px, y, l.right_px, y, "stroke=\"#e2e6ec\"");
        out += svg_text(l.left_px - 8.0, y + 4.0, "end", "font-size=\"12\" fill=\"#4a5568\"", tick.label);
    }
    for (const Tick& tick : l.x_ticks) {
        const double x = l.x_px(tick.value);
        out += svg_line(x, l.bottom_px, x, l.bottom_px + 4.0, "stroke=\"#7b8794\"");
        out += svg_text(x, l.bottom_px + 18.0, "middle", "font-size=\"12\" fill=\"#4a5568\"", tick.label);
    }
    out += svg_line(l.left_px, l.bottom_px, l.right_px, l.bottom_px, "stroke=\"#7b8794\"");
    out += svg_text(0.5 * (l.left_px + l.right_px), plot.height_px - 8.0, "middle", "font-size=\"12\" fill=\"#2d3748\"",
                    plot.x_label);
    const std::string y_middle = fixed(0.5 * (l.top_px + l.bottom_px), 1);
    out += "<text transform=\"translate(15 " + y_middle +
           ") rotate(-90)\" text-anchor=\"middle\" font-size=\"12\" fill=\"#2d3748\">" + escaped(plot.y_label) +
           "</text>\n";
    return out;
}

std::string level_lines(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Level& level : plot.levels)
        if (level.y >= l.y_low && level.y <= l.y_high)
            out += svg_line(l.left_px, l.y_px(level.y), l.right_px, l.y_px(level.y),
                            "stroke=\"" + escaped(level.color) + "\" stroke-dasharray=\"2 4\" stroke-width=\"1.3\"");
    return out;
}

std::string level_labels(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Level& level : plot.levels)
        if (level.y >= l.y_low && level.y <= l.y_high)
            out += svg_text(l.right_px - 4.0, l.y_px(level.y) - 4.0, "end", rimmed(escaped(level.color), "#ffffff"),
                            level.label);
    return out;
}

std::string marks(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const PlacedMark& placed : place_marks(plot.marks, l, kMarkRoomPx)) {
        const std::string color = escaped(placed.mark->color);
        out +=
            svg_line(placed.x_px, l.top_px, placed.x_px, l.bottom_px, "stroke=\"" + color + "\" stroke-width=\"1.2\"");
        out += svg_text(placed.label_px, l.top_px - 4.0, "middle",
                        "font-size=\"12\" font-weight=\"700\" fill=\"" + color + "\"", placed.mark->label);
    }
    return out;
}

std::string lines(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Series& s : plot.series) {
        std::string path;
        for (const auto& line : series_lines_px(s, l)) {
            for (size_t i = 0; i < line.size(); ++i)
                path += (i == 0 ? "M" : "L") + fixed(line[i].x, 1) + " " + fixed(line[i].y, 1);
            // A lone point still shows as a dot: round caps on a line of no length.
            if (line.size() == 1) path += "l0 0";
        }
        if (path.empty()) continue;
        out += "<path d=\"" + path + "\" fill=\"none\" stroke=\"" + escaped(s.color) +
               "\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"" +
               (s.dashed ? " stroke-dasharray=\"6 5\"" : "") + "/>\n";
    }
    return out;
}

std::string legend(const Plot& plot, const PlotLayout& l) {
    std::string out;
    double x = l.left_px;
    for (const Series& s : plot.series) {
        if (s.label.empty()) continue;
        out += svg_line(
            x, 36.0, x + 22.0, 36.0,
            "stroke=\"" + escaped(s.color) + "\" stroke-width=\"2.5\"" + (s.dashed ? " stroke-dasharray=\"6 5\"" : ""));
        out += svg_text(x + 28.0, 40.0, "start", "font-size=\"12\" fill=\"#2d3748\"", s.label);
        x += 44.0 + kLetterPx * static_cast<double>(s.label.size());
    }
    return out;
}

}  // namespace

std::string line_plot_svg(const Plot& plot) {
    const PlotLayout l = lay_out(plot);
    std::string out = svg_open(plot.width_px, plot.height_px, plot.title, describe(plot));
    out += svg_text(l.left_px, 18.0, "start", "font-size=\"14\" font-weight=\"600\" fill=\"#1a202c\"", plot.title);
    out += bands(plot, l) + axes(plot, l) + level_lines(plot, l) + marks(plot, l) + lines(plot, l) +
           band_labels(plot, l) + level_labels(plot, l) + legend(plot, l);
    return out + "</svg>\n";
}

}  // namespace cryo::report

#include <algorithm>

#include "engine/report/plot.h"
#include "engine/report/plot_layout.h"
#include "engine/report/svg.h"

namespace cryo::report {
namespace {

constexpr double kLetterPx = 6.4;  // mean advance of 12 px sans serif, to place a legend without measuring

std::string bands(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Band& band : plot.bands) {
        const double a = std::clamp(l.x_px(band.from), l.left_px, l.right_px);
        const double b = std::clamp(l.x_px(band.to), l.left_px, l.right_px);
        if (b <= a) continue;
        out += "<rect x=\"" + fixed(a, 1) + "\" y=\"" + fixed(l.top_px, 1) + "\" width=\"" + fixed(b - a, 1) +
               "\" height=\"" + fixed(l.bottom_px - l.top_px, 1) + "\" fill=\"" + escaped(band.color) + "\"/>\n";
        if (!band.label.empty() && b - a > kLetterPx * static_cast<double>(band.label.size()))
            out += svg_text(0.5 * (a + b), l.top_px + 13.0, "middle", "font-size=\"11\" fill=\"#4a5568\"", band.label);
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

std::string levels_and_marks(const Plot& plot, const PlotLayout& l) {
    std::string out;
    for (const Level& level : plot.levels) {
        if (level.y < l.y_low || level.y > l.y_high) continue;
        const double y = l.y_px(level.y);
        out += svg_line(l.left_px, y, l.right_px, y,
                        "stroke=\"" + escaped(level.color) + "\" stroke-dasharray=\"2 4\" stroke-width=\"1.3\"");
        out += svg_text(l.right_px - 4.0, y - 4.0, "end", "font-size=\"11\" fill=\"" + escaped(level.color) + "\"",
                        level.label);
    }
    for (const Mark& mark : plot.marks) {
        if (mark.x < l.x_low || mark.x > l.x_high) continue;
        const double x = l.x_px(mark.x);
        out += svg_line(x, l.top_px, x, l.bottom_px, "stroke=\"" + escaped(mark.color) + "\" stroke-width=\"1.2\"");
        out +=
            svg_text(x, l.top_px - 3.0, "middle", "font-size=\"11\" fill=\"" + escaped(mark.color) + "\"", mark.label);
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
    out += bands(plot, l) + axes(plot, l) + levels_and_marks(plot, l) + lines(plot, l) + legend(plot, l);
    return out + "</svg>\n";
}

}  // namespace cryo::report

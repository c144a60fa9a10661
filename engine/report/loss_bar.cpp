// A bar from 100 through the losses down to the score: the score from the left, each loss a piece of what is missing,
// the largest at the far end.
#include <algorithm>

#include "engine/report/sections.h"
#include "engine/report/svg.h"
#include "engine/report/words.h"

namespace cryo::report {
namespace {

constexpr double kWidth = 900.0, kHeight = 112.0;
constexpr double kLeft = 14.0, kRight = kWidth - 14.0, kTop = 32.0, kBottom = 66.0;
constexpr double kNumberRoomPx = 18.0;

double x_of(double points) { return kLeft + (kRight - kLeft) * points / 100.0; }

std::string description(const scoring::Assessment& a) {
    std::string text = "Of 100 points " + fixed(a.overall, 1) + " were kept.";
    for (size_t i = 0; i < std::min(kNumberedLosses, a.deductions.size()); ++i)
        text += " Loss " + std::to_string(i + 1) + ": " + fixed(a.deductions[i].points, 1) + " points. " +
                a.deductions[i].sentence;
    return text;
}

}  // namespace

std::string loss_bar_svg(const scoring::Assessment& a, double pass_mark) {
    std::string out = svg_open(kWidth, kHeight, "From 100 points through the losses to the score", description(a));
    out += svg_rect(kLeft, kTop, x_of(a.overall) - kLeft, kBottom - kTop, "fill=\"#1f5fa8\"");
    const bool inside = x_of(a.overall) - kLeft > 110.0;
    if (inside)
        out += svg_text(kLeft + 12.0, kBottom - 11.0, "start", "font-size=\"17\" font-weight=\"700\" fill=\"#ffffff\"",
                        fixed(a.overall, 0) + " kept");
    double at = a.overall;
    for (size_t i = a.deductions.size(); i-- > 0;) {
        const double x = x_of(at), width = x_of(at + a.deductions[i].points) - x;
        const bool numbered = i < kNumberedLosses;
        out += svg_rect(
            x, kTop, width, kBottom - kTop,
            std::string("stroke=\"#ffffff\" stroke-width=\"1\" fill=\"") + (numbered ? "#c2570c" : "#f0c9a4") + "\"");
        if (numbered && width > kNumberRoomPx)
            out += svg_text(x + 0.5 * width, kBottom - 11.0, "middle",
                            "font-size=\"16\" font-weight=\"700\" fill=\"#ffffff\"", std::to_string(i + 1));
        at += a.deductions[i].points;
    }
    const double pass_x = x_of(pass_mark);
    out += svg_line(pass_x, kTop - 8.0, pass_x, kBottom + 8.0, "stroke=\"#1a202c\" stroke-width=\"2\"");
    out +=
        svg_text(pass_x, kTop - 13.0, "middle", "font-size=\"13\" fill=\"#1a202c\"", "needed " + fixed(pass_mark, 0));
    for (int points = 0; points <= 100; points += 20) {
        const double x = x_of(points);
        out += svg_line(x, kBottom, x, kBottom + 5.0, "stroke=\"#7b8794\"");
        out += svg_text(x, kBottom + 22.0,
                        points == 0     ? "start"
                        : points == 100 ? "end"
                                        : "middle",
                        "font-size=\"13\" fill=\"#4a5568\"", std::to_string(points));
    }
    if (!a.deductions.empty())
        out += svg_text(kRight, kHeight - 6.0, "end", "font-size=\"13\" fill=\"#4a5568\"",
                        "dark: the largest losses, numbered as below; light: all the others");
    return out + "</svg>\n";
}

}  // namespace cryo::report

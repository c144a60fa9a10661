// The nerve from one end to the other: how much of each section was inside the ice that the image shows, and how much
// was cold enough to be treated. The two differ, and that is what the picture is for.
#include <algorithm>
#include <cmath>

#include "engine/report/plot_layout.h"
#include "engine/report/sections.h"
#include "engine/report/svg.h"

namespace cryo::report {
namespace {

constexpr double kWidth = 900.0, kHeight = 236.0;
constexpr double kLeft = 58.0, kRight = kWidth - 16.0, kTop = 44.0, kBottom = 150.0;
constexpr double kMarginMm = 4.0;  // shown beyond the ice
constexpr double kLeastShownMm = 16.0;

struct Window {
    double low_mm = 0.0;
    double high_mm = 1.0;
    double x(double arc_mm) const { return kLeft + (arc_mm - low_mm) / (high_mm - low_mm) * (kRight - kLeft); }
};

double y_of(double frac) { return kBottom - std::clamp(frac, 0.0, 1.0) * (kBottom - kTop); }

double spacing_of(const scoring::NerveOutcome& nerve) {
    return (nerve.stations.back().arc_mm - nerve.stations.front().arc_mm) /
           static_cast<double>(nerve.stations.size() - 1);
}

// Around the ice, or the middle of the nerve where there was none.
Window window_of(const scoring::NerveOutcome& nerve) {
    double low = 1e9, high = -1e9;
    for (const scoring::NerveStation& s : nerve.stations)
        if (s.visible_frac > 0.0) low = std::min(low, s.arc_mm), high = std::max(high, s.arc_mm);
    const double first = nerve.stations.front().arc_mm, last = nerve.stations.back().arc_mm;
    if (low > high) low = high = 0.5 * (first + last);
    const double middle = 0.5 * (low + high);
    const double half = std::max(0.5 * kLeastShownMm, 0.5 * (high - low) + kMarginMm);
    return {std::max(first, middle - half), std::min(last, middle + half)};
}

// A stepped area of one share along the nerve.
std::string area(const scoring::NerveOutcome& nerve, const Window& window, double scoring::NerveStation::*share,
                 const std::string& fill) {
    const double half = 0.5 * spacing_of(nerve);
    std::string path;
    for (const scoring::NerveStation& s : nerve.stations) {
        const double a = std::max(window.low_mm, s.arc_mm - half), b = std::min(window.high_mm, s.arc_mm + half);
        if (b <= a || s.*share <= 0.0) continue;
        path += "M" + fixed(window.x(a), 1) + " " + fixed(kBottom, 1) + "V" + fixed(y_of(s.*share), 1) + "H" +
                fixed(window.x(b), 1) + "V" + fixed(kBottom, 1) + "Z";
    }
    return path.empty() ? "" : "<path d=\"" + path + "\" fill=\"" + fill + "\"/>\n";
}

std::string bracket(const Window& window, double from_mm, double to_mm, double y, const std::string& color,
                    const std::string& label) {
    const double a = window.x(from_mm), b = window.x(to_mm);
    const std::string style = "stroke=\"" + color + "\" stroke-width=\"2\"";
    const double label_x = std::clamp(0.5 * (a + b), kLeft + 150.0, kRight - 150.0);
    return svg_line(a, y, b, y, style) + svg_line(a, y - 5.0, a, y + 5.0, style) +
           svg_line(b, y - 5.0, b, y + 5.0, style) +
           svg_text(label_x, y + 18.0, "middle", "font-size=\"14\" fill=\"" + color + "\"", label);
}

std::string legend() {
    return svg_rect(kLeft, 12.0, 18.0, 14.0, "fill=\"#bcd9f2\" stroke=\"#6aa5d8\"") +
           svg_text(kLeft + 26.0, 24.0, "start", "font-size=\"14\" fill=\"#1a202c\"", "inside the ice you see") +
           svg_rect(kLeft + 220.0, 12.0, 18.0, 14.0, "fill=\"#123f73\"") +
           svg_text(kLeft + 246.0, 24.0, "start", "font-size=\"14\" fill=\"#1a202c\"", "below \u221220 °C: treated");
}

}  // namespace

std::string nerve_strip_svg(const scoring::NerveOutcome& nerve, double section_frac, double required_mm) {
    if (nerve.stations.size() < 2) return "";
    const Window window = window_of(nerve);
    const scoring::TreatedRun run = scoring::longest_treated_run(nerve, section_frac);
    const std::string says = nerve.label + ": " + fixed(run.length_mm, 1) + " mm in one piece were treated, " +
                             fixed(required_mm, 1) + " mm are needed.";
    std::string out = svg_open(kWidth, kHeight, "Along the nerve: visible ice against treated core", says);
    out += legend();
    out += svg_rect(kLeft, kTop, kRight - kLeft, kBottom - kTop, "fill=\"#fbf6e7\"");
    out += area(nerve, window, &scoring::NerveStation::visible_frac, "#bcd9f2");
    out += area(nerve, window, &scoring::NerveStation::treated_frac, "#123f73");
    for (const double frac : {0.0, 0.5, 1.0})
        out += svg_text(kLeft - 8.0, y_of(frac) + 4.0, "end", "font-size=\"12\" fill=\"#4a5568\"",
                        fixed(100.0 * frac, 0) + " %");
    out += svg_line(kLeft, y_of(section_frac), kRight, y_of(section_frac),
                    "stroke=\"#9a3412\" stroke-dasharray=\"2 4\" stroke-width=\"1.4\"");
    out += svg_line(kLeft, kBottom, kRight, kBottom, "stroke=\"#7b8794\"");
    for (const Tick& tick : round_ticks(window.low_mm, window.high_mm, 10)) {
        const double x = window.x(tick.value);
        out += svg_line(x, kBottom, x, kBottom + 4.0, "stroke=\"#7b8794\"");
        out += svg_text(x, kBottom + 18.0, "middle", "font-size=\"12\" fill=\"#4a5568\"", tick.label);
    }
    out += "<text transform=\"translate(14 " + fixed(0.5 * (kTop + kBottom), 0) +
           ") rotate(-90)\" text-anchor=\"middle\" font-size=\"12\" fill=\"#2d3748\">of the section</text>\n";
    if (run.length_mm > 0.0)
        out += bracket(window, std::max(run.from_mm, window.low_mm), std::min(run.to_mm, window.high_mm),
                       kBottom + 34.0, "#123f73",
                       fixed(run.length_mm, 1) + " mm treated in one piece, " + fixed(required_mm, 1) + " mm needed");
    else
        out += svg_text(0.5 * (kLeft + kRight), kBottom + 48.0, "middle", "font-size=\"14\" fill=\"#9b1c1c\"",
                        "No section was treated; " + fixed(required_mm, 1) + " mm are needed");
    out += svg_text(0.5 * (kLeft + kRight), kHeight - 8.0, "middle", "font-size=\"12\" fill=\"#2d3748\"",
                    "along the nerve, mm");
    return out + "</svg>\n";
}

namespace {

// Why ice around a nerve is not yet a treated nerve: the core is smaller than what shows.
std::string core_picture_svg() {
    std::string out =
        svg_open(260, 210, "The treated core is smaller than the ice you see",
                 "Around the cryoprobe a dark core below minus 20 degrees lies inside a larger light ball "
                 "of visible ice. The nerve reaches from the core into the light ring: it is inside the "
                 "ice, but only partly treated.");
    out += "<circle cx=\"112\" cy=\"104\" r=\"88\" fill=\"#dcecf9\" stroke=\"#6aa5d8\" stroke-width=\"2\"/>\n";
    out += "<circle cx=\"112\" cy=\"104\" r=\"52\" fill=\"#123f73\" fill-opacity=\"0.85\"/>\n";
    out += "<circle cx=\"112\" cy=\"104\" r=\"12\" fill=\"#e5e7eb\" stroke=\"#4b5563\" stroke-width=\"2\"/>\n";
    out +=
        "<ellipse cx=\"162\" cy=\"104\" rx=\"24\" ry=\"15\" fill=\"#f3d27a\" fill-opacity=\"0.92\" stroke=\"#8a5a00\" "
        "stroke-width=\"2\"/>\n";
    const std::string label = "font-size=\"13\" fill=\"#1a202c\"";
    out += svg_text(162, 108, "middle", "font-size=\"12\" fill=\"#3b2a00\"", "nerve");
    out += svg_text(112, 80, "middle", "font-size=\"13\" fill=\"#ffffff\"", "\u221220 °C");
    out += svg_text(112, 34, "middle", label, "ice you see");
    out += svg_text(112, 207, "middle", "font-size=\"12\" fill=\"#4a5568\"", "not to scale");
    return out + "</svg>\n";
}

struct Lengths {
    double visible_mm = 0.0;
    double half_treated_mm = 0.0;  // inside the ice, yet short of treated
};

Lengths lengths_of(const scoring::NerveOutcome& nerve, double section_frac) {
    Lengths out;
    const double spacing = spacing_of(nerve);
    for (const scoring::NerveStation& s : nerve.stations) {
        const bool seen = s.visible_frac >= section_frac;
        if (seen) out.visible_mm += spacing;
        if (seen && s.treated_frac < section_frac) out.half_treated_mm += spacing;
    }
    return out;
}

}  // namespace

std::string nerve_section(const ReportInput& in) {
    std::string out;
    const double section_frac = in.model.limits.treated_section_frac;
    const double required_mm = in.record.plan.required_length_m * 1e3;
    bool explained = false;
    for (const scoring::NerveOutcome& nerve : in.record.nerves) {
        if (!nerve.required || nerve.stations.size() < 2) continue;
        if (out.empty()) out += "<section>\n<h2>Along the nerve</h2>\n";
        const Lengths lengths = lengths_of(nerve, section_frac);
        out += "<figure>\n" + nerve_strip_svg(nerve, section_frac, required_mm) + "<figcaption>" +
               escaped(nerve.label) + ". A section counts as treated when " + fixed(100.0 * section_frac, 0) +
               " % of its fascicles have been below \u221220 °C (dotted line).</figcaption>\n</figure>\n";
        if (lengths.half_treated_mm <= 0.0 || explained) continue;
        explained = true;
        out +=
            "<div class=\"split\">\n<div><h3>Inside the ice is not yet treated</h3>\n<p>The ice you saw surrounded " +
            fixed(lengths.visible_mm, 1) + " mm of the nerve; over " + fixed(lengths.half_treated_mm, 1) +
            " mm of that it never became cold enough. The edge you see is where water starts to freeze, about "
            "\u22121 °C. Conduction stops for weeks only inside the core below \u221220 °C, which is smaller. Put "
            "the middle of the cold zone on the nerve, or place the cryoprobe once more beside the first "
            "ice.</p></div>\n" +
            core_picture_svg() + "</div>\n";
    }
    return out.empty() ? "" : out + "</section>\n";
}

}  // namespace cryo::report

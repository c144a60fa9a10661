// What the cold did: a cut across each nerve that was to be treated, what its course will be, and what happened beside
// it. Every number that rests on animals or on a rule of this program says so where it stands.
#include <algorithm>
#include <cmath>

#include "engine/report/sections.h"
#include "engine/report/svg.h"
#include "engine/view/make.h"

namespace cryo::report {
namespace {

constexpr double kSidePx = 420.0;
constexpr double kLegendPx = 58.0;

// Closed outlines of all that has been as cold as a level. The frame around the plane counts as warm, so that ice that
// leaves the picture is closed at its rim.
std::string outline_path(const scoring::NerveCut& cut, double level_degc) {
    const int n = cut.size + 2;
    std::vector<double> values(static_cast<size_t>(n * n), 100.0);
    for (int j = 0; j < cut.size; ++j)
        for (int i = 0; i < cut.size; ++i)
            values[static_cast<size_t>((j + 1) * n + i + 1)] = cut.coldest_degc[static_cast<size_t>(j * cut.size + i)];
    const double scale = kSidePx / (cut.size - 1);
    const auto place = [&](double cells) { return fixed(std::clamp((cells - 1.0) * scale, 0.0, kSidePx), 1); };
    std::string path;
    for (const std::vector<Vec2>& line : view::contour_lines(values, n, n, level_degc)) {
        for (size_t p = 0; p < line.size(); ++p)
            path += (p == 0 ? "M" : "L") + place(line[p].x) + " " + place(line[p].y);
        path += "Z";
    }
    return path;
}

std::string filled(const std::string& path, const std::string& style) {
    return path.empty() ? "" : "<path fill-rule=\"evenodd\" d=\"" + path + "\" " + style + "/>\n";
}

std::string legend_entry(double x, const std::string& swatch_style, const std::string& text) {
    return svg_rect(x, kSidePx + 14.0, 16.0, 12.0, swatch_style) +
           svg_text(x + 22.0, kSidePx + 24.0, "start", "font-size=\"13\" fill=\"#1a202c\"", text);
}

std::string cut_says(const scoring::NerveCut& cut) {
    std::string says = cut.label + ", " + fixed(cut.arc_mm, 1) + " mm along it: " + fixed(100.0 * cut.treated_frac, 0) +
                       " % of its fascicles were at or below \u221220 °C. ";
    if (cut.outside_core_mm <= 0.0 && cut.treated_frac > 0.99) {
        return says + "The whole nerve lies inside the core.";
    }
    if (cut.outside_core_mm > 0.0)
        says += "Its far side stayed " + fixed(std::max(cut.outside_core_mm, 0.1), 1) + " mm outside the core";
    else
        says += "No tissue here reached \u221220 °C, and its warmest part stopped";
    says += " at " + signed_fixed(cut.warmest_fascicle_degc, 0) + " °C";
    says += cut.in_visible_ice ? ", although all of it was inside the ice that the image shows." : ".";
    return says + " What is outside the dark line is not counted as treated.";
}

std::string grade_color(thermal::InjuryGrade grade) {
    switch (grade) {
        case thermal::InjuryGrade::None:
            return "#fbf6e7";
        case thermal::InjuryGrade::TransientBlock:
            return "#e3eef8";
        case thermal::InjuryGrade::Incomplete:
            return "#e8b04a";
        case thermal::InjuryGrade::Axonotmesis:
            return "#123f73";
        case thermal::InjuryGrade::Mixed:
            return "#7a3b8f";
        case thermal::InjuryGrade::Neurotmesis:
            return "#9b1c1c";
    }
    return "#ffffff";
}

// The nerve as a bar, each section in the colour of its injury.
std::string grade_strip_svg(const scoring::NerveOutlook& nerve) {
    const double low = nerve.arc_mm.front(), high = nerve.arc_mm.back();
    if (high <= low) return "";
    const double width = 860.0, left = 20.0;
    const double half = 0.5 * (high - low) / static_cast<double>(nerve.arc_mm.size() - 1);
    std::string out = svg_open(900.0, 62.0, "Injury along the nerve", nerve.label + ": " + nerve.prognosis.text);
    const auto x = [&](double arc) { return left + std::clamp((arc - low) / (high - low), 0.0, 1.0) * width; };
    for (size_t s = 0; s < nerve.arc_mm.size();) {
        size_t end = s;
        while (end + 1 < nerve.arc_mm.size() && nerve.grades[end + 1] == nerve.grades[s]) ++end;
        const double from = x(nerve.arc_mm[s] - half), to = x(nerve.arc_mm[end] + half);
        out += svg_rect(from, 8.0, to - from, 22.0, "fill=\"" + grade_color(nerve.grades[s]) + "\"");
        s = end + 1;
    }
    out += svg_rect(left, 8.0, width, 22.0, "fill=\"none\" stroke=\"#7b8794\"");
    const std::string label = "font-size=\"12\" fill=\"#2d3748\"";
    out += svg_text(left, 50.0, "start", label, fixed(low, 0) + " mm");
    out += svg_text(left + width, 50.0, "end", label, fixed(high, 0) + " mm along the nerve");
    return out + "</svg>\n";
}

// The grades that occur, each with its colour, meaning and source.
std::string grades_met(const std::vector<scoring::NerveOutlook>& nerves) {
    std::string out = "<ul class=\"cards\">\n";
    for (int g = static_cast<int>(thermal::InjuryGrade::Neurotmesis); g > 0; --g) {
        const auto grade = static_cast<thermal::InjuryGrade>(g);
        const bool met = std::any_of(nerves.begin(), nerves.end(), [&](const scoring::NerveOutlook& nerve) {
            return std::find(nerve.grades.begin(), nerve.grades.end(), grade) != nerve.grades.end();
        });
        if (!met) continue;
        const thermal::InjuryText& text = thermal::injury_text(grade);
        out += "<li class=\"card\"><h3><span class=\"swatch\" style=\"background:" + grade_color(grade) +
               "\"></span> " + escaped(text.name) + "</h3><p>" + escaped(text.meaning) +
               "</p><p class=\"meta\">\u25CA " + escaped(text.source) + "</p></li>\n";
    }
    return out + "</ul>\n";
}

std::string neighbour_table(const std::vector<thermal::NeighbourInjury>& neighbours) {
    if (neighbours.empty()) return "<p>Nothing else became colder than +10 °C.</p>\n";
    std::string out =
        "<div class=\"scroll\"><table>\n<caption>What became cold beside the nerve</caption>\n<thead><tr>"
        "<th scope=\"col\">What</th><th scope=\"col\" class=\"number\">Coldest</th><th scope=\"col\">What to "
        "expect</th>"
        "<th scope=\"col\">Why, and how sure \u25CA</th></tr></thead>\n<tbody>\n";
    for (const thermal::NeighbourInjury& n : neighbours)
        out += "<tr><th scope=\"row\">" + escaped(n.label) + "</th><td class=\"number\">" +
               signed_fixed(n.coldest_degc, 0) + " °C</td><td>" + std::string(n.harm ? "<strong>! </strong>" : "") +
               escaped(n.text) + "</td><td>" + escaped(n.source) + "</td></tr>\n";
    return out + "</tbody></table></div>\n";
}

}  // namespace

std::string nerve_cut_svg(const scoring::NerveCut& cut) {
    std::string out = svg_open(kSidePx, kSidePx + kLegendPx, "A cut across the nerve", cut_says(cut));
    const double scale = 0.5 * kSidePx / cut.half_mm;
    const auto px = [&](double mm) { return fixed(0.5 * kSidePx + mm * scale, 1); };
    out += svg_rect(0.0, 0.0, kSidePx, kSidePx, "fill=\"#f6ead8\"");
    out +=
        filled(outline_path(cut, thermal::kVisibleEdgeDegc), "fill=\"#cfe3f5\" stroke=\"#4a8cc7\" stroke-width=\"2\"");
    out += filled(outline_path(cut, thermal::kTreatedDegc), "fill=\"#2f6bb0\" fill-opacity=\"0.8\"");
    out += "<ellipse cx=\"" + px(0.0) + "\" cy=\"" + px(0.0) + "\" rx=\"" + fixed(0.5 * cut.width_mm * scale, 1) +
           "\" ry=\"" + fixed(0.5 * cut.height_mm * scale, 1) +
           "\" fill=\"#f3d27a\" fill-opacity=\"0.55\" stroke=\"#8a5a00\" stroke-width=\"2\"/>\n";
    for (const scoring::NerveCut::Circle& f : cut.fascicles)
        out += "<circle cx=\"" + px(f.x_mm) + "\" cy=\"" + px(f.y_mm) + "\" r=\"" + fixed(f.radius_mm * scale, 1) +
               "\" fill=\"#fff4d6\" fill-opacity=\"0.75\" stroke=\"#8a5a00\"/>\n";
    // Over everything, so that where it crosses the nerve can be read.
    out += filled(outline_path(cut, thermal::kTreatedDegc), "fill=\"none\" stroke=\"#0b2545\" stroke-width=\"2.5\"");
    out += svg_line(14.0, kSidePx - 14.0, 14.0 + scale, kSidePx - 14.0, "stroke=\"#1a202c\" stroke-width=\"3\"");
    out += svg_text(14.0 + 0.5 * scale, kSidePx - 20.0, "middle", "font-size=\"12\" fill=\"#1a202c\"", "1 mm");
    out += legend_entry(0.0, "fill=\"#cfe3f5\" stroke=\"#4a8cc7\"", "ice you see");
    out += legend_entry(128.0, "fill=\"#2f6bb0\" stroke=\"#0b2545\"", "below \u221220 °C");
    out += legend_entry(270.0, "fill=\"#f3d27a\" stroke=\"#8a5a00\"", "nerve, fascicles");
    return out + "</svg>\n";
}

std::string cold_section(const ReportInput& in) {
    const scoring::ColdOutcome& cold = in.record.cold;
    if (cold.nerves.empty() && cold.neighbours.empty()) return "";
    std::string out = "<section>\n<h2>What the cold did</h2>\n";
    for (const scoring::NerveCut& cut : cold.cuts)
        out += "<figure class=\"cut\">\n" + nerve_cut_svg(cut) + "<figcaption>" + escaped(cut_says(cut)) +
               "</figcaption>\n</figure>\n";
    for (const scoring::NerveOutlook& nerve : cold.nerves) {
        out += "<h3>" + escaped(nerve.label) + (nerve.motor ? " (motor: to be spared)" : "") + "</h3>\n";
        if (nerve.arc_mm.size() > 1) out += "<figure>\n" + grade_strip_svg(nerve) + "</figure>\n";
        out += "<p>" + escaped(nerve.prognosis.text) + "</p>\n";
    }
    out += grades_met(cold.nerves);
    out += "<p class=\"meta\">\u25CA " + escaped(std::string(thermal::injury_conflict())) + "</p>\n";
    out += neighbour_table(cold.neighbours);
    return out + "</section>\n";
}

}  // namespace cryo::report

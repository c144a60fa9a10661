// Pictures, the parts of the score, every measurement, and what the numbers rest on.
#include <algorithm>
#include <string_view>

#include "engine/io/base64.h"
#include "engine/report/sections.h"
#include "engine/report/svg.h"
#include "engine/report/words.h"

namespace cryo::report {
namespace {

std::string cell(const std::string& text, const std::string& css = "") {
    return "<td" + (css.empty() ? "" : " class=\"" + css + "\"") + ">" + escaped(text) + "</td>";
}

std::string head(const std::string& text, const std::string& css = "") {
    return "<th scope=\"col\"" + (css.empty() ? "" : " class=\"" + css + "\"") + ">" + escaped(text) + "</th>";
}

// A bar with its floor as a mark; the number stands beside it, so the bar itself says nothing to a screen reader.
std::string gauge(const scoring::SubscoreResult& s) {
    if (!s.value) return "";
    const double x = 150.0 * *s.value / 100.0;
    std::string out = "<svg class=\"gauge\" viewBox=\"0 0 150 12\" aria-hidden=\"true\">" +
                      svg_rect(0, 2, 150, 8, "fill=\"#e2e6ec\"") +
                      svg_rect(0, 2, x, 8, std::string("fill=\"") + (s.met ? "#1f5fa8" : "#9b1c1c") + "\"");
    if (s.floor) {
        const double f = 150.0 * *s.floor / 100.0;
        out += svg_line(f, 0, f, 12, "stroke=\"#1a202c\" stroke-width=\"2\"");
    }
    return out + "</svg>";
}

}  // namespace

std::string picture_figure(const Picture& picture) {
    const std::string_view bytes(reinterpret_cast<const char*>(picture.png.data()), picture.png.size());
    return "<figure><img alt=\"" + escaped(picture.alt) + "\" src=\"data:image/png;base64," + io::base64_text(bytes) +
           "\"><figcaption><strong>" + escaped(picture.title) + ".</strong> " + escaped(picture.caption) +
           "</figcaption></figure>\n";
}

std::string pictures_section(const ReportInput& in) {
    std::string figures;
    for (const Picture& picture : in.pictures)
        if (picture.loss == 0) figures += picture_figure(picture);
    if (figures.empty()) return "";
    return "<section>\n<h2>Pictures</h2>\n<div class=\"pictures\">\n" + figures + "</div>\n</section>\n";
}

std::string subscores_section(const ReportInput& in) {
    std::string out =
        "<section>\n<h2>Parts of the score</h2>\n<div class=\"scroll\"><table>\n<caption>A part below its "
        "floor fails the attempt, whatever the rest.</caption>\n<thead><tr>" +
        head("Part") + head("") + head("Reached", "number") + head("Floor", "number") + head("Counts for", "number") +
        head("") + "</tr></thead>\n<tbody>\n";
    for (const scoring::SubscoreResult& s : in.assessment.subscores) {
        if (!s.value && s.met && s.id == "decision") continue;
        out += "<tr><th scope=\"row\">" + escaped(s.name) + "</th><td>" + gauge(s) + "</td>" +
               cell(s.value ? fixed(*s.value, 0) : "\u2013", "number") +
               cell(s.floor ? fixed(*s.floor, 0) : "\u2013", "number") +
               cell(s.value ? fixed(s.weight, 0) + " %" : "\u2013", "number");
        if (!s.met)
            out += cell("\u2717 missed", "missed");
        else if (!s.value)
            out += cell(s.why_not);
        else
            out += cell(s.floor ? "\u2713 met" : "", "met");
        out += "</tr>\n";
    }
    return out + "</tbody></table></div>\n</section>\n";
}

std::string measurements_section(const ReportInput& in) {
    std::string out =
        "<section>\n<h2>All measurements</h2>\n<details open><summary>Every quantity, its limits and what it "
        "cost</summary>\n<div class=\"scroll\"><table>\n<thead><tr>" +
        head("Code") + head("Measurement") + head("Value", "number") + head("Full marks at", "number") +
        head("None at", "number") + head("Lost", "number") + head("Evidence") + "</tr></thead>\n<tbody>\n";
    for (const scoring::MetricResult& m : in.assessment.metrics) {
        if (m.state == scoring::MetricState::NotApplicable) continue;
        const bool range = m.good != m.bad;
        const std::string diamond = m.provisional && range ? " \u25CA" : "";
        out += "<tr>" + cell(m.id) + "<th scope=\"row\">" + escaped(m.name) + "</th>" + cell(value_words(m), "number") +
               cell(range ? limit_words(m, m.good) + diamond : "\u2013", "number") +
               cell(range ? limit_words(m, m.bad) + diamond : "\u2013", "number") +
               cell(m.scored ? points_words(m.lost) + " of " + fixed(m.points, 1) : "shown only", "number") +
               cell(std::string(1, m.evidence)) + "</tr>\n";
    }
    out += "</tbody></table></div></details>\n<h3>All losses</h3>\n<div class=\"scroll\"><table>\n<thead><tr>" +
           head("Time", "number") + head("What") + head("Where") + head("Points", "number") + head("Severity") +
           "</tr></thead>\n<tbody>\n";
    for (const scoring::Deduction& d : in.assessment.deductions)
        out += "<tr>" + cell(clock_words(d.t_s), "number") + cell(d.sentence) + cell(d.place) +
               cell(points_words(d.points), "number") + cell(severity_words(d.severity)) + "</tr>\n";
    return out + "</tbody></table></div>\n</section>\n";
}

std::string about_section(const ReportInput& in) {
    const scoring::Assessment& a = in.assessment;
    std::string out =
        "<section>\n<h2>What these numbers rest on</h2>\n<p>\u25CA marks a provisional limit: a first choice "
        "that has not been set against real learners. Evidence: A, the measurement has been shown to "
        "separate skill levels somewhere; B, it stands in experts' lists of errors; C, it is specific to "
        "freezing nerves and nobody has tested it yet.</p>\n";
    if (a.borderline) {
        out +=
            "<p>The verdict is borderline: it would turn if one provisional limit stood a fifth lower or "
            "higher.</p>\n<ul>\n";
        for (const std::string& because : a.borderline_because) out += "<li>" + escaped(because) + "</li>\n";
        out += "</ul>\n";
    } else {
        out +=
            "<p>The verdict is clear: it would stay the same with any one provisional limit a fifth lower or "
            "higher.</p>\n";
    }
    if (in.info.hash_differs)
        out +=
            "<p>This program's physics differs from the one the attempt was recorded with. The recorded trace was "
            "scored.</p>\n";
    out += "<p>Score model <code>" + escaped(a.model_id) + "</code>, file <code>" + escaped(a.model_hash) +
           "</code> · seed " + std::to_string(in.info.seed) + " · physics version " + escaped(in.info.physics_version) +
           " · state <code>" + escaped(in.info.state_hash) + "</code></p>\n";
    return out + "</section>\n";
}

}  // namespace cryo::report

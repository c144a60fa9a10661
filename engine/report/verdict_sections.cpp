// The first page: did I pass, what was worst and when, what went well, what next.
#include <algorithm>

#include "engine/report/sections.h"
#include "engine/report/svg.h"
#include "engine/report/words.h"

namespace cryo::report {
namespace {

std::string paragraph(const std::string& text, const std::string& css = "") {
    return "<p" + (css.empty() ? "" : " class=\"" + css + "\"") + ">" + escaped(text) + "</p>\n";
}

std::string when_and_where(double t_s, const std::string& place) {
    return "at " + clock_words(t_s) + (place.empty() ? "" : ", " + place);
}

std::string subscore_name(const scoring::Assessment& a, const std::string& id) {
    if (id == scoring::kLesson) return "Lesson";
    const scoring::SubscoreResult* s = a.subscore(id);
    return s == nullptr ? id : s->name;
}

}  // namespace

std::string verdict_section(const ReportInput& in) {
    const scoring::Assessment& a = in.assessment;
    const std::string css = a.pass ? "pass" : a.meets_everything ? "practice" : "fail";
    const std::string standing = a.pass               ? "\u2713 Passed"
                                 : a.meets_everything ? "\u25CB Practice"
                                                      : "\u2717 Not passed";
    std::string out = "<section class=\"verdict " + css + "\" aria-label=\"Verdict\">\n<p class=\"standing\">" +
                      standing + "<span class=\"certainty\">" + (a.borderline ? "borderline" : "clear") +
                      "</span></p>\n";
    out += paragraph(a.verdict, "sentence");
    out += "<p class=\"score\"><strong>" + fixed(a.overall, 0) + "</strong> of 100, at least " +
           fixed(in.model.limits.pass_overall, 0) + " needed, and no part below its floor</p>\n";
    if (!a.reasons.empty()) {
        out += "<ul>\n";
        for (const std::string& reason : a.reasons) out += "<li>" + escaped(reason) + "</li>\n";
        out += "</ul>\n";
    }
    return out + "</section>\n<figure>\n" + loss_bar_svg(a, in.model.limits.pass_overall) + "</figure>\n";
}

std::string losses_section(const ReportInput& in) {
    const scoring::Assessment& a = in.assessment;
    std::string out;
    if (!a.criticals.empty()) {
        out += "<section>\n<h2>Critical errors</h2>\n<ul class=\"cards\">\n";
        for (const scoring::Critical& c : a.criticals)
            out += "<li class=\"card critical\"><h3><span class=\"badge\">!</span>" +
                   escaped(in.model.critical_name(c.id)) + "</h3>" + paragraph(c.sentence) +
                   paragraph(when_and_where(c.t_s, c.place), "meta") + "</li>\n";
        out += "</ul>\n</section>\n";
    }
    out += "<section>\n<h2>Where most was lost</h2>\n";
    if (a.deductions.empty()) out += paragraph("Nothing was lost.");
    out += "<ol class=\"cards\">\n";
    for (size_t i = 0; i < std::min(kNumberedLosses, a.deductions.size()); ++i) {
        const scoring::Deduction& d = a.deductions[i];
        out += "<li class=\"card\"><h3><span class=\"badge\">" + std::to_string(i + 1) + "</span>" +
               escaped(subscore_name(a, d.subscore)) + " <span class=\"points\">" + points_words(d.points) +
               "</span></h3>" + paragraph(d.sentence) + paragraph(when_and_where(d.t_s, d.place), "meta");
        for (const Picture& picture : in.pictures)
            if (picture.loss == i + 1) out += picture_figure(picture);
        out += "</li>\n";
    }
    out += "</ol>\n</section>\n<section>\n<h2>What went well, what next</h2>\n<ul class=\"cards\">\n";
    for (const scoring::Strength& s : a.strengths)
        out += "<li class=\"card well\"><h3>\u2713 Went well</h3>" + paragraph(s.sentence) + "</li>\n";
    if (!a.drill.empty())
        out += "<li class=\"card next\"><h3>\u2192 Practise next</h3>" + paragraph(a.drill) + "</li>\n";
    if (a.strengths.empty() && a.drill.empty())
        out += "<li class=\"card\">" + paragraph("Nothing stands out.") + "</li>\n";
    return out + "</ul>\n</section>\n";
}

}  // namespace cryo::report

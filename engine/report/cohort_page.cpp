#include "engine/report/cohort_page.h"

#include <algorithm>
#include <cmath>

#include "engine/report/report.h"
#include "engine/report/sections.h"
#include "engine/report/svg.h"

namespace cryo::report {

namespace {

using history::Cohort;

constexpr size_t kMostErrors = 15;  // beyond these nobody teaches by the list

std::string name_of(const CohortNotes& notes, const std::string& id) {
    for (const auto& [known, name] : notes.subscore_names)
        if (known == id) return name;
    return id;
}

// A scale that also reads in grey and to eyes that tell red from green badly: the worse, the darker; the number is in
// it.
std::string heat(const std::optional<double>& value) {
    if (!value) return "<td class=\"heat none\">–</td>";
    const double bad = std::clamp(1.0 - *value / 100.0, 0.0, 1.0);
    const auto mix = [&](double good, double poor) {
        return static_cast<int>(std::lround(good + (poor - good) * bad));
    };
    const std::string colour = "rgb(" + std::to_string(mix(240, 140)) + "," + std::to_string(mix(246, 45)) + "," +
                               std::to_string(mix(252, 20)) + ")";
    const char* ink = bad > 0.55 ? "#ffffff" : "#1a202c";
    return "<td class=\"heat\" style=\"background:" + colour + ";color:" + ink + "\">" + fixed(*value, 0) + "</td>";
}

std::string cell(const std::string& text, bool is_number = false) {
    return std::string("<td") + (is_number ? " class=\"number\"" : "") + ">" + escaped(text) + "</td>";
}
std::string head(const std::string& text, bool is_number = false) {
    return std::string("<th scope=\"col\"") + (is_number ? " class=\"number\"" : "") + ">" + escaped(text) + "</th>";
}

std::string summary(const Cohort& cohort) {
    int active = 0, idle = 0;
    for (const history::LearnerLine& line : cohort.learners) {
        active += line.attempts > 0 ? 1 : 0;
        idle += line.idle ? 1 : 0;
    }
    return "<p>" + std::to_string(cohort.learners.size()) + " learners, of whom " + std::to_string(active) + " made " +
           std::to_string(cohort.attempts) + " attempts on " + std::to_string(cohort.items.size()) + " cases. " +
           std::to_string(idle) + (idle == 1 ? " has" : " have") + " not practised for " +
           fixed(history::kIdleDays, 0) + " days or never did.</p>\n";
}

std::string heatmap(const Cohort& cohort, const CohortNotes& notes) {
    std::string out =
        "<section>\n<h2>Learners against parts of the score</h2>\n<div class=\"scroll\"><table class=\"heatmap\">\n"
        "<caption>Means over each learner's attempts, out of 100; the darker, the more was "
        "lost.</caption>\n<thead><tr>" +
        head("Learner") + head("Group") + head("Attempts", true) + head("Passed", true) + head("Critical", true) +
        head("Score");
    for (const std::string& id : cohort.subscores) out += head(name_of(notes, id));
    out += head("") + "</tr></thead>\n<tbody>\n";
    for (const history::LearnerLine& line : cohort.learners) {
        out += "<tr><th scope=\"row\">" + escaped(line.member.pseudonym) + "</th>" + cell(line.member.group) +
               cell(std::to_string(line.attempts), true) + cell(std::to_string(line.passed), true) +
               cell(std::to_string(line.criticals), true) + heat(line.overall);
        for (const auto& value : line.subscores) out += heat(value);
        out += cell(!line.last_s ? "never practised" : line.idle ? "idle for 90 days" : "") + "</tr>\n";
    }
    return out + "</tbody></table></div>\n</section>\n";
}

std::string items(const Cohort& cohort) {
    std::string out =
        "<section>\n<h2>How hard each case was</h2>\n<table>\n<caption>The hardest first. Discrimination: how the "
        "score "
        "here goes with the same learners' scores elsewhere, from −1 to 1; near 0 the case tells little. It needs " +
        std::to_string(history::kLeastForItems) + " learners.</caption>\n<thead><tr>" + head("Case") +
        head("Attempts", true) + head("Passed", true) + head("Mean score", true) + head("Spread", true) +
        head("Discrimination", true) + "</tr></thead>\n<tbody>\n";
    for (const history::ItemLine& item : cohort.items)
        out += "<tr><th scope=\"row\">" + escaped(item.scenario) + "</th>" + cell(std::to_string(item.attempts), true) +
               cell(fixed(100.0 * item.passed_share, 0) + " %", true) + cell(fixed(item.mean, 1), true) +
               cell(fixed(item.sd, 1), true) +
               cell(item.discrimination ? signed_fixed(*item.discrimination, 2) : "–", true) + "</tr>\n";
    return out + "</tbody></table>\n</section>\n";
}

std::string errors(const Cohort& cohort) {
    if (cohort.errors.empty()) return "";
    std::string out =
        "<section>\n<h2>What went wrong most</h2>\n<table>\n<caption>Attempts in which points were lost by "
        "it.</caption>\n"
        "<thead><tr>" +
        head("What") + head("Attempts", true) + head("Learners", true) + head("Points lost", true) +
        "</tr></thead>\n<tbody>\n";
    for (size_t i = 0; i < std::min(kMostErrors, cohort.errors.size()); ++i) {
        const history::ErrorLine& error = cohort.errors[i];
        out += "<tr><th scope=\"row\">" + escaped((error.is_critical ? "Critical: " : "") + error.name) + "</th>" +
               cell(std::to_string(error.attempts), true) + cell(std::to_string(error.learners), true) +
               cell(error.is_critical ? "fails" : fixed(error.points, 1), true) + "</tr>\n";
    }
    return out + "</tbody></table>\n</section>\n";
}

std::string sentences(const std::string& title, const std::vector<std::string>& list) {
    if (list.empty()) return "";
    std::string out = "<section>\n<h2>" + escaped(title) + "</h2>\n<ul>\n";
    for (const std::string& sentence : list) out += "<li>" + escaped(sentence) + "</li>\n";
    return out + "</ul>\n</section>\n";
}

constexpr const char* kCohortStyle = R"css(
main, header.page, footer { max-width: 1240px; }
.heatmap th, .heatmap td { padding: 5px 8px; }
.heatmap thead th { font-size: 0.85rem; vertical-align: bottom; }
td.heat { text-align: center; font-variant-numeric: tabular-nums; border: 2px solid #ffffff; min-width: 3.4em; }
td.heat.none { color: var(--soft); background: var(--panel); }
@media print { @page { size: landscape; } }
)css";

}  // namespace

std::string cohort_html(const Cohort& cohort, const CohortNotes& notes) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<title>" +
        escaped("CryoSono class: " + cohort.title) + "</title>\n<style>" + page_style() + kCohortStyle +
        "</style>\n</head>\n<body>\n<header class=\"page\">\n<p>CryoSono class</p>\n<h1>" + escaped(cohort.title) +
        "</h1>\n" + (notes.made_on.empty() ? "" : "<p>" + escaped(notes.made_on) + "</p>\n") + "</header>\n<main>\n";
    out += summary(cohort) + heatmap(cohort, notes) + items(cohort) + errors(cohort) +
           sentences("Not counted", notes.not_counted) + sentences("Not handed in", notes.missing);
    out +=
        "<section>\n<h2>What this cannot say</h2>\n<p>Most limits of the score are provisional: set by reasoning, not "
        "yet against real learners. It is for teaching and for talking about, and not a reason by itself to pass or "
        "fail a person. Chained recordings show changes made after the event; they do not show who sat at the "
        "machine.</p>\n</section>\n";
    return out + "</main>\n<footer><p>" + escaped(kDisclaimer) + "</p></footer>\n</body>\n</html>\n";
}

}  // namespace cryo::report

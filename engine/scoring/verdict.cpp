#include "engine/scoring/verdict.h"

#include <algorithm>

#include "engine/scoring/trace_scan.h"

namespace cryo::scoring {
namespace {

std::string lower_first(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string points(double value) { return spoken(value, 0); }

void add_reasons(const ScoreModel& model, Assessment& a) {
    if (!a.decision.wrong_device.empty()) a.reasons.push_back("Change the device: " + a.decision.wrong_device);
    if (a.decision.should_refuse && a.decision.refused && !a.decision.right_reason)
        a.reasons.push_back("Refusing was right, but the chart does not hold the reason given.");
    if (!a.decision.should_refuse && a.decision.refused) a.reasons.push_back("This patient could have been treated.");
    for (const Critical& c : a.criticals) a.reasons.push_back(c.sentence);
    for (const std::string& id : a.missed_requirements) a.reasons.push_back(a.metric(id)->sentence);
    for (const std::string& id : a.missed_floors) {
        const SubscoreResult& s = *a.subscore(id);
        a.reasons.push_back(s.value ? s.name + ": " + points(*s.value) + " of 100, at least " + points(*s.floor) +
                                          " needed."
                                    : s.name + ": " + lower_first(s.why_not));
    }
    if (a.overall < model.limits.pass_overall)
        a.reasons.push_back("Overall " + points(a.overall) + " of 100, at least " + points(model.limits.pass_overall) +
                            " needed.");
    if (a.formative)
        a.reasons.push_back("Help was on for " + spoken(a.help_s, a.help_s < 10.0 ? 1 : 0) +
                            " s: this attempt is practice and proves nothing yet.");
}

}  // namespace

void write_verdict(const ScoreModel& model, Assessment& a) {
    add_reasons(model, a);
    if (a.pass) {
        const SubscoreResult* treated = a.subscore("coverage");
        if (!a.decision.wrong_device.empty())
            a.verdict = "Passed: this was not the device to treat with.";
        else if (a.decision.should_refuse)
            a.verdict = "Passed: refusing was right, and for the right reason.";
        else if (treated != nullptr && !treated->value)
            a.verdict = "Passed: all that this drill asks for was met.";
        else
            a.verdict = "Passed: the nerve was treated, in sight and without harm.";
    } else if (a.meets_everything) {
        a.verdict = "Everything was met, with help: do it again without.";
    } else if (!a.criticals.empty()) {
        a.verdict = "Not yet: " + lower_first(model.critical_name(a.criticals.front().id)) +
                    (a.criticals.size() > 1 ? ", and " + std::to_string(a.criticals.size() - 1) + " more critical " +
                                                  (a.criticals.size() > 2 ? "errors." : "error.")
                                            : ".");
    } else if (!a.missed_requirements.empty() && a.missed_floors.empty()) {
        a.verdict = "Not yet: " + lower_first(a.metric(a.missed_requirements.front())->sentence);
    } else if (!a.missed_floors.empty()) {
        a.verdict = "Not yet: " + lower_first(a.subscore(a.missed_floors.front())->name) + " fell short" +
                    (a.missed_floors.size() > 1
                         ? ", and " + std::to_string(a.missed_floors.size() - 1) + " more that cannot be made up for."
                         : ".");
    } else {
        a.verdict = "Not yet: no single fault, but too much was lost overall.";
    }
}

}  // namespace cryo::scoring

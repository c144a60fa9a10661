#include "engine/scoring/decision.h"

#include <algorithm>

namespace cryo::scoring {
namespace {

using session::Event;
using session::EventKind;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

// The learner's words for "Decided not to treat: cold urticaria".
std::string reason_of(const Event& decided) {
    const size_t colon = decided.text.find(": ");
    return lower(colon == std::string::npos ? decided.text : decided.text.substr(colon + 2));
}

constexpr double kHeldInViewS = 2.0;

// A reason that lies in the nerve itself ("motor nerve") is not read off a chart: it has to be shown, by holding the
// nerve in the live image and by the twitch that motor stimulation makes at it.
bool has_to_be_shown(const std::string& reason) { return reason.find("motor") != std::string::npos; }

bool has_shown_motor(const AttemptRecord& record, double before_s) {
    double longest_s = 0.0, held_s = 0.0;
    for (size_t i = 1; i < record.trace.size() && static_cast<double>(record.trace[i].t_s) <= before_s; ++i) {
        const auto& sample = record.trace[i];
        held_s = sample.target_seen > 0.5F
                     ? held_s + static_cast<double>(sample.t_s) - static_cast<double>(record.trace[i - 1].t_s)
                     : 0.0;
        longest_s = std::max(longest_s, held_s);
    }
    const NerveOutcome* target = record.target();
    const bool twitched = std::any_of(record.events.begin(), record.events.end(), [&](const Event& event) {
        return event.kind == EventKind::StimulusResponse && event.t_s <= before_s && target != nullptr &&
               event.structure == target->id && event.text.starts_with("Twitch");
    });
    constexpr double kSampleSlackS = 1e-3;  // times are floats
    return longest_s + kSampleSlackS >= kHeldInViewS && twitched;
}

// As the list of reasons has it. Taking another device says so by itself.
constexpr const char* kWrongDevice = "device cannot cover";

// What the chart and the table say against treating. A reason names one of these when either holds the other's words.
std::vector<std::string> reasons_to_refuse(const AttemptRecord& record) {
    std::vector<std::string> reasons;
    for (const std::string& contraindication : record.consent.contraindications)
        reasons.push_back(lower(contraindication));
    if (record.treated_side != record.consent.side) reasons.emplace_back("wrong side");
    if (!record.why_unsuitable.empty()) reasons.emplace_back(kWrongDevice);
    return reasons;
}

}  // namespace

DecisionOutcome decision_of(const AttemptRecord& record, bool gas_used) {
    const std::vector<std::string> reasons = reasons_to_refuse(record);
    DecisionOutcome out;
    out.should_refuse = !reasons.empty();
    out.wrong_device = record.why_unsuitable;
    out.gas_used = gas_used;
    out.t_s = record.trace.empty() ? 0.0 : static_cast<double>(record.trace.back().t_s);
    for (const Event& event : record.events) {
        if (event.kind != EventKind::Decided) continue;
        const bool changed = event.structure == "change_device" && !record.why_unsuitable.empty();
        out.refused = event.structure == "do_not_treat" || changed;
        out.t_s = event.t_s;
        out.reason = event.text;
        const std::string said = reason_of(event);
        out.right_reason =
            changed || (out.refused && !said.empty() &&
                        std::any_of(reasons.begin(), reasons.end(), [&](const std::string& reason) {
                            const bool names =
                                said.find(reason) != std::string::npos || reason.find(said) != std::string::npos;
                            return names && (!has_to_be_shown(reason) || has_shown_motor(record, event.t_s));
                        }));
    }
    return out;
}

Observation decision_taken(const DecisionOutcome& decision) {
    Observation out;
    out.id = "D1";
    out.sentence = "Treating was right.";
    if (!decision.should_refuse) return out;
    out.state = MetricState::Measured;
    const bool right = decision.refused && !decision.gas_used;
    out.value = !right ? 0.0 : decision.right_reason ? 1.0 : 0.5;
    const std::string& device = decision.wrong_device;
    out.sentence = !right && !device.empty() ? "This device was the wrong one: " + device
                   : !right                  ? "This patient should not have been treated."
                   : !decision.right_reason
                       ? "Refused, but for a reason that neither the chart holds nor you had shown."
                   : !device.empty() ? "Right not to go on with this device: " + device
                                     : "Refused for the right reason.";
    out.moments.push_back({decision.t_s, Vec3(0.0), "", 1.0, out.sentence});
    return out;
}

}  // namespace cryo::scoring

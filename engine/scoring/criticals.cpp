// The ten detectors of critical errors. Each looks at events or the trace alone and reports its first moment.
#include <algorithm>
#include <optional>

#include "engine/core/units.h"
#include "engine/scoring/observation.h"
#include "engine/scoring/trace_scan.h"

namespace cryo::scoring {
namespace {

using measure::Trace;
using measure::TraceSample;
using session::Event;
using session::EventKind;

Critical critical_at(const std::string& id, const TraceSample& sample, std::string sentence) {
    return {id, static_cast<double>(sample.t_s), tip_m(sample), place_in_words(sample), std::move(sentence)};
}

Critical critical_at(const std::string& id, const Event& event, const Trace& trace, std::string sentence) {
    const std::string place = trace.empty() ? "" : place_in_words(trace[sample_at(trace, event.t_s)]);
    return {id, event.t_s, event.place_m, place, std::move(sentence)};
}

const VesselInfo* vessel(const AttemptRecord& record, const std::string& id) {
    const auto found =
        std::find_if(record.vessels.begin(), record.vessels.end(), [&](const VesselInfo& v) { return v.id == id; });
    return found == record.vessels.end() ? nullptr : &*found;
}

// CF1: artery, large vein or pleura entered.
void find_entered(const AttemptRecord& record, const ScoreLimits& limits, std::vector<Critical>& out) {
    for (const Event& event : record.events) {
        const VesselInfo* hit = vessel(record, event.structure);
        const std::string name = hit != nullptr ? hit->label : event.structure;
        if (event.kind == EventKind::ArteryPuncture)
            out.push_back(critical_at("CF1", event, record.trace, "An artery was entered: " + name + "."));
        else if (event.kind == EventKind::VeinPuncture && hit != nullptr && hit->width_mm >= limits.large_vein_mm)
            out.push_back(critical_at("CF1", event, record.trace,
                                      "A vein " + spoken(hit->width_mm) + " mm wide was entered: " + name + "."));
        else if (event.kind == EventKind::PleuraPuncture)
            out.push_back(critical_at("CF1", event, record.trace, "The pleura was entered."));
    }
}

// Whether the tip was on the screen within the last live seconds before index `at`, with the cryoprobe still there. A
// paused image neither confirms nor uses up the time.
bool tip_confirmed(const Trace& trace, size_t at, const ScoreLimits& limits) {
    const Vec3 here_mm = tip_mm(trace[at]);
    double live_s = 0.0;
    for (size_t i = at + 1; i-- > 0 && live_s <= limits.tip_confirm_s;) {
        const TraceSample& sample = trace[i];
        if (glm::length(tip_mm(sample) - here_mm) > limits.tip_confirm_move_mm) return false;
        if (!is_on(sample.image_live)) continue;
        if (is_on(sample.tip_visible)) return true;
        if (i > 0) live_s += static_cast<double>(sample.t_s) - static_cast<double>(trace[i - 1].t_s);
    }
    return false;
}

// CF2: gas on with a tip nobody had seen. Ice hides the tip from a second period at the same place: the first
// confirmation holds for as long as the cryoprobe stays there.
void find_unconfirmed_gas(const Trace& trace, const ScoreLimits& limits, std::vector<Critical>& out) {
    std::optional<Vec3> confirmed_mm;
    for (const GasPeriod& period : gas_periods(trace)) {
        const TraceSample& on = trace[period.begin];
        const bool still_there = confirmed_mm && glm::length(*confirmed_mm - tip_mm(on)) <= limits.tip_confirm_move_mm;
        if (still_there || tip_confirmed(trace, period.begin, limits)) {
            confirmed_mm = still_there ? *confirmed_mm : tip_mm(on);
            continue;
        }
        out.push_back(critical_at("CF2", on,
                                  "Gas on, but the screen had not shown the tip in the last " +
                                      spoken(limits.tip_confirm_s, 0) + " s of live image."));
        return;
    }
}

// CF3: a motor nerve treated through half its section.
void find_frozen_motor(const AttemptRecord& record, const ScoreLimits& limits, std::vector<Critical>& out) {
    for (const NerveOutcome& nerve : record.nerves) {
        if (nerve.role != anatomy::NerveRole::Motor) continue;
        const TreatedRun run = longest_treated_run(nerve, limits.motor_critical_frac);
        if (run.length_mm < limits.motor_critical_mm) continue;
        const auto reached = std::find_if(record.trace.begin(), record.trace.end(), [&](const TraceSample& s) {
            return static_cast<double>(s.motor_frozen_frac) >= limits.motor_critical_frac;
        });
        const std::string sentence =
            "A motor nerve was frozen over " + spoken(run.length_mm) + " mm: " + nerve.label + ".";
        if (reached != record.trace.end())
            out.push_back(critical_at("CF3", *reached, sentence));
        else
            out.push_back({"CF3", record.trace.empty() ? 0.0 : static_cast<double>(record.trace.back().t_s), Vec3(0.0),
                           "", sentence});
        return;
    }
}

// CF4: skin frozen for a while, or hard at once.
void find_frozen_skin(const Trace& trace, const ScoreLimits& limits, std::vector<Critical>& out) {
    bool frozen = false;
    double since_s = 0.0;
    for (const TraceSample& sample : trace) {
        const auto skin_degc = static_cast<double>(sample.skin_min_degc);
        const auto t_s = static_cast<double>(sample.t_s);
        if (skin_degc <= limits.skin_instant_degc) {
            out.push_back(critical_at("CF4", sample, "The skin froze at " + spoken(skin_degc) + " °C."));
            return;
        }
        if (skin_degc > limits.skin_critical_degc) {
            frozen = false;
            continue;
        }
        if (!frozen) since_s = t_s;
        frozen = true;
        if (t_s - since_s >= limits.skin_critical_s) {
            out.push_back(critical_at("CF4", sample,
                                      "The skin was at " + spoken(limits.skin_critical_degc, 0) + " °C or colder for " +
                                          spoken(limits.skin_critical_s, 0) + " s."));
            return;
        }
    }
}

// CF5: moved while frozen in. Returns the first stretch of ice in which that happened: when it passed the limit, and
// how far it went in all.
std::optional<Critical> torn_in_trace(const Trace& trace, const ScoreLimits& limits) {
    std::optional<Critical> first;
    double farthest_mm = 0.0;
    std::optional<Vec3> held_mm;
    for (const TraceSample& sample : trace) {
        const bool frozen_in = is_on(sample.adherent) || static_cast<double>(sample.wall_degc) < limits.tear_tip_degc;
        // The sample in which a pull brings the tip out of the skin still belongs to it.
        const bool pulled_out = held_mm && sample.insert_mm <= 0.0F;
        if (pulled_out || (frozen_in && sample.insert_mm > 0.0F)) {
            if (!held_mm) held_mm = tip_mm(sample);
            const double moved_mm = glm::length(tip_mm(sample) - *held_mm);
            farthest_mm = std::max(farthest_mm, moved_mm);
            if (moved_mm > limits.tear_mm && !first) first = critical_at("CF5", sample, "");
        }
        if (!frozen_in || pulled_out) {
            if (first) break;
            held_mm.reset();
            farthest_mm = 0.0;
        }
    }
    if (first) first->sentence = "The cryoprobe moved " + spoken(farthest_mm) + " mm while it was frozen in.";
    return first;
}

// The session records a tear as an event; the trace shows it too. Whichever comes first is named.
void find_tear(const AttemptRecord& record, const ScoreLimits& limits, std::vector<Critical>& out) {
    std::optional<Critical> first = torn_in_trace(record.trace, limits);
    for (const Event& event : record.events) {
        if (event.kind != EventKind::Tear || event.value <= limits.tear_mm) continue;
        if (!first || event.t_s < first->t_s)
            first = critical_at("CF5", event, record.trace,
                                "The cryoprobe was pulled " + spoken(event.value) + " mm while it was frozen in.");
        break;
    }
    if (first) out.push_back(*first);
}

// CF6: cold on the wrong side of the body, or on another sensory nerve more than on the target.
void find_wrong_place(const AttemptRecord& record, const ScoreLimits& limits, const std::vector<GasPeriod>& gas,
                      std::vector<Critical>& out) {
    if (gas.empty()) return;
    const TraceSample& on = record.trace[gas.front().begin];
    if (record.treated_side != record.consent.side) {
        const bool right = record.consent.side == anatomy::Side::Right;
        out.push_back(critical_at("CF6", on,
                                  std::string("The ") + (right ? "left" : "right") +
                                      " side was treated; consent is for the " + (right ? "right" : "left") + "."));
        return;
    }
    const NerveOutcome* target = record.target();
    // The length of target that was reached at all: a poor lesion of the right nerve is no wrong nerve.
    const double target_mm = target == nullptr ? 0.0 : longest_treated_run(*target, 0.5).length_mm;
    for (const NerveOutcome& nerve : record.nerves) {
        if (nerve.required || nerve.role != anatomy::NerveRole::Sensory) continue;
        const double frozen_mm = longest_treated_run(nerve, limits.treated_section_frac).length_mm;
        if (frozen_mm < limits.wrong_nerve_mm || frozen_mm <= target_mm) continue;
        out.push_back(critical_at("CF6", on, "The wrong nerve was frozen: " + nerve.label + "."));
        return;
    }
}

// CF7: the shaft through more than half of a nerve.
void find_transfixed(const Trace& trace, const ScoreLimits& limits, std::vector<Critical>& out) {
    const auto through = std::find_if(trace.begin(), trace.end(), [&](const TraceSample& sample) {
        return sample.insert_mm > 0.0F && static_cast<double>(sample.pierced_frac) > limits.transfixed_frac;
    });
    if (through != trace.end())
        out.push_back(critical_at("CF7", *through,
                                  "The shaft went through " +
                                      spoken(100.0 * static_cast<double>(through->pierced_frac), 0) +
                                      " % of a nerve's thickness."));
}

// CF9: far more cold at one place than the protocol, or more places than the case allows.
void find_overdose(const AttemptRecord& record, const ScoreLimits& limits, const std::vector<GasPeriod>& gas,
                   std::vector<Critical>& out) {
    const double protocol_s = record.context.protocol_cycles * record.context.protocol_freeze_s;
    double here_s = 0.0;
    int placement = -1;
    for (const GasPeriod& period : gas) {
        if (period.placement != placement) here_s = 0.0;
        placement = period.placement;
        here_s += period_s(record.trace, period);
        if (here_s > limits.dose_critical_factor * protocol_s) {
            out.push_back(critical_at(
                "CF9", record.trace[std::min(period.end, record.trace.size() - 1)],
                "Gas ran " + spoken(here_s, 0) + " s at one place; the protocol is " + spoken(protocol_s, 0) + " s."));
            return;
        }
        if (placement > record.plan.placements_max) {
            out.push_back(
                critical_at("CF9", record.trace[period.begin],
                            "Gas on at more than " + std::to_string(record.plan.placements_max) + " places."));
            return;
        }
    }
}

}  // namespace

std::vector<Critical> find_criticals(const AttemptRecord& record, const ScoreLimits& limits) {
    std::vector<Critical> out;
    const std::vector<GasPeriod> gas = gas_periods(record.trace);
    find_entered(record, limits, out);
    find_unconfirmed_gas(record.trace, limits, out);
    find_frozen_motor(record, limits, out);
    find_frozen_skin(record.trace, limits, out);
    find_tear(record, limits, out);
    find_wrong_place(record, limits, gas, out);
    find_transfixed(record.trace, limits, out);
    if (!record.consent.contraindications.empty() && !gas.empty())
        out.push_back(critical_at("CF8", record.trace[gas.front().begin],
                                  "Gas on in a patient with " + record.consent.contraindications.front() + "."));
    find_overdose(record, limits, gas, out);
    for (const Event& event : record.events)
        if (event.kind == EventKind::CriticalDeclared)
            out.push_back(critical_at("CF10", event, record.trace, event.text));
    for (const InstructorCritical& named : record.instructor_criticals)
        out.push_back({"CF10", named.t_s, Vec3(0.0), "", named.sentence});
    std::stable_sort(out.begin(), out.end(), [](const Critical& a, const Critical& b) { return a.t_s < b.t_s; });
    return out;
}

}  // namespace cryo::scoring

#include "engine/station/observer.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/core/units.h"

namespace cryo::station {

namespace {

using measure::MetricId;
using session::EventKind;

// Measures that mean something while the attempt goes on, in the order of the page.
constexpr MetricId kShown[] = {MetricId::V6, MetricId::V7, MetricId::V8, MetricId::V9, MetricId::P2,
                               MetricId::P3, MetricId::T3, MetricId::T5, MetricId::S1, MetricId::S3,
                               MetricId::C2, MetricId::M1, MetricId::K1, MetricId::F2, MetricId::F3};

bool is_critical(EventKind kind) {
    switch (kind) {
        case EventKind::NerveTransfixed:
        case EventKind::ArteryPuncture:
        case EventKind::VeinPuncture:
        case EventKind::PleuraPuncture:
        case EventKind::Tear:
        case EventKind::SkinFrost:
        case EventKind::CriticalDeclared:
            return true;
        default:
            return false;
    }
}

void collect_buttons(const std::vector<scenario::Handler>& handlers, std::set<std::string>& buttons) {
    for (const scenario::Handler& handler : handlers)
        for (const auto* list : {&handler.when.all, &handler.when.any, &handler.when.none})
            for (const scenario::Trigger& trigger : *list)
                if (trigger.on == scenario::TriggerKind::Button) buttons.insert(trigger.subject);
}

}  // namespace

CaseInfo case_info(const session::Session& session, const std::string& mode) {
    const scenario::Scenario& scenario = session.scenario();
    CaseInfo info{.scenario = scenario.id, .title = scenario.title, .mode = mode, .phases = {}, .buttons = {}};
    std::set<std::string> buttons;
    collect_buttons(scenario.script.handlers, buttons);
    for (const scenario::ScriptPhase& phase : scenario.script.phases) {
        info.phases.push_back({phase.id, phase.instruction, phase.next});
        collect_buttons(phase.handlers, buttons);
        for (const auto* list : {&phase.done.all, &phase.done.any, &phase.done.none})
            for (const scenario::Trigger& trigger : *list)
                if (trigger.on == scenario::TriggerKind::Button) buttons.insert(trigger.subject);
    }
    info.buttons.assign(buttons.begin(), buttons.end());
    if (info.phases.empty())
        info.phases = {{"scan", "Find the nerve", "needle"},
                       {"needle", "Bring the tip beside it", "cool"},
                       {"cool", "Freeze", "rewarm"},
                       {"rewarm", "Thaw, place again or withdraw", "finished"}};
    return info;
}

std::optional<session::Command> command_of(const Order& order) {
    if (order.verb > Verb::Cough) return std::nullopt;
    return session::Instruct{verb_name(order.verb), order.text};
}

AttemptObserver::AttemptObserver(const session::Session& session)
    : metrics_(session::measure_context(session)), required_mm_(mm_from_m(metrics_.context().required_length_m)) {}

std::vector<LiveEvent> AttemptObserver::new_events(const session::Session& session) {
    std::vector<LiveEvent> events;
    for (; events_ < session.events().size(); ++events_) {
        const session::Event& event = session.events()[events_];
        const bool critical = is_critical(event.kind);
        if (critical) {
            ++criticals_;
            last_critical_ = event.text;
        }
        events.push_back({event.t_s, session::event_name(event.kind), event.text, critical});
    }
    return events;
}

void AttemptObserver::follow_trace(const session::Session& session) {
    const measure::Trace& trace = session.trace();
    for (; samples_ < trace.size(); ++samples_) {
        const measure::TraceSample& sample = trace[samples_];
        metrics_.add(sample);
        if (sample.tip_visible > 0.5F || sample.insert_mm <= 0.0F || sample.image_live < 0.5F)
            last_seen_s_ = static_cast<double>(sample.t_s);
    }
}

void AttemptObserver::follow_commands(const session::Session& session) {
    const auto& commands = session.commands();
    for (; commands_ < commands.size(); ++commands_)
        if (!std::holds_alternative<session::Instruct>(commands[commands_].command))
            last_command_s_ = static_cast<double>(commands[commands_].tick) * session::kTickS;
}

LiveState AttemptObserver::state(const session::Session& session) {
    follow_trace(session);
    follow_commands(session);
    const session::Console& console = session.console();
    const std::string& lesson_phase = session.lesson().phase;
    const scenario::ScriptPhase* part = session.script() == nullptr ? nullptr : session.script()->phase();
    const std::string phase = lesson_phase.empty() ? session::phase_name(session.phase()) : lesson_phase;
    if (phase != phase_) {
        phase_ = phase;
        phase_since_s_ = session.t_s();
    }
    LiveState s;
    s.screen = "practice";
    s.phase = phase;
    s.t_s = session.t_s();
    s.phase_s = session.t_s() - phase_since_s_;
    if (part != nullptr && std::isfinite(part->limit_s)) s.phase_limit_s = part->limit_s;
    s.gas_on = console.gas_on;
    s.frozen_in = console.adherent;
    s.tip_seen = session.tip_visible();
    s.question_open = !session.lesson().question.id.empty();
    s.insert_mm = std::max(0.0, mm_from_m(session.hands().cryoprobe.insert_m));
    s.tip_unseen_s = s.insert_mm > 0.0 ? session.t_s() - last_seen_s_ : 0.0;
    s.idle_s = session.t_s() - last_command_s_;
    s.required_mm = required_mm_;
    s.ice_mm = mm_from_m(session.ice_radius_m());
    s.tip_degc = console.tip_degc;
    s.gas_left_s = console.gas_left_s;
    s.placement = console.placement;
    s.criticals = criticals_;
    s.last_critical = last_critical_;
    s.skin_degc = 32.0;
    if (!session.trace().empty()) {
        const measure::TraceSample& last = session.trace().back();
        s.tip_target_mm = static_cast<double>(last.tip_target_mm);
        s.treated_mm = static_cast<double>(last.covered_mm);
        s.skin_degc = static_cast<double>(last.skin_min_degc);
    }
    if (!session.has_target()) return s;
    for (const MetricId id : kShown) {
        const measure::MetricValue value = metrics_.value(id);
        if (value.state != measure::MetricState::Measured) continue;
        const measure::MetricInfo& info = measure::metric_info(id);
        s.measures.push_back({info.code, info.name, info.unit, value.value, value.good, value.bad});
    }
    return s;
}

}  // namespace cryo::station

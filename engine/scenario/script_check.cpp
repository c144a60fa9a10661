#include "engine/scenario/script_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/scenario/script_words.h"

namespace cryo::scenario {

using io::FaultLog;
using io::Node;

namespace {

const Node& value_or(const Node& table, const char* key) {
    const Node* value = table.find(key);
    return value != nullptr ? *value : table;
}

const Node& item(const Node& table, const char* key, size_t index) {
    const Node* list = table.find(key);
    return list != nullptr && index < list->children.size() ? list->children[index] : table;
}

void add_unknown(const Node& at, const std::string& what, const std::string& name,
                 const std::vector<std::string>& known, FaultLog& log) {
    const std::string nearest = nearest_word(name, known);
    log.add(at,
            "there is no " + what + " '" + name + "'" + (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
}

bool contains(const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// Levels of one condition that must hold together: where they leave no value, the condition never holds.
struct Interval {
    double low = -kForever;
    double high = kForever;
    bool open_low = false;  // the limit itself is outside
    bool open_high = false;

    void narrow(Comparison op, double value) {
        const bool from_below = op == Comparison::AtLeast || op == Comparison::More || op == Comparison::Equal;
        const bool from_above = op == Comparison::AtMost || op == Comparison::Less || op == Comparison::Equal;
        if (from_below && value >= low) {
            open_low = value > low ? op == Comparison::More : open_low || op == Comparison::More;
            low = value;
        }
        if (from_above && value <= high) {
            open_high = value < high ? op == Comparison::Less : open_high || op == Comparison::Less;
            high = value;
        }
    }
    bool empty() const { return low > high || (low == high && (open_low || open_high)); }
};

class ScriptCheck {
  public:
    ScriptCheck(const Script& script, const CaseNames& names, const Node& root, FaultLog& log)
        : script_(script), names_(names), root_(root), log_(log) {
        gather();
    }

    void run() {
        check_ids();
        for (size_t p = 0; p < script_.phases.size(); ++p) check_phase(p);
        for (size_t h = 0; h < script_.handlers.size(); ++h)
            check_handler(script_.handlers[h], item(root_, "handler", h), nullptr);
        check_ways();
    }

  private:
    // Names that some action makes: a trigger that waits for another waits for ever.
    void gather() {
        for (const ScriptPhase& phase : script_.phases) {
            phase_ids_.push_back(phase.id);
            gather(phase.enter);
            for (const Handler& handler : phase.handlers) gather(handler.actions);
        }
        for (const Handler& handler : script_.handlers) gather(handler.actions);
    }
    void gather(const std::vector<Action>& actions) {
        for (const Action& action : actions) {
            if (action.act == ActionKind::SetTimer) timers_.push_back(action.subject);
            if (action.act == ActionKind::StepDone) steps_.push_back(action.subject);
            if (action.act == ActionKind::Ask) questions_.push_back(action.subject);
        }
    }

    void check_ids() {
        std::set<std::string> seen;
        for (size_t p = 0; p < script_.phases.size(); ++p) {
            const Node& at = value_or(item(root_, "phase", p), "id");
            const bool is_end = script_.phases[p].id == kEndPhase;
            names_are_sound_ &= !is_end;
            if (is_end)
                log_.add(at, "'end' is the end of every lesson; no phase has that id");
            if (!seen.insert(script_.phases[p].id).second)
                log_.add(at, "the phase '" + script_.phases[p].id + "' stands twice");
        }
        seen.clear();
        const auto check = [&](const std::vector<Handler>& handlers, const Node& table) {
            for (size_t h = 0; h < handlers.size(); ++h)
                if (!seen.insert(handlers[h].id).second)
                    log_.add(value_or(item(table, "handler", h), "id"),
                             "the handler '" + handlers[h].id + "' stands twice");
        };
        for (size_t p = 0; p < script_.phases.size(); ++p) check(script_.phases[p].handlers, item(root_, "phase", p));
        check(script_.handlers, root_);
    }

    void check_phase(size_t index) {
        const ScriptPhase& phase = script_.phases[index];
        const Node& node = item(root_, "phase", index);
        check_condition(phase.done, value_or(node, "done"), &phase);
        for (size_t a = 0; a < phase.enter.size(); ++a) check_action(phase.enter[a], item(node, "enter", a));
        for (size_t h = 0; h < phase.handlers.size(); ++h)
            check_handler(phase.handlers[h], item(node, "handler", h), &phase);
        if (!phase.next.empty()) check_phase_name(phase.next, value_or(node, "next"));
        if (!phase.on_limit.empty()) check_phase_name(phase.on_limit, value_or(node, "on_limit"));
        if (phase.next.empty() && !phase.done.empty())
            log_.add(value_or(node, "done"), "the goal leads nowhere: 'next' is missing");
        if (!phase.next.empty() && phase.done.empty())
            log_.add(value_or(node, "next"), "'next' is never taken: the phase has no goal 'done'");
        if (!phase.on_limit.empty() && phase.limit_s == kForever)
            log_.add(value_or(node, "on_limit"), "'on_limit' is never taken: the phase has no 'limit_s'");
        if (phase.limit_s < kForever && phase.done.hold_s >= phase.limit_s)
            log_.add(value_or(node, "limit_s"), "the limit of " + io::rounded_text(phase.limit_s) +
                                                    " s passes before the goal has held for " +
                                                    io::rounded_text(phase.done.hold_s) + " s");
    }

    void check_handler(const Handler& handler, const Node& node, const ScriptPhase* inside) {
        check_condition(handler.when, value_or(node, "when"), inside);
        if (!log_.is_sound(node)) return;
        if (handler.when.empty()) log_.add(value_or(node, "when"), "a handler needs at least one trigger");
        if (handler.actions.empty())
            log_.add_at_key(node, "the handler '" + handler.id + "' does nothing: 'do' is empty");
        for (size_t a = 0; a < handler.actions.size(); ++a) check_action(handler.actions[a], item(node, "do", a));
        if (handler.once && handler.max_fires < 1000 && handler.max_fires > 1)
            log_.add(value_or(node, "max_fires"), "it fires only once: 'max_fires' needs once = false");
        if (handler.once && handler.cooldown_s > 0.0)
            log_.add(value_or(node, "cooldown_s"), "it fires only once: 'cooldown_s' needs once = false");
    }

    void check_condition(const Condition& condition, const Node& node, const ScriptPhase* inside) {
        const auto each = [&](const std::vector<Trigger>& triggers, const char* key) {
            for (size_t t = 0; t < triggers.size(); ++t) check_trigger(triggers[t], item(node, key, t), inside);
        };
        each(condition.all, "all");
        each(condition.any, "any");
        each(condition.none, "none");
        check_contradictions(condition, node);
    }

    void check_contradictions(const Condition& condition, const Node& node) {
        std::map<std::pair<TriggerKind, std::string>, Interval> levels;
        const Trigger* in_phase = nullptr;
        for (size_t t = 0; t < condition.all.size(); ++t) {
            const Trigger& trigger = condition.all[t];
            const Node& at = item(node, "all", t);
            if (trigger.on == TriggerKind::PhaseIs) {
                if (in_phase != nullptr && in_phase->subject != trigger.subject)
                    log_.add(at, "a lesson is in one phase at a time: '" + in_phase->subject + "' is asked above");
                in_phase = &trigger;
            }
            for (const Trigger& not_this : condition.none)
                if (same_question(trigger, not_this) && trigger.op == not_this.op && trigger.value == not_this.value)
                    log_.add(at, "the same trigger stands under 'none': together they never hold");
            if (trigger_word(trigger.on).form != TriggerForm::Level) continue;
            Interval& interval = levels[{trigger.on, trigger.subject}];
            const bool was_empty = interval.empty();
            interval.narrow(trigger.op, trigger.value);
            if (interval.empty() && !was_empty)
                log_.add(at, "no value meets this and what stands above: " + trigger_text(trigger));
        }
    }
    static bool same_question(const Trigger& a, const Trigger& b) {
        return a.on == b.on && a.subject == b.subject && a.word == b.word && a.middle == b.middle &&
               a.responds == b.responds && a.hold_s == b.hold_s && a.count == b.count;
    }

    void check_trigger(const Trigger& trigger, const Node& node, const ScriptPhase* inside) {
        if (!log_.is_sound(node)) return;
        switch (trigger_word(trigger.on).subject) {
            case NameOf::Structure:
                check_name("structure", trigger.subject, value_or(node, "structure"), names_.structures,
                           structure_classes());
                break;
            case NameOf::Tube:
                check_name("nerve, vessel or inclusion", trigger.subject, value_or(node, "structure"), names_.tubes,
                           {"target"});
                break;
            case NameOf::Layer:
                check_name("layer", trigger.subject, value_or(node, "layer"), names_.layers, {});
                break;
            case NameOf::Phase:
                check_phase_name(trigger.subject, value_or(node, "is"));
                if (inside != nullptr && trigger.on == TriggerKind::PhaseIs && trigger.subject != inside->id)
                    log_.add(node, "it listens in the phase '" + inside->id + "' only, where this never holds");
                break;
            case NameOf::Timer:
                check_name("action that sets the timer", trigger.subject, value_or(node, "id"), timers_, {});
                break;
            case NameOf::Step:
                check_name("action that marks the step", trigger.subject, value_or(node, "id"), steps_, {});
                break;
            case NameOf::Question:
                check_name("action that asks", trigger.subject, value_or(node, "id"), questions_, {});
                break;
            default:
                break;
        }
        if (trigger.on == TriggerKind::KnobValue) check_knob(trigger.subject, trigger.value, value_or(node, "value"));
        if (trigger.on == TriggerKind::Time && (trigger.since_phase_s < 0.0) == (trigger.since_start_s < 0.0))
            log_.add(node, "'time' needs one of 'since_phase_s' and 'since_start_s'");
        if (trigger.on == TriggerKind::Time && inside != nullptr && trigger.since_phase_s >= inside->limit_s)
            log_.add(value_or(node, "since_phase_s"),
                     "the phase ends after " + io::rounded_text(inside->limit_s) + " s, before this");
        if (trigger.within_s < kForever && trigger.count < 2)
            log_.add(value_or(node, "within_s"), "'within_s' needs a 'count' of at least 2");
        check_device(trigger, node);
    }

    void check_device(const Trigger& trigger, const Node& node) {
        using K = TriggerKind;
        const bool needs_device = trigger.on >= K::NeedleInTissue && trigger.on <= K::GasLeft;
        if (needs_device && !names_.has_device) log_.add(node, "this case has no cryoprobe");
        if (trigger.on == K::Stimulus && !names_.has_stimulator)
            log_.add(node, "no cryoprobe of this case has a stimulator");
    }

    void check_action(const Action& action, const Node& node) {
        if (!log_.is_sound(node)) return;
        switch (action.act) {
            case ActionKind::Goto:
                check_phase_name(action.subject, value_or(node, "phase"));
                break;
            case ActionKind::Highlight:
                check_name("structure", action.subject, value_or(node, "structure"), names_.structures,
                           structure_classes());
                break;
            case ActionKind::Ask:
                if (!action.correct.empty() && !contains(action.choices, action.correct))
                    add_unknown(value_or(node, "correct"), "choice", action.correct, action.choices, log_);
                break;
            case ActionKind::Assist:
                if ((action.word == "fade") != (node.find("fade_s") != nullptr))
                    log_.add(node, "'fade_s' goes with to = \"fade\", and that needs it");
                break;
            case ActionKind::SetKnob:
                check_knob(action.subject, action.value, value_or(node, "value"));
                break;
            case ActionKind::DeviceFault:
                if (!names_.has_device) log_.add(node, "this case has no cryoprobe");
                break;
            default:
                break;
        }
    }

    void check_name(const std::string& what, const std::string& name, const Node& at,
                    const std::vector<std::string>& known, const std::vector<std::string>& more) {
        if (contains(known, name) || contains(more, name)) return;
        std::vector<std::string> all = known;
        all.insert(all.end(), more.begin(), more.end());
        add_unknown(at, what, name, all, log_);
    }

    void check_phase_name(const std::string& name, const Node& at) {
        if (name == kEndPhase || contains(phase_ids_, name)) return;
        add_unknown(at, "phase", name, phase_ids_, log_);
        names_are_sound_ = false;
    }

    void check_knob(const std::string& name, double value, const Node& at) {
        for (const KnobWord& knob : knob_words())
            if (knob.name == name && !(value >= knob.low && value <= knob.high))
                log_.add(at, "'" + name + "' cannot be " + io::rounded_text(value) +
                                 "; allowed: " + io::rounded_text(knob.low) + " to " + io::rounded_text(knob.high));
    }

    // ---- ways from phase to phase ----

    static void add_gotos(const std::vector<Action>& actions, std::set<std::string>& into) {
        for (const Action& action : actions) {
            if (action.act == ActionKind::Goto) into.insert(action.subject);
            if (action.act == ActionKind::End) into.insert(kEndPhase);
        }
    }

    std::set<std::string> exits(const ScriptPhase& phase) const {
        std::set<std::string> to;
        if (!phase.next.empty() && !phase.done.empty()) to.insert(phase.next);
        if (!phase.on_limit.empty() && phase.limit_s < kForever) to.insert(phase.on_limit);
        add_gotos(phase.enter, to);
        for (const Handler& handler : phase.handlers) add_gotos(handler.actions, to);
        for (const Handler& handler : script_.handlers) add_gotos(handler.actions, to);
        to.erase(phase.id);
        return to;
    }

    void check_ways() {
        if (script_.phases.empty() || !names_are_sound_) return;
        std::set<std::string> reached{script_.phases.front().id};
        for (bool grows = true; grows;) {
            grows = false;
            for (const ScriptPhase& phase : script_.phases)
                if (reached.contains(phase.id))
                    for (const std::string& to : exits(phase)) grows |= reached.insert(to).second;
        }
        for (size_t p = 0; p < script_.phases.size(); ++p) {
            const ScriptPhase& phase = script_.phases[p];
            const Node& at = value_or(item(root_, "phase", p), "id");
            if (!reached.contains(phase.id)) log_.add(at, "no way leads to the phase '" + phase.id + "'");
            if (exits(phase).empty())
                log_.add(at, "no way leads out of the phase '" + phase.id +
                                 "': it needs a goal with 'next', a limit with 'on_limit', or a 'goto'");
        }
    }

    const Script& script_;
    const CaseNames& names_;
    const Node& root_;
    FaultLog& log_;
    bool names_are_sound_ = true;  // where a phase is misspelt, the ways between phases say nothing
    std::vector<std::string> phase_ids_;
    std::vector<std::string> timers_;
    std::vector<std::string> steps_;
    std::vector<std::string> questions_;
};

}  // namespace

void check_script(const Script& script, const CaseNames& names, const Node& root, FaultLog& log) {
    for (const char* key : {"phase", "handler"})
        if (const Node* list = root.find(key); list != nullptr && list->kind != io::NodeKind::Array) return;
    ScriptCheck(script, names, root, log).run();
}

}  // namespace cryo::scenario

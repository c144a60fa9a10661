#include "engine/scenario/script_run.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "engine/core/check.h"
#include "engine/scenario/script_words.h"

namespace cryo::scenario {

namespace {

// Times are sums of ticks of 1/120 s: half a tick of room keeps "2 s" at 240 ticks.
constexpr double kHalfTickS = 1.0 / 240.0;

size_t trigger_count(const Condition& condition) {
    return condition.all.size() + condition.any.size() + condition.none.size();
}

bool contains(const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

void add(StateHash& hash, const std::string& text) {
    hash.add(text.size());
    hash.add_bytes(text.data(), text.size());
}

// The time that something has held without a break.
struct Held {
    bool holding = false;
    double since_s = 0.0;

    bool for_at_least(bool holds_now, double hold_s, double t_s) {
        if (holds_now && !holding) since_s = t_s;
        holding = holds_now;
        return holding && t_s - since_s >= hold_s - kHalfTickS;
    }
};

}  // namespace

// One slot per trigger and per condition, in the order of the file: those of a phase's goal, of its handlers, and then
// of the handlers that always listen.
struct ScriptRun::Memory {
    struct TriggerSlot {
        Held held;
        bool was_true = false;
        std::deque<double> came_true_s;
    };
    struct HandlerSlot {
        Held held;
        bool was_true = false;
        int fires = 0;
        double last_s = -1.0;
    };
    std::vector<TriggerSlot> triggers;
    std::vector<Held> goals;  // by phase
    std::vector<HandlerSlot> handlers;

    std::vector<size_t> goal_triggers;     // first trigger slot of each phase's goal
    std::vector<size_t> phase_handlers;    // first handler slot of each phase
    std::vector<size_t> handler_triggers;  // first trigger slot of each handler
    size_t global_handlers = 0;
};

ScriptRun::ScriptRun(std::shared_ptr<const Script> script)
    : script_(std::move(script)), memory_(std::make_unique<Memory>()) {
    CRYO_CHECK(script_ != nullptr);
    Memory& m = *memory_;
    size_t triggers = 0;
    const auto count_handlers = [&](const std::vector<Handler>& handlers) {
        for (const Handler& handler : handlers) {
            m.handler_triggers.push_back(triggers);
            triggers += trigger_count(handler.when);
        }
    };
    for (const ScriptPhase& phase : script_->phases) {
        m.goal_triggers.push_back(triggers);
        triggers += trigger_count(phase.done);
        m.phase_handlers.push_back(m.handler_triggers.size());
        count_handlers(phase.handlers);
    }
    m.global_handlers = m.handler_triggers.size();
    count_handlers(script_->handlers);
    m.triggers.resize(triggers);
    m.goals.resize(script_->phases.size());
    m.handlers.resize(m.handler_triggers.size());
}

ScriptRun::~ScriptRun() = default;

const ScriptPhase* ScriptRun::phase() const {
    return phase_ < 0 ? nullptr : &script_->phases[static_cast<size_t>(phase_)];
}

void ScriptRun::answer(const std::string& question, const std::string& choice) {
    if (open_question_ == nullptr || open_question_->subject != question) return;
    answered_.emplace_back(question, open_question_->correct.empty() || choice == open_question_->correct);
    open_question_ = nullptr;
}

bool ScriptRun::holds_now(const Trigger& trigger, const ScriptWorld& world, double t_s) const {
    switch (trigger.on) {
        case TriggerKind::Always:
            return true;
        case TriggerKind::Time:
            return trigger.since_phase_s >= 0.0 ? t_s - phase_since_s_ >= trigger.since_phase_s - kHalfTickS
                                                : t_s >= trigger.since_start_s - kHalfTickS;
        case TriggerKind::Timer:
            return contains(timers_due_, trigger.subject);
        case TriggerKind::PhaseIs:
            return phase() != nullptr && phase()->id == trigger.subject;
        case TriggerKind::PhaseEnter:
            return !entered_.empty() && entered_ == trigger.subject;
        case TriggerKind::PhaseExit:
            return !left_.empty() && left_ == trigger.subject;
        case TriggerKind::StepDone:
            return contains(steps_done_, trigger.subject);
        case TriggerKind::Button:
            return contains(pressed_, trigger.subject);
        case TriggerKind::Answered:
            return std::any_of(answered_.begin(), answered_.end(), [&](const auto& given) {
                return given.first == trigger.subject &&
                       (trigger.word == "any" || (trigger.word == "correct") == given.second);
            });
        case TriggerKind::Points:
            return compares(points_off_, trigger.op, trigger.value);
        default:
            break;
    }
    if (trigger_word(trigger.on).form == TriggerForm::Level)
        return compares(world.level(trigger), trigger.op, trigger.value);
    return world.holds(trigger);
}

bool ScriptRun::holds(const Trigger& trigger, size_t slot, const ScriptWorld& world, double t_s) {
    Memory::TriggerSlot& memory = memory_->triggers[slot];
    const bool holds = memory.held.for_at_least(holds_now(trigger, world, t_s), trigger.hold_s, t_s);
    if (holds && !memory.was_true) memory.came_true_s.push_back(t_s);
    memory.was_true = holds;
    if (trigger.count == 1) {
        memory.came_true_s.clear();
        return holds;
    }
    while (!memory.came_true_s.empty() && t_s - memory.came_true_s.front() > trigger.within_s)
        memory.came_true_s.pop_front();
    while (static_cast<int>(memory.came_true_s.size()) > trigger.count) memory.came_true_s.pop_front();
    return static_cast<int>(memory.came_true_s.size()) == trigger.count;
}

// Every trigger is looked at, also where the answer is already clear: each remembers how long it has held.
bool ScriptRun::holds(const Condition& condition, size_t slot, const ScriptWorld& world, double t_s,
                      std::string* cause) {
    bool all = true;
    bool any = condition.any.empty();
    bool none = true;
    const auto say = [&](const Trigger& trigger) {
        if (cause != nullptr) *cause += (cause->empty() ? "" : "; ") + trigger_text(trigger);
    };
    for (const Trigger& trigger : condition.all) {
        all &= holds(trigger, slot++, world, t_s);
        say(trigger);
    }
    for (const Trigger& trigger : condition.any) {
        if (!holds(trigger, slot++, world, t_s)) continue;
        any = true;
        say(trigger);
    }
    for (const Trigger& trigger : condition.none) none &= !holds(trigger, slot++, world, t_s);
    return all && any && none;
}

ScriptStep ScriptRun::step(const ScriptWorld& world, double t_s) {
    ScriptStep step;
    if (ended()) return step;
    entered_.clear();
    left_.clear();
    timers_due_.clear();
    for (auto timer = timers_.begin(); timer != timers_.end();) {
        if (t_s < timer->second) {
            ++timer;
            continue;
        }
        timers_due_.push_back(timer->first);
        timer = timers_.erase(timer);
    }
    if (!started_) {
        started_ = true;
        if (!script_->phases.empty()) go_to(script_->phases.front().id, "the attempt begins", t_s, step);
    } else if (!pending_goto_.empty()) {
        // A change of phase takes effect here, before anyone listens: all see the same phase in one tick.
        const std::string to = std::exchange(pending_goto_, "");
        go_to(to, std::exchange(pending_cause_, ""), t_s, step);
    }
    Memory& m = *memory_;
    if (phase_ >= 0) {
        const auto p = static_cast<size_t>(phase_);
        listen(script_->phases[p].handlers, m.phase_handlers[p], world, t_s, step);
    }
    if (!ended()) listen(script_->handlers, m.global_handlers, world, t_s, step);
    if (phase_ >= 0) {
        const auto p = static_cast<size_t>(phase_);
        const ScriptPhase& phase = script_->phases[p];
        std::string cause;
        const bool reached =
            !phase.done.empty() &&
            m.goals[p].for_at_least(holds(phase.done, m.goal_triggers[p], world, t_s, &cause), phase.done.hold_s, t_s);
        if (reached && pending_goto_.empty()) {
            pending_goto_ = phase.next;
            pending_cause_ = "goal: " + cause;
        } else if (t_s - phase_since_s_ >= phase.limit_s - kHalfTickS && !overdue_said_) {
            overdue_said_ = true;
            if (phase.on_limit.empty()) step.overdue.push_back(phase.id);
            if (pending_goto_.empty() && !phase.on_limit.empty()) {
                pending_goto_ = phase.on_limit;
                pending_cause_ = "time limit";
            }
        }
    }
    pressed_.clear();
    answered_.clear();
    if (pending_goto_ == kEndPhase) {
        const std::string cause = std::exchange(pending_cause_, "");
        pending_goto_.clear();
        go_to(kEndPhase, cause, t_s, step);
    }
    return step;
}

void ScriptRun::listen(const std::vector<Handler>& handlers, size_t first_handler, const ScriptWorld& world, double t_s,
                       ScriptStep& step) {
    for (size_t h = 0; h < handlers.size(); ++h) {
        const Handler& handler = handlers[h];
        Memory::HandlerSlot& memory = memory_->handlers[first_handler + h];
        const int most = handler.once ? 1 : handler.max_fires;
        if (memory.fires >= most) continue;  // whatever it hears, it is done
        std::string cause;
        const bool now = holds(handler.when, memory_->handler_triggers[first_handler + h], world, t_s, &cause);
        const bool held = memory.held.for_at_least(now, handler.when.hold_s, t_s);
        const bool rises = held && !memory.was_true;
        const bool is_deaf = memory.fires > 0 && t_s - memory.last_s < handler.cooldown_s;
        // Deaf, it does not take the rise in: if the condition still holds afterwards, it fires then.
        if (!(rises && is_deaf)) memory.was_true = held;
        if (!rises || is_deaf) continue;
        ++memory.fires;
        memory.last_s = t_s;
        carry_out(handler.actions, handler.id, cause, t_s, step);
    }
}

void ScriptRun::carry_out(const std::vector<Action>& actions, const std::string& by, const std::string& cause,
                          double t_s, ScriptStep& step) {
    for (const Action& action : actions) {
        step.actions.push_back({&action, by, cause});
        switch (action.act) {
            case ActionKind::Goto:
            case ActionKind::End:
                if (!pending_goto_.empty()) break;
                pending_goto_ = action.act == ActionKind::End ? kEndPhase : action.subject;
                pending_cause_ = by;
                break;
            case ActionKind::SetTimer:
                timers_[action.subject] = t_s + action.seconds;
                break;
            case ActionKind::StepDone:
                if (!contains(steps_done_, action.subject)) steps_done_.push_back(action.subject);
                break;
            case ActionKind::Ask:
                open_question_ = &action;
                break;
            case ActionKind::Deduct:
                points_off_ += action.value;
                break;
            default:
                break;
        }
    }
}

// A phase that begins again starts afresh; only how often its handlers have fired stays.
void ScriptRun::forget_phase(size_t phase) {
    Memory& m = *memory_;
    m.goals[phase] = {};
    const bool is_last = phase + 1 == script_->phases.size();
    const size_t handlers_end = is_last ? m.global_handlers : m.phase_handlers[phase + 1];
    for (size_t h = m.phase_handlers[phase]; h < handlers_end; ++h) {
        m.handlers[h].held = {};
        m.handlers[h].was_true = false;
    }
    const size_t first_global =
        m.global_handlers < m.handler_triggers.size() ? m.handler_triggers[m.global_handlers] : m.triggers.size();
    const size_t triggers_end = is_last ? first_global : m.goal_triggers[phase + 1];
    std::fill(m.triggers.begin() + static_cast<std::ptrdiff_t>(m.goal_triggers[phase]),
              m.triggers.begin() + static_cast<std::ptrdiff_t>(triggers_end), Memory::TriggerSlot{});
}

void ScriptRun::go_to(const std::string& id, const std::string& cause, double t_s, ScriptStep& step) {
    left_ = phase() != nullptr ? phase()->id : "";
    phase_ = -1;
    for (size_t p = 0; p < script_->phases.size(); ++p)
        if (script_->phases[p].id == id) phase_ = static_cast<int>(p);
    phase_since_s_ = t_s;
    overdue_said_ = false;
    entered_ = phase_ >= 0 ? id : "";
    step.changes.push_back({left_, phase_ >= 0 ? id : kEndPhase, cause});
    if (phase_ < 0) return;
    const auto p = static_cast<size_t>(phase_);
    forget_phase(p);
    carry_out(script_->phases[p].enter, id, "the phase begins", t_s, step);
}

std::vector<ScriptRun::Firing> ScriptRun::firings() const {
    std::vector<Firing> all;
    size_t slot = 0;
    const auto list = [&](const std::vector<Handler>& handlers, const std::string& phase) {
        for (const Handler& handler : handlers) {
            const Memory::HandlerSlot& memory = memory_->handlers[slot++];
            all.push_back({handler.id, phase, memory.fires, memory.last_s});
        }
    };
    for (const ScriptPhase& phase : script_->phases) list(phase.handlers, phase.id);
    list(script_->handlers, "");
    return all;
}

void ScriptRun::add_to(StateHash& hash) const {
    hash.add(started_);
    hash.add(phase_);
    hash.add(phase_since_s_);
    hash.add(overdue_said_);
    hash.add(points_off_);
    add(hash, pending_goto_);
    add(hash, open_question_ != nullptr ? open_question_->subject : "");
    for (const std::string& step : steps_done_) add(hash, step);
    for (const std::string& button : pressed_) add(hash, button);
    for (const auto& [question, right] : answered_) {
        add(hash, question);
        hash.add(right);
    }
    for (const auto& [name, due_s] : timers_) {
        add(hash, name);
        hash.add(due_s);
    }
    for (const Memory::TriggerSlot& slot : memory_->triggers) {
        hash.add(slot.held.holding);
        hash.add(slot.held.holding ? slot.held.since_s : 0.0);
        hash.add(slot.was_true);
        for (const double t_s : slot.came_true_s) hash.add(t_s);
    }
    for (const Held& held : memory_->goals) {
        hash.add(held.holding);
        hash.add(held.holding ? held.since_s : 0.0);
    }
    for (const Memory::HandlerSlot& slot : memory_->handlers) {
        hash.add(slot.held.holding);
        hash.add(slot.held.holding ? slot.held.since_s : 0.0);
        hash.add(slot.was_true);
        hash.add(slot.fires);
        hash.add(slot.last_s);
    }
}

}  // namespace cryo::scenario

// Runs a script: evaluates every condition once per tick in the order of the file and says which actions are due. It
// changes nothing itself; whoever owns the world carries the actions out and answers what triggers ask.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/hash.h"
#include "engine/scenario/script.h"

namespace cryo::scenario {

// The world as triggers see it, at this tick. Only triggers whose answer is not in the script itself are asked.
class ScriptWorld {
  public:
    virtual ~ScriptWorld() = default;
    // Of a level; in SI, of knobs and metrics in their own unit. NaN where there is nothing to measure: no comparison
    // with it holds.
    virtual double level(const Trigger& trigger) const = 0;
    // Of a state or a moment.
    virtual bool holds(const Trigger& trigger) const = 0;
};

struct DueAction {
    const Action* action = nullptr;
    std::string by;     // id of the handler, or of the phase whose goal, limit or entry it is
    std::string cause;  // the triggers that made it due, in words
};

// A change of phase, for the log.
struct PhaseChange {
    std::string from;  // "" at the start
    std::string to;    // "end" at the end
    std::string cause;
};

struct ScriptStep {
    std::vector<DueAction> actions;
    std::vector<PhaseChange> changes;
    std::vector<std::string> overdue;  // phases whose limit passed without leading anywhere, once each
};

class ScriptRun {
  public:
    explicit ScriptRun(std::shared_ptr<const Script> script);
    ~ScriptRun();

    // One tick. Actions that steer the script (goto, end, timers, steps, points) have already taken effect; they are
    // listed all the same.
    ScriptStep step(const ScriptWorld& world, double t_s);

    void press(const std::string& button) { pressed_.push_back(button); }  // holds at the next step
    void answer(const std::string& question, const std::string& choice);   // likewise

    bool ended() const { return phase_ < 0 && started_ && !script_->phases.empty(); }
    const ScriptPhase* phase() const;  // null without phases, and at the end
    double phase_since_s() const { return phase_since_s_; }
    double points_off() const { return points_off_; }
    const std::vector<std::string>& steps_done() const { return steps_done_; }
    const Action* open_question() const { return open_question_; }  // null when none waits

    // How often each handler has fired, in the order of the file: those of phases first.
    struct Firing {
        std::string handler;
        std::string phase;  // "" where it always listens
        int fires = 0;
        double last_s = -1.0;
    };
    std::vector<Firing> firings() const;

    void add_to(StateHash& hash) const;

  private:
    struct Memory;  // what the conditions remember
    bool holds_now(const Trigger& trigger, const ScriptWorld& world, double t_s) const;
    bool holds(const Trigger& trigger, size_t slot, const ScriptWorld& world, double t_s);
    bool holds(const Condition& condition, size_t slot, const ScriptWorld& world, double t_s, std::string* cause);
    void listen(const std::vector<Handler>& handlers, size_t first_handler, const ScriptWorld& world, double t_s,
                ScriptStep& step);
    void carry_out(const std::vector<Action>& actions, const std::string& by, const std::string& cause, double t_s,
                   ScriptStep& step);
    void forget_phase(size_t phase);
    void go_to(const std::string& id, const std::string& cause, double t_s, ScriptStep& step);

    std::shared_ptr<const Script> script_;
    std::unique_ptr<Memory> memory_;
    bool started_ = false;
    int phase_ = -1;
    double phase_since_s_ = 0.0;
    bool overdue_said_ = false;
    std::string entered_, left_;  // phases, in this tick
    std::string pending_goto_;    // of this tick; "" = none
    std::string pending_cause_;
    std::vector<std::string> pressed_;
    std::vector<std::pair<std::string, bool>> answered_;  // question, whether right
    std::map<std::string, double> timers_;                // name to when it runs out
    std::vector<std::string> timers_due_;                 // in this tick
    std::vector<std::string> steps_done_;
    const Action* open_question_ = nullptr;
    double points_off_ = 0.0;
};

}  // namespace cryo::scenario

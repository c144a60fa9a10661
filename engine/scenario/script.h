// What an author lets happen in a case: phases with goals and limits, handlers that always listen, and the triggers
// and actions both are made of. Plain data; script_words.h says what each word means, script_run.h runs it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace cryo::scenario {

enum class TriggerKind : uint8_t {
    Always,
    Time,
    Timer,
    PhaseIs,
    PhaseEnter,
    PhaseExit,
    StepDone,
    Button,
    ProbeContact,
    ProbePressure,
    ProbeOver,
    ViewContains,
    ViewAxis,
    KnobValue,
    ImageFrozen,
    NeedleInTissue,
    NeedleDepth,
    NeedleAngle,
    NeedlePlaneAngle,
    TipVisible,
    TipLost,
    TipDistance,
    TipInside,
    ZoneDistance,
    Clearance,
    AdvanceBlind,
    PassCount,
    Puncture,
    GasFlows,
    FreezeStart,
    FreezeStop,
    FreezeCycle,
    FreezeTime,
    Placements,
    IceRadius,
    Coverage,
    Temperature,
    Bound,
    ThawComplete,
    GasLeft,
    Stimulus,
    Injected,
    Answered,
    Decided,
    MetricValue,
    Points,
    Happened
};

enum class Comparison : uint8_t { Less, AtMost, Equal, NotEqual, AtLeast, More };

inline constexpr double kForever = std::numeric_limits<double>::infinity();

// One thing that holds or does not. `subject` is whom it is about: a structure, a knob, a phase, a question.
struct Trigger {
    TriggerKind on = TriggerKind::Always;
    std::string subject;
    std::string word;                     // the second word, where a kind has one
    Comparison op = Comparison::AtLeast;  // of what is measured to `value`
    double value = 0.0;                   // SI; of a knob and a metric in their own unit
    double tolerance_rad = 0.0;           // of an axis
    bool middle = false;                  // in the middle half of the picture
    bool responds = true;                 // a stimulus that is answered, or not
    double since_phase_s = -1.0;          // of Time; < 0: not asked
    double since_start_s = -1.0;          // likewise
    double hold_s = 0.0;                  // it must hold for this long
    int count = 1;                        // it must have become true this often ...
    double within_s = kForever;           // ... within this time
};

struct Condition {
    std::vector<Trigger> all;   // each holds
    std::vector<Trigger> any;   // at least one does, where there are any
    std::vector<Trigger> none;  // none does
    double hold_s = 0.0;        // all that together, for this long
    bool empty() const { return all.empty() && any.empty() && none.empty(); }
};

enum class ActionKind : uint8_t {
    Goto,
    End,
    SetTimer,
    Message,
    Highlight,
    Ask,
    Assist,
    LockKnob,
    UnlockKnob,
    SetKnob,
    Deduct,
    Critical,
    StepDone,
    Comment,
    PatientMove,
    PatientSay,
    DeviceFault,
    Pause
};

// `subject` is what it acts on: a phase, timer, structure, question, knob, step or fault.
struct Action {
    ActionKind act = ActionKind::Comment;
    std::string subject;
    std::string text;
    std::string word;                  // severity of a message, kind of a movement, on / off / fade
    double value = 0.0;                // of a knob in the unit of attempt files; points
    double distance_m = 0.0;           // of a movement
    double seconds = 0.0;              // how long
    std::vector<std::string> choices;  // of a question
    std::string correct;               // the right one; "" where none is
};

// Listens while its phase runs, or always.
struct Handler {
    std::string id;
    Condition when;
    std::vector<Action> actions;
    bool once = true;         // fires the first time only
    double cooldown_s = 0.0;  // after firing, it is deaf for this long
    int max_fires = 1000;
};

struct ScriptPhase {
    std::string id;
    std::string instruction;  // what the learner reads
    Condition done;           // its goal; empty: only a handler leaves it
    std::string next;         // where a reached goal leads; "end" ends the attempt
    double limit_s = kForever;
    std::string on_limit;       // where the limit leads; "" = nowhere: the lesson says so and waits
    std::vector<Action> enter;  // carried out on the way in
    std::vector<Handler> handlers;
};

struct Script {
    std::vector<ScriptPhase> phases;  // the first is where it starts
    std::vector<Handler> handlers;
    bool empty() const { return phases.empty() && handlers.empty(); }
};

inline constexpr const char* kEndPhase = "end";

// In the order of their enumerators: "<", "<=", "==", "!=", ">=", ">".
const std::vector<std::string>& comparison_words();
bool compares(double measured, Comparison op, double value);  // false for NaN

}  // namespace cryo::scenario

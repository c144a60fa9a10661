// The words of the scenario language: every trigger and action with its keys. Readers, writers, checks, the reference
// and the editor's schema are made of these tables.
//
// A trigger is a level (measured against a value), a state (holds for a while) or a moment (holds in the tick in which
// it happens). A condition is evaluated once a tick; a handler fires where it turns from false to true.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/io/parameter_table.h"
#include "engine/scenario/script.h"

namespace cryo::scenario {

// What a subject names, and so what a check looks it up in.
enum class NameOf : uint8_t {
    Nothing,
    Structure,  // a nerve, vessel, bone, layer, sheet or inclusion of the case, "target" or a class (structure_classes)
    Tube,       // a nerve, vessel or inclusion, or "target": what an image shows in section
    Layer,
    Phase,
    Knob,
    Timer,
    Step,
    Question,
    Metric,
    Fixed,  // one of the words of its own row
    Free    // any name an author likes: a button
};

enum class TriggerForm : uint8_t { Level, State, Moment };

struct TriggerWord {
    TriggerKind kind;
    TriggerForm form;
    NameOf subject;
    std::string name;  // as files say it: "tip.distance"
    io::ParameterTable<Trigger> table;
};

struct ActionWord {
    ActionKind kind;
    NameOf subject;
    std::string name;
    io::ParameterTable<Action> table;
};

// In the order of their enumerators.
const std::vector<TriggerWord>& trigger_words();
const std::vector<ActionWord>& action_words();
const TriggerWord& trigger_word(TriggerKind kind);
const ActionWord& action_word(ActionKind kind);

const io::ParameterTable<Condition>& condition_table();
const io::ParameterTable<Handler>& handler_table();
const io::ParameterTable<ScriptPhase>& phase_table();

// Names that every case has besides its own structures: "target", "nerve", "artery", "vein", "motor", "bone", "pleura",
// "skin".
const std::vector<std::string>& structure_classes();
// What higher floors call knobs, measurements and events, in their words: their tests hold these lists to their own.
struct KnobWord {
    const char* name;
    double low;  // in the unit of the name
    double high;
};
std::span<const KnobWord> knob_words();
std::vector<std::string> knob_names();
const std::vector<std::string>& metric_codes();
const std::vector<std::string>& event_names();

// "tip.distance structure=ipbsn <= 1.5 mm": a trigger in one line, for logs.
std::string trigger_text(const Trigger& trigger);

// The language in Markdown, and as a JSON Schema for editors: of `[[phase]]` and `[[handler]]`.
std::string script_reference();

}  // namespace cryo::scenario

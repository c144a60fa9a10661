#include <algorithm>

#include "engine/core/check.h"
#include "engine/scenario/script_rows.h"

namespace cryo::scenario {

using io::Presence;
using ActionRows = std::vector<io::Row<Action>>;

namespace {

constexpr io::Range kNameLength{1, 60};
constexpr io::Range kTextLength{1, 300};
constexpr io::Range kShowSeconds{0.5, 600};

ActionWord make(ActionKind kind, NameOf subject, const std::string& name, std::string meaning, ActionRows rows) {
    rows.insert(rows.begin(), io::constant<Action>("act", name, "Which action this is"));
    return {kind, subject, name, {std::move(meaning), std::move(rows)}};
}

io::Row<Action> name_row(const char* key, const char* meaning) {
    return io::text(key, &Action::subject, kNameLength, Presence::Required, meaning);
}

io::Row<Action> text_row(const char* meaning) {
    return io::text("text", &Action::text, kTextLength, Presence::Required, meaning);
}

io::Row<Action> one_of(const char* key, std::string Action::*member, const std::vector<std::string>& words,
                       Presence presence, const char* meaning) {
    std::vector<std::pair<std::string, std::string>> choices;
    for (const std::string& word : words) choices.emplace_back(word, word);
    return io::word(key, member, std::move(choices), presence, meaning);
}

std::vector<ActionWord> flow_actions() {
    using K = ActionKind;
    return {
        make(K::Goto, NameOf::Phase, "goto", "Leads to another phase; the first of a tick wins",
             {name_row("phase", "Its id, or 'end'")}),
        make(K::End, NameOf::Nothing, "end", "Ends the attempt", {}),
        make(K::SetTimer, NameOf::Timer, "timer", "Sets a timer; its trigger 'timer' holds when it runs out",
             {name_row("id", "Name of the timer"),
              io::number("after_s", &Action::seconds, {0.05, 7200}, Presence::Required, "When it runs out")}),
        make(K::Message, NameOf::Nothing, "message", "Shows the learner a sentence",
             {one_of("severity", &Action::word, {"info", "hint", "warn", "stop"}, Presence::Required,
                     "How grave; a hint counts as help"),
              text_row("The sentence"),
              io::number("for_s", &Action::seconds, kShowSeconds, Presence::Optional,
                         "How long it stays; without it until the next one")}),
        make(K::Highlight, NameOf::Structure, "highlight", "Marks a structure in the image; counts as help",
             {name_row("structure", "Whom"),
              io::number("for_s", &Action::seconds, kShowSeconds, Presence::Required, "How long")}),
        make(K::Ask, NameOf::Question, "ask", "Asks a question; the trigger 'answer' hears the answer",
             {name_row("id", "Name of the question"),
              io::text("question", &Action::text, kTextLength, Presence::Required, "The question"),
              io::texts("choices", &Action::choices, {2, 6}, Presence::Required, "Answers to choose from"),
              io::text("correct", &Action::correct, {0, 300}, Presence::Optional, "The right one of them")}),
        make(K::Assist, NameOf::Fixed, "assist", "Turns a help on or off, or lets it fade",
             {one_of("help", &Action::subject, {"labels", "see_through"}, Presence::Required, "Which"),
              one_of("to", &Action::word, {"on", "off", "fade"}, Presence::Required, "What becomes of it"),
              io::number("fade_s", &Action::seconds, {1, 600}, Presence::Optional,
                         "How long it takes to fade; it is full until half of that has passed")}),
    };
}

std::vector<ActionWord> world_actions() {
    using K = ActionKind;
    const auto knob = [] {
        return one_of("name", &Action::subject, knob_names(), Presence::Required, "Which, as attempt files call it");
    };
    return {
        make(K::LockKnob, NameOf::Knob, "lock_knob", "The learner cannot turn this knob any more", {knob()}),
        make(K::UnlockKnob, NameOf::Knob, "unlock_knob", "The learner can turn it again", {knob()}),
        make(K::SetKnob, NameOf::Knob, "set_knob", "Turns a knob of the machine",
             {knob(), io::number("value", &Action::value, {-1e4, 1e4}, Presence::Required,
                                 "In the unit of its name; a switch is 0 or 1")}),
        make(K::Deduct, NameOf::Nothing, "score.deduct", "Takes points off the overall score",
             {io::number("points", &Action::value, {0.5, 50}, Presence::Required, "How many of 100"),
              text_row("Why, for the debrief")}),
        make(K::Critical, NameOf::Nothing, "score.critical", "A critical error: the attempt fails",
             {text_row("Why, for the debrief")}),
        make(K::StepDone, NameOf::Step, "step.done", "Marks a step of the lesson as done",
             {name_row("id", "Name of the step")}),
        make(K::Comment, NameOf::Nothing, "comment", "A note for the debrief", {text_row("The note")}),
        make(K::PatientMove, NameOf::Nothing, "patient.move", "The patient moves under the transducer",
             {one_of("kind", &Action::word, {"flinch", "cough"}, Presence::Required, "How"),
              io::number("mm", &Action::distance_m, {0.5, 20}, Presence::Required, "How far, at most"),
              io::number("for_s", &Action::seconds, {0.1, 5}, Presence::Required, "How long it takes to settle")}),
        make(K::PatientSay, NameOf::Nothing, "patient.say", "The patient says something", {text_row("The words")}),
        make(K::DeviceFault, NameOf::Fixed, "device.fault", "The cryoprobe fails",
             {one_of("kind", &Action::subject, {"gas_low", "tip_blocked", "leak"}, Presence::Required, "How")}),
        make(K::Pause, NameOf::Nothing, "pause", "Time stands still until the learner goes on",
             {text_row("What to think about meanwhile")}),
    };
}

std::vector<ActionWord> all_actions() {
    std::vector<ActionWord> all = flow_actions();
    for (ActionWord& word : world_actions()) all.push_back(std::move(word));
    return all;
}

// The word under `key` of an item leads to the table that reads the rest.
template <class Word, class Item>
void read_item(const io::Node& value, const char* key, const std::vector<Word>& words, Item& into, io::FaultLog& log) {
    std::vector<std::string> names;
    for (const Word& word : words) names.push_back(word.name);
    const io::Node* said = value.find(key);
    io::ParameterInfo info{key, io::ValueKind::Word, Presence::Required, "Which one this is", {}, {}, names};
    if (said == nullptr) {
        log_missing_key(value, info, log);
        return;
    }
    size_t index = 0;
    if (said->kind != io::NodeKind::Text) {
        io::read_word(*said, info, index, log);
        return;
    }
    const auto found = std::find(names.begin(), names.end(), said->text);
    if (found == names.end()) {
        const std::string nearest = nearest_word(said->text, names);
        log.add(*said, "'" + std::string(key) + "' is '" + said->text + "', which is none" +
                           (nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
        return;
    }
    words[static_cast<size_t>(found - names.begin())].table.read(value, into, log);
}

}  // namespace

const std::vector<ActionWord>& action_words() {
    static const std::vector<ActionWord> words = all_actions();
    return words;
}

const ActionWord& action_word(ActionKind kind) {
    const ActionWord& word = action_words()[static_cast<size_t>(kind)];
    CRYO_CHECK(word.kind == kind);
    return word;
}

void read_trigger(const io::Node& value, Trigger& into, io::FaultLog& log) {
    read_item(value, "on", trigger_words(), into, log);
    for (const TriggerWord& word : trigger_words())
        if (const io::Node* said = value.find("on"); said != nullptr && said->text == word.name) into.on = word.kind;
}

void read_action(const io::Node& value, Action& into, io::FaultLog& log) {
    read_item(value, "act", action_words(), into, log);
    for (const ActionWord& word : action_words())
        if (const io::Node* said = value.find("act"); said != nullptr && said->text == word.name) into.act = word.kind;
}

io::Node write_trigger(const Trigger& trigger) { return trigger_word(trigger.on).table.write(trigger); }
io::Node write_action(const Action& action) { return action_word(action.act).table.write(action); }

}  // namespace cryo::scenario

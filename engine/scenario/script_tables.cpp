// Phases, handlers and conditions as tables, and the reference of the whole language.
#include "engine/io/number_text.h"
#include "engine/scenario/script_rows.h"

namespace cryo::scenario {

using io::Presence;

namespace {

constexpr io::Range kIdLength{1, 60};
constexpr io::Range kTextLength{1, 300};
constexpr io::Range kSeconds{0, 7200};

io::Row<Condition> triggers(const char* key, std::vector<Trigger> Condition::*member, const char* meaning) {
    return item_rows(key, member, meaning, read_trigger, write_trigger);
}

io::Row<Handler> handler_actions() {
    return item_rows("do", &Handler::actions, "Actions, carried out in this order", read_action, write_action);
}

}  // namespace

const io::ParameterTable<Condition>& condition_table() {
    static const io::ParameterTable<Condition> table{
        "When it holds: lists of triggers",
        {
            triggers("all", &Condition::all, "Each of these holds"),
            triggers("any", &Condition::any, "At least one of these holds"),
            triggers("none", &Condition::none, "None of these holds"),
            io::number("hold_s", &Condition::hold_s, kSeconds, Presence::Optional,
                       "All that together, this long without a break"),
        }};
    return table;
}

const io::ParameterTable<Handler>& handler_table() {
    static const io::ParameterTable<Handler> table{
        "Listens in every phase, or in the phase it stands in, and acts when its condition comes true",
        {
            io::text("id", &Handler::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::table("when", &Handler::when, condition_table(), Presence::Required),
            handler_actions(),
            io::on_off("once", &Handler::once, Presence::Optional, "Only the first time"),
            io::number("cooldown_s", &Handler::cooldown_s, kSeconds, Presence::Optional,
                       "After firing it is deaf for this long"),
            io::whole("max_fires", &Handler::max_fires, {1, 1000}, Presence::Optional, "At most this often"),
        }};
    return table;
}

const io::ParameterTable<ScriptPhase>& phase_table() {
    static const io::ParameterTable<ScriptPhase> table{
        "A part of the lesson with its goal; the first one is where it starts",
        {
            io::text("id", &ScriptPhase::id, kIdLength, Presence::Required, "Short name, unique in the file"),
            io::text("instruction", &ScriptPhase::instruction, kTextLength, Presence::Required,
                     "What the learner reads"),
            io::table("done", &ScriptPhase::done, condition_table(), Presence::Optional),
            io::text("next", &ScriptPhase::next, kIdLength, Presence::Optional,
                     "Phase that a reached goal leads to; 'end' ends the attempt"),
            io::number("limit_s", &ScriptPhase::limit_s, {1, 7200}, Presence::Optional, "Time for it"),
            io::text("on_limit", &ScriptPhase::on_limit, kIdLength, Presence::Optional,
                     "Phase that the limit leads to; without it the lesson says so and waits"),
            item_rows("enter", &ScriptPhase::enter, "Actions on the way in", read_action, write_action),
            io::tables("handler", &ScriptPhase::handlers, handler_table(), {0, 100}, Presence::Optional),
        }};
    return table;
}

std::string trigger_text(const Trigger& trigger) {
    const TriggerWord& word = trigger_word(trigger.on);
    std::string text = word.name;
    const io::Node written = word.table.write(trigger);
    const Trigger defaults{};
    for (const io::Node& value : written.children) {
        if (value.key == "on" || value.key == "op") continue;
        const io::Row<Trigger>* row = word.table.find(value.key);
        if (row->info.presence == Presence::Optional && io::same_value(value, row->write(defaults))) continue;
        const bool is_compared = word.form == TriggerForm::Level && row->info.kind == io::ValueKind::Number &&
                                 row->info.presence == Presence::Required;
        const std::string between = is_compared ? " " + comparison_words()[static_cast<size_t>(trigger.op)] + " " : "=";
        text += " " + value.key + between + io::inline_toml(value);
    }
    return text;
}

std::string script_reference() {
    std::string text =
        "# The language of lessons\n\n"
        "A case or a lesson can have phases and handlers. Everything is evaluated once per tick of 1/120 s in the "
        "order "
        "of the file: the handlers of the phase first, then those that always listen, then the phase's goal, then its "
        "limit. A handler fires where its condition turns from false to true. The first `goto` of a tick wins and "
        "takes effect at the next. A moment "
        "holds only in the tick in which it happens. What is random comes from the seed of the case.\n\n";
    text += io::reference_markdown("Phases: [[phase]]", phase_table().meaning(), phase_table().infos()) + "\n";
    text += io::reference_markdown("Handlers: [[handler]]", handler_table().meaning(), handler_table().infos()) + "\n";
    text += "# Triggers\n\n";
    const char* forms[] = {"a level", "a state", "a moment"};
    for (const TriggerWord& word : trigger_words())
        text += io::reference_markdown("`on = \"" + word.name + "\"`",
                                       word.table.meaning() + " (" + forms[static_cast<size_t>(word.form)] + ").",
                                       word.table.infos()) +
                "\n";
    text += "# Actions\n\n";
    for (const ActionWord& word : action_words())
        text +=
            io::reference_markdown("`act = \"" + word.name + "\"`", word.table.meaning() + ".", word.table.infos()) +
            "\n";
    return text;
}

}  // namespace cryo::scenario

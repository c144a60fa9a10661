#include "engine/scenario/script_words.h"

#include "engine/core/check.h"
#include "engine/scenario/script_rows.h"

namespace cryo::scenario {

using io::Presence;
using TriggerRows = std::vector<io::Row<Trigger>>;

namespace {

constexpr io::Range kNameLength{1, 60};
constexpr io::Range kSeconds{0, 7200};
constexpr io::Range kPositiveSeconds{0.05, 7200};
constexpr io::Range kGapMm{-20, 99};
constexpr io::Range kLengthMm{0, 200};
constexpr io::Range kCount{1, 1000};
constexpr io::Range kFraction{0, 1};
constexpr io::Range kDegrees{0, 90};
constexpr io::Range kTemperatureC{-200, 60};

using Subject = std::string Trigger::*;

io::Row<Trigger> name_row(const char* key, const char* meaning, Presence presence = Presence::Required) {
    return io::text(key, &Trigger::subject, kNameLength, presence, meaning);
}

io::Row<Trigger> one_of(const char* key, Subject member, std::vector<std::string> words, Presence presence,
                        const char* meaning) {
    std::vector<std::pair<std::string, std::string>> choices;
    for (std::string& word : words) choices.emplace_back(word, word);
    return io::word(key, member, std::move(choices), presence, meaning);
}

io::Row<Trigger> op_row() {
    std::vector<std::pair<std::string, Comparison>> choices;
    for (size_t i = 0; i < comparison_words().size(); ++i)
        choices.emplace_back(comparison_words()[i], static_cast<Comparison>(i));
    return io::word("op", &Trigger::op, std::move(choices), Presence::Optional, "How it is compared");
}

io::Row<Trigger> value_row(const char* key, io::Range range, const char* meaning) {
    return io::number(key, &Trigger::value, range, Presence::Required, meaning);
}

// Every trigger can ask to hold for a while, or to have come true several times.
TriggerRows with_common(const std::string& name, TriggerForm form, TriggerRows rows) {
    rows.insert(rows.begin(), io::constant<Trigger>("on", name, "Which trigger this is"));
    if (form == TriggerForm::Level) rows.push_back(op_row());
    if (form != TriggerForm::Moment)
        rows.push_back(io::number("hold_s", &Trigger::hold_s, kSeconds, Presence::Optional,
                                  "It must hold this long without a break"));
    rows.push_back(
        io::whole("count", &Trigger::count, kCount, Presence::Optional, "It must have come true this many times"));
    rows.push_back(io::number("within_s", &Trigger::within_s, kPositiveSeconds, Presence::Optional,
                              "Of which only those count that are younger than this"));
    return rows;
}

TriggerWord make(TriggerKind kind, TriggerForm form, NameOf subject, const std::string& name, std::string meaning,
                 TriggerRows rows) {
    return {kind, form, subject, name, {std::move(meaning), with_common(name, form, std::move(rows))}};
}

constexpr auto kLevel = TriggerForm::Level;
constexpr auto kState = TriggerForm::State;
constexpr auto kMoment = TriggerForm::Moment;

std::vector<TriggerWord> flow_triggers() {
    using K = TriggerKind;
    return {
        make(K::Always, kState, NameOf::Nothing, "always", "Holds at all times", {}),
        make(K::Time, kState, NameOf::Nothing, "time", "So much simulated time has passed",
             {io::number("since_phase_s", &Trigger::since_phase_s, kSeconds, Presence::Optional,
                         "Since the phase of the lesson began"),
              io::number("since_start_s", &Trigger::since_start_s, kSeconds, Presence::Optional,
                         "Since the attempt began")}),
        make(K::Timer, kMoment, NameOf::Timer, "timer", "A timer set by the action 'timer' runs out",
             {name_row("id", "Name of the timer")}),
        make(K::PhaseIs, kState, NameOf::Phase, "phase", "The lesson is in this phase", {name_row("is", "Its id")}),
        make(K::PhaseEnter, kMoment, NameOf::Phase, "phase.enter", "This phase begins", {name_row("is", "Its id")}),
        make(K::PhaseExit, kMoment, NameOf::Phase, "phase.exit", "This phase ends", {name_row("is", "Its id")}),
        make(K::StepDone, kState, NameOf::Step, "step.done", "The action 'step.done' has marked this step",
             {name_row("id", "Name of the step")}),
        make(K::Button, kMoment, NameOf::Free, "instructor.button", "The instructor presses a button",
             {name_row("id", "Name on the button")}),
    };
}

std::vector<TriggerWord> view_triggers() {
    using K = TriggerKind;
    return {
        make(K::ProbeContact, kLevel, NameOf::Nothing, "probe.contact",
             "Share of the transducer's face that is coupled to the skin", {value_row("value", kFraction, "0 to 1")}),
        make(K::ProbePressure, kLevel, NameOf::Nothing, "probe.pressure", "How hard the transducer is pressed",
             {value_row("value", kFraction, "Of full pressure")}),
        make(K::ProbeOver, kState, NameOf::Tube, "probe.over",
             "The image plane cuts the structure below the transducer's face, in the picture or deeper",
             {name_row("structure", "Whom")}),
        make(K::ViewContains, kState, NameOf::Tube, "view.contains",
             "The live picture shows a section of the structure",
             {name_row("structure", "Whom"),
              io::on_off("middle", &Trigger::middle, Presence::Optional, "In the middle half of its width")}),
        make(K::ViewAxis, kState, NameOf::Tube, "view.axis", "The picture shows the structure along one of its axes",
             {name_row("structure", "Whom"),
              one_of("is", &Trigger::word, {"short", "long"}, Presence::Required, "Across it or along it"),
              io::number("tol_deg", &Trigger::tolerance_rad, {0.5, 45}, Presence::Required, "As exactly as this")}),
        make(K::KnobValue, kLevel, NameOf::Knob, "knob", "Where a knob of the machine stands",
             {one_of("name", &Trigger::subject, knob_names(), Presence::Required, "Which, as attempt files call it"),
              io::number("value", &Trigger::value, {-1e4, 1e4}, Presence::Required,
                         "In the unit of its name; a switch is 0 or 1")}),
        make(K::ImageFrozen, kState, NameOf::Nothing, "image.frozen", "The picture is frozen", {}),
    };
}

std::vector<TriggerWord> needle_triggers() {
    using K = TriggerKind;
    return {
        make(K::NeedleInTissue, kState, NameOf::Nothing, "needle.in_tissue", "The shaft is below the skin", {}),
        make(K::NeedleDepth, kLevel, NameOf::Nothing, "needle.depth", "Shaft below the skin",
             {value_row("mm", kLengthMm, "Along the shaft")}),
        make(K::NeedleAngle, kLevel, NameOf::Nothing, "needle.angle",
             "Angle of the shaft to the transducer's face, in the plane", {value_row("deg", {-90, 90}, "Steepness")}),
        make(K::NeedlePlaneAngle, kLevel, NameOf::Nothing, "needle.plane_angle",
             "Angle of the shaft out of the image plane", {value_row("deg", kDegrees, "0 lies in it")}),
        make(K::TipVisible, kState, NameOf::Nothing, "tip.visible", "The learner's screen shows the tip", {}),
        make(K::TipLost, kState, NameOf::Nothing, "tip.lost",
             "The shaft is in tissue and the screen does not show its tip", {}),
        make(K::TipDistance, kLevel, NameOf::Structure, "tip.distance",
             "From the tip to the structure's surface, negative inside",
             {name_row("structure", "Whom"), value_row("mm", kGapMm, "Distance")}),
        make(K::TipInside, kState, NameOf::Layer, "tip.inside", "The tip lies in this layer",
             {name_row("layer", "Its id")}),
        make(K::ZoneDistance, kLevel, NameOf::Structure, "zone.distance",
             "From the nearest point of the active zone to the structure's surface",
             {name_row("structure", "Whom"), value_row("mm", kGapMm, "Distance")}),
        make(K::Clearance, kLevel, NameOf::Structure, "clearance", "From the shaft to the structure's surface",
             {name_row("structure", "Whom"), value_row("mm", kGapMm, "Distance")}),
        make(K::AdvanceBlind, kLevel, NameOf::Nothing, "advance.blind", "New depth gained since the tip was last seen",
             {value_row("mm", kLengthMm, "Depth")}),
        make(K::PassCount, kLevel, NameOf::Nothing, "pass.count", "Passes of the needle so far",
             {value_row("n", {0, 1000}, "How many")}),
        make(K::Puncture, kMoment, NameOf::Nothing, "puncture", "Something is pierced or touched",
             {one_of("class", &Trigger::word, {"skin", "nerve", "artery", "vein", "pleura", "bone"}, Presence::Required,
                     "What; bone is touched")}),
    };
}

std::vector<TriggerWord> cold_triggers() {
    using K = TriggerKind;
    return {
        make(K::GasFlows, kState, NameOf::Nothing, "gas.on", "Gas flows", {}),
        make(K::FreezeStart, kMoment, NameOf::Nothing, "freeze.start", "Gas is turned on", {}),
        make(K::FreezeStop, kMoment, NameOf::Nothing, "freeze.stop", "Gas is turned off or used up", {}),
        make(K::FreezeCycle, kLevel, NameOf::Nothing, "freeze.cycle", "Periods of gas begun",
             {value_row("n", {0, 1000}, "How many")}),
        make(K::FreezeTime, kLevel, NameOf::Nothing, "freeze.time", "Time since gas was turned on, while it flows",
             {value_row("s", kSeconds, "How long")}),
        make(K::Placements, kLevel, NameOf::Nothing, "placement.count", "Placements begun",
             {value_row("n", {0, 1000}, "How many")}),
        make(K::IceRadius, kLevel, NameOf::Nothing, "iceball.radius", "Visible edge from the middle of the active zone",
             {value_row("mm", {0, 100}, "Radius")}),
        make(K::Coverage, kLevel, NameOf::Nothing, "coverage",
             "Longest run of nerve treated so far, the least over the branches that count",
             {value_row("mm", {0, 100}, "Length")}),
        make(K::Temperature, kLevel, NameOf::Fixed, "temp", "How cold it is",
             {one_of("structure", &Trigger::subject, {"skin", "nerve", "tip", "wall"}, Presence::Required,
                     "Coldest dermis, coldest target fascicle, thermocouple, or metal"),
              value_row("c", kTemperatureC, "Temperature")}),
        make(K::Bound, kState, NameOf::Nothing, "adherent", "Ice binds the cryoprobe", {}),
        make(K::ThawComplete, kMoment, NameOf::Nothing, "thaw.complete", "The ice of a placement has gone", {}),
        make(K::GasLeft, kLevel, NameOf::Nothing, "gas.left", "Running time left in the cartridge or cylinder",
             {value_row("s", {0, 1e5}, "Time")}),
    };
}

std::vector<TriggerWord> answer_triggers() {
    using K = TriggerKind;
    return {
        make(K::Stimulus, kState, NameOf::Nothing, "stim", "The stimulator runs, and a nerve answers or does not",
             {one_of("mode", &Trigger::word, {"sensory", "motor"}, Presence::Required, "Which current"),
              io::on_off("response", &Trigger::responds, Presence::Optional, "Whether a nerve answers")}),
        make(K::Injected, kLevel, NameOf::Nothing, "inject", "Fluid injected so far",
             {value_row("ml", {0, 200}, "Volume")}),
        make(K::Answered, kMoment, NameOf::Question, "answer", "A question of the action 'ask' is answered",
             {name_row("id", "Which question"),
              one_of("is", &Trigger::word, {"correct", "wrong", "any"}, Presence::Required, "How")}),
        make(K::Decided, kMoment, NameOf::Fixed, "decision", "The learner decides",
             {one_of("is", &Trigger::subject, {"treat", "do_not_treat", "change_device"}, Presence::Required, "What")}),
        make(K::MetricValue, kLevel, NameOf::Metric, "metric", "A measurement as it stands",
             {one_of("id", &Trigger::subject, metric_codes(), Presence::Required, "Its code"),
              io::number("value", &Trigger::value, {-1e6, 1e6}, Presence::Required, "In its own unit")}),
        make(K::Points, kLevel, NameOf::Nothing, "points", "Points that the lesson has taken off so far",
             {value_row("value", {0, 1000}, "Points")}),
        make(K::Happened, kMoment, NameOf::Fixed, "event", "Something is written to the log",
             {one_of("is", &Trigger::subject, event_names(), Presence::Required, "What, as events.ndjson calls it")}),
    };
}

std::vector<TriggerWord> all_triggers() {
    std::vector<TriggerWord> all;
    for (auto group : {flow_triggers, view_triggers, needle_triggers, cold_triggers, answer_triggers})
        for (TriggerWord& word : group()) all.push_back(std::move(word));
    return all;
}

}  // namespace

const std::vector<TriggerWord>& trigger_words() {
    static const std::vector<TriggerWord> words = all_triggers();
    return words;
}

const TriggerWord& trigger_word(TriggerKind kind) {
    const TriggerWord& word = trigger_words()[static_cast<size_t>(kind)];
    CRYO_CHECK(word.kind == kind);
    return word;
}

const std::vector<std::string>& comparison_words() {
    static const std::vector<std::string> words{"<", "<=", "==", "!=", ">=", ">"};
    return words;
}

bool compares(double measured, Comparison op, double value) {
    switch (op) {
        case Comparison::Less:
            return measured < value;
        case Comparison::AtMost:
            return measured <= value;
        case Comparison::Equal:
            return measured == value;
        case Comparison::NotEqual:
            return measured < value || measured > value;  // false for NaN, as all others
        case Comparison::AtLeast:
            return measured >= value;
        case Comparison::More:
            return measured > value;
    }
    return false;
}

}  // namespace cryo::scenario

// Runs the lesson of a case, once per tick after the world has moved, and carries out what it asks for.
#include "engine/session/lesson.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/io/number_text.h"
#include "engine/session/command_table.h"
#include "engine/session/lesson_world.h"
#include "engine/session/session_state.h"

namespace cryo::session {

using scenario::Action;
using scenario::ActionKind;

namespace {

constexpr double kLongMessageS = 1e9;          // until the next one
constexpr double kNewPassRetractionM = 0.010;  // as measurements count passes
constexpr double kLowGasS = 20.0;              // what a cartridge that runs low has left

const KnobKey* knob_named(const std::string& name) {
    for (const KnobKey& key : knob_keys())
        if (name == key.unit.key) return &key;
    return nullptr;
}

}  // namespace

double Fade::left_frac(double t_s) const {
    if (!fading) return 1.0;
    return std::clamp(2.0 * (1.0 - (t_s - since_s) / over_s), 0.0, 1.0);
}

double Jolt::offset_m(double since_s) const {
    if (distance_m == 0.0 || since_s < 0.0 || since_s >= settle_s) return 0.0;
    const double u = since_s / settle_s;
    // A flinch is far out after a quarter of its time and comes back slowly; a cough comes in three falling bursts.
    const double wave = is_cough ? std::sin(3.0 * kPi * u) * std::sqrt(1.0 - u) : std::sin(kPi * std::sqrt(u));
    return distance_m * wave * wave;
}

void Session::State::begin_lesson() {
    if (scenario->script.empty()) return;
    // The script lives as long as the scenario that owns it.
    lesson.run =
        std::make_unique<scenario::ScriptRun>(std::shared_ptr<const scenario::Script>(scenario, &scenario->script));
    if (asks_for_metrics(scenario->script))
        lesson.metrics = std::make_unique<measure::Metrics>(measure_context(*scenario, setup));
    // A drill may begin with the cryoprobe in place: what lies in the tissue then was not advanced blindly.
    lesson.was_inserted = inserted();
    lesson.passes = inserted() ? 1 : 0;
    lesson.last_depth_m = lesson.deepest_m = lesson.seen_depth_m = inserted() ? needle.pose.insert_m : 0.0;
}

void Session::State::follow_needle() {
    const double depth_m = inserted() ? needle.pose.insert_m : 0.0;
    if (!inserted()) lesson.seen_depth_m = lesson.deepest_m = 0.0;
    if (inserted() && !lesson.was_inserted) ++lesson.passes;
    if (depth_m < lesson.deepest_m - kNewPassRetractionM) lesson.retracted = true;
    if (lesson.retracted && depth_m > lesson.last_depth_m && inserted()) {
        lesson.retracted = false;
        lesson.deepest_m = lesson.seen_depth_m = lesson.last_depth_m;
        ++lesson.passes;
    }
    if (!inserted()) lesson.retracted = false;
    lesson.deepest_m = std::max(lesson.deepest_m, depth_m);
    if (sampler.tip_visible() || !inserted()) lesson.seen_depth_m = lesson.deepest_m;
    lesson.blind_advance_m = lesson.deepest_m - lesson.seen_depth_m;
    lesson.was_inserted = inserted();
    lesson.last_depth_m = depth_m;
}

void Session::State::step_lesson() {
    if (!lesson.run) return;
    follow_needle();
    if (lesson.metrics)
        for (; lesson.samples_measured < trace.size(); ++lesson.samples_measured)
            lesson.metrics->add(trace[lesson.samples_measured]);
    const size_t heard = events.size();
    const scenario::ScriptStep step = lesson.run->step(LessonWorld(*this), t_s());
    lesson.events_heard = heard;  // what the lesson itself writes is heard at the next tick
    for (const scenario::PhaseChange& change : step.changes)
        log(EventKind::PhaseChanged, "Phase '" + change.to + "' (" + change.cause + ").", change.to);
    for (const std::string& id : step.overdue) {
        log(EventKind::Message, "The time for this part is over.", "info");
        show_message("The time for this part is over.", "info", kLongMessageS);
        log(EventKind::HandlerFired, "Time limit of phase '" + id + "'.", id);
    }
    std::string last;
    for (const scenario::DueAction& due : step.actions) {
        if (due.by != last) log(EventKind::HandlerFired, due.by + ": " + due.cause + ".", due.by);
        last = due.by;
        carry_out(*due.action);
    }
    refresh_lesson_screen();
    if (lesson.run->ended()) carry_out(Command{Finish{}});
}

void Session::State::show_message(const std::string& text, const std::string& severity, double for_s) {
    lesson.screen.message = text;
    lesson.screen.severity = severity;
    lesson.message_until_s = t_s() + for_s;
    lesson.hint_shows = severity == "hint";
}

void Session::State::carry_out(const Action& action) {
    switch (action.act) {
        case ActionKind::Goto:
        case ActionKind::End:
        case ActionKind::SetTimer:
            break;  // the script's own affair
        case ActionKind::Message:
            log(EventKind::Message, action.text, action.word);
            show_message(action.text, action.word, action.seconds > 0.0 ? action.seconds : kLongMessageS);
            break;
        case ActionKind::Highlight:
            lesson.screen.highlight = action.subject;
            lesson.highlight_until_s = t_s() + action.seconds;
            break;
        case ActionKind::Ask:
            log(EventKind::Question, action.text, action.subject);
            break;
        case ActionKind::Assist: {
            const bool labels = action.subject == "labels";
            (labels ? screen.labels : screen.see_through) = action.word != "off";
            (labels ? lesson.labels : lesson.see_through) =
                Fade{action.word == "fade", t_s(), std::max(action.seconds, kTickS)};
            break;
        }
        case ActionKind::LockKnob:
            if (const KnobKey* key = knob_named(action.subject)) lesson.locked.insert(key->knob);
            break;
        case ActionKind::UnlockKnob:
            if (const KnobKey* key = knob_named(action.subject)) lesson.locked.erase(key->knob);
            break;
        case ActionKind::SetKnob:
            if (const KnobKey* key = knob_named(action.subject)) {
                const SetKnob set{key->knob, key->unit.from_file(action.value)};
                if (const auto why = knob_refusal(set))
                    log(EventKind::Refused, "Refused: " + *why + ".");
                else
                    carry_out(Command{set});
            }
            break;
        case ActionKind::Deduct:
            log(EventKind::ScoreDeducted, action.text, "", action.value);
            break;
        case ActionKind::Critical:
            log(EventKind::CriticalDeclared, action.text);
            break;
        case ActionKind::StepDone:
            log(EventKind::StepDone, "Step done: " + action.subject + ".", action.subject);
            break;
        case ActionKind::Comment:
            log(EventKind::Comment, action.text);
            break;
        case ActionKind::PatientMove:
            move_patient(action.word, action.distance_m, action.seconds);
            break;
        case ActionKind::PatientSay:
            say(action.text);
            break;
        case ActionKind::DeviceFault:
            break_device(action.subject);
            break;
        case ActionKind::Pause:
            log(EventKind::Pause, action.text);
            break;
    }
}

void Session::State::move_patient(const std::string& kind, double distance_m, double settle_s) {
    log(EventKind::PatientMoved,
        std::string(kind == "cough" ? "The patient coughs" : "The patient flinches") + ": " +
            io::rounded_text(mm_from_m(distance_m), 3) + " mm.",
        kind, mm_from_m(distance_m));
    jolt = {.distance_m = distance_m, .settle_s = settle_s, .since_tick = tick, .is_cough = kind == "cough"};
}

// What the fault leaves of the cooling stands in the device's file; a device that says nothing only loses its gas.
void Session::State::break_device(const std::string& kind) {
    if (!device) return;
    const auto fault = instruments::fault_from_name(kind);
    CRYO_CHECK(fault.has_value());
    if (console.fault == fault) return;
    console.fault = fault;
    if (*fault == instruments::FaultKind::GasLow) console.gas_left_s = std::min(console.gas_left_s, kLowGasS);
    const instruments::ProbeFault* told = instruments::fault_of(*device, *fault);
    const char* text = *fault == instruments::FaultKind::GasLow       ? "The gas runs low."
                       : *fault == instruments::FaultKind::TipBlocked ? "Gas no longer reaches the tip."
                                                                      : "The cryoprobe leaks.";
    log(EventKind::DeviceFault, told != nullptr ? told->sign : text, kind);
}

void Session::State::refresh_lesson_screen() {
    const double now_s = t_s();
    LessonScreen& shown = lesson.screen;
    const scenario::ScriptPhase* part = lesson.run->phase();
    shown.phase = part != nullptr ? part->id : "";
    shown.instruction = part != nullptr ? part->instruction : "";
    if (now_s >= lesson.message_until_s) {
        shown.message.clear();
        shown.severity.clear();
        lesson.hint_shows = false;
    }
    if (now_s >= lesson.highlight_until_s) shown.highlight.clear();
    const Action* question = lesson.run->open_question();
    shown.question =
        question != nullptr ? LessonQuestion{question->subject, question->text, question->choices} : LessonQuestion{};
    shown.steps_done = lesson.run->steps_done();
    shown.labels_frac = lesson.labels.left_frac(now_s);
    shown.see_through_frac = lesson.see_through.left_frac(now_s);
    if (shown.labels_frac <= 0.0) {
        screen.labels = false;
        lesson.labels = {};
    }
    if (shown.see_through_frac <= 0.0) {
        screen.see_through = false;
        lesson.see_through = {};
    }
}

}  // namespace cryo::session

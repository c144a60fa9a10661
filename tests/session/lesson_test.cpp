// Lessons in a running attempt: every trigger against the real world of the small case, and what each action does to
// it.
#include <map>

#include "engine/measure/metrics.h"
#include "engine/scenario/script_words.h"
#include "engine/session/attempt_file.h"
#include "engine/session/command_table.h"
#include "engine/session/replay.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;
using scenario::Action;
using scenario::ActionKind;
using scenario::Comparison;
using scenario::Handler;
using scenario::Script;
using scenario::Trigger;
using scenario::TriggerKind;

Trigger on(TriggerKind kind, const std::string& subject = "", const std::string& word = "") {
    Trigger trigger;
    trigger.on = kind;
    trigger.subject = subject;
    trigger.word = word;
    return trigger;
}
Trigger level(TriggerKind kind, Comparison op, double value, const std::string& subject = "") {
    Trigger trigger = on(kind, subject);
    trigger.op = op;
    trigger.value = value;
    return trigger;
}
Action act(ActionKind kind, const std::string& subject = "", const std::string& word = "") {
    Action action;
    action.act = kind;
    action.subject = subject;
    action.word = word;
    action.text = "text";
    return action;
}
Handler handler(const std::string& id, const Trigger& trigger, const Action& action = act(ActionKind::Comment)) {
    Handler made;
    made.id = id;
    made.when.all = {trigger};
    made.actions = {action};
    return made;
}

std::shared_ptr<const scenario::Scenario> with(Script script) {
    scenario::Scenario made = small_case();
    made.script = std::move(script);
    return std::make_shared<const scenario::Scenario>(std::move(made));
}

Session start(Script script) { return Session(with(std::move(script)), Setup{.simulated_hand = false}, pool_of(2)); }

// When each handler fired, by its id.
std::map<std::string, double> firings(const Session& session) {
    std::map<std::string, double> at_s;
    for (const Event& event : session.events())
        if (event.kind == EventKind::HandlerFired) at_s.emplace(event.structure, event.t_s);
    return at_s;
}

TEST(LessonNames, AreThoseOfTheSessionAndItsMeasurements) {
    std::map<std::string, std::pair<double, double>> knobs, expected;
    for (const scenario::KnobWord& word : scenario::knob_words()) knobs[word.name] = {word.low, word.high};
    for (const KnobKey& key : knob_keys()) expected[key.unit.key] = {key.unit.low, key.unit.high};
    EXPECT_EQ(knobs.size(), expected.size());
    for (const auto& [name, range] : expected) {
        ASSERT_TRUE(knobs.contains(name)) << name;
        EXPECT_NEAR(knobs[name].first, range.first, 1e-9) << name;
        EXPECT_NEAR(knobs[name].second, range.second, 1e-9) << name;
    }
    std::vector<std::string> codes;
    for (const measure::MetricInfo& info : measure::metric_table()) codes.emplace_back(info.code);
    EXPECT_THAT(scenario::metric_codes(), testing::UnorderedElementsAreArray(codes));
    for (const std::string& name : scenario::event_names()) EXPECT_TRUE(event_from_name(name)) << name;
}

// One treatment, start to end, with a handler for everything that must happen in it.
TEST(LessonTriggers, HearATreatment) {
    Script script;
    const auto listen = [&](const std::string& id, const Trigger& trigger) {
        script.handlers.push_back(handler(id, trigger));
    };
    Trigger middle = on(TriggerKind::ViewContains, "target");
    middle.middle = true;
    Trigger axis = on(TriggerKind::ViewAxis, "target", "short");
    axis.tolerance_rad = rad_from_deg(5.0);
    Trigger long_axis = axis;
    long_axis.word = "long";
    Trigger answers = on(TriggerKind::Stimulus, "", "sensory");
    listen("contact", level(TriggerKind::ProbeContact, Comparison::AtLeast, 0.9));
    listen("middle", middle);
    listen("artery_in_view", on(TriggerKind::ViewContains, "artery"));
    listen("over", on(TriggerKind::ProbeOver, "target"));
    listen("short_axis", axis);
    listen("long_axis", long_axis);
    listen("deep", level(TriggerKind::KnobValue, Comparison::AtLeast, 30.0, "depth_mm"));
    listen("in_tissue", on(TriggerKind::NeedleInTissue));
    listen("skin", on(TriggerKind::Puncture, "", "skin"));
    listen("in_fat", on(TriggerKind::TipInside, "fat"));
    listen("in_muscle", on(TriggerKind::TipInside, "muscle"));
    listen("near", level(TriggerKind::ZoneDistance, Comparison::AtMost, 0.0015, "target"));
    listen("tip_near", level(TriggerKind::TipDistance, Comparison::AtMost, 0.002, "target"));
    listen("near_artery", level(TriggerKind::Clearance, Comparison::AtMost, 0.0045, "artery"));
    listen("depth", level(TriggerKind::NeedleDepth, Comparison::AtLeast, 0.020));
    listen("angle", level(TriggerKind::NeedleAngle, Comparison::AtLeast, rad_from_deg(20.0)));
    listen("one_pass", level(TriggerKind::PassCount, Comparison::AtLeast, 1.0));
    listen("two_passes", level(TriggerKind::PassCount, Comparison::AtLeast, 2.0));
    listen("tingles", answers);
    listen("gas", on(TriggerKind::FreezeStart));
    listen("gas_flows", on(TriggerKind::GasFlows));
    listen("ten_s", level(TriggerKind::FreezeTime, Comparison::AtLeast, 10.0));
    listen("cycle", level(TriggerKind::FreezeCycle, Comparison::AtLeast, 1.0));
    listen("placed", level(TriggerKind::Placements, Comparison::AtLeast, 1.0));
    listen("ice", level(TriggerKind::IceRadius, Comparison::AtLeast, 0.002));
    listen("bound", on(TriggerKind::Bound));
    listen("cold_tip", level(TriggerKind::Temperature, Comparison::AtMost, -20.0, "tip"));
    listen("cold_nerve", level(TriggerKind::Temperature, Comparison::AtMost, -20.0, "nerve"));
    listen("cold_skin", level(TriggerKind::Temperature, Comparison::AtMost, -20.0, "skin"));
    listen("covered", level(TriggerKind::Coverage, Comparison::AtLeast, 0.001));
    listen("gas_off", on(TriggerKind::FreezeStop));
    listen("thawed", on(TriggerKind::ThawComplete));
    listen("decided", on(TriggerKind::Decided, "treat"));
    listen("gas_event", on(TriggerKind::Happened, "gas_off"));
    listen("metric", level(TriggerKind::MetricValue, Comparison::AtLeast, 1.0, "C2"));

    Session session = start(script);
    advance_s(session, 1.0);
    session.apply(Decide{"treat", ""});
    reach_target(session);
    session.apply(Stimulate{StimMode::Sensory, 2.0});
    advance_s(session, 1.0);
    session.apply(Stimulate{StimMode::Off, 0.0});
    session.apply(Gas{true});
    advance_s(session, 60.0);
    session.apply(Gas{false});
    advance_s(session, 120.0);

    const std::map<std::string, double> at_s = firings(session);
    for (const Handler& each : script.handlers) {
        const bool never =
            each.id == "in_muscle" || each.id == "cold_skin" || each.id == "two_passes" || each.id == "long_axis";
        EXPECT_EQ(at_s.contains(each.id), !never) << each.id;
    }
    const auto before = [&](const char* first, const char* then) {
        ASSERT_TRUE(at_s.contains(first) && at_s.contains(then));
        EXPECT_LT(at_s.at(first), at_s.at(then)) << first << " before " << then;
    };
    before("middle", "in_tissue");
    before("in_tissue", "near");
    before("near", "tingles");
    before("gas", "bound");
    before("bound", "cold_nerve");
    before("cold_nerve", "covered");
    before("gas", "ten_s");
    before("covered", "gas_off");
    before("gas_off", "thawed");
    EXPECT_NEAR(at_s.at("ten_s") - at_s.at("gas"), 10.0, 0.02);
    EXPECT_NEAR(at_s.at("skin"), at_s.at("in_tissue"), 0.02);
}

TEST(LessonTriggers, ABlindAdvanceIsNewDepthWithoutSight) {
    Script script;
    script.handlers = {handler("blind", level(TriggerKind::AdvanceBlind, Comparison::AtLeast, 0.003)),
                       handler("lost", on(TriggerKind::TipLost)), handler("seen", on(TriggerKind::TipVisible))};
    Session session = start(script);
    session.apply(MoveTransducer{.across_m = 0.012});  // the beam leaves the shaft's plane
    advance_s(session, 2.0);
    session.apply(MoveCryoprobe{.insert_m = 0.002});
    advance_s(session, 2.0);
    EXPECT_FALSE(firings(session).contains("blind"));
    EXPECT_TRUE(firings(session).contains("lost"));
    session.apply(MoveCryoprobe{.insert_m = 0.0035});
    advance_s(session, 2.0);
    EXPECT_TRUE(firings(session).contains("blind"));
    EXPECT_FALSE(firings(session).contains("seen"));
}

TEST(LessonTriggers, AFurtherPassIsTenMillimetresBackAndInAgain) {
    Script script;
    script.handlers = {handler("two", level(TriggerKind::PassCount, Comparison::AtLeast, 2.0))};
    Session session = start(script);
    const auto go_to_mm = [&](double mm) {
        session.apply(MoveCryoprobe{.insert_m = m_from_mm(mm)});
        advance_s(session, 4.0);
    };
    for (const double mm : {15.0, 6.0, 15.0}) go_to_mm(mm);
    EXPECT_FALSE(firings(session).contains("two")) << "9 mm back is not a pass";
    for (const double mm : {4.0, 10.0}) go_to_mm(mm);
    EXPECT_TRUE(firings(session).contains("two"));
}

TEST(LessonActions, KnobsAreSetAndHeld) {
    Action set = act(ActionKind::SetKnob, "depth_mm");
    set.value = 25.0;
    Script script;
    script.handlers = {handler("set", on(TriggerKind::Always), set),
                       handler("lock", on(TriggerKind::Always), act(ActionKind::LockKnob, "depth_mm")),
                       handler("unlock", on(TriggerKind::Button, "free"), act(ActionKind::UnlockKnob, "depth_mm"))};
    Session session = start(script);
    session.advance(1);
    EXPECT_NEAR(session.screen().imaging.depth_m, 0.025, 1e-12);
    EXPECT_FALSE(session.apply(SetKnob{Knob::DepthM, 0.035}));
    EXPECT_EQ(session.events().back().text, "Refused: depth_mm is held by the lesson.");
    EXPECT_TRUE(session.apply(SetKnob{Knob::GainDb, 3.0})) << "others turn";
    EXPECT_TRUE(session.apply(Instruct{"button", "free"}));
    session.advance(1);
    EXPECT_TRUE(session.apply(SetKnob{Knob::DepthM, 0.035}));
}

TEST(LessonActions, MessagesStayForTheirTimeAndHintsCountAsHelp) {
    Action message = act(ActionKind::Message, "", "hint");
    message.seconds = 1.0;
    Script script;
    script.handlers = {handler("say", on(TriggerKind::Always), message)};
    Session session = start(script);
    session.advance(2);
    EXPECT_EQ(session.lesson().message, "text");
    EXPECT_EQ(session.lesson().severity, "hint");
    advance_s(session, 0.5);
    EXPECT_EQ(session.trace().back().help_on, 1.0F);
    advance_s(session, 0.6);
    EXPECT_EQ(session.lesson().message, "");
    advance_s(session, 0.1);
    EXPECT_EQ(session.trace().back().help_on, 0.0F);
}

TEST(LessonActions, AHelpFadesToNothingAndIsOffThen) {
    Action fade = act(ActionKind::Assist, "labels", "fade");
    fade.seconds = 2.0;
    Script script;
    script.handlers = {handler("fade", on(TriggerKind::Always), fade)};
    Session session = start(script);
    advance_s(session, 0.5);
    EXPECT_TRUE(session.screen().labels);
    EXPECT_EQ(session.lesson().labels_frac, 1.0) << "full for half of its time";
    advance_s(session, 1.0);
    EXPECT_NEAR(session.lesson().labels_frac, 0.5, 0.02);
    advance_s(session, 0.6);
    EXPECT_FALSE(session.screen().labels);
}

TEST(LessonActions, AQuestionStandsUntilItIsAnswered) {
    Action ask = act(ActionKind::Ask, "q");
    ask.choices = {"a", "b"};
    ask.correct = "b";
    Trigger wrong = on(TriggerKind::Answered, "q", "wrong");
    Script script;
    script.handlers = {handler("ask", on(TriggerKind::Always), ask), handler("wrong", wrong)};
    Session session = start(script);
    session.advance(1);
    EXPECT_EQ(session.lesson().question.id, "q");
    EXPECT_THAT(session.lesson().question.choices, testing::ElementsAre("a", "b"));
    session.apply(Answer{"q", "a"});
    session.advance(1);
    EXPECT_EQ(session.lesson().question.id, "");
    EXPECT_TRUE(firings(session).contains("wrong"));
}

TEST(LessonActions, WhatConcernsTheScoreIsInTheLog) {
    Action deduct = act(ActionKind::Deduct);
    deduct.value = 4.0;
    Script script;
    script.handlers = {
        handler("a", on(TriggerKind::Always), deduct), handler("b", on(TriggerKind::Always), act(ActionKind::Critical)),
        handler("c", on(TriggerKind::Always), act(ActionKind::StepDone, "found")),
        handler("d", on(TriggerKind::Always)), handler("e", on(TriggerKind::Always), act(ActionKind::Pause))};
    Session session = start(script);
    session.advance(3);
    for (const EventKind kind : {EventKind::ScoreDeducted, EventKind::CriticalDeclared, EventKind::StepDone,
                                 EventKind::Comment, EventKind::Pause})
        EXPECT_EQ(count_events(session, kind), 1) << event_name(kind);
    EXPECT_THAT(session.lesson().steps_done, testing::ElementsAre("found"));
    for (const Event& event : session.events())
        EXPECT_EQ(event.value, event.kind == EventKind::ScoreDeducted ? 4.0 : 0.0);
}

// The body moves under a transducer that the hand holds still: out and back, and nothing is left of it.
TEST(LessonActions, AFlinchMovesThePatientAndSettles) {
    Action flinch = act(ActionKind::PatientMove, "", "flinch");
    flinch.distance_m = 0.006;
    flinch.seconds = 0.8;
    Script script;
    script.handlers = {handler("flinch", on(TriggerKind::Button, "now"), flinch)};
    Session session = start(script);
    advance_s(session, 1.0);
    session.apply(Instruct{"button", "now"});
    double most_m = 0.0;
    for (int i = 0; i < 96; ++i) {
        session.advance(1);
        most_m = std::max(most_m, std::abs(session.hands().transducer.slide_m));
    }
    EXPECT_NEAR(most_m, 0.006, 1e-5);
    session.advance(2);
    EXPECT_EQ(session.hands().transducer.slide_m, 0.0);
    EXPECT_EQ(count_events(session, EventKind::PatientMoved), 1);
}

TEST(LessonActions, GasRunsLow) {
    Script script;
    script.handlers = {handler("low", on(TriggerKind::FreezeStart), act(ActionKind::DeviceFault, "gas_low")),
                       handler("empty", on(TriggerKind::Happened, "gas_empty"))};
    Session session = start(script);
    session.apply(Gas{true});
    advance_s(session, 25.0);
    EXPECT_FALSE(session.console().gas_on);
    const auto at_s = firings(session);
    ASSERT_TRUE(at_s.contains("empty"));
    EXPECT_NEAR(at_s.at("empty") - at_s.at("low"), 20.0, 0.15);
}

TEST(LessonActions, ABrokenCryoprobeCoolsLessAndALeakSpendsTheGas) {
    struct Outcome {
        double tip_degc, ice_mm, used_s;
    };
    const auto run = [](const char* fault) {
        Script script;
        if (*fault != 0)
            script.handlers = {handler("break", on(TriggerKind::FreezeStart), act(ActionKind::DeviceFault, fault))};
        Session session = start(script);
        reach_target(session);
        session.apply(Gas{true});
        advance_s(session, 18.0);
        EXPECT_EQ(count_events(session, EventKind::DeviceFault), *fault != 0 ? 1 : 0);
        return Outcome{session.console().tip_degc, 1e3 * session.ice_radius_m(),
                       session.device()->gas_supply_s - session.console().gas_left_s};
    };
    const Outcome sound = run("");
    const Outcome blocked = run("tip_blocked");
    const Outcome leaking = run("leak");
    EXPECT_LT(sound.tip_degc, -40.0);
    EXPECT_GT(blocked.tip_degc, 0.0);  // gas that stands still freezes nothing
    EXPECT_EQ(blocked.ice_mm, 0.0);
    EXPECT_GT(leaking.tip_degc, sound.tip_degc + 2.0);
    EXPECT_LT(leaking.ice_mm, sound.ice_mm - 0.05);
    EXPECT_NEAR(leaking.used_s, 4.0 * sound.used_s, 0.2);
}

TEST(LessonActions, TheEndOfTheLessonFinishesTheAttempt) {
    scenario::ScriptPhase phase;
    phase.id = "only";
    phase.instruction = "Press.";
    phase.done.all = {on(TriggerKind::Button, "done")};
    phase.next = "end";
    Script script;
    script.phases = {phase};
    Session session = start(script);
    session.advance(2);
    EXPECT_EQ(session.lesson().instruction, "Press.");
    session.apply(Instruct{"button", "done"});
    session.advance(2);
    EXPECT_TRUE(session.finished());
    EXPECT_EQ(session.events().back().kind, EventKind::Finished);
}

TEST(Instructor, OnlyKnownActsAreTaken) {
    Session session(shared_case(), session::Setup{.simulated_hand = false}, pool_of(1));
    EXPECT_FALSE(session.apply(Instruct{"explode", ""}));
    for (const std::string_view what : instructions()) EXPECT_TRUE(session.apply(Instruct{std::string(what), "x"}));
    EXPECT_EQ(count_events(session, EventKind::Instructed), static_cast<int>(instructions().size()));
    EXPECT_EQ(session.lesson().message, "x") << "without a lesson too";
}

TEST(Instructor, ALessonWithItsInstructorReplaysToTheSameBits) {
    Action flinch = act(ActionKind::PatientMove, "", "flinch");
    flinch.distance_m = 0.004;
    flinch.seconds = 0.5;
    Handler often = handler("cold", level(TriggerKind::IceRadius, Comparison::AtLeast, 0.001), flinch);
    Script script;
    script.handlers = {often, handler("b", on(TriggerKind::Button, "x"), act(ActionKind::LockKnob, "gain_db"))};
    const auto scenario = with(script);
    const auto play = [&](int batch) {
        Session session(scenario, session::Setup{.seed = 3}, pool_of(2));
        AttemptHeader header;
        header.scenario = "small";
        header.seed = 3;
        std::string text = header_line(header) + "\n";
        for (int t = 0; t < 1800; t += batch) {
            if (t == 240) session.apply(MoveCryoprobe{.insert_m = insert_on_target_m()});
            if (t == 720) session.apply(Gas{true});
            if (t == 960) session.apply(Instruct{"button", "x"});
            if (t == 1200) session.apply(Instruct{"comment", "watch the edge"});
            session.advance(batch);
        }
        for (const TimedCommand& command : session.commands()) text += command_line(command) + "\n";
        return std::pair{session.state_hash(), text};
    };
    const auto [hash, text] = play(1);
    EXPECT_EQ(play(120).first, hash) << "however the ticks are batched";
    const Result<Attempt> attempt = parse_attempt(text, "lesson.ndjson");
    ASSERT_TRUE(attempt.ok()) << to_string(attempt.faults());
    EXPECT_EQ(attempt->commands.size(), 4U);
    ThreadPool& pool = pool_of(7);
    Session again(scenario, session::Setup{.seed = 3}, pool);
    size_t next = 0;
    while (again.tick() < 1800) {
        while (next < attempt->commands.size() && attempt->commands[next].tick == again.tick())
            again.apply(attempt->commands[next++].command);
        again.advance(1);
    }
    EXPECT_EQ(again.state_hash(), hash);
}

}  // namespace
}  // namespace cryo::session

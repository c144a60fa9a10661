// The language of lessons, run against a world that says what it is told to: every trigger and action, order and
// simultaneity, holding, counting, cooling down.
#include "engine/scenario/script_run.h"

#include <map>
#include <set>

#include "engine/scenario/read.h"
#include "engine/scenario/script_words.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kTickS = 1.0 / 120.0;

class ToldWorld : public ScriptWorld {
  public:
    std::map<std::pair<TriggerKind, std::string>, double> levels;
    std::set<std::pair<TriggerKind, std::string>> true_now;  // with the subject, or the word where there is no subject

    double level(const Trigger& trigger) const override {
        const auto found = levels.find({trigger.on, trigger.subject});
        return found != levels.end() ? found->second : std::numeric_limits<double>::quiet_NaN();
    }
    bool holds(const Trigger& trigger) const override {
        return true_now.contains({trigger.on, trigger.subject.empty() ? trigger.word : trigger.subject});
    }
};

// Runs a script and keeps what was due, as "handler:action".
struct Play {
    explicit Play(Script written) : script(std::make_shared<const Script>(std::move(written))), run(script) {}

    ScriptStep step() {
        ScriptStep done = run.step(world, static_cast<double>(tick++) * kTickS);
        for (const DueAction& due : done.actions) log.push_back(due.by + ":" + action_word(due.action->act).name);
        return done;
    }
    void steps(int count) {
        for (int i = 0; i < count; ++i) step();
    }
    std::string phase() const { return run.phase() != nullptr ? run.phase()->id : "-"; }

    std::shared_ptr<const Script> script;
    ScriptRun run;
    ToldWorld world;
    int tick = 0;
    std::vector<std::string> log;
};

Trigger on(TriggerKind kind, const std::string& subject = "") {
    Trigger trigger;
    trigger.on = kind;
    trigger.subject = subject;
    return trigger;
}
Trigger level(TriggerKind kind, Comparison op, double value, const std::string& subject = "") {
    Trigger trigger = on(kind, subject);
    trigger.op = op;
    trigger.value = value;
    return trigger;
}
Action act(ActionKind kind, const std::string& subject = "") {
    Action action;
    action.act = kind;
    action.subject = subject;
    return action;
}
Handler handler(const std::string& id, std::vector<Trigger> all, Action action = act(ActionKind::Comment)) {
    Handler made;
    made.id = id;
    made.when.all = std::move(all);
    made.actions = {std::move(action)};
    return made;
}
ScriptPhase phase(const std::string& id, std::vector<Trigger> goal = {}, const std::string& next = "") {
    ScriptPhase made;
    made.id = id;
    made.done.all = std::move(goal);
    made.next = next;
    return made;
}

TEST(ScriptWords, StandInTheOrderOfTheirKindsUnderDistinctNames) {
    std::set<std::string> names;
    for (size_t i = 0; i < trigger_words().size(); ++i) {
        EXPECT_EQ(static_cast<size_t>(trigger_words()[i].kind), i);
        EXPECT_TRUE(names.insert(trigger_words()[i].name).second) << trigger_words()[i].name;
    }
    EXPECT_EQ(trigger_words().size(), static_cast<size_t>(TriggerKind::Happened) + 1);
    names.clear();
    for (size_t i = 0; i < action_words().size(); ++i) {
        EXPECT_EQ(static_cast<size_t>(action_words()[i].kind), i);
        EXPECT_TRUE(names.insert(action_words()[i].name).second) << action_words()[i].name;
    }
    EXPECT_EQ(action_words().size(), static_cast<size_t>(ActionKind::Pause) + 1);
}

// Every trigger that the world answers: true, false and, for levels, nothing to measure.
class EveryTrigger : public testing::TestWithParam<TriggerKind> {};

TEST_P(EveryTrigger, FiresWhenTheWorldSaysSoAndNotBefore) {
    const TriggerWord& word = trigger_word(GetParam());
    Trigger trigger = on(word.kind, word.subject == NameOf::Nothing ? "" : "x");
    if (word.subject == NameOf::Nothing) trigger.word = "x";
    trigger.value = 2.0;
    Script script;
    script.handlers = {handler("h", {trigger})};
    Play play(script);
    play.steps(3);
    EXPECT_THAT(play.log, IsEmpty()) << "there is nothing to measure yet";
    const std::string key = word.subject == NameOf::Nothing && word.form == TriggerForm::Level ? "" : "x";
    if (word.form == TriggerForm::Level) {
        play.world.levels[{word.kind, key}] = 1.999;
        play.steps(3);
        EXPECT_THAT(play.log, IsEmpty());
        play.world.levels[{word.kind, key}] = 2.0;
    } else {
        play.world.true_now.insert({word.kind, key});
    }
    play.steps(5);
    EXPECT_THAT(play.log, ElementsAre("h:comment")) << "once, at the edge";
}

std::vector<TriggerKind> answered_by_the_world() {
    static const std::set<TriggerKind> own{TriggerKind::Always,   TriggerKind::Time,       TriggerKind::Timer,
                                           TriggerKind::PhaseIs,  TriggerKind::PhaseEnter, TriggerKind::PhaseExit,
                                           TriggerKind::StepDone, TriggerKind::Button,     TriggerKind::Answered,
                                           TriggerKind::Points};
    std::vector<TriggerKind> kinds;
    for (const TriggerWord& word : trigger_words())
        if (!own.contains(word.kind)) kinds.push_back(word.kind);
    return kinds;
}
INSTANTIATE_TEST_SUITE_P(World, EveryTrigger, testing::ValuesIn(answered_by_the_world()), [](const auto& kind) {
    std::string name = trigger_word(kind.param).name;
    for (char& c : name)
        if (c == '.') c = '_';
    return name;
});

TEST(Comparisons, HoldAsTheyAreWrittenAndNeverForNaN) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::map<std::string, std::array<bool, 3>> below_same_above{
        {"<", {true, false, false}}, {"<=", {true, true, false}}, {"==", {false, true, false}},
        {"!=", {true, false, true}}, {">=", {false, true, true}}, {">", {false, false, true}}};
    for (size_t i = 0; i < comparison_words().size(); ++i) {
        const auto op = static_cast<Comparison>(i);
        const auto& expected = below_same_above.at(comparison_words()[i]);
        EXPECT_EQ(compares(1.0, op, 2.0), expected[0]) << comparison_words()[i];
        EXPECT_EQ(compares(2.0, op, 2.0), expected[1]) << comparison_words()[i];
        EXPECT_EQ(compares(3.0, op, 2.0), expected[2]) << comparison_words()[i];
        EXPECT_FALSE(compares(nan, op, 2.0)) << comparison_words()[i];
    }
}

TEST(Triggers, AlwaysHoldsFromTheFirstTick) {
    Script script;
    script.handlers = {handler("h", {on(TriggerKind::Always)})};
    Play play(script);
    play.step();
    EXPECT_THAT(play.log, ElementsAre("h:comment"));
}

TEST(Triggers, TimeCountsFromTheStartAndFromThePhase) {
    Trigger start = on(TriggerKind::Time);
    start.since_start_s = 1.0;
    Trigger in_phase = on(TriggerKind::Time);
    in_phase.since_phase_s = 0.5;
    Script script;
    script.phases = {phase("a", {start}, "b"), phase("b", {in_phase}, "end")};
    Play play(script);
    play.steps(120);  // ticks 0 to 119
    EXPECT_EQ(play.phase(), "a");
    play.steps(2);  // at tick 120 the goal is reached, at 121 the phase changes
    EXPECT_EQ(play.phase(), "b");
    play.steps(59);
    EXPECT_EQ(play.phase(), "b");
    play.steps(2);
    EXPECT_TRUE(play.run.ended());
}

TEST(Triggers, ATimerHoldsInTheTickItRunsOut) {
    Action set = act(ActionKind::SetTimer, "egg");
    set.seconds = 0.25;
    Script script;
    script.handlers = {handler("start", {on(TriggerKind::Always)}, set),
                       handler("ring", {on(TriggerKind::Timer, "egg")})};
    Play play(script);
    play.steps(30);  // set at tick 0, due at tick 30
    EXPECT_THAT(play.log, ElementsAre("start:timer"));
    play.step();
    EXPECT_THAT(play.log, ElementsAre("start:timer", "ring:comment"));
    play.steps(60);
    EXPECT_EQ(play.log.size(), 2U);
}

TEST(Triggers, PhasesAreHeardWhenTheyBeginRunAndEnd) {
    Script script;
    script.phases = {phase("a", {on(TriggerKind::ImageFrozen, "")}, "b"), phase("b", {on(TriggerKind::Bound)}, "end")};
    script.handlers = {handler("enter_b", {on(TriggerKind::PhaseEnter, "b")}),
                       handler("exit_a", {on(TriggerKind::PhaseExit, "a")}),
                       handler("is_b", {on(TriggerKind::PhaseIs, "b")})};
    Play play(script);
    play.steps(3);
    EXPECT_THAT(play.log, IsEmpty());
    play.world.true_now.insert({TriggerKind::ImageFrozen, ""});
    play.steps(2);
    EXPECT_THAT(play.log, ElementsAre("enter_b:comment", "exit_a:comment", "is_b:comment"));
}

TEST(Triggers, StepsAndButtonsAndPoints) {
    Action deduct = act(ActionKind::Deduct);
    deduct.value = 3.0;
    Handler press = handler("press", {on(TriggerKind::Button, "red")}, deduct);
    press.once = false;
    Script script;
    script.handlers = {press, handler("mark", {on(TriggerKind::Button, "green")}, act(ActionKind::StepDone, "s")),
                       handler("step", {on(TriggerKind::StepDone, "s")}),
                       handler("points", {level(TriggerKind::Points, Comparison::AtLeast, 6.0)})};
    Play play(script);
    play.run.press("blue");
    play.step();
    EXPECT_THAT(play.log, IsEmpty());
    play.run.press("red");
    play.step();
    EXPECT_EQ(play.run.points_off(), 3.0);
    play.step();  // a button holds for one tick
    play.run.press("red");
    play.step();
    EXPECT_EQ(play.run.points_off(), 6.0);
    EXPECT_EQ(play.log.back(), "points:comment") << "handlers hear in the same tick what those above them did";
    play.run.press("green");
    play.step();
    EXPECT_EQ(play.log.back(), "step:comment");
    EXPECT_THAT(play.run.steps_done(), ElementsAre("s"));
}

TEST(Triggers, AQuestionIsAnsweredRightOrWrongAndOnlyWhileItStands) {
    Action ask = act(ActionKind::Ask, "q");
    ask.choices = {"a", "b"};
    ask.correct = "b";
    const auto answered = [](const std::string& how) {
        Trigger trigger = on(TriggerKind::Answered, "q");
        trigger.word = how;
        return trigger;
    };
    for (const char* given : {"a", "b"}) {
        Script script;
        script.handlers = {handler("ask", {on(TriggerKind::Always)}, ask), handler("right", {answered("correct")}),
                           handler("wrong", {answered("wrong")}), handler("any", {answered("any")})};
        Play play(script);
        play.run.answer("q", given);  // nobody has asked yet
        play.step();
        EXPECT_THAT(play.log, ElementsAre("ask:ask"));
        ASSERT_NE(play.run.open_question(), nullptr);
        play.run.answer("another", given);
        play.run.answer("q", given);
        EXPECT_EQ(play.run.open_question(), nullptr);
        play.step();
        EXPECT_THAT(play.log, ElementsAre("ask:ask", given == std::string("b") ? "right:comment" : "wrong:comment",
                                          "any:comment"));
    }
}

TEST(Conditions, AllAnyNone) {
    const Trigger a = on(TriggerKind::ViewContains, "a"), b = on(TriggerKind::ViewContains, "b"),
                  c = on(TriggerKind::ViewContains, "c"), d = on(TriggerKind::ViewContains, "d");
    for (int bits = 0; bits < 16; ++bits) {
        Handler h = handler("h", {a});
        h.when.any = {b, c};
        h.when.none = {d};
        Script script;
        script.handlers = {h};
        Play play(script);
        const char* names[] = {"a", "b", "c", "d"};
        for (int i = 0; i < 4; ++i)
            if ((bits >> i & 1) != 0) play.world.true_now.insert({TriggerKind::ViewContains, names[i]});
        play.step();
        const bool expected = (bits & 1) != 0 && (bits & 6) != 0 && (bits & 8) == 0;
        EXPECT_EQ(!play.log.empty(), expected) << bits;
    }
}

TEST(Conditions, HoldingMustNotBreak) {
    Trigger held = on(TriggerKind::TipVisible);
    held.hold_s = 0.5;
    Script script;
    script.handlers = {handler("h", {held})};
    Play play(script);
    const std::pair<TriggerKind, std::string> visible{TriggerKind::TipVisible, ""};
    play.world.true_now.insert(visible);
    play.steps(59);
    play.world.true_now.erase(visible);
    play.step();
    play.world.true_now.insert(visible);
    play.steps(60);  // true in 60 ticks: 59 intervals
    EXPECT_THAT(play.log, IsEmpty());
    play.step();
    EXPECT_THAT(play.log, ElementsAre("h:comment"));
}

TEST(Conditions, AWholeConditionCanHoldToo) {
    Handler h = handler("h", {on(TriggerKind::TipVisible), on(TriggerKind::GasFlows)});
    h.when.hold_s = 0.1;
    Script script;
    script.handlers = {h};
    Play play(script);
    play.world.true_now = {{TriggerKind::TipVisible, ""}};
    play.steps(30);
    play.world.true_now.insert({TriggerKind::GasFlows, ""});
    play.steps(12);
    EXPECT_THAT(play.log, IsEmpty());
    play.step();
    EXPECT_THAT(play.log, ElementsAre("h:comment"));
}

TEST(Conditions, CountsWithinAWindow) {
    Trigger thrice = on(TriggerKind::TipLost);
    thrice.count = 3;
    thrice.within_s = 1.0;
    Script script;
    script.handlers = {handler("h", {thrice})};
    const std::pair<TriggerKind, std::string> lost{TriggerKind::TipLost, ""};
    const auto play_with_gap = [&](int gap_ticks) {
        Play play(script);
        for (int i = 0; i < 3; ++i) {
            play.world.true_now.insert(lost);
            play.step();
            play.world.true_now.erase(lost);
            play.steps(gap_ticks - 1);
        }
        return play.log.size();
    };
    EXPECT_EQ(play_with_gap(60), 1U) << "the first and the third are exactly one second apart";
    EXPECT_EQ(play_with_gap(61), 0U);
}

TEST(Handlers, OnceCooldownAndMostFires) {
    Handler once = handler("once", {on(TriggerKind::TipLost)});
    Handler cool = once;
    cool.id = "cool";
    cool.once = false;
    cool.cooldown_s = 1.0;
    Handler twice = once;
    twice.id = "twice";
    twice.once = false;
    twice.max_fires = 2;
    Script script;
    script.handlers = {once, cool, twice};
    Play play(script);
    const std::pair<TriggerKind, std::string> lost{TriggerKind::TipLost, ""};
    for (int i = 0; i < 8; ++i) {  // every half second, for 0.25 s
        play.world.true_now.insert(lost);
        play.steps(30);
        play.world.true_now.erase(lost);
        play.steps(30);
    }
    const auto count = [&](const std::string& what) { return std::count(play.log.begin(), play.log.end(), what); };
    EXPECT_EQ(count("once:comment"), 1);
    EXPECT_EQ(count("cool:comment"), 4) << "every second time";
    EXPECT_EQ(count("twice:comment"), 2);
    EXPECT_EQ(play.run.firings()[1].fires, 4);
}

TEST(Handlers, ADeafHandlerFiresAfterwardsIfItStillHolds) {
    Handler cool = handler("cool", {on(TriggerKind::TipLost)});
    cool.once = false;
    cool.cooldown_s = 1.0;
    Script script;
    script.handlers = {cool};
    Play play(script);
    const std::pair<TriggerKind, std::string> lost{TriggerKind::TipLost, ""};
    play.world.true_now.insert(lost);
    play.step();
    play.world.true_now.erase(lost);
    play.steps(30);
    play.world.true_now.insert(lost);
    play.steps(80);
    EXPECT_EQ(play.log.size(), 1U);
    play.steps(20);
    EXPECT_EQ(play.log.size(), 2U);
}

TEST(Handlers, OfThePhaseComeBeforeThoseThatAlwaysListenAndOnlyWhileItRuns) {
    ScriptPhase a = phase("a", {on(TriggerKind::Bound)}, "b");
    a.handlers = {handler("of_a", {on(TriggerKind::TipLost)})};
    ScriptPhase b = phase("b", {on(TriggerKind::GasFlows)}, "end");
    b.handlers = {handler("of_b", {on(TriggerKind::TipLost)})};
    Script script;
    script.phases = {a, b};
    script.handlers = {handler("always", {on(TriggerKind::TipLost)})};
    Play play(script);
    play.world.true_now = {{TriggerKind::TipLost, ""}};
    play.step();
    EXPECT_THAT(play.log, ElementsAre("of_a:comment", "always:comment"));
    play.world.true_now.insert({TriggerKind::Bound, ""});
    play.steps(3);
    EXPECT_EQ(play.log.back(), "of_b:comment") << "it begins to listen with its phase";
}

TEST(Goto, TheFirstOfATickWins) {
    Script script;
    script.phases = {phase("a", {on(TriggerKind::TipLost)}, "d"), phase("b", {on(TriggerKind::Bound)}, "end"),
                     phase("c", {on(TriggerKind::Bound)}, "end"), phase("d", {on(TriggerKind::Bound)}, "end")};
    script.handlers = {handler("first", {on(TriggerKind::TipLost)}, act(ActionKind::Goto, "b")),
                       handler("second", {on(TriggerKind::TipLost)}, act(ActionKind::Goto, "c"))};
    Play play(script);
    play.world.true_now = {{TriggerKind::TipLost, ""}};
    play.step();
    EXPECT_EQ(play.phase(), "a") << "all of a tick see the same phase";
    play.step();
    EXPECT_EQ(play.phase(), "b");
}

TEST(Goto, EndEndsAtOnceAndNothingFiresAfter) {
    Script script;
    script.phases = {phase("a", {on(TriggerKind::Bound)}, "end")};
    script.handlers = {handler("stop", {on(TriggerKind::TipLost)}, act(ActionKind::End)),
                       handler("later", {on(TriggerKind::GasFlows)})};
    Play play(script);
    play.world.true_now = {{TriggerKind::TipLost, ""}};
    const ScriptStep last = play.step();
    EXPECT_TRUE(play.run.ended());
    ASSERT_EQ(last.changes.size(), 2U) << "into the first phase, and out of the lesson";
    EXPECT_EQ(last.changes[1].to, "end");
    play.world.true_now.insert({TriggerKind::GasFlows, ""});
    play.steps(3);
    EXPECT_THAT(play.log, ElementsAre("stop:end"));
}

TEST(Limits, LeadOnOrAreSaidOnce) {
    ScriptPhase a = phase("a", {on(TriggerKind::Bound)}, "b");
    a.limit_s = 0.5;
    ScriptPhase b = phase("b", {on(TriggerKind::Bound)}, "end");
    b.limit_s = 0.5;
    b.on_limit = "end";
    for (const bool leads : {false, true}) {
        Script script;
        if (leads) a.on_limit = "b";
        script.phases = {a, b};
        Play play(script);
        size_t overdue = 0;
        for (int i = 0; i < 62; ++i) overdue += play.step().overdue.size();
        EXPECT_EQ(play.phase(), leads ? "b" : "a");
        EXPECT_EQ(overdue, leads ? 0U : 1U);
    }
}

TEST(Phases, AGoalReachedOnTheWayInLeadsOnAtTheNextTick) {
    Script script;
    script.phases = {phase("a", {on(TriggerKind::TipVisible)}, "b"), phase("b", {on(TriggerKind::TipVisible)}, "c"),
                     phase("c", {on(TriggerKind::Bound)}, "end")};
    script.phases[1].enter = {act(ActionKind::Comment)};
    Play play(script);
    play.world.true_now = {{TriggerKind::TipVisible, ""}};
    play.steps(3);
    EXPECT_EQ(play.phase(), "c");
    EXPECT_THAT(play.log, ElementsAre("b:comment"));
}

TEST(Phases, ComingBackStartsAfresh) {
    Trigger held = on(TriggerKind::TipVisible);
    held.hold_s = 0.25;
    Script script;
    script.phases = {phase("a", {held}, "b"), phase("b", {on(TriggerKind::Always)}, "a")};
    Play play(script);
    play.world.true_now = {{TriggerKind::TipVisible, ""}};
    std::vector<std::string> changes;
    for (int i = 0; i < 70; ++i)
        for (const PhaseChange& change : play.step().changes) changes.push_back(std::to_string(i) + change.to);
    // a at 0; held from 0 to 30, b at 31, a again at 32; held from 32 to 62, b at 63, a at 64.
    EXPECT_THAT(changes, ElementsAre("0a", "31b", "32a", "63b", "64a"));
}

TEST(Cause, NamesTheTriggersThatHeld) {
    Handler h = handler("h", {level(TriggerKind::Coverage, Comparison::AtLeast, 0.004)});
    h.when.any = {on(TriggerKind::TipLost), on(TriggerKind::GasFlows)};
    Script script;
    script.handlers = {h};
    Play play(script);
    play.world.levels[{TriggerKind::Coverage, ""}] = 0.005;
    play.world.true_now = {{TriggerKind::GasFlows, ""}};
    const ScriptStep step = play.step();
    ASSERT_EQ(step.actions.size(), 1U);
    EXPECT_EQ(step.actions[0].cause, "coverage mm >= 4; gas.on");
}

TEST(Hash, TellsStatesApart) {
    Trigger twice = on(TriggerKind::TipLost);
    twice.count = 2;
    Script script;
    script.handlers = {handler("h", {twice})};
    const auto hash_of = [&](bool lost) {
        Play play(script);
        if (lost) play.world.true_now = {{TriggerKind::TipLost, ""}};
        play.steps(2);
        StateHash hash;
        play.run.add_to(hash);
        return hash.value();
    };
    EXPECT_EQ(hash_of(true), hash_of(true));
    EXPECT_NE(hash_of(true), hash_of(false));
}

// Every block of the tutorial is a whole lesson, and the check says of each that it is good.
TEST(Tutorial, SaysOnlyWhatIsTrue) {
    const std::string guide =
        io::read_text(io::join_path(CRYO_SOURCE_DIR, "assets/guides/writing_a_lesson.md")).value();
    const std::string open = "```toml\n";
    int blocks = 0;
    for (size_t at = guide.find(open); at != std::string::npos; at = guide.find(open, at)) {
        at += open.size();
        const size_t end = guide.find("```", at);
        const std::string lesson = guide.substr(at, end - at);
        EXPECT_EQ(to_string(check_text(lesson, scene_file("lessons/mind_the_skin.toml"))), "") << lesson;
        ++blocks;
        at = end + 3;
    }
    EXPECT_EQ(blocks, 4);
}

}  // namespace
}  // namespace cryo::scenario

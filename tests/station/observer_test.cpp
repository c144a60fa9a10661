#include "engine/station/observer.h"

#include <algorithm>

#include "engine/session/attempt_file.h"
#include "engine/session/replay.h"
#include "tests/session/small_case.h"
#include "tests/station/messages.h"
#include "tests/support/temporary_folder.h"

namespace cryo::station {
namespace {

session::Session new_session() { return {test::shared_case(), {}, test::pool_of(1)}; }

TEST(Observer, LookingOnChangesNothing) {
    session::Session seen = new_session(), unseen = new_session();
    AttemptObserver observer(seen);
    for (int second = 0; second < 5; ++second) {
        for (session::Session* session : {&seen, &unseen}) {
            session->apply(session::MoveCryoprobe{.insert_m = 0.004 * second});
            test::advance_s(*session, 1.0);
        }
        observer.new_events(seen);
        observer.state(seen);
    }
    EXPECT_EQ(seen.state_hash(), unseen.state_hash());
}

TEST(Observer, LiveMeasuresAreThoseOfTheStoredTrace) {
    session::Session session = new_session();
    AttemptObserver observer(session);
    test::reach_target(session);
    observer.state(session);
    test::advance_s(session, 2.0);
    const LiveState state = observer.state(session);
    const measure::Metrics after = measure::measure(session.trace(), session::measure_context(session));
    ASSERT_FALSE(state.measures.empty());
    for (const Measure& m : state.measures)
        EXPECT_EQ(m.value, after.value(measure::find_metric(m.code)->id).value) << m.code;
}

TEST(Observer, EventsComeOnceAndHarmIsCounted) {
    session::Session session = new_session();
    AttemptObserver observer(session);
    EXPECT_EQ(observer.new_events(session).size(), session.events().size());
    EXPECT_TRUE(observer.new_events(session).empty());
    // Straight down onto the artery, which lies 5 mm beside the nerve at 11.5 mm.
    session.apply(session::MoveCryoprobe{.entry_x_m = 0.005, .pitch_rad = kPi / 2, .insert_m = 0.0});
    test::advance_s(session, 3.0);
    session.apply(session::MoveCryoprobe{.insert_m = 0.013});
    test::advance_s(session, 6.0);
    ASSERT_EQ(test::count_events(session, session::EventKind::ArteryPuncture), 1);
    const auto events = observer.new_events(session);
    EXPECT_EQ(std::count_if(events.begin(), events.end(),
                            [](const LiveEvent& event) { return event.critical && event.kind == "artery_puncture"; }),
              1);
    EXPECT_EQ(observer.state(session).criticals, 1);
    EXPECT_FALSE(observer.state(session).last_critical.empty());
}

TEST(Observer, IdleIsSinceTheLearnerDidSomething) {
    session::Session session = new_session();
    AttemptObserver observer(session);
    test::advance_s(session, 4.0);
    session.apply(session::SetKnob{session::Knob::GainDb, 3.0});
    test::advance_s(session, 2.0);
    session.apply(session::Instruct{"message", "Go on"});  // not the learner's doing
    test::advance_s(session, 1.0);
    EXPECT_NEAR(observer.state(session).idle_s, 3.0, 2.0 * session::kTickS);
}

// What the instructor does is in the attempt's file and a replay does it again, bit by bit.
TEST(Observer, OrdersBecomeCommandsThatAReplayHas) {
    const test::TemporaryFolder folder;
    const std::string file = folder.file("attempt.ndjson");
    session::Session session = new_session();
    test::reach_target(session);
    session::AttemptWriter writer(file, session);
    for (const Verb verb : {Verb::Flinch, Verb::Message, Verb::Comment, Verb::Cough, Verb::Button}) {
        const auto command = command_of(Order{verb, "Look here"});
        ASSERT_TRUE(command);
        EXPECT_TRUE(session.apply(*command));
        test::advance_s(session, 1.0);
    }
    EXPECT_FALSE(command_of(Order{Verb::Pause, ""}));
    EXPECT_FALSE(command_of(Order{Verb::Watch, ""}));
    EXPECT_EQ(test::count_events(session, session::EventKind::PatientMoved), 2);
    EXPECT_EQ(test::count_events(session, session::EventKind::Comment), 1);
    session.apply(session::Finish{});
    session.advance(2);
    writer.finish(session);
    const auto attempt = session::read_attempt(file);
    ASSERT_TRUE(attempt) << to_string(attempt.faults());
    const auto again = session::replay(*attempt, test::shared_case(), test::pool_of(1));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->matches, std::optional(true));
    EXPECT_EQ(test::count_events(*again->session, session::EventKind::Instructed), 5);
}

TEST(Observer, ACaseWithoutALessonHasThePhasesOfEveryAttempt) {
    session::Session session = new_session();
    const CaseInfo info = case_info(session, "practice");
    std::vector<std::string> ids;
    for (const CasePhase& phase : info.phases) ids.push_back(phase.id);
    EXPECT_EQ(ids, (std::vector<std::string>{"scan", "needle", "cool", "rewarm"}));
    AttemptObserver observer(session);
    EXPECT_EQ(observer.state(session).phase, "scan");
}

TEST(Observer, ButtonsAreThoseTheLessonListensTo) {
    scenario::Scenario lesson = test::small_case();
    scenario::Trigger press;
    press.on = scenario::TriggerKind::Button;
    press.subject = "help";
    scenario::Handler hear;
    hear.id = "hear";
    hear.when.all = {press};
    scenario::ScriptPhase& phase = lesson.script.phases.emplace_back();
    phase.id = "only";
    phase.next = "end";
    phase.handlers = {hear};
    press.subject = "enough";
    phase.done.any = {press};
    session::Session session(std::make_shared<const scenario::Scenario>(lesson), {}, test::pool_of(1));
    EXPECT_EQ(case_info(session, "learn").buttons, (std::vector<std::string>{"enough", "help"}));
}

}  // namespace
}  // namespace cryo::station

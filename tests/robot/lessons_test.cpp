// Every shipped lesson, played to its end by the built-in player through the commands a person has.
#include <set>

#include "engine/core/parallel.h"
#include "engine/io/files.h"
#include "engine/robot/robot.h"
#include "engine/scenario/read.h"

namespace cryo::robot {
namespace {

using session::EventKind;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;

struct Course {
    std::vector<std::string> phases;
    std::set<std::string> fired;
    bool ended = false;
    double t_s = 0.0;
};

Course play_lesson(const std::string& id, bool rightly, double limit_s = 1500.0) {
    const std::string file = io::join_path(CRYO_SOURCE_DIR, "scenes/lessons/" + id + ".toml");
    const Result<scenario::Scenario> read = scenario::read_scenario(file);
    EXPECT_TRUE(read.ok()) << to_string(read.faults());
    ThreadPool pool(2);
    session::Session session(std::make_shared<const scenario::Scenario>(*read), session::Setup{.seed = 2}, pool);
    Robot robot(session, expert(), 2);
    while (!session.finished() && !robot.done() && session.t_s() < limit_s) {
        if (const scenario::Action* asked = session.script()->open_question()) {
            std::string choice = asked->correct;
            if (!rightly)
                choice = asked->choices.front() != asked->correct ? asked->choices.front() : asked->choices.back();
            session.apply(session::Answer{asked->subject, choice});
        }
        for (const session::Command& command : robot.decide(session)) session.apply(command);
        session.advance(kTicksPerDecision);
    }
    Course course;
    for (const session::Event& event : session.events()) {
        if (event.kind == EventKind::PhaseChanged) course.phases.push_back(event.structure);
        if (event.kind == EventKind::HandlerFired) course.fired.insert(event.structure);
    }
    course.ended = session.script()->ended();
    course.t_s = session.t_s();
    return course;
}

TEST(Lessons, TheFirstTreatmentLeadsThroughAllItsParts) {
    const Course course = play_lesson("first_block", false);
    EXPECT_THAT(course.phases, testing::ElementsAre("find", "approach", "freeze", "thaw", "choose", "again", "end"));
    EXPECT_TRUE(course.ended);
    EXPECT_THAT(course.fired, Contains("wrong_edge"));
    EXPECT_THAT(course.fired, Not(Contains("impatient")));
}

TEST(Lessons, GasThatRunsLowIsUsedUpAndAskedAbout) {
    const Course course = play_lesson("gas_runs_low", true);
    EXPECT_THAT(course.phases, testing::ElementsAre("treat", "decide", "end"));
    EXPECT_THAT(course.fired, IsSupersetOf({"low", "warned"}));
    EXPECT_THAT(course.fired, Not(Contains("wrong")));
}

TEST(Lessons, ThePatientFlinchesOnIceAndNothingTears) {
    const Course course = play_lesson("flinch", true, 240.0);
    EXPECT_THAT(course.fired, IsSupersetOf({"flinch_first", "advice", "cough"}));
    EXPECT_THAT(course.fired, Not(Contains("tore")));
}

TEST(LessonsLong, ABranchIsCountedAndBothAreTreated) {
    const Course course = play_lesson("aberrant_branch", false);
    EXPECT_THAT(course.phases, testing::ElementsAre("survey", "count", "treat", "end"));
    EXPECT_THAT(course.fired, Contains("miscounted"));
}

TEST(LessonsLong, GasWithoutAskingTheNerveIsNoted) {
    const Course course = play_lesson("wrong_nerve", true);
    EXPECT_TRUE(course.fired.contains("proved") || course.fired.contains("unproven"));
    EXPECT_THAT(course.fired, Not(Contains("froze_trunk")));
}

TEST(LessonsLong, ACarefulHandSparesThinSkin) {
    const Course course = play_lesson("cold_skin", true);
    EXPECT_THAT(course.fired, IsSupersetOf({"shallow", "spared"}));
    EXPECT_THAT(course.fired, Not(Contains("frosted")));
}

TEST(LessonsLong, ALostTipIsFoundAndTheExamRuns) {
    EXPECT_THAT(play_lesson("lost_needle", true).phases, IsSupersetOf({"enter", "lost", "again"}));
    const Course exam = play_lesson("exam", true);
    EXPECT_THAT(exam.phases, testing::ElementsAre("exam"));
    EXPECT_GT(exam.t_s, 300.0);
}

}  // namespace
}  // namespace cryo::robot

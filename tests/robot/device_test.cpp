// The cryoprobe that is the wrong one for a patient: what geometry says of it, what the built-in player does with it,
// and what the debrief says to those who treat and to those who do not.
#include <gtest/gtest.h>

#include "engine/robot/robot.h"
#include "engine/scoring/record_of.h"
#include "engine/scoring/score.h"
#include "engine/scoring/score_model.h"
#include "tests/robot/knee.h"

namespace cryo::robot {
namespace {

using Case = std::shared_ptr<const scenario::Scenario>;

constexpr const char* kThreeNeedles = "handheld_3x27g_8p5";
constexpr double kNeedlesM = 0.0085;

int index_of(const Case& scenario, const std::string& device) {
    for (size_t d = 0; d < scenario->devices.size(); ++d)
        if (scenario->devices[d].id == device) return static_cast<int>(d);
    ADD_FAILURE() << scenario->id << " does not offer " << device;
    return 0;
}

scoring::Assessment judged(const session::Session& session) {
    static const scoring::ScoreModel kModel =
        scoring::read_score_model(io::join_path(CRYO_SOURCE_DIR, "scenes/scoring/cryo_score_1.toml")).value();
    return scoring::judge(scoring::observe(scoring::record_of(session), kModel), kModel);
}

std::string told(const scoring::Assessment& assessment) {
    std::string text = assessment.verdict;
    for (const std::string& reason : assessment.reasons) text += " " + reason;
    return text + " " + assessment.metric("D1")->sentence;
}

struct Hand {
    ThreadPool pool{1};
    session::Session session;
    Hand(const Case& scenario, const std::string& device, double bmi)
        : session(scenario, session::Setup{.seed = 1, .bmi = bmi, .device = index_of(scenario, device)}, pool) {}
    scoring::Assessment decides(const session::Decide& decision) {
        session.advance(120);
        session.apply(decision);
        session.apply(session::Finish{});
        return judged(session);
    }
    // In with it, gas, and out again.
    scoring::Assessment treats() {
        session.advance(120);
        session.apply(session::MoveCryoprobe{.insert_m = 0.008});
        session.advance(600);
        session.apply(session::Gas{true});
        session.advance(1200);
        session.apply(session::Finish{});
        return judged(session);
    }
    scoring::Assessment robot_plays() {
        Robot robot(session, expert(), 1);
        play(session, robot);
        EXPECT_EQ(robot.plan().decision, "change_device");
        return judged(session);
    }
};

// The tip reaches where fat is thin, straight down; from BMI 24 it ends above the nerve in every patient.
TEST(ThreeNeedles, ReachTheNerveInThinKneesOnly) {
    const auto top_m = [](uint64_t seed, double bmi) {
        const anatomy::Medium medium = test::medium_of(*test::knee(), seed, bmi);
        const anatomy::TubeCurve& nerve = medium.nerve_curve(medium.target_nerve());
        return nerve.at_arc(aimed_arc_m(medium, medium.target_nerve())).z - 0.5 * nerve.height_m();
    };
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        EXPECT_LT(top_m(seed, 21.0), kNeedlesM) << seed;
        for (const double bmi : {24.0, 30.0, 35.0}) EXPECT_GT(top_m(seed, bmi), kNeedlesM) << seed << " " << bmi;
    }
}

TEST(ThreeNeedles, ChangingThemAtBmi30PassesAndTheDebriefSaysWhy) {
    const auto a = Hand(test::knee(), kThreeNeedles, 30.0).decides({"change_device", ""});
    EXPECT_TRUE(a.pass) << told(a);
    EXPECT_NE(told(a).find("cannot reach"), std::string::npos) << told(a);
}

TEST(ThreeNeedles, RefusingAtBmi30PassesForTheReasonThatTheDeviceGives) {
    const auto a = Hand(test::knee(), kThreeNeedles, 30.0).decides({"do_not_treat", "device cannot cover"});
    EXPECT_TRUE(a.pass) << told(a);
    const auto other = Hand(test::knee(), kThreeNeedles, 30.0).decides({"do_not_treat", "infection"});
    EXPECT_FALSE(other.pass);
}

TEST(ThreeNeedles, TreatingWithThemAtBmi30FailsAndTheDebriefSaysWhy) {
    const auto a = Hand(test::knee(), kThreeNeedles, 30.0).treats();
    EXPECT_FALSE(a.pass);
    EXPECT_NE(told(a).find("cannot reach"), std::string::npos) << told(a);
}

TEST(ThreeNeedles, ChangingADeviceThatSuitsIsNoWayOut) {
    const auto a = Hand(test::knee(), "console_n2o_1p4", 30.0).decides({"change_device", ""});
    EXPECT_FALSE(a.pass);
}

TEST(WrongDevice, TheBuiltInPlayerChangesIt) {
    EXPECT_TRUE(Hand(test::knee(), kThreeNeedles, 30.0).robot_plays().pass);
    for (const char* device : {"console_n2o_2p0", "console_n2o_1p4"}) {
        const auto a = Hand(test::case_of("thigh_sciatic_proximal"), device, 23.0).robot_plays();
        EXPECT_TRUE(a.pass) << told(a);
        EXPECT_NE(told(a).find("argon"), std::string::npos) << told(a);
    }
}

TEST(WrongDevice, TreatingTheSciaticNerveWithNitrousOxideFails) {
    const auto a = Hand(test::case_of("thigh_sciatic_proximal"), "console_n2o_2p0", 23.0).treats();
    EXPECT_FALSE(a.pass);
    EXPECT_NE(told(a).find("argon"), std::string::npos) << told(a);
}

// What a case says of its devices agrees with what the planner finds by geometry and reach.
TEST(WrongDevice, ThePlannerAgreesWithTheCases) {
    for (const char* id : {"knee_ipbsn", "thigh_sciatic_proximal", "stump_neuroma"}) {
        const Case scenario = test::case_of(id);
        for (const scenario::Unsuitable& one : scenario->unsuitable)
            for (uint64_t seed = 1; seed <= 5; ++seed) {
                const anatomy::Medium medium = test::medium_of(*scenario, seed, std::max(23.0, one.bmi_from));
                const auto d = static_cast<size_t>(index_of(scenario, one.device));
                EXPECT_EQ(plan_approach(*scenario, medium, &scenario->devices[d]).decision, "change_device")
                    << id << " " << one.device << " seed " << seed;
            }
    }
}

}  // namespace
}  // namespace cryo::robot

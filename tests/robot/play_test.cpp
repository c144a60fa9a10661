// Whole plays: the robot as a learner, from time-out to the last withdrawal, judged as any learner is.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>

#include "engine/robot/robot.h"
#include "engine/scoring/record_of.h"
#include "engine/scoring/score.h"
#include "engine/scoring/score_model.h"
#include "tests/robot/knee.h"

namespace cryo::robot {
namespace {

struct Played {
    scoring::Assessment assessment;
    std::vector<session::Event> events;
    double t_s = 0.0;
};

Played play_case(const std::shared_ptr<const scenario::Scenario>& scenario, const Skill& skill, uint64_t seed,
                 double bmi) {
    static const scoring::ScoreModel kModel =
        scoring::read_score_model(io::join_path(CRYO_SOURCE_DIR, "scenes/scoring/cryo_score_1.toml")).value();
    ThreadPool pool(1);
    session::Setup setup;
    setup.seed = seed;
    setup.bmi = bmi;
    session::Session session(scenario, setup, pool);
    Robot robot(session, skill, seed);
    play(session, robot);
    return {scoring::judge(scoring::observe(scoring::record_of(session), kModel), kModel), session.events(),
            session.t_s()};
}

Played play_knee(const Skill& skill, uint64_t seed, double bmi) { return play_case(test::knee(), skill, seed, bmi); }

double mean_score(std::string_view skill, int seeds) {
    double sum = 0.0;
    for (int seed = 1; seed <= seeds; ++seed)
        sum += play_knee(*skill_from_name(skill), static_cast<uint64_t>(seed), 23.0).assessment.overall;
    return sum / seeds;
}

// Besides passing, never asks for what the session refuses.
void expect_pass(const Played& played) {
    EXPECT_TRUE(played.assessment.pass) << played.assessment.verdict;
    for (const session::Event& event : played.events)
        EXPECT_NE(event.kind, session::EventKind::Refused) << event.t_s << " s: " << event.text;
    EXPECT_LT(played.t_s, kPatienceS);
}

TEST(Play, TheExpertPassesInThinAndInHeavyKnees) {
    auto thin = std::async(std::launch::async, [] { return play_knee(expert(), 1, 19.0); });
    const Played heavy = play_knee(expert(), 1, 35.0);
    expect_pass(thin.get());
    expect_pass(heavy);
}

// The nerve lies 5 mm deep: saline brings it away from the skin.
TEST(Play, SalineLetsTheExpertTreatAShallowNerve) {
    const Played played = play_case(test::case_of("leg_sural"), expert(), 1, 23.0);
    expect_pass(played);
    EXPECT_TRUE(std::any_of(played.events.begin(), played.events.end(),
                            [](const session::Event& event) { return event.kind == session::EventKind::Injected; }));
}

TEST(Play, TheFemoralNerveIsShownToMoveTheKneeAndLeftAlone) {
    const Played played = play_case(test::case_of("groin_femoral_refuse"), expert(), 1, 23.0);
    expect_pass(played);
    EXPECT_TRUE(std::none_of(played.events.begin(), played.events.end(),
                             [](const session::Event& event) { return event.kind == session::EventKind::GasOn; }));
}

// ---- slow: many plays

constexpr int kSeeds = 6;

TEST(LongPlay, LessSkillScoresLess) {
    const double best = mean_score("expert", kSeeds);
    const double middle = mean_score("trained", kSeeds);
    const double low = mean_score("novice", kSeeds);
    const double worst = mean_score("careless", kSeeds);
    EXPECT_GT(best, middle);
    EXPECT_GT(middle, low);
    EXPECT_GT(low, worst);
}

TEST(LongPlay, EachFaultAloneCosts) {
    const double best = mean_score("expert", kSeeds);
    for (const Skill& fault : single_faults()) EXPECT_LT(mean_score(fault.name, kSeeds), best) << fault.name;
}

}  // namespace
}  // namespace cryo::robot

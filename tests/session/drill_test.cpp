// The drills on the gel block, played through the real session: done well they come to their end goal by goal and lose
// nothing; the careless one is told what it did.
#include "engine/scenario/read.h"
#include "engine/session/replay.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

struct Drill {
    std::vector<std::string> phases;  // in the order they began
    std::vector<std::string> by;      // why each began
    double points = 0.0;
    int artery_punctures = 0;
};

Drill played(const std::string& name, const std::string& lesson) {
    const std::string scenes = CRYO_SOURCE_DIR "/scenes/";
    const auto attempt = read_attempt(scenes + "attempts/" + name + ".ndjson");
    if (!attempt) throw std::runtime_error(to_string(attempt.faults()));
    EXPECT_EQ(attempt->header.scenario, lesson);
    auto scenario = scenario::read_scenario(scenes + "lessons/" + lesson + ".toml");
    if (!scenario) throw std::runtime_error(to_string(scenario.faults()));
    const auto done =
        replay(*attempt, std::make_shared<const scenario::Scenario>(std::move(scenario).value()), pool_of(2));
    if (!done) throw std::runtime_error(to_string(done.faults()));
    Drill drill;
    for (const Event& event : done->session->events()) {
        if (event.kind == EventKind::PhaseChanged) {
            drill.phases.push_back(event.structure);
            drill.by.push_back(event.text);
        }
        if (event.kind == EventKind::ScoreDeducted) drill.points += event.value;
        if (event.kind == EventKind::ArteryPuncture) ++drill.artery_punctures;
    }
    return drill;
}

// A phase that a goal led to, not its time limit.
void expect_goals_led_on(const Drill& drill) {
    for (size_t i = 1; i < drill.by.size(); ++i) EXPECT_THAT(drill.by[i], testing::HasSubstr("goal: "));
}

TEST(Drill, ScanningAloneGoesFromRodToRod) {
    const Drill drill = played("scan_only_good", "scan_only");
    EXPECT_EQ(drill.phases, (std::vector<std::string>{"center", "trace", "long_axis", "depth", "tell", "end"}));
    expect_goals_led_on(drill);
    EXPECT_EQ(drill.points, 0.0);
}

TEST(Drill, TheNeedleReachesBothRodsInView) {
    const Drill drill = played("needle_only_good", "needle_only");
    EXPECT_EQ(drill.phases, (std::vector<std::string>{"align", "middle", "back", "deep", "out", "end"}));
    expect_goals_led_on(drill);
    EXPECT_EQ(drill.points, 0.0);
    EXPECT_EQ(drill.artery_punctures, 0);
}

TEST(Drill, TheTourOfTheControlsIsWalkedInFiveMinutes) {
    const Drill drill = played("tutorial_good", "tutorial");
    EXPECT_EQ(drill.phases, (std::vector<std::string>{"slide", "tilt", "turn", "turn_back", "depth", "hold", "needle",
                                                      "reach", "gas", "off", "out", "end"}));
    expect_goals_led_on(drill);
    EXPECT_EQ(drill.points, 0.0);
}

// The twelve drills of the ladder, each done well: every part ends by its goal and nothing is taken off.
class LadderDrill : public testing::TestWithParam<const char*> {};
TEST_P(LadderDrill, DoneWellReachesEveryGoalAndLosesNothing) {
    const std::string id = std::string("drill_") + GetParam();
    const Drill drill = played(id + "_good", id);
    ASSERT_FALSE(drill.phases.empty());
    EXPECT_EQ(drill.phases.back(), "end");
    expect_goals_led_on(drill);
    EXPECT_EQ(drill.points, 0.0);
    EXPECT_EQ(drill.artery_punctures, 0);
}
INSTANTIATE_TEST_SUITE_P(Twelve, LadderDrill,
                         testing::Values("find", "trace", "tilt", "depth_gain", "align", "tip_chase", "lost_tip",
                                         "walk_down", "doppler", "tip_or_shaft", "stop_ice", "refuse"),
                         [](const auto& one) { return std::string(one.param); });

TEST(Drill, ABlindNeedleHitsTheChannelAndPaysForBoth) {
    const Drill drill = played("needle_only_blind", "needle_only");
    EXPECT_EQ(drill.phases, std::vector<std::string>{"align"});
    EXPECT_GE(drill.artery_punctures, 1);
    EXPECT_GE(drill.points, 25.0);  // 5 for each blind stretch, 20 for the channel
}

}  // namespace
}  // namespace cryo::session

// The demonstration attempts, played through the real session: they rank as they were meant to, for the reasons they
// were written for.
#include "tests/scoring/played.h"

namespace cryo::scoring {
namespace {

// Scores of attempts that were written to be clearly good and clearly poor; the physics may be refined around them.
constexpr double kClearlyGood = 95.0;
constexpr double kClearlyPoor = 60.0;

TEST(Demonstration, CarefulAttemptPassesClearly) {
    const Assessment& a = played("knee_ipbsn_good");
    EXPECT_TRUE(a.pass) << testing::PrintToString(a.reasons);
    EXPECT_FALSE(a.borderline) << testing::PrintToString(a.borderline_because);
    EXPECT_GE(a.overall, kClearlyGood);
    EXPECT_TRUE(a.criticals.empty());
    EXPECT_GE(a.metric("C2")->value, 4.0);
    EXPECT_GE(a.metric("V6")->value, 0.9);
    EXPECT_GT(a.metric("K1")->value, 10.0);
}

TEST(Demonstration, OneLesionWhereTwoAreNeededFailsForItsLengthAlone) {
    const Assessment& a = played("knee_ipbsn_single");
    EXPECT_FALSE(a.pass);
    EXPECT_TRUE(a.criticals.empty());
    EXPECT_EQ(a.missed_requirements, std::vector<std::string>{"C2"});
    EXPECT_GE(a.metric("C2")->value, 2.0);
    EXPECT_EQ(a.deductions.front().metric, "C2");
    EXPECT_EQ(a.metric("V8")->value, 1.0) << "it also slipped off the shaft once";
}

TEST(Demonstration, NoviceFailsForWhatNovicesDo) {
    const Assessment& a = played("knee_ipbsn_novice");
    EXPECT_FALSE(a.pass);
    EXPECT_LT(a.overall, kClearlyPoor);
    EXPECT_TRUE(has_critical(a, "CF2")) << "gas without having seen the tip";
    EXPECT_TRUE(has_critical(a, "CF4")) << "superficial: the skin froze";
    EXPECT_TRUE(has_critical(a, "CF5")) << "pulled while frozen in";
    EXPECT_EQ(a.metric("C2")->value, 0.0);
    EXPECT_GE(a.metric("T1")->value, 5.0);
    EXPECT_GE(a.metric("V8")->value, 1.0);
}

TEST(Demonstration, AttemptsRankAsTheyWereMeant) {
    EXPECT_GT(played("knee_ipbsn_good").overall, played("knee_ipbsn_single").overall + 3.0);
    EXPECT_GT(played("knee_ipbsn_single").overall, played("knee_ipbsn_novice").overall + 20.0);
}

}  // namespace
}  // namespace cryo::scoring

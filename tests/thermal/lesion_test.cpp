#include "engine/thermal/lesion.h"

#include <set>

namespace cryo::thermal {
namespace {

TEST(Lesion, GradesFollowTheirThresholds) {
    EXPECT_EQ(injury_grade(20.0), InjuryGrade::None);
    EXPECT_EQ(injury_grade(5.0), InjuryGrade::TransientBlock);
    EXPECT_EQ(injury_grade(-5.0), InjuryGrade::Incomplete);
    EXPECT_EQ(injury_grade(-19.9), InjuryGrade::Incomplete);
    EXPECT_EQ(injury_grade(-20.0), InjuryGrade::Axonotmesis);
    EXPECT_EQ(injury_grade(-88.5), InjuryGrade::Axonotmesis);  // all that nitrous oxide can do
    EXPECT_EQ(injury_grade(-120.0), InjuryGrade::Mixed);
    EXPECT_EQ(injury_grade(-150.0), InjuryGrade::Neurotmesis);
}

TEST(Lesion, ColderIsNeverMilder) {
    InjuryGrade before = InjuryGrade::None;
    for (double t = 40.0; t > -160.0; t -= 0.5) {
        EXPECT_GE(injury_grade(t), before);
        before = injury_grade(t);
    }
}

TEST(Lesion, EveryGradeSaysWhereItComesFrom) {
    std::set<std::string> names;
    for (int g = 0; g <= static_cast<int>(InjuryGrade::Neurotmesis); ++g) {
        const InjuryText& text = injury_text(static_cast<InjuryGrade>(g));
        EXPECT_TRUE(names.insert(text.name).second);
        EXPECT_GT(std::string(text.meaning).size(), 20U);
        EXPECT_GT(std::string(text.source).size(), 20U);
        // What rests on animals says so.
        if (g >= static_cast<int>(InjuryGrade::Incomplete)) {
            EXPECT_THAT(text.source, testing::HasSubstr("rovisional"));
        }
    }
    EXPECT_THAT(std::string(injury_conflict()), testing::HasSubstr("rabbits"));
}

TEST(Lesion, ProbabilityPassesThroughItsTwoAnchors) {
    EXPECT_NEAR(axonotmesis_probability(-25.0), 0.50, 1e-12);
    EXPECT_NEAR(axonotmesis_probability(-40.0), 0.95, 1e-12);
    EXPECT_LT(axonotmesis_probability(0.0), 0.01);
}

}  // namespace
}  // namespace cryo::thermal

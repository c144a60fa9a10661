// A class in numbers that can be worked out on paper.
#include "engine/history/cohort.h"

#include <gtest/gtest.h>

#include <set>

namespace cryo::history {
namespace {

constexpr int64_t kDayS = 86400;

AttemptRow row(const std::string& learner, const std::string& scenario, double overall, int64_t started_s = 0) {
    AttemptRow r;
    r.learner = learner;
    r.scenario = scenario;
    r.overall = overall;
    r.pass = overall >= 70.0;
    r.started_s = started_s;
    r.state_hash = learner + scenario + std::to_string(started_s);
    return r;
}

TEST(Cohort, MeansAreOverTheAttemptsThatHaveThePart) {
    AttemptRow first = row("anna", "knee", 60.0), second = row("anna", "leg", 90.0);
    first.subscores = {{"image", 40.0}, {"skin", 80.0}};
    second.subscores = {{"image", 60.0}};
    const Cohort cohort = cohort_of("Class", {first, second}, {}, {}, 0);
    ASSERT_EQ(cohort.learners.size(), 1U);
    const LearnerLine& anna = cohort.learners[0];
    EXPECT_DOUBLE_EQ(*anna.overall, 75.0);
    EXPECT_EQ(anna.passed, 1);
    ASSERT_EQ(cohort.subscores, (std::vector<std::string>{"image", "skin"}));
    EXPECT_DOUBLE_EQ(*anna.subscores[0], 50.0);
    EXPECT_DOUBLE_EQ(*anna.subscores[1], 80.0);
}

TEST(Cohort, WhoDidNothingIsInItAndIdle) {
    const Cohort cohort = cohort_of("Class", {row("anna", "knee", 60.0, 0), row("ben", "knee", 60.0, 2 * kDayS)},
                                    {{"carla", "A", "2", "resident"}}, {}, 91 * kDayS);
    ASSERT_EQ(cohort.learners.size(), 3U);
    EXPECT_TRUE(cohort.learners[0].idle) << "91 days";
    EXPECT_FALSE(cohort.learners[1].idle) << "89 days";
    EXPECT_TRUE(cohort.learners[2].idle) << "never";
    EXPECT_EQ(cohort.learners[2].member.group, "A");
    EXPECT_FALSE(cohort.learners[2].overall);
}

// Five learners whose scores on two cases rise together, and on a third fall: known correlations.
TEST(Cohort, ACaseThatGoesWithTheOthersDiscriminates) {
    std::vector<AttemptRow> rows;
    for (int i = 0; i < 5; ++i) {
        const std::string learner(1, static_cast<char>('a' + i));
        rows.push_back(row(learner, "rises", 50.0 + 10.0 * i));
        rows.push_back(row(learner, "rises_too", 40.0 + 10.0 * i));
        rows.push_back(row(learner, "falls", 95.0 - 5.0 * i));
    }
    const Cohort cohort = cohort_of("Class", rows, {}, {}, 0);
    ASSERT_EQ(cohort.items.size(), 3U);
    EXPECT_EQ(cohort.items[0].scenario, "rises_too") << "the hardest first";
    EXPECT_DOUBLE_EQ(cohort.items[0].mean, 60.0);
    EXPECT_DOUBLE_EQ(cohort.items[0].passed_share, 2.0 / 5.0);
    EXPECT_NEAR(cohort.items[0].sd, 15.8113883, 1e-6) << "of 40, 50, 60, 70, 80";
    // The mean of the other two is 72.5 + 2.5 i here, and 45 + 10 i against the falling case.
    EXPECT_NEAR(*cohort.items[0].discrimination, 1.0, 1e-12);
    const ItemLine& falls = cohort.items[2];
    EXPECT_EQ(falls.scenario, "falls");
    EXPECT_NEAR(*falls.discrimination, -1.0, 1e-12);
}

TEST(Cohort, SaysNothingOfDiscriminationWithFewLearnersOrWithoutSpread) {
    std::vector<AttemptRow> rows;
    for (int i = 0; i < kLeastForItems - 1; ++i)
        for (const char* scenario : {"knee", "leg"}) rows.push_back(row(std::to_string(i), scenario, 50.0 + i));
    EXPECT_FALSE(cohort_of("Class", rows, {}, {}, 0).items[0].discrimination);
    for (const char* scenario : {"knee", "leg"}) rows.push_back(row("last", scenario, 99.0));
    EXPECT_TRUE(cohort_of("Class", rows, {}, {}, 0).items[0].discrimination);
    for (AttemptRow& each : rows) each.overall = 60.0;
    EXPECT_FALSE(cohort_of("Class", rows, {}, {}, 0).items[0].discrimination);
}

TEST(Cohort, CriticalErrorsComeFirstThenTheMostCommon) {
    const std::vector<AttemptRow> rows{row("anna", "knee", 60.0, 1), row("anna", "knee", 60.0, 2),
                                       row("ben", "knee", 60.0, 3)};
    const std::vector<AttemptErrors> errors{{rows[0].state_hash, {{"blind", 2.0, false}, {"drift", 9.0, false}}},
                                            {rows[1].state_hash, {{"blind", 4.0, false}}},
                                            {rows[2].state_hash, {{"blind", 6.0, false}, {"artery", 0.0, true}}},
                                            {"of another class", {{"blind", 50.0, false}}}};
    const Cohort cohort = cohort_of("Class", rows, {}, errors, 0);
    ASSERT_EQ(cohort.errors.size(), 3U);
    EXPECT_EQ(cohort.errors[0].name, "artery");
    EXPECT_EQ(cohort.errors[1].name, "blind");
    EXPECT_EQ(cohort.errors[1].attempts, 3);
    EXPECT_EQ(cohort.errors[1].learners, 2);
    EXPECT_DOUBLE_EQ(cohort.errors[1].points, 4.0);
}

TEST(Roster, ReadsBackAndNamesWhatIsWrong) {
    const std::vector<Member> members{{"anna", "A, early", "1", "resident"}, {"ben", "", "", "said \"so\""}};
    const auto read = parse_roster(roster_csv(members), "roster.csv");
    ASSERT_TRUE(read.ok()) << to_string(read.faults());
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ((*read)[0].group, "A, early");
    EXPECT_EQ((*read)[1].role, "said \"so\"");
    EXPECT_TRUE(parse_roster("role,pseudonym\r\nnurse,zoe\r\n", "f").ok()) << "columns in any order, lines of Windows";
    for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
             {"", "f:1: the roster is empty: its first line names the columns"},
             {"name\nAnna\n", "f:1:1: the roster has no column 'pseudonym'"},
             {"pseudonym\nanna\n\nanna\n", "f:4:1: 'anna' is there twice"},
             {"pseudonym,role\n,nurse\n", "f:2:1: this line has no pseudonym"},
             {"pseudonym\n\"anna\n", "f:2:1: a quote on this line does not end"}}) {
        const auto bad = parse_roster(text, "f");
        ASSERT_FALSE(bad.ok()) << text;
        EXPECT_EQ(to_string(bad.faults()), message + "\n");
    }
}

TEST(Roster, APseudonymIsOfAPersonAndASite) {
    const std::string anna = pseudonym_of("key", "Anna Weber");
    EXPECT_EQ(anna.size(), 10U);
    EXPECT_EQ(anna.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
    EXPECT_EQ(pseudonym_of("key", "  anna   WEBER "), anna);
    EXPECT_NE(pseudonym_of("another key", "Anna Weber"), anna);
    std::set<std::string> seen;
    for (int i = 0; i < 5000; ++i) seen.insert(pseudonym_of("key", "person " + std::to_string(i)));
    EXPECT_EQ(seen.size(), 5000U) << "50 bits: two of 5000 agree once in 90 million";
}

}  // namespace
}  // namespace cryo::history

#include "engine/app/robot_table.h"

#include <gtest/gtest.h>

namespace cryo::app {
namespace {

std::string row(const std::string& bmi, const std::string& seed, const std::string& score, const std::string& verdict) {
    return "a_case\ta_device\t" + bmi + "\t" + seed + "\texpert\t2\t700\t" + score + "\t" + verdict + "\t\n";
}

TEST(RobotTable, ReadsBackWhatNamesAPlayAndHowItEnded) {
    const auto rows = robot_rows(std::string(kRobotHeading) + "\n" + row("19.0", "3", "91.5", "pass"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().key, "a_case\ta_device\t19.0\t3\texpert");
    EXPECT_EQ(rows.front().verdict, "pass");
    EXPECT_DOUBLE_EQ(rows.front().score, 91.5);
}

// A run that was stopped inside a line plays that one again.
TEST(RobotTable, ALineCutOffIsNotAPlay) {
    const std::string whole = row("19.0", "3", "91.5", "pass");
    for (size_t cut = 0; cut + 2 < whole.size(); ++cut)
        EXPECT_TRUE(robot_rows(std::string_view(whole).substr(0, cut)).empty()) << cut;
}

TEST(RobotTable, SummaryCountsByBuildAndAveragesWhatWasTreated) {
    const std::string text = robot_summary(robot_rows(row("19.0", "1", "90", "pass") + row("19.0", "2", "60", "fail") +
                                                      row("35.0", "1", "0", "change_device")));
    EXPECT_NE(text.find("1/1/0"), std::string::npos) << text;
    EXPECT_NE(text.find("0/0/1"), std::string::npos) << text;
    EXPECT_NE(text.find("75.0"), std::string::npos) << text;
}

}  // namespace
}  // namespace cryo::app

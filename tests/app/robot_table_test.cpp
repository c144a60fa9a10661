#include "engine/app/robot_table.h"

#include <gtest/gtest.h>

namespace cryo::app {
namespace {

std::string row(const char* bmi, const char* seed, const char* score, const char* verdict) {
    std::string text = "a_case\ta_device\t";
    for (const char* cell : {bmi, seed, "expert\t2\t700", score, verdict}) text.append(cell).append("\t");
    return text;
}

std::string table_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text.append(line).append("\n");
    return text;
}

TEST(RobotTable, ReadsBackWhatNamesAPlayAndHowItEnded) {
    const auto rows = robot_rows(table_of({kRobotHeading, row("19.0", "3", "91.5", "pass")}));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().key, "a_case\ta_device\t19.0\t3\texpert");
    EXPECT_EQ(rows.front().verdict, "pass");
    EXPECT_DOUBLE_EQ(rows.front().score, 91.5);
}

// A run that was stopped inside a line plays that one again.
TEST(RobotTable, ALineCutOffIsNotAPlay) {
    const std::string whole = row("19.0", "3", "91.5", "pass");
    for (size_t cut = 0; cut + 1 < whole.size(); ++cut)
        EXPECT_TRUE(robot_rows(std::string_view(whole).substr(0, cut)).empty()) << cut;
}

TEST(RobotTable, SummaryCountsByBuildAndAveragesWhatWasTreated) {
    const std::string text = robot_summary(robot_rows(table_of(
        {row("19.0", "1", "90", "pass"), row("19.0", "2", "60", "fail"), row("35.0", "1", "0", "change_device")})));
    EXPECT_NE(text.find("1/1/0"), std::string::npos) << text;
    EXPECT_NE(text.find("0/0/1"), std::string::npos) << text;
    EXPECT_NE(text.find("75.0"), std::string::npos) << text;
}

}  // namespace
}  // namespace cryo::app

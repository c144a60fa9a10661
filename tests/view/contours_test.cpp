#include "engine/view/make.h"

#include "engine/core/units.h"

namespace cryo::view {
namespace {

double length(const std::vector<Vec2>& line) {
    double sum = 0.0;
    for (size_t i = 1; i < line.size(); ++i) sum += glm::length(line[i] - line[i - 1]);
    return sum;
}

TEST(ContourLines, OfACircleAreOneClosedCircle) {
    constexpr int kSize = 81;
    constexpr double kRadius = 25.3;
    std::vector<double> values;
    for (int j = 0; j < kSize; ++j)
        for (int i = 0; i < kSize; ++i) values.push_back(std::hypot(i - 40.0, j - 40.0));
    const auto lines = contour_lines(values, kSize, kSize, kRadius);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].front(), lines[0].back());
    for (const Vec2& point : lines[0]) EXPECT_NEAR(std::hypot(point.x - 40.0, point.y - 40.0), kRadius, 0.01);
    EXPECT_NEAR(length(lines[0]), 2.0 * kPi * kRadius, 0.5);
}

TEST(ContourLines, OfAPlaneAreStraightAndEndAtTheBorder) {
    constexpr int kWidth = 30;
    constexpr int kHeight = 20;
    std::vector<double> values;
    for (int j = 0; j < kHeight; ++j)
        for (int i = 0; i < kWidth; ++i) values.push_back(0.5 * i + 0.25 * j);
    const auto lines = contour_lines(values, kWidth, kHeight, 7.1);
    ASSERT_EQ(lines.size(), 1U);
    for (const Vec2& point : lines[0]) EXPECT_NEAR(0.5 * point.x + 0.25 * point.y, 7.1, 1e-12);
    EXPECT_NE(lines[0].front(), lines[0].back());
}

TEST(ContourLines, SeparateWhatIsSeparateAndLeaveOutWhatIsNotThere) {
    constexpr int kSize = 60;
    std::vector<double> values;
    for (int j = 0; j < kSize; ++j)
        for (int i = 0; i < kSize; ++i)
            values.push_back(std::min(std::hypot(i - 15.0, j - 15.0), std::hypot(i - 45.0, j - 40.0)));
    EXPECT_EQ(contour_lines(values, kSize, kSize, 8.0).size(), 2U);
    EXPECT_TRUE(contour_lines(values, kSize, kSize, -1.0).empty());
    EXPECT_TRUE(contour_lines({1.0}, 1, 1, 0.5).empty());
}

TEST(ContourLines, SaddlesAreCutOnceEachWay) {
    // Two opposite corners above: the mean decides which pair is joined, and no segment is lost.
    EXPECT_EQ(contour_lines({1.0, 0.0, 0.0, 1.0}, 2, 2, 0.4).size(), 2U);
    EXPECT_EQ(contour_lines({1.0, 0.0, 0.0, 1.0}, 2, 2, 0.6).size(), 2U);
    for (const auto& line : contour_lines({1.0, 0.0, 0.0, 1.0}, 2, 2, 0.6)) EXPECT_EQ(line.size(), 2U);
}

}  // namespace
}  // namespace cryo::view

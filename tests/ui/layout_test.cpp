#include "engine/ui/layout.h"

#include "engine/ui/image_overlay.h"

namespace cryo::ui {
namespace {

struct Window {
    double width_px, height_px, text_scale;
};

class Layout : public testing::TestWithParam<Window> {};

void expect_apart(const std::vector<Region>& regions, double width_px, double height_px) {
    const Rect window{0.0, 0.0, width_px, height_px};
    for (size_t i = 0; i < regions.size(); ++i) {
        EXPECT_TRUE(inside(regions[i].rect, window)) << regions[i].name << " leaves the window";
        EXPECT_GT(regions[i].rect.width, 0.0) << regions[i].name;
        EXPECT_GT(regions[i].rect.height, 0.0) << regions[i].name;
        for (size_t j = i + 1; j < regions.size(); ++j)
            EXPECT_FALSE(overlap(regions[i].rect, regions[j].rect)) << regions[i].name << " over " << regions[j].name;
    }
}

TEST_P(Layout, RegionsOfPracticeLieInsideTheWindowAndApart) {
    const auto [width, height, scale] = GetParam();
    expect_apart(lay_out_practice(width, height, scale).regions(), width, height);
}

TEST_P(Layout, RegionsOfPagesLieInsideTheWindowAndApart) {
    const auto [width, height, scale] = GetParam();
    expect_apart(lay_out_home(width, height, scale).regions(), width, height);
    expect_apart(lay_out_briefing(width, height, scale).regions(), width, height);
    expect_apart(lay_out_debrief(width, height, scale).regions(), width, height);
}

TEST_P(Layout, TheImageTakesAtLeast55PercentOfTheWidth) {
    const auto [width, height, scale] = GetParam();
    EXPECT_GE(lay_out_practice(width, height, scale).image.width, 0.55 * width);
}

TEST_P(Layout, ThePictureStaysInItsPaneWithItsProportions) {
    const auto [width, height, scale] = GetParam();
    const Rect pane = lay_out_practice(width, height, scale).image;
    for (const double proportions : {0.4, 1.0, 2.5}) {
        const Rect picture = picture_rect(pane, unit_px(width, height, scale), proportions);
        EXPECT_TRUE(inside(picture, pane));
        EXPECT_NEAR(picture.width / picture.height, proportions, 1e-9);
    }
}

INSTANTIATE_TEST_SUITE_P(Windows, Layout,
                         testing::Values(Window{1366, 768, 1.0}, Window{1366, 768, 2.0}, Window{1280, 800, 1.0},
                                         Window{1024, 640, 1.25}, Window{1920, 1080, 1.5}, Window{2560, 1440, 1.0},
                                         Window{3840, 2160, 1.0}, Window{3840, 2160, 2.0}),
                         [](const auto& window) {
                             return std::to_string(static_cast<int>(window.param.width_px)) + "x" +
                                    std::to_string(static_cast<int>(window.param.height_px)) + "_at_" +
                                    std::to_string(static_cast<int>(100.0 * window.param.text_scale));
                         });

TEST(Unit, IsOneAtTheDesignSizeAndGrowsWithWindowAndText) {
    EXPECT_NEAR(unit_px(1366, 768, 1.0), 1.0, 1e-9);
    EXPECT_NEAR(unit_px(1366, 768, 2.0), 2.0, 1e-9);
    EXPECT_NEAR(unit_px(2732, 1536, 1.0), 2.0, 1e-9);
    EXPECT_GE(unit_px(640, 480, 1.0), 0.8);  // text stays readable
}

TEST(Ruler, NumbersOnlyWholeSteps) {
    for (const double depth_m : {0.015, 0.025, 0.04, 0.1, 0.2}) {
        const RulerTicks ticks = ruler_ticks(depth_m);
        const double per_major = ticks.major_m / ticks.minor_m;
        EXPECT_NEAR(per_major, std::round(per_major), 1e-9);
        EXPECT_LE(depth_m / ticks.major_m, 11.0) << "numbers would crowd at depth " << depth_m;
        EXPECT_GE(depth_m / ticks.major_m, 2.0) << "too few numbers at depth " << depth_m;
    }
}

}  // namespace
}  // namespace cryo::ui

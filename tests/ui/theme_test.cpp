#include "engine/ui/theme.h"

namespace cryo::ui {
namespace {

// WCAG 2.2 AA.
constexpr double kTextContrast = 4.5;
constexpr double kControlContrast = 3.0;

constexpr Color rgb(uint32_t hex) { return 0xFF000000u | ((hex & 0xFFu) << 16) | (hex & 0xFF00u) | (hex >> 16); }

TEST(Contrast, MeetsPublishedPairs) {
    EXPECT_NEAR(contrast_ratio(rgb(0x000000), rgb(0xFFFFFF)), 21.0, 1e-9);
    EXPECT_NEAR(contrast_ratio(rgb(0x777777), rgb(0xFFFFFF)), 4.48, 0.01);  // the well-known near miss
    EXPECT_NEAR(contrast_ratio(rgb(0xFF0000), rgb(0xFFFFFF)), 4.00, 0.01);
    EXPECT_DOUBLE_EQ(contrast_ratio(rgb(0x123456), rgb(0x123456)), 1.0);
}

class Themes : public testing::TestWithParam<Theme> {};

TEST_P(Themes, TextIsReadableOnEverySurfaceItIsWrittenOn) {
    const Palette& c = palette(GetParam());
    for (const Color surface : {c.backdrop, c.panel, c.raised, c.hovered})
        for (const Color ink : {c.text, c.muted}) EXPECT_GE(contrast_ratio(ink, surface), kTextContrast);
    for (const Color surface : {c.backdrop, c.panel})
        for (const Color ink : {c.accent, c.caution, c.danger, c.good, c.cryoprobe, c.transducer})
            EXPECT_GE(contrast_ratio(ink, surface), kTextContrast);
    EXPECT_GE(contrast_ratio(c.on_accent, c.accent), kTextContrast);
    EXPECT_GE(contrast_ratio(c.on_accent, c.cryoprobe), kTextContrast);
    EXPECT_GE(contrast_ratio(c.on_danger, c.danger), kTextContrast);
    EXPECT_GE(contrast_ratio(c.image_text, rgb(0x000000)), kTextContrast);
}

TEST_P(Themes, ControlsStandOutFromTheirPanel) {
    const Palette& c = palette(GetParam());
    EXPECT_GE(contrast_ratio(c.edge, c.panel), kControlContrast);
    for (const Color grab : {c.accent, c.transducer, c.cryoprobe})
        EXPECT_GE(contrast_ratio(grab, c.raised), kControlContrast);
    EXPECT_GE(contrast_ratio(c.image_mark, rgb(0x000000)), kControlContrast);
}

INSTANTIATE_TEST_SUITE_P(Both, Themes, testing::Values(Theme::Dark, Theme::Bright),
                         [](const auto& theme) { return theme.param == Theme::Dark ? "Dark" : "Bright"; });

}  // namespace
}  // namespace cryo::ui

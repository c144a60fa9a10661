#include "engine/ui/theme.h"

#include <array>
#include <cmath>

#include "engine/ultrasound/doppler.h"

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

// A dichromat's view of linear light (Vienot, Brettel and Mollon, Color Res Appl 1999;24:243): without the long- or the
// middle-wave cones.
using Light = std::array<double, 3>;
Light without_long(const Light& c) {
    const double yellow = 0.11238 * c[0] + 0.88762 * c[1];
    return {yellow, yellow, 0.00401 * c[0] - 0.00401 * c[1] + c[2]};
}
Light without_middle(const Light& c) {
    const double yellow = 0.29275 * c[0] + 0.70725 * c[1];
    return {yellow, yellow, -0.02234 * c[0] + 0.02234 * c[1] + c[2]};
}
Light linear(const glm::vec3& srgb) {
    const auto one = [](float v) {
        const double x = static_cast<double>(v);
        return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    return {one(srgb.x), one(srgb.y), one(srgb.z)};
}

// Towards and away stay apart for those who see no red or no green: by blue, whatever the speed.
TEST(FlowColours, AreToldApartWithoutRedOrGreen) {
    constexpr double kApart = 0.15;  // of full linear light, several times what is just noticed
    for (const double share : {0.3, 0.5, 0.7, 0.9}) {
        const Light towards = linear(ultrasound::velocity_colour(share));
        const Light away = linear(ultrasound::velocity_colour(-share));
        for (const auto& eye : {without_long, without_middle}) {
            const Light a = eye(towards), b = eye(away);
            const double distance = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
            EXPECT_GT(distance, kApart) << share;
        }
    }
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

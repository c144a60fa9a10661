// The cine loop keeps ten seconds, gives back what it was given, and forgets what no longer compares.
#include "engine/app/cine_loop.h"

#include <gtest/gtest.h>

namespace cryo::app {
namespace {

std::vector<uint8_t> picture(int pixels, uint8_t red, uint8_t green) {
    std::vector<uint8_t> rgba;
    for (int i = 0; i < pixels; ++i) rgba.insert(rgba.end(), {red, green, red, 255});
    return rgba;
}

TEST(Cine, GivesBackEachImage) {
    CineLoop cine;
    cine.add(0.0, 3, 2, picture(6, 10, 10));
    cine.add(0.1, 3, 2, picture(6, 200, 30));
    EXPECT_EQ(cine.back(0).rgba(), picture(6, 200, 30));
    EXPECT_EQ(cine.back(1).rgba(), picture(6, 10, 10));
    EXPECT_TRUE(cine.back(1).places.empty());
    EXPECT_EQ(cine.back(0).places.size(), 6U);
    EXPECT_NEAR(cine.age_s(1), 0.1, 1e-12);
}

TEST(Cine, HoldsAtLeastTenSecondsAndNotMuchMore) {
    CineLoop cine;
    for (int i = 0; i < 1000; ++i)
        if (cine.wants(0.02 * i))
            cine.add(0.02 * i, 1, 1, picture(1, static_cast<uint8_t>(i), static_cast<uint8_t>(i)));
    const double oldest_s = cine.age_s(cine.count() - 1);
    EXPECT_GE(oldest_s, 10.0);
    EXPECT_LE(oldest_s, 11.0);
    EXPECT_LE(cine.count(), static_cast<int>(kCineLengthS / kCineStepS) + 1);
}

TEST(Cine, AnotherSizeBeginsAnew) {
    CineLoop cine;
    cine.add(0.0, 2, 2, picture(4, 1, 1));
    cine.add(0.1, 4, 1, picture(4, 2, 2));
    EXPECT_EQ(cine.count(), 1);
}

}  // namespace
}  // namespace cryo::app

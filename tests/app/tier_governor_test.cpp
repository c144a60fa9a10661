#include "engine/app/tier_governor.h"

namespace cryo::app {
namespace {

void run(TierGovernor& governor, double frame_s, double for_s) {
    for (double t = 0.0; t < for_s; t += frame_s) governor.frame_took(frame_s);
}

TEST(TierGovernor, StartsAtTheBestAndGoesDownWhenFramesAreLate) {
    TierGovernor governor("auto");
    EXPECT_STREQ(governor.tier().name, "high");
    run(governor, 0.080, 1.0);
    EXPECT_STREQ(governor.tier().name, "middle");
    run(governor, 0.080, 10.0);
    EXPECT_STREQ(governor.tier().name, "low");
}

TEST(TierGovernor, ASingleLateFrameChangesNothing) {
    TierGovernor governor("auto");
    for (int i = 0; i < 50; ++i) {
        governor.frame_took(0.2);
        run(governor, 0.025, 1.0);
    }
    EXPECT_STREQ(governor.tier().name, "high");
}

TEST(TierGovernor, GoesUpOnlyAfterALongWhileAndLaterEachTime) {
    TierGovernor governor("auto");
    run(governor, 0.080, 1.0);
    run(governor, 0.015, 11.0);
    EXPECT_STREQ(governor.tier().name, "middle");
    run(governor, 0.015, 2.0);
    EXPECT_STREQ(governor.tier().name, "high");
    run(governor, 0.080, 1.0);
    run(governor, 0.015, 13.0);
    EXPECT_STREQ(governor.tier().name, "middle") << "going up was a mistake once: wait longer";
}

TEST(TierGovernor, ANamedTierIsHeld) {
    TierGovernor governor("low");
    run(governor, 0.005, 300.0);
    EXPECT_STREQ(governor.tier().name, "low");
}

}  // namespace
}  // namespace cryo::app

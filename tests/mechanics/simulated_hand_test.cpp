#include "engine/mechanics/simulated_hand.h"

namespace cryo::mechanics {
namespace {

struct Moments {
    double sd;
    double lag_correlation;
};

// Statistics of one coordinate over a long wander, sampled every dt; correlation at `lag` samples.
Moments wander(double dt_s, int samples, int lag, uint64_t seed, double HandOffset::*coordinate) {
    SimulatedHand hand(seed);
    for (int i = 0; i < 10000; ++i) step_hand(hand, false, 0.1);  // forget the start at rest
    std::vector<double> x;
    for (int i = 0; i < samples; ++i) {
        step_hand(hand, false, dt_s);
        x.push_back(hand.offset.*coordinate);
    }
    double squares = 0;
    double products = 0;
    for (size_t i = 0; i < x.size(); ++i) squares += x[i] * x[i];
    for (size_t i = static_cast<size_t>(lag); i < x.size(); ++i) products += x[i] * x[i - static_cast<size_t>(lag)];
    const double variance = squares / samples;
    return {std::sqrt(variance), products / (samples - lag) / variance};
}

// A wander of n correlation times has about n/2 independent values: the relative error of its variance is about
// sqrt(2 / (n / 2)), of its standard deviation half of that. 4 sigma.
double sd_tolerance(double duration_s, double tau_s) { return 4 * 0.5 * std::sqrt(2 / (0.5 * duration_s / tau_s)); }

TEST(SimulatedHand, HasTheStatedSpreadWhateverTheStep) {
    const HandLevel level;
    for (const double dt_s : {1.0 / 120, 0.1, 2.0, 40.0}) {
        const int samples = static_cast<int>(std::min(400000.0, 40000.0 / dt_s) + 4000);
        const double tolerance = sd_tolerance(samples * dt_s, level.time_constant_s);
        EXPECT_NEAR(wander(dt_s, samples, 1, 5, &HandOffset::slide_m).sd / 0.0002, 1.0, tolerance) << dt_s;
        EXPECT_NEAR(wander(dt_s, samples, 1, 6, &HandOffset::tilt_rad).sd / 0.005235988, 1.0, tolerance) << dt_s;
    }
}

TEST(SimulatedHand, ForgetsWithItsTimeConstantWhateverTheStep) {
    // Autocorrelation exp(-lag / tau): after 4 s of 8 s it is exp(-0.5) = 0.607; error as of a correlation of
    // 40 000 s / 16 s independent values, 4 sigma.
    EXPECT_NEAR(wander(0.1, 400000, 40, 11, &HandOffset::slide_m).lag_correlation, std::exp(-0.5), 0.06);
    EXPECT_NEAR(wander(1.0, 40000, 4, 12, &HandOffset::across_m).lag_correlation, std::exp(-0.5), 0.06);
    EXPECT_NEAR(wander(1.0, 40000, 8, 13, &HandOffset::rock_rad).lag_correlation, std::exp(-1.0), 0.07);
}

TEST(SimulatedHand, CoordinatesWanderApart) {
    SimulatedHand hand(3);
    double product = 0;
    double squares_a = 0;
    double squares_b = 0;
    for (int i = 0; i < 20000; ++i) {
        step_hand(hand, false, 2.0);
        product += hand.offset.slide_m * hand.offset.tilt_rad;
        squares_a += hand.offset.slide_m * hand.offset.slide_m;
        squares_b += hand.offset.tilt_rad * hand.offset.tilt_rad;
    }
    // 40 000 s: some 2500 independent pairs.
    EXPECT_NEAR(product / std::sqrt(squares_a * squares_b), 0.0, 4 / std::sqrt(2500.0));
}

TEST(SimulatedHand, IsTheSameForTheSameSeed) {
    SimulatedHand a(9);
    SimulatedHand b(9);
    SimulatedHand other(10);
    for (int i = 0; i < 50; ++i) {
        step_hand(a, false, 0.01);
        step_hand(b, false, 0.01);
        step_hand(other, false, 0.01);
    }
    EXPECT_EQ(a.offset.slide_m, b.offset.slide_m);
    EXPECT_EQ(a.offset.rock_rad, b.offset.rock_rad);
    EXPECT_NE(a.offset.slide_m, other.offset.slide_m);
}

TEST(SimulatedHand, AGrippingHandBringsTheTransducerBackWithoutARandomNumber) {
    SimulatedHand hand(2);
    for (int i = 0; i < 500; ++i) step_hand(hand, false, 0.1);
    SimulatedHand gripped = hand;
    for (int i = 0; i < 120; ++i) step_hand(gripped, true, 1.0 / 120);
    EXPECT_NEAR(gripped.offset.slide_m / hand.offset.slide_m, std::exp(-1.0 / 0.3), 1e-9);
    EXPECT_EQ(gripped.rng.bits(), hand.rng.bits());
}

TEST(SimulatedHand, OffsetIsAddedInsideTheLimits) {
    instruments::TransducerPose pose;
    pose.slide_m = instruments::kSlideLimitM;
    HandOffset offset;
    offset.slide_m = 0.001;
    offset.tilt_rad = 0.002;
    const instruments::TransducerPose moved = with_offset(pose, offset);
    EXPECT_EQ(moved.slide_m, instruments::kSlideLimitM);
    EXPECT_EQ(moved.tilt_rad, 0.002);
    EXPECT_EQ(moved.press_frac, pose.press_frac);
}

}  // namespace
}  // namespace cryo::mechanics

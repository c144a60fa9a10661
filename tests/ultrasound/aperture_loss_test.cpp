// Half shadows against the geometry of an aperture: rays within 1 / (2 f-number) of the axis, weighted by a cosine.
#include "engine/ultrasound/aperture_loss.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/core/units.h"

namespace cryo::ultrasound {
namespace {

constexpr double kFNumber = 1.5;
constexpr int kLines = 201;
constexpr double kSpacingM = 0.0002;
constexpr double kObstacleM = 0.010;
constexpr float kBlockNp = -12.0F;  // of an obstacle: black

// An image of 40 mm by 40 mm with a ln gain for every line and range.
ScanPlan plan_with(const std::function<float(int line, double range_m)>& gain) {
    ScanPlan plan;
    plan.grid.line_count = kLines;
    plan.grid.sample_count = 800;
    plan.grid.depth_m = 0.04;
    plan.grid.sample_spacing_m = 0.04 / 800;
    plan.grid.face_spacing_m = kSpacingM;
    plan.node_count = plan.grid.sample_count / kSamplesPerNode + 1;
    const double node_m = kSamplesPerNode * plan.grid.sample_spacing_m;
    for (int line = 0; line < kLines; ++line)
        for (int n = 0; n < plan.node_count; ++n)
            plan.nodes.push_back({gain(line, n * node_m), 0.0F, gain(line, (n + 1) * node_m), 0.0F});
    plan.reflectors.resize(static_cast<size_t>(kLines) * kMaxReflectors);
    plan.reflector_counts.assign(kLines, 0);
    return plan;
}

double gain_at(const ScanPlan& plan, double lateral_m, double range_m) {
    const auto line = static_cast<size_t>(std::lround(lateral_m / kSpacingM) + kLines / 2);
    const auto node = static_cast<size_t>(std::lround(range_m / (kSamplesPerNode * plan.grid.sample_spacing_m)));
    return static_cast<double>(plan.nodes[line * static_cast<size_t>(plan.node_count) + node].x);
}

// Black to the left of the middle, below kObstacleM.
ScanPlan behind_a_half_plane() {
    ScanPlan plan =
        plan_with([](int line, double range_m) { return line < kLines / 2 && range_m > kObstacleM ? kBlockNp : 0.0F; });
    spread_loss_over_aperture(kFNumber, plan);
    return plan;
}

// Share of the cosine-weighted aperture beside an edge that covers all below `place` (-1 .. 1).
double open_share(double place) { return 0.5 * (1.0 - std::sin(0.5 * kPi * std::clamp(place, -1.0, 1.0))); }

TEST(ApertureLoss, AnEvenMediumStaysAsItIs) {
    const auto gain = [](int, double range_m) { return static_cast<float>(-80.0 * range_m); };
    ScanPlan plan = plan_with(gain);
    spread_loss_over_aperture(kFNumber, plan);
    for (const double lateral_m : {-0.02, -0.004, 0.0, 0.013, 0.02})
        for (const double range_m : {0.002, 0.015, 0.038})
            EXPECT_NEAR(gain_at(plan, lateral_m, range_m), -80.0 * range_m, 1e-4);
}

TEST(ApertureLoss, BehindAnEdgeAHalfShadowOpensWithDistance) {
    const ScanPlan plan = behind_a_half_plane();
    // Nine rays stand for the aperture, so a share is known to a ninth of it; the edge lies half a line left of the
    // middle.
    constexpr double kRayShare = 0.12;
    for (const double behind_m : {0.006, 0.012, 0.020})
        for (const double part : {-0.6, -0.3, 0.0, 0.3, 0.6}) {
            const double half_width_m = 0.5 * behind_m / kFNumber;
            const double lateral_m = std::round(part * half_width_m / kSpacingM) * kSpacingM;
            // A ray that leans to the left meets the obstacle when the point lies less than its lean from the edge.
            const double open = open_share(-(lateral_m + 0.5 * kSpacingM) / half_width_m);
            const double heard = std::sqrt(std::exp(gain_at(plan, lateral_m, kObstacleM + behind_m)));
            EXPECT_NEAR(heard, open, kRayShare) << behind_m << " m behind, " << part;
        }
}

TEST(ApertureLoss, OutsideItNothingChangesAndInsideItStaysBlack) {
    const ScanPlan plan = behind_a_half_plane();
    for (const double behind_m : {0.004, 0.010, 0.024}) {
        const double clear_m = 0.5 * behind_m / kFNumber + 0.0008;
        EXPECT_NEAR(gain_at(plan, clear_m, kObstacleM + behind_m), 0.0, 1e-3) << behind_m;
        EXPECT_LT(gain_at(plan, -clear_m, kObstacleM + behind_m), 0.9 * static_cast<double>(kBlockNp)) << behind_m;
    }
    EXPECT_NEAR(gain_at(plan, -0.010, 0.5 * kObstacleM), 0.0, 1e-4) << "in front of it";
}

// A face in the half shadow is heard as the speckle around it is; the obstacle's own face is not.
TEST(ApertureLoss, FacesShareTheShadowOfWhatLiesInFrontOfThem) {
    ScanPlan plan =
        plan_with([](int line, double range_m) { return line < kLines / 2 && range_m > kObstacleM ? kBlockNp : 0.0F; });
    const auto line = static_cast<size_t>(kLines / 2);  // just beside the edge
    PlanReflector* reflector = &plan.reflectors[line * kMaxReflectors];
    reflector[0] = {20.0F, 1.0F, 0.5F, 0.0F, 0.25F, 20.0F, {}};
    reflector[1] = {20.0F, 1.0F, 0.5F, 0.0F, 0.25F, -1.0F, {}};
    plan.reflector_counts[line] = 2;
    spread_loss_over_aperture(kFNumber, plan);
    const double share = std::exp(gain_at(plan, 0.0, 0.020));
    EXPECT_LT(share, 0.5);
    EXPECT_NEAR(static_cast<double>(reflector[0].real), 0.5 * share, 1e-4);
    EXPECT_NEAR(static_cast<double>(reflector[0].diffuse), 0.25 * share, 1e-4);
    EXPECT_EQ(reflector[1].real, 0.5F);
}

}  // namespace
}  // namespace cryo::ultrasound

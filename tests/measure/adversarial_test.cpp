// What every metric must survive: nothing at all, one sample, garbage, samples that come as they like, and a needle
// that turns about its tip. A metric without a row in the table fails.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "engine/core/geometry.h"
#include "tests/measure/tale.h"

namespace cryo::measure {
namespace {

using test::Tale;

// A patient with everything that a metric could ask for.
Context everything() {
    Context context = test::thin_shaft();
    context.artery_gap_m = context.vein_gap_m = context.pleura_gap_m = context.motor_gap_m = 0.004;
    context.has_motor_nerve = context.motor_check_required = true;
    context.frequency_mhz = 10.0;
    return context;
}

// What a metric is without any sample, with one (20 mm deep, gas on), and after the shaft has turned by 45 degrees
// about a tip that stays where it is: none means that it is not measured then. The last column is how far it may be off
// when the same story is told at irregular times, in its own unit.
struct Ordeal {
    MetricId id;
    MetricState of_nothing;
    MetricState of_one;
    std::optional<double> turned;
    double irregular;
};

constexpr auto kDone = MetricState::Measured;
constexpr auto kNot = MetricState::NotProduced;
constexpr std::nullopt_t kNone = std::nullopt;

constexpr double kTurnS = 1.5;
constexpr double kTurnDeg = 45.0;
constexpr int kTurnSteps = 90;
constexpr double kDepthMm = 20.0;

// Samples come up to 24 ms apart: what begins or ends is dated to that.
constexpr double kShare = 0.02, kSeconds = 0.07, kMillimetres = 0.15, kExact = 1e-4;
// The third power of the time and the square of the second difference of the speed, in a logarithm.
constexpr double kLogJerk = 0.3;
// Of the fan that the shaft sweeps.
double swept_mm2() {
    return kTurnSteps * 0.5 * kDepthMm * kDepthMm * std::sin(kTurnDeg / kTurnSteps * 3.14159265358979 / 180.0);
}

const std::vector<Ordeal>& ordeals() {
    using enum MetricId;
    static const std::vector<Ordeal> rows{
        {V1, kNot, kDone, 0.0, kMillimetres},
        {V2, kNot, kNot, 0.0, 0.1},
        {V3, kNot, kNot, kNone, 0.1},
        {V5, kDone, kDone, 1.0, kExact},
        {V6, kNot, kDone, 1.0, kShare},
        {V7, kNot, kNot, 1.0, kShare},
        {V8, kNot, kDone, 0.0, kExact},
        {V9, kNot, kDone, 0.0, 2.0 * kMillimetres},
        {V10, kNot, kDone, 0.0, kSeconds},
        {V11, kNot, kNot, 0.0, kShare},
        {P1, kNot, kDone, 0.0, kMillimetres},
        {P2, kNot, kDone, 0.0, kExact},
        {P3, kNot, kNot, 1.0, kShare},
        {P5, kNot, kNot, 1.0, kShare},
        {P6, kNot, kNot, kNone, kShare},
        {T1, kNot, kDone, kNone, kMillimetres},
        {T2, kNot, kDone, kNone, kMillimetres},
        {T3, kNot, kDone, 1.0, kExact},
        {T4, kNot, kDone, 0.0, kExact},
        {T5, kNot, kDone, 1.0, kExact},
        {T6, kDone, kDone, 0.0, kExact},
        {E1, kNot, kDone, 0.0, 0.5},
        {E2, kNot, kDone, kTurnS, kSeconds},
        {E2Scan, kDone, kDone, 0.0, kSeconds},
        {E2Needle, kNot, kDone, kTurnS, kSeconds},
        {E3, kDone, kDone, 0.0, kExact},
        {E3Rotations, kDone, kDone, 1.0, kExact},
        {E4, kNot, kDone, swept_mm2(), 1.0},
        {E5, kNot, MetricState::NotApplicable, kNone, kLogJerk},
        {E7, kDone, kDone, 0.0, kShare},
        {RotationTotal, kDone, kDone, kTurnDeg, 0.1},
        {S1, kNot, kDone, 99.0, kMillimetres},
        {S2, kDone, kDone, 0.0, kExact},
        {S3, kNot, kDone, 0.0, kExact},
        {C2, kNot, kDone, kNone, kMillimetres},
        {C3, kNot, kNot, kNone, kShare},
        {C5, kDone, kDone, 0.0, kExact},
        {M1, kDone, kDone, 0.0, kShare},
        {M2, kNot, kDone, kNone, kExact},
        {K1, kNot, kDone, 32.0, 0.5},
        {K1Dwell, kDone, kDone, 0.0, kSeconds},
        {K2, kNot, kDone, kNone, kMillimetres},
        {F1, kNot, kDone, kNone, kShare},
        {F2, kNot, kDone, kNone, kExact},
        {F3, kNot, kNot, kNone, kShare},
    };
    return rows;
}

void expect_sane(const Metrics& metrics) {
    for (const MetricInfo& info : metric_table()) {
        const MetricValue value = metrics.value(info.id);
        EXPECT_TRUE(std::isfinite(value.value)) << info.code;
        EXPECT_TRUE(std::isfinite(value.good)) << info.code;
        for (const Moment& moment : value.moments) EXPECT_TRUE(std::isfinite(moment.t_s)) << info.code;
    }
}

TEST(EveryMetric, HasARowInTheTableOfOrdeals) {
    ASSERT_EQ(ordeals().size(), kMetricCount);
    for (size_t i = 0; i < kMetricCount; ++i) EXPECT_EQ(ordeals()[i].id, static_cast<MetricId>(i)) << i;
}

TEST(EveryMetric, OfNothingIsNothing) {
    const Metrics metrics(everything());
    expect_sane(metrics);
    for (const Ordeal& row : ordeals()) {
        EXPECT_EQ(metrics.value(row.id).state, row.of_nothing) << metric_info(row.id).code;
        EXPECT_TRUE(metrics.value(row.id).moments.empty()) << metric_info(row.id).code;
    }
}

TEST(EveryMetric, OfOneSampleIsSane) {
    Tale tale;
    tale.place(kDepthMm);
    tale.now.gas_on = 1.0F;
    tale.now.placement = 1.0F;
    tale.tick();
    const Metrics metrics = measure(tale.trace, everything());
    EXPECT_EQ(metrics.accepted_samples(), 1);
    expect_sane(metrics);
    for (const Ordeal& row : ordeals()) EXPECT_EQ(metrics.value(row.id).state, row.of_one) << metric_info(row.id).code;
    EXPECT_DOUBLE_EQ(metrics.value(MetricId::T5).value, 1.0);
}

// A whole attempt of 15 s as a function of time.
TraceSample told_at(double t_s) {
    Tale tale;
    TraceSample& now = tale.now;
    const double entry_s = 3.0, rest_s = 8.0, gas_s = 9.0, off_s = 12.0;
    now.t_s = static_cast<float>(t_s);
    now.frequency_mhz = 10.0F;
    now.contact_frac = t_s < 1.0 ? 0.5F : 1.0F;
    now.phase = t_s < entry_s ? 0.0F : t_s < gas_s ? 1.0F : t_s < off_s ? 2.0F : 3.0F;
    // In with the least jerk, turning by 10 degrees while the transducer slides by 6 mm.
    const double s = std::clamp((t_s - entry_s) / (rest_s - entry_s), 0.0, 1.0);
    const double way = s * s * s * (10.0 + s * (6.0 * s - 15.0));
    now.insert_mm = static_cast<float>(t_s <= entry_s ? 0.0 : 0.01 + kDepthMm * way);
    tale.aim(10.0 * s);
    now.slide_mm = static_cast<float>(6.0 * s);
    now.shaft_plane_deg = static_cast<float>(8.0 * s);
    now.shaft_face_deg = static_cast<float>(20.0 + 20.0 * s);
    now.shaft_in_beam_frac = static_cast<float>(1.0 - 0.5 * s);
    now.tip_plane_mm = static_cast<float>(2.0 * s);
    now.tip_visible = t_s > 5.0 && t_s < 6.0 ? 0.0F : 1.0F;
    now.help_on = t_s > 6.0 && t_s < 7.0 ? 1.0F : 0.0F;
    now.target_lateral_frac = static_cast<float>(0.5 + 0.3 * s);
    now.gray_frac = t_s < 6.5 ? 0.35F : 0.7F;
    now.artery_mm = static_cast<float>(10.0 - 9.5 * s);
    now.stim_mode = t_s > 8.3 && t_s < 8.7 ? 2.0F : 0.0F;
    now.stim_v = 1.6F;
    now.zone_target_mm = static_cast<float>(20.0 - 19.0 * s);
    now.zone_axis_mm = static_cast<float>(21.0 - 19.0 * s);
    now.skin_zone_mm = static_cast<float>(9.0 * s);
    const double cold = std::clamp(t_s - gas_s, 0.0, off_s - gas_s);
    now.gas_on = t_s >= gas_s && t_s < off_s ? 1.0F : 0.0F;
    now.placement = now.cycle = t_s >= gas_s ? 1.0F : 0.0F;
    now.ice_radius_mm = static_cast<float>(cold);
    now.target_seen = t_s > 11.0 ? 0.0F : 1.0F;
    now.skin_min_degc = static_cast<float>(32.0 - 12.0 * cold);
    now.nerve_min_degc = static_cast<float>(37.0 - 30.0 * cold);
    now.motor_frozen_frac = static_cast<float>(0.1 * cold);
    now.covered_mm = static_cast<float>(1.5 * cold);
    return now;
}

TEST(EveryMetric, IsTheSameHoweverTheSamplesAreSpaced) {
    constexpr double kEndS = 15.0;
    Trace even, uneven;
    for (int i = 0; i <= static_cast<int>(kEndS * kTraceRateHz); ++i) even.push_back(told_at(i / kTraceRateHz));
    double t_s = 0.0;
    // From 10 to 24 ms apart, in an order that does not repeat; nearer to each other, the last digits of a float would
    // shake the second difference of the speed.
    for (int i = 0; t_s <= kEndS; ++i) {
        uneven.push_back(told_at(t_s));
        t_s += 0.010 + 0.014 * std::fmod(0.618034 * i, 1.0);
    }
    uneven.push_back(told_at(kEndS + 0.001));
    const Metrics regular = measure(even, everything()), irregular = measure(uneven, everything());
    for (const Ordeal& row : ordeals()) {
        const MetricValue a = regular.value(row.id), b = irregular.value(row.id);
        EXPECT_EQ(a.state, kDone) << metric_info(row.id).code << ": the story has to produce it";
        EXPECT_EQ(a.state, b.state) << metric_info(row.id).code;
        EXPECT_NEAR(a.value, b.value, row.irregular) << metric_info(row.id).code;
    }
}

TEST(EveryMetric, APureRotationAboutTheTipIsNoTravel) {
    constexpr double kOfTheShare = 1e-3;
    Tale tale;
    tale.place(kDepthMm);
    tale.tick();
    const Vec3 tip_mm{tale.now.tip_x_mm, tale.now.tip_y_mm, tale.now.tip_z_mm};
    for (int i = 1; i <= kTurnSteps; ++i) {
        tale.aim(kTurnDeg / kTurnSteps * i);
        tale.now.tip_x_mm = static_cast<float>(tip_mm.x);
        tale.now.tip_y_mm = static_cast<float>(tip_mm.y);
        tale.now.tip_z_mm = static_cast<float>(tip_mm.z);
        tale.tick();
    }
    const Metrics metrics = measure(tale.trace, everything());
    for (const Ordeal& row : ordeals()) {
        const MetricValue value = metrics.value(row.id);
        EXPECT_EQ(value.state == kDone, row.turned.has_value()) << metric_info(row.id).code;
        if (!row.turned) continue;
        EXPECT_NEAR(value.value, *row.turned, kOfTheShare * std::max(1.0, *row.turned)) << metric_info(row.id).code;
    }
}

TEST(EveryMetric, RefusesWhatIsNotANumberAndWhatRunsBackwards) {
    Tale tale;
    tale.to_depth(0.0).to_depth(20.0).freeze(3.0, true).hold(3.0);
    Metrics clean = measure(tale.trace, {});
    Metrics dirty((Context()));
    int refused = 0;
    for (const TraceSample& sample : tale.trace) {
        dirty.add(sample);
        // The same moment once more, an earlier one, and one poisoned column after another.
        TraceSample bad = sample;
        const TraceColumn& column = trace_columns()[static_cast<size_t>(refused) % trace_columns().size()];
        bad.*column.member =
            refused % 2 == 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
        dirty.add(bad);
        dirty.add(sample);
        refused += 2;
    }
    EXPECT_EQ(dirty.refused_samples(), refused);
    EXPECT_EQ(dirty.accepted_samples(), clean.accepted_samples());
    for (const MetricInfo& info : metric_table())
        EXPECT_EQ(dirty.value(info.id).value, clean.value(info.id).value) << info.code;
}

TEST(Streaming, LiveValuesAreThoseOfTheWholeTrace) {
    Tale tale;
    tale.to_depth(0.0).to_depth(20.0).to_depth(5.0).aim(8.0).to_depth(25.0).freeze(3.0, true).hold(3.0);
    Metrics live((Context()));
    for (size_t i = 0; i < tale.trace.size(); ++i) {
        live.add(tale.trace[i]);
        if (i % 97 != 0 && i + 1 != tale.trace.size()) continue;
        const Metrics after = measure(Trace(tale.trace.begin(), tale.trace.begin() + static_cast<long>(i) + 1), {});
        for (const MetricInfo& info : metric_table())
            EXPECT_EQ(live.value(info.id).value, after.value(info.id).value) << info.code << " at sample " << i;
    }
}

TEST(Cheats, BlindStepsBelowTheLimitStillFailByDepth) {
    Tale tale;
    tale.to_depth(0.0);
    for (double depth_mm = 0.0; depth_mm < 30.0; depth_mm += 1.9) {
        tale.now.tip_visible = 0.0F;
        tale.to_depth(depth_mm + 1.9);
        tale.now.tip_visible = 1.0F;
        tale.hold(0.3);
    }
    EXPECT_DOUBLE_EQ(tale.value(MetricId::V8).value, 0.0);
    EXPECT_LT(tale.value(MetricId::V6).value, 0.05);
}

}  // namespace
}  // namespace cryo::measure

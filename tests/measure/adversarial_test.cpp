// What every metric must survive: nothing at all, one sample, garbage, and samples that come as they like.
#include <limits>

#include "engine/core/geometry.h"
#include "tests/measure/tale.h"

namespace cryo::measure {
namespace {

using test::Tale;

void expect_sane(const Metrics& metrics) {
    for (const MetricInfo& info : metric_table()) {
        const MetricValue value = metrics.value(info.id);
        EXPECT_TRUE(std::isfinite(value.value)) << info.code;
        EXPECT_TRUE(std::isfinite(value.good)) << info.code;
        for (const Moment& moment : value.moments) EXPECT_TRUE(std::isfinite(moment.t_s)) << info.code;
    }
}

TEST(EveryMetric, OfNothingIsSane) {
    Context context;
    context.artery_gap_m = 0.004;
    context.has_motor_nerve = context.motor_check_required = true;
    const Metrics metrics(context);
    expect_sane(metrics);
    // What only acting produces was not produced.
    for (const MetricId id : {MetricId::V6, MetricId::V8, MetricId::T1, MetricId::T3, MetricId::C2, MetricId::C3,
                              MetricId::F1, MetricId::F2, MetricId::F3, MetricId::M2, MetricId::S1})
        EXPECT_EQ(metrics.value(id).state, MetricState::NotProduced) << metric_info(id).code;
}

TEST(EveryMetric, OfOneSampleIsSane) {
    Tale tale;
    tale.place(20.0);
    tale.now.gas_on = 1.0F;
    tale.now.placement = 1.0F;
    tale.tick();
    const Metrics metrics = measure(tale.trace, {});
    EXPECT_EQ(metrics.accepted_samples(), 1);
    expect_sane(metrics);
    EXPECT_EQ(metrics.value(MetricId::T1).state, MetricState::Measured);
    EXPECT_DOUBLE_EQ(metrics.value(MetricId::T5).value, 1.0);
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

TEST(EveryMetric, WeighsByTimeAndNotBySamples) {
    // The same motion told densely in its first half and sparsely in its second.
    const auto tell = [](bool even) {
        Tale tale;
        tale.place(5.0);
        tale.tick();
        const auto stretch = [&](double seconds, int samples, bool seen) {
            tale.now.tip_visible = tale.now.target_seen = seen ? 1.0F : 0.0F;
            tale.now.shaft_plane_deg = seen ? 2.0F : 8.0F;
            tale.now.shaft_in_beam_frac = seen ? 1.0F : 0.25F;
            for (int i = 0; i < samples; ++i) tale.tick(seconds / samples);
        };
        stretch(3.0, even ? 180 : 600, true);
        stretch(1.0, even ? 60 : 7, false);
        return tale;
    };
    constexpr double kFloatTimes = 1e-4;
    for (const MetricId id : {MetricId::V2, MetricId::V7, MetricId::V10, MetricId::V11, MetricId::P3})
        EXPECT_NEAR(tell(true).value(id).value, tell(false).value(id).value, kFloatTimes) << metric_info(id).code;
    EXPECT_NEAR(tell(false).value(MetricId::V7).value, 0.75, kFloatTimes);
}

TEST(EveryMetric, APureRotationAboutTheTipIsNoTravel) {
    Tale tale;
    tale.place(20.0);
    tale.tick();
    const Vec3 tip_mm{tale.now.tip_x_mm, tale.now.tip_y_mm, tale.now.tip_z_mm};
    for (int i = 1; i <= 90; ++i) {
        tale.aim(0.5 * i);  // 30 degrees a second
        tale.now.tip_x_mm = static_cast<float>(tip_mm.x);
        tale.now.tip_y_mm = static_cast<float>(tip_mm.y);
        tale.now.tip_z_mm = static_cast<float>(tip_mm.z);
        tale.tick();
    }
    EXPECT_DOUBLE_EQ(tale.value(MetricId::E3).value, 0.0);
    EXPECT_DOUBLE_EQ(tale.value(MetricId::E3Rotations).value, 1.0);
    EXPECT_NEAR(tale.value(MetricId::RotationTotal).value, 45.0, 1e-3);
    EXPECT_DOUBLE_EQ(tale.value(MetricId::T3).value, 1.0);
    EXPECT_DOUBLE_EQ(tale.value(MetricId::V8).value, 0.0);
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

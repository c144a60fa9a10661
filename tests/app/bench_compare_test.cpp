// Comparing two runs of the bench: what is slower, quicker, and what cannot be told.
#include "engine/app/bench_compare.h"

#include <gmock/gmock.h>

#include "engine/app/bench_times.h"

namespace cryo::app {
namespace {

io::Json run(double p50_ms, double low_ms, double high_ms) {
    return {
        {"image",
         {{{"scenario", "knee"}, {"tier", "192x512"}, {"p50_ms", p50_ms}, {"low_ms", low_ms}, {"high_ms", high_ms}}}}};
}

TEST(BenchCompare, SaysSlowerOnlyWhenNoFifthOverlaps) {
    const auto ratio = [](const io::Json& before, const io::Json& after) {
        return compare_benches(before, after).at(0);
    };
    EXPECT_STREQ(ratio(run(10, 9, 11), run(15, 14, 16)).verdict(), "slower");
    EXPECT_STREQ(ratio(run(10, 9, 11), run(7, 6, 8)).verdict(), "quicker");
    EXPECT_STREQ(ratio(run(10, 9, 13), run(12, 11, 14)).verdict(), "no difference seen");
    const BenchRatio one = ratio(run(10, 9, 11), run(15, 14, 16));
    EXPECT_EQ(one.what, "image / knee 192x512");
    EXPECT_DOUBLE_EQ(one.ratio, 1.5);
    EXPECT_DOUBLE_EQ(one.least, 14.0 / 11.0);
    EXPECT_DOUBLE_EQ(one.greatest, 16.0 / 9.0);
}

TEST(BenchCompare, LeavesOutWhatOnlyOneRunHas) {
    EXPECT_TRUE(compare_benches(run(10, 9, 11), io::Json::object()).empty());
    EXPECT_TRUE(compare_benches(io::Json::array({1, "two", nullptr}), run(10, 9, 11)).empty());
}

TEST(BenchTimes, QuantilesAndTheSpreadOfFifths) {
    Times times;
    for (int i = 0; i < 100; ++i) times.add(1e-3 * (i < 20 ? 1.0 : 2.0));
    const StageBench row = times.row("stage");
    EXPECT_DOUBLE_EQ(row.p50_ms, 2.0);
    EXPECT_DOUBLE_EQ(row.p95_ms, 2.0);
    EXPECT_DOUBLE_EQ(row.low_ms, 1.0);
    EXPECT_DOUBLE_EQ(row.high_ms, 2.0);
    EXPECT_DOUBLE_EQ(Times().row("none").p50_ms, 0.0);
}

}  // namespace
}  // namespace cryo::app

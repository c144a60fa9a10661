// Published operating characteristics of LC-CUSUM and CUSUM, recomputed exactly, and pass marks of contrasting groups.
#include "engine/scoring/learning_curve.h"

#include "engine/scoring/standards.h"

namespace cryo::scoring {
namespace {

// Values of the table are given to three decimals.
constexpr double kTableRounding = 0.0006;

struct LearningCase {
    double adequate, inadequate, success_weight, failure_weight, limit;
    int consecutive;
    double false20, true20, false30, true30, false50, true50;
    int median;
};

class LearningCurveTable : public testing::TestWithParam<LearningCase> {};

TEST_P(LearningCurveTable, OperatingCharacteristics) {
    const LearningCase& c = GetParam();
    const LearningCusum curve{c.adequate, c.inadequate, c.limit};
    EXPECT_NEAR(curve.success_weight(), c.success_weight, 1e-5);
    EXPECT_NEAR(curve.failure_weight(), c.failure_weight, 1e-5);
    EXPECT_EQ(curve.consecutive_successes_needed(), c.consecutive);
    EXPECT_NEAR(declaration_probability(curve, c.inadequate, 20), c.false20, kTableRounding);
    EXPECT_NEAR(declaration_probability(curve, c.adequate, 20), c.true20, kTableRounding);
    EXPECT_NEAR(declaration_probability(curve, c.inadequate, 30), c.false30, kTableRounding);
    EXPECT_NEAR(declaration_probability(curve, c.adequate, 30), c.true30, kTableRounding);
    EXPECT_NEAR(declaration_probability(curve, c.inadequate, 50), c.false50, kTableRounding);
    EXPECT_NEAR(declaration_probability(curve, c.adequate, 50), c.true50, kTableRounding);
    EXPECT_EQ(median_attempts_to_declaration(curve, c.adequate), c.median);
}

INSTANTIATE_TEST_SUITE_P(
    Published, LearningCurveTable,
    testing::Values(LearningCase{.10, .20, .11778, -.69315, 1.5, 13, .149, .513, .275, .735, .479, .931, 20},
                    LearningCase{.10, .25, .18232, -.91629, 2.5, 14, .053, .474, .116, .717, .236, .937, 22},
                    LearningCase{.10, .30, .25131, -1.09861, 2.0, 8, .269, .889, .414, .975, .623, .999, 10},
                    LearningCase{.10, .30, .25131, -1.09861, 2.5, 10, .122, .739, .215, .921, .371, .992, 15},
                    LearningCase{.10, .30, .25131, -1.09861, 3.0, 12, .053, .598, .107, .846, .207, .977, 18},
                    LearningCase{.05, .15, .11123, -1.09861, 2.0, 18, .070, .437, .162, .712, .324, .921, 24},
                    LearningCase{.15, .30, .19416, -.69315, 2.0, 11, .106, .555, .199, .779, .360, .949, 20}));

TEST(LearningCusum, HoldsAtZeroSoThatFirstFailuresCostNothing) {
    const LearningCusum curve;
    std::vector<bool> history(30, true);
    history.insert(history.end(), 10, false);
    const std::vector<char> bytes(history.begin(), history.end());
    const std::span<const bool> failed(reinterpret_cast<const bool*>(bytes.data()), bytes.size());
    EXPECT_EQ(curve.declared_at(failed), 40);
    EXPECT_EQ(curve.declared_at(failed.first(39)), 0);
    EXPECT_EQ(curve.declared_at({}), 0);
}

TEST(LearningCusum, DeclarationProbabilityIsMonotoneInRateAndLength) {
    const LearningCusum curve;
    double last = 1.0;
    for (const double rate : {0.0, 0.05, 0.1, 0.2, 0.4, 1.0}) {
        const double p = declaration_probability(curve, rate, 25);
        EXPECT_LE(p, last);
        EXPECT_LE(declaration_probability(curve, rate, 24), p);
        last = p;
    }
    EXPECT_DOUBLE_EQ(declaration_probability(curve, 0.0, 10), 1.0);
    EXPECT_DOUBLE_EQ(declaration_probability(curve, 1.0, 200), 0.0);
}

struct CusumCase {
    double acceptable, unacceptable, alpha, beta, drift, lower, upper;
    int successes, failures;  // 0: not tabulated
};

class CusumTable : public testing::TestWithParam<CusumCase> {};

TEST_P(CusumTable, Limits) {
    const CusumCase& c = GetParam();
    const Cusum cusum{c.acceptable, c.unacceptable, c.alpha, c.beta};
    if (c.drift > 0) {
        EXPECT_NEAR(cusum.drift(), c.drift, 5e-5);
    }
    EXPECT_NEAR(cusum.lower_limit(), c.lower, 5e-5);
    EXPECT_NEAR(cusum.upper_limit(), c.upper, 5e-5);
    if (c.successes > 0) {
        EXPECT_EQ(cusum.consecutive_successes_to_pass(), c.successes);
        EXPECT_EQ(cusum.straight_failures_to_alarm(), c.failures);
    }
}

INSTANTIATE_TEST_SUITE_P(Published, CusumTable,
                         testing::Values(CusumCase{.05, .10, .1, .1, .0724, -2.9406, 2.9406, 41, 4},
                                         CusumCase{.05, .15, .1, .1, .0919, -1.8161, 1.8161, 20, 3},
                                         CusumCase{.10, .20, .1, .1, .1452, -2.7095, 2.7095, 19, 4},
                                         CusumCase{.10, .30, .1, .1, .1862, -1.6277, 1.6277, 9, 3},
                                         CusumCase{.15, .30, .1, .1, .2188, -2.4763, 2.4763, 12, 4},
                                         CusumCase{.20, .40, .1, .1, .2933, -2.2402, 2.2402, 8, 4},
                                         CusumCase{.10, .20, .05, .2, 0, -1.9214, 3.4190, 0, 0},
                                         CusumCase{.10, .30, .05, .2, 0, -1.1542, 2.0539, 0, 0}));

TEST(Standards, ContrastingGroupsCutWhereDensitiesMeet) {
    const auto check = [](Group novice, Group expert, double cut, double fp, double fn) {
        const ContrastingGroups result = contrasting_groups(novice, expert);
        EXPECT_NEAR(result.cut, cut, 5e-4);
        EXPECT_NEAR(result.false_positive, fp, 5e-5);
        EXPECT_NEAR(result.false_negative, fn, 5e-5);
    };
    check({45, 15, 20}, {82, 9, 20}, 66.309, .0777, .0406);
    check({50, 10, 20}, {80, 10, 20}, 65.000, .0668, .0668);
    check({54.2, 12, 20}, {76.7, 10, 20}, 65.508, .1730, .1315);
}

TEST(Standards, AreaUnderCurveCountsTiesHalf) {
    const std::vector<double> novice = {1, 2, 3};
    EXPECT_DOUBLE_EQ(area_under_curve(novice, std::vector<double>{4, 5}), 1.0);
    EXPECT_DOUBLE_EQ(area_under_curve(novice, std::vector<double>{0, 0}), 0.0);
    EXPECT_DOUBLE_EQ(area_under_curve(novice, novice), 0.5);
    EXPECT_DOUBLE_EQ(area_under_curve(novice, std::vector<double>{2}), 0.5);
}

TEST(Standards, EffectSizeUsesThePooledDeviation) {
    const std::vector<double> novice = {2, 4, 6}, expert = {5, 7, 9};
    const Group n = describe_group(novice), e = describe_group(expert);
    EXPECT_DOUBLE_EQ(n.sd, 2.0);
    EXPECT_DOUBLE_EQ(effect_size(n, e), 1.5);
}

}  // namespace
}  // namespace cryo::scoring

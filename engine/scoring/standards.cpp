#include "engine/scoring/standards.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::scoring {

namespace {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

}  // namespace

Group describe_group(std::span<const double> values) {
    Group group;
    group.count = static_cast<int>(values.size());
    if (values.empty()) return group;
    for (const double v : values) {
        CRYO_CHECK(std::isfinite(v));
        group.mean += v;
    }
    group.mean /= group.count;
    for (const double v : values) group.sd += (v - group.mean) * (v - group.mean);
    group.sd = group.count > 1 ? std::sqrt(group.sd / (group.count - 1)) : 0.0;
    return group;
}

ContrastingGroups contrasting_groups(const Group& novice, const Group& expert) {
    CRYO_CHECK_OP(novice.mean, <, expert.mean);
    CRYO_CHECK(novice.sd > 0.0 && expert.sd > 0.0);
    const double m1 = novice.mean, s1 = novice.sd, m2 = expert.mean, s2 = expert.sd;
    ContrastingGroups result;
    // Equal log density: a x^2 + b x + c = 0, of which the root between the means is the cut.
    const double a = 1.0 / (s1 * s1) - 1.0 / (s2 * s2);
    const double b = -2.0 * (m1 / (s1 * s1) - m2 / (s2 * s2));
    const double c = m1 * m1 / (s1 * s1) - m2 * m2 / (s2 * s2) + 2.0 * std::log(s1 / s2);
    if (std::abs(s1 - s2) < 1e-12 * s1) {
        result.cut = 0.5 * (m1 + m2);
    } else {
        const double root = std::sqrt(std::max(0.0, b * b - 4.0 * a * c));
        const double x1 = (-b + root) / (2.0 * a);
        const double x2 = (-b - root) / (2.0 * a);
        result.cut = x1 > m1 && x1 < m2 ? x1 : x2;
    }
    result.false_positive = 1.0 - normal_cdf((result.cut - m1) / s1);
    result.false_negative = normal_cdf((result.cut - m2) / s2);
    return result;
}

double area_under_curve(std::span<const double> novice, std::span<const double> expert) {
    CRYO_CHECK(!novice.empty() && !expert.empty());
    double wins = 0.0;
    for (const double n : novice)
        for (const double e : expert) wins += e > n ? 1.0 : (e == n ? 0.5 : 0.0);
    return wins / (static_cast<double>(novice.size()) * static_cast<double>(expert.size()));
}

double effect_size(const Group& novice, const Group& expert) {
    CRYO_CHECK_OP(novice.count + expert.count, >, 2);
    const double pooled = ((novice.count - 1) * novice.sd * novice.sd + (expert.count - 1) * expert.sd * expert.sd) /
                          (novice.count + expert.count - 2);
    CRYO_CHECK_OP(pooled, >, 0.0);
    return (expert.mean - novice.mean) / std::sqrt(pooled);
}

}  // namespace cryo::scoring

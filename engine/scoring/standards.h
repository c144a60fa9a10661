// Setting local standards: how well a metric separates attempts tagged expert from attempts tagged novice, and where
// the pass mark of contrasting groups falls. Fewer than kSmallGroup attempts in a group carry no standard.
#pragma once

#include <span>

namespace cryo::scoring {

inline constexpr int kSmallGroup = 10;

struct Group {
    double mean = 0.0;
    double sd = 0.0;  // of the sample, n - 1
    int count = 0;
};
Group describe_group(std::span<const double> values);

// Where two normal distributions have equal density between their means, and the errors it makes.
struct ContrastingGroups {
    double cut = 0.0;
    double false_positive = 0.0;  // novices above the cut
    double false_negative = 0.0;  // experts below it
};
// novice.mean < expert.mean, both sd > 0; for metrics where less is better negate the values first.
ContrastingGroups contrasting_groups(const Group& novice, const Group& expert);

// Probability that a random expert's value is above a random novice's, ties counting half (Mann-Whitney).
double area_under_curve(std::span<const double> novice, std::span<const double> expert);

// Cohen's d with the pooled standard deviation.
double effect_size(const Group& novice, const Group& expert);

}  // namespace cryo::scoring

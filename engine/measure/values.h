// Short makers of metric values.
#pragma once

#include "engine/measure/metrics.h"

namespace cryo::measure {

inline MetricValue measured(double value) { return {.state = MetricState::Measured, .value = value}; }
inline MetricValue not_produced() { return {.state = MetricState::NotProduced}; }
inline MetricValue not_applicable() { return {.state = MetricState::NotApplicable}; }

// A sum that keeps what it sums over.
struct Mean {
    double sum = 0.0;
    double weight = 0.0;

    void add(double value, double by) {
        sum += value * by;
        weight += by;
    }
    double value() const { return weight > 0.0 ? sum / weight : 0.0; }
};

}  // namespace cryo::measure

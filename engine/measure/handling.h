// Handling the transducer: P1, P2, P3, P5, P6. The simulated hand's wander is taken off before anything is charged.
#pragma once

#include <deque>
#include <vector>

#include "engine/measure/metrics.h"
#include "engine/measure/step.h"
#include "engine/measure/values.h"

namespace cryo::measure {

class Handling {
  public:
    explicit Handling(const Context& context) : context_(context) {}
    void add(const Step& step);

    MetricValue path() const;          // P1
    MetricValue drift() const;         // P2
    MetricValue centring() const;      // P3
    MetricValue optimisation() const;  // P5
    MetricValue contact() const;       // P6

  private:
    // Where the learner's own hand holds the transducer.
    struct Held {
        double t_s = 0.0;
        double slide_mm = 0.0;
        double across_mm = 0.0;
        double rotate_deg = 0.0;
        double tilt_deg = 0.0;
        double rock_deg = 0.0;
        double new_depth_mm = 0.0;
        bool target_seen = false;
    };
    void look_at_settings(const Step& step);
    static Held held(const TraceValues& sample);
    void look_for_drift(const Step& step);

    Context context_;
    double path_mm_ = 0.0;
    std::deque<Held> recent_;  // the last drift_s of needling
    bool drifting_ = false;
    std::vector<Moment> drifts_;
    Mean centred_;
    Mean depth_set_;
    Mean focus_set_;
    Mean gain_set_;
    Mean frequency_set_;
    Mean coupled_;
    bool was_needling_ = false;
};

}  // namespace cryo::measure

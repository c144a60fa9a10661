// What was spared: S1 to S3, C5, M1, M2, K1, K2.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "engine/measure/metrics.h"
#include "engine/measure/step.h"

namespace cryo::measure {

class Safety {
  public:
    explicit Safety(const Context& context);
    void add(const Step& step);

    MetricValue clearance() const;      // S1: of the structure that fared worst against what was possible
    MetricValue entered() const;        // S2
    MetricValue near_misses() const;    // S3
    MetricValue irreversible() const;   // C5: 1 where target fascicles were colder than heals
    MetricValue motor_frozen() const;   // M1
    MetricValue motor_checked() const;  // M2: share of placements
    MetricValue skin_coldest() const;   // K1
    MetricValue skin_dwell() const;
    MetricValue zone_depth() const;  // K2

  private:
    struct Guarded {
        std::string_view name;
        double TraceValues::*distance_mm;
        double gap_mm;
        double least_mm = 99.0;
        double least_t_s = 0.0;
        bool near = false;
        bool inside = false;
    };
    void add_motor_check(const Step& step);

    Context context_;
    std::array<Guarded, 4> guarded_;
    bool was_inside_ = false;
    bool transfixed_ = false;
    std::vector<Moment> entered_, near_misses_;
    double nerve_coldest_degc_ = 37.0;
    double nerve_coldest_t_s_ = 0.0;
    double motor_frac_ = 0.0;
    double motor_t_s_ = 0.0;
    double skin_degc_ = 37.0;
    double skin_t_s_ = 0.0;
    bool skin_measured_ = false;
    double skin_dwell_s_ = 0.0;
    bool had_gas_ = false;
    double zone_depth_mm_ = 99.0;
    double zone_t_s_ = 0.0;

    bool checked_here_ = false;  // motor stimulation was strong enough where the tip is
    Vec3 checked_at_mm_{0.0};
    int placements_ = 0;
    int checked_placements_ = 0;
    std::vector<Moment> unchecked_;
};

}  // namespace cryo::measure

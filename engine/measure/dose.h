// Treating the nerve: T1, T2, C2, C3 at each placement, dose and thaw (F1 to F3).
#pragma once

#include <vector>

#include "engine/measure/metrics.h"
#include "engine/measure/step.h"
#include "engine/measure/values.h"

namespace cryo::measure {

class Dose {
  public:
    explicit Dose(const Context& context) : context_(context) {}
    void add(const Step& step);

    MetricValue tip_to_target() const;  // T1: nearest point of the active zone, mean over placements
    MetricValue alignment() const;      // T2: middle of the active zone to the target's surface, likewise
    MetricValue covered() const;        // C2
    MetricValue centration() const;     // C3
    MetricValue dose_error() const;     // F1, mean over placements
    MetricValue thaw_complete() const;  // F2
    MetricValue monitored() const;      // F3

  private:
    struct Placement {
        double t_s = 0.0;
        double zone_target_mm = 0.0;
        double zone_axis_mm = 0.0;
        double ice_radius_mm = 0.0;  // largest so far
        double offset_mm = 0.0;      // of the ice's axis then
        std::vector<double> freezes_s{};
    };

    Context context_;
    std::vector<Placement> placements_;
    double covered_mm_ = 0.0;
    bool gas_was_on_ = false;
    bool held_by_ice_ = false;
    Vec3 held_at_mm_{0.0};
    std::vector<Moment> moved_frozen_;
    bool moved_ = false;
    Mean monitored_;
};

}  // namespace cryo::measure

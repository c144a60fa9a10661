// Reaching the target and with how much motion: T3 to T6, E1 to E5, E7 and the sum of rotations.
#pragma once

#include <optional>
#include <vector>

#include "engine/measure/metrics.h"
#include "engine/measure/step.h"
#include "engine/measure/values.h"

namespace cryo::measure {

class NeedlePath {
  public:
    explicit NeedlePath(const Context& context) : context_(context) {}
    void add(const Step& step);

    MetricValue passes() const;         // T3, per planned placement
    MetricValue redirections() const;   // T4, likewise
    MetricValue punctures() const;      // T5, likewise
    MetricValue bone_contacts() const;  // T6
    MetricValue inefficiency() const;   // E1, mean over the planned placements
    MetricValue hands_on_time() const;  // E2, per planned placement
    MetricValue scan_time() const;
    MetricValue needle_time() const;
    MetricValue movements() const;  // E3
    MetricValue turning_movements() const;
    MetricValue shear() const;       // E4
    MetricValue smoothness() const;  // E5
    MetricValue help() const;        // E7
    MetricValue rotation_total() const;

  private:
    // Counts stretches above a threshold that last long enough.
    struct Bursts {
        double above_s = 0.0;
        bool counted = false;
        int count = 0;
        void add(bool above, double dt_s, double least_s);
    };
    struct Leg {  // the tip's way to one placement
        Vec3 from_mm{0.0};
        double length_mm = 0.0;
    };

    void add_leg(const Step& step);
    void add_motion(const Step& step);
    void add_jerk(const Step& step, double speed_mm_per_s);
    std::optional<double> leg_inefficiency(const Vec3& end_mm) const;
    MetricValue per_placement(double count, const std::vector<Moment>& moments) const;

    Context context_;
    bool was_inside_ = false;
    int placements_ = 0;
    int useful_placements_ = 0;  // that added coverage
    double covered_before_mm_ = 0.0;
    bool useful_ = false;  // the placement under way did
    std::vector<Moment> passes_, redirections_, punctures_, bone_contacts_;
    bool on_bone_ = false;

    bool in_leg_ = false;
    Leg leg_;
    Vec3 tip_mm_{0.0};
    std::vector<double> inefficiency_pct_;  // of finished legs

    double scan_s_ = 0.0;
    double needle_s_ = 0.0;
    double shear_mm2_ = 0.0;
    double rotation_rad_ = 0.0;
    Bursts moving_, turning_;
    Mean helped_;

    // Speeds of the last two steps, for their second difference.
    int speeds_ = 0;
    double speed_[2] = {0.0, 0.0};
    double step_s_[2] = {0.0, 0.0};
    double peak_mm_per_s_ = 0.0;
    double jerk_squared_ = 0.0;
    double smooth_s_ = 0.0;
};

}  // namespace cryo::measure

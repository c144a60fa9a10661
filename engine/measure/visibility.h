// Seeing the needle: V1 to V11. Shares are of newly reached depth or of time while needling.
#pragma once

#include <vector>

#include "engine/measure/metrics.h"
#include "engine/measure/step.h"

namespace cryo::measure {

class Visibility {
  public:
    explicit Visibility(const Context& context) : context_(context) {}
    void add(const Step& step);

    MetricValue tip_out_of_plane() const;       // V1
    MetricValue misalignment() const;           // V2
    MetricValue insertion_angle() const;        // V3
    MetricValue visible_now() const;            // V5
    MetricValue visible_advance() const;        // V6
    MetricValue visible_time() const;           // V7
    MetricValue blind_advances() const;         // V8
    MetricValue longest_blind_advance() const;  // V9
    MetricValue recovery() const;               // V10
    MetricValue shaft_in_beam() const;          // V11

  private:
    // A stretch of needling without sight of the tip.
    struct BlindRun {
        double from_s = 0.0;
        double duration_s = 0.0;
        double advance_mm = 0.0;
    };
    struct Weighted {
        double value = 0.0;
        double weight = 0.0;
    };

    Context context_;
    bool was_needling_ = false;  // ever
    bool visible_now_ = false;
    bool in_blind_run_ = false;
    double time_s_ = 0.0;
    double visible_s_ = 0.0;
    double depth_mm_ = 0.0;
    double judged_depth_mm_ = 0.0;  // of that, what lies deeper than the entry
    double visible_depth_mm_ = 0.0;
    double misalignment_deg_s_ = 0.0;
    double face_angle_deg_s_ = 0.0;
    double in_beam_s_ = 0.0;
    double advance_s_ = 0.0;
    std::vector<Weighted> plane_distance_mm_;  // while advancing, weighted by the depth gained
    std::vector<BlindRun> blind_runs_;
};

}  // namespace cryo::measure

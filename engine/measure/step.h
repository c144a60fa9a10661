// One step of the Trace as the accumulators see it: the sample, the one before, and how the needle went forward between
// them. Lengths in mm and angles in degrees, as in the Trace.
#pragma once

#include "engine/core/geometry.h"
#include "engine/measure/context.h"
#include "engine/measure/trace.h"

namespace cryo::measure {

// Float columns of lengths near 100 mm carry 8e-6 mm; sums of them are compared with this much room.
inline constexpr double kLengthSlackMm = 1e-3;

struct Step {
    const TraceValues& now;
    const TraceValues& before;  // equal to `now` at the first sample
    double dt_s = 0.0;          // 0 at the first sample
    bool in_tissue = false;
    bool needling = false;      // in tissue, and in the needle phase
    double new_depth_mm = 0.0;  // reached for the first time in this pass along this track, while needling
    bool new_pass = false;      // went forward again after a long retraction
    bool redirected = false;    // went forward again in another direction after a short one
    bool punctured = false;     // the tip went through the skin
    bool placed = false;        // gas was turned on at a new place

    Vec3 tip_mm() const { return {now.tip_x_mm, now.tip_y_mm, now.tip_z_mm}; }
    Vec3 last_tip_mm() const { return {before.tip_x_mm, before.tip_y_mm, before.tip_z_mm}; }
    Vec3 direction() const { return {now.dir_x, now.dir_y, now.dir_z}; }
    Vec3 last_direction() const { return {before.dir_x, before.dir_y, before.dir_z}; }
};

// The needle's way in: which depth is new, which going forward is a further pass, which a redirection.
// The depth record restarts only with a further pass or on a new track, so that going over old depth adds nothing.
class NeedleTrack {
  public:
    explicit NeedleTrack(const Limits& limits) : limits_(limits) {}

    // Fills the fields of `step` that need the past.
    void advance(Step& step);

  private:
    void start(const Step& step);
    void follow(Step& step);

    Limits limits_;
    bool inside_ = false;
    bool retreating_ = false;       // a long retraction goes on: the record follows the tip back
    bool redirecting_ = false;      // direction changed after a short retraction, not yet gone forward
    double deepest_mm_ = 0.0;       // record of this pass along this track
    double pass_deepest_mm_ = 0.0;  // deepest of this pass, whatever the track
    double shallowest_mm_ = 0.0;    // since the pass's deepest point
    Vec3 entry_mm_{1e9};            // of the last puncture
    Vec3 track_direction_{0.0};
    Vec3 pass_direction_{0.0};  // at the pass's deepest point
};

}  // namespace cryo::measure

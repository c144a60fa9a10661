// Writes a Trace by telling it: a needle that goes straight down +z from the origin at 60 samples a second, and
// whatever else the teller sets. Values not told keep a quiet state: nothing cold, nothing near, target in the middle,
// tip seen.
#pragma once

#include "engine/measure/metrics.h"

namespace cryo::test {

// A shaft so thin that the transducer can stand right beside it: all its depth can be seen.
inline measure::Context thin_shaft() {
    measure::Context context;
    context.shaft_radius_m = 0.0;
    return context;
}

class Tale {
  public:
    Tale() {
        now.t_s = 0.0F;
        now.phase = 1.0F;
        now.contact_frac = 1.0F;
        now.depth_mm = 40.0F;
        now.gray_frac = 0.35F;
        now.frequency_mhz = 10.0F;
        now.image_live = 1.0F;
        now.target_lateral_frac = 0.5F;
        now.target_depth_frac = 0.5F;
        now.target_seen = 1.0F;
        now.focus_mm = 20.0F;
        now.dir_z = 1.0F;
        now.tip_visible = 1.0F;
        now.artery_mm = now.vein_mm = now.bone_mm = now.motor_mm = now.pleura_mm = 99.0F;
        now.skin_min_degc = 32.0F;
        now.nerve_min_degc = 37.0F;
        now.zone_target_mm = 1.0F;
        now.zone_axis_mm = 1.0F;
    }

    // One sample later, with what `now` says.
    Tale& tick(double dt_s = 1.0 / 60.0) {
        t_s_ += dt_s;
        now.t_s = static_cast<float>(t_s_);
        trace.push_back(now);
        return *this;
    }
    Tale& hold(double seconds) {
        for (int i = 0; i < static_cast<int>(seconds * 60.0 + 0.5); ++i) tick();
        return *this;
    }
    // The tip to a depth in steps of at most `step_mm`, one sample each.
    Tale& to_depth(double depth_mm, double step_mm = 0.1) {
        const double from_mm = static_cast<double>(now.insert_mm);
        const int steps = std::max(1, static_cast<int>(std::ceil(std::abs(depth_mm - from_mm) / step_mm - 1e-9)));
        for (int i = 1; i <= steps; ++i) {
            place(from_mm + (depth_mm - from_mm) * i / steps);
            tick();
        }
        return *this;
    }
    // Shaft along `now.dir_*` through the origin with this much of it below the skin.
    void place(double depth_mm) {
        now.insert_mm = static_cast<float>(depth_mm);
        now.tip_x_mm = static_cast<float>(depth_mm * static_cast<double>(now.dir_x));
        now.tip_y_mm = static_cast<float>(depth_mm * static_cast<double>(now.dir_y));
        now.tip_z_mm = static_cast<float>(depth_mm * static_cast<double>(now.dir_z));
    }
    // Tilts the shaft in the x-z plane about its entry.
    Tale& aim(double from_vertical_deg) {
        const double a = from_vertical_deg * 3.14159265358979 / 180.0;
        now.dir_x = static_cast<float>(std::sin(a));
        now.dir_z = static_cast<float>(std::cos(a));
        place(static_cast<double>(now.insert_mm));
        return *this;
    }
    // One gas-on period at this place; a new placement when asked.
    Tale& freeze(double seconds, bool new_placement) {
        now.phase = 2.0F;
        now.gas_on = 1.0F;
        now.cycle += 1.0F;
        if (new_placement) now.placement += 1.0F;
        tick();
        hold(seconds);
        now.gas_on = 0.0F;
        now.phase = 3.0F;
        return tick();
    }

    measure::MetricValue value(measure::MetricId id, const measure::Context& context = thin_shaft()) const {
        return measure::measure(trace, context).value(id);
    }

    measure::TraceSample now;
    measure::Trace trace;

  private:
    double t_s_ = 0.0;
};

}  // namespace cryo::test

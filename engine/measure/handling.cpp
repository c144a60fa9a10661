#include "engine/measure/handling.h"

#include <algorithm>
#include <cmath>

namespace cryo::measure {

namespace {

// Shares in the Trace are floats: a centroid exactly on the border of the middle third is inside.
constexpr double kFractionSlack = 1e-6;

bool within(double value, double low, double high) {
    return value >= low - kFractionSlack && value <= high + kFractionSlack;
}

}  // namespace

Handling::Held Handling::held(const TraceValues& s) {
    Held h;
    h.t_s = s.t_s;
    h.slide_mm = s.slide_mm - s.hand_slide_mm;
    h.across_mm = s.across_mm - s.hand_across_mm;
    h.rotate_deg = s.rotate_deg - s.hand_rotate_deg;
    h.tilt_deg = s.tilt_deg - s.hand_tilt_deg;
    h.rock_deg = s.rock_deg - s.hand_rock_deg;
    h.target_seen = s.target_seen > 0.5;
    return h;
}

void Handling::add(const Step& step) {
    const TraceValues& now = step.now;
    if (static_cast<int>(now.phase) == 0) {
        const Limits& limits = context_.limits;
        const bool good =
            within(now.contact_frac, limits.contact_frac, 1.0) && within(now.press_frac, 0.0, limits.press_limit_frac);
        coupled_.add(good ? 1.0 : 0.0, step.dt_s);
    }
    if (!step.needling) {
        recent_.clear();
        drifting_ = false;
        return;
    }
    was_needling_ = true;

    const Held here = held(now);
    const Held there = held(step.before);
    path_mm_ += std::hypot(here.slide_mm - there.slide_mm, here.across_mm - there.across_mm);

    const bool seen = now.target_seen > 0.5;
    const bool centred =
        seen && within(now.target_lateral_frac, 1.0 / 3.0, 2.0 / 3.0) && within(now.target_depth_frac, 0.25, 0.75);
    centred_.add(centred ? 1.0 : 0.0, step.dt_s);
    look_at_settings(step);
    look_for_drift(step);
}

void Handling::look_at_settings(const Step& step) {
    const TraceValues& now = step.now;
    const Limits& limits = context_.limits;
    const auto add = [&](Mean& set, bool well) { set.add(well ? 1.0 : 0.0, step.dt_s); };
    const double depth_frac = now.target_depth_frac;
    add(depth_set_, within(depth_frac, limits.image_depth_low_frac, limits.image_depth_high_frac));
    add(focus_set_, std::abs(now.focus_mm - depth_frac * now.depth_mm) <= limits.focus_window_mm);
    // Gain can only be judged while there is a live picture of the target.
    if (now.gray_frac >= 0.0)
        add(gain_set_, within(now.gray_frac, limits.gray_low_frac, limits.gray_high_frac) &&
                           now.white_frac <= limits.white_frac + kFractionSlack);
    if (context_.frequency_mhz > 0.0)
        add(frequency_set_, within(now.frequency_mhz / context_.frequency_mhz, 1.0 / limits.frequency_factor,
                                   limits.frequency_factor));
}

void Handling::look_for_drift(const Step& step) {
    Held here = held(step.now);
    here.new_depth_mm = step.new_depth_mm;
    recent_.push_back(here);
    while (here.t_s - recent_.front().t_s > context_.limits.drift_s) recent_.pop_front();

    if (here.target_seen) {
        drifting_ = false;
        return;
    }
    if (drifting_) return;

    // The target has left the plane while the tip went forward: was it the learner's hand that moved within the window?
    double advance_mm = 0.0;
    double moved_mm = 0.0;
    double turned_deg = 0.0;
    bool was_seen = false;
    for (const Held& then : recent_) {
        advance_mm += then.new_depth_mm;
        was_seen = was_seen || then.target_seen;
        moved_mm = std::max(moved_mm, std::hypot(here.slide_mm - then.slide_mm, here.across_mm - then.across_mm));
        turned_deg = std::max(turned_deg, std::hypot(here.rotate_deg - then.rotate_deg, here.tilt_deg - then.tilt_deg,
                                                     here.rock_deg - then.rock_deg));
    }
    if (was_seen && advance_mm > 0.0 &&
        (moved_mm > context_.limits.drift_mm || turned_deg > context_.limits.drift_deg)) {
        drifting_ = true;
        drifts_.push_back({.t_s = here.t_s, .value = moved_mm});
    }
}

MetricValue Handling::path() const { return was_needling_ ? measured(path_mm_) : not_produced(); }

MetricValue Handling::drift() const {
    if (!was_needling_) return not_produced();
    MetricValue result = measured(static_cast<double>(drifts_.size()));
    result.moments = drifts_;
    return result;
}

MetricValue Handling::centring() const { return centred_.weight > 0.0 ? measured(centred_.value()) : not_produced(); }

MetricValue Handling::optimisation() const {
    if (depth_set_.weight <= 0.0) return not_produced();
    Mean mean;
    for (const Mean* set : {&depth_set_, &focus_set_, &gain_set_, &frequency_set_})
        if (set->weight > 0.0) mean.add(set->value(), 1.0);
    return measured(mean.value());
}

MetricValue Handling::contact() const { return coupled_.weight > 0.0 ? measured(coupled_.value()) : not_produced(); }

}  // namespace cryo::measure

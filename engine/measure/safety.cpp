#include "engine/measure/safety.h"

#include <algorithm>

#include "engine/core/units.h"
#include "engine/measure/values.h"

namespace cryo::measure {

namespace {

constexpr double kLeaveMm = 0.5;         // a structure counts as left once the shaft is this far clear of it again
constexpr double kTransfixedFrac = 0.5;  // of a nerve's thickness

}  // namespace

Safety::Safety(const Context& context)
    : context_(context),
      guarded_{Guarded{"artery", &TraceValues::artery_mm, mm_from_m(context.artery_gap_m)},
               Guarded{"vein", &TraceValues::vein_mm, mm_from_m(context.vein_gap_m)},
               Guarded{"pleura", &TraceValues::pleura_mm, mm_from_m(context.pleura_gap_m)},
               Guarded{"motor nerve", &TraceValues::motor_mm, mm_from_m(context.motor_gap_m)}} {}

void Safety::add(const Step& step) {
    const TraceValues& now = step.now;
    const double t_s = now.t_s;
    was_inside_ = was_inside_ || step.in_tissue;

    for (Guarded& g : guarded_) {
        const double distance_mm = step.in_tissue ? now.*g.distance_mm : 99.0;
        if (distance_mm < g.least_mm) {
            g.least_mm = distance_mm;
            g.least_t_s = t_s;
        }
        if (distance_mm <= 0.0 && !g.inside) {
            g.inside = true;
            entered_.push_back({.t_s = t_s, .value = distance_mm, .structure = g.name});
            // A near miss that became a hit is counted as the hit alone.
            if (g.near && !near_misses_.empty() && near_misses_.back().structure == g.name) near_misses_.pop_back();
            g.near = true;
        } else if (distance_mm < context_.limits.near_miss_mm && !g.near) {
            g.near = true;
            if (g.gap_mm >= context_.limits.near_miss_gap_mm)
                near_misses_.push_back({.t_s = t_s, .value = distance_mm, .structure = g.name});
        }
        if (distance_mm >= kLeaveMm) g.inside = false;
        if (distance_mm >= context_.limits.near_miss_mm + kLeaveMm) g.near = false;
    }
    const bool through = step.in_tissue && now.pierced_frac >= kTransfixedFrac;
    if (through && !transfixed_) {
        entered_.push_back({.t_s = t_s, .value = now.pierced_frac, .structure = "nerve"});
        transfixed_ = true;
    } else if (now.pierced_frac <= 0.0) {
        transfixed_ = false;
    }

    if (now.nerve_min_degc < nerve_coldest_degc_) {
        nerve_coldest_degc_ = now.nerve_min_degc;
        nerve_coldest_t_s_ = t_s;
    }
    if (now.motor_frozen_frac > motor_frac_) {
        motor_frac_ = now.motor_frozen_frac;
        motor_t_s_ = t_s;
    }
    if (!skin_measured_ || now.skin_min_degc < skin_degc_) {
        skin_measured_ = true;
        skin_degc_ = now.skin_min_degc;
        skin_t_s_ = t_s;
    }
    if (now.skin_min_degc <= context_.limits.skin_dwell_degc) skin_dwell_s_ += step.dt_s;
    if (now.gas_on > 0.5) {
        had_gas_ = true;
        if (now.skin_zone_mm < zone_depth_mm_) {
            zone_depth_mm_ = now.skin_zone_mm;
            zone_t_s_ = t_s;
        }
    }
    add_motor_check(step);
}

void Safety::add_motor_check(const Step& step) {
    const TraceValues& now = step.now;
    if (checked_here_ && glm::length(step.tip_mm() - checked_at_mm_) > context_.limits.motor_check_move_mm)
        checked_here_ = false;
    const bool stimulated =
        step.in_tissue && static_cast<int>(now.stim_mode) == 2 && now.stim_v >= context_.limits.motor_check_v - 1e-6;
    if (stimulated) {
        checked_here_ = true;
        checked_at_mm_ = step.tip_mm();
    }
    if (!step.placed) return;
    ++placements_;
    if (checked_here_) {
        ++checked_placements_;
    } else {
        unchecked_.push_back({.t_s = now.t_s});
    }
}

MetricValue Safety::clearance() const {
    if (!was_inside_) return not_produced();
    MetricValue worst = not_applicable();
    double least_share = 2.0;
    for (const Guarded& g : guarded_) {
        if (g.gap_mm >= mm_from_m(kNoStructureM)) continue;
        // A structure that lies near the target cannot be cleared by more than the way between them leaves.
        const double good_mm = std::max(1e-3, std::min(context_.limits.clearance_good_mm, 0.5 * g.gap_mm));
        const double share = std::clamp(g.least_mm / good_mm, 0.0, 1.0);
        if (share < least_share) {
            least_share = share;
            worst = measured(g.least_mm);
            worst.good = good_mm;
            worst.bad = 0.0;
            worst.moments = {{.t_s = g.least_t_s, .value = g.least_mm, .structure = g.name}};
        }
    }
    return worst;
}

MetricValue Safety::entered() const {
    MetricValue result = measured(static_cast<double>(entered_.size()));
    result.moments = entered_;
    return result;
}

MetricValue Safety::near_misses() const {
    bool any = false;
    for (const Guarded& g : guarded_)
        any = any || (g.gap_mm < mm_from_m(kNoStructureM) && g.gap_mm >= context_.limits.near_miss_gap_mm);
    if (!any) return not_applicable();
    if (!was_inside_) return not_produced();
    MetricValue result = measured(static_cast<double>(near_misses_.size()));
    result.moments = near_misses_;
    return result;
}

MetricValue Safety::irreversible() const {
    const bool harmed = nerve_coldest_degc_ < context_.limits.irreversible_degc;
    MetricValue result = measured(harmed ? 1.0 : 0.0);
    if (harmed) result.moments = {{.t_s = nerve_coldest_t_s_, .value = nerve_coldest_degc_, .structure = "nerve"}};
    return result;
}

MetricValue Safety::motor_frozen() const {
    if (!context_.has_motor_nerve) return not_applicable();
    MetricValue result = measured(motor_frac_);
    if (motor_frac_ > 0.0) result.moments = {{.t_s = motor_t_s_, .value = motor_frac_, .structure = "motor nerve"}};
    return result;
}

MetricValue Safety::motor_checked() const {
    if (!context_.motor_check_required) return not_applicable();
    if (placements_ == 0) return not_produced();
    MetricValue result = measured(static_cast<double>(checked_placements_) / placements_);
    result.moments = unchecked_;
    return result;
}

MetricValue Safety::skin_coldest() const {
    if (!skin_measured_) return not_produced();
    MetricValue result = measured(skin_degc_);
    result.moments = {{.t_s = skin_t_s_, .value = skin_degc_}};
    return result;
}

MetricValue Safety::skin_dwell() const { return measured(skin_dwell_s_); }

MetricValue Safety::zone_depth() const {
    if (!had_gas_) return not_produced();
    MetricValue result = measured(zone_depth_mm_);
    result.moments = {{.t_s = zone_t_s_, .value = zone_depth_mm_}};
    return result;
}

}  // namespace cryo::measure

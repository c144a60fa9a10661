#include "engine/measure/dose.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::measure {

void Dose::add(const Step& step) {
    const TraceValues& now = step.now;
    covered_mm_ = std::max(covered_mm_, now.covered_mm);

    if (step.placed) {
        placements_.push_back({.t_s = now.t_s, .zone_target_mm = now.zone_target_mm, .zone_axis_mm = now.zone_axis_mm});
    }
    const bool gas_on = now.gas_on > 0.5;
    if (!placements_.empty()) {
        Placement& here = placements_.back();
        if (gas_on && (!gas_was_on_ || step.placed)) here.freezes_s.push_back(0.0);
        if (gas_on && gas_was_on_ && !step.placed) here.freezes_s.back() += step.dt_s;
        if (now.ice_radius_mm > here.ice_radius_mm) {
            here.ice_radius_mm = now.ice_radius_mm;
            here.offset_mm = now.zone_axis_mm;
        }
    }
    gas_was_on_ = gas_on;

    if (gas_on) {
        // The ice is in the picture where the plane cuts it.
        const bool ice_cut = std::abs(now.tip_plane_mm) <= std::max(1.0, now.ice_radius_mm);
        const bool seen = now.image_live > 0.5 && now.target_seen > 0.5 && ice_cut;
        monitored_.add(seen ? 1.0 : 0.0, step.dt_s);
    }

    const bool frozen_in = now.adherent > 0.5 || (!placements_.empty() && now.ice_radius_mm > 0.0);
    if (frozen_in && !held_by_ice_) {
        held_at_mm_ = step.tip_mm();
        moved_ = false;
    }
    held_by_ice_ = frozen_in;
    if (held_by_ice_ && !moved_ &&
        glm::length(step.tip_mm() - held_at_mm_) > context_.limits.thaw_move_mm + kLengthSlackMm) {
        moved_ = true;
        moved_frozen_.push_back({.t_s = now.t_s, .value = glm::length(step.tip_mm() - held_at_mm_)});
    }
}

MetricValue Dose::tip_to_target() const {
    if (placements_.empty()) return not_produced();
    Mean mean;
    MetricValue result = measured(0.0);
    for (const Placement& p : placements_) {
        mean.add(std::max(0.0, p.zone_target_mm), 1.0);
        result.moments.push_back({.t_s = p.t_s, .value = p.zone_target_mm});
    }
    result.value = mean.value();
    return result;
}

MetricValue Dose::alignment() const {
    if (placements_.empty()) return not_produced();
    // Nobody can bring two axes nearer than shaft and nerve are thick: what counts is the way left between them.
    const double thickness_mm = mm_from_m(context_.shaft_radius_m + context_.target_half_thickness_m);
    Mean mean;
    MetricValue result = measured(0.0);
    for (const Placement& p : placements_) {
        const double off_mm = std::max(0.0, p.zone_axis_mm - thickness_mm);
        mean.add(off_mm, 1.0);
        result.moments.push_back({.t_s = p.t_s, .value = off_mm});
    }
    result.value = mean.value();
    return result;
}

MetricValue Dose::covered() const {
    if (placements_.empty()) return not_produced();
    MetricValue result = measured(covered_mm_);
    result.good = mm_from_m(context_.required_length_m);
    result.bad = 0.0;
    return result;
}

MetricValue Dose::centration() const {
    Mean mean;
    MetricValue result = measured(0.0);
    for (const Placement& p : placements_) {
        if (p.ice_radius_mm <= 0.0) continue;
        const double share = std::clamp(1.0 - p.offset_mm / p.ice_radius_mm, 0.0, 1.0);
        mean.add(share, 1.0);
        result.moments.push_back({.t_s = p.t_s, .value = share});
    }
    if (mean.weight <= 0.0) return not_produced();
    result.value = mean.value();
    return result;
}

MetricValue Dose::dose_error() const {
    if (context_.protocol_cycles <= 0) return not_applicable();  // gas stops when the nerve is treated (F4)
    const size_t cycles = static_cast<size_t>(context_.protocol_cycles);
    if (placements_.empty()) {
        MetricValue none = not_produced();
        none.value = static_cast<double>(cycles);
        return none;
    }
    Mean mean;
    MetricValue result = measured(0.0);
    for (const Placement& p : placements_) {
        double error = 0.0;
        for (size_t i = 0; i < std::max(cycles, p.freezes_s.size()); ++i) {
            const bool missing = i >= p.freezes_s.size();
            const bool extra = i >= cycles;
            error += missing || extra ? 1.0
                                      : std::abs(p.freezes_s[i] - context_.protocol_freeze_s) /
                                            std::max(1.0, context_.protocol_freeze_s);
        }
        mean.add(error, 1.0);
        result.moments.push_back({.t_s = p.t_s, .value = error});
    }
    result.value = mean.value();
    return result;
}

MetricValue Dose::thaw_complete() const {
    if (placements_.empty()) return not_produced();
    MetricValue result = measured(moved_frozen_.empty() ? 1.0 : 0.0);
    result.moments = moved_frozen_;
    return result;
}

MetricValue Dose::monitored() const { return monitored_.weight > 0.0 ? measured(monitored_.value()) : not_produced(); }

}  // namespace cryo::measure

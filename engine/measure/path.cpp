#include "engine/measure/path.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/measure/geometry.h"

namespace cryo::measure {

namespace {

constexpr double kUsefulMm = 0.5;  // of coverage: one station of a nerve's course

double triangle_area(const Vec3& a, const Vec3& b, const Vec3& c) {
    return 0.5 * glm::length(glm::cross(b - a, c - a));
}

Vec3 entry_of(const TraceValues& s) {
    return Vec3(s.tip_x_mm, s.tip_y_mm, s.tip_z_mm) - s.insert_mm * Vec3(s.dir_x, s.dir_y, s.dir_z);
}

}  // namespace

void NeedlePath::Bursts::add(bool above, double dt_s, double least_s) {
    if (!above) {
        above_s = 0.0;
        counted = false;
        return;
    }
    above_s += dt_s;
    if (above_s > least_s && !counted) {
        counted = true;
        ++count;
    }
}

void NeedlePath::add(const Step& step) {
    const TraceValues& now = step.now;
    const double t_s = now.t_s;
    tip_mm_ = step.tip_mm();
    was_inside_ = was_inside_ || step.in_tissue;
    if (step.new_pass) passes_.push_back({.t_s = t_s, .value = now.insert_mm});
    if (step.redirected) redirections_.push_back({.t_s = t_s, .value = now.insert_mm});
    if (step.punctured) punctures_.push_back({.t_s = t_s});

    const bool bone = step.in_tissue && now.bone_mm <= 0.0;
    if (bone && !on_bone_) bone_contacts_.push_back({.t_s = t_s, .structure = "bone"});
    on_bone_ = bone;

    const int phase = static_cast<int>(now.phase);
    if (phase == 0) scan_s_ += step.dt_s;
    if (phase == 1) needle_s_ += step.dt_s;
    if (phase == 1) helped_.add(now.help_on > 0.5 ? 1.0 : 0.0, step.dt_s);
    add_leg(step);
    add_motion(step);
}

void NeedlePath::add_leg(const Step& step) {
    if (step.needling && !in_leg_) {
        in_leg_ = true;
        leg_ = {.from_mm = step.punctured ? entry_of(step.now) : step.last_tip_mm()};
        if (step.punctured) leg_.length_mm = glm::length(step.tip_mm() - leg_.from_mm);
    } else if (step.needling) {
        if (step.punctured) {
            // In through another hole: the way so far stays on the account, the straight way starts here.
            leg_.from_mm = entry_of(step.now);
            leg_.length_mm += glm::length(step.tip_mm() - leg_.from_mm);
        } else {
            leg_.length_mm += glm::length(step.tip_mm() - step.last_tip_mm());
        }
    }
    if (placements_ > 0 && !useful_ && step.now.covered_mm >= covered_before_mm_ + kUsefulMm) {
        useful_ = true;
        ++useful_placements_;
    }
    if (step.placed) {
        ++placements_;
        useful_ = false;
        covered_before_mm_ = step.now.covered_mm;
        if (in_leg_) {
            if (const auto pct = leg_inefficiency(step.tip_mm())) inefficiency_pct_.push_back(*pct);
        }
        in_leg_ = false;
    }
}

std::optional<double> NeedlePath::leg_inefficiency(const Vec3& end_mm) const {
    const double straight_mm = glm::length(end_mm - leg_.from_mm);
    if (straight_mm < context_.limits.path_minimum_mm) return std::nullopt;
    return 100.0 * (leg_.length_mm / straight_mm - 1.0);
}

void NeedlePath::add_motion(const Step& step) {
    const double dt_s = step.dt_s;
    if (dt_s <= 0.0) return;
    const double speed_mm_per_s = glm::length(step.tip_mm() - step.last_tip_mm()) / dt_s;
    const double turn_rad = angle_between_rad(step.last_direction(), step.direction());
    rotation_rad_ += turn_rad;
    moving_.add(speed_mm_per_s > context_.limits.movement_mm_per_s, dt_s, context_.limits.movement_s);
    turning_.add(deg_from_rad(turn_rad) / dt_s > context_.limits.rotation_deg_per_s, dt_s, context_.limits.movement_s);

    if (step.in_tissue && step.before.insert_mm > 0.0) {
        const Vec3 entry = entry_of(step.now);
        const Vec3 last_entry = entry_of(step.before);
        shear_mm2_ += triangle_area(step.last_tip_mm(), step.tip_mm(), entry) +
                      triangle_area(step.last_tip_mm(), entry, last_entry);
    }
    if (step.needling) {
        add_jerk(step, speed_mm_per_s);
    } else {
        speeds_ = 0;
    }
}

// Log dimensionless jerk (Hogan and Sternad 2009; Balasubramanian 2012), with the second difference of the speed over
// steps that need not be equally long.
void NeedlePath::add_jerk(const Step& step, double speed_mm_per_s) {
    const double dt_s = step.dt_s;
    smooth_s_ += dt_s;
    peak_mm_per_s_ = std::max(peak_mm_per_s_, speed_mm_per_s);
    if (speeds_ >= 2) {
        // Speeds belong to the middles of their steps.
        const double older_s = 0.5 * (step_s_[0] + step_s_[1]);
        const double newer_s = 0.5 * (step_s_[1] + dt_s);
        const double second =
            ((speed_mm_per_s - speed_[1]) / newer_s - (speed_[1] - speed_[0]) / older_s) / (0.5 * (older_s + newer_s));
        jerk_squared_ += second * second * dt_s;
    }
    speed_[0] = speed_[1];
    step_s_[0] = step_s_[1];
    speed_[1] = speed_mm_per_s;
    step_s_[1] = dt_s;
    ++speeds_;
}

// A further placement that adds coverage costs nothing: what is counted is divided by the planned placements, or by
// those that added coverage where they are more.
MetricValue NeedlePath::per_placement(double count, const std::vector<Moment>& moments) const {
    if (!was_inside_) return not_produced();
    MetricValue result = measured(count / std::max({1, context_.placements_planned, useful_placements_}));
    result.moments = moments;
    return result;
}

MetricValue NeedlePath::passes() const { return per_placement(1.0 + static_cast<double>(passes_.size()), passes_); }
MetricValue NeedlePath::redirections() const {
    return per_placement(static_cast<double>(redirections_.size()), redirections_);
}
MetricValue NeedlePath::punctures() const { return per_placement(static_cast<double>(punctures_.size()), punctures_); }

MetricValue NeedlePath::bone_contacts() const {
    MetricValue result = measured(static_cast<double>(bone_contacts_.size()));
    result.moments = bone_contacts_;
    return result;
}

MetricValue NeedlePath::inefficiency() const {
    if (!was_inside_) return not_produced();
    std::vector<double> legs = inefficiency_pct_;
    if (placements_ == 0 && in_leg_) {
        if (const auto pct = leg_inefficiency(tip_mm_)) legs.push_back(*pct);
    }
    const size_t planned = static_cast<size_t>(std::max(1, context_.placements_planned));
    if (legs.size() > planned) legs.resize(planned);
    if (legs.empty()) return not_applicable();
    double sum = 0.0;
    for (const double pct : legs) sum += pct;
    return measured(sum / static_cast<double>(legs.size()));
}

MetricValue NeedlePath::hands_on_time() const {
    if (!was_inside_) return not_produced();
    MetricValue result = measured((scan_s_ + needle_s_) / std::max(1, context_.placements_planned));
    result.good = 0.25 * context_.time_limit_s;
    result.bad = 0.75 * context_.time_limit_s;
    return result;
}
MetricValue NeedlePath::scan_time() const { return measured(scan_s_); }
MetricValue NeedlePath::needle_time() const { return was_inside_ ? measured(needle_s_) : not_produced(); }

MetricValue NeedlePath::movements() const { return measured(moving_.count); }
MetricValue NeedlePath::turning_movements() const { return measured(turning_.count); }
MetricValue NeedlePath::shear() const { return was_inside_ ? measured(shear_mm2_) : not_produced(); }

MetricValue NeedlePath::smoothness() const {
    if (!was_inside_) return not_produced();
    if (peak_mm_per_s_ <= 0.0 || jerk_squared_ <= 0.0) return not_applicable();
    const double scale = smooth_s_ * smooth_s_ * smooth_s_ / (peak_mm_per_s_ * peak_mm_per_s_);
    return measured(-std::log(scale * jerk_squared_));
}

MetricValue NeedlePath::help() const { return measured(helped_.value()); }
MetricValue NeedlePath::rotation_total() const { return measured(deg_from_rad(rotation_rad_)); }

}  // namespace cryo::measure

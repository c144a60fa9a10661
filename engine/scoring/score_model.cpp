#include "engine/scoring/score_model.h"

#include <algorithm>

namespace cryo::scoring {

const SubscoreRule* ScoreModel::subscore(const std::string& subscore_id) const {
    const auto found = std::find_if(subscores.begin(), subscores.end(),
                                    [&](const SubscoreRule& rule) { return rule.id == subscore_id; });
    return found == subscores.end() ? nullptr : &*found;
}

const MetricRule* ScoreModel::metric(const std::string& metric_id, measure::Approach approach) const {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const MetricRule& rule) {
        return rule.id == metric_id && rule.applies_to(approach);
    });
    return found == metrics.end() ? nullptr : &*found;
}

const std::string& ScoreModel::critical_name(const std::string& critical_id) const {
    const auto found = std::find_if(criticals.begin(), criticals.end(),
                                    [&](const CriticalRule& rule) { return rule.id == critical_id; });
    return found == criticals.end() ? critical_id : found->name;
}

bool MetricRule::applies_to(measure::Approach approach) const {
    return approaches.empty() || std::find(approaches.begin(), approaches.end(), approach) != approaches.end();
}

const std::vector<LimitInfo>& provisional_limits() {
    static const std::vector<LimitInfo> limits{
#define CRYO_SCORE_ROW(name, low, high, meaning) LimitInfo{#name, &ScoreLimits::name},
        CRYO_SCORE_LIMITS(CRYO_SCORE_ROW)
#undef CRYO_SCORE_ROW
    };
    return limits;
}

measure::Limits measure_limits(const ScoreLimits& limits) {
    measure::Limits out;
    out.entry_mm = limits.entry_mm;
    out.blind_advance_mm = limits.blind_advance_mm;
    out.new_pass_retraction_mm = limits.new_pass_retraction_mm;
    out.redirection_deg = limits.redirection_deg;
    out.redirection_retraction_mm = limits.redirection_retraction_mm;
    out.drift_mm = limits.drift_mm;
    out.drift_deg = limits.drift_deg;
    out.drift_s = limits.drift_s;
    out.image_depth_low_frac = limits.image_depth_low_frac;
    out.image_depth_high_frac = limits.image_depth_high_frac;
    out.focus_window_mm = limits.focus_window_mm;
    out.gray_low_frac = limits.gray_low_frac;
    out.gray_high_frac = limits.gray_high_frac;
    out.white_frac = limits.white_frac;
    out.frequency_factor = limits.frequency_factor;
    out.contact_frac = limits.contact_frac;
    out.press_limit_frac = limits.press_limit_frac;
    out.movement_mm_per_s = limits.movement_mm_per_s;
    out.rotation_deg_per_s = limits.rotation_deg_per_s;
    out.movement_s = limits.movement_s;
    out.path_minimum_mm = limits.path_minimum_mm;
    out.near_miss_mm = limits.near_miss_mm;
    out.near_miss_gap_mm = limits.near_miss_gap_mm;
    out.clearance_good_mm = limits.clearance_good_mm;
    out.thaw_move_mm = limits.tear_mm;
    out.irreversible_degc = limits.irreversible_degc;
    out.motor_check_v = limits.motor_check_v;
    out.motor_check_move_mm = limits.motor_check_move_mm;
    out.skin_dwell_degc = limits.skin_dwell_degc;
    return out;
}

}  // namespace cryo::scoring

#include "engine/measure/visibility.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/instruments/transducer.h"
#include "engine/measure/values.h"

namespace cryo::measure {

namespace {

// How far in along the shaft the tip has to be before any line of the image can meet it. The transducer stands on the
// skin beside the shaft, so the shaft's axis crosses the skin at least radius / sin(pitch) from the outermost line;
// that line leans over at most by what the transducer can be turned, heel-toe in the plane or as a fan across it. Only
// this much is neither seen nor blind.
double out_of_reach_mm(const Context& context, const Vec3& direction) {
    constexpr double kFlattest = 0.05;  // sine of a pitch below the flattest that a cryoprobe can take
    const double sine = std::clamp(direction.z, kFlattest, 1.0);
    const double cosine = std::sqrt(1.0 - sine * sine);
    const double turn_rad =
        context.approach == Approach::InPlane ? instruments::kRockLimitRad : instruments::kTiltLimitRad;
    return mm_from_m(context.shaft_radius_m) / sine / (cosine + sine * std::tan(turn_rad));
}

}  // namespace

void Visibility::add(const Step& step) {
    const TraceValues& now = step.now;
    visible_now_ = now.tip_visible > 0.5;
    if (!step.needling) {
        in_blind_run_ = false;
        return;
    }
    was_needling_ = true;
    time_s_ += step.dt_s;
    if (visible_now_) visible_s_ += step.dt_s;
    misalignment_deg_s_ += std::abs(now.shaft_plane_deg) * step.dt_s;
    in_beam_s_ += now.shaft_in_beam_frac * step.dt_s;

    const double free_mm = std::max(context_.limits.entry_mm, out_of_reach_mm(context_, step.direction()));
    const double judged_mm = std::clamp(now.insert_mm - free_mm, 0.0, step.new_depth_mm);
    judged_depth_mm_ += judged_mm;
    if (visible_now_) visible_depth_mm_ += judged_mm;
    if (step.new_depth_mm > 0.0) {
        depth_mm_ += step.new_depth_mm;
        face_angle_deg_s_ += std::abs(now.shaft_face_deg) * step.dt_s;
        advance_s_ += step.dt_s;
        plane_distance_mm_.push_back({std::abs(now.tip_plane_mm), step.new_depth_mm});
    }

    if (visible_now_) {
        in_blind_run_ = false;
        return;
    }
    if (!in_blind_run_) {
        in_blind_run_ = true;
        blind_runs_.push_back({.from_s = now.t_s - step.dt_s});
    }
    blind_runs_.back().duration_s += step.dt_s;
    blind_runs_.back().advance_mm += judged_mm;
}

MetricValue Visibility::tip_out_of_plane() const {
    if (plane_distance_mm_.empty()) return not_produced();
    std::vector<Weighted> sorted = plane_distance_mm_;
    std::sort(sorted.begin(), sorted.end(), [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    double left = 0.05 * depth_mm_;  // the 95th percentile: this much depth was reached farther out
    size_t at = sorted.size() - 1;
    while (at > 0 && left >= sorted[at].weight) left -= sorted[at--].weight;
    return measured(sorted[at].value);
}

MetricValue Visibility::misalignment() const {
    if (context_.approach != Approach::InPlane) return not_applicable();
    if (time_s_ <= 0.0) return not_produced();
    return measured(misalignment_deg_s_ / time_s_);
}

MetricValue Visibility::insertion_angle() const {
    if (context_.approach == Approach::Perpendicular) return not_applicable();
    if (advance_s_ <= 0.0) return not_produced();
    MetricValue result = measured(face_angle_deg_s_ / advance_s_);
    if (context_.approach == Approach::OutOfPlane) {
        // A shaft seen in its cross-section shows best when it comes down steeply.
        result.good = 60.0;
        result.bad = 35.0;
    }
    return result;
}

MetricValue Visibility::visible_now() const { return measured(visible_now_ ? 1.0 : 0.0); }

MetricValue Visibility::visible_advance() const {
    if (judged_depth_mm_ <= 0.0) return not_produced();
    return measured(visible_depth_mm_ / judged_depth_mm_);
}

MetricValue Visibility::visible_time() const {
    if (time_s_ <= 0.0) return not_produced();
    return measured(visible_s_ / time_s_);
}

MetricValue Visibility::blind_advances() const {
    if (!was_needling_) return not_produced();
    MetricValue result = measured(0.0);
    for (const BlindRun& run : blind_runs_) {
        if (run.advance_mm + kLengthSlackMm < context_.limits.blind_advance_mm) continue;
        result.value += 1.0;
        result.moments.push_back({.t_s = run.from_s, .value = run.advance_mm});
    }
    return result;
}

MetricValue Visibility::longest_blind_advance() const {
    if (!was_needling_) return not_produced();
    MetricValue result = measured(0.0);
    for (const BlindRun& run : blind_runs_) {
        if (run.advance_mm <= result.value) continue;
        result.value = run.advance_mm;
        result.moments = {{.t_s = run.from_s, .value = run.advance_mm}};
    }
    return result;
}

MetricValue Visibility::recovery() const {
    if (!was_needling_) return not_produced();
    if (blind_runs_.empty()) return measured(0.0);
    std::vector<double> durations;
    MetricValue result = measured(0.0);
    for (const BlindRun& run : blind_runs_) {
        durations.push_back(run.duration_s);
        result.moments.push_back({.t_s = run.from_s, .value = run.duration_s});
    }
    std::sort(durations.begin(), durations.end());
    const size_t half = durations.size() / 2;
    result.value = durations.size() % 2 == 1 ? durations[half] : 0.5 * (durations[half - 1] + durations[half]);
    return result;
}

MetricValue Visibility::shaft_in_beam() const {
    if (context_.approach != Approach::InPlane) return not_applicable();
    if (time_s_ <= 0.0) return not_produced();
    return measured(in_beam_s_ / time_s_);
}

}  // namespace cryo::measure

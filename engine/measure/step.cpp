#include "engine/measure/step.h"

#include <algorithm>

#include "engine/core/units.h"
#include "engine/measure/geometry.h"

namespace cryo::measure {

namespace {

// Going forward again counts as meant once it has made this much way: hands tremble by tenths.
constexpr double kForwardMm = 0.5;

// A needle that comes back within this of where it went in uses the same hole.
constexpr double kSameHoleMm = 1.0;

}  // namespace

void NeedleTrack::start(const Step& step) {
    redirecting_ = false;
    deepest_mm_ = pass_deepest_mm_ = shallowest_mm_ = 0.0;
    track_direction_ = pass_direction_ = step.direction();
}

void NeedleTrack::advance(Step& step) {
    step.in_tissue = step.now.insert_mm > 0.0;
    step.needling = step.in_tissue && static_cast<int>(step.now.phase) == 1;
    step.placed = step.now.placement > step.before.placement;
    step.punctured = step.in_tissue && step.before.insert_mm <= 0.0;
    if (!step.in_tissue) {
        // Coming out is a retraction to depth 0; going in again is then a further pass when it was deep enough.
        if (inside_ && pass_deepest_mm_ + kLengthSlackMm >= limits_.new_pass_retraction_mm) retreating_ = true;
        inside_ = false;
        return;
    }
    if (!inside_) {
        // Through the same hole the way goes on; through another one it begins anew.
        const Vec3 entry_mm = step.tip_mm() - step.now.insert_mm * step.direction();
        if (retreating_ || glm::length(entry_mm - entry_mm_) > kSameHoleMm) start(step);
        step.new_pass = retreating_;
        retreating_ = false;
        inside_ = true;
        entry_mm_ = entry_mm;
    }
    follow(step);
}

void NeedleTrack::follow(Step& step) {
    const double depth_mm = step.now.insert_mm;

    // A long retraction: the record follows the tip back until it goes forward again.
    if (pass_deepest_mm_ - depth_mm + kLengthSlackMm >= limits_.new_pass_retraction_mm) retreating_ = true;
    shallowest_mm_ = std::min(shallowest_mm_, depth_mm);
    if (retreating_) {
        deepest_mm_ = std::min(deepest_mm_, shallowest_mm_);
        if (depth_mm >= shallowest_mm_ + kForwardMm) {
            step.new_pass = true;
            retreating_ = redirecting_ = false;
            pass_deepest_mm_ = shallowest_mm_ = depth_mm;
            track_direction_ = pass_direction_ = step.direction();
        }
    }

    // Another direction is another track: all its depth is new.
    const double redirection_rad = rad_from_deg(limits_.redirection_deg);
    if (angle_between_rad(step.direction(), track_direction_) > redirection_rad) {
        track_direction_ = step.direction();
        deepest_mm_ = std::min(deepest_mm_, step.before.insert_mm);
    }

    // It is a redirection of technique only after a retraction, and once it goes forward.
    if (!retreating_ && pass_deepest_mm_ - shallowest_mm_ + kLengthSlackMm >= limits_.redirection_retraction_mm &&
        angle_between_rad(step.direction(), pass_direction_) > redirection_rad) {
        redirecting_ = true;
    }
    if (redirecting_ && depth_mm >= shallowest_mm_ + kForwardMm) {
        step.redirected = true;
        redirecting_ = false;
        pass_deepest_mm_ = shallowest_mm_ = depth_mm;
        pass_direction_ = step.direction();
    }

    if (depth_mm > pass_deepest_mm_) {
        pass_deepest_mm_ = shallowest_mm_ = depth_mm;
        pass_direction_ = step.direction();
    }
    if (!retreating_ && depth_mm > deepest_mm_) {
        if (step.needling) step.new_depth_mm = depth_mm - deepest_mm_;
        deepest_mm_ = depth_mm;
    }
}

}  // namespace cryo::measure

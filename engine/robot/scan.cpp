// Before the skin: time-out, picture, and following the nerve.
#include <algorithm>
#include <cmath>

#include "engine/robot/crossing.h"
#include "engine/robot/mind.h"

namespace cryo::robot {

namespace {

constexpr double kTimeOutS = 2.0;
constexpr double kTracedM = 0.0115;  // of the target, before the cryoprobe goes in
constexpr double kTraceMPerS = 0.006;
constexpr double kSettleS = 1.5;  // to come to where the tracing begins
constexpr double kShowBranchS = 1.5;

// In short axis over a nerve, the nerve in the middle.
instruments::TransducerPose over(const anatomy::Medium& medium, int nerve, double arc_m) {
    const CrossingPlane plane = crossing_plane(medium, nerve, arc_m);
    return {.slide_m = plane.center_m.x, .across_m = plane.center_m.y, .rotate_rad = plane.rotate_rad};
}

session::MoveTransducer to(const instruments::TransducerPose& pose) {
    return {.slide_m = pose.slide_m, .across_m = pose.across_m, .rotate_rad = pose.rotate_rad};
}

}  // namespace

void Robot::Mind::time_out(const session::Session& session, Commands& out) {
    if (since_s < kTimeOutS) return;
    if (plan.placements.empty()) {
        start(Doing::Refuse);
        return;
    }
    // The depth first: a focus below the picture is refused.
    out.push_back(session::SetKnob{session::Knob::DepthM, plan.image_depth_m});
    out.push_back(session::SetKnob{session::Knob::FocusM, plan.focus_m});
    const double arc_m = aimed_arc_m(session.medium(), plan.nerves.front());
    is_traced = !is_thorough();
    out.push_back(to(over(session.medium(), plan.nerves.front(), is_traced ? arc_m : arc_m - 0.5 * kTracedM)));
    start(Doing::Scan);
}

void Robot::Mind::scan(const session::Session& session, Commands& out) {
    if (since_s < kSettleS) return;
    const int target = plan.nerves.front();
    const double from_m = aimed_arc_m(session.medium(), target) - 0.5 * kTracedM;
    if (!is_traced) {
        traced_m += kTraceMPerS * kDecisionS;
        out.push_back(to(over(session.medium(), target, from_m + std::min(traced_m, kTracedM))));
        if (traced_m < kTracedM) return;
        is_traced = true;
        since_s = kSettleS;
        return;
    }
    // Then each branch that counts, a moment in the middle of the image.
    if (shown_nerve + 1 < plan.nerves.size() && skill.thoroughness > 0.0) {
        if (shown_nerve > 0 && since_s < kSettleS + kShowBranchS) return;
        ++shown_nerve;
        const int branch = plan.nerves[shown_nerve];
        out.push_back(to(over(session.medium(), branch, aimed_arc_m(session.medium(), branch))));
        since_s = kSettleS;
        return;
    }
    if (plan.treats() && is_thorough() && lift_next(session)) return;
    set_out(plan.placements.front());
}

}  // namespace cryo::robot

// From the skin to the nerve: aim, advance with the tip in view, find a lost tip, make sure, stimulate, come out again.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/core/units.h"
#include "engine/robot/mind.h"

namespace cryo::robot {

namespace {

constexpr double kAimedM = 0.00005;
constexpr double kAimedRad = 0.0005;
constexpr double kSettleS = 0.6;          // after aiming: the hand comes to rest
constexpr double kLookS = 0.3;            // pause after each step
constexpr double kUnseenSpareM = 0.0007;  // the screen needs a moment after the tip has come under the face
constexpr double kCorrectionS = 0.6;      // between two corrections of the transducer
constexpr double kLargestCorrectionM = 0.001;
constexpr double kInPlaneM = 0.0003;  // a tip nearer to the image plane than this is not missed for its place
// Tendon and ligament go dark as the beam leans, a tip does not: tried in turn when it drowns in what lies behind it.
constexpr double kTiltsRad[] = {0.052, -0.052, 0.105, -0.105, 0.157, -0.157};
constexpr int kMostCorrections = 12;
constexpr double kBlindStepM = 0.001;
constexpr double kSureS = 0.4;
constexpr double kWithoutSightS = 9.0;  // a tip that cannot be found: goes on after so long
constexpr double kSensoryV = 0.5;
constexpr double kMotorV = 1.5;
constexpr double kStimulateS = 1.0;

bool has_arrived(const instruments::CryoprobePose& at, const instruments::CryoprobePose& to) {
    return std::abs(at.entry_x_m - to.entry_x_m) < kAimedM && std::abs(at.entry_y_m - to.entry_y_m) < kAimedM &&
           std::abs(std::remainder(at.yaw_rad - to.yaw_rad, 2.0 * kPi)) < kAimedRad &&
           std::abs(at.pitch_rad - to.pitch_rad) < kAimedRad;
}

bool has_arrived(const session::Hands& hands, const instruments::TransducerPose& to) {
    const auto near = [](double at, double wander, double wanted, double tolerance) {
        return std::abs(at - wander - wanted) < tolerance;
    };
    const instruments::TransducerPose& at = hands.transducer;
    return near(at.slide_m, hands.wander.slide_m, to.slide_m, kAimedM) &&
           near(at.across_m, hands.wander.across_m, to.across_m, kAimedM) &&
           near(at.rotate_rad, hands.wander.rotate_rad, to.rotate_rad, kAimedRad);
}

}  // namespace

// Where the robot believes the nerve to be is off by its skill; the shaft goes there as a whole.
void Robot::Mind::set_out(const Placement& planned) {
    placement = planned;
    hold = planned.transducer;
    const double right_m = skill.wrong_spot_m * rng.normal();
    const double down_m = skill.wrong_spot_m * rng.normal();
    instruments::CryoprobePose& pose = placement.cryoprobe;
    const double back_m = right_m - down_m / std::tan(pose.pitch_rad);
    pose.entry_x_m += back_m * std::cos(pose.yaw_rad);
    pose.entry_y_m += back_m * std::sin(pose.yaw_rad);
    pose.insert_m += down_m / std::sin(pose.pitch_rad);
    // Laid on the skin by eye: a little crooked, a little beside the middle of the transducer.
    pose.yaw_rad = std::remainder(pose.yaw_rad + skill.tremor_rad * rng.normal(), 2.0 * kPi);
    pose.pitch_rad += 0.5 * skill.tremor_rad * rng.normal();
    pose.entry_y_m += 2.0 * skill.tremor_m * rng.normal();
    start(Doing::Aim);
}

void Robot::Mind::steady(Commands& out) {
    out.push_back(session::MoveTransducer{.slide_m = hold.slide_m + skill.tremor_m * trembles[0].value(),
                                          .across_m = hold.across_m + skill.tremor_m * trembles[1].value(),
                                          .rotate_rad = hold.rotate_rad + 0.3 * skill.tremor_rad * trembles[2].value(),
                                          .tilt_rad = hold.tilt_rad});
}

void Robot::Mind::go_across(double by_m) {
    hold.slide_m -= by_m * std::sin(hold.rotate_rad);
    hold.across_m += by_m * std::cos(hold.rotate_rad);
}

// Leans the image plane without letting it leave the tip.
void Robot::Mind::tilt_about_tip(double tilt_rad, const Vec3& tip_m) {
    go_across(tip_m.z * (std::tan(hold.tilt_rad) - std::tan(tilt_rad)));
    hold.tilt_rad = tilt_rad;
}

void Robot::Mind::aim(const session::Session& session, Commands& out) {
    const instruments::CryoprobePose aimed = at_depth(placement, 0.0);
    const session::Hands& hands = session.hands();
    const bool there = has_arrived(hands.cryoprobe, aimed) && (skill.tremor_m > 0.0 || has_arrived(hands, hold));
    if (!there || since_s < kSettleS) {
        steady(out);
        out.push_back(session::MoveCryoprobe{.entry_x_m = aimed.entry_x_m,
                                             .entry_y_m = aimed.entry_y_m,
                                             .yaw_rad = aimed.yaw_rad,
                                             .pitch_rad = aimed.pitch_rad,
                                             .insert_m = 0.0});
        return;
    }
    looked_at_m = 0.0;
    blind_until_m = placement.unseen_m + kUnseenSpareM;
    corrections = 0;
    tilts_tried = 0;
    start(Doing::Advance);
}

void Robot::Mind::advance(const session::Session& session, Commands& out) {
    const double insert_m = session.hands().cryoprobe.insert_m;
    const double wanted_m = placement.cryoprobe.insert_m;
    if (pause_s > 0.0) {
        pause_s -= kDecisionS;
        return;
    }
    if (!session.tip_visible() && insert_m > blind_until_m) {
        if (rng.uniform() < skill.blind_advance_share) {
            blind_until_m = insert_m + skill.step_m;
        } else {
            start(Doing::Search);
            return;
        }
    }
    if (insert_m >= wanted_m - kAimedM) {
        seen_for_s = 0.0;
        start(Doing::Confirm);
        return;
    }
    if (insert_m - looked_at_m >= skill.step_m) {
        looked_at_m = insert_m;
        pause_s = kLookS;
        steady(out);
        return;
    }
    const double tremor_m = 0.5 * skill.tremor_m * trembles[3].value();
    const double step_m = std::max(0.0, skill.advance_m_per_s * kDecisionS + tremor_m);
    out.push_back(session::MoveCryoprobe{.insert_m = std::min(wanted_m, insert_m + step_m)});
}

// The cryoprobe stays; the transducer takes hold again, goes across to where the shaft is, and then leans.
void Robot::Mind::search(const session::Session& session, Commands& out) {
    if (session.tip_visible()) {
        start(Doing::Advance);
        return;
    }
    if (corrections >= kMostCorrections || since_s > kWithoutSightS) {
        blind_until_m = session.hands().cryoprobe.insert_m + kBlindStepM;
        corrections = 0;
        start(Doing::Advance);
        return;
    }
    correct_view(session, out);
}

// One correction of the transducer at a time, so that each can be seen to help.
void Robot::Mind::correct_view(const session::Session& session, Commands& out) {
    const int due = static_cast<int>(since_s / kCorrectionS);
    if (due < 1) {
        steady(out);
        return;
    }
    if (std::abs(since_s - due * kCorrectionS) > 0.5 * kDecisionS) return;
    ++corrections;
    // How far the tip lies beside the image is seen from how it fades on one side and shows on the other.
    const Vec3 tip_m = instruments::tip_m(session.hands().cryoprobe);
    const double beside_m = session.hands().world_from_image.inverse().point(tip_m).y;
    if (std::abs(beside_m) > kInPlaneM)
        go_across(std::clamp(beside_m, -kLargestCorrectionM, kLargestCorrectionM));
    else
        tilt_about_tip(kTiltsRad[tilts_tried++ % std::size(kTiltsRad)], tip_m);
    steady(out);
}

void Robot::Mind::confirm(const session::Session& session, Commands& out) {
    seen_for_s = session.tip_visible() ? seen_for_s + kDecisionS : 0.0;
    const bool daring = since_s > kSureS && rng.uniform() < skill.blind_advance_share;
    if (seen_for_s >= kSureS || daring || since_s > kWithoutSightS) {
        const bool can = session.device()->has_stimulator;
        start(lift.volume_m3 > 0.0   ? Doing::Lift
              : !plan.treats()       ? Doing::Stimulate
              : can && is_thorough() ? Doing::Stimulate
                                     : Doing::Cool);
        cycles = 0;
        return;
    }
    if (seen_for_s <= 0.0) correct_view(session, out);
}

void Robot::Mind::stimulate(const session::Session& session, Commands& out) {
    const session::StimMode mode = session.console().stim_mode;
    if (since_s < kStimulateS) {
        if (mode != session::StimMode::Sensory)
            out.push_back(session::Stimulate{session::StimMode::Sensory, kSensoryV});
    } else if (since_s < 2.0 * kStimulateS) {
        if (mode != session::StimMode::Motor) out.push_back(session::Stimulate{session::StimMode::Motor, kMotorV});
    } else {
        out.push_back(session::Stimulate{});
        steady(out);
        if (!plan.treats()) nerve_at = plan.nerves.size();
        start(plan.treats() ? Doing::Cool : Doing::Withdraw);
    }
}

// All saline goes in before the first gas: the cold then flows past it as it lies.
bool Robot::Mind::lift_next(const session::Session& session) {
    const Workplace place{session.medium(), session.transducer(), *session.device(), session.deformation()};
    for (; lift_at < plan.placements.size(); ++lift_at) {
        const Placement& planned = plan.placements[lift_at];
        if (lift_at > 0 && planned.nerve == plan.placements[lift_at - 1].nerve) continue;
        const auto moved = plan_placement(place, planned.nerve, planned.arc_m);
        if (!moved) continue;
        lift = plan_skin_lift(place, *moved);
        if (lift.volume_m3 <= 0.0) continue;
        ++lift_at;
        set_out(lift.placement);
        return true;
    }
    return false;
}

// Saline at the tip, until all of it is in.
void Robot::Mind::lift_skin(const session::Session& session, Commands& out) {
    constexpr double kBeginS = 0.5;
    if (since_s < kBeginS) return;
    if (since_s < kBeginS + 1.5 * kDecisionS) {
        out.push_back(session::Inject{lift.volume_m3});
        return;
    }
    if (session.fluid_left_m3() > 0.0) return;
    lift = {};
    lifted = true;
    start(Doing::Withdraw);
}

void Robot::Mind::withdraw(const session::Session& session, Commands& out) {
    if (session.hands().cryoprobe.insert_m > 0.0) {
        out.push_back(session::MoveCryoprobe{.insert_m = 0.0});
        return;
    }
    if (nerve_at >= plan.nerves.size()) {
        start(plan.treats() ? Doing::Done : Doing::Refuse);
        return;
    }
    if (lifted) {
        lifted = false;
        if (!lift_next(session)) plan_anew(session, out);
        return;
    }
    if (const auto next = next_placement(session)) {
        set_out(*next);
    } else {
        nerve_at = plan.nerves.size();
    }
}

}  // namespace cryo::robot

#include "engine/mechanics/needle_motion.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::mechanics {

namespace {

using instruments::CryoprobeDevice;
using instruments::CryoprobePose;

constexpr double kShaftSampleM = 0.001;  // between looks for bone along the shaft
constexpr double kOnBoneM = 0.00005;
constexpr double kArrivedRad = 1e-9;
constexpr double kArrivedM = 1e-9;
constexpr double kFeelAheadM = 0.0003;  // the tip feels the tissue it is about to part
constexpr int kBisections = 24;
constexpr double kLargestFriction = 0.5;

double turn_to(double from_rad, double to_rad) { return std::remainder(to_rad - from_rad, 2.0 * kPi); }

// The bone that the tip or the inserted shaft is in, or -1.
int bone_hit(const CryoprobePose& pose, const CryoprobeDevice& device, const Surroundings& surroundings) {
    const int bones = static_cast<int>(surroundings.medium.anatomy().bones.size());
    if (bones == 0 || pose.insert_m <= 0.0) return -1;
    const int samples = static_cast<int>(std::ceil(pose.insert_m / kShaftSampleM));
    for (const instruments::NeedleAxis& needle : instruments::needle_axes(device, pose))
        for (int s = 0; s <= samples; ++s) {
            const Vec3 world_m = needle.tip_m - (pose.insert_m * s / samples) * needle.direction;
            const Vec3 reference_m = surroundings.reference_m(world_m);
            for (int b = 0; b < bones; ++b)
                if (surroundings.medium.bone_outside_m(b, reference_m) < 0.0) return b;
        }
    return -1;
}

// As far from `from` towards `to` as bone allows; out of bone, never deeper into it.
CryoprobePose until_bone(const CryoprobePose& from, const CryoprobePose& to, const CryoprobeDevice& device,
                         const Surroundings& surroundings, int& bone) {
    const int hit = bone_hit(to, device, surroundings);
    if (hit < 0) return to;
    bone = hit;
    if (bone_hit(from, device, surroundings) >= 0) return to.insert_m < from.insert_m ? to : from;
    double free = 0.0;
    double blocked = 1.0;
    const auto mix = [&](double f) {
        CryoprobePose pose = from;
        pose.yaw_rad += f * turn_to(from.yaw_rad, to.yaw_rad);
        pose.pitch_rad += f * (to.pitch_rad - from.pitch_rad);
        pose.insert_m += f * (to.insert_m - from.insert_m);
        return pose;
    };
    for (int i = 0; i < kBisections; ++i) {
        const double middle = 0.5 * (free + blocked);
        (bone_hit(mix(middle), device, surroundings) < 0 ? free : blocked) = middle;
    }
    return mix(free);
}

// The bone the tip stands on, or -1.
int bone_under_tip(const CryoprobePose& pose, const CryoprobeDevice& device, const Surroundings& surroundings) {
    if (pose.insert_m <= 0.0) return -1;
    for (const instruments::NeedleAxis& needle : instruments::needle_axes(device, pose))
        for (int b = 0; b < static_cast<int>(surroundings.medium.anatomy().bones.size()); ++b)
            if (surroundings.medium.bone_outside_m(b, surroundings.reference_m(needle.tip_m)) <= kOnBoneM) return b;
    return -1;
}

// Entry and angles, each at its own rate; true when both have arrived.
bool aim_outside(CryoprobePose& pose, const CryoprobePose& target, double dt_s, const NeedleLimits& limits) {
    const Vec2 way_m{target.entry_x_m - pose.entry_x_m, target.entry_y_m - pose.entry_y_m};
    const double length_m = glm::length(way_m);
    const double reach_m = limits.slide_m_per_s * dt_s;
    if (length_m <= reach_m + kArrivedM) {
        pose.entry_x_m = target.entry_x_m;
        pose.entry_y_m = target.entry_y_m;
    } else {
        pose.entry_x_m += way_m.x * (reach_m / length_m);
        pose.entry_y_m += way_m.y * (reach_m / length_m);
    }
    const double turn_rad = limits.angle_rad_per_s * dt_s;
    const double yaw_left_rad = turn_to(pose.yaw_rad, target.yaw_rad);
    const double pitch_left_rad = target.pitch_rad - pose.pitch_rad;
    pose.yaw_rad = std::abs(yaw_left_rad) <= turn_rad + kArrivedRad
                       ? target.yaw_rad
                       : pose.yaw_rad + std::copysign(turn_rad, yaw_left_rad);
    pose.pitch_rad = std::abs(pitch_left_rad) <= turn_rad + kArrivedRad
                         ? target.pitch_rad
                         : pose.pitch_rad + std::copysign(turn_rad, pitch_left_rad);
    return length_m <= reach_m + kArrivedM && std::abs(yaw_left_rad) <= turn_rad + kArrivedRad &&
           std::abs(pitch_left_rad) <= turn_rad + kArrivedRad;
}

// The shaft swings straight towards the asked direction, so far that the tip keeps to its sideways speed.
CryoprobePose turned_inside(const CryoprobePose& pose, const CryoprobePose& target, double dt_s,
                            const NeedleLimits& limits) {
    const double yaw_left_rad = turn_to(pose.yaw_rad, target.yaw_rad);
    const double pitch_left_rad = target.pitch_rad - pose.pitch_rad;
    const double swing_rad = std::hypot(yaw_left_rad * std::cos(pose.pitch_rad), pitch_left_rad);
    const double most_rad = std::min(limits.angle_rad_per_s, limits.sideways_m_per_s / pose.insert_m) * dt_s;
    double fraction = 1.0;
    if (swing_rad > most_rad) fraction = most_rad / swing_rad;
    const double most_yaw_rad = limits.angle_rad_per_s * dt_s;
    if (std::abs(yaw_left_rad) * fraction > most_yaw_rad) fraction = most_yaw_rad / std::abs(yaw_left_rad);
    CryoprobePose turned = pose;
    turned.yaw_rad = fraction < 1.0 ? pose.yaw_rad + fraction * yaw_left_rad : target.yaw_rad;
    turned.pitch_rad = fraction < 1.0 ? pose.pitch_rad + fraction * pitch_left_rad : target.pitch_rad;
    return turned;
}

double towards(double value, double target, double largest_step) {
    return value + std::clamp(target - value, -largest_step, largest_step);
}

// What ice does with what is asked. Returns true while the shaft is held.
bool hold_in_ice(NeedleStep& step, double dt_s, const NeedleLimits& limits) {
    IceGrip& grip = step.state.grip;
    if (grip.torn) return false;
    const Vec3 asked_m = instruments::tip_m(step.state.target) - instruments::tip_m(step.state.pose);
    grip.strain_m = grip.strain_m * std::exp(-dt_s / limits.pull_memory_s) + asked_m;
    const double most_m = 2.0 * limits.pull_m;
    const double strain_m = glm::length(grip.strain_m);
    if (strain_m > most_m) grip.strain_m *= most_m / strain_m;

    if (!grip.pulling && strain_m > limits.pull_m) {
        grip.pulling = true;
        ++grip.pulls;
        step.pull_resisted = grip.pulls == 1;
        step.tore = grip.pulls >= 2;
        grip.torn = step.tore;
    }
    grip.slack_for_s = strain_m < limits.slack_m ? grip.slack_for_s + dt_s : 0.0;
    if (grip.slack_for_s >= limits.slack_s) grip.pulling = false;
    return !grip.torn;
}

void move_outside(NeedleStep& step, const CryoprobeDevice& device, const Surroundings& surroundings, double dt_s,
                  const NeedleLimits& limits) {
    CryoprobePose& pose = step.state.pose;
    if (!aim_outside(pose, step.state.target, dt_s, limits)) return;
    CryoprobePose pushed = pose;
    pushed.insert_m = towards(pose.insert_m, step.state.target.insert_m, limits.advance_m_per_s * dt_s);
    pose = until_bone(pose, pushed, device, surroundings, step.bone);
}

void move_inside(NeedleStep& step, const CryoprobeDevice& device, const Surroundings& surroundings, double dt_s,
                 const NeedleLimits& limits) {
    NeedleState& state = step.state;
    const double speed = state.grip.torn ? limits.torn_advance_m_per_s : limits.advance_m_per_s;
    int bone_beside = -1;
    const CryoprobePose turned = turned_inside(state.pose, state.target, dt_s, limits);
    state.pose = until_bone(state.pose, turned, device, surroundings, bone_beside);
    if (bone_beside >= 0) {
        state.target.yaw_rad = state.pose.yaw_rad;
        state.target.pitch_rad = state.pose.pitch_rad;
    }
    CryoprobePose pushed = state.pose;
    pushed.insert_m = towards(state.pose.insert_m, state.target.insert_m, speed * dt_s);
    int bone_ahead = -1;
    state.pose = until_bone(state.pose, pushed, device, surroundings, bone_ahead);
    if (bone_ahead >= 0) state.target.insert_m = state.pose.insert_m;
    step.bone = bone_ahead >= 0 ? bone_ahead : bone_beside;
}

double felt_resistance(const NeedleStep& step, const CryoprobePose& asked_from, const CryoprobePose& asked, bool held,
                       const Surroundings& surroundings) {
    const double asked_m = shaft_displacement_m(asked_from, asked);
    if (asked_m <= kArrivedM || step.state.pose.insert_m <= 0.0) return 0.0;
    if (held || step.bone >= 0) return 1.0;
    const CryoprobePose& pose = step.state.pose;
    const double friction = shaft_friction_frac(pose, surroundings);
    if (asked.insert_m <= asked_from.insert_m) return friction;
    const Vec3 ahead_m = instruments::tip_m(pose) + kFeelAheadM * instruments::shaft_direction(pose);
    const anatomy::Tissue tissue = surroundings.medium.at(surroundings.reference_m(ahead_m)).tissue;
    return std::min(1.0, tip_resistance_frac(tissue) + friction);
}

}  // namespace

NeedleStep step_needle(const NeedleState& state, const CryoprobeDevice& device, bool ice_binds,
                       const Surroundings& surroundings, double dt_s, const NeedleLimits& limits) {
    CRYO_CHECK(std::isfinite(dt_s) && dt_s >= 0.0);
    NeedleStep step;
    step.state = state;
    step.state.target = instruments::clamped(device, state.target);
    CryoprobePose& target = step.state.target;
    const bool was_inside = state.pose.insert_m > 0.0;
    if (was_inside) {
        target.entry_x_m = state.pose.entry_x_m;
        target.entry_y_m = state.pose.entry_y_m;
    }
    const CryoprobePose asked = target;

    const bool bound = ice_binds && was_inside;
    if (!bound) step.state.grip = {};
    const bool held = bound && hold_in_ice(step, dt_s, limits);
    if (held)
        target = step.state.pose;
    else if (was_inside)
        move_inside(step, device, surroundings, dt_s, limits);
    else
        move_outside(step, device, surroundings, dt_s, limits);

    const bool is_inside = step.state.pose.insert_m > 0.0;
    step.entered_skin = !was_inside && is_inside;
    step.left_skin = was_inside && !is_inside;
    const int under_tip = bone_under_tip(step.state.pose, device, surroundings);
    if (under_tip >= 0) step.bone = under_tip;
    step.state.on_bone = under_tip >= 0;
    step.touched_bone = step.state.on_bone && !state.on_bone;
    step.state.resistance_frac = felt_resistance(step, state.pose, asked, held, surroundings);
    step.place_m = instruments::tip_m(step.state.pose);
    return step;
}

double shaft_displacement_m(const CryoprobePose& from, const CryoprobePose& to) {
    const double tip_m = glm::length(instruments::tip_m(to) - instruments::tip_m(from));
    const double entry_m = glm::length(instruments::entry_m(to) - instruments::entry_m(from));
    return std::max(tip_m, entry_m);
}

double tip_resistance_frac(anatomy::Tissue tissue) {
    using anatomy::Tissue;
    switch (tissue) {
        case Tissue::Gel:
        case Tissue::Air:
        case Tissue::Saline:
            return 0.0;
        case Tissue::Blood:
            return 0.02;
        case Tissue::Lung:
            return 0.05;
        case Tissue::Fat:
            return 0.12;
        case Tissue::GelPhantom:
            return 0.2;
        case Tissue::Tumour:
            return 0.3;
        case Tissue::Muscle:
            return 0.3;
        case Tissue::NerveFascicle:
            return 0.35;
        case Tissue::VesselWall:
            return 0.45;
        case Tissue::Epineurium:
            return 0.45;
        case Tissue::Fascia:
            return 0.65;
        case Tissue::Tendon:
            return 0.7;
        case Tissue::Skin:
            return 0.75;
        case Tissue::Cartilage:
            return 0.9;
        case Tissue::Marrow:
        case Tissue::CorticalBone:
            return 1.0;
        case Tissue::Count:
            break;
    }
    CRYO_CHECK(false);
    return 0.0;
}

double shaft_friction_frac(const CryoprobePose& pose, const Surroundings& surroundings) {
    // Denser tissue grips harder: a tenth of its resistance to the tip, per centimetre of shaft.
    constexpr double kPerMetre = 0.1 / 0.01;
    constexpr double kStepM = 0.002;
    if (pose.insert_m <= 0.0) return 0.0;
    const int pieces = std::max(1, static_cast<int>(std::ceil(pose.insert_m / kStepM)));
    const Vec3 entry = instruments::entry_m(pose);
    const Vec3 direction = instruments::shaft_direction(pose);
    double sum = 0.0;
    for (int i = 0; i < pieces; ++i) {
        const Vec3 world_m = entry + (pose.insert_m * (i + 0.5) / pieces) * direction;
        sum += tip_resistance_frac(surroundings.medium.at(surroundings.reference_m(world_m)).tissue);
    }
    return std::min(kLargestFriction, kPerMetre * pose.insert_m * sum / pieces);
}

}  // namespace cryo::mechanics

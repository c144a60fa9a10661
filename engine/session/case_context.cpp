// What the metrics must know of a case and its patient.
#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/session/session.h"

namespace cryo::session {

namespace {

constexpr double kStretchM = 0.015;    // of a nerve to each side of where it is aimed at
constexpr double kMotorNearM = 0.015;  // a motor nerve this near asks for a motor test
constexpr int kAroundSection = 16;

// Points all around the epineurium of the stretch of a nerve that a case is about.
std::vector<Vec3> epineurium_points(const anatomy::TubeCurve& curve) {
    const auto& points = curve.points_m();
    size_t middle = 0;
    for (size_t i = 0; i < points.size(); ++i)
        if (std::hypot(points[i].x, points[i].y) < std::hypot(points[middle].x, points[middle].y)) middle = i;
    std::vector<Vec3> around;
    for (const double arc_m : curve.arcs_m()) {
        if (std::abs(arc_m - curve.arcs_m()[middle]) > kStretchM) continue;
        for (int a = 0; a < kAroundSection; ++a) {
            const double angle = 2.0 * kPi * a / kAroundSection;
            around.push_back(curve.from_section(
                arc_m, {0.5 * curve.width_m() * std::cos(angle), 0.5 * curve.height_m() * std::sin(angle)}));
        }
    }
    return around;
}

double least_distance_m(const std::vector<Vec3>& points, const anatomy::TubeCurve& curve) {
    double least_m = measure::kNoStructureM;
    anatomy::TubePoint near;
    for (const Vec3& point : points)
        if (curve.nearest_within(point, least_m, near)) least_m = std::min(least_m, near.outside_m);
    return std::max(0.0, least_m);
}

void add_gaps(const anatomy::Medium& medium, measure::Context& context) {
    const anatomy::Anatomy& anatomy = medium.anatomy();
    std::vector<Vec3> points;
    for (const int nerve : anatomy.nerves_to_treat()) {
        const std::vector<Vec3> around = epineurium_points(medium.nerve_curve(nerve));
        points.insert(points.end(), around.begin(), around.end());
    }
    for (int v = 0; v < static_cast<int>(anatomy.vessels.size()); ++v) {
        const bool artery = anatomy.vessels[static_cast<size_t>(v)].kind == anatomy::VesselKind::Artery;
        double& gap_m = artery ? context.artery_gap_m : context.vein_gap_m;
        gap_m = std::min(gap_m, least_distance_m(points, medium.vessel_curve(v)));
    }
    for (int n = 0; n < static_cast<int>(anatomy.nerves.size()); ++n) {
        if (anatomy.nerves[static_cast<size_t>(n)].role != anatomy::NerveRole::Motor) continue;
        context.has_motor_nerve = true;
        context.motor_gap_m = std::min(context.motor_gap_m, least_distance_m(points, medium.nerve_curve(n)));
    }
    for (int l = 0; l < static_cast<int>(anatomy.layers.size()); ++l) {
        if (anatomy.layers[static_cast<size_t>(l)].tissue != anatomy::Tissue::Lung) continue;
        for (const Vec3& point : points)
            context.pleura_gap_m =
                std::clamp(medium.layer_top_m(l, point.x, point.y) - point.z, 0.0, context.pleura_gap_m);
    }
}

measure::Approach approach_of(scenario::Approach approach) {
    switch (approach) {
        case scenario::Approach::OutOfPlane:
            return measure::Approach::OutOfPlane;
        case scenario::Approach::Perpendicular:
            return measure::Approach::Perpendicular;
        case scenario::Approach::InPlane:
            break;
    }
    return measure::Approach::InPlane;
}

measure::Context context_of(const scenario::Scenario& scenario, const anatomy::Medium& medium,
                            const instruments::CryoprobeDevice* device) {
    measure::Context context;
    context.approach = approach_of(scenario.plan.approach);
    const auto nerves = static_cast<int>(medium.anatomy().nerves_to_treat().size());
    context.placements_planned = scenario.plan.placements_planned * std::max(1, nerves);
    context.required_length_m = scenario.plan.required_length_m;
    context.time_limit_s = scenario.plan.time_limit_s;
    context.frequency_mhz = mhz_from_hz(scenario.imaging.frequency_hz);
    if (device != nullptr) {
        context.protocol_cycles = device->protocol.cycles;
        context.protocol_freeze_s = device->protocol.freeze_s;
        context.protocol_thaw_s = device->protocol.thaw_s;
        context.shaft_radius_m = 0.5 * device->shaft_diameter_m;
    }
    if (medium.target_nerve() >= 0) {
        const anatomy::TubeCurve& target = medium.nerve_curve(medium.target_nerve());
        context.target_half_thickness_m = 0.5 * std::min(target.width_m(), target.height_m());
        add_gaps(medium, context);
    }
    context.motor_check_required = device != nullptr && device->has_stimulator && context.motor_gap_m < kMotorNearM;
    return context;
}

}  // namespace

measure::Context measure_context(const scenario::Scenario& scenario, const Setup& setup) {
    const anatomy::Medium medium(anatomy::make_anatomy(scenario.anatomy, patient_of(scenario, setup)));
    const auto index = static_cast<size_t>(setup.device);
    return context_of(scenario, medium, index < scenario.devices.size() ? &scenario.devices[index] : nullptr);
}

measure::Context measure_context(const Session& session) {
    return context_of(session.scenario(), session.medium(), session.device());
}

}  // namespace cryo::session

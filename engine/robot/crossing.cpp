#include "engine/robot/crossing.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/mechanics/contact_events.h"

namespace cryo::robot {

CrossingPlane crossing_plane(const anatomy::Medium& medium, int nerve, double arc_m,
                             const anatomy::Deformation& deformation) {
    const anatomy::TubeCurve& curve = medium.nerve_curve(nerve);
    CrossingPlane plane;
    const Vec3 middle_m = curve.at_arc(arc_m);
    const Vec3 up_m{0.0, 0.0, 0.5 * curve.height_m()};
    plane.center_m = deformation.world_from_reference(middle_m);
    plane.half_width_m = 0.5 * curve.width_m();
    plane.half_height_m = 0.5 * glm::length(deformation.world_from_reference(middle_m + up_m) -
                                            deformation.world_from_reference(middle_m - up_m));
    Vec3 right = curve.section_axes(arc_m)[0];
    if (right.x < 0.0) right = -right;
    plane.rotate_rad = std::atan2(right.y, right.x);
    plane.right = {std::cos(plane.rotate_rad), std::sin(plane.rotate_rad), 0.0};
    return plane;
}

double tangent_distance_m(double half_width_m, double half_height_m, double pitch_rad) {
    return std::hypot(half_width_m * std::sin(pitch_rad), half_height_m * std::cos(pitch_rad));
}

instruments::CryoprobePose crossing_pose(const CrossingPlane& plane, const Line& line, double offset_m,
                                         double active_length_m) {
    const Vec3 level = line.from == From::ImageLeft ? plane.right : -plane.right;
    const Vec3 down{0, 0, 1};
    const Vec3 along = std::cos(line.pitch_rad) * level + std::sin(line.pitch_rad) * down;
    const Vec3 towards_skin = std::sin(line.pitch_rad) * level - std::cos(line.pitch_rad) * down;
    const Vec3 middle_m = plane.center_m + (line.passage == Passage::Superficial ? offset_m : -offset_m) * towards_skin;

    instruments::CryoprobePose pose;
    pose.yaw_rad = line.from == From::ImageLeft ? plane.rotate_rad : std::remainder(plane.rotate_rad + kPi, 2.0 * kPi);
    pose.pitch_rad = line.pitch_rad;
    const double to_middle_m = middle_m.z / std::sin(line.pitch_rad);
    pose.insert_m = to_middle_m + line.beyond_share * active_length_m;
    const Vec3 entry_m = middle_m - to_middle_m * along;
    pose.entry_x_m = entry_m.x;
    pose.entry_y_m = entry_m.y;
    return pose;
}

double zone_gap_m(const Workplace& place, int nerve, const instruments::CryoprobePose& pose) {
    double least_m = mechanics::kFarM;
    for (const mechanics::ShaftSegment& zone : mechanics::active_segments(place.device, pose))
        least_m =
            std::min(least_m, mechanics::proximity_to_nerve(zone, nerve, {place.medium, place.deformation}).distance_m);
    return least_m;
}

}  // namespace cryo::robot

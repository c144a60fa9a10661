// Angles and runs that metrics are made of, as pure functions with published test vectors.
#pragma once

#include <span>

#include "engine/core/geometry.h"

namespace cryo::measure {

// Angle of a unit direction out of a plane with unit normal, 0..pi/2 (V2).
double angle_out_of_plane_rad(const Vec3& direction, const Vec3& plane_normal);

// Angle of a unit direction to the transducer face, measured in the image plane; depth-ward positive, -pi/2..pi/2 (V3).
double angle_to_face_rad(const Vec3& direction, const RigidTransform& world_from_image);

// Angle between two unit directions, 0..pi.
double angle_between_rad(const Vec3& a, const Vec3& b);

// Longest contiguous run, in stations times their spacing, of shares at or above `threshold` (C2).
double longest_run_m(std::span<const float> share, double spacing_m, double threshold);

}  // namespace cryo::measure

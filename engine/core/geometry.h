// Vectors and rigid transforms between named frames. A transform is named target_from_source, so that a chain is right
// when neighbours match: world_from_image * image_from_line.
//
// Frames:
//   world      metres. The scenario's target view puts the skin at z = 0 above the target; x = image-right,
//              y = out of the image (along the target nerve), z = depth below the skin. Right-handed.
//   reference  the undeformed anatomy, metres; equal to world where nothing presses, drags or injects
//              (anatomy/medium.h holds the only way from world to reference).
//   image      origin at the middle of the transducer face; x lateral, y elevational, z depth.
//   shaft      origin at the cryoprobe's tip; z along the shaft, hub to tip.
//   device px  pixels of a picture, x right, y down.
#pragma once

#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

namespace cryo {

using Vec2 = glm::dvec2;
using Vec3 = glm::dvec3;
using Vec3f = glm::vec3;
using Mat3 = glm::dmat3;
using Index3 = glm::ivec3;

// Rotation (orthonormal, columns are the source axes in target coordinates) and translation.
struct RigidTransform {
    Mat3 rotation{1.0};
    Vec3 translation_m{0.0};

    Vec3 point(const Vec3& source_m) const { return rotation * source_m + translation_m; }
    Vec3 direction(const Vec3& source) const { return rotation * source; }
    RigidTransform inverse() const;
    bool operator==(const RigidTransform&) const = default;
};

RigidTransform operator*(const RigidTransform& target_from_middle, const RigidTransform& middle_from_source);

// Right-handed rotation by angle_rad about a unit axis.
Mat3 rotation_about(const Vec3& unit_axis, double angle_rad);

// Any unit vector at right angles to `unit`; the same one for the same input.
Vec3 any_perpendicular(const Vec3& unit);

bool is_finite(const Vec3& v);

// The point of segment [a, b] nearest to p, as the fraction 0..1 from a to b.
double nearest_fraction_on_segment(const Vec3& p, const Vec3& a, const Vec3& b);

}  // namespace cryo

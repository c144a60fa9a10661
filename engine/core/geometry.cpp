#include "engine/core/geometry.h"

#include <algorithm>
#include <cmath>

namespace cryo {

RigidTransform RigidTransform::inverse() const {
    const Mat3 back = glm::transpose(rotation);
    return {back, -(back * translation_m)};
}

RigidTransform operator*(const RigidTransform& target_from_middle, const RigidTransform& middle_from_source) {
    return {target_from_middle.rotation * middle_from_source.rotation,
            target_from_middle.point(middle_from_source.translation_m)};
}

// Rodrigues' formula.
Mat3 rotation_about(const Vec3& unit_axis, double angle_rad) {
    const double c = std::cos(angle_rad);
    const double s = std::sin(angle_rad);
    const Vec3 a = unit_axis;
    const auto column = [&](const Vec3& e) { return e * c + glm::cross(a, e) * s + a * (glm::dot(a, e) * (1.0 - c)); };
    return Mat3(column({1, 0, 0}), column({0, 1, 0}), column({0, 0, 1}));
}

Vec3 any_perpendicular(const Vec3& unit) {
    const Vec3 helper = std::abs(unit.x) < 0.6 ? Vec3(1, 0, 0) : Vec3(0, 1, 0);
    return glm::normalize(glm::cross(unit, helper));
}

bool is_finite(const Vec3& v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

double nearest_fraction_on_segment(const Vec3& p, const Vec3& a, const Vec3& b) {
    const Vec3 along = b - a;
    const double length2 = glm::dot(along, along);
    if (length2 <= 0.0) return 0.0;
    return std::clamp(glm::dot(p - a, along) / length2, 0.0, 1.0);
}

}  // namespace cryo

#include "engine/measure/geometry.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::measure {

double angle_out_of_plane_rad(const Vec3& direction, const Vec3& plane_normal) {
    return std::asin(std::clamp(std::abs(glm::dot(direction, plane_normal)), 0.0, 1.0));
}

double angle_to_face_rad(const Vec3& direction, const RigidTransform& world_from_image) {
    const double lateral = glm::dot(direction, world_from_image.rotation[0]);
    const double depth = glm::dot(direction, world_from_image.rotation[2]);
    // Across the image plane a shaft has no angle in it: it is steep by its depth-ward part alone.
    return std::atan2(depth, std::abs(lateral));
}

double angle_between_rad(const Vec3& a, const Vec3& b) {
    // By half the chord: exact for small angles, where acos of a rounded cosine loses all digits.
    return 2.0 * std::asin(std::min(1.0, 0.5 * glm::length(a - b)));
}

double longest_run_m(std::span<const float> share, double spacing_m, double threshold) {
    // A share is a float; 0.95 stored as float must still count as 0.95.
    const auto least = static_cast<float>(threshold);
    size_t longest = 0;
    size_t run = 0;
    for (const float value : share) {
        run = value >= least ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return static_cast<double>(longest) * spacing_m;
}

}  // namespace cryo::measure

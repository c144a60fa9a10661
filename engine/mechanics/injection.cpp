#include "engine/mechanics/injection.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::mechanics {

namespace {

constexpr double kFlatInLayers = 0.35;  // height to width
constexpr double kFlatInFlesh = 0.6;
constexpr double kPlaneNearM = 0.003;  // a boundary this near gives the pocket its plane
constexpr double kFreeReach = 2.5;     // of the yielding tissue, in half widths of the pocket
constexpr double kLeastReach = 1.3;

double flatness(anatomy::Tissue tissue) {
    using anatomy::Tissue;
    const bool loose = tissue == Tissue::Fat || tissue == Tissue::Fascia || tissue == Tissue::Skin;
    return loose ? kFlatInLayers : kFlatInFlesh;
}

// With height and width in the proportions it has.
Vec3 semi_axes_m(const Vec3& proportions, double volume_m3) {
    const double size_m = std::cbrt(volume_m3 / (4.0 / 3.0 * kPi * proportions.x * proportions.y * proportions.z));
    return size_m * proportions;
}

double reach_to_bone(const anatomy::Medium& medium, const anatomy::Pocket& pocket) {
    double reach = kFreeReach;
    for (int b = 0; b < static_cast<int>(medium.anatomy().bones.size()); ++b)
        reach = std::min(reach, medium.bone_outside_m(b, pocket.center_m) / pocket.semi_axes_m.x);
    return std::max(kLeastReach, reach);
}

}  // namespace

anatomy::Pocket opened_pocket(const anatomy::Medium& medium, const Vec3& settled_m, const Vec3& reference_m,
                              double volume_m3) {
    CRYO_CHECK_OP(volume_m3, >, 0.0);
    anatomy::Pocket pocket;
    pocket.center_m = settled_m;
    const anatomy::NearestInterface plane = medium.nearest_interface(reference_m);
    const Vec3 normal = std::abs(plane.distance_m) <= kPlaneNearM ? plane.normal : Vec3(0, 0, 1);
    const Vec3 along = any_perpendicular(normal);
    pocket.tissue_from_pocket = {along, glm::cross(normal, along), normal};
    pocket.semi_axes_m = semi_axes_m({1.0, 1.0, flatness(medium.at(reference_m).tissue)}, volume_m3);
    pocket.reach = reach_to_bone(medium, pocket);
    return pocket;
}

anatomy::Pocket filled_pocket(const anatomy::Medium& medium, const anatomy::Pocket& pocket, double volume_m3) {
    CRYO_CHECK_OP(volume_m3, >=, 0.0);
    anatomy::Pocket filled = pocket;
    filled.semi_axes_m = semi_axes_m(pocket.semi_axes_m / pocket.semi_axes_m.x, pocket.volume_m3() + volume_m3);
    filled.reach = reach_to_bone(medium, filled);
    return filled;
}

}  // namespace cryo::mechanics

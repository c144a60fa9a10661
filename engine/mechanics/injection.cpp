#include "engine/mechanics/injection.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::mechanics {

namespace {

constexpr double kThickInLayers = 0.35;  // of a pocket, as a share of its radius
constexpr double kThickInFlesh = 0.9;
constexpr double kPlaneNearM = 0.003;  // a boundary this near gives the pocket its plane
constexpr double kSteepestSlope = 0.5;
constexpr double kYieldsM = 0.020;  // of tissue below the plane, where no bone comes first
constexpr double kLeastYieldsM = 0.002;
constexpr int kLooksForBone = 8;  // around the rim

double thickness_share(anatomy::Tissue tissue) {
    using anatomy::Tissue;
    const bool loose = tissue == Tissue::Fat || tissue == Tissue::Fascia || tissue == Tissue::Skin;
    return loose ? kThickInLayers : kThickInFlesh;
}

void set_volume(anatomy::Pocket& pocket, double thick_share, double volume_m3) {
    pocket.radius_m = std::cbrt(2.0 * volume_m3 / (kPi * thick_share));
    pocket.height_m = thick_share * pocket.radius_m;
}

// Bone does not move; a shallow one leaves less room, and the fluid goes on sideways.
void settle_on_bone(const anatomy::Medium& medium, anatomy::Pocket& pocket) {
    pocket.floor_m = pocket.center_m.z + kYieldsM;
    const auto look = [&](double x_m, double y_m) {
        for (int b = 0; b < static_cast<int>(medium.anatomy().bones.size()); ++b)
            if (const auto cortex_m = medium.cortex_depth_m(b, x_m, y_m); cortex_m && *cortex_m > pocket.center_m.z)
                pocket.floor_m = std::min(pocket.floor_m, *cortex_m);
    };
    look(pocket.center_m.x, pocket.center_m.y);
    for (int i = 0; i < kLooksForBone; ++i) {
        const double angle_rad = 2.0 * kPi * i / kLooksForBone;
        look(pocket.center_m.x + pocket.radius_m * std::cos(angle_rad),
             pocket.center_m.y + pocket.radius_m * std::sin(angle_rad));
    }
    pocket.floor_m = std::max(pocket.floor_m, pocket.center_m.z + kLeastYieldsM);
    const double volume_m3 = pocket.volume_m3();
    const double most_m = anatomy::kMostSqueezed * pocket.floor_m;
    if (pocket.height_m <= most_m) return;
    pocket.height_m = most_m;
    pocket.radius_m = std::sqrt(2.0 * volume_m3 / (kPi * pocket.height_m));
}

}  // namespace

anatomy::Pocket opened_pocket(const anatomy::Medium& medium, const Vec3& settled_m, const Vec3& reference_m,
                              double volume_m3) {
    CRYO_CHECK_OP(volume_m3, >, 0.0);
    anatomy::Pocket pocket;
    pocket.center_m = settled_m;
    const anatomy::NearestInterface plane = medium.nearest_interface(reference_m);
    if (std::abs(plane.distance_m) <= kPlaneNearM) {
        const Vec2 slope = -Vec2(plane.normal) / std::max(plane.normal.z, 1e-3);
        pocket.slope = glm::clamp(slope, Vec2(-kSteepestSlope), Vec2(kSteepestSlope));
    }
    set_volume(pocket, thickness_share(medium.at(reference_m).tissue), volume_m3);
    settle_on_bone(medium, pocket);
    return pocket;
}

anatomy::Pocket filled_pocket(const anatomy::Medium& medium, const anatomy::Pocket& pocket, double volume_m3) {
    CRYO_CHECK_OP(volume_m3, >=, 0.0);
    anatomy::Pocket filled = pocket;
    set_volume(filled, pocket.height_m / pocket.radius_m, pocket.volume_m3() + volume_m3);
    settle_on_bone(medium, filled);
    return filled;
}

}  // namespace cryo::mechanics

#include "engine/render/scene3d_guides.h"

#include <cmath>

#include "engine/core/units.h"
#include "engine/render/scene3d_instruments.h"

namespace cryo::render {

namespace {

constexpr double kDropLineShortestM = 0.0002;
constexpr double kAboveSkinM = 1e-4;

constexpr LineStyle kDrop{255, 120, 200, 255, 2.0, 0.0016};
constexpr LineStyle kDropFoot{255, 120, 200, 235, 1.5, 0.0};
constexpr LineStyle kCrossing{255, 255, 255, 235, 1.6, 0.0};
constexpr LineStyle kTargetCrossing{255, 255, 255, 255, 2.4, 0.0};
constexpr LineStyle kFootprint{235, 240, 245, 110, 1.2, 0.0};
constexpr LineStyle kShaftBelow{8, 10, 14, 130, 2.6, 0.0};
constexpr LineStyle kEntry{255, 255, 255, 220, 1.4, 0.0};

constexpr double kRingClearM = 0.0003;  // between a tube and the ring round it

void append_ellipse(LineMesh& lines, const Vec3& center_m, const Vec3& semi_x, const Vec3& semi_y,
                    const LineStyle& style) {
    constexpr int kPieces = 20;
    std::vector<Vec3> rim;
    for (int i = 0; i < kPieces; ++i) {
        const double angle = 2.0 * kPi * i / kPieces;
        rim.push_back(center_m + std::cos(angle) * semi_x + std::sin(angle) * semi_y);
    }
    append_polyline(lines, rim, style, true);
}

bool is_below_face(const view::Scene3d& scene, const Vec3& in_image) {
    double lateral_m = in_image.x, range_m = in_image.z;
    if (scene.transducer.shape == instruments::ArrayShape::Curvilinear) {
        const double radius_m = scene.transducer.radius_m;
        lateral_m = radius_m * std::atan2(in_image.x, in_image.z + radius_m);
        range_m = std::hypot(in_image.x, in_image.z + radius_m) - radius_m;
    }
    return std::abs(lateral_m) <= 0.5 * scene.transducer.aperture_m() && range_m >= 0.0 &&
           range_m <= scene.imaging.depth_m;
}

}  // namespace

DropLine drop_line(const view::Scene3d& scene) {
    DropLine line;
    line.tip_m = shaft_places(scene).tip_m;
    const Vec3 in_image = scene.world_from_image.inverse().point(line.tip_m);
    line.foot_m = scene.world_from_image.point({in_image.x, 0.0, in_image.z});
    line.off_plane_m = in_image.y;
    return line;
}

std::vector<Vec3> image_crossings(const view::Scene3d& scene, const std::vector<Vec3>& path_m) {
    std::vector<Vec3> crossings;
    const RigidTransform image_from_world = scene.world_from_image.inverse();
    for (size_t i = 0; i + 1 < path_m.size(); ++i) {
        const Vec3 a = image_from_world.point(path_m[i]), b = image_from_world.point(path_m[i + 1]);
        if ((a.y < 0.0) == (b.y < 0.0)) continue;
        const double share = a.y / (a.y - b.y);
        if (is_below_face(scene, glm::mix(a, b, share))) crossings.push_back(glm::mix(path_m[i], path_m[i + 1], share));
    }
    return crossings;
}

LineMesh guide_lines(const view::Scene3d& scene) {
    LineMesh lines;
    const RigidTransform& image = scene.world_from_image;
    const Vec3 lateral = image.direction({1, 0, 0}), deep = image.direction({0, 0, 1});
    for (const view::SceneTube& tube : scene.tubes)
        for (const Vec3& crossing : image_crossings(scene, tube.path_m)) {
            const bool is_target = tube.kind == view::SceneTube::Kind::TargetNerve;
            append_ellipse(lines, crossing, (0.5 * tube.width_m + kRingClearM) * lateral,
                           (0.5 * tube.height_m + kRingClearM) * deep, is_target ? kTargetCrossing : kCrossing);
        }
    if (scene.inserted_m > 0.0) {
        const DropLine drop = drop_line(scene);
        if (std::abs(drop.off_plane_m) > kDropLineShortestM) append_line(lines, drop.tip_m, drop.foot_m, kDrop);
        append_ellipse(lines, drop.foot_m, 0.0011 * lateral, 0.0011 * deep, kDropFoot);
        append_ellipse(lines, instruments::entry_m(scene.cryoprobe), {0.0016, 0, 0}, {0, 0.0016, 0}, kEntry);
    }
    const ShaftPlaces places = shaft_places(scene);
    append_line(lines, {places.skin_m.x, places.skin_m.y, -kAboveSkinM}, {places.hub_m.x, places.hub_m.y, -kAboveSkinM},
                kShaftBelow);
    const Vec2 foot = footprint_half_m(scene.transducer);
    std::vector<Vec3> rim;
    for (const Vec2& corner : {Vec2(-1, -1), Vec2(1, -1), Vec2(1, 1), Vec2(-1, 1)}) {
        const Vec3 p = image.point({corner.x * foot.x, corner.y * foot.y, 0.0});
        rim.push_back({p.x, p.y, -kAboveSkinM});
    }
    append_polyline(lines, rim, kFootprint, true);
    return lines;
}

}  // namespace cryo::render

#include "engine/anatomy/deformation.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

namespace {

// 1 at or below 0, 0 at or above 1, with level ends.
double smooth_fall(double x) {
    const double t = std::clamp(x, 0.0, 1.0);
    return 1.0 - t * t * (3.0 - 2.0 * t);
}

}  // namespace

// ---- press

double PressField::share(double lateral_m, double elevation_m) const {
    return smooth_fall((std::abs(lateral_m) - half_lateral_m) / kPressSpreadM) *
           smooth_fall((std::abs(elevation_m) - half_elevation_m) / kPressSpreadM);
}

// Depths count from where the face would stand without pushing in. A knot at depth q comes to q + share * (indentation
// - shortening), which rises with q; between knots both are straight.
double PressColumn::settled_range_m(double world_range) const {
    if (press == nullptr || share <= 0.0) return world_range;
    const std::vector<double>& s = press->shortening_m;
    const double in_m = s.back();
    const double depth_m = world_range + in_m;
    const auto moved_m = [&](size_t k) { return static_cast<double>(k) * press->step_m + share * (in_m - s[k]); };
    if (depth_m <= moved_m(0)) return depth_m - share * in_m - in_m;
    if (depth_m >= moved_m(s.size() - 1)) return world_range;
    size_t low = 0;
    size_t high = s.size() - 1;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        (moved_m(middle) <= depth_m ? low : high) = middle;
    }
    const double part = (depth_m - moved_m(low)) / (moved_m(high) - moved_m(low));
    return (static_cast<double>(low) + part) * press->step_m - in_m;
}

double PressColumn::world_range_m(double settled_range) const {
    if (press == nullptr || share <= 0.0) return settled_range;
    const std::vector<double>& s = press->shortening_m;
    const double in_m = s.back();
    const double depth_m = settled_range + in_m;
    const double at = std::clamp(depth_m / press->step_m, 0.0, static_cast<double>(s.size() - 1));
    const size_t low = std::min(static_cast<size_t>(at), s.size() - 2);
    const double part = at - static_cast<double>(low);
    const double shortening = s[low] + part * (s[low + 1] - s[low]);
    return settled_range + share * (in_m - shortening);
}

// ---- pockets

double Pocket::volume_m3() const { return 0.5 * kPi * radius_m * radius_m * height_m; }

double Pocket::thickness_m(double x_m, double y_m) const {
    const Vec2 from_middle = Vec2(x_m, y_m) - Vec2(center_m);
    return std::max(0.0, height_m * (1.0 - glm::dot(from_middle, from_middle) / (radius_m * radius_m)));
}

double Pocket::plane_m(double x_m, double y_m) const {
    return std::clamp(center_m.z + glm::dot(slope, Vec2(x_m, y_m) - Vec2(center_m)), 0.0, floor_m);
}

double Pocket::top_m(double x_m, double y_m) const {
    return plane_m(x_m, y_m) * (1.0 - thickness_m(x_m, y_m) / floor_m);
}

bool Pocket::holds(const Vec3& settled_m) const {
    const double thickness = thickness_m(settled_m.x, settled_m.y);
    const double below_top_m = settled_m.z - top_m(settled_m.x, settled_m.y);
    return below_top_m > 0.0 && below_top_m < thickness;
}

Vec3 Pocket::closed_m(const Vec3& opened) const {
    const double thickness = thickness_m(opened.x, opened.y);
    if (thickness <= 0.0 || opened.z <= 0.0 || opened.z >= floor_m) return opened;
    const double left = 1.0 - thickness / floor_m;
    const double plane = plane_m(opened.x, opened.y);
    if (opened.z <= plane * left) return {opened.x, opened.y, opened.z / left};
    if (opened.z >= plane * left + thickness) return {opened.x, opened.y, floor_m - (floor_m - opened.z) / left};
    return {opened.x, opened.y, plane};
}

Vec3 Pocket::opened_m(const Vec3& closed) const {
    const double thickness = thickness_m(closed.x, closed.y);
    if (thickness <= 0.0 || closed.z <= 0.0 || closed.z >= floor_m) return closed;
    const double left = 1.0 - thickness / floor_m;
    const bool above = closed.z <= plane_m(closed.x, closed.y);
    return {closed.x, closed.y, above ? closed.z * left : floor_m - (floor_m - closed.z) * left};
}

// ---- both

Deformation::Deformation(PressField press, std::vector<Pocket> pockets)
    : press_(std::move(press)), pockets_(std::move(pockets)) {
    CRYO_CHECK(press_.shortening_m.empty() || press_.shortening_m.size() >= 2);
    CRYO_CHECK_OP(press_.step_m, >, 0.0);
    for (size_t k = 1; k < press_.shortening_m.size(); ++k) {
        const double shortened_m = press_.shortening_m[k] - press_.shortening_m[k - 1];
        CRYO_CHECK(shortened_m >= 0.0 && shortened_m < press_.step_m);
    }
    for (const Pocket& pocket : pockets_) CRYO_CHECK_OP(pocket.height_m, <=, kMostSqueezed * pocket.floor_m);
}

PressColumn Deformation::column(double lateral_m, double elevation_m) const {
    if (!is_pressed()) return {};
    return {&press_, press_.share(lateral_m, elevation_m)};
}

Deformation::OnLine Deformation::on_line(const Vec3& world_m) const {
    const Vec3 p = press_.image_from_world.point(world_m);
    OnLine at;
    if (press_.radius_m <= 0.0) {
        at.share = press_.share(p.x, p.y);
        at.range_m = p.z;
        at.direction = press_.world_from_image.direction({0, 0, 1});
        return at;
    }
    const Vec2 from_apex{p.x, p.z + press_.radius_m};
    const double radius_m = glm::length(from_apex);
    if (from_apex.y <= 0.0 || radius_m <= 0.0) return at;  // behind the face
    at.share = press_.share(press_.radius_m * std::atan2(from_apex.x, from_apex.y), p.y);
    at.range_m = radius_m - press_.radius_m;
    at.direction = press_.world_from_image.direction({from_apex.x / radius_m, 0.0, from_apex.y / radius_m});
    return at;
}

Vec3 Deformation::settled_from_world(const Vec3& world_m) const {
    if (!is_pressed()) return world_m;
    const OnLine at = on_line(world_m);
    const PressColumn column{&press_, at.share};
    return world_m + (column.settled_range_m(at.range_m) - at.range_m) * at.direction;
}

ReferencePoint Deformation::reference_from_world(const Vec3& world_m) const {
    return reference_from_settled(settled_from_world(world_m));
}

Vec3 Deformation::world_from_reference(const Vec3& reference_m) const {
    const Vec3 settled_m = settled_from_reference(reference_m);
    if (!is_pressed()) return settled_m;
    const OnLine at = on_line(settled_m);
    const PressColumn column{&press_, at.share};
    return settled_m + (column.world_range_m(at.range_m) - at.range_m) * at.direction;
}

ReferencePoint Deformation::reference_from_settled(const Vec3& settled_m) const {
    ReferencePoint point{settled_m, false};
    for (auto pocket = pockets_.rbegin(); pocket != pockets_.rend(); ++pocket) {
        point.injectate = pocket->holds(point.reference_m);
        point.reference_m = pocket->closed_m(point.reference_m);
        if (point.injectate) break;
    }
    return point;
}

Vec3 Deformation::settled_from_reference(const Vec3& reference_m) const {
    Vec3 point = reference_m;
    for (const Pocket& pocket : pockets_) point = pocket.opened_m(point);
    return point;
}

double Deformation::largest_shift_m() const {
    double most_m = press_.indentation_m();
    for (const Pocket& pocket : pockets_) most_m += pocket.height_m;
    return most_m;
}

double Deformation::vein_openness(const Vec3& reference_m) const {
    if (press_.press_frac <= kVeinYieldsPress) return 1.0;
    const double press = press_.press_frac * on_line(settled_from_reference(reference_m)).share;
    return smooth_fall((press - kVeinYieldsPress) / (kVeinClosedPress - kVeinYieldsPress));
}

}  // namespace cryo::anatomy

#include "engine/render/scene3d_camera.h"

#include <algorithm>
#include <cmath>

#include <glm/gtc/matrix_transform.hpp>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::render {

namespace {

constexpr double kFarM = 2.0;
constexpr double kElevationLowRad = rad_from_deg(2.0);
constexpr double kElevationHighRad = rad_from_deg(89.0);
constexpr double kDistanceLowM = 0.04;
constexpr double kDistanceHighM = 0.8;

Vec3 box_middle(const view::Scene3d& scene) { return 0.5 * (scene.box_low_m + scene.box_high_m); }

// Half the diagonal of the box: what a camera must see whole.
double box_radius_m(const view::Scene3d& scene) { return 0.5 * glm::length(scene.box_high_m - scene.box_low_m); }

// Eye at an azimuth (0 = the operator's side, +y; towards +x) and an elevation above the skin plane.
view::Camera around(const Vec3& look_at_m, double azimuth_rad, double elevation_rad, double distance_m) {
    view::Camera camera;
    camera.look_at_m = look_at_m;
    camera.eye_m =
        look_at_m + distance_m * Vec3(std::cos(elevation_rad) * std::sin(azimuth_rad),
                                      std::cos(elevation_rad) * std::cos(azimuth_rad), -std::sin(elevation_rad));
    camera.up = {0, 0, -1};
    return camera;
}

}  // namespace

view::Camera operator_camera(const view::Scene3d& scene) {
    const Vec3 middle = box_middle(scene);
    if (!scene.see_through) {
        // The skin, most of the transducer and the hand end of the cryoprobe.
        return around({middle.x, middle.y, -0.026}, rad_from_deg(14.0), rad_from_deg(35.0), 0.27);
    }
    view::Camera camera =
        around({middle.x, middle.y, scene.box_low_m.z + 0.42 * (scene.box_high_m.z - scene.box_low_m.z)},
               rad_from_deg(22.0), rad_from_deg(24.0), 0.20);
    const double needed_m = 0.93 * box_radius_m(scene) / std::tan(0.5 * camera.fov_y_rad);
    camera.eye_m = camera.look_at_m + std::max(needed_m, 0.12) / 0.20 * (camera.eye_m - camera.look_at_m);
    return camera;
}

view::Camera look_down_camera(const view::Scene3d& scene) {
    const Vec3 middle = box_middle(scene);
    view::Camera camera;
    camera.look_at_m = {middle.x, middle.y, scene.box_low_m.z};
    camera.eye_m = camera.look_at_m - Vec3(0, 0, 0.45);  // far, so that what is tall leans little
    camera.up = {0, -1, 0};
    camera.fov_y_rad = 0.28;
    return camera;
}

view::Camera edge_on_camera(const view::Scene3d& scene) {
    constexpr double kAwayM = 0.30;
    constexpr double kKeptM = 0.004;    // before the tip
    constexpr double kSeenFrac = 0.85;  // of the image's depth: what lies deeper is seldom reached
    const RigidTransform& image = scene.world_from_image;
    const Vec3 lateral = image.direction({1, 0, 0});
    const double side = glm::dot(instruments::shaft_direction(scene.cryoprobe), lateral) < 0.0 ? -1.0 : 1.0;
    view::Camera camera;
    camera.look_at_m = image.point({0, 0, 0.38 * scene.imaging.depth_m});
    camera.eye_m = camera.look_at_m + kAwayM * side * lateral;
    camera.fov_y_rad = 2.0 * std::atan(0.5 * kSeenFrac * scene.imaging.depth_m / kAwayM);
    const double tip_m = side * glm::dot(instruments::tip_m(scene.cryoprobe) - camera.look_at_m, lateral);
    camera.near_m = std::max(camera.near_m, kAwayM - tip_m - kKeptM);
    return camera;
}

view::Camera orbit(const view::Camera& camera, double right_px, double down_px, double rad_per_px) {
    const Vec3 arm = camera.eye_m - camera.look_at_m;
    const double distance_m = glm::length(arm);
    CRYO_CHECK_OP(distance_m, >, 0.0);
    const double level_m = std::hypot(arm.x, arm.y);
    // From straight above, "up" on the picture says which way the operator's side lies.
    const double azimuth =
        level_m > 1e-6 * distance_m ? std::atan2(arm.x, arm.y) : std::atan2(-camera.up.x, -camera.up.y);
    const double elevation = std::atan2(-arm.z, level_m);
    view::Camera turned =
        around(camera.look_at_m, azimuth - right_px * rad_per_px,
               std::clamp(elevation + down_px * rad_per_px, kElevationLowRad, kElevationHighRad), distance_m);
    turned.fov_y_rad = camera.fov_y_rad;
    return turned;
}

view::Camera zoom(const view::Camera& camera, double factor) {
    view::Camera moved = camera;
    const Vec3 arm = camera.eye_m - camera.look_at_m;
    const double distance_m = glm::length(arm);
    CRYO_CHECK_OP(distance_m, >, 0.0);
    moved.eye_m = camera.look_at_m + std::clamp(distance_m * factor, kDistanceLowM, kDistanceHighM) / distance_m * arm;
    return moved;
}

glm::dmat4 eye_from_world(const view::Camera& camera) {
    return glm::lookAtRH(camera.eye_m, camera.look_at_m, camera.up);
}

glm::dmat4 clip_from_eye(const view::Camera& camera, double aspect) {
    return glm::perspectiveRH_NO(camera.fov_y_rad, aspect, camera.near_m, kFarM);
}

std::optional<Vec2> project_px(const view::Camera& camera, int width, int height, const Vec3& world_m) {
    const double aspect = static_cast<double>(width) / height;
    const glm::dvec4 clip = clip_from_eye(camera, aspect) * eye_from_world(camera) * glm::dvec4(world_m, 1.0);
    if (clip.w <= 0.0) return std::nullopt;
    return Vec2(0.5 * width * (1.0 + clip.x / clip.w), 0.5 * height * (1.0 - clip.y / clip.w));
}

Vec3 ray_through_px(const view::Camera& camera, int width, int height, const Vec2& pixel) {
    const double half_height = std::tan(0.5 * camera.fov_y_rad);
    const Vec2 place(2.0 * pixel.x / width - 1.0, 1.0 - 2.0 * pixel.y / height);
    const Vec3 in_eye(place.x * half_height * width / height, place.y * half_height, -1.0);
    const Vec3 in_world = glm::transpose(Mat3(eye_from_world(camera))) * in_eye;
    return glm::normalize(in_world);
}

}  // namespace cryo::render

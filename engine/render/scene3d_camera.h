// Cameras of the 3-D view and where a world point lands on its picture. Pure functions, no OpenGL. Pixels: x right,
// y down from the upper left corner of the picture.
#pragma once

#include <optional>

#include <glm/mat4x4.hpp>

#include "engine/core/geometry.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

// From the operator's eyes: above and in front of the transducer, so that image-right is on the right.
view::Camera operator_camera(const view::Scene3d& scene);
// Straight down: the footprint of the transducer and the shaft are two lines.
view::Camera look_down_camera(const view::Scene3d& scene);

// Mouse drag: the eye goes round look_at; dragging down brings it higher. Elevation stays between 2 and 89 degrees.
view::Camera orbit(const view::Camera& camera, double right_px, double down_px, double rad_per_px = 0.008);
// Distance to look_at times `factor`, kept within 0.04..0.8 m.
view::Camera zoom(const view::Camera& camera, double factor);

glm::dmat4 eye_from_world(const view::Camera& camera);
glm::dmat4 clip_from_eye(const view::Camera& camera, double aspect);

// Where a point lands; nothing when it is behind the eye.
std::optional<Vec2> project_px(const view::Camera& camera, int width, int height, const Vec3& world_m);

// Unit direction from the eye through a pixel.
Vec3 ray_through_px(const view::Camera& camera, int width, int height, const Vec2& pixel);

}  // namespace cryo::render

// Cameras of the 3-D view and where a world point lands on its picture. Pure functions, no OpenGL. Pixels: x right,
// y down from the upper left corner of the picture.
#pragma once

#include <optional>

#include <glm/mat4x4.hpp>

#include "engine/core/geometry.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

// From the operator's eyes: on the +y side of the block and above it, so that image-right is on the right. It follows
// neither instrument: the room stands still while hands move.
view::Camera operator_camera(const view::Scene3d& scene);
// Straight down: the footprint of the transducer and the shaft are two lines. The operator's side is at the bottom.
view::Camera look_down_camera(const view::Scene3d& scene);
// Along the image plane, at right angles to the operator's view, from where the shaft points to: the plane is a line,
// and what misses it is beside it. What lies more than a few mm before the tip is cut away.
view::Camera edge_on_camera(const view::Scene3d& scene);

// Mouse drag: the world follows the hand; dragging down brings the eye higher. Elevation stays between 2 and 89
// degrees.
view::Camera orbit(const view::Camera& camera, double right_px, double down_px, double rad_per_px = 0.008);
// Distance to look_at times `factor`, kept within 0.04..0.8 m.
view::Camera zoom(const view::Camera& camera, double factor);

glm::dmat4 eye_from_world(const view::Camera& camera);
// OpenGL's clip volume, depth -1 near .. 1 far; aspect = width / height.
glm::dmat4 clip_from_eye(const view::Camera& camera, double aspect);

// Where a point lands; nothing when it is behind the eye.
std::optional<Vec2> project_px(const view::Camera& camera, int width, int height, const Vec3& world_m);

// Unit direction from the eye through a pixel.
Vec3 ray_through_px(const view::Camera& camera, int width, int height, const Vec2& pixel);

}  // namespace cryo::render

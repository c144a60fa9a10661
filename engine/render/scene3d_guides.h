// What helps to read depth and alignment in the see-through view: the drop line from tip to image plane, rings where
// the image cuts nerves and vessels, the shaft's line straight below it on the skin. World frame. Pure functions, no
// OpenGL.
#pragma once

#include "engine/render/scene3d_lines.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

// Nearest point of the image plane to the tip, and the signed distance: positive on the image's +y side.
struct DropLine {
    Vec3 tip_m{0.0};
    Vec3 foot_m{0.0};
    double off_plane_m = 0.0;
};
DropLine drop_line(const view::Scene3d& scene);

// Points where a path passes the image plane below the face, in the order of the path.
std::vector<Vec3> image_crossings(const view::Scene3d& scene, const std::vector<Vec3>& path_m);

LineMesh guide_lines(const view::Scene3d& scene);

}  // namespace cryo::render

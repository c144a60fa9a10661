// Triangle meshes of the 3-D view, built on the CPU from lofts, tubes and height fields. Metres, the frame of the
// object that is built. Pure functions, no OpenGL. Triangles run counter-clockwise seen from the side their normals are
// on.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include <glm/vec3.hpp>

#include "engine/core/geometry.h"

namespace cryo::render {

// Colour as a screen shows it (0..255, sRGB-like), and how much a surface shines.
struct Paint {
    uint8_t red = 200;
    uint8_t green = 200;
    uint8_t blue = 200;
    uint8_t gloss = 60;
};

Paint mixed(const Paint& a, const Paint& b, double share_of_b);

struct SceneVertex {
    glm::vec3 position_m{0.0f};
    glm::vec3 normal{0.0f, 0.0f, -1.0f};
    Paint paint;
};

struct SceneMesh {
    std::vector<SceneVertex> vertices;
    std::vector<uint32_t> indices;  // triangles

    bool empty() const { return indices.empty(); }
};

// A closed ring of points, all rings of one loft with the same count.
struct Ring {
    std::vector<Vec3> points_m;
    Paint paint;
};

// |x/a|^n + |y/b|^n = 1 around `center_m`, in the plane of two unit axes; n = 2 is an ellipse, n = 4 a rounded
// rectangle.
Ring superellipse(const Vec3& center_m, const Vec3& axis_x, const Vec3& axis_y, double semi_x_m, double semi_y_m,
                  double exponent, int count, const Paint& paint);

// A surface through the rings in order, with flat caps where asked for. Normals are smooth along and around.
void append_loft(SceneMesh& mesh, const std::vector<Ring>& rings, bool cap_first, bool cap_last);

// An elliptic tube along a path; `paint_at` is asked per path point.
void append_tube(SceneMesh& mesh, const std::vector<Vec3>& path_m, double width_m, double height_m, int sides,
                 const std::function<Paint(size_t)>& paint_at);

void append_ellipsoid(SceneMesh& mesh, const Vec3& center_m, const Mat3& axes, const Vec3& semi_axes_m, int sides,
                      const Paint& paint);

// z = height(x, y) over a rectangle; where it gives no number (NaN) there is a hole.
struct HeightMesh {
    Vec2 low_m{0.0};
    Vec2 high_m{0.0};
    int columns = 2;  // points along x and y
    int rows = 2;
};
void append_height_field(SceneMesh& mesh, const HeightMesh& extent, const std::function<double(double, double)>& height,
                         const std::function<Paint(double, double, double)>& paint);

// One flat quadrilateral.
void append_quad(SceneMesh& mesh, const std::array<Vec3, 4>& corners_m, const std::array<Paint, 4>& paints);

}  // namespace cryo::render

#include "engine/render/scene3d_mesh.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::render {

namespace {

uint8_t mixed_channel(uint8_t a, uint8_t b, double share_of_b) {
    return static_cast<uint8_t>(std::lround(a + share_of_b * (b - a)));
}

uint32_t append_vertex(SceneMesh& mesh, const Vec3& position_m, const Vec3& normal, const Paint& paint) {
    mesh.vertices.push_back({glm::vec3(position_m), glm::vec3(normal), paint});
    return static_cast<uint32_t>(mesh.vertices.size() - 1);
}

// Wound to agree with the normals of its corners.
void append_triangle(SceneMesh& mesh, uint32_t a, uint32_t b, uint32_t c) {
    const SceneVertex &p = mesh.vertices[a], &q = mesh.vertices[b], &r = mesh.vertices[c];
    const glm::vec3 wound = glm::cross(q.position_m - p.position_m, r.position_m - p.position_m);
    const bool agrees = glm::dot(wound, p.normal + q.normal + r.normal) >= 0.0f;
    mesh.indices.insert(mesh.indices.end(), {a, agrees ? b : c, agrees ? c : b});
}

// Two triangles between neighbours on a grid of vertices.
void append_cell(SceneMesh& mesh, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    append_triangle(mesh, a, b, c);
    append_triangle(mesh, a, c, d);
}

Vec3 unit_or(const Vec3& v, const Vec3& fallback) {
    const double length = glm::length(v);
    return length > 1e-12 ? v / length : fallback;
}

void append_cap(SceneMesh& mesh, const Ring& ring, const Vec3& outward) {
    Vec3 middle(0.0);
    for (const Vec3& p : ring.points_m) middle += p;
    middle /= static_cast<double>(ring.points_m.size());
    const uint32_t center = append_vertex(mesh, middle, outward, ring.paint);
    const uint32_t first = center + 1;
    const uint32_t count = static_cast<uint32_t>(ring.points_m.size());
    for (const Vec3& p : ring.points_m) append_vertex(mesh, p, outward, ring.paint);
    for (uint32_t i = 0; i < count; ++i) append_triangle(mesh, center, first + i, first + (i + 1) % count);
}

Vec3 middle_of(const Ring& ring) {
    Vec3 sum(0.0);
    for (const Vec3& p : ring.points_m) sum += p;
    return sum / static_cast<double>(ring.points_m.size());
}

}  // namespace

Paint mixed(const Paint& a, const Paint& b, double share_of_b) {
    const double share = std::clamp(share_of_b, 0.0, 1.0);
    return {mixed_channel(a.red, b.red, share), mixed_channel(a.green, b.green, share),
            mixed_channel(a.blue, b.blue, share), mixed_channel(a.gloss, b.gloss, share)};
}

Ring superellipse(const Vec3& center_m, const Vec3& axis_x, const Vec3& axis_y, double semi_x_m, double semi_y_m,
                  double exponent, int count, const Paint& paint) {
    Ring ring;
    ring.paint = paint;
    for (int i = 0; i < count; ++i) {
        const double angle = 2.0 * kPi * (i + 0.5) / count;
        const double c = std::cos(angle), s = std::sin(angle);
        const double x = std::copysign(std::pow(std::abs(c), 2.0 / exponent), c);
        const double y = std::copysign(std::pow(std::abs(s), 2.0 / exponent), s);
        ring.points_m.push_back(center_m + semi_x_m * x * axis_x + semi_y_m * y * axis_y);
    }
    return ring;
}

void append_loft(SceneMesh& mesh, const std::vector<Ring>& rings, bool cap_first, bool cap_last) {
    CRYO_CHECK_OP(rings.size(), >=, 2U);
    const size_t count = rings.front().points_m.size();
    const uint32_t base = static_cast<uint32_t>(mesh.vertices.size());
    for (size_t r = 0; r < rings.size(); ++r) {
        CRYO_CHECK_OP(rings[r].points_m.size(), ==, count);
        const Ring& before = rings[r > 0 ? r - 1 : 0];
        const Ring& after = rings[r + 1 < rings.size() ? r + 1 : r];
        const Vec3 middle = middle_of(rings[r]);
        for (size_t i = 0; i < count; ++i) {
            const Vec3 around = rings[r].points_m[(i + 1) % count] - rings[r].points_m[(i + count - 1) % count];
            const Vec3 along = after.points_m[i] - before.points_m[i];
            const Vec3 outward = rings[r].points_m[i] - middle;
            Vec3 normal = unit_or(glm::cross(around, along), unit_or(outward, {0, 0, 1}));
            if (glm::dot(normal, outward) < 0.0) normal = -normal;
            append_vertex(mesh, rings[r].points_m[i], normal, rings[r].paint);
        }
    }
    const uint32_t n = static_cast<uint32_t>(count);
    for (uint32_t r = 0; r + 1 < rings.size(); ++r)
        for (uint32_t i = 0; i < n; ++i) {
            const uint32_t next = (i + 1) % n;
            append_cell(mesh, base + r * n + i, base + r * n + next, base + (r + 1) * n + next, base + (r + 1) * n + i);
        }
    const Vec3 axis = unit_or(middle_of(rings.back()) - middle_of(rings.front()), {0, 0, 1});
    if (cap_first) append_cap(mesh, rings.front(), -axis);
    if (cap_last) append_cap(mesh, rings.back(), axis);
}

void append_tube(SceneMesh& mesh, const std::vector<Vec3>& path_m, double width_m, double height_m, int sides,
                 const std::function<Paint(size_t)>& paint_at) {
    if (path_m.size() < 2) return;
    const double semi_across = 0.5 * width_m, semi_deep = 0.5 * height_m;
    const uint32_t base = static_cast<uint32_t>(mesh.vertices.size());
    for (size_t p = 0; p < path_m.size(); ++p) {
        const Vec3 tangent = unit_or(path_m[std::min(p + 1, path_m.size() - 1)] - path_m[p > 0 ? p - 1 : 0], {0, 1, 0});
        const Vec3 across =
            unit_or(glm::cross(tangent, {0, 0, 1}), {1, 0, 0});  // in the skin plane, as TubeCurve has it
        const Vec3 deep = glm::cross(across, tangent);
        const Paint paint = paint_at(p);
        for (int i = 0; i < sides; ++i) {
            const double angle = 2.0 * kPi * i / sides;
            const double c = std::cos(angle), s = std::sin(angle);
            const Vec3 normal = unit_or(c / semi_across * across + s / semi_deep * deep, across);
            append_vertex(mesh, path_m[p] + semi_across * c * across + semi_deep * s * deep, normal, paint);
        }
    }
    const uint32_t n = static_cast<uint32_t>(sides);
    for (uint32_t p = 0; p + 1 < path_m.size(); ++p)
        for (uint32_t i = 0; i < n; ++i) {
            const uint32_t next = (i + 1) % n;
            append_cell(mesh, base + p * n + i, base + p * n + next, base + (p + 1) * n + next, base + (p + 1) * n + i);
        }
    for (const size_t end : {size_t{0}, path_m.size() - 1}) {
        const Vec3 inward = path_m[end == 0 ? 1 : path_m.size() - 2] - path_m[end];
        Ring ring;
        ring.paint = paint_at(end);
        const size_t first = base + end * static_cast<size_t>(sides);
        for (size_t i = 0; i < static_cast<size_t>(sides); ++i)
            ring.points_m.push_back(Vec3(mesh.vertices[first + i].position_m));
        append_cap(mesh, ring, -unit_or(inward, {0, 1, 0}));
    }
}

void append_ellipsoid(SceneMesh& mesh, const Vec3& center_m, const Mat3& axes, const Vec3& semi_axes_m, int sides,
                      const Paint& paint) {
    const int rows = std::max(3, sides / 2);
    const uint32_t base = static_cast<uint32_t>(mesh.vertices.size());
    for (int r = 0; r <= rows; ++r)
        for (int i = 0; i < sides; ++i) {
            const double polar = kPi * r / rows, around = 2.0 * kPi * i / sides;
            const Vec3 unit(std::sin(polar) * std::cos(around), std::sin(polar) * std::sin(around), std::cos(polar));
            append_vertex(mesh, center_m + axes * (semi_axes_m * unit), glm::normalize(axes * (unit / semi_axes_m)),
                          paint);
        }
    const uint32_t n = static_cast<uint32_t>(sides);
    for (uint32_t r = 0; r < static_cast<uint32_t>(rows); ++r)
        for (uint32_t i = 0; i < n; ++i) {
            const uint32_t next = (i + 1) % n;
            append_cell(mesh, base + r * n + i, base + r * n + next, base + (r + 1) * n + next, base + (r + 1) * n + i);
        }
}

void append_height_field(SceneMesh& mesh, const HeightMesh& extent, const std::function<double(double, double)>& height,
                         const std::function<Paint(double, double, double)>& paint) {
    CRYO_CHECK(extent.columns >= 2 && extent.rows >= 2);
    const Vec2 step = (extent.high_m - extent.low_m) / Vec2(extent.columns - 1, extent.rows - 1);
    const uint32_t base = static_cast<uint32_t>(mesh.vertices.size());
    std::vector<bool> is_there;
    for (int j = 0; j < extent.rows; ++j)
        for (int i = 0; i < extent.columns; ++i) {
            const double x = extent.low_m.x + i * step.x, y = extent.low_m.y + j * step.y;
            const double z = height(x, y);
            is_there.push_back(!std::isnan(z));
            double slope_x = (height(x + 0.5 * step.x, y) - height(x - 0.5 * step.x, y)) / step.x;
            double slope_y = (height(x, y + 0.5 * step.y) - height(x, y - 0.5 * step.y)) / step.y;
            if (std::isnan(slope_x)) slope_x = 0.0;
            if (std::isnan(slope_y)) slope_y = 0.0;
            append_vertex(mesh, {x, y, std::isnan(z) ? 0.0 : z}, glm::normalize(Vec3(slope_x, slope_y, -1.0)),
                          std::isnan(z) ? Paint{} : paint(x, y, z));
        }
    const uint32_t n = static_cast<uint32_t>(extent.columns);
    for (uint32_t j = 0; j + 1 < static_cast<uint32_t>(extent.rows); ++j)
        for (uint32_t i = 0; i + 1 < n; ++i) {
            const uint32_t a = j * n + i;
            if (is_there[a] && is_there[a + 1] && is_there[a + n] && is_there[a + n + 1])
                append_cell(mesh, base + a, base + a + 1, base + a + n + 1, base + a + n);
        }
}

void append_quad(SceneMesh& mesh, const std::array<Vec3, 4>& corners_m, const std::array<Paint, 4>& paints) {
    const Vec3 normal = unit_or(glm::cross(corners_m[2] - corners_m[0], corners_m[3] - corners_m[1]), {0, 0, -1});
    uint32_t ids[4];
    for (size_t i = 0; i < 4; ++i) ids[i] = append_vertex(mesh, corners_m[i], normal, paints[i]);
    append_cell(mesh, ids[0], ids[1], ids[2], ids[3]);
}

}  // namespace cryo::render

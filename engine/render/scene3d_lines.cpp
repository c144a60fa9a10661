#include "engine/render/scene3d_lines.h"

namespace cryo::render {

void append_line(LineMesh& mesh, const Vec3& a_m, const Vec3& b_m, const LineStyle& style, double along_m) {
    const uint32_t base = static_cast<uint32_t>(mesh.vertices.size());
    const double length_m = glm::length(b_m - a_m);
    for (int corner = 0; corner < 4; ++corner) {
        const bool at_b = corner >= 2;
        LineVertex vertex;
        vertex.here_m = glm::vec3(at_b ? b_m : a_m);
        vertex.toward_m = vertex.here_m + glm::vec3(b_m - a_m);
        const float side = corner == 0 || corner == 3 ? 1.0f : -1.0f;
        vertex.shape = {side, static_cast<float>(style.width_px), static_cast<float>(along_m + (at_b ? length_m : 0.0)),
                        static_cast<float>(style.dash_m)};
        vertex.paint[0] = style.red;
        vertex.paint[1] = style.green;
        vertex.paint[2] = style.blue;
        vertex.paint[3] = style.alpha;
        mesh.vertices.push_back(vertex);
    }
    for (const uint32_t i : {0U, 1U, 2U, 0U, 2U, 3U}) mesh.indices.push_back(base + i);
}

void append_polyline(LineMesh& mesh, const std::vector<Vec3>& points_m, const LineStyle& style, bool is_closed) {
    double along_m = 0.0;
    const size_t count = points_m.size();
    for (size_t i = 0; i + (is_closed ? 0 : 1) < count; ++i) {
        const Vec3& next = points_m[(i + 1) % count];
        append_line(mesh, points_m[i], next, style, along_m);
        along_m += glm::length(next - points_m[i]);
    }
}

}  // namespace cryo::render

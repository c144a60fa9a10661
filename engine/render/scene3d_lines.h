// Lines of even width in pixels for the 3-D view, as quadrilaterals that shaders/scene_line.vert spreads. World frame.
#pragma once

#include <cstdint>
#include <vector>

#include <glm/vec3.hpp>
#include <glm/vec4.hpp>

#include "engine/core/geometry.h"

namespace cryo::render {

struct LineStyle {
    uint8_t red = 255;
    uint8_t green = 255;
    uint8_t blue = 255;
    uint8_t alpha = 255;
    double width_px = 1.2;
    double dash_m = 0.0;  // length of one dash and one gap; 0 is unbroken
};

struct LineVertex {
    glm::vec3 here_m{0.0f};
    glm::vec3 toward_m{0.0f};  // another place on the line, the same way on from both ends
    glm::vec4 shape{0.0f};     // side, width px, along m, dash m
    uint8_t paint[4] = {255, 255, 255, 255};
};

struct LineMesh {
    std::vector<LineVertex> vertices;
    std::vector<uint32_t> indices;
};

// along_m: where the dash pattern stands at a.
void append_line(LineMesh& mesh, const Vec3& a_m, const Vec3& b_m, const LineStyle& style, double along_m = 0.0);
void append_polyline(LineMesh& mesh, const std::vector<Vec3>& points_m, const LineStyle& style, bool is_closed = false);

}  // namespace cryo::render

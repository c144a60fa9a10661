// The surface of one temperature in a grid, as a triangle mesh (naive surface nets: Gibson 1998), for display. Colder
// than the level is inside. Beyond the grid all is warm, so that ice at its rim is closed.
#pragma once

#include <cstdint>
#include <vector>

#include <glm/vec3.hpp>

#include "engine/core/grid3.h"

namespace cryo::render {

struct IceSurface {
    std::vector<glm::vec3> positions_m;  // frame of the grid
    std::vector<glm::vec3> normals;      // unit, towards the warm side
    std::vector<uint32_t> indices;       // triangles, counter-clockwise seen from the warm side

    bool empty() const { return indices.empty(); }
    double volume_m3() const;
};

// stride: take every stride-th cell; 0 picks one that keeps the box of cold cells below about 40 cells a side.
IceSurface extract_ice_surface(const Grid3<float>& temperature_degc, double level_degc, int stride = 0);

}  // namespace cryo::render

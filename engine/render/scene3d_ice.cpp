// This work is based on: Sarah F. F. Gibson, "Constrained elastic surface nets: generating smooth surfaces from binary
// segmented data", MICCAI 1998; here each cell's vertex is the mean of the level's crossings of the cell's edges, moved
// onto the level.
#include "engine/render/scene3d_ice.h"

#include <algorithm>
#include <cmath>

#include <glm/common.hpp>
#include <glm/geometric.hpp>

namespace cryo::render {

namespace {

constexpr int kLargestSide = 40;
// Pieces thinner than this many cells may go unseen by the search for cold cells; the eye misses them too.
constexpr int kSearchStride = 2;

struct CellBox {
    Index3 low{0};
    Index3 high{-1};  // inclusive
    bool is_empty() const { return high.x < low.x; }
};

// Box of the cells colder than the level, with the margin that the search stride asks for.
CellBox cold_box(const Grid3<float>& grid, float level) {
    const Index3 n = grid.size();
    CellBox box{n, Index3(-1)};
    for (int k = 0; k < n.z; k += kSearchStride)
        for (int j = 0; j < n.y; j += kSearchStride) {
            const float* row = &grid.at(0, j, k);
            for (int i = 0; i < n.x; i += kSearchStride) {
                if (row[i] >= level) continue;
                box.low = {std::min(box.low.x, i), std::min(box.low.y, j), std::min(box.low.z, k)};
                box.high = {std::max(box.high.x, i), std::max(box.high.y, j), std::max(box.high.z, k)};
            }
        }
    if (box.high.x < 0) return {};
    for (int a = 0; a < 3; ++a) {
        box.low[a] = std::max(0, box.low[a] - kSearchStride);
        box.high[a] = std::min(n[a] - 1, box.high[a] + kSearchStride);
    }
    return box;
}

// Temperatures above the level on a coarser lattice around the cold box, one warm layer all around.
class Lattice {
  public:
    Lattice(const Grid3<float>& grid, const CellBox& box, int stride, float level)
        : first_(box.low - Index3(stride)), origin_m_(grid.frame().center_m(first_.x, first_.y, first_.z)) {
        for (int a = 0; a < 3; ++a) size_[a] = (box.high[a] - box.low[a]) / stride + 4;
        spacing_m_ = stride * grid.frame().spacing_m;
        values_.resize(static_cast<size_t>(size_.x) * static_cast<size_t>(size_.y) * static_cast<size_t>(size_.z));
        const Index3 n = grid.size();
        size_t at = 0;
        for (int k = 0; k < size_.z; ++k)
            for (int j = 0; j < size_.y; ++j)
                for (int i = 0; i < size_.x; ++i, ++at) {
                    const Index3 cell = first_ + stride * Index3(i, j, k);
                    const bool is_rim =
                        i == 0 || j == 0 || k == 0 || i == size_.x - 1 || j == size_.y - 1 || k == size_.z - 1;
                    const bool is_in_grid =
                        cell.x >= 0 && cell.y >= 0 && cell.z >= 0 && cell.x < n.x && cell.y < n.y && cell.z < n.z;
                    const float above = is_in_grid ? grid.at(cell.x, cell.y, cell.z) - level : kWarm;
                    values_[at] = is_rim ? std::max(above, kWarm) : above;
                }
    }

    Index3 size() const { return size_; }
    size_t index(int i, int j, int k) const {
        return (static_cast<size_t>(k) * static_cast<size_t>(size_.y) + static_cast<size_t>(j)) *
                   static_cast<size_t>(size_.x) +
               static_cast<size_t>(i);
    }
    float at(int i, int j, int k) const { return values_[index(i, j, k)]; }
    size_t count() const { return values_.size(); }
    glm::vec3 point_m(const glm::vec3& cell) const {
        return glm::vec3(origin_m_) + static_cast<float>(spacing_m_) * cell;
    }

  private:
    // Degrees above the level outside the grid: ice at its rim is closed within one cell of the last cold one.
    static constexpr float kWarm = 1.0f;
    Index3 first_;
    Vec3 origin_m_;
    Index3 size_{0};
    double spacing_m_ = 1e-3;
    std::vector<float> values_;
};

struct CellVertex {
    glm::vec3 place{0.0f};     // in lattice cells
    glm::vec3 gradient{0.0f};  // of temperature
    bool is_crossed = false;
};

struct Trilinear {
    float value = 0.0f;
    glm::vec3 gradient{0.0f};  // per cell
};

// Of the eight corners of a cell at a place 0..1 in it.
Trilinear trilinear(const float corner[8], const glm::vec3& place) {
    Trilinear sum;
    for (int c = 0; c < 8; ++c) {
        glm::vec3 weight, slope;
        for (int a = 0; a < 3; ++a) {
            const bool is_high = (c >> a) & 1;
            weight[a] = is_high ? place[a] : 1.0f - place[a];
            slope[a] = is_high ? 1.0f : -1.0f;
        }
        sum.value += corner[c] * weight.x * weight.y * weight.z;
        sum.gradient += corner[c] * slope * glm::vec3(weight.y * weight.z, weight.x * weight.z, weight.x * weight.y);
    }
    return sum;
}

CellVertex vertex_of_cell(const Lattice& lattice, int i, int j, int k) {
    float corner[8];
    int cold = 0;
    for (int c = 0; c < 8; ++c) {
        corner[c] = lattice.at(i + (c & 1), j + ((c >> 1) & 1), k + ((c >> 2) & 1));
        if (corner[c] < 0.0f) ++cold;
    }
    CellVertex vertex;
    if (cold == 0 || cold == 8) return vertex;
    int crossings = 0;
    for (int c = 0; c < 8; ++c)
        for (int axis = 0; axis < 3; ++axis) {
            const int d = c | (1 << axis);
            if (d == c || (corner[c] < 0.0f) == (corner[d] < 0.0f)) continue;
            glm::vec3 place(c & 1, (c >> 1) & 1, (c >> 2) & 1);
            place[axis] = corner[c] / (corner[c] - corner[d]);
            vertex.place += place;
            ++crossings;
        }
    vertex.is_crossed = true;
    vertex.place /= static_cast<float>(crossings);
    // The mean of points on a curved surface lies on its hollow side: one Newton step brings it back to the level.
    const Trilinear there = trilinear(corner, vertex.place);
    const float steepness = glm::dot(there.gradient, there.gradient);
    if (steepness > 0.0f)
        vertex.place =
            glm::clamp(vertex.place - there.value / steepness * there.gradient, glm::vec3(-0.25f), glm::vec3(1.25f));
    vertex.gradient = there.gradient;
    vertex.place += glm::vec3(i, j, k);
    return vertex;
}

constexpr uint32_t kNone = 0xffffffffU;

}  // namespace

double IceSurface::volume_m3() const {
    double six_volumes = 0.0;
    for (size_t t = 0; t + 2 < indices.size(); t += 3) {
        const Vec3 a(positions_m[indices[t]]), b(positions_m[indices[t + 1]]), c(positions_m[indices[t + 2]]);
        six_volumes += glm::dot(a, glm::cross(b, c));
    }
    return six_volumes / 6.0;
}

IceSurface extract_ice_surface(const Grid3<float>& temperature_degc, double level_degc, int stride) {
    IceSurface surface;
    if (temperature_degc.empty()) return surface;
    const float level = static_cast<float>(level_degc);
    const CellBox box = cold_box(temperature_degc, level);
    if (box.is_empty()) return surface;
    if (stride <= 0) {
        const Index3 extent = box.high - box.low;
        stride = 1 + std::max({extent.x, extent.y, extent.z}) / kLargestSide;
    }
    const Lattice lattice(temperature_degc, box, stride, level);
    const Index3 n = lattice.size();

    std::vector<uint32_t> vertex_of(lattice.count(), kNone);
    for (int k = 0; k + 1 < n.z; ++k)
        for (int j = 0; j + 1 < n.y; ++j)
            for (int i = 0; i + 1 < n.x; ++i) {
                const CellVertex vertex = vertex_of_cell(lattice, i, j, k);
                if (!vertex.is_crossed) continue;
                vertex_of[lattice.index(i, j, k)] = static_cast<uint32_t>(surface.positions_m.size());
                surface.positions_m.push_back(lattice.point_m(vertex.place));
                const float slope = glm::length(vertex.gradient);
                surface.normals.push_back(slope > 0.0f ? vertex.gradient / slope : glm::vec3(0, 0, -1));
            }

    // Each lattice edge that crosses the level is surrounded by four cells: their vertices are a quadrilateral.
    // The rim of the lattice is warm, so a crossing has all four of them.
    for (int k = 0; k + 1 < n.z; ++k)
        for (int j = 0; j + 1 < n.y; ++j)
            for (int i = 0; i + 1 < n.x; ++i) {
                const bool is_cold = lattice.at(i, j, k) < 0.0f;
                for (int axis = 0; axis < 3; ++axis) {
                    Index3 next(i, j, k);
                    next[axis] += 1;
                    if ((lattice.at(next.x, next.y, next.z) < 0.0f) == is_cold) continue;
                    const int u = (axis + 1) % 3, v = (axis + 2) % 3;
                    uint32_t quad[4];
                    for (int c = 0; c < 4; ++c) {
                        Index3 cell(i, j, k);
                        if (c == 0 || c == 3) cell[u] -= 1;
                        if (c < 2) cell[v] -= 1;
                        quad[c] = vertex_of[lattice.index(cell.x, cell.y, cell.z)];
                    }
                    if (!is_cold) std::swap(quad[1], quad[3]);  // the warm side is the outside
                    surface.indices.insert(surface.indices.end(),
                                           {quad[0], quad[1], quad[2], quad[0], quad[2], quad[3]});
                }
            }
    return surface;
}

}  // namespace cryo::render

// A dense box of values on a regular grid; x runs fastest. Cell (i,j,k) has its centre at
// origin_m + spacing_m * (i,j,k).
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/check.h"
#include "engine/core/geometry.h"

namespace cryo {

// Where the cells are.
struct GridFrame {
    Vec3 origin_m{0.0};       // centre of cell (0,0,0)
    double spacing_m = 1e-3;  // > 0, the same along each axis
    Index3 size{0};           // cells along each axis

    size_t cell_count() const {
        return static_cast<size_t>(size.x) * static_cast<size_t>(size.y) * static_cast<size_t>(size.z);
    }
    size_t index(int i, int j, int k) const {
        return (static_cast<size_t>(k) * static_cast<size_t>(size.y) + static_cast<size_t>(j)) *
                   static_cast<size_t>(size.x) +
               static_cast<size_t>(i);
    }
    Vec3 center_m(int i, int j, int k) const { return origin_m + spacing_m * Vec3(i, j, k); }
    // Cell coordinates of a point, in cells from the first centre; not clamped.
    Vec3 cell_from_point(const Vec3& point_m) const { return (point_m - origin_m) / spacing_m; }
};

template <class T>
class Grid3 {
  public:
    Grid3() = default;
    explicit Grid3(const GridFrame& frame, const T& fill = T{}) : frame_(frame), values_(frame.cell_count(), fill) {}

    const GridFrame& frame() const { return frame_; }
    Index3 size() const { return frame_.size; }
    bool empty() const { return values_.empty(); }

    T& at(int i, int j, int k) { return values_[frame_.index(i, j, k)]; }
    const T& at(int i, int j, int k) const { return values_[frame_.index(i, j, k)]; }

    std::vector<T>& values() { return values_; }
    const std::vector<T>& values() const { return values_; }

  private:
    GridFrame frame_;
    std::vector<T> values_;
};

// Trilinear value at a point; outside the box the nearest face's value holds. For arithmetic T.
template <class T>
double sample_trilinear(const Grid3<T>& grid, const Vec3& point_m) {
    CRYO_CHECK(!grid.empty());
    const Vec3 cell = grid.frame().cell_from_point(point_m);
    const Index3 n = grid.size();
    int low[3];
    double part[3];
    for (int a = 0; a < 3; ++a) {
        const double top = static_cast<double>(n[a] - 1);
        const double c = cell[a] < 0.0 ? 0.0 : (cell[a] > top ? top : cell[a]);
        low[a] = static_cast<int>(c);
        if (low[a] > n[a] - 2) low[a] = n[a] > 1 ? n[a] - 2 : 0;
        part[a] = c - low[a];
    }
    double sum = 0.0;
    for (int corner = 0; corner < 8; ++corner) {
        double weight = 1.0;
        int at[3];
        for (int a = 0; a < 3; ++a) {
            const bool high = (corner >> a) & 1;
            at[a] = low[a] + (high && n[a] > 1 ? 1 : 0);
            weight *= high ? part[a] : 1.0 - part[a];
        }
        if (weight > 0.0) sum += weight * static_cast<double>(grid.at(at[0], at[1], at[2]));
    }
    return sum;
}

}  // namespace cryo

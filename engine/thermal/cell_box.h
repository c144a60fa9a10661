// A box of grid cells: low inclusive, high exclusive.
#pragma once

#include <algorithm>

#include "engine/core/geometry.h"

namespace cryo::thermal {

struct CellBox {
    Index3 low{0};
    Index3 high{0};

    bool empty() const { return low.x >= high.x || low.y >= high.y || low.z >= high.z; }
    bool contains(int i, int j, int k) const {
        return i >= low.x && i < high.x && j >= low.y && j < high.y && k >= low.z && k < high.z;
    }
    int count() const { return empty() ? 0 : (high.x - low.x) * (high.y - low.y) * (high.z - low.z); }
    bool operator==(const CellBox&) const = default;
};

inline CellBox merged(const CellBox& a, const CellBox& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {glm::min(a.low, b.low), glm::max(a.high, b.high)};
}

inline CellBox grown(const CellBox& box, int cells, const Index3& size) {
    if (box.empty()) return box;
    return {glm::max(box.low - cells, Index3(0)), glm::min(box.high + cells, size)};
}

}  // namespace cryo::thermal

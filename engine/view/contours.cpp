#include <array>
#include <cstddef>

#include "engine/core/check.h"
#include "engine/view/make.h"

namespace cryo::view {

namespace {

// Crossings are on edges of the grid. Edge 2 * (j * width + i) goes from corner (i, j) to the right, the next one down.
struct Crossings {
    int width;
    std::vector<std::array<int, 2>> neighbours;  // of each edge, along the line; -1 = none
    std::vector<bool> used;

    int right(int i, int j) const { return 2 * (j * width + i); }
    int down(int i, int j) const { return 2 * (j * width + i) + 1; }
    void join(int a, int b) {
        link(a, b);
        link(b, a);
    }

  private:
    void link(int from, int to) {
        auto& slots = neighbours[static_cast<size_t>(from)];
        (slots[0] < 0 ? slots[0] : slots[1]) = to;
    }
};

// Segments of one cell between the edges its sides are: top, right, bottom, left.
void add_cell(Crossings& crossings, int i, int j, const std::array<double, 4>& corner, double level) {
    // Corners in turn: upper left, upper right, lower right, lower left; the side after corner k is side k.
    const std::array<int, 4> side{crossings.right(i, j), crossings.down(i + 1, j), crossings.right(i, j + 1),
                                  crossings.down(i, j)};
    std::array<bool, 4> above{};
    for (size_t k = 0; k < 4; ++k) above[k] = corner[k] >= level;
    std::vector<int> cut;
    for (size_t k = 0; k < 4; ++k)
        if (above[k] != above[(k + 1) % 4]) cut.push_back(side[k]);
    if (cut.size() == 2) {
        crossings.join(cut[0], cut[1]);
    } else if (cut.size() == 4) {
        // A saddle: the mean of the corners says which pair of opposite corners is connected through the middle.
        const bool middle_above = 0.25 * (corner[0] + corner[1] + corner[2] + corner[3]) >= level;
        if (middle_above == above[0]) {
            crossings.join(side[0], side[1]);
            crossings.join(side[2], side[3]);
        } else {
            crossings.join(side[3], side[0]);
            crossings.join(side[1], side[2]);
        }
    }
}

}  // namespace

std::vector<std::vector<Vec2>> contour_lines(const std::vector<double>& values, int width, int height, double level) {
    CRYO_CHECK_OP(values.size(), ==, static_cast<size_t>(width) * static_cast<size_t>(height));
    if (width < 2 || height < 2) return {};
    const auto value = [&](int i, int j) {
        return values[static_cast<size_t>(j) * static_cast<size_t>(width) + static_cast<size_t>(i)];
    };
    const size_t edge_count = 2 * values.size();
    Crossings crossings{width, std::vector<std::array<int, 2>>(edge_count, {-1, -1}),
                        std::vector<bool>(edge_count, false)};
    for (int j = 0; j + 1 < height; ++j)
        for (int i = 0; i + 1 < width; ++i)
            add_cell(crossings, i, j, {value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)}, level);

    const auto place = [&](int edge) {
        const int i = (edge / 2) % width;
        const int j = (edge / 2) / width;
        const bool down = edge % 2 == 1;
        const double a = value(i, j);
        const double b = down ? value(i, j + 1) : value(i + 1, j);
        const double t = (level - a) / (b - a);
        return down ? Vec2(i, j + t) : Vec2(i + t, j);
    };
    std::vector<std::vector<Vec2>> lines;
    const auto walk = [&](int start) {
        std::vector<Vec2>& line = lines.emplace_back();
        int at = start;
        while (at >= 0 && !crossings.used[static_cast<size_t>(at)]) {
            crossings.used[static_cast<size_t>(at)] = true;
            line.push_back(place(at));
            const auto& next = crossings.neighbours[static_cast<size_t>(at)];
            const bool first_free = next[0] >= 0 && !crossings.used[static_cast<size_t>(next[0])];
            const bool second_free = next[1] >= 0 && !crossings.used[static_cast<size_t>(next[1])];
            at = first_free ? next[0] : (second_free ? next[1] : -1);
        }
        return start;
    };
    // Lines that end at the border first, then the closed ones, which end where they began.
    for (const bool closed : {false, true}) {
        for (size_t e = 0; e < edge_count; ++e) {
            const auto& next = crossings.neighbours[e];
            if (crossings.used[e] || next[0] < 0 || (!closed && next[1] >= 0)) continue;
            const int start = walk(static_cast<int>(e));
            if (closed) lines.back().push_back(place(start));
        }
    }
    return lines;
}

}  // namespace cryo::view

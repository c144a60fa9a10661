// A made-up temperature field around the active zone of a shaft, for tests of what draws or measures ice: falls off
// from the shaft like the field around a cylinder, with the liquidus at a chosen radius.
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/anatomy/tissue.h"
#include "engine/core/grid3.h"
#include "engine/instruments/cryoprobe.h"

namespace cryo::test {

inline Grid3<float> ice_around(const instruments::NeedleAxis& needle, double radius_m, double spacing_m = 0.0005) {
    const Vec3 low_m = needle.tip_m - 0.5 * needle.active_length_m * needle.direction - 0.012;
    GridFrame frame;
    frame.spacing_m = spacing_m;
    frame.origin_m = low_m;
    frame.size = Index3(static_cast<int>(0.024 / spacing_m));
    Grid3<float> grid(frame, 37.0F);
    const Vec3 a = needle.tip_m - needle.active_length_m * needle.direction;
    for (int k = 0; k < frame.size.z; ++k)
        for (int j = 0; j < frame.size.y; ++j)
            for (int i = 0; i < frame.size.x; ++i) {
                const Vec3 p = frame.center_m(i, j, k);
                const double f = nearest_fraction_on_segment(p, a, needle.tip_m);
                const double r = glm::length(p - (a + f * (needle.tip_m - a)));
                const double wall = needle.radius_m;
                constexpr double kWallDegc = -70.0;
                const double inside = std::log(std::max(r, wall) / radius_m) / std::log(wall / radius_m);
                const double t = r < radius_m ? anatomy::kLiquidusDegc + inside * (kWallDegc - anatomy::kLiquidusDegc)
                                              : 37.0 - 38.0 * std::exp(-(r - radius_m) / (0.7 * radius_m));
                grid.at(i, j, k) = static_cast<float>(t);
            }
    return grid;
}

}  // namespace cryo::test

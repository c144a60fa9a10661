// A stroke alphabet for pictures that are drawn without a font: polylines on a grid 12 units from cap top to baseline.
// Covers printable ASCII and the few signs that plots need (degree, minus, less-or-equal, diamond); others show a box.
#pragma once

#include <string>
#include <vector>

#include "engine/core/geometry.h"

namespace cryo::report {

inline constexpr double kCapHeightUnits = 12.0;

// Strokes of a line of text in units, x right and y down, with the baseline at y = 12 and the first glyph at x = 0.
struct Lettering {
    std::vector<std::vector<Vec2>> strokes;
    double width_units = 0.0;
};
Lettering lettering(const std::string& utf8);

}  // namespace cryo::report

// Whether a screen is whole, asked of what it laid out: nothing cut, nothing on top of something else, nothing too
// small to hit. Pure; each fault is one sentence that names what and where.
#pragma once

#include <string>
#include <vector>

#include "engine/ui/layout_log.h"

namespace cryo::ui {

// The least side of what is to be hit, in pixels (WCAG 2.2, 2.5.8). In a window smaller than the design's everything
// shrinks with it.
inline constexpr double kLeastTargetPx = 24.0;

std::vector<std::string> layout_faults(const std::vector<LaidOut>& parts, double unit);

}  // namespace cryo::ui

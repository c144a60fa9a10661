// The foot of every screen: the one remark that this is a simulator, and a short note at the right.
#pragma once

#include <string>

#include "engine/ui/layout.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

void draw_footer(const Rect& rect, const Style& style, const std::string& remark);

}  // namespace cryo::ui

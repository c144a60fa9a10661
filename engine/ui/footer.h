// The foot of every screen: the one remark that this is a simulator, and a short note at the right. Where no case is
// open it also has what belongs to the program: settings, keys, quitting.
#pragma once

#include <string>

#include "engine/ui/layout.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

void draw_footer(const Rect& rect, const Style& style, const std::string& remark);

// Buttons and footer of a screen without a case, with what they open and the questions of a first start over it all.
Outcome draw_program_foot(const PageLayout& at, bool offers_anatomy, UiState& state, const Style& style,
                          const Frame& frame);

}  // namespace cryo::ui

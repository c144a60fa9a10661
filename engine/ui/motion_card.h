// The hover card of a hand movement: its names in words, and a small moving picture of it.
#pragma once

#include <string_view>

#include "engine/ui/theme.h"

namespace cryo::ui {

enum class Motion { Slide, Across, Tilt, Rock, Rotate, Press, EntryAlong, EntryAcross, Swing, Steepness, Insert };

// Shows the card while the last item is hovered.
void explain_motion(Motion motion, std::string_view words, const Style& style);

}  // namespace cryo::ui

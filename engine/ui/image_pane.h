// The ultrasound image as a machine shows it: the picture with depth ruler, focus mark, orientation mark, gray bar and
// parameter block, time gain curve while it is being changed, labels and isotherms while help is on, callipers.
// Everything over the picture is drawn here, never into it.
#pragma once

#include "engine/ui/layout.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

inline constexpr double kTgcFadeS = 1.5;  // after the last change, as machines do

Outcome draw_image_pane(const Rect& pane, const view::Readouts& readouts, UiState& state, const Style& style,
                        const Frame& frame, const Pictures& pictures);

// A still of the same picture with its ruler and labels, within `rect` of the current panel; `rect` is as high as the
// picture's proportions ask for its width.
void draw_image_still(const Rect& rect, const view::Readouts& readouts, const Style& style, const Pictures& pictures);

}  // namespace cryo::ui

// The panels of the practice screen beside the image. Each is a function of Readouts and returns what was asked for.
#pragma once

#include "engine/ui/layout.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

Outcome draw_knobs(const Rect& rect, bool narrow, const view::Readouts& readouts, UiState& state, const Style& style);
// Those that draw_knobs leaves out where there is little room.
void draw_further_knobs(const view::Readouts& readouts, UiState& state, const Style& style, Outcome& outcome);
Outcome draw_scene_pane(const Rect& rect, const view::Readouts& readouts, UiState& state, const Style& style,
                        const Pictures& pictures);
// Narrow: the sliders of the hand in use only.
Outcome draw_hands(const Rect& rect, bool narrow, const view::Readouts& readouts, UiState& state, const Style& style);
Outcome draw_console(const Rect& rect, const view::Readouts& readouts, UiState& state, const Style& style,
                     const Frame& frame);
void draw_phase_bar(const Rect& rect, const view::Readouts& readouts, const Style& style);

// Switches the 3-D view and says so to the session, which records help.
void choose_scene_view(SceneView view, const view::Readouts& readouts, UiState& state, Outcome& outcome);

}  // namespace cryo::ui

// The drawer of the machine's further controls over the right side of the image: presets, auto gain, gray map, looks,
// needle enhancement, Doppler, callipers. Everything in it is a Knob command or the screen's own state.
#pragma once

#include <optional>

#include "engine/ui/layout.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

void draw_machine_drawer(const Rect& pane, const view::Readouts& readouts, UiState& state, const Style& style,
                         Outcome& outcome);

// What a key's press does next: off, colour, power; off, needle from left, from right; off, distance, ellipse.
void next_doppler_mode(const view::Readouts& readouts, std::vector<session::Command>& commands);
void next_needle_side(const view::Readouts& readouts, std::vector<session::Command>& commands);
void next_callipers(UiState& state);

}  // namespace cryo::ui

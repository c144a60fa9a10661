// The machine's knobs as detents: what one click or key press does. Shared by the panels and the input map, so that a
// key and a button never differ.
#pragma once

#include <optional>

#include "engine/session/command.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

// One detent up (+1) or down (-1), kept inside the knob's range, the transducer's band and the image depth; nothing at
// the end of the range.
std::optional<session::Command> step_knob(const view::Readouts& readouts, session::Knob knob, int steps);

}  // namespace cryo::ui

// The debrief's course over time: a scrubber with a tick for every loss, what held at that moment in words, and the
// curves of needle, cold, nerve and skin with one line through all of them.
#pragma once

#include "engine/ui/screens.h"

namespace cryo::ui {

// Draws on the current panel; `t_s` is the moment looked at, moved by the scrubber.
void draw_course(const DebriefModel& model, const Style& style, double& t_s);

}  // namespace cryo::ui

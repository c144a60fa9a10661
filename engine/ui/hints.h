// One short line of help while doing: what a supervisor beside the learner would say now. Never a score.
#pragma once

#include <string>

#include "engine/ui/state.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

inline constexpr double kHintGapS = 6.0;  // at most one new line in this time

// What could be said about this moment, most urgent first; "" when there is nothing.
std::string hint_for(const view::Readouts& readouts);

// What the lesson says now: its message, else its task; "" without a lesson.
std::string lesson_words(const view::Readouts& readouts);

// The line to show: what the lesson says; in Learn and Practice hint_for, held back so that lines do not chase each
// other; in a Check only what the room gives (the patient's words).
const std::string& current_hint(const view::Readouts& readouts, UiState& state, double now_s);

}  // namespace cryo::ui

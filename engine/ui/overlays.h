// What lies over a screen for a moment: the page of keys, the settings, and the choice of a reason not to treat.
#pragma once

#include <span>

#include "engine/ui/state.h"
#include "engine/ui/theme.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

// Reasons not to treat, the same list in every case, so that their presence gives nothing away. `id` goes into the
// attempt file; a case whose right answer is to refuse names one or more of them as contraindications of its consent.
struct RefusalReason {
    const char* id;
    const char* words;
};
std::span<const RefusalReason> refusal_reasons();

void draw_keys_overlay(UiState& state, const Style& style, const Frame& frame);
void draw_settings_overlay(UiState& state, const Style& style, const Frame& frame);
// Asks what the person works with, and offers the tour of the controls.
Outcome draw_first_start_overlay(UiState& state, const Style& style, const Frame& frame);
// A bar while something takes its time.
void draw_busy_overlay(const UiState& state, const Style& style, const Frame& frame);
// The question of a lesson, until it is answered.
Outcome draw_question_overlay(const view::Readouts& readouts, const Style& style, const Frame& frame);
Outcome draw_refusal_overlay(UiState& state, const Style& style, const Frame& frame);

}  // namespace cryo::ui

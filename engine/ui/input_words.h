// How a lesson names a movement or key without knowing the person's input: "{slide}" becomes "A and D, or drag left and
// right on the image" beside a mouse, "the left stick" with a gamepad.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/ui/state.h"

namespace cryo::ui {

// The words that may stand in braces.
std::span<const std::string_view> input_word_names();

// The text with every known {name} written out; what is not known stays as it is.
std::string with_input_words(std::string text, Input input);

}  // namespace cryo::ui

#include "engine/ui/input_words.h"

#include <array>

namespace cryo::ui {

namespace {

constexpr std::array<std::string_view, 11> kNames{"slide",   "across",    "tilt", "rotate",       "press", "other_hand",
                                                  "advance", "pull_back", "gas",  "freeze_image", "depth"};

// In the order of the names; by input.
constexpr std::array<std::array<std::string_view, kInputCount>, kNames.size()> kWords{{
    {"A and D, or drag left and right on the image", "move the finger left and right", "arrows Left and Right",
     "the left stick to the left and right"},
    {"W and S, or drag up and down on the image", "move the finger up and down", "arrows Up and Down",
     "the left stick up and down"},
    {"R and F, or drag up and down with the right button", "Shift and the finger up and down", "Shift with Up and Down",
     "LB and the left stick up and down"},
    {"Q and E, or the wheel", "Ctrl and the finger left and right", "Ctrl with Left and Right",
     "the d-pad left and right"},
    {"G and T", "Ctrl and the finger up and down", "Ctrl with Up and Down", "LT, and the d-pad up"},
    {"Tab", "Tab", "Tab", "the right stick and RT, which are always the cryoprobe"},
    {"Page Down, or the wheel with the cryoprobe in hand", "E, then the finger up", "Page Down, or E", "RT"},
    {"Page Up, or the wheel back", "the finger down, or Page Up", "Page Up", "RB"},
    {"hold Enter for half a second", "hold Enter for half a second", "hold Enter for half a second",
     "hold X for half a second"},
    {"Space", "Space", "Space", "A"},
    {"keys \u2212 and =", "keys \u2212 and =", "keys \u2212 and =", "keys \u2212 and ="},
}};

}  // namespace

std::span<const std::string_view> input_word_names() { return kNames; }

std::string with_input_words(std::string text, Input input) {
    for (size_t i = 0; i < kNames.size(); ++i) {
        const std::string mark = "{" + std::string(kNames[i]) + "}";
        const std::string_view words = kWords[i][static_cast<size_t>(input)];
        for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + words.size()))
            text.replace(at, mark.size(), words);
    }
    return text;
}

}  // namespace cryo::ui

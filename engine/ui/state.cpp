#include "engine/ui/state.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <cmath>

#include "engine/core/units.h"

namespace cryo::ui {

double Measurement::length_m() const { return glm::length(points_m[1] - points_m[0]); }

double Measurement::width_m() const {
    const Vec2 along = (points_m[1] - points_m[0]) / std::max(1e-9, length_m());
    const Vec2 off = points_m[2] - 0.5 * (points_m[0] + points_m[1]);
    return 2.0 * std::abs(along.x * off.y - along.y * off.x);
}

double Measurement::area_m2() const { return 0.25 * kPi * length_m() * width_m(); }

bool advance_hold(HoldTimer& timer, bool down, double dt_s, double needed_s) {
    if (!down) {
        timer = {};
        return false;
    }
    timer.held_s += dt_s;
    if (timer.fired || timer.held_s < needed_s) return false;
    timer.fired = true;
    return true;
}

double fading_labels_frac(double since_s) { return std::clamp(2.0 * (1.0 - since_s / kLabelsFadeS), 0.0, 1.0); }

const char* input_name(Input input) {
    constexpr std::array<const char*, kInputCount> kNames{"mouse", "trackpad", "keyboard", "gamepad"};
    return kNames[static_cast<size_t>(input)];
}

void use_input(UiState& state, Input input) {
    state.input = input;
    state.pointer = input == Input::Trackpad ? Pointer::Trackpad : Pointer::Mouse;
    state.bindings = input == Input::Mouse || input == Input::Gamepad ? BindingPage::TwoHands : BindingPage::OneHand;
}

void append(Outcome& to, Outcome&& from) {
    to.commands.insert(to.commands.end(), std::make_move_iterator(from.commands.begin()),
                       std::make_move_iterator(from.commands.end()));
    to.requests.insert(to.requests.end(), std::make_move_iterator(from.requests.begin()),
                       std::make_move_iterator(from.requests.end()));
}

}  // namespace cryo::ui

#include "engine/app/input_map.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/ui/knobs.h"
#include "engine/ui/machine_drawer.h"
#include "engine/ui/practice_panels.h"

namespace cryo::app {

namespace {

using ui::Action;

// A held key repeats after a moment and quickens.
constexpr double kRepeatAfterS = 0.25;
constexpr double kRampS = 1.2;
constexpr double kSlowTapsPerS = 8.0;
constexpr double kFastTapsPerS = 80.0;  // 20 mm/s, 40 deg/s

constexpr double kMPerPx = 0.00005;
constexpr double kRadPerPx = 0.0021;  // 0.12 deg
constexpr double kWheelM = 0.0005;
constexpr double kWheelRad = 0.0349;  // 2 deg
constexpr double kPressPerTap = 0.02;
constexpr double kPressPerPx = 0.004;

constexpr double kJiggleM = 0.001;
constexpr double kJiggleHalfS = 0.18;  // one way
constexpr int kJiggles = 3;

// Adds `wish` to a target that may not run farther ahead of `actual` than `lead`; the new value where it was asked to
// move. Turning round, or a target the instrument never reached, starts from where the instrument is.
std::optional<double> follow(double& target, double actual, double wish, double lead) {
    if (wish == 0.0) return std::nullopt;
    if ((target - actual) * wish < 0.0 || std::abs(target - actual) > lead) target = actual;
    target = std::clamp(target + wish, actual - lead, actual + lead);
    return target;
}

}  // namespace

bool InputMap::pressed(Action action) const {
    const auto i = static_cast<size_t>(action);
    return down_[i] && !was_down_[i];
}

bool InputMap::held(Action action) const { return down_[static_cast<size_t>(action)]; }

// Taps in this frame along an axis with one key each way: one at once, then a quickening stream.
double InputMap::taps(Action less, Action more, double dt_s) {
    double sum = 0.0;
    for (const auto& [action, sign] : {std::pair{less, -1.0}, std::pair{more, 1.0}}) {
        if (!held(action)) continue;
        if (pressed(action)) {
            sum += sign;
            continue;
        }
        const double beyond_s = held_s_[static_cast<size_t>(action)] - kRepeatAfterS;
        if (beyond_s <= 0.0) continue;
        const double share = std::min(1.0, beyond_s / kRampS);
        sum += sign * (kSlowTapsPerS + share * (kFastTapsPerS - kSlowTapsPerS)) * dt_s;
    }
    return sum;
}

void InputMap::read_actions(const KeyState& keys, const ui::UiState& state, double dt_s) {
    was_down_ = down_;
    down_.fill(false);
    for (const ui::Binding& binding : ui::bindings(state.bindings, state.key_changes))
        if (keys[binding.key]) down_[static_cast<size_t>(binding.action)] = true;
    constexpr std::array<std::pair<PadButton, Action>, 6> kPad{{{PadButton::A, Action::FreezeImage},
                                                                {PadButton::X, Action::Gas},
                                                                {PadButton::B, Action::Jiggle},
                                                                {PadButton::Y, Action::NextView},
                                                                {PadButton::Start, Action::Pause},
                                                                {PadButton::Back, Action::ShowKeys}}};
    for (const auto& [button, action] : kPad)
        if (keys.gamepad[button]) down_[static_cast<size_t>(action)] = true;
    for (size_t i = 0; i < down_.size(); ++i) held_s_[i] = down_[i] ? held_s_[i] + dt_s : 0.0;
}

void InputMap::add_keys(Wish& wish, const view::Readouts& readouts, const ui::UiState& state, const KeyState& keys,
                        double dt_s) {
    // While the picture is frozen these two keys step through it.
    const double right = readouts.imaging.frozen ? 0.0 : taps(Action::GripLeft, Action::GripRight, dt_s);
    const double up = taps(Action::GripDown, Action::GripUp, dt_s);
    if (state.gripped == ui::Hand::Transducer) {
        if (keys.ctrl) {
            wish.rotate_rad += right * kTapRad;
            wish.press_frac -= up * kPressPerTap;  // down presses
        } else if (keys.shift) {
            wish.rock_rad += right * kTapRad;
            wish.tilt_rad += up * kTapRad;
        } else {
            wish.slide_m += right * kTapM;
            wish.across_m += up * kTapM;
        }
    } else if (state.gripped == ui::Hand::Cryoprobe) {
        if (keys.shift) {
            wish.yaw_rad -= right * kTapRad;  // to the right seen from above
            wish.pitch_rad += up * kTapRad;
        } else if (readouts.cryoprobe.insert_m > 0.0) {
            wish.insert_m += up * kTapM;
        } else {
            wish.entry_x_m += right * kTapM;
            wish.entry_y_m += up * kTapM;
        }
    }
    wish.slide_m += taps(Action::SlideLeft, Action::SlideRight, dt_s) * kTapM;
    wish.across_m += taps(Action::AcrossNear, Action::AcrossFar, dt_s) * kTapM;
    wish.tilt_rad += taps(Action::TiltDown, Action::TiltUp, dt_s) * kTapRad;
    wish.rock_rad += taps(Action::RockLeft, Action::RockRight, dt_s) * kTapRad;
    wish.rotate_rad += taps(Action::RotateLeft, Action::RotateRight, dt_s) * kTapRad;
    wish.press_frac += taps(Action::PressLess, Action::PressMore, dt_s) * kPressPerTap;
    wish.insert_m += taps(Action::PullBack, Action::Advance, dt_s) * kTapM;
}

void InputMap::add_pointer(Wish& wish, const view::Readouts& readouts, const ui::UiState& state,
                           const KeyState& keys) const {
    const ui::PointerOnImage& mouse = state.pointer_on_image;
    const bool captured = keys.pointer_right_px != 0.0 || keys.pointer_down_px != 0.0;
    const bool plain = mouse.plain || (captured && !keys.shift && !keys.ctrl);
    const bool shifted = mouse.shifted || (captured && keys.shift);
    const double right = captured ? keys.pointer_right_px : mouse.right_px;
    const double up = captured ? -keys.pointer_down_px : -mouse.down_px;
    if (state.gripped == ui::Hand::Transducer) {
        if (shifted) {
            wish.rock_rad += right * kRadPerPx;
            wish.tilt_rad += up * kRadPerPx;
        } else if (plain) {
            wish.slide_m += right * kMPerPx;
            wish.across_m += up * kMPerPx;
        } else if (captured) {
            wish.rotate_rad += right * kRadPerPx;
            wish.press_frac -= up * kPressPerPx;
        }
        wish.rotate_rad += mouse.wheel * kWheelRad;
    } else if (state.gripped == ui::Hand::Cryoprobe) {
        const bool inside = readouts.cryoprobe.insert_m > 0.0;
        if (shifted) {
            wish.yaw_rad -= right * kRadPerPx;
            wish.pitch_rad += up * kRadPerPx;
        } else if (plain && inside) {
            wish.insert_m += up * kMPerPx;
        } else if (plain) {
            wish.entry_x_m += right * kMPerPx;
            wish.entry_y_m += up * kMPerPx;
        }
        if (inside || mouse.wheel > 0.0) wish.insert_m += mouse.wheel * kWheelM;
    }
}

std::optional<session::Command> InputMap::move_transducer(const Wish& wish, const view::Readouts& readouts) {
    const auto& pose = readouts.transducer_pose;
    auto& target = transducer_target_;
    session::MoveTransducer move;
    move.slide_m = follow(target.slide_m, pose.slide_m, wish.slide_m, kLeadM);
    move.across_m = follow(target.across_m, pose.across_m, wish.across_m, kLeadM);
    move.rotate_rad = follow(target.rotate_rad, pose.rotate_rad, wish.rotate_rad, kLeadRad);
    move.tilt_rad = follow(target.tilt_rad, pose.tilt_rad, wish.tilt_rad, kLeadRad);
    move.rock_rad = follow(target.rock_rad, pose.rock_rad, wish.rock_rad, kLeadRad);
    move.press_frac = follow(target.press_frac, pose.press_frac, wish.press_frac, kLeadPress);
    const auto keep = [](std::optional<double>& value, double limit) {
        if (value) value = std::clamp(*value, -limit, limit);
    };
    keep(move.slide_m, instruments::kSlideLimitM);
    keep(move.across_m, instruments::kAcrossLimitM);
    keep(move.rotate_rad, kPi);
    keep(move.tilt_rad, rad_from_deg(45.0));
    keep(move.rock_rad, rad_from_deg(20.0));
    if (move.press_frac) move.press_frac = std::clamp(*move.press_frac, 0.0, 1.0);
    if (!move.slide_m && !move.across_m && !move.rotate_rad && !move.tilt_rad && !move.rock_rad && !move.press_frac)
        return std::nullopt;
    return move;
}

std::optional<session::Command> InputMap::move_cryoprobe(const Wish& wish, const view::Readouts& readouts) {
    const auto& pose = readouts.cryoprobe;
    auto& target = cryoprobe_target_;
    session::MoveCryoprobe move;
    move.entry_x_m = follow(target.entry_x_m, pose.entry_x_m, wish.entry_x_m, kLeadM);
    move.entry_y_m = follow(target.entry_y_m, pose.entry_y_m, wish.entry_y_m, kLeadM);
    move.yaw_rad = follow(target.yaw_rad, pose.yaw_rad, wish.yaw_rad, kLeadRad);
    move.pitch_rad = follow(target.pitch_rad, pose.pitch_rad, wish.pitch_rad, kLeadRad);
    move.insert_m = follow(target.insert_m, pose.insert_m, wish.insert_m, kLeadInsertM);
    if (move.entry_x_m)
        move.entry_x_m = std::clamp(*move.entry_x_m, -instruments::kEntryLimitM, instruments::kEntryLimitM);
    if (move.entry_y_m)
        move.entry_y_m = std::clamp(*move.entry_y_m, -instruments::kEntryLimitM, instruments::kEntryLimitM);
    if (move.yaw_rad) move.yaw_rad = std::clamp(*move.yaw_rad, -kPi, kPi);
    if (move.pitch_rad) move.pitch_rad = std::clamp(*move.pitch_rad, instruments::kPitchLowRad, rad_from_deg(90.0));
    if (move.insert_m) move.insert_m = std::clamp(*move.insert_m, 0.0, readouts.shaft_length_m);
    if (!move.entry_x_m && !move.entry_y_m && !move.yaw_rad && !move.pitch_rad && !move.insert_m) return std::nullopt;
    return move;
}

// Back and forth along the shaft, never deeper than it was.
std::optional<session::Command> InputMap::jiggle(const view::Readouts& readouts, double dt_s) {
    if (pressed(Action::Jiggle) && jiggle_s_ < 0.0 && readouts.cryoprobe.insert_m > kJiggleM) {
        jiggle_s_ = 0.0;
        jiggle_from_m_ = readouts.cryoprobe.insert_m;
    } else if (jiggle_s_ >= 0.0) {
        jiggle_s_ += dt_s;
    }
    if (jiggle_s_ < 0.0) return std::nullopt;
    const int half = static_cast<int>(jiggle_s_ / kJiggleHalfS);
    session::MoveCryoprobe move;
    move.insert_m = half % 2 == 0 && half < 2 * kJiggles ? jiggle_from_m_ - kJiggleM : jiggle_from_m_;
    if (half >= 2 * kJiggles) jiggle_s_ = -1.0;
    return move;
}

void InputMap::press_knobs(const view::Readouts& readouts, ui::UiState& state,
                           std::vector<session::Command>& commands) const {
    using session::Knob;
    struct KnobKeys {
        Action less, more;
        Knob knob;
    };
    constexpr std::array kKnobs{KnobKeys{Action::DepthLess, Action::DepthMore, Knob::DepthM},
                                KnobKeys{Action::GainLess, Action::GainMore, Knob::GainDb},
                                KnobKeys{Action::FocusShallower, Action::FocusDeeper, Knob::FocusM},
                                KnobKeys{Action::FrequencyLess, Action::FrequencyMore, Knob::FrequencyHz}};
    for (const KnobKeys& keys : kKnobs) {
        const int steps = (pressed(keys.more) ? 1 : 0) - (pressed(keys.less) ? 1 : 0);
        if (const auto command = ui::step_knob(readouts, keys.knob, steps)) commands.push_back(*command);
    }
    if (pressed(Action::Doppler)) ui::next_doppler_mode(readouts, commands);
    if (pressed(Action::NeedleEnhancement)) ui::next_needle_side(readouts, commands);
    if (pressed(Action::AutoGain)) commands.push_back(session::SetKnob{Knob::AutoGain, 1.0});
    if (pressed(Action::Invert))
        commands.push_back(session::SetKnob{Knob::InvertImage, readouts.imaging.inverted ? 0.0 : 1.0});
    if (pressed(Action::FreezeImage))
        commands.push_back(session::SetKnob{Knob::FreezeImage, readouts.imaging.frozen ? 0.0 : 1.0});
    if (pressed(Action::Labels) && state.mode != ui::Mode::Check)
        commands.push_back(session::SetKnob{Knob::Labels, readouts.labels ? 0.0 : 1.0});
    state.gas_key_down = held(Action::Gas);
}

void InputMap::switch_screens(const view::Readouts& readouts, ui::UiState& state,
                              std::vector<session::Command>& commands) const {
    if (pressed(Action::OtherHand))
        state.gripped = state.gripped == ui::Hand::Transducer ? ui::Hand::Cryoprobe : ui::Hand::Transducer;
    if (pressed(Action::LetGo)) {
        if (state.tgc_open || state.callipers_on || state.machine_open)
            state.tgc_open = state.callipers_on = state.machine_open = false;
        else
            state.gripped = ui::Hand::None;
    }
    if (pressed(Action::Fine)) state.fine = !state.fine;
    if (pressed(Action::Rewind)) state.rewind_pressed = true;
    if (pressed(Action::Pause)) state.paused = !state.paused;
    if (pressed(Action::ShowKeys)) state.keys_open = true;
    if (pressed(Action::StageTimes)) state.stage_times_on = !state.stage_times_on;
    if (pressed(Action::Tgc)) state.tgc_open = !state.tgc_open;
    if (pressed(Action::Machine)) state.machine_open = !state.machine_open;
    if (pressed(Action::Callipers)) ui::next_callipers(state);
    if (pressed(Action::NextView)) {
        const int count = state.mode == ui::Mode::Check ? 2 : 3;
        ui::Outcome outcome;
        ui::choose_scene_view(static_cast<ui::SceneView>((static_cast<int>(state.scene_view) + 1) % count), readouts,
                              state, outcome);
        commands.insert(commands.end(), outcome.commands.begin(), outcome.commands.end());
    }
}

bool take_new_key(const KeyState& keys, ui::UiState& state) {
    if (!state.rebinding) return false;
    for (int i = 0; i < ui::kPhysicalKeyCount; ++i) {
        const auto key = static_cast<ui::PhysicalKey>(i);
        if (!keys[key]) continue;
        if (key != ui::PhysicalKey::Escape)
            state.key_changes = ui::with_change(state.key_changes, {key, *state.rebinding});
        state.rebinding.reset();
        return true;
    }
    return true;
}

// Sticky modifiers: a tap holds Shift or Ctrl until the next tap.
void InputMap::latch_modifiers(KeyState& keys, ui::UiState& state) {
    if (!state.sticky_modifiers) {
        state.latched_shift = state.latched_ctrl = false;
        return;
    }
    const bool other = std::any_of(keys.down.begin(), keys.down.end(), [](bool down) { return down; });
    const auto watch = [&](Tap& tap, bool is_down, bool& latched) {
        if (is_down && !tap.was_down) tap.is_clean = true;
        if (is_down && other) tap.is_clean = false;
        if (!is_down && tap.was_down && tap.is_clean) latched = !latched;
        tap.was_down = is_down;
    };
    watch(shift_tap_, keys.shift, state.latched_shift);
    watch(ctrl_tap_, keys.ctrl, state.latched_ctrl);
    keys.shift = keys.shift || state.latched_shift;
    keys.ctrl = keys.ctrl || state.latched_ctrl;
}

void InputMap::step_cine(ui::UiState& state, double dt_s) {
    cine_steps_ += taps(Action::GripLeft, Action::GripRight, dt_s);
    const int whole = static_cast<int>(cine_steps_);
    cine_steps_ -= whole;
    state.cine_back = std::clamp(state.cine_back - whole, 0, std::max(0, state.cine_count - 1));
}

double stick_speed(double deflection) {
    constexpr double kDeadZone = 0.15;
    const double beyond = std::max(0.0, std::abs(deflection) - kDeadZone) / (1.0 - kDeadZone);
    return std::copysign(beyond * beyond, deflection);
}

// Left hand: slide, with the bumper tilt and rock. Right hand: aim outside, redirect inside; triggers press and
// advance.
void InputMap::add_gamepad(Wish& wish, const view::Readouts& readouts, const Gamepad& pad, double dt_s) {
    if (!pad.present) return;
    constexpr double kSlideMPerS = 0.030, kTurnRadPerS = 0.61, kAdvanceMPerS = 0.010, kPressPerS = 0.6;
    const Vec2 left{stick_speed(pad.left.x), -stick_speed(pad.left.y)};
    const Vec2 right{stick_speed(pad.right.x), -stick_speed(pad.right.y)};
    if (pad[PadButton::LeftBumper]) {
        wish.rock_rad += left.x * kTurnRadPerS * dt_s;
        wish.tilt_rad += left.y * kTurnRadPerS * dt_s;
    } else {
        wish.slide_m += left.x * kSlideMPerS * dt_s;
        wish.across_m += left.y * kSlideMPerS * dt_s;
    }
    const double turn = (pad[PadButton::Right] ? 1.0 : 0.0) - (pad[PadButton::Left] ? 1.0 : 0.0);
    wish.rotate_rad += turn * kTurnRadPerS * dt_s;
    const double ease = (pad[PadButton::Down] ? 1.0 : 0.0) - (pad[PadButton::Up] ? 1.0 : 0.0);
    wish.press_frac += (stick_speed(pad.left_trigger) + 0.5 * ease) * kPressPerS * dt_s;
    const bool inside = readouts.cryoprobe.insert_m > 0.0;
    const bool aims = inside || pad[PadButton::LeftBumper];
    if (aims) {
        wish.yaw_rad -= right.x * kTurnRadPerS * dt_s;
        wish.pitch_rad += right.y * kTurnRadPerS * dt_s;
    } else {
        wish.entry_x_m += right.x * kSlideMPerS * dt_s;
        wish.entry_y_m += right.y * kSlideMPerS * dt_s;
    }
    const double advance = stick_speed(pad.right_trigger) - (pad[PadButton::RightBumper] ? 1.0 : 0.0);
    if (advance > 0.0 || inside) wish.insert_m += advance * kAdvanceMPerS * dt_s;
}

std::vector<session::Command> InputMap::update(const KeyState& pressed_keys, const view::Readouts& readouts,
                                               ui::UiState& state, double dt_s) {
    KeyState keys = pressed_keys;
    latch_modifiers(keys, state);
    read_actions(keys, state, dt_s);
    std::vector<session::Command> commands;
    switch_screens(readouts, state, commands);
    if (state.paused) {
        state.gas_key_down = false;
        return commands;
    }
    press_knobs(readouts, state, commands);
    Wish wish;
    add_keys(wish, readouts, state, keys, dt_s);
    add_pointer(wish, readouts, state, keys);
    add_gamepad(wish, readouts, keys.gamepad, dt_s);
    if (readouts.imaging.frozen) step_cine(state, dt_s);
    // Right is the screen's right, also when the image is inverted.
    if (readouts.imaging.inverted)
        for (double* axis : {&wish.slide_m, &wish.rock_rad, &wish.entry_x_m}) *axis = -*axis;
    if (state.fine)
        for (double* axis :
             {&wish.slide_m, &wish.across_m, &wish.rotate_rad, &wish.tilt_rad, &wish.rock_rad, &wish.press_frac,
              &wish.entry_x_m, &wish.entry_y_m, &wish.yaw_rad, &wish.pitch_rad, &wish.insert_m})
            *axis *= kFineFactor;
    if (const auto command = move_transducer(wish, readouts)) commands.push_back(*command);
    if (const auto command = jiggle(readouts, dt_s))
        commands.push_back(*command);
    else if (const auto move = move_cryoprobe(wish, readouts))
        commands.push_back(*move);
    return commands;
}

}  // namespace cryo::app

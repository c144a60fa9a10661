// From keys and pointer to commands and to what the screens remember. Targets stay close to where the instrument is:
// what an instrument cannot follow is discarded, never queued. Pure but for its own memory; the window is read in
// trainer.cpp.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/instruments/cryoprobe.h"
#include "engine/instruments/transducer.h"
#include "engine/session/command.h"
#include "engine/ui/bindings.h"
#include "engine/ui/state.h"
#include "engine/view/readouts.h"

namespace cryo::app {

enum class PadButton : uint8_t { A, B, X, Y, LeftBumper, RightBumper, Back, Start, Left, Right, Up, Down, Count };
inline constexpr size_t kPadButtonCount = static_cast<size_t>(PadButton::Count);

struct Gamepad {
    bool present = false;
    Vec2 left{0.0};  // sticks, -1..1, right and down positive
    Vec2 right{0.0};
    double left_trigger = 0.0;  // 0..1
    double right_trigger = 0.0;
    std::array<bool, kPadButtonCount> down{};

    bool operator[](PadButton button) const { return down[static_cast<size_t>(button)]; }
};

// A stick's deflection as a speed -1..1: nothing inside the dead zone, then gently rising.
double stick_speed(double deflection);

struct KeyState {
    std::array<bool, ui::kPhysicalKeyCount> down{};
    bool shift = false;
    bool ctrl = false;
    Gamepad gamepad;
    // Of a captured pointer (trackpad), in pixels since the last frame.
    double pointer_right_px = 0.0;
    double pointer_down_px = 0.0;

    bool& operator[](ui::PhysicalKey key) { return down[static_cast<size_t>(key)]; }
    bool operator[](ui::PhysicalKey key) const { return down[static_cast<size_t>(key)]; }
};

// How far a target may run ahead of the instrument: what it covers in the 60 ms of smoothing at full speed.
inline constexpr double kLeadM = 0.0024;       // 40 mm/s
inline constexpr double kLeadRad = 0.0471;     // 45 deg/s
inline constexpr double kLeadInsertM = 0.001;  // 12 mm/s and a little for the dimple
inline constexpr double kLeadPress = 0.12;

inline constexpr double kTapM = 0.00025;
inline constexpr double kTapRad = 0.00873;  // 0.5 deg
inline constexpr double kFineFactor = 0.2;

// While the page of keys waits for one: the next key down becomes the action's, Escape leaves things as they were. True
// while it waits, when keys do nothing else.
bool take_new_key(const KeyState& keys, ui::UiState& state);

class InputMap {
  public:
    // One frame of the practice screen: `keys` as they are now.
    std::vector<session::Command> update(const KeyState& pressed_keys, const view::Readouts& readouts,
                                         ui::UiState& state, double dt_s);

    // Forgets held keys and targets, when another attempt begins.
    void reset() { *this = InputMap(); }

  private:
    // What was asked of each axis in this frame, in steps of a tap (keys) plus SI (pointer).
    struct Wish {
        double slide_m = 0.0, across_m = 0.0, rotate_rad = 0.0, tilt_rad = 0.0, rock_rad = 0.0, press_frac = 0.0;
        double entry_x_m = 0.0, entry_y_m = 0.0, yaw_rad = 0.0, pitch_rad = 0.0, insert_m = 0.0;
    };

    bool pressed(ui::Action action) const;  // in this frame
    bool held(ui::Action action) const;
    double taps(ui::Action less, ui::Action more, double dt_s);

    void read_actions(const KeyState& keys, const ui::UiState& state, double dt_s);
    void latch_modifiers(KeyState& keys, ui::UiState& state);
    void step_cine(ui::UiState& state, double dt_s);
    static void add_gamepad(Wish& wish, const view::Readouts& readouts, const Gamepad& pad, double dt_s);
    void add_keys(Wish& wish, const view::Readouts& readouts, const ui::UiState& state, const KeyState& keys,
                  double dt_s);
    void add_pointer(Wish& wish, const view::Readouts& readouts, const ui::UiState& state, const KeyState& keys) const;
    void press_knobs(const view::Readouts& readouts, ui::UiState& state, std::vector<session::Command>& commands) const;
    void switch_screens(const view::Readouts& readouts, ui::UiState& state,
                        std::vector<session::Command>& commands) const;
    std::optional<session::Command> move_transducer(const Wish& wish, const view::Readouts& readouts);
    std::optional<session::Command> move_cryoprobe(const Wish& wish, const view::Readouts& readouts);
    std::optional<session::Command> jiggle(const view::Readouts& readouts, double dt_s);

    std::array<bool, ui::kActionCount> down_{};
    std::array<bool, ui::kActionCount> was_down_{};
    std::array<double, ui::kActionCount> held_s_{};
    double cine_steps_ = 0.0;  // a part of a step that is still owed
    // A modifier that went down and is up again without anything else was tapped.
    struct Tap {
        bool was_down = false;
        bool is_clean = false;
    };
    Tap shift_tap_, ctrl_tap_;
    instruments::TransducerPose transducer_target_;
    instruments::CryoprobePose cryoprobe_target_;
    double jiggle_s_ = -1.0;  // since it began; negative: none
    double jiggle_from_m_ = 0.0;
};

}  // namespace cryo::app

// Which physical key does what, on two pages: one table from which the input map, the page of keys and its test are
// made. Keys are named by their place on a US keyboard, whatever is printed on them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/ui/state.h"

namespace cryo::ui {

enum class PhysicalKey : uint8_t {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
    Digit0,
    Digit9,
    Minus,
    Equal,
    BracketLeft,
    BracketRight,
    Slash,
    Comma,
    Period,
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    Space,
    Enter,
    Tab,
    Escape,
    Backspace,
    F1,
    Count
};
inline constexpr int kPhysicalKeyCount = static_cast<int>(PhysicalKey::Count);

enum class Action : uint8_t {
    // The gripped instrument: the plain pair, with Shift or Ctrl the others.
    GripLeft,
    GripRight,
    GripUp,
    GripDown,
    // The transducer, whichever hand is gripped.
    SlideLeft,
    SlideRight,
    AcrossNear,
    AcrossFar,
    TiltUp,
    TiltDown,
    RockLeft,
    RockRight,
    RotateLeft,
    RotateRight,
    PressMore,
    PressLess,
    // The cryoprobe, whichever hand is gripped.
    Advance,
    PullBack,
    Jiggle,
    // The machine.
    FreezeImage,
    Gas,
    DepthLess,
    DepthMore,
    GainLess,
    GainMore,
    FocusShallower,
    FocusDeeper,
    FrequencyLess,
    FrequencyMore,
    Tgc,
    Doppler,
    NeedleEnhancement,
    AutoGain,
    Invert,
    Machine,
    Callipers,
    Labels,
    NextView,
    // The screen.
    OtherHand,
    LetGo,
    Fine,
    Pause,
    ShowKeys,
    Count
};
inline constexpr int kActionCount = static_cast<int>(Action::Count);

struct Binding {
    PhysicalKey key;
    Action action;
};

// No key occurs twice on a page.
std::span<const Binding> bindings(BindingPage page);

std::string_view key_label(PhysicalKey key);

// The page of keys as a person reads it: rows of "keys" and "what they do", in the order of use.
struct KeyRow {
    std::string_view keys;
    std::string_view does;
};
std::span<const KeyRow> key_rows(BindingPage page);

}  // namespace cryo::ui

// Names of physical keys, by their place on a US keyboard, and of what keys can do.
#pragma once

#include <cstdint>

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
    F3,
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
    Rewind,
    Pause,
    ShowKeys,
    StageTimes,
    Count
};
inline constexpr int kActionCount = static_cast<int>(Action::Count);

struct Binding {
    PhysicalKey key;
    Action action;
};

}  // namespace cryo::ui

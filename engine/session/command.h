// Everything that can be done to a session. A command carries targets in absolute terms (where the hand wants to be);
// the session moves there at the speed the hand and the tissue allow. The file form is in session/attempt_file.h:
//   {"t_s": 2.5, "do": "transducer", "slide_mm": 3, "tilt_deg": -4}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cryo::session {

// Only the values that are set change. Relative to the scenario's target view (instruments/transducer.h).
struct MoveTransducer {
    std::optional<double> slide_m{}, across_m{}, rotate_rad{}, tilt_rad{}, rock_rad{}, press_frac{};
};

// instruments/cryoprobe.h. Entry and angles move freely outside the skin only; inside, the shaft pivots about the
// entry against the tissue, and while it is frozen in it does not move but tears.
struct MoveCryoprobe {
    std::optional<double> entry_x_m{}, entry_y_m{}, yaw_rad{}, pitch_rad{}, insert_m{};
};

enum class Knob {
    DepthM,
    FocusM,
    FrequencyHz,
    GainDb,
    DynamicRangeDb,
    FreezeImage,
    Tgc0,
    Tgc1,
    Tgc2,
    Tgc3,
    Tgc4,
    Tgc5,
    Tgc6,
    Tgc7,
    TimeScale,   // 1, 4 or 16
    SeeThrough,  // help: the see-through view is on (recorded)
    Labels,      // help: labels on the image (recorded)
    Preset,      // index into ultrasound::kPresets: sets several of the others
    AutoGain,    // 1 evens out gain and time gain once
    GrayMap,
    Persistence,
    Compounding,
    NeedleEnhancement,
    NeedleSteerRad,
    InvertImage,
    DopplerMode,  // 0 off, 1 colour, 2 power
    DopplerGainDb,
    DopplerScaleMPerS,
    WallFilter,
    DopplerSteerRad,
    BoxLateralM,
    BoxDepthM,
    BoxWidthM,
    BoxHeightM,
    // The machine again.
    Transducer  // which one is in hand: number in the scenario, 0 = its own
};

struct SetKnob {
    Knob knob = Knob::GainDb;
    double value = 0.0;  // SI, as the knob's name says; switches are 0 or 1
};

struct Gas {
    bool on = false;
};

enum class StimMode { Off, Sensory, Motor };
struct Stimulate {
    StimMode mode = StimMode::Off;
    double amplitude_v = 0.0;
};

struct Inject {
    double volume_m3 = 0.0;
};  // through the introducer, at the tip
struct Answer {
    std::string question, choice;
};
struct Decide {
    std::string decision, reason;
};  // "do_not_treat", "change_device", "treat"
// What an instructor does to a running attempt: "button" (the lesson listens), "message" (shown), "comment" (a mark for
// the debrief), "flinch" and "cough" (the patient moves).
struct Instruct {
    std::string what, text;
};
struct Finish {};

using Command =
    std::variant<MoveTransducer, MoveCryoprobe, SetKnob, Gas, Stimulate, Inject, Answer, Decide, Instruct, Finish>;

}  // namespace cryo::session

// What only the screens remember (nothing of the simulation), the facts of one frame, and what a screen asks for.
// Screens are functions of plain data: they draw, change a UiState, and return an Outcome.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/anatomy/patient.h"
#include "engine/core/geometry.h"
#include "engine/session/command.h"
#include "engine/ui/keys.h"

namespace cryo::ui {

enum class Screen { Home, Briefing, Practice, Debrief, DrillDone, Explorer };
enum class Hand { None, Transducer, Cryoprobe };
enum class Theme { Dark, Bright };
enum class Mode { Learn, Practice, Check };

// Two pages of key bindings: one hand at a time with the arrows, or transducer on letters beside a mouse.
enum class BindingPage { OneHand, TwoHands };
// How the finger moves an instrument: a mouse drags, a trackpad captures the cursor while an instrument is gripped.
enum class Pointer { Mouse, Trackpad };

enum class SoundLevel { Off, Quiet, Middle, Loud };

// What the person works with, asked at the first start and stored with each attempt.
enum class Input { Mouse, Trackpad, Keyboard, Gamepad };
inline constexpr int kInputCount = 4;
const char* input_name(Input input);  // "mouse", "trackpad", "keyboard", "gamepad"

inline constexpr double kTextScaleLow = 1.0;
inline constexpr double kTextScaleHigh = 2.0;

// Labels that fade are full for the first half of this simulated time and gone after it, provisional.
inline constexpr double kLabelsFadeS = 120.0;
double fading_labels_frac(double since_s);

// A button that acts only after it was held; the same timer serves the mouse and the key.
struct HoldTimer {
    double held_s = 0.0;
    bool fired = false;  // until it is let go
};
inline constexpr double kGasHoldS = 0.5;

// Advances a hold by one frame; true in the one frame in which the hold completes.
bool advance_hold(HoldTimer& timer, bool down, double dt_s, double needed_s);

// What the pointer did on the image picture in this frame; app/ turns it into movements of the gripped instrument.
struct PointerOnImage {
    bool plain = false;    // dragged with the left button
    bool shifted = false;  // dragged with the right button
    double right_px = 0.0;
    double down_px = 0.0;
    double wheel = 0.0;  // notches, away from the person is positive
};

// How the person turned the 3-D view in this frame.
struct TurnOfScene {
    double right_px = 0.0;
    double down_px = 0.0;
    double wheel = 0.0;
};

// Which 3-D view is shown. Only the last is help.
enum class SceneView { Operator, LookDown, SeeThrough };

// A calliper: the ends of a distance, or of an ellipse's long axis and a point on its rim beside it.
enum class CalliperKind { Distance, Ellipse };
struct Measurement {
    CalliperKind kind = CalliperKind::Distance;
    std::vector<Vec2> points_m;  // in the image plane: lateral, depth

    bool is_complete() const { return points_m.size() == (kind == CalliperKind::Distance ? 2U : 3U); }
    double length_m() const;  // of the distance or long axis; needs two points
    double width_m() const;   // short axis of an ellipse; needs three
    double area_m2() const;   // of an ellipse
};

struct Hint {
    std::string text;
    double since_s = -1e9;
};

// Of the anatomy explorer.
struct Explorer {
    std::string chosen;  // the one structure that is named, "" for all
    bool quiz = false;
    std::string question;  // the structure that is asked for
    std::string answer;    // "" until given
    int asked = 0;
    int right = 0;
};

struct UiState {
    // Preferences, kept between starts by app/.
    double text_scale = 1.0;
    Theme theme = Theme::Dark;
    BindingPage bindings = BindingPage::TwoHands;
    Pointer pointer = Pointer::Mouse;
    std::optional<Input> input;  // none until the person has said
    bool sticky_modifiers = false;
    SoundLevel sound = SoundLevel::Quiet;
    std::vector<Binding> key_changes;  // of the person, on top of the page

    // Hands.
    Hand gripped = Hand::Transducer;
    bool fine = false;  // movements at one fifth
    HoldTimer gas_hold;
    bool gas_key_down = false;  // set by the input map, read by the console's button
    PointerOnImage pointer_on_image;
    SceneView scene_view = SceneView::Operator;
    TurnOfScene turn_of_scene;
    // With sticky modifiers a tap on Shift or Ctrl holds it until the next tap.
    bool latched_shift = false;
    bool latched_ctrl = false;
    std::optional<Action> rebinding;  // waits for the key that shall do this
    bool gamepad_present = false;     // set by the program

    // Drawers and overlays.
    bool first_start_open = false;
    // Something that takes longer than a blink: what, and how much of it is done (negative: not known).
    std::string busy_with;
    double busy_share = -1.0;
    std::string sound_problem;          // why nothing is to be heard, "" when it is
    std::vector<std::string> captions;  // what is to be heard, in words
    bool rewind_pressed = false;        // by its key; the program rewinds
    bool tgc_open = false;
    bool keys_open = false;
    bool settings_open = false;
    bool refuse_open = false;
    bool paused = false;
    int pauses_seen = 0;        // of those that the lesson asked for
    bool machine_open = false;  // drawer of presets, looks and Doppler
    bool stage_times_on = false;
    bool callipers_on = false;
    CalliperKind calliper_kind = CalliperKind::Distance;  // of the next measurement
    std::vector<Measurement> measurements;

    // Cine: which of the stored images a frozen screen shows. The program says how many there are and how old this one
    // is.
    int cine_back = 0;  // 0 is the newest
    int cine_count = 0;
    double cine_age_s = 0.0;
    double stimulus_v = 1.0;
    // Help on the image: labels fade over kLabelsFadeS where that was asked for; isotherms come with labels, unless
    // not.
    bool labels_fade = false;
    double labels_since_s = -1.0;  // simulated time at which they came on, < 0 while they are off
    bool isotherms_on = true;

    // Things that fade.
    double tgc_changed_s = -1e9;
    std::array<double, 8> tgc_seen_db{};
    Hint hint;

    // Choices of the briefing.
    Mode mode = Mode::Learn;
    bool mode_locked = false;  // opened as an exam: the mode is not for choosing
    int device = 0;
    anatomy::Patient patient;
    std::optional<anatomy::Side> side;  // as chosen at the time-out

    int debrief_tab = 0;
    Explorer explorer;
};

// Where the edges of the image picture lie in the image plane.
struct ImagePlacement {
    double lateral_low_m = -0.02;
    double lateral_high_m = 0.02;
    double depth_low_m = 0.0;
    double depth_high_m = 0.04;
};

// Textures are passed through as the renderer's numbers; 0 draws a placeholder.
struct Pictures {
    uint64_t image = 0;
    ImagePlacement placement;
    double image_hz = 0.0;  // images per second, for the parameter block
    // What the stages of a frame take, smoothed; empty while nobody asks.
    struct Stage {
        std::string name;
        double seconds = 0.0;
    };
    std::vector<Stage> stages;
    uint64_t scene = 0;
    std::optional<Vec2> scene_tip_px;   // where the 3-D view shows the tip, from the picture's upper left corner
    std::optional<Vec2> scene_drop_px;  // middle of the line from tip to image plane
    double tip_to_plane_m = 0.0;
};

struct Frame {
    double width_px = 1366.0;
    double height_px = 768.0;
    double now_s = 0.0;  // wall time since the program started: fades and holds only
    double dt_s = 1.0 / 60.0;
};

// Requests only the program can fulfil.
struct OpenCase {
    std::string id;
};
struct StartCase {};  // with the choices in UiState
struct TryAgain {};
struct GoHome {};
struct OpenReport {};
struct Rewind {  // this attempt goes on from a moment before
    double by_s = 10.0;
};
struct TryFrom {  // the attempt just judged, again from this moment
    double t_s = 0.0;
};
struct Disagree {  // with one deduction of the attempt just judged
    std::string metric;
    double t_s = 0.0;
};
struct ResumeAttempt {};  // the one that was cut off
struct OpenExplorer {};   // of the case in the briefing, or the one last worked on
struct LeaveExplorer {};
struct ExploreOther {  // so many cases further
    int step = 1;
};
struct LeaveProgram {};
using Request = std::variant<OpenExplorer, LeaveExplorer, ExploreOther, OpenCase, StartCase, TryAgain, GoHome,
                             OpenReport, Rewind, TryFrom, Disagree, ResumeAttempt, LeaveProgram>;

struct Outcome {
    std::vector<session::Command> commands;
    std::vector<Request> requests;
};
void append(Outcome& to, Outcome&& from);

// Hands, pointer and keys as that input needs them.
void use_input(UiState& state, Input input);

// The one remark every screen carries at its foot.
inline constexpr const char* kFooter = "Educational simulator. Not for clinical use.";

}  // namespace cryo::ui

// Dear ImGui between the panels and OpenGL: owns its context, fonts and style, and draws one frame of panels into
// whatever framebuffer is bound. With a window it takes the window's input; without one it is drawn blind, for pictures
// of screens. Needs a current context for its whole life.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "engine/ui/layout_log.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"

struct GLFWwindow;
struct ImGuiContext;

namespace cryo::app {

// A pointer that is not the window's own.
struct MadePointer {
    double x_px = 0.0, y_px = 0.0;
    bool left = false, right = false;
    double wheel = 0.0;
};

class Gui {
  public:
    explicit Gui(GLFWwindow* window = nullptr);
    ~Gui();
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;

    // Input arrives, fonts and colours follow the preferences. `panels` is called inside the frame.
    void frame(const ui::UiState& state, double width_px, double height_px, double dt_s,
               const std::function<void(const ui::Style&)>& panels);
    // What the target is to be cleared to before draw(): red, green, blue, alpha.
    std::array<float, 4> backdrop() const;
    // Draws what the last frame() left.
    void draw() const;

    // True while a text field or an open list wants the keyboard for itself.
    bool wants_keyboard() const;
    // Whether the keyboard walks from control to control (when no instrument is in hand): Tab and Shift + Tab go along
    // the whole screen, Space and Enter press.
    void let_keyboard_walk(bool on);
    // True while a control shows that it has the keyboard.
    bool keyboard_is_on_control() const { return log_.has_focus(); }
    // The control of this name gets the keyboard with the next frame.
    void focus(std::string_view name) { log_.focus(name); }
    void walk(int step) { log_.walk(step); }

    // Takes the place of the window's pointer until it is none.
    void use_pointer(std::optional<MadePointer> pointer) { made_pointer_ = pointer; }
    // What the last frame laid out.
    const ui::LayoutLog& layout() const { return log_; }

  private:
    void follow(const ui::UiState& state, double width_px, double height_px);
    void take_walking_keys();

    ImGuiContext* context_ = nullptr;
    bool has_window_ = false;
    std::string regular_font_;
    std::string strong_font_;
    ui::Style style_;
    double built_unit_ = 0.0;
    ui::LayoutLog log_;
    bool tab_was_down_ = false;
    std::optional<MadePointer> made_pointer_;
};

}  // namespace cryo::app

// Dear ImGui between the panels and OpenGL: owns its context, fonts and style, and draws one frame of panels into
// whatever framebuffer is bound. With a window it takes the window's input; without one it is drawn blind, for pictures
// of screens. Needs a current context for its whole life.
#pragma once

#include <array>
#include <functional>
#include <string>

#include "engine/ui/state.h"
#include "engine/ui/theme.h"

struct GLFWwindow;
struct ImGuiContext;

namespace cryo::app {

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
    // Whether the keyboard walks from control to control (when no instrument is in hand).
    void let_keyboard_walk(bool on);

  private:
    void follow(const ui::UiState& state, double width_px, double height_px);

    ImGuiContext* context_ = nullptr;
    bool has_window_ = false;
    std::string regular_font_;
    std::string strong_font_;
    ui::Style style_;
    double built_unit_ = 0.0;
};

}  // namespace cryo::app

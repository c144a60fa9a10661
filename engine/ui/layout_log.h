// What one frame laid out: every text and every control, with the rectangle it takes and the one it can be seen in, in
// pixels of the window. Widgets note themselves into the log that hangs on the running ImGui context; without one they
// note nothing. The keyboard's walk goes along it, and layout_check.h asks it whether a screen is whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/layout.h"

namespace cryo::ui {

enum class Part : uint8_t {
    Text,
    Control,  // acts when it is pressed, or moves; the keyboard must reach it
    Surface   // takes the pointer where the keyboard has its own keys: the picture, the 3-D view
};

// What lies over what: a higher layer may cover a lower one.
enum class Layer : uint8_t { Panel, Drawer, Overlay, Tooltip };

struct LaidOut {
    Part part = Part::Text;
    std::string text;  // the words, or the control's name
    uint32_t id = 0;   // of a control
    std::string window;
    Layer layer = Layer::Panel;
    Rect rect;
    Rect clip;              // what is outside is not seen
    bool scrolls = false;   // its panel scrolls up and down: outside of `clip` is not lost
    bool is_label = false;  // inside the control noted after or before it, by intent
    bool enabled = true;
    bool focused = false;  // the keyboard is on it, and shows it
};

struct LayoutLog {
    std::vector<LaidOut> parts;  // in drawing order, of the frame that runs or ran last
    uint32_t focus_wish = 0;     // the control that gets the keyboard when it is drawn next

    void begin_frame();
    // The control after (+1) or before (-1) the focused one gets the keyboard; from nowhere, the first or last.
    void walk(int step);
    // The control of this name gets the keyboard.
    void focus(std::string_view name);
    // Whether some control has the keyboard.
    bool has_focus() const;
};

// Hangs the log on the current ImGui context; null takes it away. The log must outlive the frames.
void attach(LayoutLog* log);

// The last ImGui item is a control (or a surface). Draws the ring where the keyboard is on it.
void note_control(std::string_view name, Part part = Part::Control);
// The last ImGui item is a text.
void note_text(std::string_view text);
// A text drawn by hand into the current window.
void note_drawn_text(std::string_view text, const Rect& rect, const Rect& clip);
// The words inside the last ImGui item at their natural size.
void note_label(std::string_view text, double width_px, double height_px);

}  // namespace cryo::ui

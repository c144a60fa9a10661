// The controls all screens are made of, in one look. Sizes in design units; colours from the palette. Nothing here says
// something by colour alone: state is also in words, a filled shape or a sign.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/ui/layout.h"
#include "engine/ui/theme.h"

struct ImVec2;

namespace cryo::ui {

// Numbers as screens write them: fixed decimals, a true minus sign, never "-0.0".
std::string fixed(double value, int decimals);
std::string clock_text(double seconds);  // "2:05"

// A fixed region of the screen. Plain panels scroll when their content is taller; Still ones look alike and do not;
// Bare ones have the backdrop's colour and no padding, Black ones carry a picture. Always pair with end_panel().
enum class PanelLook { Plain, Still, Bare, Black };
void begin_panel(const std::string& name, const Rect& rect, const Style& style, PanelLook look = PanelLook::Plain);
void end_panel();
// A heading inside a panel, with a remark at its right end.
void panel_heading(std::string_view text, const Style& style, std::string_view remark = {});

void write(std::string_view text, Color color);
void write_small(std::string_view text, const Style& style, Color color);
void write_wrapped(std::string_view text, Color color);
void write_small_wrapped(std::string_view text, const Style& style, Color color);

// A card of plain words beside the pointer, for a technical term, when the last item is hovered.
void explain(std::string_view text, const Style& style);

enum class ButtonLook { Normal, Chosen, Primary, Danger };
bool button(const std::string& label, const Style& style, double width_units, double height_units,
            ButtonLook look = ButtonLook::Normal);

// One of several; the chosen one is filled. All are equally wide where every label fits, else each after its label.
// Returns the index that is chosen after this frame.
int choose_one(const std::string& id, const std::vector<std::string>& labels, int chosen, const Style& style,
               double width_units, double height_units = 26.0);

// A label over its value, which stands between a less and a more button; -1, 0 or +1. Holding repeats.
int stepper(const std::string& id, std::string_view label, std::string_view value, const Style& style, double width_px,
            double height_px);

// A labelled slider in screen units. Give it where the thing is; while it is dragged it says where it should go, every
// frame, and the thing follows at its own speed. True when the person changed `value`.
struct SliderRow {
    std::string id;
    std::string_view label;
    std::string_view unit;
    double low = 0.0, high = 1.0;
    int decimals = 1;
    bool enabled = true;
};
bool slider_row(const SliderRow& row, double& value, const Style& style, Color color, double label_units = 62.0);

// A bar from empty to full with a label inside.
void gauge(double fraction, std::string_view label, const Style& style, double width_px, Color color);

// Must be held; a ring shows how far. `progress` 0..1 is what it shows, true while the mouse holds it down.
bool hold_button(const std::string& label, std::string_view sub_label, double progress, bool lit, const Style& style,
                 double width_px, double height_px);

// Bullets with hanging indent.
void bullet_list(const std::vector<std::string>& items, const Style& style);

}  // namespace cryo::ui

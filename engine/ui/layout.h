// Where the named regions of a screen lie, in pixels: pure arithmetic on the window's size and the text scale, so that
// tests can ask whether regions overlap, and app/ knows how large a picture to render before the screen is drawn.
#pragma once

#include <string>
#include <vector>

namespace cryo::ui {

struct Rect {
    double x = 0.0, y = 0.0, width = 0.0, height = 0.0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    bool empty() const { return width <= 0.0 || height <= 0.0; }
};
bool overlap(const Rect& a, const Rect& b);
bool inside(const Rect& inner, const Rect& outer);

struct Region {
    std::string name;
    Rect rect;
};

// Pixels per unit of the 1366 x 768 design at text scale 1. Text, controls and margins are sized in units.
double unit_px(double width_px, double height_px, double text_scale);

// With large text the image column keeps the two knobs that are turned most, the others go to the machine's drawer, and
// one hand's sliders are shown at a time.
bool is_narrow(double image_column_px, double unit);

struct PracticeLayout {
    bool narrow = false;  // see is_narrow()
    Rect top_bar, image, knobs, scene, hands, console, hint, phases, acts, footer;
    std::vector<Region> regions() const;
};
PracticeLayout lay_out_practice(double width_px, double height_px, double text_scale);

// The part of the image pane that holds the picture itself, between the gray bar and the depth ruler; as large as the
// pane allows at the picture's own proportions.
Rect picture_rect(const Rect& image_pane, double unit, double width_over_height);

// Screens of a title, one or more columns and a row of buttons.
struct PageLayout {
    Rect title, left, middle, right, acts, footer;
    std::vector<Region> regions() const;
};
PageLayout lay_out_home(double width_px, double height_px, double text_scale);
PageLayout lay_out_briefing(double width_px, double height_px, double text_scale);
// The explorer's right column is parted: the block above, the controls below.
struct ExplorerLayout {
    PageLayout page;  // its `right` is the lower part
    Rect block;
};
ExplorerLayout lay_out_explorer(double width_px, double height_px, double text_scale);
PageLayout lay_out_debrief(double width_px, double height_px, double text_scale);

}  // namespace cryo::ui

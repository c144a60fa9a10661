// Colours, fonts and sizes: one look for every screen. Dark for the scanning room, bright for a lit one. Text keeps a
// contrast of 4.5:1 against every surface it is drawn on, controls 3:1 (WCAG 2.2); a test computes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/ui/state.h"

struct ImFont;

namespace cryo::ui {

using Color = uint32_t;  // as ImDrawList takes it: 0xAABBGGRR

struct Palette {
    Color backdrop;  // behind the panels
    Color panel;
    Color raised;  // controls on a panel
    Color hovered;
    Color line;  // between panels
    Color edge;  // around controls
    Color text;
    Color muted;       // labels and remarks
    Color accent;      // what is chosen or live
    Color on_accent;   // text on the accent
    Color transducer;  // the two hands, everywhere
    Color cryoprobe;
    Color good;
    Color caution;
    Color danger;
    Color on_danger;
    Color image_text;  // over the black of the image, in both themes
    Color image_mark;
};
const Palette& palette(Theme theme);

// Ratio of relative luminances, 1..21 (WCAG 2.2).
double contrast_ratio(Color a, Color b);

struct Fonts {
    ImFont* body = nullptr;
    ImFont* small = nullptr;
    ImFont* strong = nullptr;
    ImFont* heading = nullptr;
    ImFont* display = nullptr;  // large numbers
};

// The bytes of a font file; empty takes ImGui's own.
struct FontFiles {
    std::span<const std::byte> regular;
    std::span<const std::byte> strong;
};

// Fills the current ImGui context's atlas for this unit (pixels per design unit). The bytes must outlive the atlas.
Fonts load_fonts(const FontFiles& files, double unit);

struct Style {
    Fonts fonts;
    Theme theme = Theme::Dark;
    double unit = 1.0;

    const Palette& colors() const { return palette(theme); }
    float px(double units) const { return static_cast<float>(units * unit); }
};

// Sets ImGui's own style from the palette and unit.
void apply_style(const Style& style);

}  // namespace cryo::ui

#include "engine/ui/practice_panels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/knobs.h"
#include "engine/ui/layout_log.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

using session::Knob;

namespace {

struct KnobRow {
    const char* name;
    const char* label;
    Knob knob;
    std::string value;
    const char* words;
};
constexpr size_t kMainKnobs = 2;  // these stay beside the image when there is little room

std::array<KnobRow, 5> knob_rows(const ultrasound::ImagingSettings& imaging) {
    return {{{"Depth", "Depth cm", Knob::DepthM, fixed(imaging.depth_m * 100.0, 1),
              "How deep the image goes. Keys − and =."},
             {"Gain", "Gain dB", Knob::GainDb, fixed(imaging.gain_db, 0), "Overall brightness. Keys 9 and 0."},
             {"Focus", "Focus cm", Knob::FocusM, fixed(imaging.focus_m * 100.0, 1),
              "Where the beam is narrowest: set it at the target or just below. Keys [ and ]."},
             {"MHz", "MHz", Knob::FrequencyHz, fixed(mhz_from_hz(imaging.frequency_hz), 1),
              "Frequency. Higher is sharper but does not reach as deep. Keys , and ."},
             {"Range", "Range dB", Knob::DynamicRangeDb, fixed(imaging.dynamic_range_db, 0),
              "Dynamic range: echoes this far below the strongest are still gray."}}};
}

void draw_knob(const KnobRow& row, const view::Readouts& readouts, const Style& style, double width_px,
               double height_px, Outcome& outcome) {
    const int steps = stepper(row.name, row.label, row.value, style, width_px, height_px);
    explain(row.words, style);
    if (const auto command = step_knob(readouts, row.knob, steps)) outcome.commands.push_back(*command);
}

void draw_tgc_button(UiState& state, const Style& style, double width_px, double height_px) {
    if (button("TGC", style, width_px / style.unit, height_px / style.unit,
               state.tgc_open ? ButtonLook::Chosen : ButtonLook::Normal))
        state.tgc_open = !state.tgc_open;
    explain("Time gain compensation: eight sliders that brighten or darken bands of depth.", style);
}

}  // namespace

void draw_further_knobs(const view::Readouts& readouts, UiState& state, const Style& style, Outcome& outcome) {
    const auto rows = knob_rows(readouts.imaging);
    const double gap = style.unit * 8.0;
    const double width = (room_px() - gap * 2.0) / 3.0;
    for (size_t i = kMainKnobs; i < rows.size(); ++i) {
        if (i > kMainKnobs) ImGui::SameLine(0.0F, static_cast<float>(gap));
        draw_knob(rows[i], readouts, style, width, style.unit * 42.0, outcome);
    }
    draw_tgc_button(state, style, room_px(), style.unit * 26.0);
}

Outcome draw_knobs(const Rect& rect, bool narrow, const view::Readouts& readouts, UiState& state, const Style& style) {
    Outcome outcome;
    begin_panel("knobs", rect, style, PanelLook::Still);
    const auto& imaging = readouts.imaging;
    const double gap = style.unit * 8.0, margin = style.unit * 10.0;
    const int columns = narrow ? 4 : 8;
    const double width = (rect.width - 2.0 * margin - (columns - 1) * gap) / columns;
    const double height = rect.height - style.unit * 8.0;
    int place = 0;
    const auto next_place = [&] {
        ImGui::SetCursorScreenPos(vec(rect.x + margin + place * (width + gap), rect.y + style.unit * 4.0));
        ++place;
    };
    const auto rows = knob_rows(imaging);
    for (size_t i = 0; i < (narrow ? kMainKnobs : rows.size()); ++i) {
        next_place();
        draw_knob(rows[i], readouts, style, width, height, outcome);
    }
    if (!narrow) {
        next_place();
        draw_tgc_button(state, style, width, height);
    }
    next_place();
    if (button(imaging.frozen ? "Go live" : "Freeze image", style, width / style.unit, height / style.unit,
               imaging.frozen ? ButtonLook::Chosen : ButtonLook::Normal))
        outcome.commands.push_back(session::SetKnob{Knob::FreezeImage, imaging.frozen ? 0.0 : 1.0});
    explain("Holds the picture still; the world goes on. Key Space.", style);
    next_place();
    if (button("Machine", style, width / style.unit, height / style.unit,
               state.machine_open ? ButtonLook::Chosen : ButtonLook::Normal))
        state.machine_open = !state.machine_open;
    explain("Presets, auto gain, looks, needle enhancement, Doppler, callipers. Key U.", style);
    end_panel();
    return outcome;
}

void choose_scene_view(SceneView view, const view::Readouts& readouts, UiState& state, Outcome& outcome) {
    if (view == SceneView::SeeThrough && state.mode == Mode::Check) view = SceneView::Operator;
    state.scene_view = view;
    const bool see_through = view == SceneView::SeeThrough;
    if (see_through != readouts.see_through)
        outcome.commands.push_back(session::SetKnob{Knob::SeeThrough, see_through ? 1.0 : 0.0});
}

Outcome draw_scene_pane(const Rect& rect, const view::Readouts& readouts, UiState& state, const Style& style,
                        const Pictures& pictures) {
    Outcome outcome;
    begin_panel("3-D view", rect, style, PanelLook::Black);
    const Palette& c = style.colors();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (pictures.scene != 0)
        draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(pictures.scene)), vec(rect.x, rect.y),
                      vec(rect.right(), rect.bottom()));
    // Only where the inside may be seen: it tells where the tip is.
    const bool inside_seen = readouts.see_through && state.scene_view == SceneView::SeeThrough;
    if (inside_seen && pictures.scene_drop_px && std::abs(pictures.tip_to_plane_m) > 0.0005) {
        const Vec2 place = *pictures.scene_drop_px;
        draw_text(draw, style.fonts.small, rect.x + place.x + style.unit * 6.0, rect.y + place.y - style.unit * 8.0,
                  c.image_text, fixed(mm_from_m(std::abs(pictures.tip_to_plane_m)), 1) + " mm off the plane",
                  Align::Left, true);
    }
    // The view is turned by dragging, above the row of choices.
    const double row = style.unit * 36.0;
    ImGui::SetCursorScreenPos(vec(rect.x, rect.y));
    ImGui::InvisibleButton("turn", vec(rect.width, std::max(1.0, rect.height - row)));
    note_control("3-D view", Part::Surface);
    state.turn_of_scene = {};
    if (ImGui::IsItemActive())
        state.turn_of_scene = {static_cast<double>(ImGui::GetIO().MouseDelta.x),
                               static_cast<double>(ImGui::GetIO().MouseDelta.y), 0.0};
    if (ImGui::IsItemHovered()) state.turn_of_scene.wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
    const bool check = state.mode == Mode::Check;
    ImGui::SetCursorScreenPos(vec(rect.x + style.unit * 8.0, rect.bottom() - style.unit * 32.0));
    ImGui::PushFont(style.fonts.small);
    std::vector<std::string> views{"Operator", "From above"};
    if (!check) views.push_back("See-through · help");
    const double width = std::min(check ? 180.0 : 320.0, rect.width / style.unit - 16.0);
    const int chosen = choose_one("views", views, static_cast<int>(state.scene_view), style, width, 24.0);
    ImGui::PopFont();
    if (chosen != static_cast<int>(state.scene_view))
        choose_scene_view(static_cast<SceneView>(chosen), readouts, state, outcome);
    end_panel();
    return outcome;
}

void draw_phase_bar(const Rect& rect, const view::Readouts& readouts, const Style& style) {
    begin_panel("phases", rect, style, PanelLook::Bare);
    const Palette& c = style.colors();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    constexpr std::array<const char*, 4> kNames{"Scan", "Needle", "Cool", "Rewarm"};
    const int now = static_cast<int>(readouts.phase);
    const double gap = style.unit * 4.0;
    const double clock_width = style.unit * 74.0;
    const double width = (rect.width - clock_width - 4.0 * gap) / 4.0;
    const double top = rect.y + style.unit * 5.0, bottom = rect.bottom() - style.unit * 5.0;
    for (int i = 0; i < 4; ++i) {
        const double x = rect.x + i * (width + gap);
        const bool here = i == now, done = i < now;
        draw.AddRectFilled(vec(x, top), vec(x + width, bottom), here ? c.accent : c.panel, style.px(4));
        if (!here) draw.AddRect(vec(x, top), vec(x + width, bottom), c.line, style.px(4));
        std::string words = std::to_string(i + 1) + "  " + kNames[static_cast<size_t>(i)];
        ImFont* font = here ? style.fonts.strong : style.fonts.body;
        if (text_width(font, words) > width - style.unit * (done ? 32.0 : 16.0)) words.erase(0, 3);  // no number
        const double text_x = x + style.unit * (done ? 26.0 : (words.size() > 3 && words[1] == ' ' ? 12.0 : 6.0));
        if (done) draw_icon(draw, Icon::Tick, x + style.unit * 8.0, top + style.unit * 8.0, style.unit * 12.0, c.muted);
        draw_text(draw, font, text_x, top + style.unit * 5.0, here ? c.on_accent : c.muted,
                  fitted(font, words, x + width - text_x));
    }
    draw_icon(draw, Icon::Clock, rect.right() - clock_width + style.unit * 8.0, top + style.unit * 7.0,
              style.unit * 14.0, c.muted);
    draw_text(draw, style.fonts.strong, rect.right() - style.unit * 4.0, top + style.unit * 5.0, c.text,
              clock_text(readouts.t_s), Align::Right);
    end_panel();
}

}  // namespace cryo::ui

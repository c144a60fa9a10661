#include "engine/ui/practice_panels.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

struct ChipWords {
    const char* id;
    const char* name;
    Icon icon;
    Color color;
    const char* held;
};

// The head of an instrument's column: click it to take the instrument. True when it was clicked.
bool draw_chip(const ChipWords& words, bool gripped, const Style& style, double width_px) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const double height = style.unit * 30.0;
    const bool clicked = ImGui::InvisibleButton(words.id, vec(width_px, height));
    const bool hovered = ImGui::IsItemHovered();
    explain(gripped ? "In your hand. Tab takes the other instrument, Esc lets go."
                    : "Click, or press Tab, to take this instrument.",
            style);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double x = corner.x, y = corner.y;
    draw.AddRectFilled(vec(corner), vec(x + width_px, y + height), gripped || hovered ? c.hovered : c.raised,
                       style.px(4));
    draw.AddRect(vec(corner), vec(x + width_px, y + height), gripped ? words.color : c.edge, style.px(4), 0,
                 style.px(gripped ? 2.5 : 1));
    draw_icon(draw, words.icon, x + style.unit * 8.0, y + style.unit * 7.0, style.unit * 16.0, words.color);
    draw_text(draw, style.fonts.strong, x + style.unit * 30.0, y + style.unit * 6.0, c.text, words.name);
    if (gripped) {
        draw_icon(draw, Icon::Hand, x + width_px - style.unit * 24.0, y + style.unit * 7.0, style.unit * 16.0,
                  words.color);
        const double room = width_px - style.unit * 70.0 - text_width(style.fonts.strong, words.name);
        if (text_width(style.fonts.small, words.held) < room)
            draw_text(draw, style.fonts.small, x + width_px - style.unit * 30.0, y + style.unit * 8.0, c.text,
                      words.held, Align::Right);
    }
    return clicked;
}

void draw_transducer_sliders(const view::Readouts& r, const Style& style, Outcome& outcome) {
    namespace in = instruments;
    const Color color = style.colors().transducer;
    const auto& pose = r.transducer_pose;
    const auto row = [&](const char* id, const char* label, const char* unit, double limit, double actual, int decimals,
                         const char* words, auto&& make) {
        double value = actual;
        const SliderRow slider{id, label, unit, -limit, limit, decimals};
        if (slider_row(slider, value, style, color)) outcome.commands.push_back(make(value));
        explain(words, style);
    };
    using Move = session::MoveTransducer;
    row("slide", "Slide", " mm", mm_from_m(in::kSlideLimitM), mm_from_m(pose.slide_m), 1,
        "Along the image: right on the slider is right on the image.", [](double v) {
            Move move;
            move.slide_m = m_from_mm(v);
            return move;
        });
    row("across", "Across", " mm", mm_from_m(in::kAcrossLimitM), mm_from_m(pose.across_m), 1,
        "Out of the image plane, along the nerve.", [](double v) {
            Move move;
            move.across_m = m_from_mm(v);
            return move;
        });
    row("tilt", "Tilt", "°", deg_from_rad(in::kTiltLimitRad), deg_from_rad(pose.tilt_rad), 1,
        "Tilt, or fan: the image plane swings about the face's long axis. It changes how bright nerve and tendon are.",
        [](double v) {
            Move move;
            move.tilt_rad = rad_from_deg(v);
            return move;
        });
    row("rock", "Rock", "°", deg_from_rad(in::kRockLimitRad), deg_from_rad(pose.rock_rad), 1,
        "Rock, or heel–toe: one end of the face goes deeper, the other may lose contact.", [](double v) {
            Move move;
            move.rock_rad = rad_from_deg(v);
            return move;
        });
    row("rotate", "Rotate", "°", 180.0, deg_from_rad(pose.rotate_rad), 0, "About the skin's normal.", [](double v) {
        Move move;
        move.rotate_rad = rad_from_deg(v);
        return move;
    });
    double press = pose.press_frac * 100.0;
    const SliderRow slider{"press", "Press", " %", 0.0, 100.0, 0};
    if (slider_row(slider, press, style, color)) {
        Move move;
        move.press_frac = press / 100.0;
        outcome.commands.push_back(move);
    }
    explain("Compress: squeezes fat, closes veins, improves contact.", style);
}

void draw_cryoprobe_sliders(const view::Readouts& r, const Style& style, Outcome& outcome) {
    namespace in = instruments;
    const Color color = style.colors().cryoprobe;
    const auto& pose = r.cryoprobe;
    const bool outside = pose.insert_m <= 0.0;
    using Move = session::MoveCryoprobe;
    const auto row = [&](const SliderRow& slider, double value, const char* words, auto&& make) {
        if (slider_row(slider, value, style, color, 78.0)) outcome.commands.push_back(make(value));
        explain(words, style);
    };
    const double reach_mm = mm_from_m(in::kEntryLimitM);
    row({"entry_x", "Entry along", " mm", -reach_mm, reach_mm, 1, outside}, mm_from_m(pose.entry_x_m),
        "Where the cryoprobe meets the skin, along the image. Fixed once it is in.", [](double v) {
            Move move;
            move.entry_x_m = m_from_mm(v);
            return move;
        });
    row({"entry_y", "Entry across", " mm", -reach_mm, reach_mm, 1, outside}, mm_from_m(pose.entry_y_m),
        "Where the cryoprobe meets the skin, out of the image plane.", [](double v) {
            Move move;
            move.entry_y_m = m_from_mm(v);
            return move;
        });
    row({"swing", "Swing", "°", -180.0, 180.0, 0}, deg_from_rad(pose.yaw_rad),
        "Direction along the skin: 0° points to the right of the image, 90° away from you.", [](double v) {
            Move move;
            move.yaw_rad = rad_from_deg(v);
            return move;
        });
    row({"steepness", "Steepness", "°", deg_from_rad(in::kPitchLowRad), deg_from_rad(in::kPitchHighRad), 0},
        deg_from_rad(pose.pitch_rad),
        "Angle below the skin. Under 30° the shaft shines best when it lies in the image plane.", [](double v) {
            Move move;
            move.pitch_rad = rad_from_deg(v);
            return move;
        });
    const double shaft_mm = std::max(1.0, mm_from_m(r.shaft_length_m));
    row({"insert", "Inserted", " mm", 0.0, shaft_mm, 1}, mm_from_m(pose.insert_m),
        "Length of shaft below the skin. It enters as soon as this is above zero.", [](double v) {
            Move move;
            move.insert_m = m_from_mm(v);
            return move;
        });
    ImGui::Dummy(vec(1, style.unit));
    gauge(r.resistance_frac, r.adherent ? "Frozen in: does not move" : "Resistance", style, room_px(),
          r.resistance_frac > 0.75 || r.adherent ? style.colors().danger : color);
}

}  // namespace

Outcome draw_hands(const Rect& rect, bool narrow, const view::Readouts& readouts, UiState& state, const Style& style) {
    Outcome outcome;
    begin_panel("hands", rect, style);
    const Palette& c = style.colors();
    const double gap = style.unit * (narrow ? 6.0 : 16.0);
    const double width = 0.5 * (room_px() - gap);
    const double height = std::max(style.unit * 186.0, rect.height - style.unit * 18.0);
    const Vec2 corner = cursor_px();
    const char* held = state.fine ? "in hand · fine" : "in hand";

    const auto chip = [&](const ChipWords& words, Hand hand) {
        if (draw_chip(words, state.gripped == hand, style, width)) state.gripped = hand;
    };
    const auto begin_sliders = [&] {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, vec(style.unit * 4.0, style.unit * 3.0));
    };
    const auto end_sliders = [&] { ImGui::PopStyleVar(); };
    const ChipWords transducer{"transducer chip", "Transducer", Icon::Transducer, c.transducer, held};
    const ChipWords cryoprobe{"cryoprobe chip", "Cryoprobe", Icon::Cryoprobe, c.cryoprobe, held};
    if (narrow) {
        chip(transducer, Hand::Transducer);
        ImGui::SameLine(0.0F, static_cast<float>(gap));
        chip(cryoprobe, Hand::Cryoprobe);
        begin_sliders();
        if (state.gripped == Hand::Cryoprobe)
            draw_cryoprobe_sliders(readouts, style, outcome);
        else
            draw_transducer_sliders(readouts, style, outcome);
        end_sliders();
        end_panel();
        return outcome;
    }
    ImGui::BeginChild("transducer column", vec(width, height), false, ImGuiWindowFlags_NoScrollbar);
    chip(transducer, Hand::Transducer);
    begin_sliders();
    draw_transducer_sliders(readouts, style, outcome);
    end_sliders();
    ImGui::EndChild();
    ImGui::SetCursorScreenPos(vec(corner.x + width + gap, corner.y));
    ImGui::BeginChild("cryoprobe column", vec(width, height), false, ImGuiWindowFlags_NoScrollbar);
    chip(cryoprobe, Hand::Cryoprobe);
    begin_sliders();
    draw_cryoprobe_sliders(readouts, style, outcome);
    end_sliders();
    ImGui::EndChild();
    end_panel();
    return outcome;
}

}  // namespace cryo::ui

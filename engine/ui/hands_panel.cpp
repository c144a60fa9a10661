#include "engine/ui/practice_panels.h"

#include <algorithm>
#include <optional>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/layout_log.h"
#include "engine/ui/motion_card.h"
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
    note_control(words.name);
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

// One value of a pose: its slider in screen units, the member of the command it sets, and its hover card.
template <class Move>
struct PoseRow {
    Motion motion;
    SliderRow slider;
    double si_per_unit;
    double now_si;
    std::optional<double> Move::*target;
    const char* words;
};

template <class Move, size_t N>
void draw_pose_rows(const PoseRow<Move> (&rows)[N], double label_units, const Style& style, Color color,
                    Outcome& outcome) {
    for (const PoseRow<Move>& row : rows) {
        double value = row.now_si / row.si_per_unit;
        if (slider_row(row.slider, value, style, color, label_units)) {
            Move move;
            move.*row.target = value * row.si_per_unit;
            outcome.commands.push_back(move);
        }
        explain_motion(row.motion, row.words, style);
    }
}

constexpr double kMm = 1e-3;
constexpr double kDegree = kPi / 180.0;
constexpr double kPercent = 0.01;

void draw_transducer_sliders(const view::Readouts& r, const Style& style, Outcome& outcome) {
    namespace in = instruments;
    using Move = session::MoveTransducer;
    const auto& pose = r.transducer_pose;
    const double slide = in::kSlideLimitM / kMm, across = in::kAcrossLimitM / kMm;
    const double tilt = in::kTiltLimitRad / kDegree, rock = in::kRockLimitRad / kDegree;
    const PoseRow<Move> rows[] = {
        {Motion::Slide,
         {"slide", "Slide", " mm", -slide, slide, 1},
         kMm,
         pose.slide_m,
         &Move::slide_m,
         "Slide along the image: right on the slider is right on the image."},
        {Motion::Across,
         {"across", "Across", " mm", -across, across, 1},
         kMm,
         pose.across_m,
         &Move::across_m,
         "Slide out of the image plane, along the nerve. Seen from above."},
        {Motion::Tilt,
         {"tilt", "Tilt", "°", -tilt, tilt, 1},
         kDegree,
         pose.tilt_rad,
         &Move::tilt_rad,
         "Tilt, or fan: the image plane swings about the face's long axis. Nerve and tendon change their brightness."},
        {Motion::Rock,
         {"rock", "Rock", "°", -rock, rock, 1},
         kDegree,
         pose.rock_rad,
         &Move::rock_rad,
         "Rock, or heel–toe: one end of the face goes deeper, the other may lose contact."},
        {Motion::Rotate,
         {"rotate", "Rotate", "°", -180.0, 180.0, 0},
         kDegree,
         pose.rotate_rad,
         &Move::rotate_rad,
         "Rotate about the skin's normal: from short axis to long axis. Seen from above."},
        {Motion::Press,
         {"press", "Press", " %", 0.0, 100.0, 0},
         kPercent,
         pose.press_frac,
         &Move::press_frac,
         "Compress: squeezes fat, closes veins, improves contact."}};
    draw_pose_rows(rows, 62.0, style, style.colors().transducer, outcome);
}

void draw_cryoprobe_sliders(const view::Readouts& r, const Style& style, Outcome& outcome) {
    namespace in = instruments;
    using Move = session::MoveCryoprobe;
    const auto& pose = r.cryoprobe;
    const bool outside = pose.insert_m <= 0.0;
    const double reach = in::kEntryLimitM / kMm, shaft = std::max(1.0, r.shaft_length_m / kMm);
    const PoseRow<Move> rows[] = {
        {Motion::EntryAlong,
         {"entry_x", "Entry along", " mm", -reach, reach, 1, outside},
         kMm,
         pose.entry_x_m,
         &Move::entry_x_m,
         "Where the cryoprobe meets the skin, along the image. Fixed once it is in."},
        {Motion::EntryAcross,
         {"entry_y", "Entry across", " mm", -reach, reach, 1, outside},
         kMm,
         pose.entry_y_m,
         &Move::entry_y_m,
         "Where the cryoprobe meets the skin, out of the image plane. Seen from above."},
        {Motion::Swing,
         {"swing", "Swing", "°", -180.0, 180.0, 0},
         kDegree,
         pose.yaw_rad,
         &Move::yaw_rad,
         "Direction along the skin: 0° points to the right of the image, 90° away from you. Seen from above."},
        {Motion::Steepness,
         {"steepness", "Steepness", "°", in::kPitchLowRad / kDegree, in::kPitchHighRad / kDegree, 0},
         kDegree,
         pose.pitch_rad,
         &Move::pitch_rad,
         "Angle below the skin. Under 30° the shaft shines best when it lies in the image plane."},
        {Motion::Insert,
         {"insert", "Inserted", " mm", 0.0, shaft, 1},
         kMm,
         pose.insert_m,
         &Move::insert_m,
         "Length of shaft below the skin. It enters as soon as this is above zero."}};
    draw_pose_rows(rows, 78.0, style, style.colors().cryoprobe, outcome);
    ImGui::Dummy(vec(1, style.unit));
    gauge(r.resistance_frac, r.adherent ? "Frozen in: does not move" : "Resistance", style, room_px(),
          r.resistance_frac > 0.75 || r.adherent ? style.colors().danger : style.colors().cryoprobe);
}

}  // namespace

Outcome draw_hands(const Rect& rect, bool narrow, const view::Readouts& readouts, UiState& state, const Style& style) {
    Outcome outcome;
    begin_panel("hands", rect, style);
    const Palette& c = style.colors();
    const double gap = style.unit * (narrow ? 6.0 : 16.0);
    const double width = 0.5 * (room_px() - gap);
    const double height = std::max(style.unit * 194.0, rect.height - style.unit * 18.0);
    const Vec2 corner = cursor_px();
    std::string held = state.fine ? "in hand · fine" : "in hand";
    if (state.latched_shift) held += " · Shift";
    if (state.latched_ctrl) held += " · Ctrl";

    const auto chip = [&](const ChipWords& words, Hand hand) {
        if (draw_chip(words, state.gripped == hand, style, width)) state.gripped = hand;
    };
    const auto begin_sliders = [&] {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, vec(style.unit * 4.0, style.unit * 2.0));
    };
    const auto end_sliders = [&] { ImGui::PopStyleVar(); };
    const ChipWords transducer{"transducer chip", "Transducer", Icon::Transducer, c.transducer, held.c_str()};
    const ChipWords cryoprobe{"cryoprobe chip", "Cryoprobe", Icon::Cryoprobe, c.cryoprobe, held.c_str()};
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

#include "engine/ui/image_pane.h"

#include <algorithm>
#include <vector>

#include "engine/ui/image_overlay.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

void draw_badge(ImDrawList& draw, double middle_x, double y, const char* text, const Style& style) {
    const double half = 0.5 * text_width(style.fonts.strong, text) + style.unit * 12.0;
    draw.AddRectFilled(vec(middle_x - half, y), vec(middle_x + half, y + style.unit * 24.0),
                       with_alpha(over_image().transducer, 0.95), style.px(4));
    draw_text(draw, style.fonts.strong, middle_x, y + style.unit * 3.0, over_image().on_accent, text, Align::Center);
}

// In a check nobody studies the picture while time stands still.
void draw_pause(ImDrawList& draw, const Rect& pane, const UiState& state, const Style& style) {
    const double middle_x = pane.x + 0.5 * pane.width, y = pane.y + 0.45 * pane.height;
    if (state.mode != Mode::Check) {
        draw_badge(draw, middle_x, pane.y + style.unit * 16.0, "PAUSED", style);
        return;
    }
    draw.AddRectFilled(vec(pane.x, pane.y), vec(pane.right(), pane.bottom()), 0xFF101418u);
    draw_text(draw, style.fonts.heading, middle_x, y, over_image().text, "Paused", Align::Center);
    draw_text(draw, style.fonts.body, middle_x, y + style.unit * 32.0, over_image().image_text,
              "The picture is covered while time stands still. P goes on.", Align::Center);
}

// What the pointer does on the picture: callipers, or movements for the input map.
void take_pointer(const ImageMap& map, UiState& state) {
    state.pointer_on_image = {};
    ImGui::SetCursorScreenPos(vec(map.picture.x, map.picture.y));
    ImGui::InvisibleButton("picture", vec(map.picture.width, map.picture.height),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    const ImGuiIO& io = ImGui::GetIO();
    const bool held = ImGui::IsItemActive();
    if (state.callipers_on) {
        if (!ImGui::IsItemClicked(ImGuiMouseButton_Left)) return;
        if (state.calliper_points_m.size() >= 2 * kCalliperPairs) state.calliper_points_m.clear();
        state.calliper_points_m.push_back(
            map.point_m(static_cast<double>(io.MousePos.x), static_cast<double>(io.MousePos.y)));
        return;
    }
    PointerOnImage& pointer = state.pointer_on_image;
    pointer.plain = held && ImGui::IsMouseDown(ImGuiMouseButton_Left);
    pointer.shifted = held && !pointer.plain && ImGui::IsMouseDown(ImGuiMouseButton_Right);
    pointer.right_px = static_cast<double>(io.MouseDelta.x);
    pointer.down_px = static_cast<double>(io.MouseDelta.y);
    if (ImGui::IsItemHovered()) pointer.wheel = static_cast<double>(io.MouseWheel);
}

// Eight sliders at their depths, over the right edge of the picture.
void draw_tgc_drawer(const ImageMap& map, const view::Readouts& readouts, const Style& style, Outcome& outcome) {
    const Palette& c = over_image();
    const double width = std::min(style.unit * 150.0, 0.45 * map.picture.width);
    const double x = map.picture.right() - width;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(x, map.picture.y), vec(map.picture.right(), map.picture.bottom()), with_alpha(c.panel, 0.86),
                       style.px(4));
    const double step = map.picture.height / ultrasound::kTgcSliders;
    for (int i = 0; i < ultrasound::kTgcSliders; ++i) {
        ImGui::PushID(i);
        ImGui::SetCursorScreenPos(vec(x + style.unit * 8.0, map.picture.y + step * (i + 0.5) - style.unit * 11.0));
        ImGui::SetNextItemWidth(static_cast<float>(width - style.unit * 16.0));
        float shown = static_cast<float>(readouts.imaging.tgc_db[static_cast<size_t>(i)]);
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2{style.px(4), style.px(3)});
        if (ImGui::SliderFloat("##tgc", &shown, static_cast<float>(ultrasound::kTgcRangeDb.low),
                               static_cast<float>(ultrasound::kTgcRangeDb.high), "%+.0f dB",
                               ImGuiSliderFlags_AlwaysClamp)) {
            const auto knob = static_cast<session::Knob>(static_cast<int>(session::Knob::Tgc0) + i);
            outcome.commands.push_back(session::SetKnob{knob, static_cast<double>(shown)});
        }
        ImGui::PopStyleVar();
        ImGui::PopID();
    }
}

}  // namespace

Outcome draw_image_pane(const Rect& pane, const view::Readouts& readouts, UiState& state, const Style& style,
                        const Frame& frame, const Pictures& pictures) {
    Outcome outcome;
    begin_panel("image", pane, style, PanelLook::Black);
    const ImagePlacement& placement = pictures.placement;
    const double proportions =
        (placement.lateral_high_m - placement.lateral_low_m) / (placement.depth_high_m - placement.depth_low_m);
    const ImageMap map{picture_rect(pane, style.unit, proportions), placement};
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_picture(draw, map, pictures);

    if (!state.tgc_open) take_pointer(map, state);
    if (readouts.imaging.tgc_db != state.tgc_seen_db) {
        state.tgc_seen_db = readouts.imaging.tgc_db;
        state.tgc_changed_s = frame.now_s;
    }
    draw_depth_ruler(draw, map, readouts, style);
    draw_gray_bar(draw, pane, map, readouts, style);
    draw_orientation_mark(draw, map, style);
    draw_parameter_block(draw, pane, map, readouts, style, pictures);
    std::vector<Rect> taken;
    draw_isotherms(draw, map, readouts, style, taken);
    draw_labels(draw, map, readouts, style, taken);
    draw_callipers(draw, map, state, style);
    const double age_s = frame.now_s - state.tgc_changed_s;
    if (state.tgc_open || age_s < kTgcFadeS)
        draw_tgc_curve(draw, map, readouts, style, state.tgc_open ? 1.0 : 1.0 - age_s / kTgcFadeS);
    if (state.tgc_open) draw_tgc_drawer(map, readouts, style, outcome);

    if (readouts.imaging.frozen)
        draw_badge(draw, map.picture.x + 0.5 * map.picture.width, map.picture.bottom() - style.unit * 30.0,
                   "IMAGE FROZEN", style);
    if (state.paused) draw_pause(draw, pane, state, style);
    end_panel();
    return outcome;
}

void draw_image_still(const Rect& rect, const view::Readouts& readouts, const Style& style, const Pictures& pictures) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(rect.x, rect.y), vec(rect.right(), rect.bottom()), 0xFF000000u, style.px(4));
    const double ruler = style.unit * 40.0, edge = style.unit * 8.0;
    const ImageMap map{{rect.x + edge, rect.y + edge, rect.width - ruler - edge, rect.height - 2.0 * edge},
                       pictures.placement};
    draw_picture(draw, map, pictures);
    draw_depth_ruler(draw, map, readouts, style);
    draw_orientation_mark(draw, map, style);
    draw_labels(draw, map, readouts, style, {});
}

}  // namespace cryo::ui

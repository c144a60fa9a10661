#include "engine/ui/image_pane.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/ui/image_overlay.h"
#include "engine/ui/layout_log.h"
#include "engine/ui/machine_drawer.h"
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

void add_point(const Vec2& at_m, UiState& state) {
    auto& measurements = state.measurements;
    if (measurements.empty() || measurements.back().is_complete()) {
        if (measurements.size() >= kMostMeasurements) measurements.clear();
        measurements.push_back({state.calliper_kind, {}});
    }
    measurements.back().points_m.push_back(at_m);
}

// While the machine's drawer is open the colour box goes where it is dragged.
void drag_box(const ImageMap& map, const view::Readouts& readouts, Outcome& outcome) {
    const ImGuiIO& io = ImGui::GetIO();
    const Vec2 from = map.point_m(0.0, 0.0);
    const Vec2 by = map.point_m(static_cast<double>(io.MouseDelta.x), static_cast<double>(io.MouseDelta.y)) - from;
    const auto& doppler = readouts.imaging.doppler;
    const auto set = [&](session::Knob knob, double now, double change, const ultrasound::Range& range) {
        if (change != 0.0)
            outcome.commands.push_back(session::SetKnob{knob, std::clamp(now + change, range.low, range.high)});
    };
    set(session::Knob::BoxLateralM, doppler.box_lateral_m, by.x, ultrasound::kBoxLateralRangeM);
    set(session::Knob::BoxDepthM, doppler.box_depth_m, by.y,
        {ultrasound::kBoxDepthRangeM.low, readouts.imaging.depth_m});
}

// What the pointer does on the picture: callipers, the colour box, or movements for the input map.
void take_pointer(const ImageMap& map, const view::Readouts& readouts, UiState& state, Outcome& outcome) {
    state.pointer_on_image = {};
    ImGui::SetCursorScreenPos(vec(map.picture.x, map.picture.y));
    ImGui::InvisibleButton("picture", vec(map.picture.width, map.picture.height),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    ImGui::SetItemAllowOverlap();
    note_control("picture", Part::Surface);
    const ImGuiIO& io = ImGui::GetIO();
    const bool held = ImGui::IsItemActive();
    if (state.callipers_on) {
        if (ImGui::IsItemClicked(ImGuiMouseButton_Left))
            add_point(map.point_m(static_cast<double>(io.MousePos.x), static_cast<double>(io.MousePos.y)), state);
        return;
    }
    if (state.machine_open && readouts.imaging.doppler.mode != ultrasound::DopplerMode::Off) {
        if (held && ImGui::IsMouseDown(ImGuiMouseButton_Left)) drag_box(map, readouts, outcome);
        return;
    }
    PointerOnImage& pointer = state.pointer_on_image;
    pointer.plain = held && ImGui::IsMouseDown(ImGuiMouseButton_Left);
    pointer.shifted = held && !pointer.plain && ImGui::IsMouseDown(ImGuiMouseButton_Right);
    pointer.right_px = static_cast<double>(io.MouseDelta.x);
    pointer.down_px = static_cast<double>(io.MouseDelta.y);
    if (ImGui::IsItemHovered()) pointer.wheel = static_cast<double>(io.MouseWheel);
}

// Frozen: says so, and a slider back through the last seconds.
void draw_cine(const ImageMap& map, UiState& state, const Style& style) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double middle = map.picture.x + 0.5 * map.picture.width;
    std::string words = "IMAGE FROZEN";
    if (state.cine_back > 0) words += " · " + fixed(state.cine_age_s, 1) + " s before";
    draw_badge(draw, middle, map.picture.bottom() - style.unit * 30.0, words.c_str(), style);
    if (state.cine_count < 2) return;
    const double width = std::min(0.7 * map.picture.width, style.unit * 420.0);
    ImGui::SetCursorScreenPos(vec(middle - 0.5 * width, map.picture.bottom() - style.unit * 62.0));
    ImGui::SetNextItemWidth(static_cast<float>(width));
    int place = state.cine_count - 1 - state.cine_back;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, vec(style.unit * 4.0, style.unit * 4.5));
    const std::string format = "Cine %d of " + std::to_string(state.cine_count - 1);
    if (ImGui::SliderInt("##cine", &place, 0, state.cine_count - 1, format.c_str(), ImGuiSliderFlags_AlwaysClamp))
        state.cine_back = state.cine_count - 1 - place;
    note_control("Cine");
    ImGui::PopStyleVar();
    explain("The last ten seconds before the image was frozen. Keys Left and Right step.", style);
}

double tgc_drawer_width(const ImageMap& map, const Style& style) {
    return std::min(style.unit * 150.0, 0.45 * map.picture.width);
}

// Eight sliders at their depths, over the right edge of the picture.
void draw_tgc_drawer(const ImageMap& map, const view::Readouts& readouts, const Style& style, Outcome& outcome) {
    const Palette& c = over_image();
    const double width = tgc_drawer_width(map, style);
    const double x = map.picture.right() - width;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(x, map.picture.y), vec(map.picture.right(), map.picture.bottom()), with_alpha(c.panel, 0.86),
                       style.px(4));
    const double step = map.picture.height / ultrasound::kTgcSliders;
    for (int i = 0; i < ultrasound::kTgcSliders; ++i) {
        ImGui::PushID(i);
        ImGui::SetCursorScreenPos(vec(x + style.unit * 8.0, map.picture.y + step * i + 1.0));
        ImGui::SetNextItemWidth(static_cast<float>(width - style.unit * 16.0));
        float shown = static_cast<float>(readouts.imaging.tgc_db[static_cast<size_t>(i)]);
        // As tall as its share of the picture allows.
        const double padding = std::clamp(0.5 * (step - style.unit * 12.5) - 1.0, 0.0, style.unit * 6.0);
        ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, vec(style.unit * 4.0, padding));
        ImGui::PushFont(style.fonts.small);
        if (ImGui::SliderFloat("##tgc", &shown, static_cast<float>(ultrasound::kTgcRangeDb.low),
                               static_cast<float>(ultrasound::kTgcRangeDb.high), "%+.0f dB",
                               ImGuiSliderFlags_AlwaysClamp)) {
            const auto knob = static_cast<session::Knob>(static_cast<int>(session::Knob::Tgc0) + i);
            outcome.commands.push_back(session::SetKnob{knob, static_cast<double>(shown)});
        }
        ImGui::PopFont();
        note_control("Time gain " + std::to_string(i + 1));
        ImGui::PopStyleVar();
        ImGui::PopID();
    }
}

// What lies over the picture: no label goes there.
std::vector<Rect> covered_parts(const ImageMap& map, bool is_frozen, const UiState& state, const Style& style) {
    const Rect& p = map.picture;
    std::vector<Rect> covered;
    const double strip = style.unit * (state.cine_count < 2 ? 34.0 : 66.0);  // the badge, the slider
    if (is_frozen) covered.push_back({p.x, p.bottom() - strip, p.width, strip});
    const double drawer = tgc_drawer_width(map, style);
    if (state.tgc_open) covered.push_back({p.right() - drawer, p.y, drawer, p.height});
    return covered;
}

}  // namespace

Outcome draw_image_pane(const Rect& pane, const view::Readouts& readouts, UiState& state, const Style& style,
                        const Frame& frame, const Pictures& pictures) {
    Outcome outcome;
    begin_panel("image", pane, style, PanelLook::Black);
    const ImagePlacement& placement = pictures.placement;
    const double proportions =
        (placement.lateral_high_m - placement.lateral_low_m) / (placement.depth_high_m - placement.depth_low_m);
    const ImageMap map{picture_rect(pane, style.unit, proportions), placement, readouts.imaging.inverted};
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_picture(draw, map, pictures);

    if (!state.tgc_open) take_pointer(map, readouts, state, outcome);
    if (readouts.imaging.tgc_db != state.tgc_seen_db) {
        state.tgc_seen_db = readouts.imaging.tgc_db;
        state.tgc_changed_s = frame.now_s;
    }
    draw_depth_ruler(draw, map, readouts, style);
    draw_gray_bar(draw, pane, map, readouts, style);
    draw_orientation_mark(draw, map, style);
    draw_parameter_block(draw, pane, map, readouts, style, pictures);
    if (readouts.imaging.doppler.mode != ultrasound::DopplerMode::Off) {
        draw_flow_bar(draw, pane, map, readouts, style);
        draw_flow_box(draw, map, readouts, style);
    }
    std::vector<Rect> taken = covered_parts(map, readouts.imaging.frozen, state, style);
    if (state.isotherms_on) draw_isotherms(draw, map, readouts, style, taken);
    draw_labels(draw, map, readouts, style, taken);
    draw_callipers(draw, map, state, style);
    draw_stage_times(draw, map, pictures.stages, style);
    const double age_s = frame.now_s - state.tgc_changed_s;
    if (state.tgc_open || age_s < kTgcFadeS)
        draw_tgc_curve(draw, map, readouts, style, state.tgc_open ? 1.0 : 1.0 - age_s / kTgcFadeS);
    if (state.tgc_open) draw_tgc_drawer(map, readouts, style, outcome);

    if (readouts.imaging.frozen) draw_cine(map, state, style);
    if (state.machine_open) draw_machine_drawer(pane, readouts, state, style, outcome);
    if (state.paused) draw_pause(draw, pane, state, style);
    end_panel();
    return outcome;
}

void draw_image_still(const Rect& rect, const view::Readouts& readouts, const Style& style, const Pictures& pictures) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(rect.x, rect.y), vec(rect.right(), rect.bottom()), 0xFF000000u, style.px(4));
    const double ruler = style.unit * 40.0, edge = style.unit * 8.0;
    const ImageMap map{{rect.x + edge, rect.y + edge, rect.width - ruler - edge, rect.height - 2.0 * edge},
                       pictures.placement,
                       readouts.imaging.inverted};
    draw_picture(draw, map, pictures);
    draw_depth_ruler(draw, map, readouts, style);
    draw_orientation_mark(draw, map, style);
    draw_labels(draw, map, readouts, style, {});
}

}  // namespace cryo::ui

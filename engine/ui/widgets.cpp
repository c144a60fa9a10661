#include "engine/ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/ui/drawing.h"
#include "engine/ui/layout_log.h"

namespace cryo::ui {

namespace {

// The last item is a button with these words in the current font.
void note_button(const std::string& label) {
    const std::string shown = label.substr(0, label.find("##"));
    const ImVec2 size = ImGui::CalcTextSize(shown.c_str());
    note_label(shown, static_cast<double>(size.x), static_cast<double>(size.y));
    note_control(label);
}

const char* begin_of(std::string_view text) { return text.data(); }
const char* end_of(std::string_view text) { return text.data() + text.size(); }

// Around the line of text inside a slider, so that it is as tall as the least target.
constexpr double kSliderPaddingUnits = 4.5;

constexpr double kStepperSideUnits = 24.0;

// Pushes the four colours of a button look; pop with PopStyleColor(5).
void push_button_colors(const Palette& c, ButtonLook look) {
    Color fill = c.raised, hover = c.hovered, text = c.text, edge = c.edge;
    if (look == ButtonLook::Chosen || look == ButtonLook::Primary) {
        fill = hover = edge = c.accent;
        text = c.on_accent;
    } else if (look == ButtonLook::Danger) {
        text = edge = c.danger;
    }
    ImGui::PushStyleColor(ImGuiCol_Button, fill);
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, hover);
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, hover);
    ImGui::PushStyleColor(ImGuiCol_Text, text);
    ImGui::PushStyleColor(ImGuiCol_Border, edge);
}

}  // namespace

std::string fixed(double value, int decimals) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, std::abs(value));
    std::string digits = buffer;
    const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
    return value < 0.0 && !is_zero ? "\u2212" + digits : digits;
}

std::string clock_text(double seconds) {
    const int whole = static_cast<int>(std::max(0.0, seconds));
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%d:%02d", whole / 60, whole % 60);
    return buffer;
}

void begin_panel(const std::string& name, const Rect& rect, const Style& style, PanelLook look) {
    ImGui::SetNextWindowPos(vec(rect.x, rect.y));
    ImGui::SetNextWindowSize(vec(std::max(1.0, rect.width), std::max(1.0, rect.height)));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                             ImGuiWindowFlags_NoBringToFrontOnFocus;
    const Palette& c = style.colors();
    Color fill = c.panel;
    if (look == PanelLook::Bare) fill = c.backdrop;
    if (look == PanelLook::Black) fill = 0xFF000000u;
    // Painting a picture-sized region twice costs a software renderer milliseconds.
    if (fill == c.backdrop) flags |= ImGuiWindowFlags_NoBackground;
    if (look != PanelLook::Plain) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::PushStyleColor(ImGuiCol_WindowBg, fill);
    const bool padded = look == PanelLook::Plain || look == PanelLook::Still;
    if (!padded) ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0, 0});
    ImGui::Begin(name.c_str(), nullptr, flags);
    if (!padded) ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

void end_panel() { ImGui::End(); }

void write(std::string_view text, Color color) {
    ImGui::PushStyleColor(ImGuiCol_Text, color);
    ImGui::TextUnformatted(begin_of(text), end_of(text));
    ImGui::PopStyleColor();
    note_text(text);
}

void write_small(std::string_view text, const Style& style, Color color) {
    ImGui::PushFont(style.fonts.small);
    write(text, color);
    ImGui::PopFont();
}

void write_wrapped(std::string_view text, Color color) {
    ImGui::PushTextWrapPos(0.0F);
    write(text, color);
    ImGui::PopTextWrapPos();
}

void write_small_wrapped(std::string_view text, const Style& style, Color color) {
    ImGui::PushFont(style.fonts.small);
    write_wrapped(text, color);
    ImGui::PopFont();
}

void panel_heading(std::string_view text, const Style& style, std::string_view remark) {
    ImGui::PushFont(style.fonts.strong);
    write(text, style.colors().text);
    ImGui::PopFont();
    if (remark.empty()) return;
    // On the same line where there is room for both, else below.
    const double heading_px = text_width(style.fonts.strong, text), remark_px = text_width(style.fonts.small, remark);
    const double room =
        static_cast<double>(ImGui::GetWindowContentRegionMax().x) - static_cast<double>(ImGui::GetCursorPosX());
    if (heading_px + remark_px + style.unit * 12.0 < room)
        ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - static_cast<float>(remark_px));
    write_small(remark, style, style.colors().muted);
}

void explain(std::string_view text, const Style& style) {
    if (!ImGui::IsItemHovered()) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{style.px(10), style.px(8)});
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(style.px(300));
    write(text, style.colors().text);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

bool button(const std::string& label, const Style& style, double width_units, double height_units, ButtonLook look) {
    push_button_colors(style.colors(), look);
    if (look != ButtonLook::Normal) ImGui::PushFont(style.fonts.strong);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, vec(style.unit * 2.0, 0.0));
    const bool pressed = ImGui::Button(label.c_str(), {style.px(width_units), style.px(height_units)});
    note_button(label);
    ImGui::PopStyleVar();
    if (look != ButtonLook::Normal) ImGui::PopFont();
    ImGui::PopStyleColor(5);
    return pressed;
}

namespace {

// Of buttons side by side with these labels: equal where every label fits, else the room left over is shared out.
std::vector<double> widths_for(const std::vector<std::string>& labels, double room_px, double padding_px) {
    const auto count = static_cast<double>(labels.size());
    std::vector<double> widths;
    double sum = 0.0, widest = 0.0;
    for (const std::string& label : labels) {
        widths.push_back(static_cast<double>(ImGui::CalcTextSize(label.c_str()).x) + padding_px);
        sum += widths.back();
        widest = std::max(widest, widths.back());
    }
    const bool all_fit = widest <= room_px / count;
    for (double& width : widths) width = all_fit ? room_px / count : width + (room_px - sum) / count;
    return widths;
}

}  // namespace

int choose_one(const std::string& id, const std::vector<std::string>& labels, int chosen, const Style& style,
               double width_units, double height_units) {
    ImGui::PushID(id.c_str());
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2{style.px(2), 0});
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2{style.px(2), style.px(2)});
    const double gaps = 2.0 * (static_cast<double>(labels.size()) - 1.0);
    const std::vector<double> widths = widths_for(labels, style.unit * (width_units - gaps), style.unit * 4.0);
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
        if (i > 0) ImGui::SameLine();
        const bool is_chosen = i == chosen;
        push_button_colors(style.colors(), is_chosen ? ButtonLook::Chosen : ButtonLook::Normal);
        if (ImGui::Button(labels[static_cast<size_t>(i)].c_str(),
                          vec(widths[static_cast<size_t>(i)], style.unit * height_units)))
            chosen = i;
        note_button(labels[static_cast<size_t>(i)]);
        ImGui::PopStyleColor(5);
    }
    ImGui::PopStyleVar(2);
    ImGui::PopID();
    return chosen;
}

int stepper(const std::string& id, std::string_view label, std::string_view value, const Style& style, double width_px,
            double height_px) {
    const Palette& c = style.colors();
    ImGui::PushID(id.c_str());
    ImGui::BeginGroup();
    const Vec2 corner = cursor_px();
    const double side = style.unit * kStepperSideUnits, label_height = style.unit * 15.0;
    const double top = corner.y + label_height, height = height_px - label_height;
    int step = 0;
    ImGui::PushButtonRepeat(true);
    push_button_colors(c, ButtonLook::Normal);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2{0, 0});
    ImGui::SetCursorScreenPos(vec(corner.x, top));
    if (ImGui::Button("\u2212##less", vec(side, height))) step = -1;
    note_control("less " + id);
    ImGui::SetCursorScreenPos(vec(corner.x + width_px - side, top));
    if (ImGui::Button("+##more", vec(side, height))) step = 1;
    note_control("more " + id);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(5);
    ImGui::PopButtonRepeat();
    const double middle = corner.x + 0.5 * width_px;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.small, middle, corner.y - style.unit, c.muted, label, Align::Center);
    draw_text(draw, style.fonts.strong, middle, top + 0.5 * (height - style.unit * 18.0), c.text, value, Align::Center);
    ImGui::EndGroup();
    ImGui::PopID();
    return step;
}

bool slider_row(const SliderRow& row, double& value, const Style& style, Color color, double label_units) {
    const Palette& c = style.colors();
    ImGui::PushID(row.id.c_str());
    ImGui::BeginDisabled(!row.enabled);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, vec(style.unit * 4.0, style.unit * kSliderPaddingUnits));
    const float left = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(top + style.px(kSliderPaddingUnits));
    write_small(row.label, style, c.muted);
    ImGui::SetCursorPos(ImVec2{left + style.px(label_units), top});
    ImGui::PushStyleColor(ImGuiCol_SliderGrab, color);
    ImGui::PushStyleColor(ImGuiCol_SliderGrabActive, color);
    ImGui::PushStyleVar(ImGuiStyleVar_GrabMinSize, style.px(9));
    ImGui::SetNextItemWidth(static_cast<float>(std::max(style.unit * 24.0, room_px() - style.unit * 62.0)));
    float shown = static_cast<float>(value);
    const bool changed = ImGui::SliderFloat("##slider", &shown, static_cast<float>(row.low),
                                            static_cast<float>(row.high), "", ImGuiSliderFlags_AlwaysClamp);
    note_control(row.label);
    const Vec2 low = point(ImGui::GetItemRectMin()), high = point(ImGui::GetItemRectMax());
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(2);

    // A notch at zero.
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (row.low < 0.0 && row.high > 0.0) {
        const double inset = style.unit * 6.0;
        const double zero_x = low.x + inset + (high.x - low.x - 2.0 * inset) * (-row.low / (row.high - row.low));
        draw.AddLine(vec(zero_x, low.y + 1.0), vec(zero_x, low.y + style.unit * 4.0), c.muted, style.px(1));
    }
    draw_text(draw, style.fonts.small, high.x + style.unit * 60.0, low.y + style.unit * kSliderPaddingUnits,
              row.enabled ? c.text : c.muted, fixed(value, row.decimals) + std::string(row.unit), Align::Right);
    ImGui::PopStyleVar();
    ImGui::EndDisabled();
    ImGui::PopID();
    if (changed) value = static_cast<double>(shown);
    return changed;
}

void gauge(double fraction, std::string_view label, const Style& style, double width_px, Color color) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const double height = style.unit * 20.0;
    const Vec2 end = corner + Vec2{width_px, height};
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(corner), vec(end), c.raised, style.px(3));
    const double filled = width_px * std::clamp(fraction, 0.0, 1.0);
    draw.AddRectFilled(vec(corner.x, end.y - style.unit * 4.0), vec(corner.x + filled, end.y), color, style.px(2));
    draw.AddRect(vec(corner), vec(end), c.line, style.px(3));
    draw_text(draw, style.fonts.small, corner.x + style.unit * 5.0, corner.y, c.text, label);
    ImGui::Dummy(vec(width_px, height));
}

bool hold_button(const std::string& label, std::string_view sub_label, double progress, bool lit, const Style& style,
                 double width_px, double height_px) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const Vec2 end = corner + Vec2{width_px, height_px};
    ImGui::PushID("hold");
    ImGui::InvisibleButton(label.c_str(), vec(width_px, height_px));
    note_control(label);
    ImGui::PopID();
    const bool down = ImGui::IsItemActive();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const Color fill = lit ? c.cryoprobe : (ImGui::IsItemHovered() ? c.hovered : c.raised);
    const Color ink = lit ? c.on_accent : c.text;
    draw.AddRectFilled(vec(corner), vec(end), fill, style.px(6));
    if (progress > 0.0) {
        const double filled = width_px * std::clamp(progress, 0.0, 1.0);
        draw.AddRectFilled(vec(corner.x, end.y - style.unit * 6.0), vec(corner.x + filled, end.y),
                           lit ? c.on_accent : c.accent, style.px(3));
    }
    draw.AddRect(vec(corner), vec(end), lit ? c.cryoprobe : c.edge, style.px(6), 0,
                 style.px(ImGui::IsItemFocused() ? 3 : 1.5));
    const double middle = corner.x + 0.5 * width_px;
    const double text_y = corner.y + 0.5 * height_px - style.unit * (sub_label.empty() ? 12.0 : 20.0);
    draw_text(draw, style.fonts.heading, middle, text_y, ink, label, Align::Center);
    if (!sub_label.empty())
        draw_text(draw, style.fonts.small, middle, text_y + style.unit * 25.0, ink, sub_label, Align::Center);
    return down;
}

void bullet_list(const std::vector<std::string>& items, const Style& style) {
    for (const std::string& item : items) {
        const Vec2 corner = cursor_px() + Vec2{style.unit * 6.0, 0.55 * static_cast<double>(ImGui::GetFontSize())};
        ImGui::GetWindowDrawList()->AddCircleFilled(vec(corner), style.px(2.5), style.colors().accent);
        ImGui::Indent(style.px(16));
        write_wrapped(item, style.colors().text);
        ImGui::Unindent(style.px(16));
    }
}

}  // namespace cryo::ui

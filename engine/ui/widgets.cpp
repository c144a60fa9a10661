#include "engine/ui/widgets.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cryo::ui {

namespace {

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

const char* begin_of(std::string_view text) { return text.data(); }
const char* end_of(std::string_view text) { return text.data() + text.size(); }

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
    ImGui::SetNextWindowPos(at(rect.x, rect.y));
    ImGui::SetNextWindowSize(at(std::max(1.0, rect.width), std::max(1.0, rect.height)));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                             ImGuiWindowFlags_NoBringToFrontOnFocus;
    const Palette& c = style.colors();
    Color fill = c.panel;
    if (look == PanelLook::Bare) fill = c.backdrop;
    if (look == PanelLook::Black) fill = 0xFF000000u;
    if (look != PanelLook::Plain) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::PushStyleColor(ImGuiCol_WindowBg, fill);
    if (look != PanelLook::Plain) ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0, 0});
    ImGui::Begin(name.c_str(), nullptr, flags);
    if (look != PanelLook::Plain) ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

void end_panel() { ImGui::End(); }

void write(std::string_view text, Color color) {
    ImGui::PushStyleColor(ImGuiCol_Text, color);
    ImGui::TextUnformatted(begin_of(text), end_of(text));
    ImGui::PopStyleColor();
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

float text_width(std::string_view text) { return ImGui::CalcTextSize(begin_of(text), end_of(text)).x; }

void panel_heading(std::string_view text, const Style& style, std::string_view remark) {
    ImGui::PushFont(style.fonts.strong);
    write(text, style.colors().text);
    ImGui::PopFont();
    if (remark.empty()) return;
    ImGui::PushFont(style.fonts.small);
    const float left = ImGui::GetWindowContentRegionMax().x - text_width(remark);
    ImGui::SameLine(std::max(left, ImGui::GetCursorPosX()));
    write(remark, style.colors().muted);
    ImGui::PopFont();
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
    const bool pressed = ImGui::Button(label.c_str(), {style.px(width_units), style.px(height_units)});
    if (look != ButtonLook::Normal) ImGui::PopFont();
    ImGui::PopStyleColor(5);
    return pressed;
}

int choose_one(const std::string& id, const std::vector<std::string>& labels, int chosen, const Style& style,
               double width_units, double height_units) {
    ImGui::PushID(id.c_str());
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2{style.px(2), 0});
    const double gaps = 2.0 * (static_cast<double>(labels.size()) - 1.0);
    const double each = (width_units - gaps) / static_cast<double>(labels.size());
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
        if (i > 0) ImGui::SameLine();
        const bool is_chosen = i == chosen;
        push_button_colors(style.colors(), is_chosen ? ButtonLook::Chosen : ButtonLook::Normal);
        if (ImGui::Button(labels[static_cast<size_t>(i)].c_str(), {style.px(each), style.px(height_units)})) chosen = i;
        ImGui::PopStyleColor(5);
    }
    ImGui::PopStyleVar();
    ImGui::PopID();
    return chosen;
}

int stepper(const std::string& id, std::string_view label, std::string_view value, const Style& style,
            double width_px, double height_px) {
    const Palette& c = style.colors();
    ImGui::PushID(id.c_str());
    ImGui::BeginGroup();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float side = std::min(style.px(26), static_cast<float>(width_px) * 0.28F);
    const float height = static_cast<float>(height_px);
    int step = 0;
    ImGui::PushButtonRepeat(true);
    push_button_colors(c, ButtonLook::Normal);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2{0, 0});
    if (ImGui::Button("\u2212##less", {side, height})) step = -1;
    ImGui::SetCursorScreenPos(at(corner.x + static_cast<float>(width_px) - side, corner.y));
    if (ImGui::Button("+##more", {side, height})) step = 1;
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(5);
    ImGui::PopButtonRepeat();
    const float middle = corner.x + 0.5F * static_cast<float>(width_px);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    ImGui::PushFont(style.fonts.small);
    const float label_height = ImGui::GetFontSize();
    draw.AddText(at(middle - 0.5F * text_width(label), corner.y), c.muted, begin_of(label), end_of(label));
    ImGui::PopFont();
    ImGui::PushFont(style.fonts.strong);
    draw.AddText(at(middle - 0.5F * text_width(value), corner.y + label_height + style.px(2)), c.text, begin_of(value),
                 end_of(value));
    ImGui::PopFont();
    ImGui::EndGroup();
    ImGui::PopID();
    return step;
}

bool slider_row(const SliderRow& row, double& value, const Style& style, Color color, double label_units) {
    const Palette& c = style.colors();
    ImGui::PushID(row.id.c_str());
    ImGui::BeginDisabled(!row.enabled);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2{style.px(4), style.px(2)});
    const float left = ImGui::GetCursorPosX();
    ImGui::AlignTextToFramePadding();
    write_small(row.label, style, c.muted);
    ImGui::SameLine(left + style.px(label_units));
    ImGui::PushStyleColor(ImGuiCol_SliderGrab, color);
    ImGui::PushStyleColor(ImGuiCol_SliderGrabActive, color);
    ImGui::PushStyleVar(ImGuiStyleVar_GrabMinSize, style.px(9));
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - style.px(58));
    float shown = static_cast<float>(value);
    const bool changed = ImGui::SliderFloat("##slider", &shown, static_cast<float>(row.low), static_cast<float>(row.high),
                                            "", ImGuiSliderFlags_AlwaysClamp);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor(2);

    // Middle of the range and where the instrument is: a notch above and a tick below.
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double inset = style.px(6);
    const double span = high.x - low.x - 2.0 * inset;
    if (row.low < 0.0 && row.high > 0.0) {
        const double zero_x = low.x + inset + span * (-row.low / (row.high - row.low));
        draw.AddLine(at(zero_x, low.y + 1), at(zero_x, low.y + style.px(4)), c.muted, style.px(1));
    }
    const double share = std::clamp((row.actual - row.low) / (row.high - row.low), 0.0, 1.0);
    const double tick_x = low.x + inset + span * share;
    draw.AddTriangleFilled(at(tick_x - style.px(3.5), high.y), at(tick_x + style.px(3.5), high.y),
                           at(tick_x, high.y - style.px(5)), c.text);

    ImGui::SameLine(0.0F, style.px(4));
    const std::string text = fixed(row.actual, row.decimals) + std::string(row.unit);
    ImGui::PushFont(style.fonts.small);
    const float right = ImGui::GetWindowContentRegionMax().x - text_width(text);
    ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), std::min(right, ImGui::GetCursorPosX() + style.px(54) - text_width(text))));
    write(text, c.text);
    ImGui::PopFont();
    ImGui::PopStyleVar();
    ImGui::EndDisabled();
    ImGui::PopID();
    if (changed) value = static_cast<double>(shown);
    return changed;
}

void gauge(double fraction, std::string_view label, const Style& style, double width_px, Color color) {
    const Palette& c = style.colors();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const double height = style.px(18);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(corner, at(corner.x + width_px, corner.y + height), c.raised, style.px(3));
    const double filled = width_px * std::clamp(fraction, 0.0, 1.0);
    const double bar = style.px(4);
    draw.AddRectFilled(at(corner.x, corner.y + height - bar), at(corner.x + filled, corner.y + height), color, style.px(2));
    draw.AddRect(corner, at(corner.x + width_px, corner.y + height), c.line, style.px(3));
    ImGui::PushFont(style.fonts.small);
    draw.AddText(at(corner.x + style.px(5), corner.y), c.text, begin_of(label), end_of(label));
    ImGui::PopFont();
    ImGui::Dummy(at(width_px, height));
}

bool hold_button(const std::string& label, std::string_view sub_label, double progress, bool lit, const Style& style,
                 double width_px, double height_px) {
    const Palette& c = style.colors();
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::PushID(label.c_str());
    ImGui::InvisibleButton("hold", at(width_px, height_px));
    ImGui::PopID();
    const bool down = ImGui::IsItemActive();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 end = at(corner.x + width_px, corner.y + height_px);
    const Color fill = lit ? c.cryoprobe : (ImGui::IsItemHovered() ? c.hovered : c.raised);
    const Color ink = lit ? c.on_accent : c.text;
    const float rounding = style.px(6);
    draw.AddRectFilled(corner, end, fill, rounding);
    if (progress > 0.0) {
        const double filled = width_px * std::clamp(progress, 0.0, 1.0);
        draw.AddRectFilled(at(corner.x, end.y - style.px(6)), at(corner.x + filled, end.y), lit ? c.on_accent : c.accent,
                           style.px(3));
    }
    draw.AddRect(corner, end, lit ? c.cryoprobe : c.edge, rounding, 0, style.px(ImGui::IsItemFocused() ? 3 : 1.5));
    ImGui::PushFont(style.fonts.heading);
    const double middle_x = corner.x + 0.5 * width_px;
    const double text_y = corner.y + 0.5 * height_px - style.px(sub_label.empty() ? 11 : 19);
    draw.AddText(at(middle_x - 0.5 * static_cast<double>(text_width(label)), text_y), ink, label.c_str());
    ImGui::PopFont();
    if (!sub_label.empty()) {
        ImGui::PushFont(style.fonts.small);
        draw.AddText(at(middle_x - 0.5 * static_cast<double>(text_width(sub_label)), text_y + style.px(24)), ink,
                     begin_of(sub_label), end_of(sub_label));
        ImGui::PopFont();
    }
    return down;
}

void bullet_list(const std::vector<std::string>& items, const Style& style) {
    for (const std::string& item : items) {
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const float radius = style.px(2.5);
        ImGui::GetWindowDrawList()->AddCircleFilled(
            at(corner.x + style.px(6), corner.y + 0.55F * ImGui::GetFontSize()), radius, style.colors().accent);
        ImGui::Indent(style.px(16));
        write_wrapped(item, style.colors().text);
        ImGui::Unindent(style.px(16));
    }
}

}  // namespace cryo::ui

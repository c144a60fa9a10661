#include "engine/ui/layout_log.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

namespace cryo::ui {

namespace {

LayoutLog* running_log() { return static_cast<LayoutLog*>(ImGui::GetIO().UserData); }

Rect rect_of(const ImRect& r) {
    return {static_cast<double>(r.Min.x), static_cast<double>(r.Min.y), static_cast<double>(r.Max.x - r.Min.x),
            static_cast<double>(r.Max.y - r.Min.y)};
}

Layer layer_of(const ImGuiWindow& window) {
    const ImGuiWindowFlags root = window.RootWindow->Flags;
    if ((root & ImGuiWindowFlags_Tooltip) != 0) return Layer::Tooltip;
    if ((root & ImGuiWindowFlags_Popup) != 0) return Layer::Overlay;
    // A child with a padding of its own is a drawer: it covers what lies under it.
    for (const ImGuiWindow* one = &window; one != window.RootWindow; one = one->ParentWindow)
        if ((one->Flags & ImGuiWindowFlags_AlwaysUseWindowPadding) != 0) return Layer::Drawer;
    return Layer::Panel;
}

bool scrolls(const ImGuiWindow& window) {
    for (const ImGuiWindow* one = &window; one != nullptr; one = one->ParentWindow) {
        if (one->ScrollMax.y > 0.0F && (one->Flags & ImGuiWindowFlags_NoScrollWithMouse) == 0) return true;
        if (one == window.RootWindow) break;
    }
    return false;
}

LaidOut in_current_window(Part part, std::string_view text) {
    const ImGuiWindow& window = *ImGui::GetCurrentContext()->CurrentWindow;
    LaidOut laid;
    laid.part = part;
    laid.text = text;
    laid.window = window.Name;
    laid.layer = layer_of(window);
    laid.clip = rect_of(window.ClipRect);
    laid.scrolls = scrolls(window);
    return laid;
}

bool is_skipped() { return ImGui::GetCurrentContext()->CurrentWindow->SkipItems; }

void draw_focus_ring(ImRect rect) {
    constexpr float kRing = 2.0F;
    rect.Expand(kRing);
    ImGui::GetWindowDrawList()->AddRect(rect.Min, rect.Max, ImGui::GetColorU32(ImGuiCol_NavHighlight),
                                        ImGui::GetStyle().FrameRounding, 0, kRing);
}

// Gives the keyboard to the last item and brings it into sight.
void focus_last_item() {
    ImGuiContext& context = *ImGui::GetCurrentContext();
    ImGuiWindow* window = context.CurrentWindow;
    ImGui::SetFocusID(context.LastItemData.ID, window);
    context.NavDisableHighlight = false;
    context.NavDisableMouseHover = true;
    ImGui::ScrollToBringRectIntoView(window, context.LastItemData.Rect);
}

}  // namespace

void LayoutLog::begin_frame() { parts.clear(); }

void LayoutLog::focus(std::string_view name) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const LaidOut& laid) {
        return laid.part == Part::Control && laid.text == name;
    });
    if (found != parts.end()) focus_wish = found->id;
}

bool LayoutLog::has_focus() const {
    return std::any_of(parts.begin(), parts.end(), [](const LaidOut& laid) { return laid.focused; });
}

void LayoutLog::walk(int step) {
    Layer top = Layer::Panel;  // an overlay keeps the keyboard to itself
    for (const LaidOut& laid : parts)
        if (laid.layer == Layer::Overlay) top = Layer::Overlay;
    std::vector<const LaidOut*> stops;
    for (const LaidOut& laid : parts)
        if (laid.part == Part::Control && laid.enabled && (top == Layer::Panel || laid.layer == top))
            stops.push_back(&laid);
    if (stops.empty()) return;
    const auto here = std::find_if(stops.begin(), stops.end(), [](const LaidOut* laid) { return laid->focused; });
    const auto count = static_cast<int>(stops.size());
    int place = step > 0 ? 0 : count - 1;
    if (here != stops.end()) place = (static_cast<int>(here - stops.begin()) + step + count) % count;
    focus_wish = stops[static_cast<size_t>(place)]->id;
}

void attach(LayoutLog* log) { ImGui::GetIO().UserData = log; }

void note_control(std::string_view name, Part part) {
    LayoutLog* log = running_log();
    if (log == nullptr || is_skipped()) return;
    ImGuiContext& context = *ImGui::GetCurrentContext();
    const ImGuiLastItemData& item = context.LastItemData;
    LaidOut laid = in_current_window(part, name.substr(0, name.find("##")));
    laid.id = item.ID;
    laid.rect = rect_of(item.Rect);
    laid.enabled = (item.InFlags & ImGuiItemFlags_Disabled) == 0;
    if (part == Part::Control && laid.enabled && log->focus_wish == item.ID && item.ID != 0) {
        focus_last_item();
        log->focus_wish = 0;
    }
    laid.focused = context.NavId == item.ID && item.ID != 0 && !context.NavDisableHighlight &&
                   (context.IO.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0;
    if (laid.focused && part == Part::Control) draw_focus_ring(item.Rect);
    log->parts.push_back(std::move(laid));
}

void note_text(std::string_view text) {
    LayoutLog* log = running_log();
    if (log == nullptr || is_skipped() || text.empty()) return;
    LaidOut laid = in_current_window(Part::Text, text);
    laid.rect = rect_of(ImGui::GetCurrentContext()->LastItemData.Rect);
    log->parts.push_back(std::move(laid));
}

void note_drawn_text(std::string_view text, const Rect& rect, const Rect& clip) {
    LayoutLog* log = running_log();
    if (log == nullptr || is_skipped() || text.empty()) return;
    LaidOut laid = in_current_window(Part::Text, text);
    laid.rect = rect;
    laid.clip = clip;
    log->parts.push_back(std::move(laid));
}

void note_label(std::string_view text, double width_px, double height_px) {
    LayoutLog* log = running_log();
    if (log == nullptr || is_skipped() || text.empty()) return;
    const Rect item = rect_of(ImGui::GetCurrentContext()->LastItemData.Rect);
    LaidOut laid = in_current_window(Part::Text, text.substr(0, text.find("##")));
    laid.is_label = true;
    laid.rect = {item.x + 0.5 * (item.width - width_px), item.y + 0.5 * (item.height - height_px), width_px, height_px};
    const double padding = static_cast<double>(ImGui::GetStyle().FramePadding.x);
    laid.clip = {item.x + padding, item.y, item.width - 2.0 * padding, item.height};
    laid.scrolls = false;
    log->parts.push_back(std::move(laid));
}

}  // namespace cryo::ui

#include "engine/ui/theme.h"

#include <imgui.h>

#include <cmath>

#include "engine/core/check.h"

namespace cryo::ui {

namespace {

constexpr Color rgb(uint32_t hex) { return 0xFF000000u | ((hex & 0xFFu) << 16) | (hex & 0xFF00u) | (hex >> 16); }

constexpr Palette kDark{.backdrop = rgb(0x000000),
                        .panel = rgb(0x12161B),
                        .raised = rgb(0x212830),
                        .hovered = rgb(0x2E3842),
                        .line = rgb(0x2A323B),
                        .edge = rgb(0x66727F),
                        .text = rgb(0xE9EEF3),
                        .muted = rgb(0xA9B4BF),
                        .accent = rgb(0x4CCBB8),
                        .on_accent = rgb(0x04211D),
                        .transducer = rgb(0xF2B84B),
                        .cryoprobe = rgb(0x7CC4FF),
                        .good = rgb(0x6FD48F),
                        .caution = rgb(0xFFC857),
                        .danger = rgb(0xFF7A6E),
                        .on_danger = rgb(0x2A0603),
                        .image_text = rgb(0xC9D3DC),
                        .image_mark = rgb(0x4CCBB8)};

constexpr Palette kBright{.backdrop = rgb(0xDFE4E9),
                          .panel = rgb(0xFAFBFC),
                          .raised = rgb(0xECF0F3),
                          .hovered = rgb(0xDDE4EA),
                          .line = rgb(0xC3CCD4),
                          .edge = rgb(0x76828E),
                          .text = rgb(0x13181D),
                          .muted = rgb(0x47525D),
                          .accent = rgb(0x0A6B5E),
                          .on_accent = rgb(0xFFFFFF),
                          .transducer = rgb(0x7F4B00),
                          .cryoprobe = rgb(0x0B5394),
                          .good = rgb(0x14602F),
                          .caution = rgb(0x7F4B00),
                          .danger = rgb(0xA32018),
                          .on_danger = rgb(0xFFFFFF),
                          .image_text = rgb(0xC9D3DC),
                          .image_mark = rgb(0x4CCBB8)};

double linear_channel(uint32_t byte) {
    const double c = byte / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * linear_channel(color & 0xFFu) + 0.7152 * linear_channel((color >> 8) & 0xFFu) +
           0.0722 * linear_channel((color >> 16) & 0xFFu);
}

// Latin with the signs our texts use: minus and dashes, degree, arrows, comparison, lozenge, tick and cross.
const ImWchar* text_glyphs() {
    static const ImWchar ranges[] = {0x0020, 0x00FF, 0x2010, 0x2026, 0x2032, 0x2033, 0x2080, 0x2089, 0x2190, 0x2195,
                                     0x2212, 0x2212, 0x2248, 0x2265, 0x25CA, 0x25CA, 0x03B1, 0x03C9, 0};
    return ranges;
}

const ImWchar* number_glyphs() {
    static const ImWchar ranges[] = {0x0020, 0x007E, 0x00B0, 0x00B0, 0x2212, 0x2212, 0};
    return ranges;
}

ImFont* add_font(std::span<const std::byte> file, double size_px, const ImWchar* glyphs) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.SizePixels = static_cast<float>(std::round(size_px));
    config.OversampleH = size_px < 24.0 ? 2 : 1;
    config.OversampleV = 1;
    config.FontDataOwnedByAtlas = false;
    if (file.empty()) return atlas.AddFontDefault(&config);
    // ImGui takes a mutable pointer but leaves bytes it does not own alone.
    void* bytes = const_cast<std::byte*>(file.data());
    return atlas.AddFontFromMemoryTTF(bytes, static_cast<int>(file.size()), config.SizePixels, &config, glyphs);
}

}  // namespace

const Palette& palette(Theme theme) { return theme == Theme::Dark ? kDark : kBright; }

double contrast_ratio(Color a, Color b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Fonts load_fonts(const FontFiles& files, double unit) {
    CRYO_CHECK_OP(unit, >, 0.0);
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.TexDesiredWidth = unit > 2.0 ? 4096 : 2048;
    const std::span<const std::byte> strong = files.strong.empty() ? files.regular : files.strong;
    Fonts fonts;
    fonts.body = add_font(files.regular, 15.0 * unit, text_glyphs());
    fonts.small = add_font(files.regular, 12.5 * unit, text_glyphs());
    fonts.strong = add_font(strong, 15.0 * unit, text_glyphs());
    fonts.heading = add_font(strong, 21.0 * unit, text_glyphs());
    fonts.display = add_font(strong, 32.0 * unit, number_glyphs());
    atlas.Build();
    return fonts;
}

void apply_style(const Style& style) {
    ImGuiStyle& s = ImGui::GetStyle();
    s = ImGuiStyle{};
    const Palette& c = style.colors();
    s.WindowPadding = {style.px(10), style.px(8)};
    s.FramePadding = {style.px(8), style.px(4)};
    s.ItemSpacing = {style.px(8), style.px(5)};
    s.ItemInnerSpacing = {style.px(6), style.px(4)};
    s.ScrollbarSize = style.px(12);
    s.GrabMinSize = style.px(12);
    s.WindowRounding = style.px(4);
    s.ChildRounding = style.px(4);
    s.PopupRounding = style.px(6);
    s.FrameRounding = style.px(4);
    s.GrabRounding = style.px(4);
    s.ScrollbarRounding = style.px(4);
    s.WindowMinSize = {1.0F, 1.0F};
    s.WindowBorderSize = 0.0F;
    s.ChildBorderSize = 0.0F;
    s.PopupBorderSize = 1.0F;
    s.FrameBorderSize = 1.0F;
    s.AntiAliasedLines = true;
    s.AntiAliasedFill = true;

    const auto set = [&s](ImGuiCol index, Color color) { s.Colors[index] = ImGui::ColorConvertU32ToFloat4(color); };
    set(ImGuiCol_Text, c.text);
    set(ImGuiCol_TextDisabled, c.muted);
    set(ImGuiCol_WindowBg, c.panel);
    set(ImGuiCol_ChildBg, c.panel);
    set(ImGuiCol_PopupBg, c.panel);
    set(ImGuiCol_Border, c.edge);
    set(ImGuiCol_FrameBg, c.raised);
    set(ImGuiCol_FrameBgHovered, c.hovered);
    set(ImGuiCol_FrameBgActive, c.hovered);
    set(ImGuiCol_ScrollbarBg, c.panel);
    set(ImGuiCol_ScrollbarGrab, c.edge);
    set(ImGuiCol_ScrollbarGrabHovered, c.muted);
    set(ImGuiCol_ScrollbarGrabActive, c.muted);
    set(ImGuiCol_CheckMark, c.accent);
    set(ImGuiCol_SliderGrab, c.accent);
    set(ImGuiCol_SliderGrabActive, c.text);
    set(ImGuiCol_Button, c.raised);
    set(ImGuiCol_ButtonHovered, c.hovered);
    set(ImGuiCol_ButtonActive, c.edge);
    set(ImGuiCol_Header, c.raised);
    set(ImGuiCol_HeaderHovered, c.hovered);
    set(ImGuiCol_HeaderActive, c.hovered);
    set(ImGuiCol_Separator, c.line);
    set(ImGuiCol_NavHighlight, c.text);
    set(ImGuiCol_PlotLines, c.accent);
    set(ImGuiCol_TextSelectedBg, c.hovered);
    s.Colors[ImGuiCol_ModalWindowDimBg] = {0.0F, 0.0F, 0.0F, 0.55F};
}

}  // namespace cryo::ui

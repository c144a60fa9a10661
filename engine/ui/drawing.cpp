#include "engine/ui/drawing.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/ui/layout_log.h"

namespace cryo::ui {

Color with_alpha(Color color, double alpha) {
    const auto a = static_cast<Color>(std::lround(255.0 * std::clamp(alpha, 0.0, 1.0)));
    return (color & 0x00FFFFFFu) | (a << 24);
}

double text_width(ImFont* font, std::string_view text) {
    return static_cast<double>(
        font->CalcTextSizeA(font->FontSize, 1e9F, 0.0F, text.data(), text.data() + text.size()).x);
}

std::string fitted(ImFont* font, std::string_view text, double room_px) {
    if (text_width(font, text) <= room_px) return std::string(text);
    constexpr std::string_view kMore = "\u2026";
    std::string_view kept = text;
    while (!kept.empty()) {
        // Whole letters: a byte that goes on with one is never the last.
        do kept.remove_suffix(1);
        while (!kept.empty() && (static_cast<unsigned char>(text[kept.size()]) & 0xC0U) == 0x80U);
        while (kept.ends_with(' ')) kept.remove_suffix(1);
        const std::string shown = std::string(kept) + std::string(kMore);
        if (text_width(font, shown) <= room_px) return kept.empty() ? "" : shown;
    }
    return {};
}

void draw_text(ImDrawList& draw, ImFont* font, double x, double y, Color color, std::string_view text, Align align,
               bool halo) {
    const double width = text_width(font, text);
    const double left = std::round(align == Align::Left ? x : (align == Align::Center ? x - 0.5 * width : x - width));
    const char* begin = text.data();
    const char* end = begin + text.size();
    if (halo) {
        const Color dark = with_alpha(0xFF000000u, 0.75 * (color >> 24) / 255.0);
        for (const Vec2& shift : {Vec2{-1, 0}, Vec2{1, 0}, Vec2{0, -1}, Vec2{0, 1}})
            draw.AddText(font, font->FontSize, vec(left + shift.x, y + shift.y), dark, begin, end);
    }
    draw.AddText(font, font->FontSize, vec(left, std::round(y)), color, begin, end);
    const Vec2 low = point(draw.GetClipRectMin()), high = point(draw.GetClipRectMax());
    note_drawn_text(text, {left, y, width, static_cast<double>(font->FontSize)},
                    {low.x, low.y, high.x - low.x, high.y - low.y});
}

void draw_dashed(ImDrawList& draw, const ImVec2& from, const ImVec2& to, Color color, double thickness, double dash,
                 double gap) {
    const Vec2 start = point(from), along = point(to) - start;
    const double length = glm::length(along);
    if (length <= 0.0) return;
    for (double s = 0.0; s < length; s += dash + gap)
        draw.AddLine(vec(start + along * (s / length)), vec(start + along * (std::min(length, s + dash) / length)),
                     color, static_cast<float>(thickness));
}

void draw_icon(ImDrawList& draw, Icon icon, double x, double y, double size, Color color) {
    const auto p = [&](double u, double v) { return vec(x + u * size, y + v * size); };
    const float line = static_cast<float>(std::max(1.0, size / 11.0));
    switch (icon) {
        case Icon::Transducer: {  // handle, neck and face of a linear array
            const ImVec2 body[] = {p(0.36, 0.05), p(0.64, 0.05), p(0.66, 0.45), p(0.95, 0.70),
                                   p(0.95, 0.86), p(0.05, 0.86), p(0.05, 0.70), p(0.34, 0.45)};
            draw.AddPolyline(body, 8, color, ImDrawFlags_Closed, line);
            draw.AddLine(p(0.05, 0.98), p(0.95, 0.98), color, line);
            break;
        }
        case Icon::Cryoprobe: {  // hub and shaft with a cold tip
            draw.AddLine(p(0.30, 0.02), p(0.02, 0.30), color, 2.2F * line);
            draw.AddLine(p(0.16, 0.16), p(0.86, 0.86), color, line);
            draw.AddCircleFilled(p(0.86, 0.86), static_cast<float>(0.12 * size), color, 16);
            break;
        }
        case Icon::Snowflake:
            for (int i = 0; i < 3; ++i) {
                const double a = kPi * i / 3.0 + kPi / 2.0;
                draw.AddLine(p(0.5 + 0.46 * std::cos(a), 0.5 + 0.46 * std::sin(a)),
                             p(0.5 - 0.46 * std::cos(a), 0.5 - 0.46 * std::sin(a)), color, line);
                for (const double side : {-1.0, 1.0})
                    for (const double turn : {-0.5, 0.5}) {
                        const double r = 0.30 * side;
                        const double b = a + turn;
                        draw.AddLine(p(0.5 + r * std::cos(a), 0.5 + r * std::sin(a)),
                                     p(0.5 + r * std::cos(a) + 0.15 * side * std::cos(b),
                                       0.5 + r * std::sin(a) + 0.15 * side * std::sin(b)),
                                     color, line);
                    }
            }
            break;
        case Icon::Tick:
            draw.AddLine(p(0.10, 0.55), p(0.40, 0.85), color, 1.4F * line);
            draw.AddLine(p(0.40, 0.85), p(0.92, 0.18), color, 1.4F * line);
            break;
        case Icon::Cross:
            draw.AddLine(p(0.15, 0.15), p(0.85, 0.85), color, 1.4F * line);
            draw.AddLine(p(0.85, 0.15), p(0.15, 0.85), color, 1.4F * line);
            break;
        case Icon::Warning: {
            draw.AddTriangle(p(0.5, 0.06), p(0.97, 0.92), p(0.03, 0.92), color, line);
            draw.AddLine(p(0.5, 0.38), p(0.5, 0.64), color, 1.3F * line);
            draw.AddCircleFilled(p(0.5, 0.78), line, color, 8);
            break;
        }
        case Icon::Hand: {
            draw.AddCircleFilled(p(0.5, 0.66), static_cast<float>(0.27 * size), color, 20);
            for (int i = 0; i < 4; ++i)
                draw.AddLine(p(0.30 + 0.135 * i, 0.62), p(0.26 + 0.15 * i, i == 0 ? 0.24 : 0.10), color, 1.5F * line);
            draw.AddLine(p(0.68, 0.72), p(0.95, 0.46), color, 1.5F * line);
            break;
        }
        case Icon::Clock:
            draw.AddCircle(p(0.5, 0.5), static_cast<float>(0.45 * size), color, 24, line);
            draw.AddLine(p(0.5, 0.5), p(0.5, 0.22), color, line);
            draw.AddLine(p(0.5, 0.5), p(0.70, 0.58), color, line);
            break;
    }
}

void icon_item(Icon icon, const Style& style, double size_units, Color color) {
    const Vec2 corner = cursor_px();
    const double size = size_units * style.unit;
    draw_icon(*ImGui::GetWindowDrawList(), icon, corner.x, corner.y, size, color);
    ImGui::Dummy(vec(size, size));
}

}  // namespace cryo::ui

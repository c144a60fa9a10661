// Drawing on an ImDrawList in doubles and palette colours, and the few icons the screens use (all drawn, none from a
// font, so that every system shows the same).
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "engine/core/geometry.h"
#include "engine/ui/layout.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

// ImGui counts in float, we in double: the two doors between them.
inline ImVec2 vec(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }
inline ImVec2 vec(const Vec2& v) { return vec(v.x, v.y); }
inline Vec2 point(const ImVec2& v) { return {static_cast<double>(v.x), static_cast<double>(v.y)}; }

// Where the next item goes, and the room left in its panel.
inline Vec2 cursor_px() { return point(ImGui::GetCursorScreenPos()); }
inline double room_px() { return static_cast<double>(ImGui::GetContentRegionAvail().x); }

Color with_alpha(Color color, double alpha);

enum class Align { Left, Center, Right };
// The text's upper edge at y; x is its left edge, middle or right edge. A dark halo keeps it readable on a picture.
void draw_text(ImDrawList& draw, ImFont* font, double x, double y, Color color, std::string_view text,
               Align align = Align::Left, bool halo = false);
double text_width(ImFont* font, std::string_view text);
// As much of the text as the room takes, with an ellipsis where something is left out.
std::string fitted(ImFont* font, std::string_view text, double room_px);

void draw_dashed(ImDrawList& draw, const ImVec2& from, const ImVec2& to, Color color, double thickness, double dash,
                 double gap);

enum class Icon { Transducer, Cryoprobe, Snowflake, Tick, Cross, Warning, Hand, Clock };
void draw_icon(ImDrawList& draw, Icon icon, double x, double y, double size, Color color);  // (x, y) is its corner

// Places the icon as an item on the current line.
void icon_item(Icon icon, const Style& style, double size_units, Color color);

}  // namespace cryo::ui

#include "engine/ui/class_badge.h"

#include "engine/ui/drawing.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

std::string badge_text(const ClassBadge& badge) {
    if (!badge.connected) return "Class: not connected" + (badge.problem.empty() ? "" : ", " + badge.problem);
    if (badge.paused) return "Class " + badge.title + ": paused by the instructor";
    const std::string who = badge.watchers == 0 ? "no instructor is looking"
                            : badge.watched     ? "an instructor is watching you"
                                                : "an instructor looks on";
    return "Class " + badge.title + ": " + who + ". They see your image, measures and events" +
           (badge.learner.empty() ? "." : " as " + badge.learner + ".");
}

void draw_class_badge(const ClassBadge& badge, const Style& style, const Frame& frame) {
    constexpr double kHeight = 20.0, kWidth = 560.0, kDot = 4.0;
    const double u = style.unit;
    const Rect rect{0.5 * (frame.width_px - kWidth * u), frame.height_px - kHeight * u, kWidth * u, kHeight * u};
    begin_panel("class", rect, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const Palette& colors = style.colors();
    const Color color = !badge.connected ? colors.caution : badge.watched ? colors.accent : colors.muted;
    draw.AddCircleFilled({style.px(kDot * 2.0) + static_cast<float>(rect.x), static_cast<float>(rect.y + 10.0 * u)},
                         style.px(kDot), color);
    draw_text(draw, style.fonts.small, rect.x + 18.0 * u, rect.y + 2.0 * u, color, badge_text(badge));
    end_panel();
}

}  // namespace cryo::ui

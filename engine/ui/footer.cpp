#include "engine/ui/footer.h"

#include "engine/ui/drawing.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

void draw_footer(const Rect& rect, const Style& style, const std::string& remark) {
    begin_panel("footer", rect, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.small, rect.x + style.unit * 12.0, rect.y + style.unit * 2.0, style.colors().muted,
              kFooter);
    draw_text(draw, style.fonts.small, rect.right() - style.unit * 12.0, rect.y + style.unit * 2.0,
              style.colors().muted, remark, Align::Right);
    end_panel();
}

}  // namespace cryo::ui

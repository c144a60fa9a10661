#include "engine/ui/footer.h"

#include "engine/ui/drawing.h"
#include "engine/ui/overlays.h"
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

Outcome draw_program_foot(const PageLayout& at, bool offers_anatomy, UiState& state, const Style& style,
                          const Frame& frame) {
    Outcome outcome;
    begin_panel("acts", at.acts, style, PanelLook::Bare);
    ImGui::SetCursorScreenPos(vec(at.acts.x, at.acts.y + style.unit * 10.0));
    if (button("Settings", style, 110.0, 32.0)) state.settings_open = true;
    ImGui::SameLine();
    if (button("Keys", style, 80.0, 32.0)) state.keys_open = true;
    if (offers_anatomy) {
        ImGui::SameLine();
        if (button("Anatomy", style, 110.0, 32.0)) outcome.requests.emplace_back(OpenExplorer{});
    }
    ImGui::SameLine(static_cast<float>(at.acts.width) - style.px(90));
    if (button("Quit", style, 90.0, 32.0)) outcome.requests.emplace_back(LeaveProgram{});
    end_panel();
    draw_footer(at.footer, style, "");
    draw_keys_overlay(state, style, frame);
    draw_settings_overlay(state, style, frame);
    draw_busy_overlay(state, style, frame);
    append(outcome, draw_first_start_overlay(state, style, frame));
    return outcome;
}

}  // namespace cryo::ui

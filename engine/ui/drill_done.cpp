// What a drill came to: the number, large, and the way on.
#include <string>

#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/overlays.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

std::string level_words(const DrillDone& done) {
    const std::string of = " of " + std::to_string(done.levels);
    if (done.next_level > done.level) return "Up to level " + std::to_string(done.next_level) + of + ".";
    if (done.next_level < done.level) return "Back to level " + std::to_string(done.next_level) + of + ".";
    return "Level " + std::to_string(done.level) + of + ".";
}

void draw_number(const DrillDone& done, const Style& style) {
    const Palette& c = style.colors();
    panel_heading(done.skill, style, level_words(done));
    ImGui::Dummy(vec(1, style.unit * 24.0));
    icon_item(done.passed ? Icon::Tick : Icon::Cross, style, 30.0, done.passed ? c.accent : c.caution);
    ImGui::SameLine(0.0F, style.px(14));
    ImGui::PushFont(style.fonts.heading);
    write(done.number.empty() ? "Not to the end" : done.number, done.passed ? c.accent : c.text);
    ImGui::PopFont();
    ImGui::Spacing();
    if (done.number.empty())
        write_wrapped("The time ran out at one of the goals, or the drill was left before its last.", c.text);
    else
        write_wrapped(done.passed ? "Passed." : "Not passed this time.", c.text);
    write_wrapped("Passed with " + done.needed + " \u25CA.", c.muted);
    if (!done.best.empty()) write_wrapped("Your best so far: " + done.best + ".", c.muted);
}

void draw_losses(const DrillDone& done, const Style& style) {
    panel_heading("What it cost", style);
    if (done.lost.empty())
        write_wrapped("Nothing was taken off.", style.colors().muted);
    else
        bullet_list(done.lost, style);
}

}  // namespace

Outcome draw_drill_done(const DrillDone& done, UiState& state, const Style& style, const Frame& frame) {
    Outcome outcome;
    const PageLayout at = lay_out_debrief(frame.width_px, frame.height_px, state.text_scale);
    begin_panel("title", at.title, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.heading, style.unit * 20.0, style.unit * 10.0, style.colors().text, done.title);
    draw_text(draw, style.fonts.body, style.unit * 20.0, style.unit * 37.0, style.colors().muted, "Drill");
    end_panel();
    begin_panel("left", at.left, style);
    draw_number(done, style);
    end_panel();
    begin_panel("right", at.right, style);
    draw_losses(done, style);
    end_panel();

    begin_panel("acts", at.acts, style, PanelLook::Bare);
    const double y = at.acts.y + style.unit * 8.0;
    ImGui::SetCursorScreenPos(vec(at.acts.x, y));
    if (button("Home", style, 90.0, 34.0)) outcome.requests.emplace_back(GoHome{});
    if (!done.next_id.empty()) {
        ImGui::SameLine(0.0F, style.px(12));
        const std::string words = "Next: " + done.next_title;
        if (button(words, style, 280.0, 34.0)) outcome.requests.emplace_back(OpenCase{done.next_id});
    }
    ImGui::SetCursorScreenPos(vec(at.acts.right() - style.unit * 180.0, y));
    if (button("Again", style, 180.0, 34.0, ButtonLook::Primary)) outcome.requests.emplace_back(TryAgain{});
    explain("Enter, too.", style);
    end_panel();
    draw_footer(at.footer, style, "\u25CA marks a provisional value");
    draw_settings_overlay(state, style, frame);
    return outcome;
}

}  // namespace cryo::ui

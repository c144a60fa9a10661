// The practice screen: the image and its knobs on the left, the outside world, hands and console on the right.
#include <string>

#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/hints.h"
#include "engine/ui/image_pane.h"
#include "engine/ui/overlays.h"
#include "engine/ui/practice_panels.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

std::string patient_words(const anatomy::Patient& patient) {
    return std::string(patient.sex == anatomy::Sex::Female ? "Woman, " : "Man, ") + fixed(patient.age_years, 0) +
           " y · BMI " + fixed(patient.bmi, 0) + " · " + (patient.side == anatomy::Side::Left ? "left" : "right") +
           " side";
}

const char* mode_words(Mode mode) {
    switch (mode) {
        case Mode::Learn:
            return "Learn";
        case Mode::Practice:
            return "Practice";
        case Mode::Check:
            return "Check";
    }
    return "";
}

void draw_top_bar(const Rect& rect, const view::Readouts& readouts, UiState& state, const Style& style,
                  Outcome& outcome) {
    begin_panel("top bar", rect, style, PanelLook::Bare);
    const Palette& c = style.colors();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double y = rect.y + style.unit * 8.0;
    double x = rect.x + style.unit * 12.0;
    // Title and patient give way to the buttons where the window is narrow.
    const double last = std::max(x + 1.0, rect.right() - style.unit * 386.0);
    draw_text(draw, style.fonts.strong, x, y, c.accent, "CryoSono");
    x += text_width(style.fonts.strong, "CryoSono") + style.unit * 16.0;
    if (readouts.scenario != nullptr) {
        const std::string title = fitted(style.fonts.strong, readouts.scenario->title, last - x);
        draw_text(draw, style.fonts.strong, x, y, c.text, title);
        x += text_width(style.fonts.strong, title) + style.unit * 16.0;
        const std::string words = patient_words(readouts.patient) + "   ·   " + readouts.transducer.label;
        if (x < last) draw_text(draw, style.fonts.body, x, y, c.muted, fitted(style.fonts.body, words, last - x));
    }
    ImGui::SetCursorScreenPos(vec(rect.right() - style.unit * 318.0, rect.y + style.unit * 4.0));
    draw_text(draw, style.fonts.strong, rect.right() - style.unit * 326.0, y, c.accent, mode_words(state.mode),
              Align::Right);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, vec(style.unit * 6.0, 0));
    if (button(state.paused ? "Go on" : "Pause", style, 68.0, 26.0,
               state.paused ? ButtonLook::Chosen : ButtonLook::Normal))
        state.paused = !state.paused;
    ImGui::SameLine();
    if (button("Keys", style, 56.0, 26.0)) state.keys_open = true;
    ImGui::SameLine();
    if (button("Settings", style, 84.0, 26.0)) state.settings_open = true;
    ImGui::SameLine();
    if (button("Leave case", style, 88.0, 26.0)) outcome.requests.emplace_back(GoHome{});
    ImGui::PopStyleVar();
    end_panel();
}

void draw_hint(const Rect& rect, const view::Readouts& readouts, UiState& state, const Style& style,
               const Frame& frame) {
    begin_panel("hint", rect, style, PanelLook::Bare);
    const std::string& hint = current_hint(readouts, state, frame.now_s);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const bool patient_speaks = hint.starts_with("Patient:");
    const bool is_grave = readouts.lesson.severity == "warn" || readouts.lesson.severity == "stop";
    const bool lesson_speaks = readouts.has_lesson && readouts.patient_says.empty() && !lesson_words(readouts).empty();
    const Color color = patient_speaks || (lesson_speaks && is_grave) ? style.colors().caution
                        : lesson_speaks                               ? style.colors().text
                                                                      : style.colors().muted;
    if (!hint.empty())
        draw_icon(draw, patient_speaks || (lesson_speaks && is_grave) ? Icon::Warning : Icon::Hand,
                  rect.x + style.unit * 4.0, rect.y + style.unit * 5.0, style.unit * 13.0, color);
    ImGui::SetCursorScreenPos(vec(rect.x + style.unit * 24.0, rect.y + style.unit * 3.0));
    // In smaller letters where it would not fit.
    const ImVec2 size =
        ImGui::CalcTextSize(hint.data(), hint.data() + hint.size(), false, ImGui::GetContentRegionAvail().x);
    if (static_cast<double>(size.y) > rect.height - style.unit * 4.0)
        write_small_wrapped(hint, style, color);
    else
        write_wrapped(hint, color);
    end_panel();
}

void draw_acts(const Rect& rect, UiState& state, const Style& style, Outcome& outcome) {
    begin_panel("acts", rect, style, PanelLook::Bare);
    const bool may_rewind = state.mode != Mode::Check;
    const int columns = may_rewind ? 3 : 2;
    const double width = (rect.width / style.unit - 8.0 * (columns - 1)) / columns;
    ImGui::SetCursorScreenPos(vec(rect.x, rect.y + style.unit * 5.0));
    if (button("Do not treat …", style, width, 28.0)) state.refuse_open = true;
    ImGui::SameLine(0.0F, style.px(8));
    if (may_rewind) {
        if (button("Rewind 10 s", style, width, 28.0)) outcome.requests.emplace_back(Rewind{});
        explain("Goes back ten seconds and waits there. Key Backspace.", style);
        ImGui::SameLine(0.0F, style.px(8));
    }
    if (button("Finish", style, width, 28.0, ButtonLook::Primary)) outcome.commands.emplace_back(session::Finish{});
    end_panel();
}

}  // namespace

Outcome draw_practice(const view::Readouts& readouts, UiState& state, const Style& style, const Frame& frame,
                      const Pictures& pictures) {
    const PracticeLayout at = lay_out_practice(frame.width_px, frame.height_px, state.text_scale);
    Outcome outcome;
    if (readouts.pauses > state.pauses_seen) {
        state.pauses_seen = readouts.pauses;
        state.paused = true;
    }
    draw_top_bar(at.top_bar, readouts, state, style, outcome);
    append(outcome, draw_image_pane(at.image, readouts, state, style, frame, pictures));
    append(outcome, draw_knobs(at.knobs, at.narrow, readouts, state, style));
    append(outcome, draw_scene_pane(at.scene, readouts, state, style, pictures));
    append(outcome, draw_hands(at.hands, at.narrow, readouts, state, style));
    append(outcome, draw_console(at.console, readouts, state, style, frame));
    draw_hint(at.hint, readouts, state, style, frame);
    draw_phase_bar(at.phases, readouts, style);
    draw_acts(at.acts, state, style, outcome);
    std::string heard;
    for (const std::string& caption : state.captions) heard += caption + "  ·  ";
    draw_footer(at.footer, style, heard + "\u25CA marks a provisional value");
    draw_keys_overlay(state, style, frame);
    draw_settings_overlay(state, style, frame);
    draw_busy_overlay(state, style, frame);
    append(outcome, draw_refusal_overlay(state, style, frame));
    append(outcome, draw_question_overlay(readouts, style, frame));
    return outcome;
}

}  // namespace cryo::ui

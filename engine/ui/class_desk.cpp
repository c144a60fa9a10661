#include "engine/ui/class_desk.h"

#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

void draw_next(const Rect& rect, const ClassDeskModel& model, const Style& style, Outcome& outcome) {
    begin_panel("left", rect, style);
    const Palette& c = style.colors();
    const double width = room_px() / style.unit;
    if (model.next > 0) {
        const auto index = static_cast<size_t>(model.next) - 1;
        panel_heading("Station " + std::to_string(model.next) + " of " + std::to_string(model.stations.size()), style);
        write_wrapped(model.stations[index], c.text);
        ImGui::Spacing();
        if (button("Go to station " + std::to_string(model.next), style, width, 40.0, ButtonLook::Primary))
            outcome.requests.emplace_back(StartCase{});
    } else {
        panel_heading("All stations are done", style);
        write_wrapped("Hand in this folder:", c.text);
        write_wrapped(model.folder, c.accent);
    }
    ImGui::Dummy(vec(1, style.unit * 14.0));
    panel_heading(model.exam ? "In this exam" : "In this class", style);
    std::vector<std::string> rules{"Everyone meets the same patients with the same devices.",
                                   "A station that was begun counts as it stands: there is one try at each."};
    if (model.exam) rules.emplace_back("No labels, no see-through view, no hints, and a pause covers the image.");
    if (model.held) rules.emplace_back("Results are held until your instructor releases them.");
    rules.emplace_back("What you do is recorded under your pseudonym, and nothing else about you.");
    bullet_list(rules, style);
    if (!model.notice.empty()) write_wrapped(model.notice, c.caution);
    end_panel();
}

void draw_stations(const Rect& rect, const ClassDeskModel& model, const Style& style) {
    begin_panel("right", rect, style);
    const Palette& c = style.colors();
    panel_heading("Stations", style, "in this order");
    for (size_t i = 0; i < model.stations.size(); ++i) {
        const Vec2 corner = cursor_px();
        const double width = room_px(), height = style.unit * 58.0;
        const bool is_next = static_cast<int>(i) + 1 == model.next;
        ImDrawList& draw = *ImGui::GetWindowDrawList();
        draw.AddRectFilled(vec(corner), vec(corner + Vec2(width, height)), c.raised, style.px(6));
        draw.AddRect(vec(corner), vec(corner + Vec2(width, height)), is_next ? c.accent : c.line, style.px(6), 0,
                     style.px(is_next ? 2 : 1));
        draw_text(draw, style.fonts.heading, corner.x + style.unit * 16.0, corner.y + style.unit * 16.0,
                  is_next ? c.accent : c.muted, std::to_string(i + 1));
        draw_text(draw, style.fonts.strong, corner.x + style.unit * 52.0, corner.y + style.unit * 18.0, c.text,
                  model.stations[i]);
        draw_text(draw, style.fonts.body, corner.x + width - style.unit * 16.0, corner.y + style.unit * 18.0, c.muted,
                  model.done[i] ? "recorded" : (is_next ? "next" : "to come"), Align::Right);
        ImGui::Dummy(vec(width, height + style.unit * 8.0));
    }
    end_panel();
}

}  // namespace

Outcome draw_class_desk(const ClassDeskModel& model, UiState& state, const Style& style, const Frame& frame) {
    Outcome outcome;
    const PageLayout at = lay_out_home(frame.width_px, frame.height_px, state.text_scale);
    const Palette& c = style.colors();
    begin_panel("title", at.title, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double left = at.title.x + style.unit * 20.0;
    draw_text(draw, style.fonts.heading, left, style.unit * 10.0, c.text, model.title);
    draw_text(draw, style.fonts.body, left, style.unit * 36.0, c.muted,
              (model.exam ? "Exam · " : "Class · ") + model.learner);
    end_panel();
    draw_next(at.left, model, style, outcome);
    draw_stations(at.right, model, style);
    append(outcome, draw_program_foot(at, false, state, style, frame));
    return outcome;
}

}  // namespace cryo::ui

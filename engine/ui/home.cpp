// The home screen: what to go on with, and the cases by indication.
#include <algorithm>
#include <string>

#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/layout_log.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

constexpr int kHardest = 3;

void draw_difficulty(ImDrawList& draw, double x, double y, int difficulty, const Style& style) {
    for (int i = 0; i < kHardest; ++i) {
        const ImVec2 center = vec(x + style.unit * (14.0 * i + 5.0), y + style.unit * 7.0);
        if (i < difficulty)
            draw.AddCircleFilled(center, style.px(4.5), style.colors().accent, 16);
        else
            draw.AddCircle(center, style.px(4.5), style.colors().edge, 16, style.px(1.2));
    }
}

const char* difficulty_words(int difficulty) {
    return difficulty <= 1 ? "first cases" : (difficulty == 2 ? "needs a steady hand" : "hard");
}

// The frame of a card, lit under the pointer and the keyboard's focus; true when it was opened.
bool draw_card_frame(const CaseCard& card, const Style& style, const Vec2& corner, const Vec2& size) {
    const Palette& c = style.colors();
    ImGui::PushID(card.id.c_str());
    const bool opened = ImGui::InvisibleButton("card", vec(size));
    note_control(card.title);
    ImGui::PopID();
    const bool lit = ImGui::IsItemHovered() || ImGui::IsItemFocused();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(corner), vec(corner + size), lit ? c.hovered : c.raised, style.px(6));
    draw.AddRect(vec(corner), vec(corner + size), lit ? c.accent : c.line, style.px(6), 0, style.px(lit ? 2 : 1));
    return opened;
}

std::string attempts_words(const CaseCard& card) {
    if (card.attempts == 0) return "not tried yet";
    if (card.best_score < 0.0) return std::to_string(card.attempts) + (card.attempts == 1 ? " attempt" : " attempts");
    return "best " + fixed(card.best_score, 0) + " of " + std::to_string(card.attempts);
}

bool draw_card(const CaseCard& card, const Style& style, double width_px, double height_px) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const bool opened = draw_card_frame(card, style, corner, {width_px, height_px});
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRect(vec(corner), vec(corner.x + width_px - style.unit * 10.0, corner.y + height_px), true);
    const double left = corner.x + style.unit * 14.0;
    const auto line_y = [&](double units) { return corner.y + style.unit * units; };
    draw_text(draw, style.fonts.small, left, line_y(10), c.accent, card.indication);
    draw_text(draw, style.fonts.strong, left, line_y(28), c.text, card.title);
    if (card.nerve != card.title) draw_text(draw, style.fonts.body, left, line_y(50), c.text, card.nerve);
    draw_text(draw, style.fonts.small, left, line_y(74), c.muted, card.transducer + "  ·  " + card.device);
    draw_difficulty(draw, left, line_y(98), card.difficulty, style);
    draw_text(draw, style.fonts.small, left + style.unit * 48.0, line_y(97), c.muted,
              difficulty_words(card.difficulty));
    draw.PopClipRect();
    draw_text(draw, style.fonts.small, corner.x + width_px - style.unit * 12.0, line_y(97), c.muted,
              attempts_words(card), Align::Right);
    return opened;
}

// A test object has a name and a transducer, no more.
bool draw_small_card(const CaseCard& card, const Style& style, double width_px, double height_px) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const bool opened = draw_card_frame(card, style, corner, {width_px, height_px});
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRect(vec(corner), vec(corner.x + width_px - style.unit * 8.0, corner.y + height_px), true);
    draw_text(draw, style.fonts.body, corner.x + style.unit * 12.0, corner.y + style.unit * 6.0, c.text, card.title);
    draw_text(draw, style.fonts.small, corner.x + style.unit * 12.0, corner.y + style.unit * 27.0, c.muted,
              card.transducer);
    draw.PopClipRect();
    return opened;
}

// A drill has its place on the ladder, its name, and how far the learner is with it.
bool draw_drill_card(const CaseCard& card, const Style& style, double width_px, double height_px) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const bool opened = draw_card_frame(card, style, corner, {width_px, height_px});
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double left = corner.x + style.unit * 12.0;
    const double room = width_px - style.unit * 20.0;
    draw_text(draw, style.fonts.body, left, corner.y + style.unit * 6.0, c.text,
              fitted(style.fonts.body, std::to_string(card.order) + "  " + card.title, room));
    draw_text(draw, style.fonts.small, left, corner.y + style.unit * 27.0, c.muted,
              fitted(style.fonts.small, card.standing, room));
    return opened;
}

// The easiest lesson, else the easiest case, else whatever there is.
const CaseCard* first_to_open(const HomeModel& model) {
    const CaseCard* first = nullptr;
    const auto rank = [](const CaseCard& card) {
        const int kind = card.kind == CaseKind::Lesson ? 0 : card.kind == CaseKind::Case ? 1 : 3;
        return 100 * kind + card.difficulty;
    };
    for (const CaseCard& card : model.cases)
        if (first == nullptr || rank(card) < rank(*first)) first = &card;
    return first;
}

// What is proposed for today, block by block; what was done is ticked.
void draw_today(const Today& today, const Style& style, Outcome& outcome) {
    const Palette& c = style.colors();
    double minutes = 0.0;
    const TodayBlock* next = nullptr;
    for (const TodayBlock& block : today.blocks) {
        if (block.done) continue;
        minutes += block.minutes;
        if (next == nullptr) next = &block;
    }
    panel_heading("Today", style, next != nullptr ? "about " + fixed(minutes, 0) + " min" : "");
    for (const TodayBlock& block : today.blocks) {
        if (block.done)
            icon_item(Icon::Tick, style, 12.0, c.accent);
        else
            ImGui::Dummy(vec(style.unit * 12.0, style.unit * 12.0));
        ImGui::SameLine();
        write_wrapped(block.title + ", " + block.why, block.done ? c.muted : c.text);
    }
    ImGui::Spacing();
    if (next != nullptr) {
        if (button("Start: " + next->title, style, room_px() / style.unit, 32.0))
            outcome.requests.emplace_back(OpenCase{next->id});
    } else {
        write_wrapped("Enough for today.", c.accent);
    }
    write_small("Active " + std::to_string(today.active_days) + " of the last 7 days", style, c.muted);
    ImGui::Dummy(vec(1, style.unit * 10.0));
}

void draw_start_column(const Rect& rect, const HomeModel& model, const Style& style, Outcome& outcome) {
    begin_panel("left", rect, style);
    const Palette& c = style.colors();
    const auto goes_on = std::find_if(model.cases.begin(), model.cases.end(),
                                      [&](const CaseCard& card) { return card.id == model.continue_id; });
    const bool known = goes_on != model.cases.end();
    const CaseCard* next = known ? &*goes_on : first_to_open(model);
    const double width = room_px() / style.unit;
    if (!model.resume_title.empty()) {
        panel_heading("Cut off in the middle", style);
        write_wrapped(model.resume_title, c.text);
        write_wrapped("after " + clock_text(model.resume_t_s) + " min", c.muted);
        ImGui::Spacing();
        if (button("Resume", style, width, 40.0, ButtonLook::Primary)) outcome.requests.emplace_back(ResumeAttempt{});
        ImGui::Dummy(vec(1, style.unit * 10.0));
    }
    if (next != nullptr) {
        panel_heading(known ? "Go on where you were" : "Start here", style);
        write_wrapped(next->title, c.text);
        write_wrapped(next->nerve == next->title ? next->indication : next->nerve, c.muted);
        ImGui::Spacing();
        if (button(known ? "Continue" : "Open the first case", style, width, 40.0, ButtonLook::Primary))
            outcome.requests.emplace_back(OpenCase{next->id});
    }
    ImGui::Dummy(vec(1, style.unit * 10.0));
    if (known && !model.today.blocks.empty()) {
        draw_today(model.today, style, outcome);
    } else {
        panel_heading("What you will do", style);
        bullet_list({"Hold the transducer in one hand, the cryoprobe in the other.",
                     "Find the nerve in the live image, bring the tip beside it and keep it in sight.",
                     "Turn the gas on, watch the ice cover the nerve, let it thaw.",
                     "See what was treated, what was harmed, and what to practise next."},
                    style);
    }
    ImGui::Dummy(vec(1, style.unit * 10.0));
    for (const std::string& said : {model.said_once, model.notice}) {
        if (said.empty()) continue;
        icon_item(Icon::Warning, style, 16.0, c.caution);
        ImGui::SameLine();
        write_wrapped(said, c.caution);
    }
    end_panel();
}

void draw_cases(const Rect& rect, const HomeModel& model, const Style& style, Outcome& outcome) {
    begin_panel("right", rect, style);
    const double gap = style.unit * 10.0;
    const auto draw_group = [&](const char* title, const char* remark, CaseKind kind) {
        const bool any = std::any_of(model.cases.begin(), model.cases.end(),
                                     [&](const CaseCard& card) { return card.kind == kind; });
        if (!any) return;
        panel_heading(title, style, remark);
        ImGui::Spacing();
        const double room = room_px();
        const double least_width = kind == CaseKind::Drill ? 200.0 : 300.0;
        const int columns = std::max(1, static_cast<int>(room / (style.unit * least_width)));
        const double width = (room - (columns - 1) * gap) / columns;
        int column = 0;
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, vec(gap, gap));
        for (const CaseCard& card : model.cases) {
            if (card.kind != kind) continue;
            if (column > 0) ImGui::SameLine();
            const bool opened = kind == CaseKind::TestObject ? draw_small_card(card, style, width, style.unit * 50.0)
                                : kind == CaseKind::Drill    ? draw_drill_card(card, style, width, style.unit * 50.0)
                                                             : draw_card(card, style, width, style.unit * 122.0);
            if (opened) outcome.requests.emplace_back(OpenCase{card.id});
            column = (column + 1) % columns;
        }
        ImGui::PopStyleVar();
        ImGui::Spacing();
    };
    if (model.cases.empty())
        write_wrapped("No case was found. Cases are the files of the folder scenes.", style.colors().text);
    draw_group("Practice: twelve drills", "a minute or two each, one number", CaseKind::Drill);
    draw_group("Lessons", "something happens in them", CaseKind::Lesson);
    draw_group("Cases", "each with its own patients", CaseKind::Case);
    draw_group("Test objects", "to learn the machine; no score", CaseKind::TestObject);
    end_panel();
}

}  // namespace

Outcome draw_home(const HomeModel& model, UiState& state, const Style& style, const Frame& frame) {
    Outcome outcome;
    const PageLayout at = lay_out_home(frame.width_px, frame.height_px, state.text_scale);
    const Palette& c = style.colors();
    begin_panel("title", at.title, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double left = at.title.x + style.unit * 20.0;
    draw_icon(draw, Icon::Snowflake, left, style.unit * 18.0, style.unit * 28.0, c.cryoprobe);
    draw_text(draw, style.fonts.heading, left + style.unit * 40.0, style.unit * 10.0, c.text, "CryoSono");
    draw_text(draw, style.fonts.body, left + style.unit * 40.0, style.unit * 36.0, c.muted,
              "Ultrasound-guided cryoneurolysis, practised without a patient");
    end_panel();
    draw_start_column(at.left, model, style, outcome);
    draw_cases(at.right, model, style, outcome);
    append(outcome, draw_program_foot(at, true, state, style, frame));
    return outcome;
}

}  // namespace cryo::ui

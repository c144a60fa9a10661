// The debrief: one sentence of verdict, a bar from 100 through the losses to the score, what was lost and when, what
// went well, one thing to practise; the pictures, the course over time and every measurement.
#include <algorithm>
#include <cmath>
#include <string>

#include "engine/ui/debrief_course.h"
#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/overlays.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

constexpr size_t kLossesShown = 5;

void gap(const Style& style) { ImGui::Dummy(vec(1, style.unit * 6.0)); }

// A decimal only where it says something.
std::string score_text(double score) {
    const std::string text = fixed(score, 1);
    return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

void draw_verdict(const Rect& rect, const DebriefModel& model, const Style& style) {
    begin_panel("title", rect, style, PanelLook::Bare);
    const Palette& c = style.colors();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (model.assessment == nullptr) {
        draw_text(draw, style.fonts.heading, style.unit * 20.0, style.unit * 18.0, c.text, "Test object: no score");
        end_panel();
        return;
    }
    const auto& assessment = *model.assessment;
    const bool good = assessment.meets_everything;
    const Color color = good ? c.good : c.danger;
    draw_icon(draw, good ? Icon::Tick : Icon::Cross, style.unit * 20.0, style.unit * 16.0, style.unit * 30.0, color);
    const std::string score = score_text(assessment.overall);
    draw_text(draw, style.fonts.display, style.unit * 64.0, style.unit * 10.0, c.text, score);
    const double after = style.unit * 70.0 + text_width(style.fonts.display, score);
    draw_text(draw, style.fonts.small, after, style.unit * 28.0, c.muted, "of 100");
    const double x = after + style.unit * 58.0;
    std::string standing = good ? (assessment.formative ? "Met, with help" : "Passed") : "Not passed";
    standing += assessment.borderline ? " · borderline" : " · clear";
    draw_text(draw, style.fonts.strong, x, style.unit * 10.0, color, standing);
    draw_text(draw, style.fonts.body, x, style.unit * 34.0, c.text, assessment.verdict);
    end_panel();
}

// 100 on the left, each loss a piece, what is left a filled bar.
void draw_loss_bar(const scoring::Assessment& assessment, const Style& style) {
    const Palette& c = style.colors();
    const Vec2 corner = cursor_px();
    const double width = room_px(), height = style.unit * 34.0;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const double kept = width * assessment.overall / 100.0;
    draw.AddRectFilled(vec(corner), vec(corner.x + kept, corner.y + height), c.accent, style.px(4));
    draw_text(draw, style.fonts.strong, corner.x + style.unit * 8.0, corner.y + style.unit * 8.0, c.on_accent,
              "kept " + score_text(assessment.overall));
    double x = corner.x + kept;
    for (size_t i = assessment.deductions.size(); i-- > 0;) {
        const double piece = width * assessment.deductions[i].points / 100.0;
        draw.AddRectFilled(vec(x, corner.y), vec(x + piece, corner.y + height), c.raised);
        draw.AddRect(vec(x, corner.y), vec(x + piece, corner.y + height), c.edge);
        if (i < kLossesShown && piece > style.unit * 16.0)
            draw_text(draw, style.fonts.small, x + 0.5 * piece, corner.y + style.unit * 9.0, c.text,
                      std::to_string(i + 1), Align::Center);
        x += piece;
    }
    ImGui::Dummy(vec(width, height));
}

// What the person looks at: a moment of the attempt and one of the pages.
struct Look {
    double t_s = 0.0;
    int tab = 0;
};
constexpr int kCourseTab = 1;

// A time that can be pressed to go there.
void time_link(int id, double t_s, const Style& style, Look& look) {
    ImGui::PushID(id);
    if (button(clock_text(t_s), style, 46.0, 24.0)) look = {t_s, kCourseTab};
    ImGui::PopID();
}

// The judgement stays; an instructor sees the remark and may amend it.
void draw_disagree(const DebriefModel& model, const scoring::Deduction& loss, size_t number, float left,
                   const Style& style, Outcome& outcome) {
    if (!model.can_disagree || loss.metric.empty()) return;
    ImGui::SetCursorPosX(left);
    const bool done = std::any_of(model.disagreed.begin(), model.disagreed.end(),
                                  [&](const Disagree& d) { return d.metric == loss.metric && d.t_s == loss.t_s; });
    if (done) {
        write_small("You disagree: noted for your instructor.", style, style.colors().muted);
        return;
    }
    if (button("I disagree with " + std::to_string(number), style, 150.0, 24.0))
        outcome.requests.emplace_back(Disagree{loss.metric, loss.t_s});
    explain("Keeps your objection with the attempt. The score stays until an instructor amends it.", style);
}

void draw_losses(const DebriefModel& model, const Style& style, Look& look, Outcome& outcome) {
    const scoring::Assessment& assessment = *model.assessment;
    const Palette& c = style.colors();
    int link = 0;
    for (const scoring::Critical& critical : assessment.criticals) {
        icon_item(Icon::Warning, style, 15.0, c.danger);
        ImGui::SameLine();
        time_link(link++, critical.t_s, style, look);
        ImGui::SameLine();
        write_wrapped(critical.sentence, c.danger);
    }
    panel_heading("Where points went", style, "points · press a time to go there");
    if (assessment.deductions.empty()) write("Nothing was lost.", c.muted);
    for (size_t i = 0; i < std::min(kLossesShown, assessment.deductions.size()); ++i) {
        const auto& loss = assessment.deductions[i];
        const float left = ImGui::GetCursorPosX();
        ImGui::PushFont(style.fonts.strong);
        write(std::to_string(i + 1) + ".", c.text);
        ImGui::SameLine(left + style.px(22));
        write(fixed(-loss.points, 1), c.text);
        ImGui::PopFont();
        ImGui::SameLine(left + style.px(66));
        time_link(link++, loss.t_s, style, look);
        ImGui::SameLine(left + style.px(118));
        write_wrapped(loss.sentence + (loss.place.empty() ? "" : " (" + loss.place + ")"), c.text);
        draw_disagree(model, loss, i + 1, left + style.px(118), style, outcome);
    }
}

void draw_judgement(const Rect& rect, const DebriefModel& model, const Style& style, Look& look, Outcome& outcome) {
    begin_panel("right", rect, style);
    const Palette& c = style.colors();
    if (model.assessment == nullptr) {
        write_wrapped("A test object is there to learn the machine. Nothing is judged.", c.text);
        end_panel();
        return;
    }
    const auto& assessment = *model.assessment;
    draw_loss_bar(assessment, style);
    gap(style);
    draw_losses(model, style, look, outcome);
    if (!assessment.strengths.empty()) {
        gap(style);
        panel_heading("What went well", style);
        for (const auto& strength : assessment.strengths) {
            icon_item(Icon::Tick, style, 15.0, c.good);
            ImGui::SameLine();
            write_wrapped(strength.sentence, c.text);
        }
    }
    if (!assessment.drill.empty()) {
        gap(style);
        panel_heading("Practise next", style);
        write_wrapped(assessment.drill, c.text);
    }
    gap(style);
    panel_heading("Parts of the score", style, "needed · reached");
    const bool narrow = room_px() < style.unit * 440.0;
    for (const auto& part : assessment.subscores) {
        const float left = ImGui::GetCursorPosX();
        write(part.name, c.text);
        if (!narrow) ImGui::SameLine(left + style.px(236));
        const double width = std::max(style.unit * 40.0, room_px() - style.unit * 104.0);
        if (part.value) {
            gauge(*part.value / 100.0, "", style, width, part.met ? c.accent : c.danger);
            ImGui::SameLine();
            const std::string floor = part.floor ? fixed(*part.floor, 0) + " · " : "";
            write(floor + fixed(*part.value, 0) + (part.met ? "" : "  missed"), part.met ? c.text : c.danger);
        } else {
            write_small_wrapped(part.why_not.empty() ? "does not apply" : part.why_not, style, c.muted);
        }
    }
    end_panel();
}

// Along the target: how much of each section the ice edge covered (outline) and how much was treated (filled).
void draw_nerve_strip(const DebriefModel& model, const Style& style) {
    const Palette& c = style.colors();
    const scoring::NerveOutcome* target = model.record->target();
    if (target == nullptr || target->stations.size() < 2) return;
    panel_heading("Along the nerve", style, "filled: treated (\u221220 °C) · outline: inside the visible edge");
    const Vec2 corner = cursor_px();
    const double width = room_px(), height = style.unit * 70.0;
    const double first = target->stations.front().arc_mm, span = target->stations.back().arc_mm - first;
    const auto x_of = [&](double arc_mm) { return corner.x + width * (arc_mm - first) / span; };
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(vec(corner), vec(corner.x + width, corner.y + height), c.raised, style.px(4));
    for (size_t i = 1; i < target->stations.size(); ++i) {
        const auto& a = target->stations[i - 1];
        const auto& b = target->stations[i];
        const double y_a = corner.y + height * (1.0 - a.visible_frac), y_b = corner.y + height * (1.0 - b.visible_frac);
        draw.AddRectFilled(vec(x_of(a.arc_mm), corner.y + height * (1.0 - a.treated_frac)),
                           vec(x_of(b.arc_mm), corner.y + height), c.accent);
        draw.AddLine(vec(x_of(a.arc_mm), y_a), vec(x_of(b.arc_mm), y_b), c.cryoprobe, style.px(2));
    }
    ImGui::Dummy(vec(width, height));
    write_small("The nerve over " + fixed(span, 0) + " mm.", style, c.muted);
}

void draw_pictures(const DebriefModel& model, const Style& style) {
    const Palette& c = style.colors();
    if (model.pictures.empty()) write("No picture was kept.", c.muted);
    const double room = room_px();
    const double width = model.pictures.size() > 1 ? 0.5 * (room - style.unit * 8.0) : room;
    int column = 0;
    for (const DebriefPicture& picture : model.pictures) {
        if (column == 1) ImGui::SameLine();
        ImGui::BeginGroup();
        const double height = std::min(width / picture.width_over_height, style.unit * 300.0);
        ImGui::Image(reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(picture.texture)),
                     vec(height * picture.width_over_height, height));
        write_small(picture.title, style, c.muted);
        ImGui::EndGroup();
        column = 1 - column;
    }
    gap(style);
    draw_nerve_strip(model, style);
}

// A measured value with its unit as people write it: counts whole, shares in percent, angles with their sign.
std::string value_text(double value, const std::string& unit, bool with_unit) {
    if (unit == "count") return fixed(value, std::abs(value - std::round(value)) < 0.005 ? 0 : 1);
    if (unit == "yes/no") return value > 0.5 ? "yes" : "no";
    if (unit.empty()) return fixed(100.0 * value, 0) + (with_unit ? " %" : "");
    const std::string number = fixed(value, std::abs(value) < 10.0 ? 1 : 0);
    if (!with_unit) return number;
    return unit == "deg" ? number + "°" : number + " " + unit;
}

void draw_measurements(const DebriefModel& model, const Style& style) {
    const Palette& c = style.colors();
    if (model.assessment == nullptr) return;
    // With large text what is good and bad stands under the value.
    const bool narrow = room_px() < style.unit * 440.0;
    if (!ImGui::BeginTable("measurements", narrow ? 3 : 5, ImGuiTableFlags_RowBg | ImGuiTableFlags_BordersInnerH))
        return;
    if (!narrow) ImGui::TableSetupColumn("Code", ImGuiTableColumnFlags_WidthFixed, style.px(44));
    ImGui::TableSetupColumn("Measurement");
    ImGui::TableSetupColumn("Value", ImGuiTableColumnFlags_WidthFixed, style.px(100));
    if (!narrow) ImGui::TableSetupColumn("Good … bad", ImGuiTableColumnFlags_WidthFixed, style.px(116));
    ImGui::TableSetupColumn("Lost", ImGuiTableColumnFlags_WidthFixed, style.px(44));
    ImGui::TableHeadersRow();
    for (const auto& metric : model.assessment->metrics) {
        if (metric.state == scoring::MetricState::NotApplicable) continue;
        ImGui::TableNextRow();
        if (!narrow) {
            ImGui::TableNextColumn();
            write(metric.id, c.muted);
        }
        ImGui::TableNextColumn();
        write_wrapped(metric.name, c.text);
        ImGui::TableNextColumn();
        write(metric.state == scoring::MetricState::Measured ? value_text(metric.value, metric.unit, true) : "not done",
              c.text);
        const std::string limits = value_text(metric.good, metric.unit, false) + " … " +
                                   value_text(metric.bad, metric.unit, true) + (metric.provisional ? " \u25CA" : "");
        if (!narrow) ImGui::TableNextColumn();
        write_small_wrapped(limits, style, c.muted);
        ImGui::TableNextColumn();
        write(metric.scored ? fixed(metric.lost, 1) : "–", c.text);
    }
    ImGui::EndTable();
}

}  // namespace

Outcome draw_debrief(const DebriefModel& model, UiState& state, const Style& style, const Frame& frame) {
    Outcome outcome;
    const PageLayout at = lay_out_debrief(frame.width_px, frame.height_px, state.text_scale);
    draw_verdict(at.title, model, style);
    begin_panel("left", at.left, style);
    // The moment looked at is remembered by the page's own window, like an open or closed node.
    ImGuiStorage& memory = *ImGui::GetStateStorage();
    const ImGuiID moment_id = ImGui::GetID("moment");
    Look look{static_cast<double>(memory.GetFloat(moment_id, 0.0F)), 0};
    state.debrief_tab = choose_one("tabs", {"Pictures", "Over time", "All measurements"}, state.debrief_tab, style,
                                   room_px() / style.unit);
    gap(style);
    if (state.debrief_tab == 0) draw_pictures(model, style);
    if (state.debrief_tab == kCourseTab) {
        // A little before, so that there is time to see what comes.
        constexpr double kLeadS = 3.0;
        if (model.can_try_from && button("Try from here", style, 150.0, 26.0, ButtonLook::Primary))
            outcome.requests.emplace_back(TryFrom{std::max(0.0, look.t_s - kLeadS)});
        if (model.can_try_from) explain("Takes up the attempt three seconds before the line below.", style);
        draw_course(model, style, look.t_s);
    }
    if (state.debrief_tab == 2) draw_measurements(model, style);
    end_panel();
    look.tab = state.debrief_tab;
    draw_judgement(at.right, model, style, look, outcome);
    state.debrief_tab = look.tab;
    memory.SetFloat(moment_id, static_cast<float>(look.t_s));

    begin_panel("acts", at.acts, style, PanelLook::Bare);
    const double y = at.acts.y + style.unit * 8.0;
    ImGui::SetCursorScreenPos(vec(at.acts.x, y));
    if (button("Home", style, 90.0, 34.0)) outcome.requests.emplace_back(GoHome{});
    ImGui::SameLine();
    if (button("Open report", style, 130.0, 34.0)) outcome.requests.emplace_back(OpenReport{});
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + style.px(8));
    const std::string said =
        model.notice.empty() ? (model.attempt_file.empty() ? "" : "Recorded: " + model.attempt_file) : model.notice;
    const double room = at.acts.right() - style.unit * 196.0 - cursor_px().x;
    write_small(fitted(style.fonts.small, said, room), style, style.colors().muted);
    explain(said, style);
    ImGui::SetCursorScreenPos(vec(at.acts.right() - style.unit * 180.0, y));
    if (button("Again", style, 180.0, 34.0, ButtonLook::Primary)) outcome.requests.emplace_back(TryAgain{});
    end_panel();
    draw_footer(at.footer, style, "\u25CA marks a provisional value");
    draw_settings_overlay(state, style, frame);
    draw_busy_overlay(state, style, frame);
    return outcome;
}

}  // namespace cryo::ui

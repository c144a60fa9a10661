// The anatomy explorer: a labelled section beside the see-through block it is cut from, and a quiz on both.
#include <algorithm>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/image_overlay.h"
#include "engine/ui/image_pane.h"
#include "engine/ui/overlays.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

constexpr size_t kChoices = 4;

using Label = view::Readouts::Label;

// Which label the quiz asks about: another one each time, of those the picture shows.
const Label* asked_label(const ExplorerModel& model, const Explorer& explorer) {
    const auto& labels = model.readouts->image_labels;
    if (labels.empty()) return nullptr;
    return &labels[static_cast<size_t>(explorer.asked * 7 + 3) % labels.size()];
}

// What the section shows: all names, the chosen one, or a question mark.
view::Readouts shown_section(const ExplorerModel& model, const Explorer& explorer) {
    view::Readouts shown = *model.readouts;
    std::vector<Label> labels;
    if (explorer.quiz) {
        for (const Label& label : shown.image_labels)
            if (label.text == explorer.question) labels.push_back({"?", label.lateral_m, label.depth_m});
    } else {
        for (const Label& label : shown.image_labels)
            if (explorer.chosen.empty() || label.text == explorer.chosen) labels.push_back(label);
    }
    shown.image_labels = std::move(labels);
    return shown;
}

void draw_section(const Rect& rect, const ExplorerModel& model, const Explorer& explorer, const Style& style,
                  const Pictures& pictures) {
    begin_panel("left", rect, style);
    panel_heading("Section", style, "as the transducer sees it");
    const ImagePlacement& place = pictures.placement;
    const double proportions = (place.depth_high_m - place.depth_low_m) / (place.lateral_high_m - place.lateral_low_m);
    const double ruler = style.unit * 48.0, edges = style.unit * 16.0;
    const double highest = static_cast<double>(ImGui::GetContentRegionAvail().y);
    const double width = std::min(room_px(), (highest - edges) / proportions + ruler);
    const double height = (width - ruler) * proportions + edges;
    const Vec2 corner = cursor_px();
    draw_image_still({corner.x, corner.y, width, height}, shown_section(model, explorer), style, pictures);
    ImGui::Dummy(vec(width, height));
    end_panel();
}

// The block, with the names of what the section cuts at the places where it is cut.
void draw_block(const Rect& rect, const ExplorerModel& model, const Explorer& explorer, UiState& state,
                const Style& style, const Pictures& pictures) {
    begin_panel("block", rect, style, PanelLook::Black);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (pictures.scene != 0)
        draw.AddImage(reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(pictures.scene)), vec(rect.x, rect.y),
                      vec(rect.right(), rect.bottom()));
    std::vector<NamedPoint> points;
    for (const ExplorerModel::Place& place : model.places) {
        const bool is_asked = explorer.quiz && place.label == explorer.question;
        if (explorer.quiz ? !is_asked : !explorer.chosen.empty() && place.label != explorer.chosen) continue;
        points.push_back({Vec2{rect.x, rect.y} + place.px, is_asked ? "?" : place.label});
    }
    draw_named_points(draw, rect, points, style, 1.0, {});
    ImGui::SetCursorScreenPos(vec(rect.x, rect.y));
    ImGui::InvisibleButton("turn", vec(rect.width, rect.height));
    state.turn_of_scene = {};
    if (ImGui::IsItemActive())
        state.turn_of_scene = {static_cast<double>(ImGui::GetIO().MouseDelta.x),
                               static_cast<double>(ImGui::GetIO().MouseDelta.y), 0.0};
    if (ImGui::IsItemHovered()) state.turn_of_scene.wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
    end_panel();
}

// Where the section is cut: the same movements as in a case.
void draw_cut(const ExplorerModel& model, const Style& style, Outcome& outcome) {
    const Palette& c = style.colors();
    const instruments::TransducerPose& pose = model.readouts->transducer_pose;
    session::MoveTransducer move;
    const auto row = [&](const char* id, const char* label, const char* unit, double low, double high, double scale,
                         double value, std::optional<double>& wish) {
        double shown = value * scale;
        if (slider_row({id, label, unit, low, high, 1}, shown, style, c.transducer)) wish = shown / scale;
    };
    row("slide", "Slide", " mm", -30, 30, 1e3, pose.slide_m, move.slide_m);
    row("across", "Across", " mm", -25, 25, 1e3, pose.across_m, move.across_m);
    row("rotate", "Rotate", "°", -90, 90, 180.0 / kPi, pose.rotate_rad, move.rotate_rad);
    row("tilt", "Tilt", "°", -30, 30, 180.0 / kPi, pose.tilt_rad, move.tilt_rad);
    if (move.slide_m || move.across_m || move.rotate_rad || move.tilt_rad) outcome.commands.emplace_back(move);
}

// Names to show alone; what the section does not cut is dimmed in words, not by colour alone.
void draw_names(const ExplorerModel& model, Explorer& explorer, const Style& style) {
    const double width = room_px() / style.unit;
    for (const std::string& name : model.names) {
        const bool here = std::any_of(model.readouts->image_labels.begin(), model.readouts->image_labels.end(),
                                      [&](const Label& label) { return label.text == name; });
        const bool chosen = explorer.chosen == name;
        ImGui::PushID(name.c_str());
        if (button(fitted(style.fonts.body, here ? name : name + " (not in the picture)", (width - 20.0) * style.unit),
                   style, width, 26.0, chosen ? ButtonLook::Chosen : ButtonLook::Normal))
            explorer.chosen = chosen ? "" : name;
        ImGui::PopID();
    }
}

// The right name among others of this body, always in the same order, so that its place tells nothing.
std::vector<std::string> choices(const ExplorerModel& model, const std::string& right) {
    std::vector<std::string> all{right};
    for (const std::string& name : model.names)
        if (name != right && all.size() < kChoices) all.push_back(name);
    std::sort(all.begin(), all.end());
    return all;
}

void draw_quiz(const ExplorerModel& model, Explorer& explorer, const Style& style) {
    const Palette& c = style.colors();
    if (explorer.question.empty()) {
        const Label* label = asked_label(model, explorer);
        if (label == nullptr) {
            write_wrapped("Nothing here has a name: move the section.", c.text);
            return;
        }
        explorer.question = label->text;
        explorer.answer.clear();
    }
    write_wrapped("What is marked with “?” in both pictures?", c.text);
    const double width = room_px() / style.unit;
    for (const std::string& choice : choices(model, explorer.question)) {
        const bool given = explorer.answer == choice;
        if (button(choice, style, width, 28.0, given ? ButtonLook::Chosen : ButtonLook::Normal) &&
            explorer.answer.empty()) {
            explorer.answer = choice;
            ++explorer.asked;
            if (choice == explorer.question) ++explorer.right;
        }
    }
    if (!explorer.answer.empty()) {
        const bool right = explorer.answer == explorer.question;
        icon_item(right ? Icon::Tick : Icon::Cross, style, 14.0, right ? c.accent : c.caution);
        ImGui::SameLine();
        write_wrapped(right ? "Right." : "It is: " + explorer.question + ".", c.text);
        if (button("Next question", style, 160.0, 28.0, ButtonLook::Primary)) explorer.question.clear();
    }
    write_small(std::to_string(explorer.right) + " of " + std::to_string(explorer.asked) + " right", style, c.muted);
}

}  // namespace

Outcome draw_explorer(const ExplorerModel& model, UiState& state, const Style& style, const Frame& frame,
                      const Pictures& pictures) {
    Outcome outcome;
    const ExplorerLayout at = lay_out_explorer(frame.width_px, frame.height_px, state.text_scale);
    Explorer& explorer = state.explorer;
    begin_panel("title", at.page.title, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.heading, style.unit * 20.0, style.unit * 10.0, style.colors().text, "Anatomy explorer");
    draw_text(draw, style.fonts.body, style.unit * 20.0, style.unit * 37.0, style.colors().muted, model.title);
    end_panel();
    draw_section(at.page.left, model, explorer, style, pictures);
    draw_block(at.block, model, explorer, state, style, pictures);
    begin_panel("right", at.page.right, style);
    const int mode = choose_one("mode", {"Explore", "Quiz"}, explorer.quiz ? 1 : 0, style, 240.0);
    if ((mode == 1) != explorer.quiz) {
        explorer = {};
        explorer.quiz = mode == 1;
    }
    draw_cut(model, style, outcome);
    ImGui::Spacing();
    if (explorer.quiz)
        draw_quiz(model, explorer, style);
    else
        draw_names(model, explorer, style);
    end_panel();

    begin_panel("acts", at.page.acts, style, PanelLook::Bare);
    const double y = at.page.acts.y + style.unit * 8.0;
    ImGui::SetCursorScreenPos(vec(at.page.acts.x, y));
    if (button("Back", style, 90.0, 34.0)) outcome.requests.emplace_back(LeaveExplorer{});
    ImGui::SameLine(0.0F, style.px(24));
    if (button("Body before", style, 130.0, 34.0)) outcome.requests.emplace_back(ExploreOther{-1});
    ImGui::SameLine(0.0F, style.px(8));
    if (button("Next body", style, 130.0, 34.0)) outcome.requests.emplace_back(ExploreOther{1});
    end_panel();
    draw_footer(at.page.footer, style, "\u25CA places and sizes of structures are provisional");
    draw_busy_overlay(state, style, frame);
    return outcome;
}

}  // namespace cryo::ui

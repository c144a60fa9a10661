// The briefing before a case: goal and dangers, patient and consent, the device, and how to work on it.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/footer.h"
#include "engine/ui/image_pane.h"
#include "engine/ui/overlays.h"
#include "engine/ui/screens.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

void gap(const Style& style) { ImGui::Dummy(vec(1, style.unit * 6.0)); }

void draw_goal(const Rect& rect, const scenario::Scenario& scenario, const Style& style) {
    begin_panel("left", rect, style);
    const Palette& c = style.colors();
    panel_heading("Goal", style);
    write_wrapped(scenario.goal, c.text);
    gap(style);
    panel_heading("Dangers", style);
    for (const std::string& danger : scenario.dangers) {
        icon_item(Icon::Warning, style, 15.0, c.caution);
        ImGui::SameLine();
        write_wrapped(danger, c.text);
    }
    if (!scenario.teaching.empty()) {
        gap(style);
        panel_heading("What this case teaches", style);
        bullet_list(scenario.teaching, style);
    }
    end_panel();
}

// As large as the rest of the panel allows at the picture's proportions.
void draw_preview(const view::Readouts& preview, const Style& style, const Pictures& pictures) {
    const ImagePlacement& place = pictures.placement;
    const double proportions = (place.depth_high_m - place.depth_low_m) / (place.lateral_high_m - place.lateral_low_m);
    const double ruler = style.unit * 48.0, edges = style.unit * 16.0;
    const double room_below = static_cast<double>(ImGui::GetContentRegionAvail().y);
    const double highest = std::max(style.unit * 180.0, room_below);
    const double width = std::min(room_px(), (highest - edges) / proportions + ruler);
    const double height = (width - ruler) * proportions + edges;
    const Vec2 corner = cursor_px();
    draw_image_still({corner.x, corner.y, width, height}, preview, style, pictures);
    ImGui::Dummy(vec(width, height));
}

const char* side_words(anatomy::Side side) { return side == anatomy::Side::Left ? "left" : "right"; }

// The chart and the time-out: which side. Nothing is chosen for the person in a check.
void draw_chart(const scenario::Scenario& scenario, UiState& state, const Style& style) {
    const Palette& c = style.colors();
    const auto& patient = state.patient;
    panel_heading("Chart", style);
    write_wrapped(scenario.indication, c.text);
    write_wrapped(std::string(patient.sex == anatomy::Sex::Female ? "Woman, " : "Man, ") + fixed(patient.age_years, 0) +
                      " years. Consent for the " + side_words(scenario.consent.side) +
                      " side: " + scenario.nerve_label + ".",
                  c.muted);
    for (const std::string& note : scenario.consent.contraindications) write_wrapped("Chart: " + note + ".", c.text);
    gap(style);
    panel_heading("Time-out", style, "the side you treat");
    const std::optional<anatomy::Side> side = side_to_treat(scenario, state);
    const int shown = !side ? -1 : (*side == anatomy::Side::Left ? 0 : 1);
    const int chosen = choose_one("side", {"Left", "Right"}, shown, style, std::min(220.0, room_px() / style.unit));
    if (chosen != shown) state.side = chosen == 0 ? anatomy::Side::Left : anatomy::Side::Right;
    gap(style);
}

void draw_build(UiState& state, const Style& style) {
    const Palette& c = style.colors();
    auto& patient = state.patient;
    if (state.mode_locked) {  // an exam, or a class: the patient is given
        panel_heading("Patient", style, "is given");
        write("BMI " + fixed(patient.bmi, 0), c.text);
        gap(style);
        return;
    }
    panel_heading("Patient", style, "changes the anatomy");
    double bmi = patient.bmi;
    const SliderRow row{"bmi", "BMI", "", 17.0, 45.0, 0};
    if (slider_row(row, bmi, style, c.accent, 46.0)) patient.bmi = std::round(bmi);
    explain("Build of the patient: fat under the skin pushes the nerve deeper.", style);
    if (button("Another person", style, 130.0, 26.0)) ++patient.seed;
    explain("Each number is another person: branches, vessels and layers differ within what is published.", style);
    ImGui::SameLine();
    write_small("number " + std::to_string(patient.seed), style, c.muted);
    gap(style);
}

void draw_patient(const Rect& rect, const scenario::Scenario& scenario, UiState& state, const Style& style) {
    begin_panel("middle", rect, style);
    const Palette& c = style.colors();
    if (!scenario.is_phantom) {
        draw_chart(scenario, state, style);
        draw_build(state, style);
    }
    const auto& transducer = scenario.transducer;
    panel_heading("Transducer", style,
                  fixed(mhz_from_hz(transducer.frequency_low_hz), 0) + "–" +
                      fixed(mhz_from_hz(transducer.frequency_high_hz), 0) + " MHz, footprint " +
                      fixed(mm_from_m(transducer.aperture_m()), 0) + " mm");
    write_wrapped(transducer.label, c.text);
    end_panel();
}

void draw_device_card(const instruments::CryoprobeDevice& device, const Style& style) {
    const Palette& c = style.colors();
    const auto line = [&](const char* label, const std::string& value) {
        const float left = ImGui::GetCursorPosX();
        write_small(label, style, c.muted);
        ImGui::SameLine(left + style.px(104));
        write_wrapped(value, c.text);
    };
    line("Gas", std::string(instruments::gas_label(device.gas)) + ", " +
                    fixed(device.gas_side.gas_temperature_degc, 0) + " °C");
    line("Shaft", fixed(mm_from_m(device.shaft_diameter_m), 1) + " mm thick, " +
                      fixed(mm_from_m(device.shaft_length_m), 0) + " mm long" +
                      (device.needle_count > 1 ? ", " + std::to_string(device.needle_count) + " needles" : ""));
    line("Cold zone", "last " + fixed(mm_from_m(device.active_length_m), 0) + " mm at the tip");
    line("Protocol", std::to_string(device.protocol.cycles) + " × " + clock_text(device.protocol.freeze_s) +
                         " gas on, " + clock_text(device.protocol.thaw_s) + " between");
    line("Gas lasts", clock_text(device.gas_supply_s) + " min");
    line("Stimulator", device.has_stimulator ? "built in" : "none");
    if (device.calibrations.size() > 1)
        write_small_wrapped("Published readings of how cold this family gets disagree; this case uses \u201C" +
                                device.gas_side.name + "\u201D \u25CA.",
                            style, c.muted);
}

void draw_target_view(const view::Readouts* preview, const UiState& state, const Style& style,
                      const Pictures& pictures) {
    gap(style);
    panel_heading("What you look for", style, state.mode == Mode::Check ? "" : "this patient, target view");
    if (state.mode == Mode::Check)
        write_wrapped("In a check the picture is yours to find.", style.colors().muted);
    else if (preview != nullptr)
        draw_preview(*preview, style, pictures);
}

void draw_device(const scenario::Scenario& scenario, UiState& state, const Style& style) {
    panel_heading("Device", style);
    if (scenario.devices.empty()) {
        write_wrapped("A test object: there is nothing to treat, and no score.", style.colors().muted);
        return;
    }
    state.device = std::clamp(state.device, 0, static_cast<int>(scenario.devices.size()) - 1);
    const double width = room_px() / style.unit;
    for (int i = 0; i < static_cast<int>(scenario.devices.size()); ++i) {
        const bool chosen = i == state.device;
        ImGui::PushID(i);
        if (button(scenario.devices[static_cast<size_t>(i)].label, style, width, 30.0,
                   chosen ? ButtonLook::Chosen : ButtonLook::Normal))
            state.device = i;
        ImGui::PopID();
    }
    gap(style);
    draw_device_card(scenario.devices[static_cast<size_t>(state.device)], style);
}

struct ModeWords {
    const char* name;
    const char* says;
};
constexpr std::array kModes{
    ModeWords{"Learn", "All help there is: labels, see-through view, hints. Does not count for proficiency."},
    ModeWords{"Practice", "Hints that stay short; help is there and is noted. Does not count for proficiency."},
    ModeWords{"Check", "No help, and the attempt counts, whatever comes of it."}};

constexpr const char* kDrillSays =
    "One or two minutes, one number. Three passes in a row make it harder, one fail makes it easier.";

void draw_briefing_acts(const Rect& rect, const scenario::Scenario& scenario, UiState& state, const Style& style,
                        Outcome& outcome) {
    begin_panel("acts", rect, style, PanelLook::Bare);
    const double y = rect.y + style.unit * 8.0;
    ImGui::SetCursorScreenPos(vec(rect.x, y));
    if (button("Back", style, 90.0, 34.0)) outcome.requests.emplace_back(GoHome{});
    ImGui::SameLine(0.0F, style.px(24));
    if (state.mode_locked) {
        button(state.mode == Mode::Check ? "Exam" : "Practice", style, 300.0, 34.0, ButtonLook::Chosen);
    } else if (scenario.drill.order > 0) {
        state.mode = Mode::Practice;
        button("Drill", style, 300.0, 34.0, ButtonLook::Chosen);
    } else {
        state.mode = static_cast<Mode>(choose_one("mode", {kModes[0].name, kModes[1].name, kModes[2].name},
                                                  static_cast<int>(state.mode), style, 300.0, 34.0));
    }
    const bool ready = scenario.is_phantom || side_to_treat(scenario, state).has_value();
    ImGui::SameLine(0.0F, style.px(14));
    const double words_width = rect.right() - style.unit * 190.0 - cursor_px().x;
    if (words_width > style.unit * 120.0) {  // with large text the buttons need the room
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + static_cast<float>(words_width));
        if (ready)
            write_small(scenario.drill.order > 0 ? kDrillSays : kModes[static_cast<size_t>(state.mode)].says, style,
                        style.colors().muted);
        else
            write_small("Time-out first: choose the side you treat.", style, style.colors().caution);
        ImGui::PopTextWrapPos();
    }
    ImGui::SetCursorScreenPos(vec(rect.right() - style.unit * 180.0, y));
    ImGui::BeginDisabled(!ready);
    if (button("Start", style, 180.0, 34.0, ButtonLook::Primary)) outcome.requests.emplace_back(StartCase{});
    ImGui::EndDisabled();
    end_panel();
}

}  // namespace

std::optional<anatomy::Side> side_to_treat(const scenario::Scenario& scenario, const UiState& state) {
    if (state.side || state.mode == Mode::Check) return state.side;
    return scenario.consent.side;
}

Outcome draw_briefing(const scenario::Scenario& scenario, const view::Readouts* preview, UiState& state,
                      const Style& style, const Frame& frame, const Pictures& pictures) {
    Outcome outcome;
    const PageLayout at = lay_out_briefing(frame.width_px, frame.height_px, state.text_scale);
    const Palette& c = style.colors();
    begin_panel("title", at.title, style, PanelLook::Bare);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw_text(draw, style.fonts.heading, style.unit * 20.0, style.unit * 10.0, c.text, scenario.title);
    draw_text(draw, style.fonts.body, style.unit * 20.0, style.unit * 37.0, c.muted,
              scenario.nerve_label == scenario.title ? scenario.indication : scenario.nerve_label);
    end_panel();
    draw_goal(at.left, scenario, style);
    draw_patient(at.middle, scenario, state, style);
    begin_panel("right", at.right, style);
    draw_device(scenario, state, style);
    if (!scenario.is_phantom && !state.mode_locked && state.mode != Mode::Check) {
        gap(style);
        if (button("Explore the anatomy", style, room_px() / style.unit, 28.0))
            outcome.requests.emplace_back(OpenExplorer{});
    }
    draw_target_view(preview, state, style, pictures);
    end_panel();

    draw_briefing_acts(at.acts, scenario, state, style, outcome);
    draw_footer(at.footer, style, "\u25CA marks a provisional value");
    draw_keys_overlay(state, style, frame);
    draw_settings_overlay(state, style, frame);
    return outcome;
}

}  // namespace cryo::ui

#include "engine/ui/practice_panels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/layout_log.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

constexpr double kNarrowUnits = 470.0;  // of the panel: below it the parts stand under each other

// A ring that fills with the time of the running part of the cycle.
void draw_cycle_ring(const view::Readouts& r, const Style& style, double x, double y, double radius) {
    const Palette& c = style.colors();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const auto& protocol = r.device->protocol;
    const double planned_s = r.gas_on || r.cycle == 0 ? protocol.freeze_s : protocol.thaw_s;
    const bool running = r.gas_on || r.cycle > 0;
    const double share = running && planned_s > 0.0 ? std::clamp(r.cycle_s / planned_s, 0.0, 1.0) : 0.0;
    const float thick = style.px(6);
    draw.PathArcTo(vec(x, y), static_cast<float>(radius), 0.0F, 6.2832F, 48);
    draw.PathStroke(c.raised, ImDrawFlags_Closed, thick);
    if (share > 0.0) {
        const auto from = static_cast<float>(-0.5 * kPi);
        draw.PathArcTo(vec(x, y), static_cast<float>(radius), from, from + static_cast<float>(2.0 * kPi * share), 48);
        draw.PathStroke(r.gas_on ? c.cryoprobe : c.transducer, 0, thick);
    }
    draw_text(draw, style.fonts.heading, x, y - style.unit * 15.0, c.text, clock_text(running ? r.cycle_s : 0.0),
              Align::Center);
    draw_text(draw, style.fonts.small, x, y + style.unit * 7.0, c.muted, "of " + clock_text(planned_s), Align::Center);
}

// The thermocouple, and in words what the console is doing.
void draw_tip(const view::Readouts& r, const Style& style, double x, double y) {
    const Palette& c = style.colors();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const std::string cycle = std::to_string(std::max(1, r.cycle)) + " of " + std::to_string(r.device->protocol.cycles);
    const std::string part = r.gas_on       ? "Cooling, cycle " + cycle
                             : r.cycle == 0 ? "Gas off"
                             : r.adherent   ? "Thawing, frozen in"
                                            : "Thawed";
    draw_text(draw, style.fonts.display, x, y - style.unit * 4.0, r.tip_degc < 0.0 ? c.cryoprobe : c.text,
              fixed(r.tip_degc, 0) + " °C");
    const std::string since =
        r.cycle > 0 ? "tip · " + clock_text(r.cycle_s) + " since gas " + (r.gas_on ? "on" : "off") : "cryoprobe tip";
    draw_text(draw, style.fonts.small, x, y + style.unit * 34.0, c.muted, since);
    draw_text(draw, style.fonts.strong, x, y + style.unit * 52.0, c.text, part);
}

// What gas is left, and how fast time runs.
void draw_supply(const view::Readouts& r, const Style& style, double width_units, Outcome& outcome) {
    const double left = cursor_px().x;
    gauge(r.gas_left_frac, "Gas left " + fixed(100.0 * r.gas_left_frac, 0) + " %", style, style.unit * width_units,
          r.gas_left_frac < 0.15 ? style.colors().danger : style.colors().cryoprobe);
    ImGui::SetCursorScreenPos(vec(left, cursor_px().y));
    write_small("Time", style, style.colors().muted);
    ImGui::SetCursorScreenPos(vec(left, cursor_px().y));
    const int now = r.time_scale > 8.0 ? 2 : (r.time_scale > 2.0 ? 1 : 0);
    const int wish = choose_one("time", {"1×", "4×", "16×"}, now, style, width_units, 26.0);
    explain("Fast forward while nothing happens; it drops back to 1× by itself when something does.", style);
    constexpr std::array<double, 3> kScales{1.0, 4.0, 16.0};
    if (wish != now)
        outcome.commands.push_back(session::SetKnob{session::Knob::TimeScale, kScales[static_cast<size_t>(wish)]});
}

void draw_stimulator(const view::Readouts& r, UiState& state, const Style& style, Outcome& outcome) {
    const bool narrow = room_px() < style.unit * kNarrowUnits;
    write_small("Stimulator", style, style.colors().muted);
    if (!narrow) ImGui::SameLine();
    const int mode = static_cast<int>(r.stim_mode);
    ImGui::PushFont(style.fonts.small);
    const int wish = choose_one("stimulator", {"Off", "Sensory 100 Hz", "Motor 2 Hz"}, mode, style,
                                narrow ? room_px() / style.unit : 260.0, 24.0);
    ImGui::PopFont();
    if (!narrow) ImGui::SameLine();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, vec(style.unit * 4.0, style.unit * 4.5));
    ImGui::SetNextItemWidth(std::max(style.px(70), ImGui::GetContentRegionAvail().x));
    auto volts = static_cast<float>(state.stimulus_v);
    const bool turned = ImGui::SliderFloat("##volts", &volts, 0.1F, 3.0F, "%.1f V", ImGuiSliderFlags_AlwaysClamp);
    ImGui::PopStyleVar();
    note_control("Stimulus");
    state.stimulus_v = static_cast<double>(volts);
    if (wish != mode || (turned && mode != 0))
        outcome.commands.push_back(
            session::Stimulate{static_cast<session::StimMode>(wish), wish == 0 ? 0.0 : state.stimulus_v});
}

}  // namespace

Outcome draw_console(const Rect& rect, const view::Readouts& readouts, UiState& state, const Style& style,
                     const Frame& frame) {
    Outcome outcome;
    begin_panel("console", rect, style);
    const Palette& c = style.colors();
    if (readouts.device == nullptr) {
        panel_heading("Console", style);
        write_wrapped("This test object comes without a cryoprobe.", c.muted);
        end_panel();
        return outcome;
    }
    const auto& device = *readouts.device;
    panel_heading(device.label, style,
                  instruments::gas_label(device.gas) + std::string(" · ") + std::to_string(device.protocol.cycles) +
                      " × " + clock_text(device.protocol.freeze_s));
    const Vec2 corner = cursor_px();
    const double room = room_px() / style.unit;
    const bool narrow = room < kNarrowUnits;

    // Gas on or off, held: the mouse and the key feed one timer.
    const double progress = state.gas_hold.fired ? 1.0 : state.gas_hold.held_s / kGasHoldS;
    const double button_units = narrow ? 116.0 : 128.0;
    const double button_height = narrow ? 54.0 : 78.0;
    const bool down = hold_button(readouts.gas_on ? "Gas off" : "Gas on", "hold 0.5 s · Enter", progress,
                                  readouts.gas_on, style, style.unit * button_units, style.unit * button_height);
    if (advance_hold(state.gas_hold, down || state.gas_key_down, frame.dt_s, kGasHoldS))
        outcome.commands.push_back(session::Gas{!readouts.gas_on});

    const double after_button = corner.x + style.unit * (button_units + 14.0);
    if (narrow) {
        draw_tip(readouts, style, after_button, corner.y);
        ImGui::SetCursorScreenPos(vec(corner.x, corner.y + style.unit * 72.0));
        draw_supply(readouts, style, room, outcome);
    } else {
        draw_cycle_ring(readouts, style, after_button + style.unit * 38.0, corner.y + style.unit * 39.0,
                        style.unit * 34.0);
        draw_tip(readouts, style, after_button + style.unit * 86.0, corner.y);
        const double supply_units = std::min(150.0, room - 400.0);
        ImGui::SetCursorScreenPos(vec(corner.x + style.unit * (room - supply_units), corner.y + style.unit * 2.0));
        draw_supply(readouts, style, supply_units, outcome);
        ImGui::SetCursorScreenPos(vec(corner.x, corner.y + style.unit * 88.0));
    }
    if (device.has_stimulator) {
        draw_stimulator(readouts, state, style, outcome);
    } else {
        write_small("This device has no stimulator.", style, c.muted);
    }
    end_panel();
    return outcome;
}

}  // namespace cryo::ui

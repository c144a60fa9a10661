#include "engine/ui/machine_drawer.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/core/units.h"
#include "engine/ui/drawing.h"
#include "engine/ui/practice_panels.h"
#include "engine/ui/widgets.h"
#include "engine/ultrasound/doppler.h"

namespace cryo::ui {

namespace {

using session::Knob;

// The needle's side as people say it; beams lean towards where it comes from.
enum class NeedleSide { Off, FromLeft, FromRight };

NeedleSide needle_side(const ultrasound::ImagingSettings& imaging) {
    if (!imaging.needle_enhancement) return NeedleSide::Off;
    return imaging.needle_steer_rad < 0.0 ? NeedleSide::FromLeft : NeedleSide::FromRight;
}

void set(std::vector<session::Command>& commands, Knob knob, double value) {
    commands.push_back(session::SetKnob{knob, value});
}

void choose_needle_side(NeedleSide side, const ultrasound::ImagingSettings& imaging,
                        std::vector<session::Command>& commands) {
    if (side != NeedleSide::Off) {
        const double angle_rad = std::abs(imaging.needle_steer_rad);
        set(commands, Knob::NeedleSteerRad, side == NeedleSide::FromLeft ? -angle_rad : angle_rad);
    }
    set(commands, Knob::NeedleEnhancement, side == NeedleSide::Off ? 0.0 : 1.0);
}

class Drawer {
  public:
    Drawer(const view::Readouts& readouts, UiState& state, const Style& style, Outcome& outcome)
        : readouts_(readouts), imaging_(readouts.imaging), state_(state), style_(style), commands_(outcome.commands) {}

    void draw() {
        if (readouts_.transducers.size() > 1) {
            heading("Transducer");
            std::vector<std::string> names;
            for (const std::string& label : readouts_.transducers) names.push_back(label.substr(label.rfind(' ') + 1));
            choose("transducer", names, readouts_.transducer_index, Knob::Transducer,
                   "Takes another transducer in the same place. It starts at its own frequency.");
        }
        heading("Preset");
        choose(
            "preset", {"Nerve", "MSK", "Vascular"}, imaging_.preset, Knob::Preset,
            "Where an examination of this kind usually starts: range, gray map, persistence, looks, frequency, flow.");
        const double half = 0.5 * (width_units() - 6.0);
        if (button("Auto gain", style_, half, 26.0)) set(commands_, Knob::AutoGain, 1.0);
        explain("Evens out gain and time gain for this picture. Key K.", style_);
        ImGui::SameLine(0.0F, style_.px(6));
        if (button(imaging_.inverted ? "Mark on the right" : "Mark on the left", style_, half, 26.0,
                   imaging_.inverted ? ButtonLook::Chosen : ButtonLook::Normal))
            set(commands_, Knob::InvertImage, imaging_.inverted ? 0.0 : 1.0);
        explain("Swaps the image left to right. Hands still move as the screen shows. Key O.", style_);
        heading("Gray map");
        choose("gray", {"A linear", "B soft", "C contrast", "D bright"}, imaging_.gray_map, Knob::GrayMap,
               "How levels become grays: the bar beside the image shows it.");
        slide("persistence", "Persist", " %", 100.0, 0, imaging_.persistence, ultrasound::kPersistenceRange,
              Knob::Persistence, "Share of the picture before that is kept: calmer speckle, smeared movement.");
        draw_looks();
        draw_doppler();
        draw_callipers();
        if (state_.mode != Mode::Check) draw_help();
    }

  private:
    double width_units() const { return room_px() / style_.unit - 2.0; }

    void heading(const char* text) {
        ImGui::Dummy(vec(1.0, style_.unit * 2.0));
        write_small(text, style_, style_.colors().muted);
    }

    // A row of choices that is a knob of whole numbers.
    void choose(const char* id, const std::vector<std::string>& labels, int chosen, Knob knob, const char* words) {
        ImGui::BeginGroup();
        ImGui::PushFont(style_.fonts.small);
        const int now = choose_one(id, labels, chosen, style_, width_units());
        ImGui::PopFont();
        ImGui::EndGroup();
        explain(words, style_);
        if (now != chosen) set(commands_, knob, now);
    }

    void slide(const char* id, const char* label, const char* unit, double per_si, int decimals, double now_si,
               const ultrasound::Range& range, Knob knob, const char* words) {
        double value = now_si * per_si;
        ImGui::BeginGroup();
        const bool changed = slider_row({id, label, unit, range.low * per_si, range.high * per_si, decimals}, value,
                                        style_, style_.colors().transducer);
        ImGui::EndGroup();
        explain(words, style_);
        if (changed) set(commands_, knob, std::clamp(value / per_si, range.low, range.high));
    }

    void draw_looks() {
        if (readouts_.transducer.shape != instruments::ArrayShape::Linear) {
            heading("Compounding, needle enhancement");
            write_small("need a linear transducer.", style_, style_.colors().muted);
            return;
        }
        heading("Compounding");
        choose("looks", {"One look", "Three looks"}, imaging_.compounding ? 1 : 0, Knob::Compounding,
               "Mean of three steering angles: less speckle, softer shadows.");
        heading("Needle enhancement");
        const auto side = needle_side(imaging_);
        ImGui::PushFont(style_.fonts.small);
        const auto wish = static_cast<NeedleSide>(
            choose_one("needle", {"Off", "From left", "From right"}, static_cast<int>(side), style_, width_units()));
        ImGui::PopFont();
        if (wish != side) choose_needle_side(wish, imaging_, commands_);
        if (side == NeedleSide::Off) return;
        constexpr double kAngles[] = {10.0, 20.0, 30.0};
        const double angle_deg = std::abs(deg_from_rad(imaging_.needle_steer_rad));
        int nearest = 0;
        for (int i = 1; i < 3; ++i)
            if (std::abs(angle_deg - kAngles[i]) < std::abs(angle_deg - kAngles[nearest])) nearest = i;
        ImGui::BeginGroup();
        ImGui::PushFont(style_.fonts.small);
        const int chosen =
            choose_one("angle", {"Shallow 10°", "Medium 20°", "Steep 30°"}, nearest, style_, width_units());
        ImGui::PopFont();
        ImGui::EndGroup();
        explain("Beams of one look lean until they meet the shaft squarely. A steeper needle needs more.", style_);
        if (chosen != nearest)
            set(commands_, Knob::NeedleSteerRad,
                rad_from_deg(side == NeedleSide::FromLeft ? -kAngles[chosen] : kAngles[chosen]));
    }

    void draw_doppler() {
        const auto& doppler = imaging_.doppler;
        heading("Doppler");
        choose("doppler", {"Off", "Colour", "Power"}, static_cast<int>(doppler.mode), Knob::DopplerMode,
               "Flow towards the transducer is red, away blue. Power shows where, not which way. Key M.");
        if (doppler.mode == ultrasound::DopplerMode::Off) return;
        const double largest = std::min(ultrasound::kDopplerScaleRangeMPerS.high,
                                        ultrasound::largest_doppler_scale(readouts_.transducer, imaging_));
        slide("scale", "Scale", " cm/s", 100.0, 0, doppler.scale_m_per_s,
              {ultrasound::kDopplerScaleRangeMPerS.low, largest}, Knob::DopplerScaleMPerS,
              "Velocity at which colours wrap. Lower shows slow flow, higher avoids aliasing.");
        slide("flow gain", "Gain", " dB", 1.0, 0, doppler.gain_db, ultrasound::kDopplerGainRangeDb, Knob::DopplerGainDb,
              "Of colour. Turn up until single cells light by chance, then a little back.");
        choose("wall", {"Filter low", "Medium", "High"}, doppler.wall_filter, Knob::WallFilter,
               "Wall filter: how slow an echo may move and still count as flow.");
        if (readouts_.transducer.shape == instruments::ArrayShape::Linear)
            slide("steer", "Steer", "°", 180.0 / kPi, 0, doppler.steer_rad, ultrasound::kDopplerSteerRangeRad,
                  Knob::DopplerSteerRad, "Leans the box: flow square to the beam cannot be heard.");
        slide("width", "Width", " mm", 1e3, 0, doppler.box_width_m, ultrasound::kBoxWidthRangeM, Knob::BoxWidthM,
              "Of the colour box.");
        slide("height", "Height", " mm", 1e3, 0, doppler.box_height_m, ultrasound::kBoxHeightRangeM, Knob::BoxHeightM,
              "Of the colour box.");
        write_small("Drag on the image to move the box.", style_, style_.colors().muted);
    }

    // What is on here makes the attempt one with help, and is recorded.
    void draw_help() {
        heading("Help, recorded with the attempt");
        const int labels = !readouts_.labels ? 0 : state_.labels_fade ? 1 : 2;
        ImGui::PushFont(style_.fonts.small);
        const int wish =
            choose_one("labels", {"No labels", "Labels that fade", "Labels"}, labels, style_, width_units());
        const int lines =
            choose_one("isotherms", {"No isotherms", "Isotherms"}, state_.isotherms_on ? 1 : 0, style_, width_units());
        ImGui::PopFont();
        explain("Lines of 0, −20 and −40 °C in the image; they come with the labels.", style_);
        state_.isotherms_on = lines == 1;
        if (wish == labels) return;
        state_.labels_fade = wish == 1;
        state_.labels_since_s = readouts_.t_s;
        if ((wish > 0) != readouts_.labels) set(commands_, Knob::Labels, wish > 0 ? 1.0 : 0.0);
    }

    void draw_callipers() {
        heading("Callipers");
        const int now = !state_.callipers_on ? 0 : state_.calliper_kind == CalliperKind::Distance ? 1 : 2;
        ImGui::PushFont(style_.fonts.small);
        const int chosen = choose_one("callipers", {"Off", "Distance", "Ellipse"}, now, style_, width_units());
        ImGui::PopFont();
        if (chosen != now) {
            state_.callipers_on = chosen > 0;
            if (chosen > 0) state_.calliper_kind = chosen == 1 ? CalliperKind::Distance : CalliperKind::Ellipse;
        }
        if (!state_.measurements.empty() && button("Clear measurements", style_, width_units(), 26.0))
            state_.measurements.clear();
    }

    const view::Readouts& readouts_;
    const ultrasound::ImagingSettings& imaging_;
    UiState& state_;
    const Style& style_;
    std::vector<session::Command>& commands_;
};

}  // namespace

void draw_machine_drawer(const Rect& pane, const view::Readouts& readouts, UiState& state, const Style& style,
                         Outcome& outcome) {
    const double width = std::min(style.unit * 286.0, 0.7 * pane.width);
    ImGui::SetCursorScreenPos(vec(pane.right() - width, pane.y));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, style.colors().panel);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec(style.unit * 10.0, style.unit * 8.0));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, vec(style.unit * 4.0, style.unit * 4.0));
    ImGui::BeginChild("machine", vec(width, pane.height), true, ImGuiWindowFlags_AlwaysUseWindowPadding);
    const float close_width = style.px(62);
    panel_heading("Machine", style);
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - close_width);
    if (button("Close", style, 62.0, 24.0)) state.machine_open = false;
    if (is_narrow(pane.width, style.unit)) draw_further_knobs(readouts, state, style, outcome);
    Drawer(readouts, state, style, outcome).draw();
    ImGui::EndChild();
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor();
}

void next_doppler_mode(const view::Readouts& readouts, std::vector<session::Command>& commands) {
    set(commands, Knob::DopplerMode, (static_cast<int>(readouts.imaging.doppler.mode) + 1) % 3);
}

void next_needle_side(const view::Readouts& readouts, std::vector<session::Command>& commands) {
    if (readouts.transducer.shape != instruments::ArrayShape::Linear) return;
    const int next = (static_cast<int>(needle_side(readouts.imaging)) + 1) % 3;
    choose_needle_side(static_cast<NeedleSide>(next), readouts.imaging, commands);
}

void next_callipers(UiState& state) {
    if (!state.callipers_on) {
        state.callipers_on = true;
        state.calliper_kind = CalliperKind::Distance;
    } else if (state.calliper_kind == CalliperKind::Distance) {
        state.calliper_kind = CalliperKind::Ellipse;
    } else {
        state.callipers_on = false;
    }
}

}  // namespace cryo::ui

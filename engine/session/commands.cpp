// What each command does. Values were checked and rounded before (command_table.h).
#include "engine/io/number_text.h"
#include "engine/core/units.h"
#include "engine/session/command_table.h"
#include "engine/session/overload.h"
#include "engine/session/session_state.h"
#include "engine/ultrasound/auto_gain.h"
#include "engine/ultrasound/doppler.h"

namespace cryo::session {

namespace {

using Refusal = std::optional<std::string>;

constexpr double kInstructorMessageS = 15.0;
constexpr double kNewPlacementM = 0.001;  // gas on farther than this from the last place is another placement

std::string outside(const KeyUnit& key, double si, double low_si, double high_si) {
    KeyUnit narrowed = key;
    narrowed.low = key.in_file(low_si);
    narrowed.high = key.in_file(high_si);
    return narrowed.refusal(si);
}

// Setting it needs beams that can be steered.
bool steers(const SetKnob& set) {
    return set.value != 0.0 &&
           (set.knob == Knob::Compounding || set.knob == Knob::NeedleEnhancement || set.knob == Knob::DopplerSteerRad);
}

Refusal range_refusal(const SetKnob& set, const instruments::Transducer& transducer,
                      const ultrasound::ImagingSettings& imaging) {
    const KeyUnit& key = knob_key(set.knob).unit;
    if (set.knob == Knob::FrequencyHz &&
        (set.value < transducer.frequency_low_hz || set.value > transducer.frequency_high_hz))
        return outside(key, set.value, transducer.frequency_low_hz, transducer.frequency_high_hz) +
               " with this transducer";
    if (set.knob == Knob::DepthM && set.value > transducer.depth_max_m)
        return outside(key, set.value, ultrasound::kDepthRangeM.low, transducer.depth_max_m) + " with this transducer";
    if (set.knob == Knob::FocusM && set.value > imaging.depth_m)
        return outside(key, set.value, ultrasound::kFocusRangeM.low, imaging.depth_m) + " at this image depth";
    if (set.knob == Knob::BoxDepthM && set.value > imaging.depth_m)
        return outside(key, set.value, ultrasound::kBoxDepthRangeM.low, imaging.depth_m) + " at this image depth";
    if (steers(set) && transducer.shape != instruments::ArrayShape::Linear)
        return std::string(key.key) + " needs a linear array: this transducer's lines fan out and are not steered";
    if (set.knob == Knob::DopplerScaleMPerS) {
        const double largest = ultrasound::largest_doppler_scale(transducer, imaging);
        if (set.value > largest)
            return outside(key, set.value, ultrasound::kDopplerScaleRangeMPerS.low, largest) +
                   " with the colour box this deep: the next pulse would leave before the echo is back";
    }
    return std::nullopt;
}

void keep_box_inside(ultrasound::ImagingSettings& imaging, const instruments::Transducer& transducer) {
    ultrasound::DopplerSettings& doppler = imaging.doppler;
    doppler.box_depth_m = std::min(doppler.box_depth_m, imaging.depth_m);
    doppler.scale_m_per_s = std::min(doppler.scale_m_per_s, ultrasound::largest_doppler_scale(transducer, imaging));
}

void choose_preset(int index, ultrasound::ImagingSettings& imaging, const instruments::Transducer& transducer) {
    const ultrasound::Preset& preset = ultrasound::kPresets[static_cast<size_t>(index)];
    const bool linear = transducer.shape == instruments::ArrayShape::Linear;
    imaging.preset = index;
    imaging.dynamic_range_db = preset.dynamic_range_db;
    imaging.gray_map = preset.gray_map;
    imaging.persistence = preset.persistence;
    imaging.compounding = preset.compounding && linear;
    imaging.needle_enhancement = false;
    imaging.frequency_hz = transducer.frequency_low_hz +
                           preset.frequency_share * (transducer.frequency_high_hz - transducer.frequency_low_hz);
    imaging.doppler.mode = preset.doppler;
    imaging.doppler.scale_m_per_s = preset.flow_scale_m_per_s;
    imaging.doppler.wall_filter = preset.wall_filter;
    keep_box_inside(imaging, transducer);
}

// The hand takes another transducer: it starts at its own frequency, and what it cannot do is switched off.
void change_transducer(ultrasound::ImagingSettings& imaging, const instruments::Transducer& taken) {
    imaging.frequency_hz = taken.frequency_default_hz;
    imaging.depth_m = std::min(imaging.depth_m, taken.depth_max_m);
    imaging.focus_m = std::min(imaging.focus_m, imaging.depth_m);
    if (taken.shape != instruments::ArrayShape::Linear) {
        imaging.compounding = imaging.needle_enhancement = false;
        imaging.doppler.steer_rad = 0.0;
    }
    keep_box_inside(imaging, taken);
}

void turn_doppler_knob(const SetKnob& set, ultrasound::DopplerSettings& doppler) {
    switch (set.knob) {
        case Knob::DopplerMode:
            doppler.mode = static_cast<ultrasound::DopplerMode>(static_cast<int>(set.value));
            break;
        case Knob::DopplerGainDb:
            doppler.gain_db = set.value;
            break;
        case Knob::DopplerScaleMPerS:
            doppler.scale_m_per_s = set.value;
            break;
        case Knob::WallFilter:
            doppler.wall_filter = static_cast<int>(set.value);
            break;
        case Knob::DopplerSteerRad:
            doppler.steer_rad = set.value;
            break;
        case Knob::BoxLateralM:
            doppler.box_lateral_m = set.value;
            break;
        case Knob::BoxDepthM:
            doppler.box_depth_m = set.value;
            break;
        case Knob::BoxWidthM:
            doppler.box_width_m = set.value;
            break;
        case Knob::BoxHeightM:
            doppler.box_height_m = set.value;
            break;
        default:
            break;
    }
}

void turn_knob(const SetKnob& set, const instruments::Transducer& transducer, Screen& screen,
               double& requested_time_scale) {
    ultrasound::ImagingSettings& imaging = screen.imaging;
    switch (set.knob) {
        case Knob::DepthM:
            imaging.depth_m = set.value;
            imaging.focus_m = std::min(imaging.focus_m, imaging.depth_m);
            keep_box_inside(imaging, transducer);
            break;
        case Knob::FocusM:
            imaging.focus_m = set.value;
            break;
        case Knob::FrequencyHz:
            imaging.frequency_hz = set.value;
            break;
        case Knob::GainDb:
            imaging.gain_db = set.value;
            break;
        case Knob::DynamicRangeDb:
            imaging.dynamic_range_db = set.value;
            break;
        case Knob::FreezeImage:
            imaging.frozen = set.value != 0.0;
            break;
        case Knob::TimeScale:
            requested_time_scale = set.value;
            break;
        case Knob::SeeThrough:
            screen.see_through = set.value != 0.0;
            break;
        case Knob::Labels:
            screen.labels = set.value != 0.0;
            break;
        case Knob::Tgc0:
        case Knob::Tgc1:
        case Knob::Tgc2:
        case Knob::Tgc3:
        case Knob::Tgc4:
        case Knob::Tgc5:
        case Knob::Tgc6:
        case Knob::Tgc7:
            imaging.tgc_db[static_cast<size_t>(set.knob) - static_cast<size_t>(Knob::Tgc0)] = set.value;
            break;
        case Knob::Preset:
            choose_preset(static_cast<int>(set.value), imaging, transducer);
            break;
        case Knob::AutoGain:  // these need more than the screen: Session::State::carry_out
        case Knob::Transducer:
            break;
        case Knob::GrayMap:
            imaging.gray_map = static_cast<int>(set.value);
            break;
        case Knob::Persistence:
            imaging.persistence = set.value;
            break;
        case Knob::Compounding:
            imaging.compounding = set.value != 0.0;
            break;
        case Knob::NeedleEnhancement:
            imaging.needle_enhancement = set.value != 0.0;
            break;
        case Knob::NeedleSteerRad:
            imaging.needle_steer_rad = set.value;
            break;
        case Knob::InvertImage:
            imaging.inverted = set.value != 0.0;
            break;
        case Knob::DopplerMode:
        case Knob::DopplerGainDb:
        case Knob::DopplerScaleMPerS:
        case Knob::WallFilter:
        case Knob::DopplerSteerRad:
        case Knob::BoxLateralM:
        case Knob::BoxDepthM:
        case Knob::BoxWidthM:
        case Knob::BoxHeightM:
            turn_doppler_knob(set, imaging.doppler);
            keep_box_inside(imaging, transducer);
            break;
    }
}

template <class T>
void take(const std::optional<T>& from, T& into) {
    if (from) into = *from;
}

}  // namespace

Refusal Session::State::refusal(const Command& command) const {
    if (const Refusal range = range_refusal(command)) return range;
    return std::visit(Overload{
                          [&](const MoveCryoprobe& move) -> Refusal {
                              if (!device) return "this case has no cryoprobe";
                              if (move.insert_m && *move.insert_m > device->shaft_length_m)
                                  return outside(cryoprobe_keys().back().unit, *move.insert_m, 0.0,
                                                 device->shaft_length_m) +
                                         ", the usable length of this cryoprobe";
                              return std::nullopt;
                          },
                          [&](const SetKnob& set) -> Refusal {
                              if (lesson.locked.contains(set.knob))
                                  return std::string(knob_key(set.knob).unit.key) + " is held by the lesson";
                              return knob_refusal(set);
                          },
                          [&](const Gas& gas) -> Refusal {
                              if (!device) return "this case has no cryoprobe";
                              if (gas.on && console.gas_left_s <= 0.0) return "the gas is used up";
                              return std::nullopt;
                          },
                          [&](const Stimulate& stim) -> Refusal {
                              if (stim.mode == StimMode::Off) return std::nullopt;
                              if (!device) return "this case has no cryoprobe";
                              if (!device->has_stimulator) return "this cryoprobe has no nerve stimulator";
                              return std::nullopt;
                          },
                          [&](const Inject&) -> Refusal {
                              if (!device) return "this case has no introducer to inject through";
                              if (!inserted()) return "the tip is outside the skin";
                              if (console.adherent) return "the tip is frozen in and lets nothing out";
                              return std::nullopt;
                          },
                          [&](const auto&) -> Refusal { return std::nullopt; },
                      },
                      command);
}

Refusal Session::State::knob_refusal(const SetKnob& set) const {
    if (set.knob == Knob::Transducer && set.value >= scenario->transducer_count())
        return "transducer is " + io::rounded_text(set.value, 0) + "; allowed is 0 to " +
               std::to_string(scenario->transducer_count() - 1) + " in this case";
    return range_refusal(set, transducer(), screen.imaging);
}

void Session::State::carry_out(const Command& command) {
    std::visit(Overload{
                   [&](const MoveTransducer& move) {
                       take(move.slide_m, held_target.slide_m);
                       take(move.across_m, held_target.across_m);
                       take(move.rotate_rad, held_target.rotate_rad);
                       take(move.tilt_rad, held_target.tilt_rad);
                       take(move.rock_rad, held_target.rock_rad);
                       take(move.press_frac, held_target.press_frac);
                       last_grip_tick = tick;
                   },
                   [&](const MoveCryoprobe& move) {
                       take(move.entry_x_m, needle.target.entry_x_m);
                       take(move.entry_y_m, needle.target.entry_y_m);
                       take(move.yaw_rad, needle.target.yaw_rad);
                       take(move.pitch_rad, needle.target.pitch_rad);
                       take(move.insert_m, needle.target.insert_m);
                   },
                   [&](const SetKnob& set) {
                       if (set.knob == Knob::FreezeImage) pause_picture(set.value != 0.0);
                       turn_knob(set, transducer(), screen, requested_time_scale);
                       if (set.knob == Knob::Transducer && static_cast<int>(set.value) != screen.transducer)
                           take_transducer(static_cast<int>(set.value));
                       if (set.knob == Knob::AutoGain && set.value != 0.0)
                           screen.imaging = ultrasound::auto_gain(image_frame());
                   },
                   [&](const Gas& gas) { switch_gas(gas.on); },
                   [&](const Stimulate& stim) {
                       console.stim_mode = stim.mode;
                       console.stim_v = stim.mode == StimMode::Off ? 0.0 : stim.amplitude_v;
                       responding.clear();
                       update_stimulus();
                   },
                   [&](const Inject& inject) { start_injection(inject.volume_m3); },
                   [&](const Answer& answer) {
                       log(EventKind::Answered, answer.question + ": " + answer.choice, answer.question);
                       if (lesson.run) lesson.run->answer(answer.question, answer.choice);
                   },
                   [&](const Instruct& command_) { instruct(command_); },
                   [&](const Decide& decide) {
                       decision = decide.decision;
                       const char* words = decide.decision == "treat"          ? "Decided to treat"
                                           : decide.decision == "do_not_treat" ? "Decided not to treat"
                                                                               : "Decided to change the device";
                       log(EventKind::Decided, words + (decide.reason.empty() ? "." : ": " + decide.reason),
                           decide.decision);
                   },
                   [&](const Finish&) {
                       switch_gas(false);
                       phase = Phase::Finished;
                       log(EventKind::Finished, "The attempt was finished.");
                   },
               },
               command);
    if (!guard.holds) screen.time_scale = requested_time_scale;
}

void Session::State::take_transducer(int index) {
    pause_picture(false);
    screen.imaging.frozen = false;
    screen.transducer = index;
    change_transducer(screen.imaging, transducer());
    pressed_with.press_frac = -1.0;  // another face presses another place
    log(EventKind::TransducerChanged, "Took the transducer " + transducer().label + ".", transducer().id);
}

void Session::State::instruct(const Instruct& instruct) {
    constexpr double kFlinchM = 0.006;  // of experience with patients who feel the needle: first choice
    constexpr double kCoughM = 0.004;
    constexpr double kSettleS = 0.8;
    log(EventKind::Instructed, "Instructor: " + instruct.what + (instruct.text.empty() ? "." : ": " + instruct.text),
        instruct.what);
    if (instruct.what == "button" && lesson.run) lesson.run->press(instruct.text);
    if (instruct.what == "message") {
        log(EventKind::Message, instruct.text, "info");
        show_message(instruct.text, "info", kInstructorMessageS);
    }
    if (instruct.what == "comment") log(EventKind::Comment, instruct.text, "instructor");
    if (instruct.what == "flinch") move_patient("flinch", kFlinchM, kSettleS);
    if (instruct.what == "cough") move_patient("cough", kCoughM, kSettleS);
}

void Session::State::switch_gas(bool on) {
    if (console.gas_on == on) return;
    console.gas_on = on;
    console.since_switch_s = 0.0;
    if (!on) {
        log(EventKind::GasOff, "Gas off.", "", console.tip_degc);
        return;
    }
    ++console.cycle;
    gas_in_tissue = false;
    if (inserted()) begin_cooling();
    log(EventKind::GasOn,
        "Gas on, period " + std::to_string(console.cycle) + ", placement " + std::to_string(console.placement) + ".",
        "", console.cycle);
}

void Session::State::begin_cooling() {
    gas_in_tissue = true;
    cold.was_used = true;
    thawing = true;
    if (placed_at_m && glm::length(tip_m() - *placed_at_m) <= kNewPlacementM) return;
    placed_at_m = tip_m();
    ++console.placement;
    cold.said_cold = false;
}

}  // namespace cryo::session

#include "engine/ui/hints.h"

#include <cmath>

#include "engine/ui/input_words.h"

namespace cryo::ui {

namespace {

constexpr double kPoorContact = 0.75;
constexpr double kLowGasFrac = 0.12;
constexpr double kStiffResistance = 0.8;

std::string hint_while_scanning(const view::Readouts& r) {
    if (r.contact_frac < kPoorContact)
        return r.transducer_pose.rock_rad > 0.0
                   ? "Part of the transducer has no contact: rock it back or press a little."
                   : "Part of the transducer has no contact: press a little or rock it level.";
    if (r.imaging.frozen) return "The image is frozen. Space makes it live again.";
    if (r.t_s < 8.0) return "Find the nerve first: slide slowly, then tilt until it is brightest.";
    if (r.imaging.focus_m < 0.25 * r.imaging.depth_m || r.imaging.focus_m > 0.9 * r.imaging.depth_m)
        return "Set the focus at or just below the nerve.";
    return "Centre the nerve, set depth so that it lies in the middle, then take the cryoprobe (Tab).";
}

}  // namespace

std::string hint_for(const view::Readouts& r) {
    if (!r.patient_says.empty()) return "Patient: " + r.patient_says;
    if (r.adherent && !r.gas_on) return "The cryoprobe is frozen in: wait for the thaw before it moves.";
    if (r.device != nullptr && r.gas_left_frac < kLowGasFrac) return "Gas is low.";
    switch (r.phase) {
        case view::Phase::Scan:
            return hint_while_scanning(r);
        case view::Phase::Needle:
            if (r.imaging.frozen) return "The image is frozen: what you see is not where the tip is.";
            if (r.resistance_frac > kStiffResistance) return "Firm resistance: bone or fascia. Do not force it.";
            return "See the tip before each advance. Lost it? Stop, then tilt or slide the transducer, not the "
                   "cryoprobe.";
        case view::Phase::Cool:
            return "Watch the edge of the ice: it must pass the far side of the nerve. Keep cryoprobe and skin in "
                   "mind.";
        case view::Phase::Rewarm:
            return "Let the ice go before moving the cryoprobe.";
        case view::Phase::Finished:
            break;
    }
    return {};
}

// What a lesson says stands until it changes: its message, else the task of its phase.
std::string lesson_words(const view::Readouts& r) {
    if (!r.lesson.message.empty()) return r.lesson.message;
    return r.lesson.instruction;
}

const std::string& current_hint(const view::Readouts& readouts, UiState& state, double now_s) {
    const bool lesson_pauses = state.paused && readouts.pauses > 0 && state.pauses_seen == readouts.pauses;
    if (lesson_pauses) {
        state.hint = {readouts.pause_text, now_s};
        return state.hint.text;
    }
    if (readouts.patient_says.empty() && !lesson_words(readouts).empty()) {
        state.hint = {with_input_words(lesson_words(readouts), state.input.value_or(Input::Mouse)), now_s};
        return state.hint.text;
    }
    const std::string wish = state.mode == Mode::Check
                                 ? (readouts.patient_says.empty() ? "" : "Patient: " + readouts.patient_says)
                                 : hint_for(readouts);
    if (wish != state.hint.text && now_s - state.hint.since_s >= kHintGapS) state.hint = {wish, now_s};
    return state.hint.text;
}

}  // namespace cryo::ui

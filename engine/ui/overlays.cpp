#include "engine/ui/overlays.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/ui/bindings.h"
#include "engine/ui/drawing.h"
#include "engine/ui/widgets.h"

namespace cryo::ui {

namespace {

constexpr std::array kReasons{
    RefusalReason{"cold urticaria", "Cold urticaria"},
    RefusalReason{"cryoglobulinaemia", "Cryoglobulinaemia"},
    RefusalReason{"Raynaud's disease", "Raynaud's disease"},
    RefusalReason{"bleeding risk", "Bleeding risk or anticoagulation"},
    RefusalReason{"infection", "Infection at the site"},
    RefusalReason{"wrong side", "Side or nerve differ from the consent"},
    RefusalReason{"motor nerve", "The nerve carries motor fibres"},
    RefusalReason{"device cannot cover", "This device cannot cover the nerve"},
    RefusalReason{"not identified", "The nerve cannot be identified"},
    RefusalReason{"no safe path", "There is no safe path to the nerve"},
};

enum class WayOut { Close, None };  // None: only its content ends it

constexpr double kAsTallAsContent = 0.0;

// A box in the middle of the window with a title and a way out; true while its content is to be drawn.
bool begin_overlay(const char* name, bool& open, const Style& style, const Frame& frame, double width_units,
                   double height_units, WayOut way_out = WayOut::Close) {
    if (!open) {
        // Shut from outside, not by its own button.
        if (ImGui::IsPopupOpen(name) && ImGui::BeginPopupModal(name)) {
            ImGui::CloseCurrentPopup();
            ImGui::EndPopup();
        }
        return false;
    }
    const double width = std::min(style.unit * width_units, 0.94 * frame.width_px);
    const double height = std::min(style.unit * height_units, 0.94 * frame.height_px);
    ImGui::SetNextWindowPos(vec(0.5 * frame.width_px, 0.5 * frame.height_px), ImGuiCond_Always, vec(0.5, 0.5));
    const double tallest = 0.94 * frame.height_px;
    if (height_units == kAsTallAsContent) ImGui::SetNextWindowSizeConstraints(vec(width, 0.0), vec(width, tallest));
    ImGui::SetNextWindowSize(vec(width, height));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec(style.unit * 20.0, style.unit * 16.0));
    ImGui::OpenPopup(name);
    const bool shown = ImGui::BeginPopupModal(name, nullptr,
                                              ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                                  ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar(2);
    if (!shown) return false;
    ImGui::PushFont(style.fonts.heading);
    write(name, style.colors().text);
    ImGui::PopFont();
    if (way_out == WayOut::Close) {
        const float close_width = style.px(76);
        ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - close_width);
        if (button("Close", style, 76.0, 26.0)) open = false;
    }
    ImGui::Spacing();
    return true;
}

void end_overlay(bool open) {
    if (!open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace

std::span<const RefusalReason> refusal_reasons() { return kReasons; }

namespace {

// Every action with its keys; a press on the keys waits for another. What lost its key says so.
void draw_key_changes(UiState& state, const Style& style) {
    const Palette& c = style.colors();
    ImGui::Spacing();
    ImGui::PushFont(style.fonts.strong);
    write("Change keys", c.text);
    ImGui::PopFont();
    for (const Action lost : without_key(state.bindings, state.key_changes))
        write_wrapped("No key left for: " + std::string(action_label(lost)), c.danger);
    if (!state.key_changes.empty() && button("Back to the standard keys", style, 240.0, 26.0)) {
        state.key_changes.clear();
        state.rebinding.reset();
    }
    const bool two_columns = room_px() > style.unit * 680.0;
    const std::vector<Binding> now = bindings(state.bindings, state.key_changes);
    const float left = ImGui::GetCursorPosX();
    for (int i = 0; i < kActionCount; ++i) {
        const auto action = static_cast<Action>(i);
        std::string keys;
        for (const Binding& binding : now)
            if (binding.action == action) keys += (keys.empty() ? "" : ", ") + std::string(key_label(binding.key));
        const bool waits = state.rebinding == action;
        if (waits) keys = "press a key, Esc keeps it";
        ImGui::PushID(i);
        if (two_columns && i % 2 == 1) ImGui::SameLine(left + style.px(360));
        if (button(keys.empty() ? "none" : keys, style, waits ? 180.0 : 120.0, 24.0,
                   waits ? ButtonLook::Chosen : ButtonLook::Normal))
            state.rebinding = action;
        ImGui::SameLine();
        write(action_label(action), c.text);
        ImGui::PopID();
    }
}

}  // namespace

void draw_keys_overlay(UiState& state, const Style& style, const Frame& frame) {
    if (!begin_overlay("Keys", state.keys_open, style, frame, 760.0, 620.0)) return;
    const Palette& c = style.colors();
    int page = state.bindings == BindingPage::OneHand ? 0 : 1;
    page = choose_one("page", {"One hand at a time", "Mouse and keys, both hands"}, page, style, 460.0);
    state.bindings = page == 0 ? BindingPage::OneHand : BindingPage::TwoHands;
    write_small("Keys are named by their place on a US keyboard, whatever is printed on yours.", style, c.muted);
    ImGui::Spacing();
    const float left = ImGui::GetCursorPosX();
    for (const KeyRow& row : key_rows(state.bindings)) {
        ImGui::PushFont(style.fonts.strong);
        write(row.keys, c.accent);
        ImGui::PopFont();
        ImGui::SameLine(left + style.px(190));
        write_wrapped(row.does, c.text);
    }
    draw_key_changes(state, style);
    end_overlay(state.keys_open);
}

namespace {

struct InputWords {
    const char* name;
    const char* says;
};
constexpr std::array<InputWords, kInputCount> kInputs{
    InputWords{"Mouse and keys",
               "Drag on the image with the left or right button; the wheel moves in small steps. The "
               "other hand is on the keys."},
    InputWords{"Trackpad",
               "Taking an instrument captures the pointer: the finger moves it, lifting is the clutch, Esc "
               "lets go. Shift and Ctrl give the other movements."},
    InputWords{"Keyboard",
               "Arrows move the instrument in hand, with Shift and Ctrl the other movements. Tab takes the "
               "other hand; after Esc it walks along all buttons."},
    InputWords{"Gamepad",
               "Left stick slides (with LB tilts and rocks), d-pad rotates, LT presses; right stick aims, RT "
               "advances, RB pulls back; A freezes the image, hold X for gas."}};

void choose_input(UiState& state, const Style& style, double width_units) {
    std::vector<std::string> names;
    for (const InputWords& input : kInputs) names.emplace_back(input.name);
    const int now = state.input ? static_cast<int>(*state.input) : -1;
    const int chosen = choose_one("input", names, now, style, width_units, 30.0);
    if (chosen != now) use_input(state, static_cast<Input>(chosen));
    if (chosen < 0) return;
    write_wrapped(kInputs[static_cast<size_t>(chosen)].says, style.colors().muted);
    if (chosen == static_cast<int>(Input::Gamepad) && !state.gamepad_present)
        write_wrapped("No gamepad is plugged in yet; it is used as soon as one is.", style.colors().caution);
}

}  // namespace

Outcome draw_first_start_overlay(UiState& state, const Style& style, const Frame& frame) {
    Outcome outcome;
    if (!begin_overlay("Welcome to CryoSono", state.first_start_open, style, frame, 620.0, kAsTallAsContent,
                       WayOut::None))
        return outcome;
    const Palette& c = style.colors();
    write_wrapped("You will hold a transducer in one hand and a cryoprobe in the other. What do you work with?",
                  c.text);
    ImGui::Spacing();
    choose_input(state, style, room_px() / style.unit);
    ImGui::Spacing();
    ImGui::Spacing();
    ImGui::BeginDisabled(!state.input.has_value());
    write_wrapped("A tour of five minutes goes through every control once, on a block of gel.", c.text);
    const double width = 0.5 * (room_px() / style.unit - 8.0);
    if (button("Begin the tour", style, width, 38.0, ButtonLook::Primary)) {
        state.first_start_open = false;
        state.mode = Mode::Learn;
        outcome.requests.emplace_back(OpenCase{"tutorial"});
        outcome.requests.emplace_back(StartCase{});
    }
    ImGui::SameLine(0.0F, style.px(8));
    if (button("Not now", style, width, 38.0)) state.first_start_open = false;
    ImGui::EndDisabled();
    write_wrapped("Both can be found again: the input in Settings, the tour among the lessons.", c.muted);
    end_overlay(state.first_start_open);
    return outcome;
}

void draw_busy_overlay(const UiState& state, const Style& style, const Frame& frame) {
    bool open = !state.busy_with.empty();
    if (!begin_overlay("One moment", open, style, frame, 420.0, 120.0, WayOut::None)) return;
    const std::string share = state.busy_share < 0.0 ? "" : "  " + fixed(100.0 * state.busy_share, 0) + " %";
    write_wrapped(state.busy_with + share, style.colors().text);
    if (state.busy_share >= 0.0) gauge(state.busy_share, "", style, room_px(), style.colors().accent);
    end_overlay(open);
}

void draw_settings_overlay(UiState& state, const Style& style, const Frame& frame) {
    if (!begin_overlay("Settings", state.settings_open, style, frame, 560.0, kAsTallAsContent)) return;
    const Palette& c = style.colors();
    const auto heading = [&](const char* text) {
        ImGui::Spacing();
        write(text, c.muted);
    };
    heading("Text size");
    constexpr std::array<double, 4> kScales{1.0, 1.25, 1.5, 2.0};
    int nearest = 0;
    for (int i = 1; i < 4; ++i)
        if (state.text_scale >= kScales[static_cast<size_t>(i)] - 0.01) nearest = i;
    const int scale = choose_one("scale", {"100 %", "125 %", "150 %", "200 %"}, nearest, style, 400.0);
    if (scale != nearest) state.text_scale = kScales[static_cast<size_t>(scale)];
    heading("Room");
    state.theme = choose_one("theme", {"Dark", "Bright"}, state.theme == Theme::Dark ? 0 : 1, style, 300.0) == 0
                      ? Theme::Dark
                      : Theme::Bright;
    heading("Sounds: heartbeat, flow, gas; always in words at the foot, too");
    state.sound = static_cast<SoundLevel>(
        choose_one("sound", {"Off", "Quiet", "Middle", "Loud"}, static_cast<int>(state.sound), style, 400.0));
    if (!state.sound_problem.empty()) write_small_wrapped(state.sound_problem, style, c.muted);
    heading("What moves the instruments");
    choose_input(state, style, room_px() / style.unit);
    heading("Keyboard");
    state.bindings = choose_one("keys", {"One hand at a time", "Mouse and keys"},
                                state.bindings == BindingPage::OneHand ? 0 : 1, style, 400.0) == 0
                         ? BindingPage::OneHand
                         : BindingPage::TwoHands;
    heading("Shift and Ctrl");
    state.sticky_modifiers =
        choose_one("sticky", {"Hold", "Tap to latch"}, state.sticky_modifiers ? 1 : 0, style, 300.0) == 1;
    write_small_wrapped(
        state.gamepad_present ? "A gamepad is plugged in." : "A gamepad is used as soon as it is plugged in.", style,
        c.muted);
    end_overlay(state.settings_open);
}

Outcome draw_question_overlay(const view::Readouts& readouts, const Style& style, const Frame& frame) {
    Outcome outcome;
    const session::LessonQuestion& question = readouts.lesson.question;
    bool open = !question.id.empty();
    if (!begin_overlay("A question", open, style, frame, 640.0, kAsTallAsContent, WayOut::None)) return outcome;
    write_wrapped(question.text, style.colors().text);
    ImGui::Spacing();
    for (const std::string& choice : question.choices) {
        if (!button(choice.c_str(), style, room_px() / style.unit, 36.0)) continue;
        outcome.commands.emplace_back(session::Answer{question.id, choice});
        open = false;
    }
    end_overlay(open);
    return outcome;
}

Outcome draw_refusal_overlay(UiState& state, const Style& style, const Frame& frame) {
    Outcome outcome;
    if (!begin_overlay("Do not treat, because", state.refuse_open, style, frame, 660.0, 360.0)) return outcome;
    write_wrapped("Choosing a reason ends the attempt.", style.colors().muted);
    ImGui::Spacing();
    // The patient on the left, the nerve and the way to it on the right.
    const double width = 0.5 * (room_px() / style.unit - 8.0);
    const size_t rows = kReasons.size() / 2;
    for (size_t i = 0; i < kReasons.size(); ++i) {
        const RefusalReason& reason = kReasons[(i % 2) * rows + i / 2];
        if (i % 2 == 1) ImGui::SameLine();
        if (!button(reason.words, style, width, 34.0)) continue;
        outcome.commands.emplace_back(session::Decide{"do_not_treat", reason.id});
        outcome.commands.emplace_back(session::Finish{});
        state.refuse_open = false;
    }
    end_overlay(state.refuse_open);
    return outcome;
}

}  // namespace cryo::ui

#include "engine/ui/bindings.h"

#include <algorithm>
#include <array>

namespace cryo::ui {

namespace {

using K = PhysicalKey;
using A = Action;

constexpr std::array kShared{Binding{K::Left, A::GripLeft},
                             Binding{K::Right, A::GripRight},
                             Binding{K::Up, A::GripUp},
                             Binding{K::Down, A::GripDown},
                             Binding{K::PageDown, A::Advance},
                             Binding{K::PageUp, A::PullBack},
                             Binding{K::J, A::Jiggle},
                             Binding{K::Space, A::FreezeImage},
                             Binding{K::Enter, A::Gas},
                             Binding{K::Minus, A::DepthLess},
                             Binding{K::Equal, A::DepthMore},
                             Binding{K::Digit9, A::GainLess},
                             Binding{K::Digit0, A::GainMore},
                             Binding{K::BracketLeft, A::FocusShallower},
                             Binding{K::BracketRight, A::FocusDeeper},
                             Binding{K::Comma, A::FrequencyLess},
                             Binding{K::Period, A::FrequencyMore},
                             Binding{K::C, A::Callipers},
                             Binding{K::M, A::Doppler},
                             Binding{K::N, A::NeedleEnhancement},
                             Binding{K::K, A::AutoGain},
                             Binding{K::O, A::Invert},
                             Binding{K::U, A::Machine},
                             Binding{K::L, A::Labels},
                             Binding{K::V, A::NextView},
                             Binding{K::Tab, A::OtherHand},
                             Binding{K::Escape, A::LetGo},
                             Binding{K::P, A::Pause},
                             Binding{K::Backspace, A::Rewind},
                             Binding{K::F1, A::ShowKeys},
                             Binding{K::Slash, A::ShowKeys},
                             Binding{K::F3, A::StageTimes}};

constexpr std::array kOneHand{Binding{K::F, A::Fine}, Binding{K::E, A::Advance}, Binding{K::T, A::Tgc},
                              Binding{K::D, A::Doppler}};

constexpr std::array kTwoHands{
    Binding{K::A, A::SlideLeft},   Binding{K::D, A::SlideRight}, Binding{K::S, A::AcrossNear},
    Binding{K::W, A::AcrossFar},   Binding{K::R, A::TiltUp},     Binding{K::F, A::TiltDown},
    Binding{K::Z, A::RockLeft},    Binding{K::X, A::RockRight},  Binding{K::Q, A::RotateLeft},
    Binding{K::E, A::RotateRight}, Binding{K::G, A::PressMore},  Binding{K::T, A::PressLess},
    Binding{K::H, A::Fine},        Binding{K::Y, A::Tgc}};

template <size_t N, size_t M>
constexpr std::array<Binding, N + M> joined(const std::array<Binding, N>& a, const std::array<Binding, M>& b) {
    std::array<Binding, N + M> all{};
    for (size_t i = 0; i < N; ++i) all[i] = a[i];
    for (size_t i = 0; i < M; ++i) all[N + i] = b[i];
    return all;
}

constexpr auto kOneHandPage = joined(kShared, kOneHand);
constexpr auto kTwoHandsPage = joined(kShared, kTwoHands);

constexpr std::array<std::string_view, kPhysicalKeyCount> kLabels{
    "A",     "B",  "C",    "D",       "E",         "F",     "G",     "H",   "I",   "J",         "K",  "L",
    "M",     "N",  "O",    "P",       "Q",         "R",     "S",     "T",   "U",   "V",         "W",  "X",
    "Y",     "Z",  "0",    "9",       "-",         "=",     "[",     "]",   "/",   ",",         ".",  "Left",
    "Right", "Up", "Down", "Page Up", "Page Down", "Space", "Enter", "Tab", "Esc", "Backspace", "F1", "F3"};

constexpr std::array<std::string_view, kActionCount> kActionLabels{
    "hand: left",     "hand: right",        "hand: up",     "hand: down",      "slide left",       "slide right",
    "across, nearer", "across, farther",    "tilt up",      "tilt down",       "rock left",        "rock right",
    "rotate left",    "rotate right",       "press more",   "press less",      "advance",          "pull back",
    "jiggle",         "freeze image",       "gas",          "less depth",      "more depth",       "less gain",
    "more gain",      "focus shallower",    "focus deeper", "lower frequency", "higher frequency", "time gain",
    "Doppler",        "needle enhancement", "auto gain",    "invert image",    "machine drawer",   "callipers",
    "labels",         "next 3-D view",      "other hand",   "let go",          "fine movement",    "rewind",
    "pause",          "page of keys",       "stage times"};

constexpr std::array kGripRows{
    KeyRow{"Tab", "take the other hand"},
    KeyRow{"Arrows",
           "transducer: slide along and across the image · cryoprobe outside: entry point; inside: advance, pull back"},
    KeyRow{"Shift + arrows", "transducer: rock (heel–toe) and tilt (fan) · cryoprobe: swing and steepness"},
    KeyRow{"Ctrl + arrows", "transducer: rotate and press"},
    KeyRow{"Page Down / Page Up", "cryoprobe: advance (enters the skin) / pull back"},
    KeyRow{"J", "cryoprobe: jiggle, three times 1 mm"}};

constexpr std::array kMachineRows{KeyRow{"Space", "freeze image; then Left and Right step back through ten seconds"},
                                  KeyRow{"Enter, held 0.5 s", "gas on / gas off"},
                                  KeyRow{"-  =", "less depth / more depth"},
                                  KeyRow{"9  0", "less gain / more gain"},
                                  KeyRow{"[  ]", "focus shallower / deeper"},
                                  KeyRow{",  .", "lower / higher frequency"},
                                  KeyRow{"M", "Doppler: off, colour, power"},
                                  KeyRow{"N", "needle enhancement: off, needle from left, from right"},
                                  KeyRow{"K", "auto gain"},
                                  KeyRow{"O", "invert the image left to right"},
                                  KeyRow{"U", "machine: presets, looks, Doppler, callipers"},
                                  KeyRow{"C", "callipers: distance, ellipse, off"},
                                  KeyRow{"V", "next 3-D view"},
                                  KeyRow{"L", "labels on the image (counts as help)"},
                                  KeyRow{"P", "pause"},
                                  KeyRow{"Backspace", "rewind ten seconds (not in a check)"},
                                  KeyRow{"Esc", "let go, close what is open"},
                                  KeyRow{"F3", "what each stage of a frame takes"},
                                  KeyRow{"F1 or /", "this page"}};

constexpr std::array kOneHandRows{KeyRow{"F", "fine movement, one fifth, on and off"},
                                  KeyRow{"E", "cryoprobe: enter the skin, advance"}, KeyRow{"T", "time gain sliders"}};

constexpr std::array kTwoHandsRows{
    KeyRow{"A D  ·  W S", "transducer: slide  ·  across"},
    KeyRow{"R F  ·  Z X", "transducer: tilt (fan)  ·  rock (heel–toe)"},
    KeyRow{"Q E  ·  T G", "transducer: rotate  ·  press less, press more"},
    KeyRow{"Mouse on the image", "left drag: plain pair of the hand · right drag: Shift pair · wheel: 0.5 mm or 2°"},
    KeyRow{"H", "fine movement, one fifth, on and off"},
    KeyRow{"Y", "time gain sliders"}};

template <size_t N, size_t M, size_t L>
constexpr std::array<KeyRow, N + M + L> rows_of(const std::array<KeyRow, N>& a, const std::array<KeyRow, M>& b,
                                                const std::array<KeyRow, L>& c) {
    std::array<KeyRow, N + M + L> all{};
    for (size_t i = 0; i < N; ++i) all[i] = a[i];
    for (size_t i = 0; i < M; ++i) all[N + i] = b[i];
    for (size_t i = 0; i < L; ++i) all[N + M + i] = c[i];
    return all;
}
constexpr auto kOneHandKeyRows = rows_of(kGripRows, kOneHandRows, kMachineRows);
constexpr auto kTwoHandsKeyRows = rows_of(kGripRows, kTwoHandsRows, kMachineRows);

}  // namespace

std::span<const Binding> bindings(BindingPage page) {
    if (page == BindingPage::OneHand) return kOneHandPage;
    return kTwoHandsPage;
}

std::vector<Binding> bindings(BindingPage page, std::span<const Binding> changes) {
    std::vector<Binding> list;
    for (const Binding& binding : bindings(page)) {
        const bool is_changed = std::any_of(changes.begin(), changes.end(), [&](const Binding& change) {
            return change.key == binding.key || change.action == binding.action;
        });
        if (!is_changed) list.push_back(binding);
    }
    list.insert(list.end(), changes.begin(), changes.end());
    return list;
}

std::vector<Action> without_key(BindingPage page, std::span<const Binding> changes) {
    const std::vector<Binding> now = bindings(page, changes);
    std::vector<Action> lost;
    for (const Binding& binding : bindings(page)) {
        const auto has = [&](const Binding& other) { return other.action == binding.action; };
        if (std::none_of(now.begin(), now.end(), has) &&
            std::find(lost.begin(), lost.end(), binding.action) == lost.end())
            lost.push_back(binding.action);
    }
    return lost;
}

std::vector<Binding> with_change(std::span<const Binding> changes, const Binding& change) {
    std::vector<Binding> all(changes.begin(), changes.end());
    std::erase_if(all, [&](const Binding& old) { return old.key == change.key || old.action == change.action; });
    all.push_back(change);
    return all;
}

std::string_view action_label(Action action) { return kActionLabels[static_cast<size_t>(action)]; }

std::string_view key_label(PhysicalKey key) { return kLabels[static_cast<size_t>(key)]; }

std::span<const KeyRow> key_rows(BindingPage page) {
    if (page == BindingPage::OneHand) return kOneHandKeyRows;
    return kTwoHandsKeyRows;
}

}  // namespace cryo::ui

// The keys of every command with unit and range: one table from which attempt files are read and written, values are
// rounded to what a file holds, and out-of-range values are refused with a sentence that says the range.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session/command.h"

namespace cryo::session {

// A file holds four decimals of the key's unit: 0.1 um, 0.0001 deg.
inline constexpr double kFileDecimals = 1e4;

struct KeyUnit {
    const char* key;
    const char* unit;  // as messages say it; "" = dimensionless
    double si_per_unit;
    double low;  // in the unit of the key
    double high;

    double in_file(double si) const;  // rounded to what a file holds
    double from_file(double in_file) const { return in_file * si_per_unit; }
    bool contains(double si) const;        // limits as a file holds them are inside; false for NaN
    std::string refusal(double si) const;  // one sentence
};

template <class T>
struct PoseKey {
    KeyUnit unit;
    std::optional<double> T::*member;
};

struct KnobKey {
    KeyUnit unit;
    Knob knob;
    bool is_switch;
    bool is_whole = false;  // one of several, by number
};

std::span<const PoseKey<MoveTransducer>> transducer_keys();
std::span<const PoseKey<MoveCryoprobe>> cryoprobe_keys();
std::span<const KnobKey> knob_keys();
const KnobKey& knob_key(Knob knob);
const KeyUnit& amplitude_key();
const KeyUnit& volume_key();

std::span<const char* const> decisions();          // "treat", "do_not_treat", "change_device"
std::span<const std::string_view> instructions();  // of Instruct: "button", "message", ...
inline constexpr size_t kTextLimit = 500;          // characters of an answer or a reason

const char* stim_mode_name(StimMode mode);  // "off", "sensory", "motor"
std::optional<StimMode> stim_mode_from(std::string_view name);

// Why a command cannot be, whatever the state of the session; nothing when its values are in range.
std::optional<std::string> range_refusal(const Command& command);

// No value is NaN or infinite: only such commands can be written down.
bool is_finite(const Command& command);

}  // namespace cryo::session

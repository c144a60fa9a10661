// What one key of an authored file means, without types: for messages, sliders and the generated reference. A key ends
// in the clinician's unit ("depth_mm"); Unit says how that becomes SI.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace cryo::io {

// A unit as keys spell it.
struct Unit {
    std::string suffix;        // "_mm"; "" = dimensionless
    std::string label;         // "mm"
    double si_per_unit = 1.0;  // degrees Celsius, dB and their like stay as they are
};
// By the longest suffix of the key that names a unit; a key can also be a bare unit ("mm").
const Unit& unit_of_key(std::string_view key);

// In the unit of the key.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool contains(double value) const { return value >= low && value <= high; }  // false for NaN
};

enum class Presence : uint8_t { Required, Optional };

enum class ValueKind : uint8_t { Number, Whole, Switch, Text, Word, Numbers, Points, Texts, Table, Tables };

struct ParameterInfo {
    std::string key;
    ValueKind kind = ValueKind::Number;
    Presence presence = Presence::Optional;
    std::string meaning;                    // one line
    Range range{};                          // of each number; of the length for Text
    Range count{};                          // of items, for lists
    std::vector<std::string> words{};       // allowed, for Word
    std::string default_text{};             // of an optional key, as a file would say it
    std::string source{};                   // of the range or default, "" where it needs none
    std::vector<ParameterInfo> children{};  // of Table and Tables

    const Unit& unit() const { return unit_of_key(key); }
};

// "0 to 100 mm", "at least 0.1 mm", "one of 'fat', 'muscle'"; "" when anything goes.
std::string range_text(const ParameterInfo& info);
std::string kind_text(const ParameterInfo& info);  // "a number in mm", "a list of tables"

// A chapter of the reference in Markdown: one table of the keys, and one more below for each table inside.
std::string reference_markdown(const std::string& title, const std::string& meaning,
                               const std::vector<ParameterInfo>& infos);

}  // namespace cryo::io

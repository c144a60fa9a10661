#include "engine/io/parameter_info.h"

#include <array>
#include <cmath>

#include "engine/core/units.h"
#include "engine/io/number_text.h"

namespace cryo::io {

namespace {

// Longer suffixes stand before those they end in: "_cm_per_s" before "_s".
const std::array<Unit, 20>& units() {
    static const std::array<Unit, 20> all{{
        {"_db_per_cm_mhz", "dB/(cm MHz)", 1.0},
        {"_w_per_m2k", "W/(m\u00b2K)", 1.0},
        {"_w_per_mk", "W/(m K)", 1.0},
        {"_kg_per_m3", "kg/m\u00b3", 1.0},
        {"_cm_per_s", "cm/s", 1e-2},
        {"_m_per_s", "m/s", 1.0},
        {"_years", "years", 1.0},
        {"_min", "min", 60.0},
        {"_mhz", "MHz", 1e6},
        {"_khz", "kHz", 1e3},
        {"_mm", "mm", 1e-3},
        {"_ml", "mL", 1e-6},
        {"_deg", "\u00b0", kPi / 180.0},
        {"_db", "dB", 1.0},
        {"_hz", "Hz", 1.0},
        {"_c", "\u00b0C", 1.0},
        {"_s", "s", 1.0},
        {"_w", "W", 1.0},
        {"_v", "V", 1.0},
        {"", "", 1.0},
    }};
    return all;
}

std::string with_unit(const std::string& number, const Unit& unit) {
    if (unit.label.empty()) return number;
    return number + (unit.label == "\u00b0" ? "" : " ") + unit.label;
}

std::string interval(const Range& range, const Unit& unit) {
    const bool has_low = std::isfinite(range.low);
    const bool has_high = std::isfinite(range.high);
    if (!has_low && !has_high) return "";
    if (!has_high) return "at least " + with_unit(rounded_text(range.low), unit);
    if (!has_low) return "at most " + with_unit(rounded_text(range.high), unit);
    if (range.low == range.high) return with_unit(rounded_text(range.low), unit);
    return rounded_text(range.low) + " to " + with_unit(rounded_text(range.high), unit);
}

std::string counted(const Range& count, const std::string& items) {
    const std::string text = interval(count, {});
    return text.empty() ? "" : text + " " + items;
}

bool is_list(ValueKind kind) {
    return kind == ValueKind::Numbers || kind == ValueKind::Points || kind == ValueKind::Texts ||
           kind == ValueKind::Tables;
}

std::string cell(std::string text) {
    for (size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.replace(at, 1, "\\|");
    return text;
}

void add_keys(const std::string& path, const std::vector<ParameterInfo>& infos, std::string& out) {
    out += "| key | value | allowed | default | meaning |\n|---|---|---|---|---|\n";
    for (const ParameterInfo& info : infos) {
        const std::string missing = info.presence == Presence::Required ? "required" : "";
        const std::string usual = info.default_text.empty() ? missing : "`" + info.default_text + "`";
        const std::string source = info.source.empty() ? "" : " (" + info.source + ")";
        out += "| `" + info.key + "` | " + kind_text(info) + " | " + cell(range_text(info)) + " | " + cell(usual) +
               " | " + cell(info.meaning + source) + " |\n";
    }
    for (const ParameterInfo& info : infos) {
        if (info.children.empty()) continue;
        const std::string inner = path.empty() ? info.key : path + "." + info.key;
        out += "\n### `" + (info.kind == ValueKind::Tables ? "[[" + inner + "]]" : "[" + inner + "]") + "`\n\n";
        out += info.meaning + "\n\n";
        add_keys(inner, info.children, out);
    }
}

}  // namespace

const Unit& unit_of_key(std::string_view key) {
    for (const Unit& unit : units())
        if (key.ends_with(unit.suffix) || (!unit.suffix.empty() && key == unit.suffix.substr(1))) return unit;
    return units().back();
}

std::string range_text(const ParameterInfo& info) {
    switch (info.kind) {
        case ValueKind::Switch:
        case ValueKind::Table:
            return "";
        case ValueKind::Text:
            return counted(info.range, "characters");
        case ValueKind::Texts:
            return counted(info.count, "texts");
        case ValueKind::Tables:
            return counted(info.count, "tables");
        case ValueKind::Word: {
            std::string text;
            for (const std::string& word : info.words) text += (text.empty() ? "" : ", ") + ("'" + word + "'");
            return info.words.size() == 1 ? text : "one of " + text;
        }
        default:
            break;
    }
    std::string text = interval(info.range, info.unit());
    if (is_list(info.kind)) {
        const std::string items = counted(info.count, info.kind == ValueKind::Points ? "points" : "numbers");
        if (!items.empty()) text = items + (text.empty() ? "" : ", each " + text);
    }
    return text;
}

std::string kind_text(const ParameterInfo& info) {
    const std::string unit = info.unit().label.empty() ? "" : " in " + info.unit().label;
    switch (info.kind) {
        case ValueKind::Number:
            return "number" + unit;
        case ValueKind::Whole:
            return "whole number";
        case ValueKind::Switch:
            return "true or false";
        case ValueKind::Text:
            return "text";
        case ValueKind::Word:
            return "word";
        case ValueKind::Numbers:
            return "list of numbers" + unit;
        case ValueKind::Points:
            return "list of points [x, y, z]" + unit;
        case ValueKind::Texts:
            return "list of texts";
        case ValueKind::Table:
            return "table";
        case ValueKind::Tables:
            return "list of tables";
    }
    return "";
}

std::string reference_markdown(const std::string& title, const std::string& meaning,
                               const std::vector<ParameterInfo>& infos) {
    std::string out = "## " + title + "\n\n" + meaning + "\n\n";
    add_keys("", infos, out);
    return out;
}

}  // namespace cryo::io

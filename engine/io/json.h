// JSON for machine output and for the lines of attempt files. Keys keep their order, so that the same data are the same
// bytes.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/core/result.h"

namespace cryo::io {

using Json = nlohmann::ordered_json;

// One value; a repeated key is a fault.
Result<Json> parse_json(const std::string& text, const std::string& file);

// Indented by two, with a line end. Numbers that are not finite become null, which JSON has for want of them.
std::string json_text(const Json& value);
// On one line, without a line end.
std::string json_line(const Json& value);

struct JsonLine {
    int line = 0;  // from 1
    Json value;    // an object
};
struct JsonLines {
    std::vector<JsonLine> lines;  // blank lines are left out
    Diagnostics faults;           // of every line that is not an object
    int cut_line = 0;             // a last line without its end that does not parse: a writer was stopped inside it
};
JsonLines parse_json_lines(const std::string& text, const std::string& file);

}  // namespace cryo::io

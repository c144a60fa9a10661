// The part of JSON Schema that our published schemas use: type, enum, required, properties, additionalProperties,
// items, minimum, maximum. Returns what is wrong, with the path into the value; empty when it conforms.
#pragma once

#include <string>
#include <vector>

#include "engine/io/json.h"

namespace cryo::report {

std::vector<std::string> schema_faults(const io::Json& value, const io::Json& schema, const std::string& path = "$");

}  // namespace cryo::report

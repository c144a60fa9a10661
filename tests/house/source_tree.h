// The project's own sources as lines of text, for tests that read the house's rules off them.
#pragma once

#include <string>
#include <vector>

namespace cryo::house {

struct SourceLine {
    std::string file;    // relative to the project, e.g. "engine/core/units.h"
    std::string module;  // folder below engine/, or "" elsewhere
    int number = 0;
    std::string text;  // comments and the contents of string literals removed
    std::string raw;   // as written
};

// Every line of the C++ files below engine/ (and of `also` folders).
std::vector<SourceLine> read_engine();

// "file:line: text" for messages.
std::string where(const SourceLine& line);

}  // namespace cryo::house

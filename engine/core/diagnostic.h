// What is wrong with outside data, and where. Readers collect every fault of a file before they report.
#pragma once

#include <string>
#include <vector>

namespace cryo {

// One fault. line and column count from 1; 0 means that the place is not known more exactly.
struct Diagnostic {
    std::string file;
    int line = 0;
    int column = 0;
    std::string message;  // what, the value, the allowed range, the nearest valid key
};

using Diagnostics = std::vector<Diagnostic>;

// "file:line:column: message"; line and column are left out where they are 0.
std::string to_string(const Diagnostic& diagnostic);

// One line per fault.
std::string to_string(const Diagnostics& diagnostics);

// The candidate nearest to `word` by edit distance, or "" when none is near enough to be a likely slip.
std::string nearest_word(const std::string& word, const std::vector<std::string>& candidates);

}  // namespace cryo

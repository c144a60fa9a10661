// Attempts as lines of JSON, to carry them from one database to another. A line holds a whole row but its number in the
// database; unknown keys are refused so that nothing is lost unseen.
#pragma once

#include <string>
#include <vector>

#include "engine/history/history.h"

namespace cryo::history {

std::string attempt_line(const AttemptRow& row);  // without its line end
// Every fault of every line; `file` only for messages.
Result<std::vector<AttemptRow>> parse_attempts(const std::string& text, const std::string& file);

}  // namespace cryo::history

// What `cryosono progress` prints: the course of learners and local standards, as text for people and as CSV or JSON
// for programs. Dates are UTC.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/history/progress.h"
#include "engine/history/standards_table.h"

namespace cryo::app {

std::string progress_text(const std::vector<history::Progress>& rows, const scoring::LearningCusum& curve,
                          int64_t now_s);
std::string progress_csv(const std::vector<history::Progress>& rows, int64_t now_s);
std::string progress_json(const std::vector<history::Progress>& rows, const scoring::LearningCusum& curve,
                          int64_t now_s);

// Every attempt with its number, for tagging and for the learner's own comparison.
std::string attempts_text(const std::vector<history::AttemptRow>& rows);
std::string attempts_csv(const std::vector<history::AttemptRow>& rows);

std::string standards_text(const history::StandardsTable& table);

}  // namespace cryo::app

// Cases by name, and the patient's body a case is run on.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/anatomy/medium.h"
#include "engine/anatomy/patient.h"
#include "engine/core/result.h"
#include "engine/scenario/scenario.h"
#include "engine/scoring/score_model.h"
#include "engine/session/attempt_file.h"

namespace cryo::app {

// By id (`cryosono list`) or by path.
Result<std::shared_ptr<const scenario::Scenario>> load_case(const std::string& name);

// What attempts are judged by. Throws std::runtime_error where the installation's file is missing or wrong.
scoring::ScoreModel load_score_model();

// An exam's result that is held until the instructor gives out its word; nothing where `word` opens it or none is held.
Failure held_back(const session::Attempt& attempt, const std::string& word);

// Prints every fault on stderr, one line each; the status for bad input.
int refuse(const Diagnostics& faults);

}  // namespace cryo::app

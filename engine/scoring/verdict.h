// The verdict in words: one sentence first, then the reasons in the order of the debrief (critical errors, missed
// floors, the overall score, help).
#pragma once

#include "engine/scoring/score.h"
#include "engine/scoring/score_model.h"

namespace cryo::scoring {

inline constexpr const char* kEfficiency = "efficiency";  // the subscore that safety gates

void write_verdict(const ScoreModel& model, Assessment& assessment);

}  // namespace cryo::scoring

// Treat or refuse: what the case called for, what the learner decided, and what that is worth.
#pragma once

#include "engine/scoring/attempt_record.h"
#include "engine/scoring/observation.h"

namespace cryo::scoring {

DecisionOutcome decision_of(const AttemptRecord& record, bool gas_used);

// D1: where treating is wrong, the learner refuses and gives a reason that the chart holds.
Observation decision_taken(const DecisionOutcome& decision);

}  // namespace cryo::scoring

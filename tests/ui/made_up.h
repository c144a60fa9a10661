// Invented readouts, cards and outcomes for the panels' tests: within the allowed ranges, otherwise as wild as the
// seed.
#pragma once

#include <memory>

#include "engine/core/random.h"
#include "engine/scenario/scenario.h"
#include "engine/scoring/score.h"
#include "engine/ui/screens.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

scenario::Scenario made_up_scenario();
// Points into `scenario`, which must outlive it.
view::Readouts made_up_readouts(const scenario::Scenario& scenario, Rng& rng);
HomeModel made_up_home();
scoring::AttemptRecord made_up_record(const scenario::Scenario& scenario);
scoring::Assessment made_up_assessment();

}  // namespace cryo::ui

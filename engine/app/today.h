// What to practise today: about 25 minutes in blocks of at most five, made of what the history shows. Pure: the clock
// and the rows are given.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/history/history.h"
#include "engine/ui/screens.h"

namespace cryo::app {

struct Day {
    int64_t now_s = 0;    // seconds since 1970
    int64_t start_s = 0;  // of this day where the person is
};

// In the order they are to be done: a warm-up, the weakest drills, a case, a Check that is due. `rows` of one learner,
// oldest first. Blocks that were done since the day began are marked.
ui::Today plan_today(const std::vector<ui::CaseCard>& cards, const std::vector<history::AttemptRow>& rows,
                     const Day& day);

// Days of the last seven on which something was attempted.
int active_days(const std::vector<history::AttemptRow>& rows, const Day& day);

// A Check of a case that was passed this often in a row is due again after so many days, provisional.
int days_until_due(int passed_in_a_row);

}  // namespace cryo::app

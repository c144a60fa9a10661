// A class on one page that prints: who is where against which part of the score, which case is hard, what went wrong
// most, who has not practised. Pseudonyms only. One file that needs nothing else.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/history/cohort.h"

namespace cryo::report {

struct CohortNotes {
    std::vector<std::pair<std::string, std::string>> subscore_names;  // id, name on screens
    std::vector<std::string> not_counted;                             // one sentence each: what was left out and why
    std::vector<std::string> missing;                                 // what was not handed in
    std::string made_on;                                              // a date, "" = none
};

std::string cohort_html(const history::Cohort& cohort, const CohortNotes& notes);

}  // namespace cryo::report

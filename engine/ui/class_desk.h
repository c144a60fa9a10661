// What a learner of a class without a network sees between its stations: which are done, which comes next, that results
// are held, and what to hand in.
#pragma once

#include <string>
#include <vector>

#include "engine/ui/state.h"
#include "engine/ui/theme.h"

namespace cryo::ui {

struct ClassDeskModel {
    std::string title;
    std::string learner;  // pseudonym
    bool exam = false;
    bool held = false;                  // no result is shown until the instructor releases it
    std::vector<std::string> stations;  // titles
    std::vector<bool> done;             // of each
    int next = 0;                       // from 1; 0 when all are done
    std::string folder;                 // to be handed in
    std::string notice;                 // one sentence, e.g. that nothing can be recorded
};

// Asks to start the next station by StartCase.
Outcome draw_class_desk(const ClassDeskModel& model, UiState& state, const Style& style, const Frame& frame);

}  // namespace cryo::ui

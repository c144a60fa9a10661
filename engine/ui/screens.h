// The screens. Each draws one frame inside a running ImGui frame and returns what the person asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/scenario/scenario.h"
#include "engine/scoring/score.h"
#include "engine/ui/state.h"
#include "engine/ui/theme.h"
#include "engine/view/readouts.h"

namespace cryo::ui {

enum class CaseKind { Case, Lesson, TestObject };

// One case as the home screen lists it.
struct CaseCard {
    std::string id, title, indication, nerve, transducer, device;
    int difficulty = 1;
    CaseKind kind = CaseKind::Case;
    int attempts = 0;
    double best_score = -1.0;  // < 0: none yet
};

struct HomeModel {
    std::vector<CaseCard> cases;
    std::string continue_id;   // the case last worked on, "" when none
    std::string resume_title;  // of an attempt that was cut off, "" when none
    double resume_t_s = 0.0;   // how far it was
    std::string said_once;     // one sentence about this start
    std::string notice;        // one sentence about the surroundings, e.g. that nothing can be recorded
};

Outcome draw_home(const HomeModel& model, UiState& state, const Style& style, const Frame& frame);

// The side chosen at the time-out; outside a check the consent's until another is chosen.
std::optional<anatomy::Side> side_to_treat(const scenario::Scenario& scenario, const UiState& state);

// `preview` is the target view of the patient as chosen, with labels; null while it is being made.
Outcome draw_briefing(const scenario::Scenario& scenario, const view::Readouts* preview, UiState& state,
                      const Style& style, const Frame& frame, const Pictures& pictures);

// What is shown after an attempt. The record and the assessment outlive the frame.
struct DebriefPicture {
    std::string title;
    uint64_t texture = 0;  // rows from the top down
    double width_over_height = 1.0;
};
struct DebriefModel {
    const scenario::Scenario* scenario = nullptr;
    const scoring::AttemptRecord* record = nullptr;
    const scoring::Assessment* assessment = nullptr;  // null for a test object
    std::vector<DebriefPicture> pictures;
    bool can_disagree = false;        // the attempt is in the history, where a remark is kept
    std::vector<Disagree> disagreed;  // deductions that the person disagreed with
    bool can_try_from = false;        // a part of it may be done again
    std::string attempt_file;         // where the recording lies, "" when there is none
    std::string notice;               // one sentence, e.g. that the report could not be written
};

Outcome draw_debrief(const DebriefModel& model, UiState& state, const Style& style, const Frame& frame);

Outcome draw_practice(const view::Readouts& readouts, UiState& state, const Style& style, const Frame& frame,
                      const Pictures& pictures);

}  // namespace cryo::ui

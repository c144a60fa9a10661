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

enum class CaseKind { Drill, Case, Lesson, TestObject };

// One case as the home screen lists it.
struct CaseCard {
    std::string id, title, indication, nerve, transducer, device;
    int difficulty = 1;
    CaseKind kind = CaseKind::Case;
    int attempts = 0;
    double best_score = -1.0;  // < 0: none yet
    // Of a drill.
    int order = 0;
    std::string standing{};  // "new", "learning", "level 2, best 14 s"
};

// One block of what is proposed for today.
struct TodayBlock {
    std::string id, title, why;
    double minutes = 0.0;
    bool done = false;
};
struct Today {
    std::vector<TodayBlock> blocks;
    int active_days = 0;  // of the last seven
};

struct HomeModel {
    std::vector<CaseCard> cases;
    Today today;
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

// A body to look around in: what the section shows and where that lies in the picture of the block.
struct ExplorerModel {
    std::string title;
    const view::Readouts* readouts = nullptr;  // with labels; outlives the frame
    std::vector<std::string> names;            // of every structure of this body
    struct Place {
        std::string label;
        Vec2 px{0.0};  // from the upper left corner of the block's picture
    };
    std::vector<Place> places;
};
Outcome draw_explorer(const ExplorerModel& model, UiState& state, const Style& style, const Frame& frame,
                      const Pictures& pictures);

// What a drill came to: one number, and one key to repeat it.
struct DrillDone {
    std::string title, skill;
    std::string number;  // "14 s", "2 faults"; "" where a goal was missed
    std::string needed;  // "at most 25 s"
    std::string best;    // "" when this was the first
    bool passed = false;
    int level = 1, next_level = 1, levels = 3;
    std::vector<std::string> lost;    // what was taken off, in words
    std::string next_id, next_title;  // of the ladder, "" at its end
};
Outcome draw_drill_done(const DrillDone& done, UiState& state, const Style& style, const Frame& frame);

Outcome draw_practice(const view::Readouts& readouts, UiState& state, const Style& style, const Frame& frame,
                      const Pictures& pictures);

}  // namespace cryo::ui

// A finished attempt as the debrief shows it: judged, its pictures as textures, its report on disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/app/judgement.h"
#include "engine/app/running_attempt.h"
#include "engine/gpu/texture.h"
#include "engine/ui/screens.h"

namespace cryo::app {

class DebriefRoom {
  public:
    // Judges, and writes the results beside the recording where there is one.
    DebriefRoom(const RunningAttempt& attempt, const scoring::ScoreModel& model, std::vector<report::Picture> pictures,
                const std::string& input);

    const ui::DebriefModel& model() const { return model_; }
    void let_try_from(bool on) { model_.can_try_from = on; }
    // From when the attempt is in the history.
    void let_disagree(bool on) { model_.can_disagree = on; }
    void disagree(const ui::Disagree& with) { model_.disagreed.push_back(with); }
    const Judgement& judgement() const { return judgement_; }
    // Hands the report to whatever shows web pages; where that fails the notice says where it lies.
    void open_report();

  private:
    void write(const RunningAttempt& attempt, const scoring::ScoreModel& model, const ResultNotes& notes);

    std::shared_ptr<const scenario::Scenario> scenario_;
    Judgement judgement_;
    std::vector<gpu::Texture2D> textures_;
    std::string report_file_;
    ui::DebriefModel model_;
};

}  // namespace cryo::app

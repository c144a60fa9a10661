// From a session that ended to its judgement and the files it leaves: the same for the trainer and for a replay.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/output_folder.h"
#include "engine/app/viewer.h"
#include "engine/report/report.h"
#include "engine/scoring/score.h"
#include "engine/session/session.h"

namespace cryo::app {

struct Judgement {
    scoring::AttemptRecord record;
    std::optional<scoring::Assessment> assessment;  // none for test objects
};

// `trace` replaces the session's own where a stored one counts; motion is scored only against `benchmarks`.
Judgement judge_session(const session::Session& session, const scoring::ScoreModel& model,
                        const measure::Trace* trace = nullptr, std::vector<scoring::Benchmark> benchmarks = {});

struct ResultNotes {
    std::string input;  // "mouse", "trackpad", "authored"
    bool hash_differs = false;
    std::vector<report::Picture> pictures;
};

// report.json, report.html, events.ndjson, trace.csv and the pictures.
void write_results(OutputFolder& out, const session::Session& session, const Judgement& judgement,
                   const scoring::ScoreModel& model, const ResultNotes& notes);

// report.html alone; likewise only for a session that was judged.
std::string report_html_of(const session::Session& session, const Judgement& judgement,
                           const scoring::ScoreModel& model, const ResultNotes& notes);

// report.json alone; only for a session that was judged.
std::string report_json_of(const session::Session& session, const Judgement& judgement,
                           const scoring::ScoreModel& model, const ResultNotes& notes);

// Takes pictures at the moments a debrief talks about: skin, gas on, largest ice, end.
class MomentCamera {
  public:
    explicit MomentCamera(Viewer& viewer) : viewer_(viewer) {}

    void watch(const session::Session& session);  // often; looks at what happened since
    void finish(const session::Session& session);
    std::vector<report::Picture> take() { return std::move(pictures_); }

    // In place of the moments above: one picture when each of the largest losses of a judged attempt is reached again.
    void expect_losses(const scoring::Assessment& assessment);
    bool has_all() const { return expected_.empty(); }

  private:
    struct Expected {
        double t_s = 0.0;
        size_t loss = 0;
        std::string sentence;
    };
    void shoot(const session::Session& session, const std::string& title, const std::string& caption, bool scene_too);
    void shoot_expected(const session::Session& session);

    Viewer& viewer_;
    size_t events_seen_ = 0;
    int gas_on_seen_ = 0;
    int gas_off_seen_ = 0;
    bool losses_alone_ = false;
    std::vector<Expected> expected_;  // the earliest last
    std::vector<report::Picture> pictures_;
};

}  // namespace cryo::app

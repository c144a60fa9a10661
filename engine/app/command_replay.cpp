// `cryosono replay`: runs an attempt again, judges it and leaves the report.
#include <cstdio>
#include <optional>

#include "engine/app/case_library.h"
#include "engine/app/class_pack.h"
#include "engine/app/command_line.h"
#include "engine/app/judgement.h"
#include "engine/gpu/context.h"
#include "engine/session/replay.h"

namespace cryo::app {

namespace {

// What only a run with pictures needs.
struct Studio {
    gpu::OffscreenContext context;
    Viewer viewer;
    MomentCamera camera{viewer};
};

// Runs the attempt once more, up to the last of the largest losses.
std::vector<report::Picture> pictures_of_losses(const session::Attempt& attempt,
                                                const std::shared_ptr<const scenario::Scenario>& scenario,
                                                const scoring::Assessment& assessment, ThreadPool& pool,
                                                Viewer& viewer) {
    MomentCamera camera(viewer);
    camera.expect_losses(assessment);
    const auto again =
        session::replay(attempt, scenario, pool, {.on_frame = [&camera](const session::Session& session) {
                            camera.watch(session);
                            return !camera.has_all();
                        }});
    if (again) camera.finish(*again->session);
    return camera.take();
}

void say_outcome(const session::Replay& replay, const Judgement& judgement, const std::string& out) {
    std::printf("%s\n", replay.statement.c_str());
    if (judgement.assessment)
        std::printf("Score %.1f of 100: %s\n", judgement.assessment->overall, judgement.assessment->verdict.c_str());
    std::printf("State hash %s\nResults in %s\n", session::hash_text(replay.session->state_hash()).c_str(),
                out.c_str());
}

}  // namespace

int run_replay(const ReplayOptions& options) {
    const auto attempt = session::read_attempt(options.attempt);
    if (!attempt) return refuse(attempt.faults());
    if (const Failure held = held_back(*attempt, options.release)) return refuse({*held});
    const auto scenario = case_of(*attempt);
    if (!scenario) return refuse(scenario.faults());
    const scoring::ScoreModel model = load_score_model();

    OutputFolder out(options.out);
    std::optional<Studio> studio;
    if (options.images) studio.emplace();
    session::ReplayOptions replay_options;
    if (studio)
        replay_options.on_frame = [&studio](const session::Session& session) {
            studio->camera.watch(session);
            return true;
        };
    ThreadPool pool(options.threads);
    auto replay = session::replay(*attempt, *scenario, pool, replay_options);
    if (!replay) return refuse(replay.faults());

    ResultNotes notes;
    notes.input = attempt->authored ? "authored" : "recorded";
    notes.hash_differs = replay->use_stored_trace;
    if (studio) {
        studio->camera.finish(*replay->session);
        notes.pictures = studio->camera.take();
    }
    const Judgement judgement = judge_session(*replay->session, model, &replay->trace(*attempt));
    if (studio && judgement.assessment)
        for (report::Picture& picture :
             pictures_of_losses(*attempt, *scenario, *judgement.assessment, pool, studio->viewer))
            notes.pictures.push_back(std::move(picture));
    write_results(out, *replay->session, judgement, model, notes);
    out.keep();
    say_outcome(*replay, judgement, options.out);
    return kDone;
}

}  // namespace cryo::app

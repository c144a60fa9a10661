// `cryosono score`: judges an old recording, under the model of this installation or another, and says where points
// went.
#include <cstdio>

#include "engine/app/case_library.h"
#include "engine/app/class_pack.h"
#include "engine/app/command_line.h"
#include "engine/app/judgement.h"
#include "engine/app/user_store.h"
#include "engine/io/files.h"
#include "engine/scoring/trace_scan.h"
#include "engine/session/replay.h"

namespace cryo::app {

namespace {

void say_assessment(const scoring::Assessment& a, const std::string& statement) {
    std::printf("%s\n\n%.1f of 100, %s. %s\n", statement.c_str(), a.overall, a.borderline ? "borderline" : "clear",
                a.verdict.c_str());
    for (const std::string& reason : a.reasons) std::printf("  - %s\n", reason.c_str());
    std::printf("\nParts\n");
    for (const scoring::SubscoreResult& part : a.subscores) {
        const std::string value = part.value ? scoring::spoken(*part.value, 0) : "-";
        const std::string floor = part.floor ? "at least " + scoring::spoken(*part.floor, 0) : "";
        std::printf("  %-40s %5s  %s%s\n", part.name.c_str(), value.c_str(), floor.c_str(), part.met ? "" : "  missed");
    }
    if (!a.deductions.empty()) std::printf("\nWhere points went\n");
    for (const scoring::Deduction& d : a.deductions)
        std::printf("  %6s  %s  %s\n", scoring::spoken(-d.points).c_str(), scoring::clock_text(d.t_s).c_str(),
                    d.sentence.c_str());
    if (a.borderline) std::printf("\nThe verdict would turn with\n");
    for (const std::string& why : a.borderline_because) std::printf("  %s\n", why.c_str());
    std::printf("\nModel %s, %s\n", a.model_id.c_str(), a.model_hash.c_str());
}

Result<std::vector<scoring::Benchmark>> read_benchmarks(const std::string& file) {
    const Result<std::string> text = io::read_text(file);
    if (!text) return text.faults();
    const auto read = history::parse_benchmarks(*text, file);
    if (!read) return read.faults();
    return read->benchmarks;
}

}  // namespace

int run_score(const ScoreOptions& options) {
    const auto attempt = session::read_attempt(options.attempt);
    if (!attempt) return refuse(attempt.faults());
    if (const Failure held = held_back(*attempt, options.release)) return refuse({*held});
    const auto scenario = case_of(*attempt);
    if (!scenario) return refuse(scenario.faults());
    std::optional<scoring::ScoreModel> model;
    if (options.model.empty()) {
        model = load_score_model();
    } else {
        auto read = scoring::read_score_model(options.model);
        if (!read) return refuse(read.faults());
        model = std::move(read).value();
    }
    std::vector<scoring::Benchmark> benchmarks;
    if (!options.benchmark.empty()) {
        auto read = read_benchmarks(options.benchmark);
        if (!read) return refuse(read.faults());
        benchmarks = std::move(read).value();
    }
    ThreadPool pool;
    auto replay = session::replay(*attempt, *scenario, pool);
    if (!replay) return refuse(replay.faults());
    const Judgement judgement = judge_session(*replay->session, *model, &replay->trace(*attempt), benchmarks);
    if (!judgement.assessment) {
        std::printf("%s is a test object: nothing is judged.\n", (*scenario)->id.c_str());
        return kDone;
    }
    if (options.json) {
        ResultNotes notes;
        notes.input = attempt->authored ? "authored" : "recorded";
        notes.hash_differs = replay->use_stored_trace;
        std::fputs(report_json_of(*replay->session, judgement, *model, notes).c_str(), stdout);
    } else {
        say_assessment(*judgement.assessment, replay->statement);
    }
    return kDone;
}

}  // namespace cryo::app

// `cryosono collect`: what learners handed in, checked against the pack, replayed, judged, and put on one page.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "engine/app/case_library.h"
#include "engine/app/class_pack.h"
#include "engine/app/command_class.h"
#include "engine/app/command_line.h"
#include "engine/app/judgement.h"
#include "engine/app/output_folder.h"
#include "engine/app/progress_print.h"
#include "engine/app/user_store.h"
#include "engine/history/cohort.h"
#include "engine/history/exchange.h"
#include "engine/io/csv.h"
#include "engine/io/files.h"
#include "engine/report/cohort_page.h"
#include "engine/session/replay.h"

namespace cryo::app {

namespace {

namespace fs = std::filesystem;
using station::HandedIn;

// Recordings of a folder and of the folders in it, in the order of their names.
std::vector<std::string> recordings_in(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (it->is_regular_file(error) && it->path().extension() == ".ndjson") files.push_back(it->path().string());
    std::sort(files.begin(), files.end());
    return files;
}

// All that is known of the class while its recordings are gone through.
struct Collected {
    std::vector<history::AttemptRow> rows;
    std::vector<history::AttemptErrors> errors;
    std::vector<std::string> not_counted;
    std::vector<std::string> missing;
};

// Replays and judges one; a problem where the replay comes out differently.
void judge_one(HandedIn& in, const OpenPack& open, const scoring::ScoreModel& model, ThreadPool& pool,
               OutputFolder& out, Collected& collected) {
    const session::AttemptHeader& header = in.attempt->header;
    auto replay = session::replay(*in.attempt, open.scenario(header.seal.station), pool);
    if (!replay) {
        in.problems = replay.faults();
        return;
    }
    if (replay->same_version && replay->matches == false) {
        in.problems.push_back({in.file, 0, 0, "its commands do not give what it says happened: " + replay->statement});
        return;
    }
    const Judgement judgement = judge_session(*replay->session, model, &replay->trace(*in.attempt));
    if (!judgement.assessment) return;  // a test object, to warm up with
    history::AttemptRow row = history::row_from(*judgement.assessment);
    row.learner = header.learner;
    row.scenario = header.scenario;
    row.started_s = header.seal.started_s;
    row.mode = header.seal.mode;
    row.input = header.seal.input;
    row.device = header.device;
    row.state_hash = session::hash_text(replay->session->state_hash());
    row.recording_file = io::name_of(in.file);
    collected.errors.push_back(history::errors_of(*judgement.assessment, model, row.state_hash));
    collected.rows.push_back(std::move(row));
    ResultNotes notes;
    notes.input = header.seal.input;
    notes.hash_differs = replay->use_stored_trace;
    const std::string stem = io::stem_of(in.file);
    io::write_atomically(out.path("report_" + stem + ".html"),
                         report_html_of(*replay->session, judgement, model, notes));
}

std::string date_of(int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    char text[32] = "";
    if (const std::tm* utc = std::gmtime(&time)) std::strftime(text, sizeof text, "%Y-%m-%d", utc);
    return text;
}

std::string problems_csv(const std::vector<HandedIn>& all, const std::vector<std::string>& missing) {
    io::CsvText csv({"file", "line", "problem"});
    for (const HandedIn& in : all)
        for (const Diagnostic& problem : in.problems)
            csv.add(std::vector<std::string>{problem.file, problem.line > 0 ? std::to_string(problem.line) : "",
                                             problem.message});
    for (const std::string& sentence : missing) csv.add(std::vector<std::string>{"", "", sentence});
    return csv.text();
}

Result<std::vector<history::Member>> roster_of(const CollectOptions& options, const station::Pack& pack) {
    if (options.roster.empty()) {
        std::vector<history::Member> members;
        for (const std::string& learner : pack.learners) members.push_back({learner, "", "", ""});
        return members;
    }
    const auto text = io::read_text(options.roster, io::kAuthoredLimitBytes);
    if (!text) return text.faults();
    return history::parse_roster(*text, options.roster);
}

void say_outcome(const std::vector<HandedIn>& all, const Collected& collected, const std::string& out) {
    for (const HandedIn& in : all)
        for (const Diagnostic& problem : in.problems) std::printf("%s\n", to_string(problem).c_str());
    for (const std::string& sentence : collected.missing) std::printf("%s\n", sentence.c_str());
    const auto counting = std::count_if(all.begin(), all.end(), [](const HandedIn& in) { return in.counts(); });
    std::printf(
        "%zu recordings, %ld count; results in %s: cohort.html, cohort.csv, attempts.csv, problems.csv, a report of "
        "each\n",
        all.size(), static_cast<long>(counting), out.c_str());
}

}  // namespace

int run_collect(const CollectOptions& options) {
    if (!io::folder_exists(options.folder)) return refuse({{options.folder, 0, 0, "there is no such folder"}});
    const auto open = OpenPack::open(options.pack);
    if (!open) return refuse(open.faults());
    const auto roster = roster_of(options, open->pack());
    if (!roster) return refuse(roster.faults());
    const scoring::ScoreModel model = load_score_model();

    OutputFolder out(options.out);
    std::vector<HandedIn> all;
    for (const std::string& file : recordings_in(options.folder)) {
        const auto text = io::read_text(file);
        all.push_back(text ? station::take_in(*text, file, open->pack()) : HandedIn{file, std::nullopt, text.faults()});
    }
    Collected collected;
    collected.missing = station::call_roll(open->pack(), all);
    ThreadPool pool;
    for (HandedIn& in : all) {
        if (in.counts()) judge_one(in, *open, model, pool, out, collected);
        if (in.attempt && in.attempt->truncated && in.counts())
            collected.not_counted.push_back(in.file + ": counts, but " + in.attempt->note);
        for (const Diagnostic& problem : in.problems) collected.not_counted.push_back(to_string(problem));
    }
    const int64_t now_s = seconds_since_1970();
    const history::Cohort cohort =
        history::cohort_of(open->pack().title, collected.rows, *roster, collected.errors, now_s);
    report::CohortNotes notes{{}, collected.not_counted, collected.missing, "Collected on " + date_of(now_s)};
    for (const scoring::SubscoreRule& rule : model.subscores) notes.subscore_names.emplace_back(rule.id, rule.name);
    std::string lines;
    for (const history::AttemptRow& row : collected.rows) lines += history::attempt_line(row) + "\n";
    io::write_atomically(out.path("cohort.html"), report::cohort_html(cohort, notes));
    io::write_atomically(out.path("cohort.csv"), history::cohort_csv(cohort));
    io::write_atomically(out.path("attempts.csv"), attempts_csv(collected.rows));
    io::write_atomically(out.path("attempts.ndjson"), lines);
    io::write_atomically(out.path("problems.csv"), problems_csv(all, collected.missing));
    out.keep();
    say_outcome(all, collected, options.out);
    return kDone;
}

}  // namespace cryo::app

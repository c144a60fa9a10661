// `cryosono progress`: the history of one learner or of a cohort, printed, carried from one machine to another, tagged
// for setting standards, or deleted.
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "engine/app/case_library.h"
#include "engine/app/command_line.h"
#include "engine/app/output_folder.h"
#include "engine/app/progress_print.h"
#include "engine/app/user_store.h"
#include "engine/history/cohort.h"
#include "engine/history/exchange.h"
#include "engine/io/files.h"
#include "engine/report/cohort_page.h"

namespace cryo::app {

namespace {

namespace fs = std::filesystem;
using history::AttemptRow;
using history::History;

constexpr const char* kRowsFile = "attempts.ndjson";

history::Filter filter_of(const ProgressOptions& options) {
    history::Filter filter;
    filter.learner = options.learner;
    filter.scenario = options.scenario;
    return filter;
}

int bad_input(const std::string& sentence) {
    std::fprintf(stderr, "cryosono: %s\n", sentence.c_str());
    return kBadInput;
}

void put(const std::string& text, const std::string& file) {
    if (file.empty())
        std::fputs(text.c_str(), stdout);
    else
        io::write_atomically(file, text);
}

// The rows and their recordings into a folder.
int export_attempts(const History& history, const ProgressOptions& options) {
    const std::vector<AttemptRow> rows = history.attempts(filter_of(options));
    OutputFolder out(options.export_to);
    std::string lines;
    int recordings = 0;
    for (const AttemptRow& row : rows) {
        lines += history::attempt_line(row) + "\n";
        const std::string recording = io::join_path(attempts_folder(), row.recording_file);
        if (row.recording_file.empty() || !io::file_exists(recording)) continue;
        const Result<std::string> text = io::read_text(recording);
        if (!text) return refuse(text.faults());
        io::write_atomically(out.path(row.recording_file), *text);
        ++recordings;
    }
    io::write_atomically(out.path(kRowsFile), lines);
    out.keep();
    std::printf("%zu attempts and %d recordings in %s\n", rows.size(), recordings, options.export_to.c_str());
    return kDone;
}

int import_attempts(History& history, const std::string& from) {
    const std::string folder = io::folder_exists(from) ? from : io::folder_of(from);
    const std::string file = io::folder_exists(from) ? io::join_path(from, kRowsFile) : from;
    const Result<std::string> text = io::read_text(file);
    if (!text) return refuse(text.faults());
    const auto rows = history::parse_attempts(*text, file);
    if (!rows) return refuse(rows.faults());
    for (const AttemptRow& row : *rows) {
        if (row.recording_file.empty()) continue;
        // A row from elsewhere may not choose where on this machine its recording goes.
        if (io::name_of(row.recording_file) != row.recording_file || row.recording_file.starts_with('.'))
            return bad_input(file + ": '" + row.recording_file + "' is not the bare name of a recording");
        const std::string source = io::join_path(folder, row.recording_file);
        const std::string target = io::join_path(attempts_folder(), row.recording_file);
        if (!io::file_exists(source) || io::file_exists(target)) continue;
        const Result<std::string> recording = io::read_text(source);
        if (!recording) return refuse(recording.faults());
        io::make_directories(attempts_folder());
        io::write_atomically(target, *recording);
    }
    const int added = history.add_all(*rows);
    std::printf("%d new attempts of %zu; the others were there already\n", added, rows->size());
    return kDone;
}

// Rows, recordings and reports: nothing of the learner stays on this machine.
int delete_learner(History& history, const std::string& learner) {
    const std::vector<AttemptRow> rows = history.attempts({.learner = learner, .scenario = {}, .since_s = {}});
    if (rows.empty()) return bad_input("there is no learner '" + learner + "' in this history");
    for (const AttemptRow& row : rows) {
        if (row.recording_file.empty() || io::name_of(row.recording_file) != row.recording_file) continue;
        std::error_code error;
        fs::remove(io::join_path(attempts_folder(), row.recording_file), error);
        if (!error) fs::remove_all(io::join_path(attempts_folder(), io::stem_of(row.recording_file)), error);
        if (error)
            throw std::runtime_error("The recording " + row.recording_file + " of " + learner +
                                     " cannot be deleted: " + error.message());
    }
    std::printf("%d attempts of %s were deleted, with recordings and reports\n", history.remove_learner(learner),
                learner.c_str());
    return kDone;
}

// "12=expert"
int tag_attempt(History& history, const std::string& text) {
    const size_t equals = text.find('=');
    const std::string group = equals == std::string::npos ? "" : text.substr(equals + 1);
    if (group != "expert" && group != "novice" && group != "none")
        return bad_input("--tag takes NUMBER=expert, NUMBER=novice or NUMBER=none, not '" + text + "'");
    int64_t id = 0;
    try {
        id = std::stoll(text.substr(0, equals));
    } catch (const std::logic_error&) {
        return bad_input("--tag: '" + text.substr(0, equals) + "' is not the number of an attempt");
    }
    if (!history.tag(id, group == "none" ? "" : group))
        return bad_input("--tag: there is no attempt number " + std::to_string(id));
    return kDone;
}

int show_standards(const History& history, const ProgressOptions& options) {
    std::vector<AttemptRow> rows = history.attempts(filter_of(options));
    if (!options.input.empty()) std::erase_if(rows, [&](const AttemptRow& row) { return row.input != options.input; });
    const history::StandardsTable table = history::standards_table(rows);
    put(standards_text(table), options.out);
    if (!options.apply) return kDone;
    if (!options.scenario || options.input.empty())
        return bad_input("--apply needs --scenario and --input: motion is compared within one case and kind of input");
    if (!table.warning.empty()) return bad_input(table.warning);
    const std::string file = benchmark_file(*options.scenario, options.input);
    io::make_directories(io::folder_of(file));
    io::write_atomically(file, history::benchmark_text(table, *options.scenario, options.input));
    std::printf("Attempts on %s with %s are compared with these experts from here on: %s\n", options.scenario->c_str(),
                options.input.c_str(), file.c_str());
    return kDone;
}

}  // namespace

namespace {

int show_cohort(const History& history, const ProgressOptions& options) {
    std::vector<history::Member> roster;
    if (!options.roster.empty()) {
        const Result<std::string> text = io::read_text(options.roster, io::kAuthoredLimitBytes);
        if (!text) return refuse(text.faults());
        auto members = history::parse_roster(*text, options.roster);
        if (!members) return refuse(members.faults());
        roster = std::move(members).value();
    }
    const int64_t now_s = seconds_since_1970();
    const history::Cohort cohort =
        history::cohort_of("All attempts on this machine", history.attempts(filter_of(options)), roster, {}, now_s);
    report::CohortNotes notes;
    for (const scoring::SubscoreRule& rule : load_score_model().subscores)
        notes.subscore_names.emplace_back(rule.id, rule.name);
    put(options.csv ? history::cohort_csv(cohort) : report::cohort_html(cohort, notes), options.out);
    return kDone;
}

}  // namespace

int run_progress(const ProgressOptions& options) {
    Result<History> opened = open_history();
    if (!opened) return refuse(opened.faults());
    History& history = opened.value();
    if (!options.import_from.empty()) return import_attempts(history, options.import_from);
    if (options.delete_learner) return delete_learner(history, *options.delete_learner);
    for (const std::string& tag : options.tags)
        if (const int status = tag_attempt(history, tag); status != kDone) return status;
    if (!options.tags.empty()) return kDone;
    if (!options.export_to.empty()) return export_attempts(history, options);
    if (options.standards) return show_standards(history, options);
    if (options.html) return show_cohort(history, options);
    if (options.attempts) {
        const std::vector<AttemptRow> rows = history.attempts(filter_of(options));
        put(options.csv ? attempts_csv(rows) : attempts_text(rows), options.out);
        return kDone;
    }
    const scoring::LearningCusum curve;
    const std::vector<history::Progress> rows = history::progress(history, filter_of(options), curve);
    const int64_t now_s = seconds_since_1970();
    put(options.json  ? progress_json(rows, curve, now_s)
        : options.csv ? progress_csv(rows, now_s)
                      : progress_text(rows, curve, now_s),
        options.out);
    return kDone;
}

}  // namespace cryo::app

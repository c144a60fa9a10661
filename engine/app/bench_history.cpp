#include "engine/app/bench_history.h"

#include <filesystem>
#include <stdexcept>

#include "engine/app/bench_times.h"
#include "engine/core/random.h"
#include "engine/history/progress.h"

namespace cryo::app {

namespace {

namespace fs = std::filesystem;

constexpr int kLearners = 200;
constexpr int kDays = 365;
constexpr int64_t kSecondsPerDay = 86400;

// Learners who get better over the year, with as many values beside each attempt as a real one has.
std::vector<history::AttemptRow> a_year() {
    Rng rng(1, "bench history");
    std::vector<history::AttemptRow> rows;
    for (int learner = 0; learner < kLearners; ++learner)
        for (int day = 0; day < kDays; ++day) {
            history::AttemptRow row;
            row.learner = "learner" + std::to_string(learner);
            row.scenario = day % 2 == 0 ? "knee_ipbsn" : "knee_saphenous";
            row.started_s = day * kSecondsPerDay;
            row.mode = day % 3 == 0 ? "check" : "practice";
            row.overall = std::min(100.0, 50.0 + 0.1 * day + 10.0 * rng.uniform());
            row.pass = row.overall >= 80.0;
            row.state_hash = row.learner + "." + std::to_string(day);
            for (const char* part : {"image", "needle", "target", "coverage", "motor", "structures", "skin"})
                row.subscores.emplace_back(part, row.overall);
            rows.push_back(std::move(row));
        }
    return rows;
}

}  // namespace

HistoryBenchRow bench_history() {
    const fs::path folder = fs::temp_directory_path() / "cryosono_bench_history";
    fs::remove_all(folder);
    fs::create_directories(folder);
    const fs::path file = folder / "history.sqlite3";
    {
        Result<history::History> filled = history::History::open(file);
        if (!filled) throw std::runtime_error(to_string(filled.faults()));
        filled.value().add_all(a_year());
    }
    HistoryBenchRow row;
    const double from_s = seconds_now();
    Result<history::History> history = history::History::open(file);
    if (!history) throw std::runtime_error(to_string(history.faults()));
    row.open_s = seconds_now() - from_s;
    const double progress_from_s = seconds_now();
    const auto courses = history::progress(*history, {}, {});
    row.progress_s = seconds_now() - progress_from_s;
    const double home_from_s = seconds_now();
    history->standings("learner7");
    row.home_s = seconds_now() - home_from_s;
    for (const history::Progress& course : courses) row.attempts += course.attempts;
    row.learners = kLearners;
    fs::remove_all(folder);
    return row;
}

}  // namespace cryo::app

// How long the progress page takes over a large cohort's history, generated.
#pragma once

namespace cryo::app {

struct HistoryBenchRow {
    int attempts = 0;
    int learners = 0;
    double open_s = 0.0;      // the file
    double progress_s = 0.0;  // every learner's course
    double home_s = 0.0;      // one learner's standing, as the home screen shows it
};

// A year of daily practice for 200 learners.
HistoryBenchRow bench_history();

}  // namespace cryo::app

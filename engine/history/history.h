// The learner's history: one row per judged attempt in an embedded SQLite database in the user's data folder. Safe
// against a killed program and power loss (write-ahead log, full sync), migrates an older schema after a backup beside
// it, and refuses a newer one with a clear message. Learners are pseudonyms. Times are seconds since 1970, given by the
// caller: nothing here reads a clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/scoring/learning_curve.h"
#include "engine/scoring/score.h"

namespace cryo::history {

struct AttemptRow {
    int64_t id = 0;  // given by the database
    std::string learner;
    std::string scenario;
    int64_t started_s = 0;
    std::string mode = "practice";  // learn, practice, check or exam
    std::string input;              // trackpad, mouse, gamepad, keyboard
    std::string device;
    std::string model_id;
    std::string model_hash;
    double overall = 0.0;  // 0..100
    bool pass = false;
    bool borderline = false;
    bool formative = false;  // help was on
    int critical_count = 0;
    double duration_s = 0.0;
    std::string state_hash;      // identifies the attempt: the same recording is stored once
    std::string recording_file;  // "" where none was kept
    std::vector<std::pair<std::string, double>> subscores;
    std::vector<std::pair<std::string, double>> metrics;

    bool counts_for_proficiency() const { return !formative && (mode == "check" || mode == "exam"); }
};

// The parts of a row that the judgement gives.
AttemptRow row_from(const scoring::Assessment& assessment);

struct Filter {
    std::optional<std::string> learner;
    std::optional<std::string> scenario;
    std::optional<int64_t> since_s;
};

// A learner on one scenario, from all their attempts in time order.
struct Progress {
    std::string learner;
    std::string scenario;
    int attempts = 0;
    int checks = 0;
    int passed_checks = 0;
    double first_overall = 0.0;
    double best_overall = 0.0;
    double last_overall = 0.0;
    int64_t last_s = 0;
    double learning_score = 0.0;         // LC-CUSUM over Checks
    std::optional<int> proven_at_check;  // 1-based Check at which competence was declared
    std::optional<int64_t> proven_s;     // when
    bool relapse_alarm = false;          // CUSUM over the Checks since then
};

class History {
  public:
    // Creates the file where there is none. Fails with one sentence: a newer schema, a file that is no database, a
    // folder that cannot be written.
    static Result<History> open(const std::filesystem::path& file);

    History(History&&) noexcept;
    History& operator=(History&&) noexcept;
    ~History();

    // Returns false when the attempt is already there.
    bool add(const AttemptRow& row);
    // All rows or none: for imports. Returns how many were new.
    int add_all(const std::vector<AttemptRow>& rows);

    std::vector<std::string> learners() const;
    std::vector<AttemptRow> attempts(const Filter& filter = {}) const;  // in time order, subscores and metrics included
    std::vector<Progress> progress(const Filter& filter, const scoring::LearningCusum& curve) const;

    // Removes every trace of a learner, and overwrites what they occupied.
    int remove_learner(const std::string& learner);

  private:
    struct State;
    explicit History(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

inline constexpr int kSchemaVersion = 1;

}  // namespace cryo::history

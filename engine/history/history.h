// The learner's history: one row per judged attempt in an embedded SQLite database in the user's data folder. Safe
// against a killed program and power loss (write-ahead log, full sync), migrates an older schema after a backup beside
// it, and refuses a newer one with a clear message. Learners are pseudonyms; "" is a learner who gave none. Times are
// seconds since 1970, given by the caller: nothing here reads a clock. What a learner made of the rows is progress.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
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
    std::string group;           // "expert" or "novice" where an instructor tagged it for setting standards, else ""
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

// What was said about one deduction of a stored attempt. The judgement itself never changes.
struct Remark {
    enum class Kind : int64_t { Disagree = 0, Amend = 1 };
    int64_t attempt = 0;
    Kind kind = Kind::Disagree;
    std::string metric;   // id
    double t_s = 0.0;     // of the deduction, in the attempt
    double points = 0.0;  // given back by an amendment; 0 for a disagreement
    std::string reason;
    std::string by;  // pseudonym
    int64_t made_s = 0;
};

// All attempts of a learner on one scenario in two numbers.
struct CaseStanding {
    std::string scenario;
    int attempts = 0;
    double best_overall = 0.0;
};

class History {
  public:
    // Creates the file where there is none. Fails with one sentence: a newer schema, a file that is no database, a
    // folder that cannot be written.
    static Result<History> open(const std::filesystem::path& file);

    History(History&&) noexcept;
    History& operator=(History&&) noexcept;
    ~History();

    // The number it got, or the one it has when it is already there.
    int64_t add(const AttemptRow& row);
    // All rows or none: for imports. Returns how many were new.
    int add_all(const std::vector<AttemptRow>& rows);

    std::vector<std::string> learners() const;
    std::vector<AttemptRow> attempts(const Filter& filter = {}) const;  // in time order, subscores and metrics included
    // The same without subscores and metrics, one at a time: quick over many thousands.
    void for_each(const Filter& filter, const std::function<void(const AttemptRow&)>& visit) const;
    std::vector<CaseStanding> standings(const std::string& learner) const;
    std::optional<AttemptRow> find(int64_t id) const;

    // False when there is no such attempt. `group` as in AttemptRow.
    bool tag(int64_t id, const std::string& group);
    // Adds a remark; an amendment's reason must not be empty. False when there is no such attempt.
    bool remark(const Remark& remark);
    std::vector<Remark> remarks(int64_t attempt) const;  // in the order they were made

    // Removes every trace of a learner, and overwrites what they occupied. Recordings are the caller's.
    int remove_learner(const std::string& learner);

  private:
    struct State;
    explicit History(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

inline constexpr int kSchemaVersion = 2;

}  // namespace cryo::history

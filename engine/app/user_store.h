// A person's own folder: preferences, recordings, and the history of what became of them. Where the folder cannot be
// written, or the history is of a newer program, the program says so once and goes on without it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/history/history.h"
#include "engine/history/standards_table.h"
#include "engine/io/file_lock.h"
#include "engine/ui/state.h"

namespace cryo::app {

class UserStore {
  public:
    UserStore();

    // One sentence where nothing can be kept, else "".
    const std::string& problem() const { return problem_; }

    // Another CryoSono of this person is open: it keeps the settings, and what is being recorded is its own.
    bool is_second() const { return lock_ && !lock_->is_ours(); }

    // A file that cannot be read, or is of a newer program, is kept beside the new one; the sentence says so, else "".
    std::string load_preferences(ui::UiState& state, std::string& last_case) const;
    void save_preferences(const ui::UiState& state, const std::string& last_case);

    // Attempts and best score per case of a learner; empty without a history.
    std::vector<history::CaseStanding> standings(const std::string& learner) const;
    // A learner's attempts in time order, without metrics.
    std::vector<history::AttemptRow> attempts(const std::string& learner) const;
    // Those on one case, with metrics.
    std::vector<history::AttemptRow> attempts_on(const std::string& learner, const std::string& scenario) const;
    // Fills in when it was and stores it; the number it got in the history, 0 where it could not be kept.
    int64_t add(history::AttemptRow attempt);
    void remark(history::Remark remark);

    // The newest recording where it was cut off before its end; "" when there is none.
    std::string unfinished_attempt() const;
    // A new file for a recording, named by date and case; "" where nothing can be kept.
    std::string new_attempt_file(const std::string& scenario) const;

  private:
    std::string folder_;
    std::string problem_;
    std::optional<io::FileLock> lock_;
    std::optional<history::History> history_;
};

// The one history of this user. A fault names what is wrong: a newer schema, no database, a folder that refuses.
Result<history::History> open_history();
std::string attempts_folder();  // where recordings lie
int64_t seconds_since_1970();

// Local standards of motion for one case and kind of input, as `cryosono progress --standards --apply` leaves them.
std::string benchmark_file(const std::string& scenario, const std::string& input);
// Empty where there is no such file or it is damaged: attempts are then judged without.
std::vector<scoring::Benchmark> local_benchmarks(const std::string& scenario, const std::string& input);

}  // namespace cryo::app

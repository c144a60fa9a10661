// A person's own folder: preferences, attempts and what became of them. Where the folder cannot be written, the program
// says so once and goes on without it.
#pragma once

#include <string>
#include <vector>

#include "engine/ui/state.h"

namespace cryo::app {

// One finished attempt, a line of history.ndjson.
struct PastAttempt {
    std::string scenario;
    std::string file;     // of the recording
    std::string mode;     // "learn", "practice", "check"
    double score = -1.0;  // < 0: not judged
    bool pass = false;
};

class UserStore {
  public:
    UserStore();

    // One sentence where nothing can be kept, else "".
    const std::string& problem() const { return problem_; }

    void load_preferences(ui::UiState& state, std::string& last_case) const;
    void save_preferences(const ui::UiState& state, const std::string& last_case);

    const std::vector<PastAttempt>& history() const { return history_; }
    void add(const PastAttempt& attempt);

    // A new file for a recording, named by date and case; "" where nothing can be kept.
    std::string new_attempt_file(const std::string& scenario) const;

  private:
    void load_history();

    std::string folder_;
    std::string problem_;
    std::vector<PastAttempt> history_;
};

}  // namespace cryo::app

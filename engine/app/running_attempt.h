// An attempt while it runs in the trainer: the session, the wall time that drives it, and its recording on disk.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/parallel.h"
#include "engine/session/attempt_file.h"
#include "engine/session/session.h"

namespace cryo::app {

class RunningAttempt {
  public:
    // `file` "" runs without a recording; `in_class` seals it for a class.
    RunningAttempt(std::shared_ptr<const scenario::Scenario> scenario, const session::Setup& setup, ThreadPool& pool,
                   const std::string& file,
                   const std::optional<session::AttemptWriter::InClass>& in_class = std::nullopt);

    // Does again what was done before this tick of an earlier attempt on the same setup; catch_up() runs it.
    void repeat(std::vector<session::TimedCommand> before, int64_t until_tick);
    bool is_catching_up() const { return session_.tick() < until_tick_; }
    // Runs so many ticks of what is to be repeated; the share of it that is done, 1 at the end.
    double catch_up(int ticks);

    void apply(const std::vector<session::Command>& commands);
    // Runs what `wall_dt_s` is worth at the time scale in force. A machine that cannot keep up loses time instead of
    // falling ever further behind.
    void advance(double wall_dt_s);
    // Closes the recording.
    void close();
    // Keeps it open-ended on the disk, as one that was cut off: it can be resumed.
    void leave_open();

    const session::Session& session() const { return session_; }
    const std::string& file() const { return file_; }
    // One sentence once the recording failed; the attempt goes on.
    const std::string& recording_problem() const { return recording_problem_; }

  private:
    template <class Act>
    void record(Act&& act);

    session::Session session_;
    std::optional<session::AttemptWriter> writer_;
    std::string file_;
    std::string recording_problem_;
    std::vector<session::TimedCommand> before_;
    size_t next_before_ = 0;
    int64_t until_tick_ = 0;
    double due_s_ = 0.0;
    double since_flush_s_ = 0.0;
};

}  // namespace cryo::app

#include "engine/app/running_attempt.h"

#include <algorithm>
#include <stdexcept>

namespace cryo::app {

namespace {

constexpr double kLongestCatchUpS = 0.1;  // of wall time in one frame
constexpr double kFlushS = 1.0;

}  // namespace

RunningAttempt::RunningAttempt(std::shared_ptr<const scenario::Scenario> scenario, const session::Setup& setup,
                               ThreadPool& pool, const std::string& file)
    : session_(std::move(scenario), setup, pool), file_(file) {
    if (file.empty()) return;
    record([&] { writer_.emplace(file_, session_); });
}

// Runs a step of the recording; what the disk refuses ends the recording, not the attempt.
template <class Act>
void RunningAttempt::record(Act&& act) {
    try {
        act();
    } catch (const std::runtime_error& error) {
        recording_problem_ = "The recording stopped: " + std::string(error.what());
        writer_.reset();
    }
}

void RunningAttempt::apply(const std::vector<session::Command>& commands) {
    for (const session::Command& command : commands) session_.apply(command);
}

void RunningAttempt::advance(double wall_dt_s) {
    const double dt_s = std::min(wall_dt_s, kLongestCatchUpS);
    due_s_ += dt_s * session_.screen().time_scale;
    const int ticks = static_cast<int>(due_s_ / session::kTickS);
    due_s_ -= ticks * session::kTickS;
    session_.advance(ticks);
    if (!writer_) return;
    record([&] {
        writer_->update(session_);
        since_flush_s_ += dt_s;
        if (since_flush_s_ < kFlushS) return;
        since_flush_s_ = 0.0;
        writer_->flush();
    });
}

void RunningAttempt::close() {
    if (!writer_) return;
    record([&] { writer_->finish(session_); });
    writer_.reset();
}

}  // namespace cryo::app

#include "engine/app/running_attempt.h"

#include <algorithm>
#include <stdexcept>

namespace cryo::app {

namespace {

constexpr double kLongestCatchUpS = 0.1;  // of wall time in one frame
constexpr double kFlushS = 1.0;

}  // namespace

RunningAttempt::RunningAttempt(std::shared_ptr<const scenario::Scenario> scenario, const session::Setup& setup,
                               ThreadPool& pool, const std::string& file,
                               const std::optional<session::AttemptWriter::InClass>& in_class)
    : session_(std::move(scenario), setup, pool), file_(file) {
    if (file.empty()) return;
    record([&] { writer_.emplace(file_, session_, in_class); });
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

void RunningAttempt::repeat(std::vector<session::TimedCommand> before, int64_t until_tick) {
    before_ = std::move(before);
    std::erase_if(before_, [&](const session::TimedCommand& command) {
        return command.tick >= until_tick || std::holds_alternative<session::Finish>(command.command);
    });
    next_before_ = 0;
    until_tick_ = until_tick;
}

double RunningAttempt::catch_up(int ticks) {
    const int64_t stop = std::min(until_tick_, session_.tick() + ticks);
    while (session_.tick() < stop && !session_.finished()) {
        int64_t next = stop;
        while (next_before_ < before_.size() && before_[next_before_].tick <= session_.tick())
            session_.apply(before_[next_before_++].command);
        if (next_before_ < before_.size()) next = std::min(next, before_[next_before_].tick);
        session_.advance(static_cast<int>(next - session_.tick()));
    }
    if (session_.finished()) until_tick_ = session_.tick();  // a lesson may end itself
    if (writer_) record([&] { writer_->update(session_); });
    return until_tick_ > 0 ? static_cast<double>(session_.tick()) / static_cast<double>(until_tick_) : 1.0;
}

void RunningAttempt::leave_open() {
    if (!writer_) return;
    record([&] {
        writer_->update(session_);
        writer_->flush();
    });
    writer_.reset();
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

// What of a running attempt an instructor sees, made from the session as it goes: reads only, changes nothing. Its
// measures are those that the score is made of, as they stand so far; they are the same bits as after the attempt.
#pragma once

#include <vector>

#include "engine/measure/metrics.h"
#include "engine/session/session.h"
#include "engine/station/protocol.h"

namespace cryo::station {

CaseInfo case_info(const session::Session& session, const std::string& mode);

// The command of an order; none where it is not one that goes into the attempt.
std::optional<session::Command> command_of(const Order& order);

class AttemptObserver {
  public:
    explicit AttemptObserver(const session::Session& session);

    // Since the last call.
    std::vector<LiveEvent> new_events(const session::Session& session);
    // `screen` and `paused` are the trainer's to fill in.
    LiveState state(const session::Session& session);

  private:
    void follow_trace(const session::Session& session);
    void follow_commands(const session::Session& session);

    measure::Metrics metrics_;
    double required_mm_ = 0.0;
    size_t samples_ = 0;
    size_t events_ = 0;
    size_t commands_ = 0;
    double last_command_s_ = 0.0;
    double last_seen_s_ = 0.0;  // the tip, or the needle outside
    std::string phase_;
    double phase_since_s_ = 0.0;
    int criticals_ = 0;
    std::string last_critical_;
};

}  // namespace cryo::station

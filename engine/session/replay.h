// Runs a recorded or hand-written attempt again, as fast as the machine allows, and says whether it came out the same.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/session/attempt_file.h"
#include "engine/session/session.h"

namespace cryo::session {

struct ReplayOptions {
    // Called whenever this much simulated time has passed, and at the end; false stops the replay. Null: never.
    std::function<bool(const Session&)> on_frame;
    int ticks_per_frame = 4;  // 30 per second
};

struct Replay {
    std::unique_ptr<Session> session;      // as it stood at the end
    bool complete = true;                  // false when on_frame stopped it
    bool same_version = false;             // recorded with the physics of this program
    std::optional<bool> matches;           // state hashes compared; none where there was nothing to compare
    std::optional<int64_t> diverged_tick;  // the first keyframe that differs
    bool use_stored_trace = false;         // another physics version: the stored Trace is what counts
    std::string statement;                 // one sentence on the above, for reports

    // The Trace to measure by: the stored one where use_stored_trace says so.
    const measure::Trace& trace(const Attempt& attempt) const;
};

// Fails where the attempt asks for a device the scenario does not have.
Result<Replay> replay(const Attempt& attempt, std::shared_ptr<const scenario::Scenario> scenario, ThreadPool& pool,
                      const ReplayOptions& options = {});

}  // namespace cryo::session

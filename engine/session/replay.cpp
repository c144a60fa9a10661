#include "engine/session/replay.h"

#include <algorithm>

#include "engine/io/number_text.h"
#include "engine/session/line_writer.h"

namespace cryo::session {

namespace {

// Runs to a tick, stopping for pictures. False when whoever watches has seen enough.
bool run_to(Session& session, int64_t tick, const ReplayOptions& options) {
    const int64_t frame = std::max(1, options.ticks_per_frame);
    while (session.tick() < tick && !session.finished()) {
        const int64_t next = options.on_frame ? std::min(tick, (session.tick() / frame + 1) * frame) : tick;
        session.advance(static_cast<int>(next - session.tick()));
        if (options.on_frame && session.tick() % frame == 0 && !options.on_frame(session)) return false;
    }
    return true;
}

void compare(const Attempt& attempt, Replay& replay) {
    const Session& session = *replay.session;
    for (const Keyframe& recorded : attempt.keyframes) {
        const auto& mine = session.keyframes();
        const auto found =
            std::find_if(mine.begin(), mine.end(), [&](const Keyframe& k) { return k.tick == recorded.tick; });
        if (found == mine.end() || found->hash == recorded.hash) continue;
        replay.diverged_tick = recorded.tick;
        break;
    }
    const bool end_differs =
        attempt.end && (attempt.end->tick != session.tick() || attempt.end->hash != session.state_hash());
    if (end_differs && !replay.diverged_tick) replay.diverged_tick = attempt.end->tick;
    if (attempt.end || !attempt.keyframes.empty()) replay.matches = !replay.diverged_tick;
}

std::string statement_of(const Attempt& attempt, const Replay& replay) {
    if (attempt.authored) return "Written by hand: there is no recording to compare with.";
    const std::string cut = attempt.truncated ? " " + attempt.note : "";
    if (!replay.same_version)
        return "Recorded with physics version " + std::to_string(attempt.header.physics_version) +
               "; this program has version " + std::to_string(kPhysicsVersion) +
               ". The stored trace is what was measured." + cut;
    if (!replay.complete) return "The replay was stopped before its end." + cut;
    if (!replay.matches) return "The recording holds no state to compare with." + cut;
    if (*replay.matches) return "The replay came out bit for bit as recorded." + cut;
    return "The replay differs from the recording from " + io::rounded_text(seconds_in_file(*replay.diverged_tick), 6) +
           " s on, or up to 5 s earlier." + cut;
}

}  // namespace

const measure::Trace& Replay::trace(const Attempt& attempt) const {
    return use_stored_trace ? attempt.trace : session->trace();
}

Result<Replay> replay(const Attempt& attempt, std::shared_ptr<const scenario::Scenario> scenario, ThreadPool& pool,
                      const ReplayOptions& options) {
    const Result<Setup> setup = setup_from(attempt, *scenario);
    if (!setup) return setup.faults();
    Replay result;
    result.session = std::make_unique<Session>(std::move(scenario), setup.value(), pool);
    Session& session = *result.session;
    for (const TimedCommand& command : attempt.commands) {
        result.complete = run_to(session, command.tick, options);
        if (!result.complete) break;
        session.apply(command.command);
    }
    if (result.complete) result.complete = run_to(session, attempt.last_tick(), options);
    // The last state is shown even where it falls between two pictures.
    if (result.complete && options.on_frame) options.on_frame(session);

    result.same_version = attempt.header.physics_version == kPhysicsVersion;
    result.use_stored_trace = !attempt.authored && !result.same_version && !attempt.trace.empty();
    if (result.same_version && result.complete) compare(attempt, result);
    result.statement = statement_of(attempt, result);
    return result;
}

}  // namespace cryo::session

// The record of a session as it stands, live, replayed or finished.
#pragma once

#include "engine/scoring/attempt_record.h"
#include "engine/session/session.h"

namespace cryo::scoring {

AttemptRecord record_of(const session::Session& session);
// `trace` replaces the session's own where a stored one counts (session/replay.h).
AttemptRecord record_of(const session::Session& session, measure::Trace trace);

}  // namespace cryo::scoring

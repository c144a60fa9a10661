// Who on the wall needs the instructor first, and why, in a few words. A judgement for the instructor's eyes only: no
// score rests on it. All limits are provisional: first choices that no study has settled.
#pragma once

#include <string>

#include "engine/station/protocol.h"

namespace cryo::station {

struct Attention {
    double urgency = 0.0;  // 0 = goes well, 100 = now
    std::string reason;    // "" when nothing calls
};

// `silent_s`: since the trainer last said anything.
Attention attention_of(const LiveState& state, bool connected, double silent_s);

}  // namespace cryo::station

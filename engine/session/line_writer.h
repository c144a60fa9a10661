// Times and recorded lines of an attempt file, shared by its reader and its writer.
#pragma once

#include <cstdint>
#include <string>

#include "engine/session/session.h"

namespace cryo::session {

// Seconds with four decimals: enough to tell ticks apart.
double seconds_in_file(int64_t tick);
int64_t tick_from_file(double t_s);

std::string event_line(const Event& event);
std::string keyframe_line(const Keyframe& keyframe, bool is_end);

}  // namespace cryo::session

// Which samples of a stored Trace can be believed: finite in every column, and each later than the one before.
#pragma once

#include "engine/measure/trace.h"

namespace cryo::measure {

bool is_finite(const TraceSample& sample);
bool is_sound(const Trace& trace);
Trace sound_part(const Trace& trace);

}  // namespace cryo::measure

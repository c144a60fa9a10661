#include "engine/measure/sound.h"

#include <cmath>

namespace cryo::measure {

namespace {

bool follows(const Trace& trace, size_t i) { return i == 0 || trace[i].t_s > trace[i - 1].t_s; }

}  // namespace

bool is_finite(const TraceSample& sample) {
    for (const TraceColumn& column : trace_columns())
        if (!std::isfinite(sample.*column.member)) return false;
    return true;
}

bool is_sound(const Trace& trace) {
    for (size_t i = 0; i < trace.size(); ++i)
        if (!is_finite(trace[i]) || !follows(trace, i)) return false;
    return true;
}

Trace sound_part(const Trace& trace) {
    Trace sound;
    for (const TraceSample& sample : trace)
        if (is_finite(sample) && (sound.empty() || sample.t_s > sound.back().t_s)) sound.push_back(sample);
    return sound;
}

}  // namespace cryo::measure

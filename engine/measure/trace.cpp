#include "engine/measure/trace.h"

#include <array>

namespace cryo::measure {

TraceValues widened(const TraceSample& sample) {
    TraceValues values;
#define CRYO_TRACE_WIDEN(name, meaning) values.name = static_cast<double>(sample.name);
    CRYO_TRACE_COLUMNS(CRYO_TRACE_WIDEN)
#undef CRYO_TRACE_WIDEN
    return values;
}

std::span<const TraceColumn> trace_columns() {
    static constexpr TraceColumn kColumns[] = {
#define CRYO_TRACE_COLUMN(name, meaning) {#name, meaning, &TraceSample::name},
        CRYO_TRACE_COLUMNS(CRYO_TRACE_COLUMN)
#undef CRYO_TRACE_COLUMN
    };
    // Attempt files store a sample as its bytes: every column is one float and there is no padding between them.
    static_assert(sizeof(TraceSample) == std::size(kColumns) * sizeof(float));
    return kColumns;
}

}  // namespace cryo::measure

// Walks through a trace that several detectors share, and places in words. All lengths in mm, as the trace has them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/measure/trace.h"

namespace cryo::scoring {

inline bool is_on(float flag) { return flag > 0.5F; }

Vec3 tip_mm(const measure::TraceSample& sample);
Vec3 tip_m(const measure::TraceSample& sample);

// Index of the last sample at or before t_s; 0 when there is none. CHECKs that the trace is not empty.
size_t sample_at(const measure::Trace& trace, double t_s);

// Indices at which gas went on, and one past the last sample of each period.
struct GasPeriod {
    size_t begin = 0;
    size_t end = 0;
    int placement = 0;
};
std::vector<GasPeriod> gas_periods(const measure::Trace& trace);

double period_s(const measure::Trace& trace, const GasPeriod& period);

// First index at which the shaft is below the skin; trace.size() when it never was.
size_t first_inside(const measure::Trace& trace);

// "tip 9.4 mm deep, 2.1 mm from the nerve", or "cryoprobe outside the skin".
std::string place_in_words(const measure::TraceSample& sample);

// "1:07.4" as minutes and seconds.
std::string clock_text(double t_s);

// A number as sentences say it: "4.2", "12", with a true minus sign.
std::string spoken(double value, int digits = 1);

}  // namespace cryo::scoring

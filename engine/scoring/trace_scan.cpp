#include "engine/scoring/trace_scan.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::scoring {

Vec3 tip_mm(const measure::TraceSample& sample) { return {sample.tip_x_mm, sample.tip_y_mm, sample.tip_z_mm}; }

Vec3 tip_m(const measure::TraceSample& sample) { return tip_mm(sample) * m_from_mm(1.0); }

size_t sample_at(const measure::Trace& trace, double t_s) {
    CRYO_CHECK(!trace.empty());
    const auto after = std::upper_bound(
        trace.begin(), trace.end(), t_s,
        [](double t, const measure::TraceSample& sample) { return t < static_cast<double>(sample.t_s); });
    return after == trace.begin() ? 0 : static_cast<size_t>(after - trace.begin()) - 1;
}

std::vector<GasPeriod> gas_periods(const measure::Trace& trace) {
    std::vector<GasPeriod> periods;
    bool flowing = false;
    for (size_t i = 0; i < trace.size(); ++i) {
        const bool on = is_on(trace[i].gas_on);
        if (on && !flowing) periods.push_back({i, i, static_cast<int>(trace[i].placement)});
        if (on) periods.back().end = i + 1;
        flowing = on;
    }
    return periods;
}

double period_s(const measure::Trace& trace, const GasPeriod& period) {
    // Gas flowed until the sample that no longer says so, or to the end of the trace.
    const size_t last = std::min(period.end, trace.size() - 1);
    return static_cast<double>(trace[last].t_s) - static_cast<double>(trace[period.begin].t_s);
}

size_t first_inside(const measure::Trace& trace) {
    const auto inside = std::find_if(trace.begin(), trace.end(),
                                     [](const measure::TraceSample& sample) { return sample.insert_mm > 0.0F; });
    return static_cast<size_t>(inside - trace.begin());
}

std::string spoken(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, std::abs(value));
    const bool zero = std::string(text).find_first_not_of("0.") == std::string::npos;
    return (value < 0.0 && !zero ? "\u2212" : "") + std::string(text);
}

std::string place_in_words(const measure::TraceSample& sample) {
    if (sample.insert_mm <= 0.0F) return "cryoprobe outside the skin";
    const auto gap_mm = static_cast<double>(sample.tip_target_mm);
    return "tip " + spoken(static_cast<double>(sample.tip_z_mm)) + " mm deep, " +
           (gap_mm < 0.0 ? std::string("inside the nerve") : spoken(gap_mm) + " mm from the nerve");
}

std::string clock_text(double t_s) {
    const double tenths = std::max(0.0, std::round(t_s * 10.0));
    const int minutes = static_cast<int>(tenths / 600.0);
    char text[32];
    std::snprintf(text, sizeof text, "%d:%04.1f", minutes, (tenths - 600.0 * minutes) / 10.0);
    return text;
}

}  // namespace cryo::scoring

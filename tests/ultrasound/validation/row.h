// One line of the validation table: what is measured on the image against what physics or the literature says.
#pragma once

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

namespace cryo::validation {

enum class Verdict { Holds, Misses, Open };

struct Row {
    int number = 0;  // of the list of measures; parts of one measure share it
    std::string what;
    std::string target;
    std::string measured;
    Verdict verdict = Verdict::Misses;
    std::string why_open;  // what is known to be missing, for Verdict::Open
};
using Rows = std::vector<Row>;

[[gnu::format(printf, 1, 2)]] inline std::string text(const char* format, ...) {
    char buffer[256];
    va_list list;
    va_start(list, format);
    std::vsnprintf(buffer, sizeof buffer, format, list);
    va_end(list);
    return buffer;
}

inline Verdict holds_if(bool holds) { return holds ? Verdict::Holds : Verdict::Misses; }

// Measured beside its target with a tolerance in the same unit.
inline Row near_row(int number, const std::string& what, double target, double tolerance, double measured,
                    const char* unit, int decimals = 2) {
    return {number,
            what,
            text("%.*f +- %.*f %s", decimals, target, decimals, tolerance, unit),
            text("%.*f %s", decimals, measured, unit),
            holds_if(std::abs(measured - target) <= tolerance),
            ""};
}
inline Row share_row(int number, const std::string& what, double target, double share, double measured,
                     const char* unit, int decimals = 3) {
    return {number,
            what,
            text("%.*f %s +- %.0f %%", decimals, target, unit, 100.0 * share),
            text("%.*f %s (%+.1f %%)", decimals, measured, unit, 100.0 * (measured / target - 1.0)),
            holds_if(std::abs(measured / target - 1.0) <= share),
            ""};
}

// The measures, by what they look at.
Rows speckle_rows();     // 1-5, 10-12
Rows resolution_rows();  // 6-9, 23, 26
Rows loss_rows();        // 13-16, 22
Rows interface_rows();   // 17-21, 24
Rows flow_rows();        // 25

// Those of the parts named (speckle resolution loss interface flow), all when none is.
Rows rows_of(const std::vector<std::string>& parts);
// Prints the table; the exit status: 1 when a row misses its target.
int print_table(Rows rows);

}  // namespace cryo::validation

// Two runs of the bench side by side: for every time that both measured the ratio of medians, and what it may be given
// how far the fifths of each run lie apart.
#pragma once

#include <string>
#include <vector>

#include "engine/io/json.h"

namespace cryo::app {

struct BenchRatio {
    std::string what;    // "image / knee_ipbsn 192x512 / echo"
    double ratio = 1.0;  // new over old; above 1 is slower
    double least = 1.0;  // of any fifth of the new run over any of the old
    double greatest = 1.0;
    const char* verdict() const;  // "slower", "quicker", "no difference seen"
};

// Of reports that `cryosono bench --json` wrote. What only one of them has is left out.
std::vector<BenchRatio> compare_benches(const io::Json& before, const io::Json& after);

}  // namespace cryo::app

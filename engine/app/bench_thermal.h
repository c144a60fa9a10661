// The thermal part of `cryosono bench`: how many seconds of freezing one second of computing gives, at 0.5 mm over a
// 40 mm cube of layered tissue with nerve, vessels, a freezing cryoprobe and all records on.
#pragma once

#include <string>
#include <vector>

#include "engine/app/bench_times.h"

namespace cryo::app {

struct ThermalBenchRow {
    std::string name;  // "solver, 2 threads", "plain explicit reference"
    int threads = 1;
    double spacing_mm = 0.0;
    double cube_mm = 0.0;
    double cells = 0.0;
    double real_time_factor = 0.0;  // simulated / computed
    StageBench tick;                // of 0.1 s
};

// 1, 2, 4 ... up to what the machine has.
std::vector<int> thread_counts();

// `simulated_s` of freezing per row.
std::vector<ThermalBenchRow> bench_thermal(double simulated_s = 60.0);

// How the cost grows: spacings over the 40 mm cube, then cubes at 0.5 mm, on two threads.
std::vector<ThermalBenchRow> bench_thermal_scaling(double simulated_s = 20.0);

}  // namespace cryo::app

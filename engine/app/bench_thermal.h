// The thermal part of `cryosono bench`: how many seconds of freezing one second of computing gives, at 0.5 mm over a
// 40 mm cube of layered tissue with nerve, vessels, a freezing cryoprobe and all records on.
#pragma once

#include <string>
#include <vector>

namespace cryo::app {

struct ThermalBenchRow {
    std::string name;  // "solver, 2 threads", "plain explicit reference"
    int threads = 1;
    double cells = 0.0;
    double simulated_s = 0.0;
    double computed_s = 0.0;
    double real_time_factor = 0.0;  // simulated / computed
    double tick_p50_ms = 0.0;       // of one 0.1 s tick
    double tick_p95_ms = 0.0;
};

// `simulated_s` of freezing per row.
std::vector<ThermalBenchRow> bench_thermal(double simulated_s = 60.0);

// How the cost grows: spacings over the 40 mm cube, then cubes at 0.5 mm, on two threads.
std::vector<ThermalBenchRow> bench_thermal_scaling(double simulated_s = 20.0);

}  // namespace cryo::app

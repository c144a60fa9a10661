// The command `cryosono freeze`: the thermal model alone, one cryoprobe in a block of one tissue at 37 degC, gas on all
// the time. Writes growth.csv, temperature.npy (float32, [z, y, x]) and growth.png into the folder `out`.
//
// Extents in growth.csv are full sizes of the isotherm's body: `radial` across the shaft where it is widest (a
// diameter), `axial` along the shaft. Both are 0 until the isotherm exists.
#pragma once

#include <string>

namespace cryo::app {

struct FreezeOptions {
    std::string device;       // file in scenes/devices
    std::string calibration;  // of the gas side; "" = the one the file calls its own
    std::string tissue = "muscle";
    double seconds = 120.0;   // 0.1..3600
    double spacing_mm = 0.5;  // 0.2..1.5
    std::string out;
    int threads = 0;  // 0: one per processor
};

// Exit status 0, or 1 with the faults on stderr. Throws std::runtime_error where files cannot be written.
int run_freeze(const FreezeOptions& options);

}  // namespace cryo::app

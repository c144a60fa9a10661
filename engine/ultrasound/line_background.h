// What one scan line shows besides needles, in closed form: the mean power of its echoes and the level they are shown
// at with the learner's knobs. Power re a perfect plane reflector at the focus. Private to ultrasound/.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ultrasound/display.h"
#include "engine/ultrasound/echo.h"
#include "engine/ultrasound/line_echo.h"
#include "engine/ultrasound/tube_path.h"

namespace cryo::ultrasound {

inline double square(double x) { return x * x; }
inline double power_from_db(double db) { return std::pow(10.0, 0.1 * db); }
inline double db_from_power(double power) { return 10.0 * std::log10(std::max(power, 1e-30)); }

class LineBackground {
  public:
    LineBackground(const EchoScene& scene, double line);

    double gain(double range_m) const;   // amplitude, of the way there and back
    double power(double range_m) const;  // mean of the echo, without receiver noise

  private:
    const EchoScene& scene_;
    LineWork work_;
    std::vector<TubePass> passes_;
};

// Level of a power with receiver noise after gain and time gain, cut to the displayed range.
double shown_level_db(const ImageFrame& frame, double power, double range_m);

}  // namespace cryo::ultrasound

// The cryoprobe's shaft and tip, and wires and beads of test objects, as scan lines hear them: a steel cylinder cut by
// a beam of true thickness, with its comet tail and shadow. Private to ultrasound/.
#pragma once

#include "engine/ultrasound/line_echo.h"

namespace cryo::ultrasound {

// Amplitude of the shaft re a perfect plane reflector is kShaftFloor cos^2 of its angle to the face, plus the mirror
// echo where shaft and beam are within the aperture's reach of a right angle.
inline constexpr double kShaftFloor = 0.25;
inline constexpr double kTipAmplitude = 0.0794;  // -22 dB in every direction

// What one line hears of a shaft, averaged over the thickness of the beam.
struct ShaftEcho {
    double range_m = 0.0;
    double spread_m = 0.0;
    double slope = 0.0;
    double amplitude = 0.0;  // floor and mirror echo together
    double blocked = 0.0;    // share of the beam that ends on the steel
    double width_m = 0.0;    // of the shaft across the beam in the image plane, for the length of its shadow
};
// False when the line misses the shaft. Only the `inserted_m` next to the tip are there.
bool shaft_echo(const EchoScene& scene, const instruments::NeedleAxis& needle, double inserted_m, const LineFrame& line,
                ShaftEcho& echo);

void add_needle(const EchoScene& scene, const instruments::NeedleAxis& needle, LineWork& work);

// A point echo of this amplitude (peak, in the image plane, at its depth without losses). Nothing when the line is
// farther from it than the lateral response reaches.
void add_point(const EchoScene& scene, const Vec3& world_m, double amplitude, LineWork& work);
// A thin wire along `direction` (unit).
void add_wire(const EchoScene& scene, const Vec3& world_m, const Vec3& direction, double amplitude, LineWork& work);

}  // namespace cryo::ultrasound

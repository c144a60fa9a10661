// The cryoprobe's shaft and tip, and wires and beads of test objects, as scan lines hear them: a steel cylinder cut by
// a beam of true thickness, with its comet tail and shadow. Private to ultrasound/.
#pragma once

#include "engine/ultrasound/line_echo.h"

namespace cryo::ultrasound {

// A shaft in the image plane shows kShaftFloor cos^2 of its angle to the face: roughness, the same at all apertures.
// Where its side and the beam are within the aperture's reach of a right angle the mirror echo adds to that.
inline constexpr double kShaftFloor = 0.25;
inline constexpr double kTipAmplitude = 0.0794;  // -22 dB in every direction

// What one line hears of a shaft through the thickness of the beam.
struct ShaftEcho {
    double range_m = 0.0;   // of the steel's near side, where the beam is strongest on it
    double spread_m = 0.0;  // standard deviation of the range over the amplitude of the beam, from the shaft's slant
    double slope = 0.0;     // change of range from line to line, metres per metre
    double rough = 0.0;     // root mean power of the floor
    double mirror = 0.0;    // amplitude of the mirror echo
    double blocked = 0.0;   // share of the beam that ends on the steel
};
// False when the line misses the shaft. Only the `inserted_m` next to the tip are there.
bool shaft_echo(const EchoScene& scene, const instruments::NeedleAxis& needle, double inserted_m, const LineFrame& line,
                ShaftEcho& echo);

void add_needle(const EchoScene& scene, const instruments::NeedleAxis& needle, LineWork& work);

// A point echo of this amplitude (peak, in the image plane, at its depth without losses). Nothing when the line is
// farther from it than the lateral response reaches. before_shadow_m as in Reflector.
void add_point(const EchoScene& scene, const Vec3& world_m, double amplitude, LineWork& work,
               double before_shadow_m = -1.0);
// A thin wire along `direction` (unit).
void add_wire(const EchoScene& scene, const Vec3& world_m, const Vec3& direction, double amplitude, LineWork& work);

}  // namespace cryo::ultrasound

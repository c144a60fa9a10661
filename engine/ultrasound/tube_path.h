// Where scan lines pass nerves, vessels and inclusions. Near a line a tube is a straight elliptic cylinder and an
// inclusion an ellipsoid; a point at a range and an elevation (in standard deviations of the beam's power) lies at
// at_zero + range * per_m + elevation * per_sd in coordinates where the surface is the unit sphere. All ranges are
// settled ones (line_path.h). Private to ultrasound/.
#pragma once

#include <vector>

#include "engine/ultrasound/line_echo.h"

namespace cryo::ultrasound {

struct TubePass {
    int line = 0;
    int tube = -1;       // index into AcousticMedium::tubes(), or
    int inclusion = -1;  // into inclusions()
    Vec3 at_zero{0.0};
    Vec3 per_m{0.0};
    Vec3 per_sd{0.0};
    double nearest_m = 0.0;  // range of the nearest approach
    double coverage = 0.0;   // share of the beam's power inside, at the nearest approach
    double in_m = 0.0;       // ranges at which the middle of the covered beam enters and leaves
    double out_m = 0.0;
    double low_m = 0.0;  // beyond these ranges nothing of it is heard
    double high_m = 0.0;
    double level_db = 0.0;  // direction of fibres included
    int section = 0;
    // Reference axes for normals: gradient of a unit coordinate is axis / semi-axis.
    Vec3 gradient_x{0.0};
    Vec3 gradient_y{0.0};
    Vec3 gradient_z{0.0};
};

// Squared change of the unit coordinates per standard deviation that a slice counts as having at least: keeps the edge
// of a tube that runs straight through the slice a little soft.
inline constexpr double kLeastElevation = 0.02;

// Share of a gaussian of unit variance between two values, with the logistic form of erf the shaders use.
double gaussian_share(double low, double high);
// Share of the beam's power inside the unit sphere for a section point and its change per standard deviation of
// elevation; `middle` receives the elevation of the covered part nearest to the image plane.
double beam_coverage(const Vec3& point, const Vec3& per_sd, double* middle = nullptr);

// All passes of the given lines, sorted by line. lines[k] is line first_line + k of the grid (a fraction is a line
// between two); TubePass::line counts within `lines`.
void find_tube_passes(const EchoScene& scene, const std::vector<LineFrame>& lines, double first_line,
                      std::vector<TubePass>& passes);

// Fascicles change places along a nerve: its section turns to and fro within its outline by this much.
double section_turn_rad(double arc_m);

// Loss, speed and wall echoes of one pass.
void add_tube(const EchoScene& scene, const TubePass& pass, LineWork& work);

}  // namespace cryo::ultrasound

// The ultrasound transducer: what it is (from scenes/transducers), and how it is held on the skin.
#pragma once

#include <string>

#include "engine/core/geometry.h"

namespace cryo::instruments {

enum class ArrayShape { Linear, Curvilinear };

struct Transducer {
    std::string id;
    std::string label;
    ArrayShape shape = ArrayShape::Linear;
    int element_count = 192;
    double pitch_m = 0.0002;
    double radius_m = 0.0;  // of a curvilinear face; 0 for linear
    double frequency_low_hz = 5e6;
    double frequency_high_hz = 12e6;
    double frequency_default_hz = 9e6;
    double fractional_bandwidth = 0.7;    // -6 dB pulse-echo bandwidth / centre frequency
    double elevation_aperture_m = 0.005;  // height of the elements
    double elevation_focus_m = 0.020;     // of the fixed lens
    double receive_f_number = 1.5;
    double transmit_f_number = 2.5;
    double depth_max_m = 0.06;
    std::string source;

    bool operator==(const Transducer&) const = default;
    double aperture_m() const { return element_count * pitch_m; }  // footprint along the image
};

// How the transducer is held, relative to the scenario's target view (core/geometry.h): all zero is the target view,
// with the image axes along world x, y, z. The values are absolute, so the same pose is the same view whatever the way:
//   slide, across  move the middle of the face along world x and y, in the skin plane;
//   rotate         turns about the skin normal: positive takes the image's right end from +x towards +y;
//   tilt (fan)     then turns about the lateral axis: positive leans the beam towards +y (of the rotated image);
//   rock (heel-toe) then turns about the elevational axis: positive lowers the right (+x) end of the face into the
//                  skin, lifts the left end, and leans the beam towards the left;
//   press          0 (floating in gel) .. 1 (firm).
struct TransducerPose {
    double slide_m = 0.0;
    double across_m = 0.0;
    double rotate_rad = 0.0;
    double tilt_rad = 0.0;
    double rock_rad = 0.0;
    double press_frac = 0.3;
};

// Limits of each pose value, for sliders, commands and messages.
inline constexpr double kSlideLimitM = 0.040;
inline constexpr double kAcrossLimitM = 0.040;
inline constexpr double kRotateLimitRad = 3.15;
inline constexpr double kTiltLimitRad = 0.79;
inline constexpr double kRockLimitRad = 0.35;

// The pose with every value inside its limits.
TransducerPose clamped(const TransducerPose& pose);

// A point of the face in the image frame. lateral_m runs along the face, -aperture/2 .. aperture/2 (arc length of a
// curved one).
Vec3 face_point_m(const Transducer& transducer, double lateral_m);

// Where the face stands. The skin of the reference block is the plane z = 0 (medium.h); a rocked transducer stands on
// its lower edge, pushed in by the press as far as soft tissue gives way. CHECKs that the pose is finite.
RigidTransform world_from_image(const Transducer& transducer, const TransducerPose& pose);

// Acoustic coupling of a point of the face, 0 (air) .. 1 (full): a gap that gel and pressure do not fill is air.
// Never falls with more press, never rises with more rock at the end that is lifted.
double contact_fraction(const Transducer& transducer, const TransducerPose& pose, double lateral_m);

// Share of the face that is coupled, 0..1: the mean of contact_fraction.
double mean_contact_fraction(const Transducer& transducer, const TransducerPose& pose);

}  // namespace cryo::instruments

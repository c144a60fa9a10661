// The relief of a patient's tissue planes: one smooth shift of depth w(x, y, z), read by every layer, sheet, nerve and
// vessel at its own depth, so that planes swell and thin together as they do in a body. Three waves whose direction and
// phase the patient's seed draws, and whose phase turns with depth. It is 0 at the skin and over the place the case is
// aimed at, where authored depths hold, small at and below the shallowest bone, and bones do not move.
// Never inside out: |dw/dz| < 1 up to kLargestReliefM. Amplitude, lengths and the turn with depth are provisional.
#pragma once

#include "engine/anatomy/anatomy.h"

namespace cryo::anatomy {

// What an author says of it; no amplitude, no relief (test objects).
struct ReliefShape {
    double amplitude_m = 0.0;     // the three waves together
    double wavelength_m = 0.028;  // of the middle one, across the image
};
inline constexpr double kLargestReliefM = 0.0012;

// The relief of one patient.
class PatientRelief {
  public:
    PatientRelief(const ReliefShape& shape, uint64_t seed, const Vec2& aim_m, double shallowest_bone_m);

    Relief at_depth(double depth_m) const;
    double shift_m(const Vec3& reference_m) const;

  private:
    struct Wave {
        Vec2 per_m;
        double per_depth_m;  // radians per metre of depth
        double phase_rad;
        double amplitude_m;
    };
    double share_at(double depth_m) const;

    std::array<Wave, 3> waves_;
    Vec2 aim_m_;
    double bone_m_;
};

// Lays it over an anatomy whose depths are final, but for the place of tubes among each other.
void lay_relief(const ReliefShape& shape, uint64_t seed, Anatomy& anatomy);

}  // namespace cryo::anatomy

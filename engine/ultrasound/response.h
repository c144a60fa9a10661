// The point response of the image as the passes apply it: one axial kernel, and a lateral kernel per depth with a wide
// low side lobe. Speckle keeps its mean power through both. A reflector is laid down as a narrow gaussian in range;
// what its peak becomes through the kernels is known here, so that a planned level is the level shown.
#pragma once

#include <array>
#include <vector>

#include "engine/ultrasound/beam.h"

namespace cryo::ultrasound {

inline constexpr int kLateralTaps = 8;  // weight of the line itself and of seven to each side
inline constexpr int kAxialTaps = 12;

struct Response {
    // What becomes of a unit gaussian in range through the axial kernel: its peak, and the root mean power at its
    // middle of speckle times such a gaussian.
    struct Through {
        double peak = 1.0;
        double speckle = 1.0;
    };

    BeamGrid grid;
    double lattice_m = 1e-4;     // pitch of the speckle lattice in the image plane
    double deposit_sd_m = 4e-5;  // of a reflector in range
    double axial_sd_m = 5e-5;    // of a reflector after the kernel
    std::array<double, kAxialTaps> axial{};
    int axial_taps = 1;                                     // of them in use
    std::vector<std::array<double, kLateralTaps>> lateral;  // per sample
    std::vector<double> elevation_sd_m;                     // per sample, of the two-way amplitude
    std::vector<Through> axial_table;                       // at even steps of log(range_sd / deposit_sd)

    int sample_index(double range_m) const;          // nearest, clamped
    Through through_axial(double range_sd_m) const;  // from deposit_sd_m up; from a table
    // Gain through the lateral kernel of a line whose range changes by `slope` metres per metre across the beam and
    // that is `range_sd_m` thick after the axial kernel.
    double lateral_gain(double range_m, double slope, double range_sd_m) const;
    // The same for a point that was spread over lines with this standard deviation.
    double lateral_point_gain(double range_m, double spread_lines) const;
};

Response make_response(const instruments::Transducer& transducer, const ImagingSettings& settings);

// Correlation of trilinear noise over a distance in lattice cells.
double lattice_correlation(double cells);

}  // namespace cryo::ultrasound

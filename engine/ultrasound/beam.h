// The scan lines of one image and the size of the sound beam along them. Image frame (core/geometry.h), metres, Hz.
// Widths are -6 dB full widths of the two-way amplitude response. Equations: rectangular and gaussian apertures in
// Fraunhofer's limit, Szabo "Diagnostic Ultrasound Imaging" ch. 6-7; gaussian pulse 0.441 c / bandwidth.
#pragma once

#include "engine/instruments/transducer.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::ultrasound {

inline constexpr double kSoundSpeedMPerS = 1540.0;  // what the machine assumes
inline constexpr double kFwhmPerSd = 2.354820045;   // of a gaussian
inline constexpr double kNpPerDb = 0.1151292546;    // ln(10) / 20

// Where lines and samples lie. Line 0 is at image-left. Ranges are measured from the transducer's face along the line;
// sample j lies at (j + 0.5) * sample_spacing_m.
struct BeamGrid {
    instruments::ArrayShape shape = instruments::ArrayShape::Linear;
    int line_count = 192;
    int sample_count = 512;
    double depth_m = 0.04;
    double sample_spacing_m = 0.04 / 512.0;
    double face_spacing_m = 0.0002;  // between lines, along the face
    double radius_m = 0.0;           // of a curvilinear face
    double steer_rad = 0.0;          // linear only: lines lean towards +x

    double range_m(double sample) const { return (sample + 0.5) * sample_spacing_m; }
    double sample_at(double range_m) const { return range_m / sample_spacing_m - 0.5; }
    double face_position_m(double line) const;        // along the face from its middle
    Vec3 origin_m(double line) const;                 // where the line leaves the face
    Vec3 direction(double line) const;                // unit
    Vec3 lateral(double line) const;                  // unit, across the line in the image plane
    double line_spacing_m(double range_m) const;      // between neighbouring lines at a range
    Vec3 point_m(double line, double range_m) const;  // image frame
    // Line and range of a point of the image plane (x, z); not clamped.
    Vec2 line_and_range(const Vec2& image_xz_m) const;
    // Half width of the picture and its deepest point, for scaling to pixels.
    double half_width_m() const;
    double lowest_m() const;   // depth of the deepest point of the field of view
    double highest_m() const;  // of its shallowest (negative for a curvilinear face)
};

BeamGrid make_beam_grid(const instruments::Transducer& transducer, const ImagingSettings& settings);

// -6 dB pulse-echo bandwidth at a transmit frequency, Hz.
double bandwidth_hz(const instruments::Transducer& transducer, double frequency_hz);

// A gaussian spectrum that passes through tissue attenuating linearly with frequency stays gaussian and moves down.
// attenuation_np_per_mhz: two-way integral of the attenuation along the path, per MHz.
double downshifted_hz(double frequency_hz, double bandwidth, double attenuation_np_per_mhz);
// The loss of that pulse in neper (positive), the downshift included.
double attenuation_loss_np(double frequency_hz, double bandwidth, double attenuation_np_per_mhz);

// What the machine assumes of soft tissue for its basic depth gain and its beam widths.
inline constexpr double kNominalAttenuationDbPerCmMhz = 0.7;
double nominal_attenuation_np_per_mhz(double range_m);

double axial_fwhm_m(const instruments::Transducer& transducer, double frequency_hz);
// Single transmit focus, dynamic receive at the transducer's receive f-number until the aperture ends.
double lateral_fwhm_m(const instruments::Transducer& transducer, const ImagingSettings& settings, double range_m);
// Fixed lens.
double elevation_fwhm_m(const instruments::Transducer& transducer, double frequency_hz, double range_m);
// Half the beam's thickness at a range: what lies farther from the image plane fades by more than 6 dB.
double slab_half_thickness_m(const instruments::Transducer& transducer, const ImagingSettings& settings,
                             double range_m);

}  // namespace cryo::ultrasound

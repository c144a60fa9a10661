// Colour and power Doppler of an ImageFrame: for each cell of the colour box a packet of echoes from blood, tissue, a
// cryoprobe and the receiver, through wall filter and autocorrelation. Velocities are along the beam, positive towards
// the transducer, and wrap at the scale. Double precision and fast enough to be drawn from directly.
// Sign conventions and estimator: Evans and McDicken, "Doppler Ultrasound", ch. 11. Provisional: level of blood (-25 dB
// re muscle), the twinkling's phase jitter and tail.
#pragma once

#include <array>
#include <complex>
#include <vector>

#include <glm/vec4.hpp>

#include "engine/ultrasound/beam.h"
#include "engine/ultrasound/doppler_signal.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::ultrasound {

inline constexpr int kDopplerLines = 56;
inline constexpr int kDopplerSamples = 80;

// Cells of the colour box. Cell (i, j) lies on line `first_line + i` of `beams` at top_m + (j + 0.5) * spacing_m.
struct DopplerGrid {
    BeamGrid beams;
    double first_line = 0.0;
    double top_m = 0.0;  // ranges along the beams
    double spacing_m = 0.0002;

    double line(int i) const { return first_line + i; }
    double range_m(int j) const { return top_m + (j + 0.5) * spacing_m; }
    double bottom_m() const { return top_m + kDopplerSamples * spacing_m; }
    Vec3 point_m(int i, int j) const { return beams.point_m(line(i), range_m(j)); }  // image frame
    // Cell coordinates of a point of the image plane; cell (0, 0) covers 0..1.
    Vec2 cell_at(const Vec2& image_xz_m) const;
    // Corners in the image plane: upper left, upper right, lower right, lower left.
    std::array<Vec2, 4> corners_m() const;
};

DopplerGrid make_doppler_grid(const instruments::Transducer& transducer, const ImagingSettings& settings);

// Transmitted for flow: lower than for the image, which reaches deeper and wraps later.
double doppler_frequency_hz(const instruments::Transducer& transducer, const ImagingSettings& settings);
// Pulses per second that put the wrap at the scale; c PRF / (4 f) is the velocity at the wrap.
double doppler_prf_hz(const instruments::Transducer& transducer, const ImagingSettings& settings);
// Largest scale at which an echo from the box's bottom is back before the next pulse.
double largest_doppler_scale(const instruments::Transducer& transducer, const ImagingSettings& settings);

struct DopplerField {
    DopplerGrid grid;
    double scale_m_per_s = 0.1;
    double noise_power = 0.0;          // of the receiver, before the wall filter
    std::vector<FlowEstimate> values;  // after the wall filter; line runs fastest

    const FlowEstimate& at(int i, int j) const { return values[static_cast<size_t>(j * kDopplerLines + i)]; }
    double velocity_m_per_s(int i, int j) const;
};

void make_doppler(const ImageFrame& frame, DopplerField& field);

// Velocity of blood on the axis of a vessel at a time, along its path (negative: against it). Arteries run along their
// path and pulse; veins run against it.
double axial_blood_velocity(const anatomy::Vessel& vessel, double t_s);

// ---- how it is shown

// A cell as the screen takes it: a vector whose direction is the phase and whose length is the strength in dB over the
// noise, so that mixing neighbours and images never passes through a false velocity; and that strength of all power.
struct ShownFlow {
    Vec2 turn_db{0.0};
    double power_db = 0.0;
};
// Smoothed over neighbouring cells; line runs fastest.
std::vector<ShownFlow> shown_flow(const DopplerField& field);

// Colour of flow, straight alpha. Towards the transducer is red to yellow, away is blue to cyan, brighter is faster.
// `power_db` over the noise with the colour gain in it. Twin of shaders/doppler_overlay.frag.
glm::vec4 flow_colour(DopplerMode mode, const ShownFlow& flow, double gain_db);
// Of a velocity as a share of the scale, -1..1, or of a power above the threshold, 0..1: for the colour bar.
glm::vec3 velocity_colour(double share);
glm::vec3 power_colour(double share);

// A cell is coloured where its power stands out of the noise by this much at 0 dB of colour gain.
inline constexpr double kFlowThresholdDb = 6.0;
inline constexpr double kFlowPowerRangeDb = 30.0;  // of the power map above the threshold

}  // namespace cryo::ultrasound

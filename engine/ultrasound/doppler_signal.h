// Signal processing of colour flow imaging, apart from what reflects: a packet of echoes of one place, the wall filter,
// and the autocorrelation at one pulse of delay. Kasai et al., IEEE Trans Sonics Ultrason 1985;32:458 (estimator);
// Bjaerum, Torp and Kristoffersen, IEEE Trans UFFC 2002;49:204 (polynomial regression as wall filter).
#pragma once

#include <array>
#include <complex>

namespace cryo::ultrasound {

inline constexpr int kPacket = 10;  // pulses along one line
using Packet = std::array<std::complex<double>, kPacket>;

// Removes the part of a packet that is a polynomial in time of degree `order` (0..2): what moves slowly.
void filter_wall(int order, Packet& packet);
// Share of the power of a pure tone that passes, at a phase step per pulse.
double wall_filter_power(int order, double phase_step_rad);
// Phase step at which half of the power passes.
double wall_filter_cut_rad(int order);

struct FlowEstimate {
    std::complex<double> lag_one;  // its phase is the mean step per pulse, -pi..pi: faster flow wraps
    double power = 0.0;
};
FlowEstimate autocorrelate(const Packet& packet);

}  // namespace cryo::ultrasound

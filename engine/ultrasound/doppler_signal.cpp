#include "engine/ultrasound/doppler_signal.h"

#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::ultrasound {

namespace {

constexpr int kOrders = 3;
using Basis = std::array<std::array<double, kPacket>, kOrders>;

// Orthonormal polynomials over the pulses (Gram-Schmidt).
Basis make_basis() {
    Basis basis{};
    for (size_t k = 0; k < kOrders; ++k) {
        auto& p = basis[k];
        for (size_t n = 0; n < kPacket; ++n)
            p[n] = std::pow((static_cast<double>(n) - 0.5 * (kPacket - 1)) / kPacket, static_cast<double>(k));
        for (size_t lower = 0; lower < k; ++lower) {
            double share = 0.0;
            for (size_t n = 0; n < kPacket; ++n) share += basis[lower][n] * p[n];
            for (size_t n = 0; n < kPacket; ++n) p[n] -= share * basis[lower][n];
        }
        double square = 0.0;
        for (const double value : p) square += value * value;
        for (double& value : p) value /= std::sqrt(square);
    }
    return basis;
}

const Basis& basis() {
    static const Basis made = make_basis();
    return made;
}

}  // namespace

void filter_wall(int order, Packet& packet) {
    CRYO_CHECK(order >= 0 && order < kOrders);
    for (size_t k = 0; k <= static_cast<size_t>(order); ++k) {
        const auto& p = basis()[k];
        std::complex<double> share = 0.0;
        for (size_t n = 0; n < kPacket; ++n) share += p[n] * packet[n];
        for (size_t n = 0; n < kPacket; ++n) packet[n] -= share * p[n];
    }
}

double wall_filter_power(int order, double phase_step_rad) {
    Packet tone;
    for (size_t n = 0; n < kPacket; ++n) tone[n] = std::polar(1.0, phase_step_rad * static_cast<double>(n));
    filter_wall(order, tone);
    return autocorrelate(tone).power;
}

double wall_filter_cut_rad(int order) {
    // Rising from 0 up to the cut, which lies well below half of the sampling rate.
    double low = 0.0, high = 0.5 * kPi;
    for (int i = 0; i < 50; ++i) {
        const double middle = 0.5 * (low + high);
        (wall_filter_power(order, middle) < 0.5 ? low : high) = middle;
    }
    return high;
}

FlowEstimate autocorrelate(const Packet& packet) {
    FlowEstimate estimate;
    for (size_t n = 0; n + 1 < kPacket; ++n) estimate.lag_one += std::conj(packet[n]) * packet[n + 1];
    estimate.lag_one /= static_cast<double>(kPacket - 1);
    for (const std::complex<double>& value : packet) estimate.power += std::norm(value);
    estimate.power /= kPacket;
    return estimate;
}

}  // namespace cryo::ultrasound

#include "engine/ultrasound/response.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::ultrasound {

namespace {

// Share of the pulse's variance that the lattice's own smoothness may take; the kernels add the rest.
constexpr double kLatticeShare = 0.6;
// A gaussian narrower than this, in samples or lines, would beat with the grid.
constexpr double kNarrowestSteps = 0.35;

// Interpolated noise that is scaled to constant power is alike over a little more than the interpolation's own
// variance.
constexpr double kLatticeVariance = 1.17 / 6.0;  // of the lattice noise, in squared pitches

constexpr double kSideLobe = 0.03;  // amplitude re the main lobe (-30 dB)
constexpr double kSideLobeWidening = 3.5;
constexpr double kMainLobe = 0.981;  // its width where both together are as wide at half of their peak as one alone

double square(double x) { return x * x; }

// Symmetric weights whose variance is exactly sd^2 for narrow kernels, where a sampled gaussian would be too narrow.
template <size_t Taps>
std::array<double, Taps> gaussian_taps(double sd_steps) {
    std::array<double, Taps> weights{};
    const double variance = square(sd_steps);
    if (variance < 0.3) {
        weights[0] = 1.0 - variance;
        weights[1] = 0.5 * variance;
    } else {
        for (size_t k = 0; k < Taps; ++k) weights[k] = std::exp(-0.5 * square(static_cast<double>(k)) / variance);
    }
    return weights;
}

// Correlation of lattice noise at whole steps of a kernel.
template <size_t Taps>
using StepCorrelation = std::array<double, 2 * Taps - 1>;

template <size_t Taps>
StepCorrelation<Taps> step_correlation(double step_cells) {
    StepCorrelation<Taps> correlation;
    for (size_t lag = 0; lag < correlation.size(); ++lag)
        correlation[lag] = lattice_correlation(static_cast<double>(lag) * step_cells);
    return correlation;
}

// Scales a symmetric kernel so that lattice noise keeps its mean power.
template <size_t Taps>
void normalise(std::array<double, Taps>& weights, const StepCorrelation<Taps>& correlation) {
    const int n = static_cast<int>(Taps) - 1;
    double power = 0.0;
    for (int j = -n; j <= n; ++j)
        for (int k = -n; k <= n; ++k)
            power += weights[static_cast<size_t>(std::abs(j))] * weights[static_cast<size_t>(std::abs(k))] *
                     correlation[static_cast<size_t>(std::abs(j - k))];
    const double scale = 1.0 / std::sqrt(power);
    for (double& w : weights) w *= scale;
}

constexpr double kTableLogStep = 0.15;
constexpr int kTableSize = 32;

Response::Through exact_through_axial(const Response& r, double range_sd_m) {
    const double per_step = square(r.grid.sample_spacing_m / range_sd_m);
    const double step_cells = r.grid.sample_spacing_m / r.lattice_m;
    const auto weight = [&](int k) {
        return r.axial[static_cast<size_t>(std::abs(k))] * std::exp(-0.5 * per_step * k * k);
    };
    const int n = r.axial_taps - 1;
    Response::Through through{0.0, 0.0};
    double power = 0.0;
    for (int j = -n; j <= n; ++j) {
        through.peak += weight(j);
        for (int k = -n; k <= n; ++k)
            power += weight(j) * weight(k) * lattice_correlation(std::abs(j - k) * step_cells);
    }
    through.speckle = std::sqrt(power);
    return through;
}

}  // namespace

double lattice_correlation(double cells) {
    const double x = std::abs(cells);
    if (x >= 2.0) return 0.0;
    const double spline = x < 1.0 ? 2.0 / 3.0 - x * x + 0.5 * x * x * x : (2.0 - x) * (2.0 - x) * (2.0 - x) / 6.0;
    return 1.5 * spline;
}

Response make_response(const instruments::Transducer& transducer, const ImagingSettings& settings) {
    Response r;
    r.grid = make_beam_grid(transducer, settings);
    const double axial_sd_m = axial_fwhm_m(transducer, settings.frequency_hz) / kFwhmPerSd;
    const double step_m = r.grid.sample_spacing_m;

    r.lattice_m = std::sqrt(kLatticeShare / kLatticeVariance) * axial_sd_m;
    const double lattice_variance = kLatticeVariance * square(r.lattice_m);
    r.deposit_sd_m = std::max(std::sqrt(lattice_variance), kNarrowestSteps * step_m);

    r.axial = gaussian_taps<kAxialTaps>(std::sqrt(square(axial_sd_m) - lattice_variance) / step_m);
    normalise(r.axial, step_correlation<kAxialTaps>(step_m / r.lattice_m));
    r.axial_taps = 1;
    for (int k = 1; k < kAxialTaps; ++k)
        if (r.axial[static_cast<size_t>(k)] > 1e-4 * r.axial[0]) r.axial_taps = k + 1;
    r.axial_sd_m = std::sqrt(square(axial_sd_m) - lattice_variance + square(r.deposit_sd_m));
    for (int i = 0; i < kTableSize; ++i)
        r.axial_table.push_back(exact_through_axial(r, r.deposit_sd_m * std::exp(kTableLogStep * i)));

    r.lateral.resize(static_cast<size_t>(r.grid.sample_count));
    r.elevation_sd_m.resize(r.lateral.size());
    StepCorrelation<kLateralTaps> correlation{};
    double correlated_spacing_m = 0.0;  // of `correlation`: the same at all depths of a linear array
    for (int j = 0; j < r.grid.sample_count; ++j) {
        const double range_m = r.grid.range_m(j);
        const double spacing_m = r.grid.line_spacing_m(range_m);
        const double variance =
            square(kMainLobe * lateral_fwhm_m(transducer, settings, range_m) / kFwhmPerSd) - lattice_variance;
        const double sd_lines = std::sqrt(std::max(0.0, variance)) / spacing_m;
        auto& weights = r.lateral[static_cast<size_t>(j)];
        weights = gaussian_taps<kLateralTaps>(sd_lines);
        const auto lobe = gaussian_taps<kLateralTaps>(kSideLobeWidening * std::max(sd_lines, 0.5));
        for (size_t k = 0; k < kLateralTaps; ++k) weights[k] += kSideLobe * lobe[k] / lobe[0] * weights[0];
        if (spacing_m != correlated_spacing_m) {
            correlation = step_correlation<kLateralTaps>(spacing_m / r.lattice_m);
            correlated_spacing_m = spacing_m;
        }
        normalise(weights, correlation);
        r.elevation_sd_m[static_cast<size_t>(j)] =
            elevation_fwhm_m(transducer, settings.frequency_hz, range_m) / kFwhmPerSd;
    }
    return r;
}

int Response::sample_index(double range_m) const {
    return std::clamp(static_cast<int>(std::lround(grid.sample_at(range_m))), 0, grid.sample_count - 1);
}

Response::Through Response::through_axial(double range_sd_m) const {
    const double step = std::log(std::max(1.0, range_sd_m / deposit_sd_m)) / kTableLogStep;
    const double last = static_cast<double>(axial_table.size()) - 1.0;
    if (step >= last) return axial_table.back();
    const auto i = static_cast<size_t>(step);
    const double f = step - static_cast<double>(i);
    const Through& low = axial_table[i];
    const Through& high = axial_table[i + 1];
    return {low.peak + f * (high.peak - low.peak), low.speckle + f * (high.speckle - low.speckle)};
}

double Response::lateral_gain(double range_m, double slope, double range_sd_m) const {
    const auto& weights = lateral[static_cast<size_t>(sample_index(range_m))];
    const double per_line = square(grid.line_spacing_m(range_m) * slope / range_sd_m);
    double sum = weights[0];
    for (int k = 1; k < kLateralTaps; ++k)
        sum += 2.0 * weights[static_cast<size_t>(k)] * (per_line < 1e-6 ? 1.0 : std::exp(-0.5 * per_line * k * k));
    return sum;
}

double Response::lateral_point_gain(double range_m, double spread_lines) const {
    const auto& weights = lateral[static_cast<size_t>(sample_index(range_m))];
    double sum = weights[0];
    for (int k = 1; k < kLateralTaps; ++k)
        sum += 2.0 * weights[static_cast<size_t>(k)] * std::exp(-0.5 * square(k / spread_lines));
    return sum;
}

}  // namespace cryo::ultrasound

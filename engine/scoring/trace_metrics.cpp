#include "engine/scoring/trace_metrics.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <vector>

#include "engine/core/units.h"
#include "engine/scoring/trace_scan.h"

namespace cryo::scoring {
namespace {

using measure::MetricState;
using measure::Trace;
using measure::TraceSample;

constexpr double kHighestHz = 10.0;    // of a hand's motion
constexpr double kLeastShare = 0.05;   // of the spectrum at rest frequency
constexpr size_t kPadding = 4;         // finer frequencies than the stretch of time gives by itself
constexpr size_t kFewestSpeeds = 8;    // below it there is no spectrum to speak of
constexpr double kEndpointS = 10.0;    // around the moment of coverage, provisional
constexpr double kWrongWayDeg = 90.0;  // turned further than this, left and right are exchanged

TraceMeasure measured(double value) { return {MetricState::Measured, value}; }
TraceMeasure not_produced() { return {MetricState::NotProduced, 0.0}; }

bool is_needling(const TraceSample& sample) { return sample.insert_mm > 0.0F && static_cast<int>(sample.phase) == 1; }

// Tip speed on a grid of 60 Hz over all needling, whatever the spacing of the samples.
std::vector<double> needling_speeds_mm_per_s(const Trace& trace) {
    std::vector<double> speeds;
    double due_s = 0.0;  // time of needling that the next grid point stands for
    double passed_s = 0.0;
    for (size_t i = 1; i < trace.size(); ++i) {
        if (!is_needling(trace[i]) || !is_needling(trace[i - 1])) continue;
        const double dt_s = static_cast<double>(trace[i].t_s) - static_cast<double>(trace[i - 1].t_s);
        if (dt_s <= 0.0) continue;
        const double speed = glm::length(tip_mm(trace[i]) - tip_mm(trace[i - 1])) / dt_s;
        passed_s += dt_s;
        for (; due_s < passed_s; due_s += 1.0 / measure::kTraceRateHz) speeds.push_back(speed);
    }
    return speeds;
}

// In place, size a power of two (Cooley and Tukey 1965).
void fourier(std::vector<std::complex<double>>& values) {
    const size_t n = values.size();
    for (size_t i = 1, j = 0; i < n; ++i) {
        size_t bit = n >> 1;
        for (; (j & bit) != 0; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) std::swap(values[i], values[j]);
    }
    for (size_t length = 2; length <= n; length *= 2) {
        const double angle = -2.0 * kPi / static_cast<double>(length);
        for (size_t k = 0; k < length / 2; ++k) {
            const std::complex<double> turn = std::polar(1.0, angle * static_cast<double>(k));
            for (size_t i = k; i < n; i += length) {
                const std::complex<double> odd = values[i + length / 2] * turn;
                values[i + length / 2] = values[i] - odd;
                values[i] += odd;
            }
        }
    }
}

}  // namespace

TraceMeasure beam_incidence_deg(const Trace& trace) {
    double sum = 0.0, time_s = 0.0;
    for (size_t i = 1; i < trace.size(); ++i) {
        const TraceSample& sample = trace[i];
        if (!is_needling(sample)) continue;
        const double dt_s = static_cast<double>(sample.t_s) - static_cast<double>(trace[i - 1].t_s);
        const double along_line = std::cos(rad_from_deg(static_cast<double>(sample.shaft_plane_deg))) *
                                  std::sin(rad_from_deg(static_cast<double>(sample.shaft_face_deg)));
        sum += dt_s * deg_from_rad(std::asin(std::clamp(std::abs(along_line), 0.0, 1.0)));
        time_s += dt_s;
    }
    return time_s > 0.0 ? measured(sum / time_s) : not_produced();
}

TraceMeasure marker_right_way_round(const Trace& trace) {
    const size_t entry = first_inside(trace);
    if (entry == trace.size()) return not_produced();
    const double turned_deg =
        static_cast<double>(trace[entry].rotate_deg) - static_cast<double>(trace[entry].hand_rotate_deg);
    return measured(std::abs(turned_deg) < kWrongWayDeg ? 1.0 : 0.0);
}

TraceMeasure spectral_arc_length(const Trace& trace) {
    const std::vector<double> speeds = needling_speeds_mm_per_s(trace);
    if (speeds.empty()) return not_produced();
    if (speeds.size() < kFewestSpeeds || *std::max_element(speeds.begin(), speeds.end()) <= 0.0) return {};
    size_t size = 1;
    while (size < kPadding * speeds.size()) size *= 2;
    std::vector<std::complex<double>> spectrum(speeds.begin(), speeds.end());
    spectrum.resize(size);
    fourier(spectrum);

    const double step_hz = measure::kTraceRateHz / static_cast<double>(size);
    const auto share = [&](size_t k) { return std::abs(spectrum[k]) / std::abs(spectrum[0]); };
    size_t last = static_cast<size_t>(kHighestHz / step_hz);
    while (last > 0 && share(last) < kLeastShare) --last;
    if (last == 0) return {};
    double arc = 0.0;
    for (size_t k = 1; k <= last; ++k) arc += std::hypot(1.0 / static_cast<double>(last), share(k) - share(k - 1));
    return measured(-arc);
}

TraceMeasure help_switches_per_minute(const Trace& trace) {
    double needling_s = 0.0;
    int switches = 0;
    for (size_t i = 1; i < trace.size(); ++i) {
        if (!is_needling(trace[i])) continue;
        needling_s += static_cast<double>(trace[i].t_s) - static_cast<double>(trace[i - 1].t_s);
        if (is_on(trace[i].help_on) != is_on(trace[i - 1].help_on)) ++switches;
    }
    return needling_s > 0.0 ? measured(60.0 * switches / needling_s) : not_produced();
}

TraceMeasure largest_section_treated(const AttemptRecord& record) {
    TraceMeasure largest;
    for (const NerveOutcome& nerve : record.nerves) {
        if (!nerve.required) continue;
        for (const NerveStation& station : nerve.stations)
            largest = measured(std::max(largest.value, station.treated_frac));
    }
    return largest;
}

TraceMeasure tumour_destroyed(const AttemptRecord& record) {
    if (record.plan.aim != scenario::Aim::Tumour || !record.tumour_cold_frac) return {};
    return measured(*record.tumour_cold_frac);
}

TraceMeasure endpoint_recognised(const AttemptRecord& record, const measure::Context& context) {
    if (context.protocol_cycles > 0) return {};
    const Trace& trace = record.trace;
    const auto needed_mm = static_cast<float>(mm_from_m(context.required_length_m));
    const auto reached = std::find_if(trace.begin(), trace.end(),
                                      [&](const TraceSample& sample) { return sample.covered_mm >= needed_mm; });
    if (reached == trace.end()) return not_produced();
    for (const GasPeriod& period : gas_periods(trace)) {
        if (period.end >= trace.size()) continue;  // gas never went off
        const double off_s = static_cast<double>(trace[period.end].t_s);
        if (std::abs(off_s - static_cast<double>(reached->t_s)) <= kEndpointS) return measured(1.0);
    }
    return measured(0.0);
}

}  // namespace cryo::scoring

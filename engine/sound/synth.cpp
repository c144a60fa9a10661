#include "engine/sound/synth.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::sound {

namespace {

constexpr double kStepS = 1.0 / kSampleRateHz;
constexpr double kFollowS = 0.02;
constexpr double kFollow = kStepS / kFollowS;

constexpr double kBeepHz = 880.0;
constexpr double kBeepS = 0.07;
constexpr double kBeepLevel = 0.16;

constexpr double kFlowLevel = 0.35;
constexpr double kFlowHighestHz = 6000.0;
constexpr double kFlowDamping = 0.5;  // of the resonator: flow holds many speeds at once
constexpr double kFlowAudibleHz = 80.0;

constexpr double kGasLevel = 0.05;

constexpr double kWarningHz = 520.0;
constexpr double kWarningEveryS = 2.0;
constexpr double kWarningS = 0.18;
constexpr double kWarningLevel = 0.14;

constexpr double kHumHz = 95.0;
constexpr double kHumLevel = 0.10;
constexpr double kHumFrom = 0.25;  // of the resistance

double sine(double phase) { return std::sin(2.0 * kPi * phase); }
void advance(double& phase, double hz) { phase = std::fmod(phase + hz * kStepS, 1.0); }

// Rises and falls without an edge.
double bump(double t_s, double length_s) {
    if (t_s < 0.0 || t_s >= length_s) return 0.0;
    const double s = std::sin(kPi * t_s / length_s);
    return s * s;
}

}  // namespace

std::vector<std::string> captions(const Heard& heard) {
    std::vector<std::string> words;
    if (heard.is_still) return words;
    if (heard.gas_low) words.emplace_back("console warns");
    if (heard.gas) words.emplace_back("gas");
    if (doppler_shift_hz(heard.flow_m_per_s, heard.flow_frequency_hz) > kFlowAudibleHz) words.emplace_back("flow");
    if (heard.resistance_frac > kHumFrom) words.emplace_back("resistance");
    if (heard.heart_rate_per_min > 0.0)
        words.push_back("heartbeat " + std::to_string(static_cast<int>(std::lround(heard.heart_rate_per_min))) +
                        "/min");
    return words;
}

double doppler_shift_hz(double speed_m_per_s, double frequency_hz) {
    return 2.0 * std::abs(speed_m_per_s) * frequency_hz / kSpeedOfSoundMPerS;
}

Synth::Synth() : rng_(1) {}

double Synth::noise() { return 2.0 * rng_.uniform() - 1.0; }

double Synth::heartbeat(const Heard& heard) {
    since_beat_s_ += kStepS;
    if (heard.heart_rate_per_min <= 0.0 || heard.is_still) return 0.0;
    beat_phase_ += kStepS * heard.heart_rate_per_min / 60.0;
    if (beat_phase_ >= 1.0) {
        beat_phase_ -= 1.0;
        since_beat_s_ = 0.0;
    }
    return kBeepLevel * bump(since_beat_s_, kBeepS) * sine(std::fmod(since_beat_s_ * kBeepHz, 1.0));
}

// Noise around the shift: a vessel holds every speed from the wall's to the middle's.
double Synth::flow(const Heard& heard) {
    const double shift_hz = doppler_shift_hz(heard.flow_m_per_s, heard.flow_frequency_hz);
    const bool audible = !heard.is_still && shift_hz > kFlowAudibleHz;
    flow_level_ += kFollow * ((audible ? 1.0 : 0.0) - flow_level_);
    flow_hz_ += kFollow * (std::min(shift_hz, kFlowHighestHz) - flow_hz_);
    const double turn = 2.0 * std::sin(kPi * flow_hz_ / kSampleRateHz);
    flow_low_ += turn * flow_band_;
    flow_band_ += turn * (noise() - flow_low_ - kFlowDamping * flow_band_);
    return kFlowLevel * flow_level_ * flow_band_;
}

double Synth::gas(const Heard& heard) {
    gas_level_ += kFollow * ((heard.gas && !heard.is_still ? 1.0 : 0.0) - gas_level_);
    const double now = noise();
    const double hiss = now - gas_last_;  // what is left is the upper part of the spectrum
    gas_last_ = now;
    return kGasLevel * gas_level_ * hiss;
}

double Synth::warning(const Heard& heard) {
    if (!heard.gas_low || heard.is_still) {
        warning_phase_ = 0.0;
        return 0.0;
    }
    const double t_s = warning_phase_;
    warning_phase_ = std::fmod(warning_phase_ + kStepS, kWarningEveryS);
    return kWarningLevel * bump(t_s, kWarningS) * sine(std::fmod(t_s * kWarningHz, 1.0));
}

double Synth::resistance(const Heard& heard) {
    const double wish =
        heard.is_still ? 0.0 : std::clamp((heard.resistance_frac - kHumFrom) / (1.0 - kHumFrom), 0.0, 1.0);
    hum_level_ += kFollow * (wish - hum_level_);
    advance(hum_phase_, kHumHz * (1.0 + 0.5 * hum_level_));
    return kHumLevel * hum_level_ * sine(hum_phase_);
}

void Synth::render(const Heard& heard, std::span<float> samples) {
    for (float& sample : samples)
        sample = static_cast<float>(
            std::clamp(heartbeat(heard) + flow(heard) + gas(heard) + warning(heard) + resistance(heard), -1.0, 1.0));
}

}  // namespace cryo::sound

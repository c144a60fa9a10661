// All sounds of the trainer, computed: the monitor's beep at each heartbeat, flow as a Doppler machine lets it be
// heard, gas through the cryoprobe, the console's warning, what resists the hand. Mono, kSampleRateHz, -1..1. The same
// input in the same pieces or others gives the same samples.
#pragma once

#include <span>

#include "engine/core/random.h"
#include "engine/sound/heard.h"

namespace cryo::sound {

inline constexpr int kSampleRateHz = 44100;
inline constexpr double kSpeedOfSoundMPerS = 1540.0;

// Doppler shift of an echo from what moves along the beam at this speed: 2 v f / c.
double doppler_shift_hz(double speed_m_per_s, double frequency_hz);

class Synth {
  public:
    Synth();
    void render(const Heard& heard, std::span<float> samples);

  private:
    double noise();
    double heartbeat(const Heard& heard);
    double flow(const Heard& heard);
    double gas(const Heard& heard);
    double warning(const Heard& heard);
    double resistance(const Heard& heard);

    Rng rng_;
    double since_beat_s_ = 1e9;
    double beat_phase_ = 0.0;
    double warning_phase_ = 0.0;
    double hum_phase_ = 0.0;
    // Levels follow what is heard within a few milliseconds, so that nothing clicks.
    double flow_level_ = 0.0;
    double flow_hz_ = 0.0;
    double gas_level_ = 0.0;
    double hum_level_ = 0.0;
    // Band-pass of the flow (two-pole resonator), high-pass of the gas.
    double flow_low_ = 0.0;
    double flow_band_ = 0.0;
    double gas_last_ = 0.0;
};

}  // namespace cryo::sound

// Sounds as they are heard: pitch from the Doppler equation, beats per minute, silence when nothing is there.
#include "engine/sound/synth.h"

#include <algorithm>
#include <numeric>

#include "engine/core/units.h"

namespace cryo::sound {
namespace {

std::vector<float> heard_for(const Heard& heard, double seconds) {
    std::vector<float> samples(static_cast<size_t>(seconds * kSampleRateHz));
    Synth synth;
    synth.render(heard, samples);
    return samples;
}

double rms(const std::vector<float>& samples) {
    const double sum = std::accumulate(samples.begin(), samples.end(), 0.0, [](double s, float x) {
        return s + static_cast<double>(x) * static_cast<double>(x);
    });
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

// Power within a third of an octave around a frequency, as the sum of a few single-frequency correlations.
double power_at(const std::vector<float>& samples, double hz) {
    double power = 0.0;
    for (int k = -4; k <= 4; ++k) {
        const double f = hz * std::pow(2.0, k / 24.0);
        double re = 0.0, im = 0.0;
        for (size_t i = 0; i < samples.size(); ++i) {
            const double phase = 2.0 * kPi * f * static_cast<double>(i) / kSampleRateHz;
            re += static_cast<double>(samples[i]) * std::cos(phase);
            im += static_cast<double>(samples[i]) * std::sin(phase);
        }
        power += re * re + im * im;
    }
    return power;
}

Heard live() {
    Heard heard;
    heard.is_still = false;
    return heard;
}

TEST(Synth, NothingToHearIsSilence) {
    EXPECT_EQ(rms(heard_for(Heard{}, 1.0)), 0.0);
    EXPECT_EQ(rms(heard_for(live(), 1.0)), 0.0);
}

TEST(Synth, TheShiftIsThatOfTheDopplerEquation) {
    // 0.154 m/s at 5 MHz: 2 * 0.154 * 5e6 / 1540 = 1 kHz.
    EXPECT_NEAR(doppler_shift_hz(0.154, 5e6), 1000.0, 1e-9);
    EXPECT_EQ(doppler_shift_hz(-0.154, 5e6), doppler_shift_hz(0.154, 5e6));
}

TEST(Synth, FlowSoundsAtItsShift) {
    Heard heard = live();
    for (const double shift_hz : {300.0, 1000.0, 2500.0}) {
        heard.flow_m_per_s = shift_hz * kSpeedOfSoundMPerS / (2.0 * heard.flow_frequency_hz);
        const std::vector<float> samples = heard_for(heard, 1.0);
        const double here = power_at(samples, shift_hz);
        // Two octaves away there must be clearly less: 6 dB.
        EXPECT_GT(here, 4.0 * power_at(samples, 4.0 * shift_hz)) << shift_hz;
        EXPECT_GT(here, 4.0 * power_at(samples, 0.25 * shift_hz)) << shift_hz;
    }
}

TEST(Synth, BeatsAreCounted) {
    Heard heard = live();
    heard.heart_rate_per_min = 90.0;
    const std::vector<float> samples = heard_for(heard, 20.0);
    int beats = 0;
    size_t quiet = kSampleRateHz;
    for (const float sample : samples) {
        if (std::abs(sample) > 0.01F) {
            if (quiet > kSampleRateHz / 10) ++beats;
            quiet = 0;
        } else {
            ++quiet;
        }
    }
    EXPECT_NEAR(beats, 30, 1);
}

TEST(Synth, TheSameInOtherPiecesIsTheSame) {
    Heard heard = live();
    heard.gas = heard.gas_low = true;
    heard.heart_rate_per_min = 72.0;
    heard.flow_m_per_s = 0.1;
    heard.resistance_frac = 0.8;
    const std::vector<float> whole = heard_for(heard, 0.5);
    std::vector<float> pieces(whole.size());
    Synth synth;
    for (size_t at = 0; at < pieces.size();) {
        const size_t n = std::min<size_t>(997, pieces.size() - at);
        synth.render(heard, std::span<float>(pieces).subspan(at, n));
        at += n;
    }
    EXPECT_EQ(whole, pieces);
}

TEST(Synth, EverythingAtOnceStaysWithinBounds) {
    Heard heard = live();
    heard.gas = heard.gas_low = true;
    heard.heart_rate_per_min = 180.0;
    heard.flow_m_per_s = 2.0;
    heard.resistance_frac = 1.0;
    for (const float sample : heard_for(heard, 5.0)) ASSERT_LE(std::abs(sample), 1.0F);
}

TEST(Synth, SwitchingDoesNotClick) {
    Heard heard = live();
    heard.resistance_frac = 1.0;  // a low hum: neighbouring samples lie close together
    Synth synth;
    std::vector<float> samples(kSampleRateHz);
    synth.render(heard, samples);
    const float before = samples.back();
    heard.is_still = true;
    synth.render(heard, samples);
    EXPECT_LT(std::abs(samples.front() - before), 0.01F);
    EXPECT_LT(std::abs(samples.back()), 1e-4F);
}

TEST(Captions, SayWhatIsToBeHeard) {
    EXPECT_TRUE(captions(Heard{}).empty());
    Heard heard = live();
    EXPECT_TRUE(captions(heard).empty());
    heard.gas = true;
    heard.heart_rate_per_min = 71.6;
    heard.flow_m_per_s = 0.1;
    EXPECT_EQ(captions(heard), (std::vector<std::string>{"gas", "flow", "heartbeat 72/min"}));
    heard.is_still = true;
    EXPECT_TRUE(captions(heard).empty());
}

}  // namespace
}  // namespace cryo::sound

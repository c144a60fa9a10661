// The machine's settings as the learner's knobs leave them, with their allowed ranges. Plain data; the session owns
// one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cryo::ultrasound {

inline constexpr int kTgcSliders = 8;

struct ImagingSettings {
    double depth_m = 0.04;
    double focus_m = 0.02;  // transmit focus
    double frequency_hz = 9e6;
    double gain_db = 0.0;
    std::array<double, kTgcSliders> tgc_db{};  // evenly spaced over the depth
    double dynamic_range_db = 60.0;
    bool frozen = false;   // image frozen: the picture stands, the world goes on
    int line_count = 192;  // the quality tier, chosen by app/
    int sample_count = 512;
};

// Allowed ranges; outside them a command is refused with the range.
struct Range {
    double low;
    double high;
    bool contains(double value) const { return value >= low && value <= high; }  // false for NaN
};
inline constexpr Range kDepthRangeM{0.015, 0.20};
inline constexpr Range kFrequencyRangeHz{2e6, 18e6};  // the transducer's own band narrows it
inline constexpr Range kGainRangeDb{-30.0, 30.0};
inline constexpr Range kTgcRangeDb{-15.0, 15.0};
inline constexpr Range kDynamicRangeRangeDb{30.0, 90.0};
inline constexpr Range kFocusRangeM{0.004, 0.16};  // and inside the depth

}  // namespace cryo::ultrasound

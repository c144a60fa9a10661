// The machine's settings as the learner's knobs leave them, with their allowed ranges. Plain data; the session owns
// one.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cryo::ultrasound {

inline constexpr int kTgcSliders = 8;

enum class DopplerMode : uint8_t { Off, Colour, Power };

// Colour box and flow settings. The box stands around a point of the image plane; its sides follow the steered beams.
struct DopplerSettings {
    DopplerMode mode = DopplerMode::Off;
    double box_lateral_m = 0.0;  // of the box's middle
    double box_depth_m = 0.015;
    double box_width_m = 0.016;
    double box_height_m = 0.014;
    double steer_rad = 0.0;       // of the beams, towards +x; linear arrays only
    double scale_m_per_s = 0.10;  // velocity along the beam at which colours wrap; sets the pulse repetition rate
    double gain_db = 0.0;         // of colour
    int wall_filter = 1;          // 0 low, 1 medium, 2 high

    bool operator==(const DopplerSettings&) const = default;
};

struct ImagingSettings {
    double depth_m = 0.04;
    double focus_m = 0.02;  // transmit focus
    double frequency_hz = 9e6;
    double gain_db = 0.0;
    std::array<double, kTgcSliders> tgc_db{};  // evenly spaced over the depth
    double dynamic_range_db = 60.0;
    int gray_map = 1;          // index into kGrayMaps (display.h)
    int preset = -1;           // last one chosen, index into kPresets; -1: as the case began
    double persistence = 0.0;  // share of the picture that is kept from one image to the next
    bool compounding = false;  // three looks from different angles, averaged; linear arrays only
    bool needle_enhancement = false;
    double needle_steer_rad = 0.35;  // of the look that shows the needle, towards +x; negative: towards image-left
    bool inverted = false;           // left and right swapped on the screen
    DopplerSettings doppler;
    double steer_rad = 0.0;  // of the look being made; chosen by the renderer, not by a knob
    bool frozen = false;     // image frozen: the picture stands, the world goes on
    int line_count = 192;    // the quality tier, chosen by app/
    int sample_count = 512;

    bool operator==(const ImagingSettings&) const = default;
};

inline constexpr int kGrayMapCount = 4;
// Shape of the gray map: share of the soft curve (darker shadows, brighter lights) and lift of the middle.
struct GrayMap {
    const char* name;
    double knee;
    double lift;
};
inline constexpr std::array<GrayMap, kGrayMapCount> kGrayMaps{
    {{"A linear", 0.0, 0.0}, {"B soft", 0.3, 0.0}, {"C contrast", 0.9, 0.0}, {"D bright", 0.3, 0.35}}};

// What an examination usually starts from. Design values.
inline constexpr int kPresetCount = 3;
struct Preset {
    const char* name;
    double dynamic_range_db;
    int gray_map;
    double persistence;
    bool compounding;
    double frequency_share;  // of the transducer's band, from its low end
    double flow_scale_m_per_s;
    int wall_filter;
    DopplerMode doppler;
};
inline constexpr std::array<Preset, kPresetCount> kPresets{
    {{"Nerve", 60.0, 1, 0.35, true, 0.75, 0.08, 1, DopplerMode::Off},
     {"MSK", 65.0, 3, 0.45, true, 0.85, 0.05, 0, DopplerMode::Off},
     {"Vascular", 55.0, 2, 0.20, false, 0.60, 0.30, 1, DopplerMode::Colour}}};

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
inline constexpr Range kPersistenceRange{0.0, 0.9};
inline constexpr Range kNeedleSteerRangeRad{-0.611, 0.611};  // 35 degrees
inline constexpr double kCompoundSteerRad = 0.175;           // of the outer two looks
inline constexpr Range kBoxLateralRangeM{-0.06, 0.06};
inline constexpr Range kBoxDepthRangeM{0.004, 0.18};  // and inside the depth
inline constexpr Range kBoxWidthRangeM{0.005, 0.06};
inline constexpr Range kBoxHeightRangeM{0.004, 0.08};
inline constexpr Range kDopplerSteerRangeRad{-0.35, 0.35};
inline constexpr Range kDopplerScaleRangeMPerS{0.01, 1.5};  // and what the depth of the box allows
inline constexpr Range kDopplerGainRangeDb{-15.0, 15.0};

}  // namespace cryo::ultrasound

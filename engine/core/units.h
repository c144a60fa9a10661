// Unit conversions at the doors of the program. Inside, everything is SI, but for degrees Celsius and the field's
// dB/(cm MHz); authored files and screens use the clinician's units (mm, degrees, MHz).
#pragma once

#include <numbers>

namespace cryo {

inline constexpr double kPi = std::numbers::pi;

constexpr double m_from_mm(double value_mm) { return value_mm * 1e-3; }
constexpr double mm_from_m(double value_m) { return value_m * 1e3; }
constexpr double rad_from_deg(double value_deg) { return value_deg * (kPi / 180.0); }
constexpr double deg_from_rad(double value_rad) { return value_rad * (180.0 / kPi); }
constexpr double hz_from_mhz(double value_mhz) { return value_mhz * 1e6; }
constexpr double mhz_from_hz(double value_hz) { return value_hz * 1e-6; }

}  // namespace cryo

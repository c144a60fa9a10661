// Pixel formats, filters and wraps in the project's own words; only the sources of gpu/ know GL's numbers for them.
#pragma once

#include <cstdint>

namespace cryo::gpu {

// 8-bit formats hold 0..1 (linear, no sRGB curve); F formats are IEEE floats of 16 or 32 bits. RGB without A is left
// out on purpose: it cannot be drawn to on GLES 3.0.
enum class PixelFormat : uint8_t { R8, RGBA8, R16F, RG16F, RGBA16F, R32F, RG32F, RGBA32F, Depth24 };

enum class Filter : uint8_t { Nearest, Linear };
enum class Wrap : uint8_t { Clamp, Repeat, Mirror };

// Colour channels of a format; 1 for Depth24.
int channel_count(PixelFormat format);
// Bytes of one pixel as the graphics memory holds it.
int bytes_per_pixel(PixelFormat format);
bool is_float(PixelFormat format);
const char* format_name(PixelFormat format);

// IEEE 754 half precision, round to nearest even; for textures baked on the CPU.
uint16_t half_from_float(float value);
float float_from_half(uint16_t bits);

}  // namespace cryo::gpu

#include "engine/ultrasound/half.h"

#include <bit>

namespace cryo::ultrasound {

uint16_t half_from_float(float value) {
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    const uint32_t sign = (bits >> 16) & 0x8000U;
    const uint32_t magnitude = bits & 0x7fffffffU;
    if (magnitude >= 0x7f800000U)  // infinity or NaN
        return static_cast<uint16_t>(sign | 0x7c00U | (magnitude > 0x7f800000U ? 0x200U : 0U));
    if (magnitude >= 0x477ff000U) return static_cast<uint16_t>(sign | 0x7c00U);  // rounds beyond 65504
    if (magnitude < 0x38800000U) {                                               // subnormal half: multiples of 2^-24
        const float scaled = std::bit_cast<float>(magnitude) * 16777216.0F;
        const auto whole = static_cast<uint32_t>(scaled);
        const float rest = scaled - static_cast<float>(whole);
        const uint32_t up = rest > 0.5F || (rest == 0.5F && (whole & 1U)) ? 1U : 0U;
        return static_cast<uint16_t>(sign | (whole + up));
    }
    const uint32_t rebased = magnitude - 0x38000000U;
    const uint32_t rounded = rebased + 0xfffU + ((rebased >> 13) & 1U);
    return static_cast<uint16_t>(sign | (rounded >> 13));
}

float float_from_half(uint16_t half) {
    const uint32_t sign = (half & 0x8000U) << 16;
    const uint32_t magnitude = half & 0x7fffU;
    if (magnitude >= 0x7c00U) return std::bit_cast<float>(sign | 0x7f800000U | ((magnitude & 0x3ffU) << 13));
    if (magnitude < 0x400U) {
        const float value = static_cast<float>(magnitude) / 16777216.0F;
        return sign ? -value : value;
    }
    return std::bit_cast<float>(sign | ((magnitude << 13) + 0x38000000U));
}

}  // namespace cryo::ultrasound

// IEEE 754 half precision, round to nearest even: the stored form of baked fields.
#pragma once

#include <cstdint>

namespace cryo::ultrasound {

uint16_t half_from_float(float value);
float float_from_half(uint16_t bits);

}  // namespace cryo::ultrasound

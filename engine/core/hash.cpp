#include "engine/core/hash.h"

namespace cryo {

void StateHash::add_bytes(const void* data, size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (size_t i = 0; i < size; ++i) value_ = (value_ ^ bytes[i]) * 0x100000001b3ULL;
}

std::string StateHash::hex() const {
    static const char* digits = "0123456789abcdef";
    std::string text(16, '0');
    for (int i = 0; i < 16; ++i) text[static_cast<size_t>(i)] = digits[(value_ >> (60 - 4 * i)) & 15];
    return text;
}

}  // namespace cryo

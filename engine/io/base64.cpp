#include "engine/io/base64.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace cryo::io {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int kNoDigit = -1;

constexpr std::array<int, 256> make_digits() {
    std::array<int, 256> digits{};
    digits.fill(kNoDigit);
    for (size_t i = 0; i < kAlphabet.size(); ++i)
        digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<int>(i);
    return digits;
}
constexpr std::array<int, 256> kDigits = make_digits();

// The stored form of floats is little-endian; on such a machine their bytes are it.
static_assert(std::endian::native == std::endian::little, "swap the bytes of floats here for a big-endian machine");

}  // namespace

std::string base64_text(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (size_t i = 0; i < bytes.size(); i += 3) {
        const size_t count = std::min<size_t>(3, bytes.size() - i);
        uint32_t group = 0;
        for (size_t b = 0; b < 3; ++b)
            group = (group << 8) | (b < count ? static_cast<unsigned char>(bytes[i + b]) : 0U);
        for (size_t d = 0; d < 4; ++d) text += d <= count ? kAlphabet[(group >> (18 - 6 * d)) & 63U] : '=';
    }
    return text;
}

std::optional<std::string> base64_bytes(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (size_t i = 0; i < text.size(); i += 4) {
        uint32_t group = 0;
        size_t padding = 0;
        for (size_t d = 0; d < 4; ++d) {
            const char c = text[i + d];
            const int digit = kDigits[static_cast<unsigned char>(c)];
            const bool is_padding = c == '=' && d >= 2 && i + 4 == text.size();
            if (digit == kNoDigit && !is_padding) return std::nullopt;
            if (digit != kNoDigit && padding > 0) return std::nullopt;
            padding += is_padding ? 1 : 0;
            group = (group << 6) | (is_padding ? 0U : static_cast<uint32_t>(digit));
        }
        for (size_t b = 0; b < 3 - padding; ++b) bytes += static_cast<char>((group >> (16 - 8 * b)) & 255U);
    }
    return bytes;
}

std::string base64_from_floats(std::span<const float> values) {
    return base64_text({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

std::optional<std::vector<float>> floats_from_base64(std::string_view text) {
    const std::optional<std::string> bytes = base64_bytes(text);
    if (!bytes || bytes->size() % sizeof(float) != 0) return std::nullopt;
    std::vector<float> values(bytes->size() / sizeof(float));
    if (!values.empty()) std::memcpy(values.data(), bytes->data(), bytes->size());
    return values;
}

}  // namespace cryo::io

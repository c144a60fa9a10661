#include "engine/io/number_text.h"

#include <charconv>

#include "engine/core/check.h"

namespace cryo::io {

namespace {

template <class Number>
std::string shortest(Number value) {
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return {text, end.ptr};
}

}  // namespace

std::string number_text(double value) { return shortest(value); }
std::string number_text(float value) { return shortest(value); }

std::string rounded_text(double value, int digits) {
    CRYO_CHECK_OP(digits, <=, 17);
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits);
    return {text, end.ptr};
}

}  // namespace cryo::io

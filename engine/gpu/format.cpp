#include "engine/gpu/format.h"

#include <bit>

#include "engine/core/check.h"
#include "engine/gpu/gl_format.h"

namespace cryo::gpu {

int channel_count(PixelFormat format) {
    switch (format) {
        case PixelFormat::R8:
        case PixelFormat::R16F:
        case PixelFormat::R32F:
        case PixelFormat::Depth24:
            return 1;
        case PixelFormat::RG16F:
        case PixelFormat::RG32F:
            return 2;
        case PixelFormat::RGBA8:
        case PixelFormat::RGBA16F:
        case PixelFormat::RGBA32F:
            return 4;
    }
    CRYO_CHECK(false);
    return 0;
}

int bytes_per_pixel(PixelFormat format) {
    switch (format) {
        case PixelFormat::R8:
            return 1;
        case PixelFormat::R16F:
            return 2;
        case PixelFormat::RGBA8:
        case PixelFormat::RG16F:
        case PixelFormat::R32F:
        case PixelFormat::Depth24:
            return 4;
        case PixelFormat::RGBA16F:
        case PixelFormat::RG32F:
            return 8;
        case PixelFormat::RGBA32F:
            return 16;
    }
    CRYO_CHECK(false);
    return 0;
}

bool is_float(PixelFormat format) {
    return format != PixelFormat::R8 && format != PixelFormat::RGBA8 && format != PixelFormat::Depth24;
}

const char* format_name(PixelFormat format) {
    switch (format) {
        case PixelFormat::R8:
            return "R8";
        case PixelFormat::RGBA8:
            return "RGBA8";
        case PixelFormat::R16F:
            return "R16F";
        case PixelFormat::RG16F:
            return "RG16F";
        case PixelFormat::RGBA16F:
            return "RGBA16F";
        case PixelFormat::R32F:
            return "R32F";
        case PixelFormat::RG32F:
            return "RG32F";
        case PixelFormat::RGBA32F:
            return "RGBA32F";
        case PixelFormat::Depth24:
            return "Depth24";
    }
    CRYO_CHECK(false);
    return "";
}

// IEEE 754-2008 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits.
uint16_t half_from_float(float value) {
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    const uint32_t sign = (bits >> 16) & 0x8000U;
    const uint32_t magnitude = bits & 0x7fffffffU;
    if (magnitude > 0x7f800000U) return static_cast<uint16_t>(sign | 0x7e00U);   // NaN
    if (magnitude >= 0x477ff000U) return static_cast<uint16_t>(sign | 0x7c00U);  // rounds beyond 65504: infinity
    if (magnitude < 0x38800000U) {
        // Below the smallest normal half: adding 0.5 lets the float unit round the fraction to multiples of 2^-24.
        const float shifted = std::bit_cast<float>(magnitude) + 0.5f;
        return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(shifted) - 0x3f000000U));
    }
    const uint32_t odd = (magnitude >> 13) & 1U;
    const uint32_t rounded = magnitude + 0xfffU + odd - ((127U - 15U) << 23);
    return static_cast<uint16_t>(sign | (rounded >> 13));
}

float float_from_half(uint16_t bits) {
    const uint32_t sign = static_cast<uint32_t>(bits & 0x8000U) << 16;
    const uint32_t exponent = (bits >> 10) & 0x1fU;
    const uint32_t fraction = bits & 0x3ffU;
    if (exponent == 0) {
        const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000U | (fraction << 13));
    return std::bit_cast<float>(sign | ((exponent + 127U - 15U) << 23) | (fraction << 13));
}

GlFormat gl_format(PixelFormat format) {
    switch (format) {
        case PixelFormat::R8:
            return {GL_R8, GL_RED, GL_UNSIGNED_BYTE};
        case PixelFormat::RGBA8:
            return {GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE};
        case PixelFormat::R16F:
            return {GL_R16F, GL_RED, GL_FLOAT};
        case PixelFormat::RG16F:
            return {GL_RG16F, GL_RG, GL_FLOAT};
        case PixelFormat::RGBA16F:
            return {GL_RGBA16F, GL_RGBA, GL_FLOAT};
        case PixelFormat::R32F:
            return {GL_R32F, GL_RED, GL_FLOAT};
        case PixelFormat::RG32F:
            return {GL_RG32F, GL_RG, GL_FLOAT};
        case PixelFormat::RGBA32F:
            return {GL_RGBA32F, GL_RGBA, GL_FLOAT};
        case PixelFormat::Depth24:
            return {GL_DEPTH_COMPONENT24, GL_DEPTH_COMPONENT, GL_UNSIGNED_INT};
    }
    CRYO_CHECK(false);
    return {};
}

GLint gl_filter(Filter filter) { return filter == Filter::Linear ? GL_LINEAR : GL_NEAREST; }

GLint gl_wrap(Wrap wrap) {
    switch (wrap) {
        case Wrap::Clamp:
            return GL_CLAMP_TO_EDGE;
        case Wrap::Repeat:
            return GL_REPEAT;
        case Wrap::Mirror:
            return GL_MIRRORED_REPEAT;
    }
    CRYO_CHECK(false);
    return GL_CLAMP_TO_EDGE;
}

void label_object(GLenum kind, GLuint id, const std::string& name) {
    if (epoxy_is_desktop_gl() && epoxy_has_gl_extension("GL_KHR_debug"))
        glObjectLabel(kind, id, static_cast<GLsizei>(name.size()), name.c_str());
}

}  // namespace cryo::gpu

#include "engine/gpu/texture.h"

#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "engine/core/check.h"
#include "engine/gpu/context.h"
#include "engine/gpu/gl_format.h"

namespace cryo::gpu {

namespace {

uint32_t make_texture(GLenum target, const std::string& name, const TextureOptions& options, GLenum limit_of,
                      int largest_side, int smallest_side) {
    CRYO_CHECK_OP(smallest_side, >=, 1);
    GLint limit = 0;
    glGetIntegerv(limit_of, &limit);
    if (largest_side > limit)
        throw std::runtime_error("Texture \"" + name + "\" needs " + std::to_string(largest_side) +
                                 " texels along a side; this driver allows " + std::to_string(limit) + ".");
    GLuint id = 0;
    glGenTextures(1, &id);
    glBindTexture(target, id);
    label_object(GL_TEXTURE, id, name);
    glTexParameteri(target, GL_TEXTURE_MIN_FILTER, gl_filter(options.filter));
    glTexParameteri(target, GL_TEXTURE_MAG_FILTER, gl_filter(options.filter));
    glTexParameteri(target, GL_TEXTURE_WRAP_S, gl_wrap(options.wrap));
    glTexParameteri(target, GL_TEXTURE_WRAP_T, gl_wrap(options.wrap));
    if (target == GL_TEXTURE_3D) glTexParameteri(target, GL_TEXTURE_WRAP_R, gl_wrap(options.wrap));
    glTexParameteri(target, GL_TEXTURE_MAX_LEVEL, 0);
    return id;
}

void free_texture(uint32_t id) {
    if (id != 0) glDeleteTextures(1, &id);
}

// Channels of one pixel as our uploads of this element type have them; checks that the format takes the type.
template <class T>
size_t values_in(PixelFormat format, size_t pixels) {
    CRYO_CHECK(format != PixelFormat::Depth24);
    if constexpr (std::is_same_v<T, uint8_t>) CRYO_CHECK(!is_float(format));
    if constexpr (std::is_same_v<T, float>) CRYO_CHECK(is_float(format));
    if constexpr (std::is_same_v<T, uint16_t>)
        CRYO_CHECK(format == PixelFormat::R16F || format == PixelFormat::RG16F || format == PixelFormat::RGBA16F);
    return pixels * static_cast<size_t>(channel_count(format));
}

template <class T>
constexpr GLenum gl_type() {
    if constexpr (std::is_same_v<T, uint8_t>) return GL_UNSIGNED_BYTE;
    if constexpr (std::is_same_v<T, uint16_t>) return GL_HALF_FLOAT;
    return GL_FLOAT;
}

template <class T>
void upload_2d(uint32_t id, PixelFormat format, int x, int y, int width, int height, std::span<const T> values) {
    CRYO_CHECK_OP(values.size(), ==, values_in<T>(format, static_cast<size_t>(width) * static_cast<size_t>(height)));
    glBindTexture(GL_TEXTURE_2D, id);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, gl_format(format).format, gl_type<T>(), values.data());
}

template <class T>
void upload_3d(uint32_t id, PixelFormat format, int width, int height, int first, int count,
               std::span<const T> values) {
    const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height) * static_cast<size_t>(count);
    CRYO_CHECK_OP(values.size(), ==, values_in<T>(format, pixels));
    glBindTexture(GL_TEXTURE_3D, id);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexSubImage3D(GL_TEXTURE_3D, 0, 0, 0, first, width, height, count, gl_format(format).format, gl_type<T>(),
                    values.data());
}

// Reads textures through a framebuffer, the one way OpenGL ES has. Every format can be read as RGBA.
class ReadBack {
  public:
    ReadBack() {
        glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &previous_);
        glGenFramebuffers(1, &id_);
        glBindFramebuffer(GL_READ_FRAMEBUFFER, id_);
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
    }
    ~ReadBack() {
        glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(previous_));
        glDeleteFramebuffers(1, &id_);
    }
    ReadBack(const ReadBack&) = delete;
    ReadBack& operator=(const ReadBack&) = delete;

    void attach_2d(uint32_t texture) const {
        glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    }
    void attach_slice(uint32_t texture, int slice) const {
        glFramebufferTextureLayer(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, texture, 0, slice);
    }
    // Appends one image with `channels` channels per pixel.
    template <class T>
    void read(const std::string& name, int width, int height, int channels, std::vector<T>& out) const {
        if (glCheckFramebufferStatus(GL_READ_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE)
            throw std::runtime_error("Texture \"" + name + "\" cannot be read back: this driver does not draw to it.");
        const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
        std::vector<T> rgba(pixels * 4);
        glReadPixels(0, 0, width, height, GL_RGBA, gl_type<T>(), rgba.data());
        out.reserve(out.size() + pixels * static_cast<size_t>(channels));
        for (size_t i = 0; i < pixels; ++i)
            for (int c = 0; c < channels; ++c) out.push_back(rgba[i * 4 + static_cast<size_t>(c)]);
    }

  private:
    GLint previous_ = 0;
    GLuint id_ = 0;
};

std::vector<float> floats_from_bytes(const std::vector<uint8_t>& bytes) {
    std::vector<float> values;
    values.reserve(bytes.size());
    for (const uint8_t byte : bytes) values.push_back(static_cast<float>(byte) / 255.0f);
    return values;
}

}  // namespace

Texture2D::Texture2D(std::string name, int width, int height, const TextureOptions& options)
    : name_(std::move(name)), width_(width), height_(height), options_(options) {
    id_ = make_texture(GL_TEXTURE_2D, name_, options, GL_MAX_TEXTURE_SIZE, std::max(width, height),
                       std::min(width, height));
    const GlFormat gl = gl_format(options.format);
    glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(gl.internal_format), width, height, 0, gl.format, gl.type,
                 nullptr);
}

Texture2D::~Texture2D() { free_texture(id_); }

Texture2D::Texture2D(Texture2D&& other) noexcept { *this = std::move(other); }

Texture2D& Texture2D::operator=(Texture2D&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(width_, other.width_);
    std::swap(height_, other.height_);
    std::swap(options_, other.options_);
    std::swap(id_, other.id_);
    return *this;
}

void Texture2D::upload(std::span<const uint8_t> bytes) { upload_part(0, 0, width_, height_, bytes); }
void Texture2D::upload(std::span<const float> values) { upload_part(0, 0, width_, height_, values); }

void Texture2D::upload_halves(std::span<const uint16_t> halves) {
    upload_2d(id_, options_.format, 0, 0, width_, height_, halves);
}

void Texture2D::upload_part(int x, int y, int width, int height, std::span<const uint8_t> bytes) {
    CRYO_CHECK(x >= 0 && y >= 0 && x + width <= width_ && y + height <= height_);
    upload_2d(id_, options_.format, x, y, width, height, bytes);
}

void Texture2D::upload_part(int x, int y, int width, int height, std::span<const float> values) {
    CRYO_CHECK(x >= 0 && y >= 0 && x + width <= width_ && y + height <= height_);
    upload_2d(id_, options_.format, x, y, width, height, values);
}

std::vector<uint8_t> Texture2D::read_bytes() const {
    CRYO_CHECK(id_ != 0 && !is_float(options_.format) && options_.format != PixelFormat::Depth24);
    std::vector<uint8_t> bytes;
    const ReadBack reader;
    reader.attach_2d(id_);
    reader.read(name_, width_, height_, channel_count(options_.format), bytes);
    return bytes;
}

std::vector<float> Texture2D::read_floats() const {
    if (!is_float(options_.format)) return floats_from_bytes(read_bytes());
    std::vector<float> values;
    const ReadBack reader;
    reader.attach_2d(id_);
    reader.read(name_, width_, height_, channel_count(options_.format), values);
    return values;
}

Texture3D::Texture3D(std::string name, int width, int height, int depth, const TextureOptions& options)
    : name_(std::move(name)), width_(width), height_(height), depth_(depth), options_(options) {
    id_ = make_texture(GL_TEXTURE_3D, name_, options, GL_MAX_3D_TEXTURE_SIZE, std::max({width, height, depth}),
                       std::min({width, height, depth}));
    const GlFormat gl = gl_format(options.format);
    glTexImage3D(GL_TEXTURE_3D, 0, static_cast<GLint>(gl.internal_format), width, height, depth, 0, gl.format, gl.type,
                 nullptr);
}

Texture3D::~Texture3D() { free_texture(id_); }

Texture3D::Texture3D(Texture3D&& other) noexcept { *this = std::move(other); }

Texture3D& Texture3D::operator=(Texture3D&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(width_, other.width_);
    std::swap(height_, other.height_);
    std::swap(depth_, other.depth_);
    std::swap(options_, other.options_);
    std::swap(id_, other.id_);
    return *this;
}

void Texture3D::upload(std::span<const uint8_t> bytes) {
    upload_3d(id_, options_.format, width_, height_, 0, depth_, bytes);
}
void Texture3D::upload(std::span<const float> values) { upload_slices(0, depth_, values); }

void Texture3D::upload_halves(std::span<const uint16_t> halves) {
    upload_3d(id_, options_.format, width_, height_, 0, depth_, halves);
}

void Texture3D::upload_slices(int first, int count, std::span<const float> values) {
    CRYO_CHECK(first >= 0 && count >= 1 && first + count <= depth_);
    upload_3d(id_, options_.format, width_, height_, first, count, values);
}

std::vector<float> Texture3D::read_floats() const {
    CRYO_CHECK(id_ != 0);
    const ReadBack reader;
    std::vector<float> values;
    std::vector<uint8_t> bytes;
    for (int slice = 0; slice < depth_; ++slice) {
        reader.attach_slice(id_, slice);
        if (is_float(options_.format))
            reader.read(name_, width_, height_, channel_count(options_.format), values);
        else
            reader.read(name_, width_, height_, channel_count(options_.format), bytes);
    }
    return is_float(options_.format) ? values : floats_from_bytes(bytes);
}

}  // namespace cryo::gpu

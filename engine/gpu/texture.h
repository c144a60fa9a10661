// Two- and three-dimensional textures: move-only, freed in the destructor, named for messages. Texel (0,0) is the first
// in memory; a texture drawn as an image with v = 0 at the top therefore has its first row at the top.
// Errors: sizes beyond the driver's limit throw std::runtime_error; a span of the wrong length is a CheckFailure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/gpu/format.h"

namespace cryo::gpu {

struct TextureOptions {
    PixelFormat format = PixelFormat::RGBA8;
    Filter filter = Filter::Linear;
    Wrap wrap = Wrap::Clamp;  // the same along every axis
};

class Texture2D {
  public:
    Texture2D() = default;  // empty: no texture
    Texture2D(std::string name, int width, int height, const TextureOptions& options);
    ~Texture2D();
    Texture2D(Texture2D&& other) noexcept;
    Texture2D& operator=(Texture2D&& other) noexcept;

    // Whole texture or the rectangle at (x, y). Values are channel-interleaved, rows one after the other without
    // padding: bytes for 8-bit formats, floats for 16- and 32-bit formats, halves for 16-bit formats.
    void upload(std::span<const uint8_t> bytes);
    void upload(std::span<const float> values);
    void upload_halves(std::span<const uint16_t> halves);
    void upload_part(int x, int y, int width, int height, std::span<const uint8_t> bytes);
    void upload_part(int x, int y, int width, int height, std::span<const float> values);

    // Waits for drawing to end. Colour formats only; channels as the format has them.
    std::vector<uint8_t> read_bytes() const;  // 8-bit formats
    std::vector<float> read_floats() const;   // any colour format

    bool empty() const { return id_ == 0; }
    int width() const { return width_; }
    int height() const { return height_; }
    PixelFormat format() const { return options_.format; }
    const std::string& name() const { return name_; }
    uint32_t id() const { return id_; }  // GL's name, for Dear ImGui's ImTextureID

  private:
    std::string name_;
    int width_ = 0;
    int height_ = 0;
    TextureOptions options_;
    uint32_t id_ = 0;
};

class Texture3D {
  public:
    Texture3D() = default;
    Texture3D(std::string name, int width, int height, int depth, const TextureOptions& options);
    ~Texture3D();
    Texture3D(Texture3D&& other) noexcept;
    Texture3D& operator=(Texture3D&& other) noexcept;

    // x runs fastest, as in Grid3.
    void upload(std::span<const uint8_t> bytes);
    void upload(std::span<const float> values);
    void upload_halves(std::span<const uint16_t> halves);
    // Slices [first, first + count) along z.
    void upload_slices(int first, int count, std::span<const float> values);

    std::vector<float> read_floats() const;

    bool empty() const { return id_ == 0; }
    int width() const { return width_; }
    int height() const { return height_; }
    int depth() const { return depth_; }
    PixelFormat format() const { return options_.format; }
    const std::string& name() const { return name_; }
    uint32_t id() const { return id_; }

  private:
    std::string name_;
    int width_ = 0;
    int height_ = 0;
    int depth_ = 0;
    TextureOptions options_;
    uint32_t id_ = 0;
};

}  // namespace cryo::gpu

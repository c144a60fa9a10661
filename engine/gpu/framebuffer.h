// What passes draw into: one or several colour textures of equal size, and a depth texture where asked for. It owns its
// textures. With samples > 1 it is drawn to many samples per pixel and resolve() fills the textures.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/gpu/texture.h"

namespace cryo::gpu {

// Pixels from the first column and row of the target's memory.
struct Rectangle {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

struct FramebufferOptions {
    int width = 0;
    int height = 0;
    std::vector<PixelFormat> colors{PixelFormat::RGBA8};
    bool depth = false;
    int samples = 1;  // lowered to what the driver can do
    Filter filter = Filter::Linear;
    Wrap wrap = Wrap::Clamp;
};

class Framebuffer {
  public:
    Framebuffer() = default;
    Framebuffer(std::string name, const FramebufferOptions& options);
    ~Framebuffer();
    Framebuffer(Framebuffer&& other) noexcept;
    Framebuffer& operator=(Framebuffer&& other) noexcept;

    // Makes it the target of what follows. Does not touch the viewport: PassState does.
    void bind() const;
    // Colour target `index` to rgba; the depth buffer to the far plane. Only `part` of it where given.
    void clear_color(int index, const std::array<float, 4>& rgba, const std::optional<Rectangle>& part = {}) const;
    void clear_depth(const std::optional<Rectangle>& part = {}) const;
    // Many samples to one, for every colour target and depth; nothing to do when samples() is 1.
    void resolve() const;
    // Colour target 0, and depth when both have it, to another of the same size that has one sample.
    void copy_to(const Framebuffer& other) const;

    const Texture2D& color(int index = 0) const;
    const Texture2D& depth() const;  // 0 near .. 1 far, unfiltered
    int color_count() const { return static_cast<int>(colors_.size()); }
    int width() const { return options_.width; }
    int height() const { return options_.height; }
    int samples() const { return options_.samples; }
    bool has_depth() const { return options_.depth; }
    bool empty() const { return id_ == 0; }
    const std::string& name() const { return name_; }

  private:
    void release();

    std::string name_;
    FramebufferOptions options_;
    std::vector<Texture2D> colors_;
    Texture2D depth_;
    uint32_t id_ = 0;                      // of the textures
    uint32_t multisample_id_ = 0;          // drawn to when samples > 1
    std::vector<uint32_t> renderbuffers_;  // multisample colours, then depth
};

}  // namespace cryo::gpu

// How a pass draws: the whole fixed-function state, set in full each time and never inherited, then one full-screen
// triangle or a mesh.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/gpu/buffer.h"
#include "engine/gpu/framebuffer.h"
#include "engine/gpu/program.h"

namespace cryo::gpu {

enum class Blend : uint8_t {
    Off,
    Alpha,               // straight alpha over
    PremultipliedAlpha,  // colour already times alpha
    Add,
};
enum class Cull : uint8_t { Off, Back, Front };  // front faces wind counter-clockwise on the target

struct PassState {
    std::optional<Rectangle> viewport = {};  // the whole target when empty
    std::optional<Rectangle> scissor = {};
    Blend blend = Blend::Off;
    bool depth_test = false;  // passes when nearer or equal
    bool depth_write = false;
    Cull cull = Cull::Off;
    float polygon_offset = 0.0f;  // depth steps towards (negative) or away from the eye
};

// Binds target and state. For meshes: begin_pass, then program.bind() and mesh.draw() as often as needed, end_pass.
void begin_pass(const Framebuffer& target, const PassState& state);
// Polls for errors in builds that check every pass; `name` goes into the message.
void end_pass(const std::string& name);

// Draws one triangle that covers the viewport; the fragment's place on the target is gl_FragCoord.xy.
class FullscreenPass {
  public:
    FullscreenPass();
    ~FullscreenPass();
    FullscreenPass(FullscreenPass&& other) noexcept;
    FullscreenPass& operator=(FullscreenPass&& other) noexcept;

    void draw(const Program& program, const Framebuffer& target, const PassState& state = {}) const;

  private:
    uint32_t vertex_array_ = 0;
};

}  // namespace cryo::gpu

#include "engine/gpu/pass.h"

#include <epoxy/gl.h>

#include <utility>

#include "engine/gpu/context.h"

namespace cryo::gpu {

namespace {

void enable(GLenum what, bool on) {
    if (on)
        glEnable(what);
    else
        glDisable(what);
}

void set_blend(Blend blend) {
    enable(GL_BLEND, blend != Blend::Off);
    glBlendEquation(GL_FUNC_ADD);
    switch (blend) {
        case Blend::Off:
            break;
        // Alpha of the target becomes its coverage, whatever the colour factors are.
        case Blend::Alpha:
            glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
            break;
        case Blend::PremultipliedAlpha:
            glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
            break;
        case Blend::Add:
            glBlendFunc(GL_ONE, GL_ONE);
            break;
    }
}

}  // namespace

void begin_pass(const Framebuffer& target, const PassState& state) {
    target.bind();
    const Rectangle view = state.viewport.value_or(Rectangle{0, 0, target.width(), target.height()});
    glViewport(view.x, view.y, view.width, view.height);
    enable(GL_SCISSOR_TEST, state.scissor.has_value());
    if (state.scissor) glScissor(state.scissor->x, state.scissor->y, state.scissor->width, state.scissor->height);
    set_blend(state.blend);
    // Depth is written only while the test is on; "always" stands for writing without testing.
    enable(GL_DEPTH_TEST, state.depth_test || state.depth_write);
    glDepthFunc(state.depth_test ? GL_LEQUAL : GL_ALWAYS);
    glDepthMask(state.depth_write ? GL_TRUE : GL_FALSE);
    enable(GL_CULL_FACE, state.cull != Cull::Off);
    glCullFace(state.cull == Cull::Front ? GL_FRONT : GL_BACK);
    glFrontFace(GL_CCW);
    enable(GL_POLYGON_OFFSET_FILL, state.polygon_offset != 0.0f);
    glPolygonOffset(state.polygon_offset, state.polygon_offset);
    glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    glDisable(GL_STENCIL_TEST);
}

void end_pass(const std::string& name) {
    if constexpr (kChecksEveryPass) check_errors("pass \"" + name + "\"");
}

FullscreenPass::FullscreenPass() { glGenVertexArrays(1, &vertex_array_); }

FullscreenPass::~FullscreenPass() {
    if (vertex_array_ != 0) glDeleteVertexArrays(1, &vertex_array_);
}

FullscreenPass::FullscreenPass(FullscreenPass&& other) noexcept
    : vertex_array_(std::exchange(other.vertex_array_, 0)) {}

FullscreenPass& FullscreenPass::operator=(FullscreenPass&& other) noexcept {
    std::swap(vertex_array_, other.vertex_array_);
    return *this;
}

void FullscreenPass::draw(const Program& program, const Framebuffer& target, const PassState& state) const {
    begin_pass(target, state);
    program.bind();
    glBindVertexArray(vertex_array_);
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glBindVertexArray(0);
    end_pass(program.name());
}

}  // namespace cryo::gpu

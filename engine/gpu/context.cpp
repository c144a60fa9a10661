#include "engine/gpu/context.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <stdexcept>

#include "engine/core/check.h"

namespace cryo::gpu {

namespace {

int integer(GLenum what) {
    GLint value = 0;
    glGetIntegerv(what, &value);
    return value;
}

std::string text(GLenum what) {
    const GLubyte* value = glGetString(what);
    return value ? reinterpret_cast<const char*>(value) : "";
}

bool draws_in_software(const std::string& renderer) {
    std::string lower = renderer;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    for (const char* name : {"llvmpipe", "softpipe", "swrast", "swiftshader", "software"})
        if (lower.find(name) != std::string::npos) return true;
    return false;
}

const char* error_name(GLenum error) {
    switch (error) {
        case GL_INVALID_ENUM:
            return "GL_INVALID_ENUM";
        case GL_INVALID_VALUE:
            return "GL_INVALID_VALUE";
        case GL_INVALID_OPERATION:
            return "GL_INVALID_OPERATION";
        case GL_INVALID_FRAMEBUFFER_OPERATION:
            return "GL_INVALID_FRAMEBUFFER_OPERATION";
        case GL_OUT_OF_MEMORY:
            return "GL_OUT_OF_MEMORY";
        default:
            return "unknown";
    }
}

}  // namespace

const char* api_name(Api api) { return api == Api::Gl33Core ? "OpenGL 3.3 core" : "OpenGL ES 3.0"; }

Api current_api() { return epoxy_is_desktop_gl() ? Api::Gl33Core : Api::Gles30; }

ContextInfo current_context_info() {
    CRYO_CHECK(has_current_context());
    ContextInfo info;
    info.api = current_api();
    info.vendor = text(GL_VENDOR);
    info.renderer = text(GL_RENDERER);
    info.version = text(GL_VERSION);
    info.shading_language = text(GL_SHADING_LANGUAGE_VERSION);
    info.max_texture_size = integer(GL_MAX_TEXTURE_SIZE);
    info.max_texture_3d_size = integer(GL_MAX_3D_TEXTURE_SIZE);
    info.max_color_targets = std::min(integer(GL_MAX_COLOR_ATTACHMENTS), integer(GL_MAX_DRAW_BUFFERS));
    info.max_samples = std::max(1, integer(GL_MAX_SAMPLES));
    info.max_uniform_block_bytes = integer(GL_MAX_UNIFORM_BLOCK_SIZE);
    info.max_texture_units = integer(GL_MAX_TEXTURE_IMAGE_UNITS);
    const bool is_desktop = info.api == Api::Gl33Core;
    info.has_float_linear = is_desktop || epoxy_has_gl_extension("GL_OES_texture_float_linear");
    info.has_float_targets =
        is_desktop || epoxy_gl_version() >= 32 || epoxy_has_gl_extension("GL_EXT_color_buffer_float");
    info.is_software = draws_in_software(info.renderer);
    return info;
}

void finish() { glFinish(); }

void check_errors(const std::string& where) {
    const GLenum first = glGetError();
    if (first == GL_NO_ERROR) return;
    // Leaves none behind for the next pass; bounded, because a lost context reports errors for ever.
    for (int i = 0; i < 16 && glGetError() != GL_NO_ERROR; ++i) {
    }
    throw std::runtime_error(std::string("OpenGL error ") + error_name(first) + " in " + where + ".");
}

}  // namespace cryo::gpu

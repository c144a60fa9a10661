// What GL calls our formats. Private to the sources of gpu/.
#pragma once

#include <epoxy/gl.h>

#include <string>

#include "engine/gpu/format.h"

namespace cryo::gpu {

struct GlFormat {
    GLenum internal_format;
    GLenum format;  // channels of client memory
    GLenum type;    // of one channel in client memory, as our float or byte uploads have it
};

GlFormat gl_format(PixelFormat format);
GLint gl_filter(Filter filter);
GLint gl_wrap(Wrap wrap);

// Names the object for debuggers such as RenderDoc, where the driver can.
void label_object(GLenum kind, GLuint id, const std::string& name);

}  // namespace cryo::gpu

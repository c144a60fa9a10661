// The EGL side of context.h. Nothing here opens a display: Mesa's surfaceless platform draws into framebuffers only.
#include <stdexcept>

#include <GLFW/glfw3.h>

#include "engine/core/check.h"
#include "engine/gpu/context.h"

#if __has_include(<epoxy/egl.h>)
#include <dlfcn.h>
#include <epoxy/egl.h>

namespace cryo::gpu {

namespace {

[[noreturn]] void unavailable(const std::string& cause) {
    throw std::runtime_error("No OpenGL driver for drawing without a window: " + cause +
                             " (on Debian, install libegl1 and libgl1-mesa-dri).");
}

const char* egl_error_name(EGLint error) {
    switch (error) {
        case EGL_SUCCESS:
            return "EGL_SUCCESS";
        case EGL_NOT_INITIALIZED:
            return "EGL_NOT_INITIALIZED";
        case EGL_BAD_ACCESS:
            return "EGL_BAD_ACCESS";
        case EGL_BAD_ALLOC:
            return "EGL_BAD_ALLOC";
        case EGL_BAD_ATTRIBUTE:
            return "EGL_BAD_ATTRIBUTE";
        case EGL_BAD_CONFIG:
            return "EGL_BAD_CONFIG";
        case EGL_BAD_CONTEXT:
            return "EGL_BAD_CONTEXT";
        case EGL_BAD_DISPLAY:
            return "EGL_BAD_DISPLAY";
        case EGL_BAD_MATCH:
            return "EGL_BAD_MATCH";
        case EGL_BAD_PARAMETER:
            return "EGL_BAD_PARAMETER";
        default:
            return "an unknown EGL error";
    }
}

// libepoxy ends the program when a library or an entry point is missing, so both are asked for first.
bool egl_is_installed() {
    static void* const library = dlopen("libEGL.so.1", RTLD_LAZY | RTLD_LOCAL);
    return library != nullptr;
}

EGLDisplay surfaceless_display() {
    if (!egl_is_installed()) unavailable("libEGL.so.1 was not found");
    if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_base") ||
        !epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless"))
        unavailable("EGL offers no surfaceless platform");
    const EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display == EGL_NO_DISPLAY) unavailable("EGL gave no surfaceless display");
    if (!eglInitialize(display, nullptr, nullptr))
        unavailable(std::string("EGL could not start its driver, ") + egl_error_name(eglGetError()));
    if (!epoxy_has_egl_extension(display, "EGL_KHR_surfaceless_context") ||
        !epoxy_has_egl_extension(display, "EGL_KHR_create_context") ||
        !epoxy_has_egl_extension(display, "EGL_KHR_no_config_context"))
        unavailable("the EGL driver is too old to draw without a surface");
    return display;
}

}  // namespace

bool has_current_context() {
    return glfwGetCurrentContext() != nullptr || (egl_is_installed() && eglGetCurrentContext() != EGL_NO_CONTEXT);
}

// The display stays initialised for the life of the process: EGL shares it between all contexts.
struct OffscreenContext::State {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;

    ~State() {
        if (context == EGL_NO_CONTEXT) return;
        if (eglGetCurrentContext() == context) eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        eglDestroyContext(display, context);
    }
};

OffscreenContext::OffscreenContext(Api api) : state_(std::make_unique<State>()) {
    state_->display = surfaceless_display();
    const bool is_desktop = api == Api::Gl33Core;
    if (!eglBindAPI(is_desktop ? EGL_OPENGL_API : EGL_OPENGL_ES_API))
        unavailable(std::string("the driver has no ") + (is_desktop ? "OpenGL" : "OpenGL ES"));
    const EGLint desktop[] = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    const EGLint embedded[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE};
    state_->context =
        eglCreateContext(state_->display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, is_desktop ? desktop : embedded);
    if (state_->context == EGL_NO_CONTEXT)
        unavailable(std::string("the driver cannot make an ") + api_name(api) + " context, " +
                    egl_error_name(eglGetError()));
    make_current();
    info_ = current_context_info();
}

OffscreenContext::~OffscreenContext() = default;
OffscreenContext::OffscreenContext(OffscreenContext&&) noexcept = default;
OffscreenContext& OffscreenContext::operator=(OffscreenContext&&) noexcept = default;

void OffscreenContext::make_current() const {
    CRYO_CHECK(state_ != nullptr);
    if (!eglMakeCurrent(state_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state_->context))
        unavailable(std::string("the context could not be made current, ") + egl_error_name(eglGetError()));
}

}  // namespace cryo::gpu

#else

namespace cryo::gpu {

bool has_current_context() { return glfwGetCurrentContext() != nullptr; }

struct OffscreenContext::State {};

OffscreenContext::OffscreenContext(Api) {
    throw std::runtime_error("Drawing without a window needs EGL, which this system does not have.");
}
OffscreenContext::~OffscreenContext() = default;
OffscreenContext::OffscreenContext(OffscreenContext&&) noexcept = default;
OffscreenContext& OffscreenContext::operator=(OffscreenContext&&) noexcept = default;
void OffscreenContext::make_current() const {}

}  // namespace cryo::gpu

#endif

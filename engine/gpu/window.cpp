#include "engine/gpu/window.h"

#include <epoxy/gl.h>

#include <GLFW/glfw3.h>

#include <stdexcept>

namespace cryo::gpu {

namespace {

[[noreturn]] void cannot_open() {
    const char* cause = nullptr;
    glfwGetError(&cause);
    throw std::runtime_error(std::string("No window with OpenGL 3.3 can be opened: ") +
                             (cause ? cause : "the window system gave no reason") + ".");
}

}  // namespace

bool display_available() { return glfwInit() == GLFW_TRUE; }

Window::Window(const WindowOptions& options) {
    if (!glfwInit()) cannot_open();
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);  // macOS gives a core context on no other terms
    glfwWindowHint(GLFW_VISIBLE, options.visible ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_MAXIMIZED, options.maximized ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHint(GLFW_SAMPLES, options.samples);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    handle_ = glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
    if (!handle_) cannot_open();
    glfwSetWindowSizeLimits(handle_, options.minimum_width, options.minimum_height, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(handle_);
    set_vsync(options.vsync);
    info_ = current_context_info();
}

Window::~Window() {
    glfwDestroyWindow(handle_);
    glfwTerminate();
}

PixelSize Window::framebuffer_size() const {
    PixelSize size;
    glfwGetFramebufferSize(handle_, &size.width, &size.height);
    return size;
}

double Window::content_scale() const {
    float x = 1.0f, y = 1.0f;
    glfwGetWindowContentScale(handle_, &x, &y);
    return static_cast<double>(x > y ? x : y);
}

bool Window::should_close() const { return glfwWindowShouldClose(handle_) == GLFW_TRUE; }
void Window::set_should_close(bool close) { glfwSetWindowShouldClose(handle_, close ? GLFW_TRUE : GLFW_FALSE); }
void Window::set_vsync(bool on) { glfwSwapInterval(on ? 1 : 0); }
void Window::set_title(const std::string& title) { glfwSetWindowTitle(handle_, title.c_str()); }
void Window::poll_events() { glfwPollEvents(); }
void Window::wait_events(double timeout_s) { glfwWaitEventsTimeout(timeout_s); }
void Window::swap_buffers() { glfwSwapBuffers(handle_); }

void Window::begin_frame(float red, float green, float blue) {
    const PixelSize size = framebuffer_size();
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, size.width, size.height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(red, green, blue, 1.0f);
    glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace cryo::gpu

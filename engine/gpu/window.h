// A window with an OpenGL 3.3 core context, made through GLFW. Call from the main thread only.
// Errors: no display, no driver or no window is a std::runtime_error with one sentence.
#pragma once

#include <functional>
#include <string>

#include "engine/gpu/context.h"

struct GLFWwindow;

namespace cryo::gpu {

struct WindowOptions {
    std::string title = "CryoSono";
    int width = 1280;  // screen coordinates, which are pixels / content scale on some systems
    int height = 800;
    int minimum_width = 1024;
    int minimum_height = 640;
    bool visible = true;
    bool maximized = false;
    bool vsync = true;
    int samples = 0;  // of the window's own framebuffer
};

struct PixelSize {
    int width = 0;
    int height = 0;
};

class Window {
  public:
    // Makes the window and leaves its context current. One window at a time.
    explicit Window(const WindowOptions& options = {});
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    // The handle for input callbacks and Dear ImGui's GLFW backend.
    GLFWwindow* handle() const { return handle_; }
    const ContextInfo& info() const { return info_; }

    PixelSize framebuffer_size() const;
    // Of the monitor under the window: 1 at 96 dots per inch, 2 on a high-density screen.
    double content_scale() const;
    bool should_close() const;
    void set_should_close(bool close);
    void set_vsync(bool on);
    void set_title(const std::string& title);
    void poll_events();
    // Waits for an event at most this long; for a paused or hidden window.
    void wait_events(double timeout_s);
    void swap_buffers();

    // Clears the window's own framebuffer and makes it the target of what follows.
    void begin_frame(float red, float green, float blue);

  private:
    GLFWwindow* handle_ = nullptr;
    ContextInfo info_;
};

// False where no window can be opened (no display server); never throws.
bool display_available();

}  // namespace cryo::gpu

// The OpenGL context everything in gpu/ works on: here without a window or display server, through EGL's surfaceless
// platform; window.h makes one with a window. All calls of gpu/ act on the context current on the calling thread.
// Errors: a context that cannot be made is a std::runtime_error with one sentence that names the cause.
#pragma once

#include <memory>
#include <string>

namespace cryo::gpu {

enum class Api { Gl33Core, Gles30 };

struct ContextInfo {
    Api api = Api::Gl33Core;
    std::string vendor;
    std::string renderer;  // "llvmpipe (LLVM 15.0.6, 256 bits)"
    std::string version;
    std::string shading_language;
    int max_texture_size = 0;
    int max_texture_3d_size = 0;
    int max_color_targets = 0;
    int max_samples = 1;
    int max_uniform_block_bytes = 0;
    int max_texture_units = 0;
    bool has_float_linear = false;   // 32-bit float textures may be filtered linearly
    bool has_float_targets = false;  // 16- and 32-bit float formats may be drawn to
    bool is_software = false;        // drawn by the processor (llvmpipe, softpipe, SwiftShader)
};

const char* api_name(Api api);

// Of the context current on this thread; CheckFailure when there is none.
ContextInfo current_context_info();
Api current_api();
bool has_current_context();

class OffscreenContext {
  public:
    // Makes the context and leaves it current.
    explicit OffscreenContext(Api api = Api::Gl33Core);
    ~OffscreenContext();
    OffscreenContext(OffscreenContext&&) noexcept;
    OffscreenContext& operator=(OffscreenContext&&) noexcept;

    void make_current() const;
    const ContextInfo& info() const { return info_; }

  private:
    struct State;
    std::unique_ptr<State> state_;
    ContextInfo info_;
};

// Waits until everything drawn so far is done.
void finish();

// Throws std::runtime_error "OpenGL error NAME in WHERE" when an error is pending.
void check_errors(const std::string& where);

// True in builds where every pass calls check_errors by itself (CMake option CRYO_GL_CHECKS; on in debug builds).
inline constexpr bool kChecksEveryPass =
#if defined(CRYO_GL_CHECKS) && CRYO_GL_CHECKS
    true;
#else
    false;
#endif

}  // namespace cryo::gpu

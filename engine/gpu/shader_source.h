// Shader text: the files of shaders/ as they were embedded at build time, or read live while a shader is being worked
// on. A pass `name` is name.frag with name.vert; without a name.vert it is a full-screen pass (fullscreen.vert). The
// loader prepends version and precision for the current API and resolves `#include "include/x.glsl"` (each file once
// per stage), so that one text is valid GLSL 3.30 core and GLSL ES 3.00.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/gpu/context.h"

namespace cryo::gpu {

// A file under shaders/, "bmode_scan.frag" or "include/noise.glsl".
struct ShaderFile {
    std::string path;
    std::string text;
};

// Every embedded file, sorted by path.
const std::vector<ShaderFile>& embedded_shaders();

// Text of a path under shaders/, nothing when there is no such file.
using ShaderReader = std::function<std::optional<std::string>(std::string_view path)>;

class ShaderLibrary {
  public:
    ShaderLibrary() = default;
    // Asks `live` first and the embedded files second. Files are opened by the caller's reader, never here.
    explicit ShaderLibrary(ShaderReader live) : live_(std::move(live)) {}

    std::optional<std::string> text(std::string_view path) const;
    // Names of all embedded passes (a .frag makes a pass).
    static std::vector<std::string> pass_names();

  private:
    ShaderReader live_;
};

// A stage ready for the driver. `files[n]` is the file of source string number n in its messages.
struct AssembledShader {
    std::string text;
    std::vector<std::string> files;
};

// Throws std::runtime_error "FILE:LINE: ..." for a missing or circular include.
AssembledShader assemble_shader(const ShaderLibrary& library, std::string_view path, Api api);

// The driver's log with "n:line" (and the other vendors' forms) replaced by "shaders/FILE:line".
std::string readable_log(std::string_view driver_log, const std::vector<std::string>& files);

}  // namespace cryo::gpu

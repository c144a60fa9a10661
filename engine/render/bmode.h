// Draws the B-mode image of an ImageFrame with fragment passes only: echo, axial and lateral response, detection, log
// compression, scan conversion. The GPU twin of ultrasound/echo.h, from the same ScanPlan and the same stored fields.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/gpu/shader_source.h"
#include "engine/gpu/texture.h"
#include "engine/gpu/timer.h"
#include "engine/ultrasound/echo.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::render {

class DopplerRenderer;

class BModeRenderer {
  public:
    // Needs a current context; compiles its shaders.
    explicit BModeRenderer(const gpu::ShaderLibrary& shaders);
    ~BModeRenderer();
    BModeRenderer(BModeRenderer&&) noexcept;
    BModeRenderer& operator=(BModeRenderer&&) noexcept;

    // Draws the image and returns the picture: RGBA8, opaque, first row at the top (uv0 = (0,0), uv1 = (1,1)). It stays
    // valid until the next draw. `timer` brackets the stages "plan", "upload", "echo",
    // "response", "detect", "scan" and, where it is on, "doppler".
    const gpu::Texture2D& draw(const ultrasound::ImageFrame& frame, int width_px, int height_px,
                               gpu::StageTimer* timer = nullptr);

    // In a running picture each image makes one of the looks that compounding and needle enhancement ask for, as a
    // machine does, and keeps the others from the images before; and persistence mixes in the picture before. Otherwise
    // (the default) every image is made whole and stands for itself.
    void set_live(bool is_live);

    // Of the last draw. Rows from the top, RGBA.
    std::vector<uint8_t> read_picture() const;
    const DopplerRenderer& doppler() const;
    // Linear amplitude of the unsteered look re a perfect plane reflector, before gain and log: values[sample * lines +
    // line]. Receiver noise is in it unless the frame said noise off.
    ultrasound::Envelope read_envelope() const;
    // Intermediate targets, for comparison with the CPU reference.
    ultrasound::ComplexField read_echo() const;  // sources along the lines, before the response
    ultrasound::ComplexField read_response();    // after axial and lateral response, without receiver noise

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cryo::render

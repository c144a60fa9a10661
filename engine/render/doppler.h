// Lays colour or power Doppler over a B-mode picture. The estimates are made on the processor (ultrasound/doppler.h):
// the box has few cells, and what the learner sees is then the reference itself. Here they are only smoothed over time,
// interpolated and coloured.
#pragma once

#include <vector>

#include "engine/gpu/framebuffer.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/program.h"
#include "engine/gpu/uniform_block.h"
#include "engine/ultrasound/display.h"
#include "engine/ultrasound/doppler.h"

namespace cryo::render {

struct DopplerOverlayBlock {
    glm::vec2 origin_px;
    float m_per_px;
    float radius_m;  // of a curved face
    float steer_tangent;
    float steer_secant;
    float inverse_face_spacing_per_m;
    float left_line;  // lines of the box's left edge, counted from the middle of the face
    float top_m;
    float inverse_spacing_per_m;
    float gain_db;
    float threshold_db;
    float inverse_power_range_per_db;
    int32_t power_mode;
    int32_t is_linear;
    float padding;
};

class DopplerRenderer {
  public:
    explicit DopplerRenderer(const gpu::ShaderLibrary& shaders);

    // Draws over `picture`, which shows `map`. Persistence mixes in what a running picture showed before.
    void draw(const ultrasound::ImageFrame& frame, const ultrasound::DisplayMap& map, const gpu::Framebuffer& picture,
              bool is_live);

    const ultrasound::DopplerField& field() const { return field_; }            // of the last draw
    const std::vector<ultrasound::ShownFlow>& shown() const { return shown_; }  // of the last draw

  private:
    void mix_in(double persistence);
    void upload();

    gpu::Program program_;
    gpu::FullscreenPass fullscreen_;
    gpu::UniformBlock<DopplerOverlayBlock> values_;
    gpu::Texture2D flow_;
    ultrasound::DopplerField field_;
    std::vector<ultrasound::ShownFlow> shown_;
    ultrasound::DopplerSettings shown_with_;  // settings of shown_: after a change nothing is kept
};

}  // namespace cryo::render

CRYO_UNIFORM_BLOCK(cryo::render::DopplerOverlayBlock, "DopplerOverlayBlock", CRYO_MEMBER(origin_px),
                   CRYO_MEMBER(m_per_px), CRYO_MEMBER(radius_m), CRYO_MEMBER(steer_tangent), CRYO_MEMBER(steer_secant),
                   CRYO_MEMBER(inverse_face_spacing_per_m), CRYO_MEMBER(left_line), CRYO_MEMBER(top_m),
                   CRYO_MEMBER(inverse_spacing_per_m), CRYO_MEMBER(gain_db), CRYO_MEMBER(threshold_db),
                   CRYO_MEMBER(inverse_power_range_per_db), CRYO_MEMBER(power_mode), CRYO_MEMBER(is_linear),
                   CRYO_MEMBER(padding))

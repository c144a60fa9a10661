// Looks of one image from several steering angles, mixed into one over the unsteered lines: spatial compounding (mean
// amplitude of the looks that reach a point), needle enhancement (the strong echoes of a look that meets the needle
// squarely are laid over the image), and persistence. Entrekin et al., Ultrasound Med Biol 2001;27:181 (compounding in
// real time: one new look per image).
#pragma once

#include <array>
#include <vector>

#include "engine/gpu/framebuffer.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/program.h"
#include "engine/gpu/uniform_block.h"
#include "engine/ultrasound/beam.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::render {

inline constexpr size_t kLooks = 4;  // straight, two leaning ones for compounding, one for the needle
inline constexpr size_t kNeedleLook = 3;

struct LookMixBlock {
    std::array<glm::vec4, kLooks> look;  // tangent and secant of the steering angle, weight, unused
    float lines_per_m;
    float samples_per_m;
    float needle_floor_db;  // weaker echoes of the needle's look are left out
    float persistence;
};

class LookMixer {
  public:
    explicit LookMixer(const gpu::ShaderLibrary& shaders);

    struct Wish {
        size_t look;
        double steer_rad;
    };
    // Looks to be made for this image, the straight one last.
    std::vector<Wish> wishes(const ultrasound::ImageFrame& frame, bool is_live);
    // Where the level of a look in dB goes, over lines and samples.
    const gpu::Framebuffer& look_target(size_t look, const ultrasound::BeamGrid& grid);
    // Level over unsteered lines; valid until the next call.
    const gpu::Texture2D& mix(const ultrasound::ImageFrame& frame, bool is_live);

  private:
    // What looks must share to be mixed.
    struct Made {
        double depth_m = 0.0, frequency_hz = 0.0, focus_m = 0.0, steer_rad = 0.0;
        int line_count = 0, sample_count = 0;
        bool operator==(const Made&) const = default;
    };
    static Made made_of(const ultrasound::ImagingSettings& settings, double steer_rad);

    gpu::Program program_;
    gpu::FullscreenPass fullscreen_;
    gpu::UniformBlock<LookMixBlock> values_;
    std::array<gpu::Framebuffer, kLooks> looks_;
    std::array<Made, kLooks> made_;
    std::array<gpu::Framebuffer, 2> mixed_;
    Made mixed_as_;
    size_t newest_ = 0;  // of mixed_
    size_t turn_ = 0;
};

}  // namespace cryo::render

CRYO_UNIFORM_BLOCK(cryo::render::LookMixBlock, "LookMixBlock", CRYO_MEMBER(look), CRYO_MEMBER(lines_per_m),
                   CRYO_MEMBER(samples_per_m), CRYO_MEMBER(needle_floor_db), CRYO_MEMBER(persistence))

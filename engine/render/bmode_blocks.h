// Uniform blocks of the B-mode passes, as shaders/include/bmode_plan.glsl and bmode_scan.glsl declare them.
#pragma once

#include <array>
#include <cstdint>

#include "engine/gpu/uniform_block.h"
#include "engine/ultrasound/scan_plan.h"

namespace cryo::render {

struct BmodePlanBlock {
    float sample_spacing_mm;
    float inverse_samples_per_node;
    int32_t samples_per_block;
    int32_t line_count;
    int32_t sample_count;
    int32_t lattice_count;
    int32_t axial_taps;
    int32_t noise_slice;
    glm::ivec2 noise_cell;
    glm::vec2 section_atlas_tiles;
    std::array<glm::vec4, ultrasound::kAxialTaps> axial_weights;
    std::array<glm::vec4, 4 * static_cast<size_t>(ultrasound::kMaxLattices)> lattice_rows;
    std::array<glm::vec4, 3 * static_cast<size_t>(ultrasound::kMaxLayers)> layer_rows;
    std::array<glm::vec4, ultrasound::kMaxLayers> layer_structure;
};

struct BmodeScanBlock {
    glm::vec2 origin_px;
    float m_per_px;
    float radius_m;
    float steer_tangent;
    float steer_secant;
    float depth_m;
    float inverse_face_spacing_per_m;
    float inverse_sample_spacing_per_m;
    float white_db;
    float inverse_dynamic_range_per_db;
    float gray_knee;
    float gray_lift;
    float padding[3];
};

}  // namespace cryo::render

CRYO_UNIFORM_BLOCK(cryo::render::BmodePlanBlock, "BmodePlanBlock", CRYO_MEMBER(sample_spacing_mm),
                   CRYO_MEMBER(inverse_samples_per_node), CRYO_MEMBER(samples_per_block), CRYO_MEMBER(line_count),
                   CRYO_MEMBER(sample_count), CRYO_MEMBER(lattice_count), CRYO_MEMBER(axial_taps),
                   CRYO_MEMBER(noise_slice), CRYO_MEMBER(noise_cell), CRYO_MEMBER(section_atlas_tiles),
                   CRYO_MEMBER(axial_weights), CRYO_MEMBER(lattice_rows), CRYO_MEMBER(layer_rows),
                   CRYO_MEMBER(layer_structure))
CRYO_UNIFORM_BLOCK(cryo::render::BmodeScanBlock, "BmodeScanBlock", CRYO_MEMBER(origin_px), CRYO_MEMBER(m_per_px),
                   CRYO_MEMBER(radius_m), CRYO_MEMBER(steer_tangent), CRYO_MEMBER(steer_secant), CRYO_MEMBER(depth_m),
                   CRYO_MEMBER(inverse_face_spacing_per_m), CRYO_MEMBER(inverse_sample_spacing_per_m),
                   CRYO_MEMBER(white_db), CRYO_MEMBER(inverse_dynamic_range_per_db), CRYO_MEMBER(gray_knee),
                   CRYO_MEMBER(gray_lift))

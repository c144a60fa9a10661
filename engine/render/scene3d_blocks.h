// Uniform blocks of the scene_* shaders (GLSL twins in shaders/include/scene_block.glsl and the passes themselves).
#pragma once

#include <array>

#include "engine/gpu/uniform_block.h"

namespace cryo::render {

struct SceneBlock {
    glm::mat4 clip_from_world{1.0f};
    glm::mat4 image_from_world{1.0f};
    glm::vec4 eye_m{0.0f};
    glm::vec4 to_light{0.0f, 0.0f, -1.0f, 0.0f};
    glm::vec4 picture_px{1.0f};
    glm::vec4 layer_px{1.0f, 0.0f, 0.0f, 0.0f};
    glm::vec4 beam{1.0f};
    std::array<glm::vec4, 4> beam_half_m{};
};

struct ObjectBlock {
    glm::mat4 world_from_object{1.0f};
    std::array<glm::vec4, 3> params{};
};

struct TouchBlock {
    glm::vec4 footprint{0.0f};
    glm::vec4 shaft_shadow{0.0f};
    glm::vec4 hand_shadow{0.0f};
    glm::vec4 shadow_soft{0.0f};
    glm::vec4 tall_shadow{0.0f};
    glm::vec4 frost_place{0.0f};
};

}  // namespace cryo::render

CRYO_UNIFORM_BLOCK(cryo::render::SceneBlock, "SceneBlock", CRYO_MEMBER(clip_from_world), CRYO_MEMBER(image_from_world),
                   CRYO_MEMBER(eye_m), CRYO_MEMBER(to_light), CRYO_MEMBER(picture_px), CRYO_MEMBER(layer_px),
                   CRYO_MEMBER(beam), CRYO_MEMBER(beam_half_m))
CRYO_UNIFORM_BLOCK(cryo::render::ObjectBlock, "ObjectBlock", CRYO_MEMBER(world_from_object), CRYO_MEMBER(params))
CRYO_UNIFORM_BLOCK(cryo::render::TouchBlock, "TouchBlock", CRYO_MEMBER(footprint), CRYO_MEMBER(shaft_shadow),
                   CRYO_MEMBER(hand_shadow), CRYO_MEMBER(shadow_soft), CRYO_MEMBER(tall_shadow),
                   CRYO_MEMBER(frost_place))

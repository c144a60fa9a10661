// What instruments and ice do to the skin in the outside view, as values for shaders/scene_touch.frag. World frame,
// metres. Pure functions, no OpenGL.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/render/scene3d_blocks.h"
#include "engine/render/scene3d_mesh.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

// Towards the lamp of all scene_* shaders.
Vec3 to_light();

// Where the lamp throws a point on the plane of the skin.
Vec2 shadow_on_skin(const Vec3& point_m);

// Frost on the skin from the uppermost cells of tissue: 0..255 per column of the grid, x fastest. One zero when the
// scene has no temperatures.
struct SkinFrost {
    int width = 1;
    int height = 1;
    std::vector<uint8_t> texels{0};
    glm::vec4 place{0.0f};  // low corner m (x, y), 1 / extent (x, y)
};
SkinFrost skin_frost(const view::Scene3d& scene);

TouchBlock touch_block(const view::Scene3d& scene, const SkinFrost& frost);

// The rectangle of skin that shadows, gel and frost may reach.
SceneMesh touch_mesh(const view::Scene3d& scene, const SkinFrost& frost);

}  // namespace cryo::render

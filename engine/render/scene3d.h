// The 3-D view: the body part with both instruments as eyes see them (outside view), or the cut block with anatomy,
// beam slab, shaft and ice (see-through view). Draws a view::Scene3d into a texture; text is drawn by ui/ at label
// places.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/gpu/framebuffer.h"
#include "engine/gpu/shader_source.h"
#include "engine/render/scene3d_camera.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

// Where ui/ writes numbers on the picture (pixels, y down). Empty where the thing is out of the picture or not shown.
struct SceneLabels {
    std::optional<Vec2> tip_px;
    // Middle of the drop line from tip to image plane, and its length with a sign: positive on the image's +y side.
    std::optional<Vec2> drop_px;
    double tip_to_plane_m = 0.0;
    std::optional<Vec2> marker_px;  // the transducer's orientation mark
    // Ruler of depth along the leftmost upright edge of the block: every 10 mm from the skin.
    struct DepthTick {
        Vec2 px{0.0};
        double depth_m = 0.0;
    };
    std::vector<DepthTick> ruler;
    // The see-through view from 90 degrees, in the upper corner away from the handle.
    std::optional<gpu::Rectangle> inset_px;
};
SceneLabels scene_labels(const view::Scene3d& scene, int width, int height);

class SceneRenderer {
  public:
    // Needs a current context; compiles its shaders.
    explicit SceneRenderer(const gpu::ShaderLibrary& shaders);
    ~SceneRenderer();
    SceneRenderer(SceneRenderer&&) noexcept;
    SceneRenderer& operator=(SceneRenderer&&) noexcept;

    // Draws with scene.camera. The texture (RGBA8, opaque, first row at the top: uv0 = (0,0), uv1 = (1,1)) stays valid
    // until the next draw.
    const gpu::Texture2D& draw(const view::Scene3d& scene, int width, int height);
    const gpu::Framebuffer& target() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cryo::render

// The two pictures of a session: the ultrasound image and the 3-D view. Owns the renderers; needs a current context.
// Pictures stay valid until the next one is drawn.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/app/cine_loop.h"
#include "engine/gpu/shader_source.h"
#include "engine/gpu/timer.h"
#include "engine/io/png.h"
#include "engine/render/bmode.h"
#include "engine/render/scene3d.h"
#include "engine/ui/layout.h"
#include "engine/ui/state.h"
#include "engine/view/frame_view.h"

namespace cryo::app {

// Lines and samples of an image.
struct Tier {
    const char* name;
    int line_count;
    int sample_count;
};
inline constexpr Tier kTiers[] = {{"low", 96, 256}, {"middle", 128, 384}, {"high", 192, 512}};
inline constexpr int kTierCount = 3;

struct ImageSize {
    int width_px = 0;
    int height_px = 0;
};

class Viewer {
  public:
    Viewer();

    // Textures and places for the panels, each as large as its pane shows it.
    void draw_image(const ultrasound::ImageFrame& frame, const ui::Rect& pane, double unit,
                    gpu::StageTimer* timer = nullptr);
    // Of the last image, RGBA, for the cine loop; and one of those back on the screen.
    std::vector<uint8_t> read_image() const { return image_.read_picture(); }
    ImageSize image_size() const { return image_size_; }
    void show_stored(const CineLoop::Picture& picture);
    void show_last();
    void draw_scene(const view::Scene3d& scene, const ui::Rect& pane);
    const ui::Pictures& pictures() const { return pictures_; }
    ui::Pictures& pictures() { return pictures_; }

    // The same as pictures of their own, RGB with marks burnt in.
    io::Picture image_picture(const ultrasound::ImageFrame& frame, int width_px, int height_px);
    io::Picture scene_picture(const view::Scene3d& scene, int width_px, int height_px);

  private:
    gpu::ShaderLibrary shaders_;
    render::BModeRenderer image_;
    render::SceneRenderer scene_;
    gpu::Texture2D stored_;
    uint64_t last_image_ = 0;
    ImageSize image_size_;
    ui::Pictures pictures_;
};

// Where the edges of a picture of this image lie, for a picture of the field of view's own proportions.
ui::ImagePlacement placement_of(const instruments::Transducer& transducer, const ultrasound::ImagingSettings& settings);

// The camera for a choice of 3-D view.
view::Camera camera_for(ui::SceneView view, const view::Scene3d& scene);

}  // namespace cryo::app

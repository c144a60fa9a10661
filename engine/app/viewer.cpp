#include "engine/app/viewer.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/app/image_pictures.h"
#include "engine/app/offscreen_screen.h"
#include "engine/render/scene3d_camera.h"
#include "engine/ultrasound/display.h"

namespace cryo::app {

namespace {

// Beyond this the picture holds no more than the lines do; the panel scales it up.
constexpr double kLargestImagePx = 900.0;
constexpr double kLargestScenePx = 1100.0;

struct Size {
    int width_px, height_px;
};
Size limited(const ui::Rect& rect, double largest_px) {
    const double shrink = std::min(1.0, largest_px / std::max({1.0, rect.width, rect.height}));
    return {std::max(16, static_cast<int>(std::lround(rect.width * shrink))),
            std::max(16, static_cast<int>(std::lround(rect.height * shrink)))};
}

}  // namespace

Viewer::Viewer() : image_(shaders_), scene_(shaders_) {}

void Viewer::draw_image(const ultrasound::ImageFrame& frame, const ui::Rect& pane, double unit,
                        gpu::StageTimer* timer) {
    pictures_.placement = placement_of(frame.transducer, frame.settings);
    const ui::ImagePlacement& at = pictures_.placement;
    const double proportions = (at.lateral_high_m - at.lateral_low_m) / (at.depth_high_m - at.depth_low_m);
    const Size size = limited(ui::picture_rect(pane, unit, proportions), kLargestImagePx);
    image_.set_live(true);
    last_image_ = image_.draw(frame, size.width_px, size.height_px, timer).id();
    image_.set_live(false);
    image_size_ = {size.width_px, size.height_px};
    show_last();
}

void Viewer::show_last() { pictures_.image = last_image_; }

void Viewer::show_stored(const CineLoop::Picture& picture) {
    if (stored_.empty() || stored_.width() != picture.width_px || stored_.height() != picture.height_px)
        stored_ = gpu::Texture2D("cine image", picture.width_px, picture.height_px, {});
    stored_.upload(std::span<const uint8_t>(picture.rgba()));
    pictures_.image = stored_.id();
}

void Viewer::draw_scene(const view::Scene3d& scene, const ui::Rect& pane) {
    const Size size = limited(pane, kLargestScenePx);
    pictures_.scene = scene_.draw(scene, size.width_px, size.height_px).id();
    const render::SceneLabels labels = render::scene_labels(scene, size.width_px, size.height_px);
    const double grow = pane.width / size.width_px;
    const auto on_pane = [grow](const std::optional<Vec2>& px) {
        return px ? std::optional<Vec2>(*px * grow) : std::nullopt;
    };
    pictures_.scene_tip_px = on_pane(labels.tip_px);
    pictures_.scene_drop_px = on_pane(labels.drop_px);
    pictures_.tip_to_plane_m = labels.tip_to_plane_m;
}

io::Picture Viewer::image_picture(const ultrasound::ImageFrame& frame, int width_px, int height_px) {
    image_.draw(frame, width_px, height_px);
    io::Picture picture = without_alpha({width_px, height_px, 4, image_.read_picture()});
    burn_in_marks(picture, ultrasound::make_display_map(frame.transducer, frame.settings, width_px, height_px),
                  frame.settings);
    return picture;
}

io::Picture Viewer::scene_picture(const view::Scene3d& scene, int width_px, int height_px) {
    return without_alpha({width_px, height_px, 4, scene_.draw(scene, width_px, height_px).read_bytes()});
}

ui::ImagePlacement placement_of(const instruments::Transducer& transducer,
                                const ultrasound::ImagingSettings& settings) {
    const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(transducer, settings);
    return {-grid.half_width_m(), grid.half_width_m(), grid.highest_m(), grid.lowest_m()};
}

view::Camera camera_for(ui::SceneView view, const view::Scene3d& scene) {
    return view == ui::SceneView::LookDown ? render::look_down_camera(scene) : render::operator_camera(scene);
}

}  // namespace cryo::app

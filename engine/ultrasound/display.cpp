#include "engine/ultrasound/display.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::ultrasound {

Vec2 DisplayMap::pixel_from_image(const Vec2& image_xz_m) const { return origin_px + px_per_m * image_xz_m; }

Vec2 DisplayMap::image_from_pixel(const Vec2& pixel) const { return (pixel - origin_px) / px_per_m; }

bool DisplayMap::shows(const Vec2& pixel) const {
    const Vec2 beam = grid.line_and_range(image_from_pixel(pixel));
    return beam.x >= -0.5 && beam.x <= grid.line_count - 0.5 && beam.y >= 0.0 && beam.y <= grid.depth_m;
}

DisplayMap make_display_map(const instruments::Transducer& transducer, const ImagingSettings& settings, int width_px,
                            int height_px) {
    CRYO_CHECK(width_px > 0 && height_px > 0);
    DisplayMap map;
    map.grid = make_beam_grid(transducer, settings);
    map.width_px = width_px;
    map.height_px = height_px;
    const double tall_m = map.grid.lowest_m() - map.grid.highest_m();
    map.px_per_m = std::min(width_px / (2.0 * map.grid.half_width_m()), height_px / tall_m);
    map.origin_px = {0.5 * width_px, -map.grid.highest_m() * map.px_per_m};
    return map;
}

double gray_from_level(double level_db, double dynamic_range_db, int gray_map) {
    const GrayMap& map = kGrayMaps[static_cast<size_t>(gray_map)];
    const double t = std::clamp((level_db - kWhiteDb) / dynamic_range_db + 1.0, 0.0, 1.0);
    const double soft = t * t * (3.0 - 2.0 * t);
    return t + map.knee * (soft - t) + map.lift * t * (1.0 - t);
}

}  // namespace cryo::ultrasound

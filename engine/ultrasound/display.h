// Where the image lies on a picture, and which gray a level has. Square pixels; the field of view touches the picture's
// top and is as large as fits, centred left to right. Pixels: x right, y down, pixel centres at +0.5.
#pragma once

#include "engine/ultrasound/beam.h"

namespace cryo::ultrasound {

struct DisplayMap {
    BeamGrid grid;
    int width_px = 720;
    int height_px = 720;
    double px_per_m = 18000.0;
    Vec2 origin_px{360.0, 0.0};  // of the middle of the transducer's face

    Vec2 pixel_from_image(const Vec2& image_xz_m) const;
    Vec2 image_from_pixel(const Vec2& pixel) const;
    // True where a pixel shows sound rather than the black around it.
    bool shows(const Vec2& pixel) const;
};

DisplayMap make_display_map(const instruments::Transducer& transducer, const ImagingSettings& settings, int width_px,
                            int height_px);

// Levels are in dB re the echo of a perfect plane reflector at the focus. kWhiteDb is shown white at 0 dB gain.
inline constexpr double kWhiteDb = -6.0;
// Gray 0..1 of a level after gain: logarithmic over the dynamic range, then the map's shape.
double gray_from_level(double level_db, double dynamic_range_db, int gray_map);

}  // namespace cryo::ultrasound

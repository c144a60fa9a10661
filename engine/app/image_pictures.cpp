#include "engine/app/image_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cryo::app {

namespace {

using Rgb = std::array<uint8_t, 3>;
constexpr Rgb kInk{230, 236, 242};
constexpr Rgb kEdge{0, 0, 0};  // keeps marks readable on bright tissue
constexpr Rgb kMark{76, 203, 184};
constexpr Rgb kFocus{242, 184, 75};

void put(io::Picture& picture, int x, int y, const Rgb& color) {
    if (x < 0 || y < 0 || x >= picture.width_px || y >= picture.height_px) return;
    const size_t at = (static_cast<size_t>(y) * static_cast<size_t>(picture.width_px) + static_cast<size_t>(x)) *
                      static_cast<size_t>(picture.channels);
    for (size_t channel = 0; channel < 3; ++channel) picture.values[at + channel] = color[channel];
}

void put_row(io::Picture& picture, int x_from, int x_to, int y, const Rgb& color) {
    for (int x = x_from; x <= x_to; ++x) put(picture, x, y, color);
}

}  // namespace

void burn_in_marks(io::Picture& picture, const ultrasound::DisplayMap& map,
                   const ultrasound::ImagingSettings& settings) {
    const int right = picture.width_px - 1;
    const int scale = std::max(1, picture.height_px / 720);
    const int ticks = static_cast<int>(std::floor(settings.depth_m / 0.005 + 1e-6));
    const auto y_of = [&](double depth_m) {
        return static_cast<int>(std::lround(map.pixel_from_image({0.0, depth_m}).y));
    };
    for (int i = 0; i <= ticks; ++i) {
        const int length = scale * (i % 2 == 0 ? 12 : 6);
        const int y = y_of(0.005 * i);
        put_row(picture, right - length - 1, right, y - 1, kEdge);
        put_row(picture, right - length - 1, right, y + scale, kEdge);
        for (int thick = 0; thick < scale; ++thick) put_row(picture, right - length, right, y + thick, kInk);
    }
    const int focus_y = y_of(settings.focus_m);
    for (int i = 0; i <= 5 * scale; ++i) {
        const int from = right - 22 * scale, to = right - 14 * scale - i;
        put_row(picture, from, to, focus_y - i, kFocus);
        put_row(picture, from, to, focus_y + i, kFocus);
    }
    const double center = 12.0 * scale;
    for (int y = 0; y <= 2 * static_cast<int>(center); ++y)
        for (int x = 0; x <= 2 * static_cast<int>(center); ++x) {
            const double r = std::hypot(x - center, y - center);
            if (r <= 2.2 * scale || std::abs(r - 6.0 * scale) <= 1.2 * scale) put(picture, x, y, kMark);
        }
}

}  // namespace cryo::app

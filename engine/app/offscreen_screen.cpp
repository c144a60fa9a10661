#include "engine/app/offscreen_screen.h"

#include <algorithm>

namespace cryo::app {

OffscreenScreen::OffscreenScreen(int width_px, int height_px)
    : target_("offscreen screen", {.width = width_px, .height = height_px}) {}

void OffscreenScreen::draw(const Gui& gui) const {
    target_.bind();
    target_.clear_color(0, gui.backdrop());
    gui.draw();
}

io::Picture OffscreenScreen::picture_of(const Gui& gui) const {
    draw(gui);
    const std::vector<uint8_t> from_bottom = target_.color().read_bytes();
    io::Picture picture{width_px(), height_px(), 4, std::vector<uint8_t>(from_bottom.size())};
    const size_t row = static_cast<size_t>(width_px()) * 4;
    for (size_t y = 0; y < static_cast<size_t>(height_px()); ++y) {
        const auto from =
            from_bottom.begin() + static_cast<ptrdiff_t>((static_cast<size_t>(height_px()) - 1 - y) * row);
        std::copy(from, from + static_cast<ptrdiff_t>(row), picture.values.begin() + static_cast<ptrdiff_t>(y * row));
    }
    return picture;
}

io::Picture without_alpha(const io::Picture& rgba) {
    io::Picture rgb{rgba.width_px, rgba.height_px, 3, {}};
    rgb.values.reserve(rgba.values.size() / 4 * 3);
    for (size_t i = 0; i + 3 < rgba.values.size(); i += 4)
        rgb.values.insert(rgb.values.end(), rgba.values.begin() + static_cast<ptrdiff_t>(i),
                          rgba.values.begin() + static_cast<ptrdiff_t>(i + 3));
    return rgb;
}

}  // namespace cryo::app

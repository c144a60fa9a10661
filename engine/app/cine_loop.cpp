#include "engine/app/cine_loop.h"

#include "engine/core/check.h"

namespace cryo::app {

std::vector<uint8_t> CineLoop::Picture::rgba() const {
    const size_t pixels = static_cast<size_t>(width_px) * static_cast<size_t>(height_px);
    std::vector<uint8_t> out(4 * pixels, 255);
    for (size_t i = 0; i < pixels; ++i)
        for (size_t channel = 0; channel < 3; ++channel)
            out[4 * i + channel] = is_gray ? values[i] : values[3 * i + channel];
    return out;
}

bool CineLoop::wants(double t_s) const { return pictures_.empty() || t_s - pictures_.back().t_s >= kCineStepS; }

void CineLoop::add(double t_s, int width_px, int height_px, const std::vector<uint8_t>& rgba) {
    const size_t pixels = static_cast<size_t>(width_px) * static_cast<size_t>(height_px);
    CRYO_CHECK_OP(rgba.size(), ==, 4 * pixels);
    if (!pictures_.empty() && (pictures_.back().width_px != width_px || pictures_.back().height_px != height_px))
        pictures_.clear();
    Picture picture{t_s, width_px, height_px, true, {}};
    for (size_t i = 0; i < 4 * pixels && picture.is_gray; i += 4)
        picture.is_gray = rgba[i] == rgba[i + 1] && rgba[i] == rgba[i + 2];
    picture.values.reserve(picture.is_gray ? pixels : 3 * pixels);
    for (size_t i = 0; i < 4 * pixels; i += 4)
        picture.values.insert(picture.values.end(), rgba.begin() + static_cast<std::ptrdiff_t>(i),
                              rgba.begin() + static_cast<std::ptrdiff_t>(i + (picture.is_gray ? 1 : 3)));
    pictures_.push_back(std::move(picture));
    while (t_s - pictures_.front().t_s > kCineLengthS) pictures_.pop_front();
}

const CineLoop::Picture& CineLoop::back(int steps) const {
    CRYO_CHECK(steps >= 0 && steps < count());
    return pictures_[pictures_.size() - 1 - static_cast<size_t>(steps)];
}

double CineLoop::age_s(int steps) const { return pictures_.back().t_s - back(steps).t_s; }

}  // namespace cryo::app

#include "engine/app/cine_loop.h"

#include "engine/core/check.h"

namespace cryo::app {

std::vector<uint8_t> CineLoop::Picture::rgba() const {
    std::vector<uint8_t> out(4 * gray.size(), 255);
    for (size_t i = 0; i < gray.size(); ++i) out[4 * i] = out[4 * i + 1] = out[4 * i + 2] = gray[i];
    for (size_t k = 0; k < places.size(); ++k)
        for (size_t channel = 0; channel < 3; ++channel) out[4 * places[k] + channel] = colours[3 * k + channel];
    return out;
}

bool CineLoop::wants(double t_s) const { return pictures_.empty() || t_s - pictures_.back().t_s >= kCineStepS; }

void CineLoop::add(double t_s, int width_px, int height_px, const std::vector<uint8_t>& rgba) {
    const size_t pixels = static_cast<size_t>(width_px) * static_cast<size_t>(height_px);
    CRYO_CHECK_OP(rgba.size(), ==, 4 * pixels);
    if (!pictures_.empty() && (pictures_.back().width_px != width_px || pictures_.back().height_px != height_px))
        pictures_.clear();
    Picture picture;
    picture.t_s = t_s;
    picture.width_px = width_px;
    picture.height_px = height_px;
    picture.gray.resize(pixels);
    for (size_t i = 0; i < pixels; ++i) {
        const uint8_t* pixel = &rgba[4 * i];
        picture.gray[i] = pixel[0];
        if (pixel[0] == pixel[1] && pixel[0] == pixel[2]) continue;
        picture.places.push_back(static_cast<uint32_t>(i));
        picture.colours.insert(picture.colours.end(), pixel, pixel + 3);
    }
    pictures_.push_back(std::move(picture));
    while (t_s - pictures_.front().t_s > kCineLengthS) pictures_.pop_front();
}

const CineLoop::Picture& CineLoop::back(int steps) const {
    CRYO_CHECK(steps >= 0 && steps < count());
    return pictures_[pictures_.size() - 1 - static_cast<size_t>(steps)];
}

double CineLoop::age_s(int steps) const { return pictures_.back().t_s - back(steps).t_s; }

}  // namespace cryo::app

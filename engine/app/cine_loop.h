// The last seconds of images, for stepping back once the screen is frozen. A byte a pixel, and apart from that the
// pixels Doppler has coloured: ten seconds of large pictures then fit into memory.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

namespace cryo::app {

inline constexpr double kCineLengthS = 10.5;
inline constexpr double kCineStepS = 0.05;  // images closer than this are not kept

class CineLoop {
  public:
    struct Picture {
        double t_s = 0.0;
        int width_px = 0;
        int height_px = 0;
        std::vector<uint8_t> gray;     // a byte a pixel, rows from the top
        std::vector<uint32_t> places;  // of the few pixels that have a colour
        std::vector<uint8_t> colours;  // theirs, three bytes each

        std::vector<uint8_t> rgba() const;
    };

    // True when an image of this moment would be kept.
    bool wants(double t_s) const;
    // RGBA, rows from the top. Another size clears what was there: its places would not be comparable.
    void add(double t_s, int width_px, int height_px, const std::vector<uint8_t>& rgba);
    void clear() { pictures_.clear(); }

    int count() const { return static_cast<int>(pictures_.size()); }
    const Picture& back(int steps) const;  // 0 is the newest
    double age_s(int steps) const;         // before the newest

  private:
    std::deque<Picture> pictures_;
};

}  // namespace cryo::app

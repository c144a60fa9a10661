// Many small pictures with a caption each on one sheet, for looking over everything the image can show.
#pragma once

#include <string>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/io/png.h"

namespace cryo::app {

class ContactSheet {
  public:
    static constexpr int kCellPx = 360;
    static constexpr int kCaptionPx = 22;

    // `picture` is RGB, kCellPx on each side.
    void add(const io::Picture& picture, const std::string& caption);
    int count() const { return static_cast<int>(cells_.size()); }
    io::Picture picture(int columns) const;

  private:
    struct Cell {
        io::Picture picture;
        std::string caption;
    };
    std::vector<Cell> cells_;
};

// A light line of about a pixel's width.
void draw_stroke(io::Picture& picture, const Vec2& from_px, const Vec2& to_px);
// Darkens a box, as a ground for letters.
void shade(io::Picture& picture, const Vec2& low_px, const Vec2& high_px);
// Letters of `height_px` with their left end at (x, y), y the top of capitals.
void write_on(io::Picture& picture, double x_px, double y_px, double height_px, const std::string& text);
double width_on(double height_px, const std::string& text);

}  // namespace cryo::app

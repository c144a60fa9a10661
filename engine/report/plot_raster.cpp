#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/check.h"
#include "engine/io/png.h"
#include "engine/report/lettering.h"
#include "engine/report/plot.h"
#include "engine/report/plot_layout.h"

namespace cryo::report {
namespace {

using Color = std::array<double, 3>;  // 0..255

constexpr double kScale = 2.0;            // pixels of the picture per pixel of the layout
constexpr double kLetterStrokePx = 1.25;  // in layout pixels

Color color_from_hex(const std::string& text) {
    CRYO_CHECK(text.size() == 7 && text[0] == '#');
    Color color{};
    for (size_t i = 0; i < 3; ++i) color[i] = std::stoi(text.substr(1 + 2 * i, 2), nullptr, 16);
    return color;
}

// Draws in layout pixels; each path is gathered as coverage first, so that overlapping pieces do not darken.
class Canvas {
  public:
    Canvas(int width, int height) {
        picture_.width = static_cast<int>(width * kScale);
        picture_.height = static_cast<int>(height * kScale);
        picture_.rgb.assign(pixel_count() * 3, 255);
        coverage_.assign(pixel_count(), 0.0F);
    }

    Raster take() { return std::move(picture_); }

    void fill_rect(double x0, double y0, double x1, double y1, const Color& color) {
        for (int y = row(y0 * kScale); y < row(y1 * kScale); ++y)
            for (int x = column(x0 * kScale); x < column(x1 * kScale); ++x) blend(x, y, color, 1.0);
    }

    void stroke(const std::vector<std::vector<Vec2>>& lines, double width, const Color& color, bool dashed = false) {
        for (const auto& line : lines) {
            if (line.size() == 1) cover(line[0], line[0], width);
            double along = 0.0;
            for (size_t i = 0; i + 1 < line.size(); ++i) {
                if (dashed)
                    along = cover_dashed(line[i], line[i + 1], width, along);
                else
                    cover(line[i], line[i + 1], width);
            }
        }
        paint(color);
    }

    // anchor 0 starts at x, 0.5 is centred, 1 ends at x; y is the baseline. A rim keeps lines off the letters.
    void text(double x, double y, double anchor, double cap_px, const std::string& words, const Color& color,
              bool upwards = false, const Color* rim = nullptr) {
        Lettering letters = lettering(words);
        const double unit = cap_px / kCapHeightUnits;
        const double start = -anchor * letters.width_units * unit;
        for (auto& line : letters.strokes)
            for (Vec2& p : line) {
                const Vec2 flat{start + p.x * unit, (p.y - kCapHeightUnits) * unit};
                p = upwards ? Vec2{x + flat.y, y - flat.x} : Vec2{x + flat.x, y + flat.y};
            }
        if (rim != nullptr) stroke(letters.strokes, kLetterStrokePx + 3.0, *rim);
        stroke(letters.strokes, kLetterStrokePx, color);
    }

  private:
    size_t pixel_count() const { return static_cast<size_t>(picture_.width) * static_cast<size_t>(picture_.height); }
    int column(double x) const { return std::clamp(static_cast<int>(std::lround(x)), 0, picture_.width); }
    int row(double y) const { return std::clamp(static_cast<int>(std::lround(y)), 0, picture_.height); }
    size_t index(int x, int y) const {
        return static_cast<size_t>(y) * static_cast<size_t>(picture_.width) + static_cast<size_t>(x);
    }

    void blend(int x, int y, const Color& color, double alpha) {
        for (size_t c = 0; c < 3; ++c) {
            uint8_t& value = picture_.rgb[3 * index(x, y) + c];
            value = static_cast<uint8_t>(std::lround(value + alpha * (color[c] - value)));
        }
    }

    void cover(const Vec2& from, const Vec2& to, double width) {
        const Vec2 a = from * kScale, b = to * kScale, ab = b - a;
        const double half = 0.5 * width * kScale;
        const double length2 = glm::dot(ab, ab);
        for (int y = row(std::min(a.y, b.y) - half - 1.0); y < row(std::max(a.y, b.y) + half + 2.0); ++y)
            for (int x = column(std::min(a.x, b.x) - half - 1.0); x < column(std::max(a.x, b.x) + half + 2.0); ++x) {
                const Vec2 p{x + 0.5, y + 0.5};
                const double s = length2 > 0.0 ? std::clamp(glm::dot(p - a, ab) / length2, 0.0, 1.0) : 0.0;
                const double inside = half + 0.5 - glm::length(p - a - s * ab);
                float& value = coverage_[index(x, y)];
                value = std::max(value, static_cast<float>(std::clamp(inside, 0.0, 1.0)));
            }
        touched_low_ = std::min(touched_low_, row(std::min(a.y, b.y) - half - 1.0));
        touched_high_ = std::max(touched_high_, row(std::max(a.y, b.y) + half + 2.0));
    }

    // Dashes of 6 on and 5 off, carried on from piece to piece; returns the length drawn so far.
    double cover_dashed(const Vec2& from, const Vec2& to, double width, double along) {
        constexpr double kOn = 6.0, kPeriod = 11.0;
        const double length = glm::length(to - from);
        const Vec2 unit = length > 0.0 ? (to - from) / length : Vec2{0.0};
        for (double s = 0.0; s < length;) {
            const double phase = std::fmod(along + s, kPeriod);
            const double piece = std::max(1e-6, phase < kOn ? kOn - phase : kPeriod - phase);
            const double end = std::min(length, s + piece);
            if (phase < kOn) cover(from + unit * s, from + unit * end, width);
            s = end;
        }
        return along + length;
    }

    void paint(const Color& color) {
        for (int y = touched_low_; y < touched_high_; ++y)
            for (int x = 0; x < picture_.width; ++x) {
                float& value = coverage_[index(x, y)];
                if (value > 0.0F) blend(x, y, color, static_cast<double>(value));
                value = 0.0F;
            }
        touched_low_ = picture_.height;
        touched_high_ = 0;
    }

    Raster picture_;
    std::vector<float> coverage_;
    int touched_low_ = 1 << 30;
    int touched_high_ = 0;
};

constexpr double kMarkRoomPx = 10.0;
constexpr double kSmallCapPx = 8.4;
constexpr double kTitleCapPx = 10.2;
const Color kGrid{226, 230, 236}, kAxis{123, 135, 148}, kInk{45, 55, 72}, kSoftInk{74, 85, 104}, kWhite{255, 255, 255};

void draw_axes(Canvas& canvas, const Plot& plot, const PlotLayout& l) {
    for (const Tick& tick : l.y_ticks) {
        const double y = l.y_px(tick.value);
        canvas.stroke({{{l.left_px, y}, {l.right_px, y}}}, 1.0, kGrid);
        canvas.text(l.left_px - 8.0, y + 0.5 * kSmallCapPx, 1.0, kSmallCapPx, tick.label, kSoftInk);
    }
    for (const Tick& tick : l.x_ticks) {
        const double x = l.x_px(tick.value);
        canvas.stroke({{{x, l.bottom_px}, {x, l.bottom_px + 4.0}}}, 1.0, kAxis);
        canvas.text(x, l.bottom_px + 17.0, 0.5, kSmallCapPx, tick.label, kSoftInk);
    }
    canvas.stroke({{{l.left_px, l.bottom_px}, {l.right_px, l.bottom_px}}}, 1.0, kAxis);
    canvas.text(0.5 * (l.left_px + l.right_px), plot.height_px - 9.0, 0.5, kSmallCapPx, plot.x_label, kInk);
    canvas.text(17.0, 0.5 * (l.top_px + l.bottom_px), 0.5, kSmallCapPx, plot.y_label, kInk, true);
}

void draw_labels(Canvas& canvas, const Plot& plot, const PlotLayout& l) {
    for (const Band& band : plot.bands) {
        const double a = std::clamp(l.x_px(band.from), l.left_px, l.right_px);
        const double b = std::clamp(l.x_px(band.to), l.left_px, l.right_px);
        const double width = lettering(band.label).width_units * kSmallCapPx / kCapHeightUnits;
        const Color rim = color_from_hex(band.color);
        if (width > 0.0 && width < b - a)
            canvas.text(0.5 * (a + b), l.top_px + 15.0, 0.5, kSmallCapPx, band.label, kSoftInk, false, &rim);
    }
    for (const Level& level : plot.levels)
        if (level.y >= l.y_low && level.y <= l.y_high)
            canvas.text(l.right_px - 4.0, l.y_px(level.y) - 5.0, 1.0, kSmallCapPx, level.label,
                        color_from_hex(level.color), false, &kWhite);
}

void draw_legend(Canvas& canvas, const Plot& plot, const PlotLayout& l) {
    double x = l.left_px;
    for (const Series& s : plot.series) {
        if (s.label.empty()) continue;
        canvas.stroke({{{x, 36.0}, {x + 22.0, 36.0}}}, 2.5, color_from_hex(s.color), s.dashed);
        canvas.text(x + 30.0, 36.0 + 0.5 * kSmallCapPx, 0.0, kSmallCapPx, s.label, kInk);
        x += 48.0 + lettering(s.label).width_units * kSmallCapPx / kCapHeightUnits;
    }
}

}  // namespace

Raster line_plot_raster(const Plot& plot) {
    const PlotLayout l = lay_out(plot);
    Canvas canvas(plot.width_px, plot.height_px);
    for (const Band& band : plot.bands)
        canvas.fill_rect(std::clamp(l.x_px(band.from), l.left_px, l.right_px), l.top_px,
                         std::clamp(l.x_px(band.to), l.left_px, l.right_px), l.bottom_px, color_from_hex(band.color));
    canvas.text(l.left_px, 20.0, 0.0, kTitleCapPx, plot.title, {26, 32, 44});
    draw_axes(canvas, plot, l);
    for (const Level& level : plot.levels)
        if (level.y >= l.y_low && level.y <= l.y_high)
            canvas.stroke({{{l.left_px, l.y_px(level.y)}, {l.right_px, l.y_px(level.y)}}}, 1.2,
                          color_from_hex(level.color), true);
    for (const PlacedMark& placed : place_marks(plot.marks, l, kMarkRoomPx)) {
        const Color color = color_from_hex(placed.mark->color);
        canvas.stroke({{{placed.x_px, l.top_px}, {placed.x_px, l.bottom_px}}}, 1.2, color);
        canvas.text(placed.label_px, l.top_px - 5.0, 0.5, kSmallCapPx, placed.mark->label, color);
    }
    for (const Series& s : plot.series) canvas.stroke(series_lines_px(s, l), 2.0, color_from_hex(s.color), s.dashed);
    draw_labels(canvas, plot, l);
    draw_legend(canvas, plot, l);
    return canvas.take();
}

std::vector<uint8_t> line_plot_png(const Plot& plot) {
    Raster raster = line_plot_raster(plot);
    const std::string bytes = io::png_bytes({raster.width, raster.height, 3, std::move(raster.rgb)});
    return {bytes.begin(), bytes.end()};
}

}  // namespace cryo::report

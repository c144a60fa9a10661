#include "engine/app/contact_sheet.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/report/lettering.h"

namespace cryo::app {

namespace {

constexpr int kGapPx = 6;
constexpr uint8_t kPaper = 26;
constexpr double kInk = 235.0;

// Lays ink over a pixel; `share` 0..1.
void ink(io::Picture& picture, int x, int y, double share) {
    if (x < 0 || y < 0 || x >= picture.width_px || y >= picture.height_px) return;
    const size_t at = static_cast<size_t>(y * picture.width_px + x) * static_cast<size_t>(picture.channels);
    for (size_t channel = 0; channel < static_cast<size_t>(picture.channels); ++channel) {
        uint8_t& value = picture.values[at + channel];
        value = static_cast<uint8_t>(value + share * (kInk - value));
    }
}

}  // namespace

void draw_stroke(io::Picture& picture, const Vec2& from_px, const Vec2& to_px) {
    constexpr double kHalfWidthPx = 0.55;
    const auto low = glm::floor(glm::min(from_px, to_px) - 1.5);
    const auto high = glm::ceil(glm::max(from_px, to_px) + 1.5);
    const Vec2 along = to_px - from_px;
    const double length2 = std::max(1e-9, glm::dot(along, along));
    for (int y = static_cast<int>(low.y); y <= static_cast<int>(high.y); ++y)
        for (int x = static_cast<int>(low.x); x <= static_cast<int>(high.x); ++x) {
            const Vec2 p = Vec2(x + 0.5, y + 0.5) - from_px;
            const double f = std::clamp(glm::dot(p, along) / length2, 0.0, 1.0);
            const double away = glm::length(p - f * along);
            ink(picture, x, y, std::clamp(kHalfWidthPx + 0.5 - away, 0.0, 1.0));
        }
}

void shade(io::Picture& picture, const Vec2& low_px, const Vec2& high_px) {
    constexpr double kLeft = 0.35;
    const Vec2 size(picture.width_px, picture.height_px);
    const Vec2 low = glm::clamp(low_px, Vec2(0.0), size);
    const Vec2 high = glm::clamp(high_px, Vec2(0.0), size);
    for (int y = static_cast<int>(low.y); y < static_cast<int>(high.y); ++y)
        for (int i = picture.channels * static_cast<int>(low.x); i < picture.channels * static_cast<int>(high.x); ++i) {
            uint8_t& value = picture.values[static_cast<size_t>(y * picture.width_px * picture.channels + i)];
            value = static_cast<uint8_t>(kLeft * value);
        }
}

double width_on(double height_px, const std::string& text) {
    return height_px / report::kCapHeightUnits * report::lettering(text).width_units;
}

void write_on(io::Picture& picture, double x_px, double y_px, double height_px, const std::string& text) {
    const double scale = height_px / report::kCapHeightUnits;
    for (const auto& stroke : report::lettering(text).strokes)
        for (size_t i = 0; i + 1 < stroke.size(); ++i)
            draw_stroke(picture, Vec2(x_px, y_px) + scale * stroke[i], Vec2(x_px, y_px) + scale * stroke[i + 1]);
}

void ContactSheet::add(const io::Picture& picture, const std::string& caption) {
    CRYO_CHECK_OP(picture.channels, ==, 3);
    CRYO_CHECK(picture.width_px == kCellPx && picture.height_px == kCellPx);
    cells_.push_back({picture, caption});
}

io::Picture ContactSheet::picture(int columns) const {
    const int rows = (count() + columns - 1) / columns;
    io::Picture sheet{columns * (kCellPx + kGapPx) + kGapPx, rows * (kCellPx + kCaptionPx + kGapPx) + kGapPx, 3, {}};
    sheet.values.assign(3 * static_cast<size_t>(sheet.width_px) * static_cast<size_t>(sheet.height_px), kPaper);
    for (int i = 0; i < count(); ++i) {
        const Cell& cell = cells_[static_cast<size_t>(i)];
        const int left = kGapPx + i % columns * (kCellPx + kGapPx);
        const int top = kGapPx + i / columns * (kCellPx + kCaptionPx + kGapPx);
        for (int y = 0; y < kCellPx; ++y) {
            const auto from = cell.picture.values.begin() + 3L * y * kCellPx;
            std::copy(from, from + 3L * kCellPx,
                      sheet.values.begin() + 3L * ((top + y) * static_cast<long>(sheet.width_px) + left));
        }
        constexpr double kLetterPx = 9.0;
        write_on(sheet, left + 4.0, top + kCellPx + 6.0, kLetterPx, cell.caption);
    }
    return sheet;
}

}  // namespace cryo::app

#include "engine/ultrasound/section_map.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/ultrasound/half.h"

namespace cryo::ultrasound {

namespace {

constexpr int kFinePerCell = 4;  // levels of a cell are averaged as power over this many points along each side

double power_from_db(double db) { return std::pow(10.0, 0.1 * db); }

// `power` is of a section point scaled to the unit circle.
template <class Power>
std::vector<double> averaged_map(Power&& power) {
    constexpr int kTile = SectionAtlas::kTile;
    std::vector<double> level_db(static_cast<size_t>(kTile) * kTile);
    for (int row = 0; row < kTile; ++row)
        for (int column = 0; column < kTile; ++column) {
            double sum = 0.0;
            for (int k = 0; k < kFinePerCell * kFinePerCell; ++k) {
                const double x = (column + (k % kFinePerCell + 0.5) / kFinePerCell) / kTile;
                const double y = (row + (k / kFinePerCell + 0.5) / kFinePerCell) / kTile;
                sum += power(SectionAtlas::kMargin * Vec2(2.0 * x - 1.0, 2.0 * y - 1.0));
            }
            const double mean = sum / (kFinePerCell * kFinePerCell);
            level_db[static_cast<size_t>(row * kTile + column)] = 10.0 * std::log10(std::max(mean, 1e-20));
        }
    return level_db;
}

}  // namespace

int SectionAtlas::add(const std::vector<double>& level_db) {
    CRYO_CHECK_OP(level_db.size(), ==, static_cast<size_t>(kTile) * kTile);
    const int map = count_++;
    halves_.resize(static_cast<size_t>(width()) * static_cast<size_t>(height()), 0);
    const int left = (map % kPerRow) * kTile;
    const int top = (map / kPerRow) * kTile;
    for (int row = 0; row < kTile; ++row)
        for (int column = 0; column < kTile; ++column)
            halves_[static_cast<size_t>((top + row) * width() + left + column)] =
                half_from_float(static_cast<float>(level_db[static_cast<size_t>(row * kTile + column)]));
    return map;
}

int SectionAtlas::height() const { return std::max(1, (count_ + kPerRow - 1) / kPerRow) * kTile; }

double SectionAtlas::level_db(int map, const Vec2& scaled) const {
    // Half a cell from the tile's edge nothing of the neighbouring map is mixed in.
    const auto cell = [](double s) { return std::clamp((s / kMargin * 0.5 + 0.5) * kTile, 0.5, kTile - 0.5) - 0.5; };
    const double x = cell(scaled.x);
    const double y = cell(scaled.y);
    const int column = std::min(static_cast<int>(x), kTile - 2);
    const int row = std::min(static_cast<int>(y), kTile - 2);
    const double fx = x - column;
    const double fy = y - row;
    const auto value = [&](int dx, int dy) {
        const int left = (map % kPerRow) * kTile + column + dx;
        const int top = (map / kPerRow) * kTile + row + dy;
        return static_cast<double>(float_from_half(halves_[static_cast<size_t>(top * width() + left)]));
    };
    return (value(0, 0) * (1.0 - fx) + value(1, 0) * fx) * (1.0 - fy) +
           (value(0, 1) * (1.0 - fx) + value(1, 1) * fx) * fy;
}

std::vector<double> nerve_section_db(const anatomy::Nerve& nerve, const std::vector<anatomy::Fascicle>& fascicles) {
    const Vec2 semi_m{0.5 * nerve.tube.width_m, 0.5 * nerve.tube.height_m};
    const double fascicle = power_from_db(properties(anatomy::Tissue::NerveFascicle).acoustics.backscatter_db);
    const double epineurium = power_from_db(properties(anatomy::Tissue::Epineurium).acoustics.backscatter_db);
    // The outer sheath is denser than what lies between fascicles and brightest where it faces the skin.
    constexpr double kRimM = 0.00018;
    constexpr double kRimGain = 2.0;
    return averaged_map([&](const Vec2& scaled) {
        const Vec2 p = scaled * semi_m;
        for (const anatomy::Fascicle& f : fascicles) {
            const Vec2 away = p - f.center_m;
            if (glm::dot(away, away) < f.radius_m * f.radius_m) return fascicle;
        }
        const double inside_m = -anatomy::distance_to_ellipse(p, semi_m.x, semi_m.y);
        if (inside_m > kRimM) return epineurium;
        const Vec2 normal = glm::normalize(scaled / semi_m);
        return epineurium * (1.0 + kRimGain * normal.y * normal.y);
    });
}

std::vector<double> vessel_section_db(const anatomy::Vessel& vessel) {
    const Vec2 lumen_m{0.5 * vessel.tube.width_m, 0.5 * vessel.tube.height_m};
    const Vec2 outer_m = lumen_m + vessel.wall_m;
    const double blood = power_from_db(properties(anatomy::Tissue::Blood).acoustics.backscatter_db);
    const double wall = power_from_db(properties(anatomy::Tissue::VesselWall).acoustics.backscatter_db);
    return averaged_map([&](const Vec2& scaled) {
        const Vec2 in_lumen = scaled * outer_m / lumen_m;
        return glm::dot(in_lumen, in_lumen) < 1.0 ? blood : wall;
    });
}

std::vector<double> even_section_db(double level_db) {
    return std::vector<double>(static_cast<size_t>(SectionAtlas::kTile) * SectionAtlas::kTile, level_db);
}

}  // namespace cryo::ultrasound

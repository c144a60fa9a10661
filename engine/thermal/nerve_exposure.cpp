#include "engine/thermal/nerve_exposure.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/thermal/state_bytes.h"

namespace cryo::thermal {

namespace {

// Points that stand for equal shares of a disc: one in the middle, then rings of 6 and 12, each at the radius that
// halves its area. Of the 19 the outermost lie at 0.83 of the radius, where a straight edge cuts off the last 5 % of
// the area.
struct DiscPoint {
    double x, y;  // of a unit disc
    double area;  // share
};

std::vector<DiscPoint> disc_points(int rings) {
    constexpr int kPerRing[] = {1, 6, 12};
    double all = 0.0;
    for (int ring = 0; ring < rings; ++ring) all += kPerRing[ring];
    std::vector<DiscPoint> points;
    int inner = 0;
    for (int ring = 0; ring < rings; ++ring) {
        const double radius = ring == 0 ? 0.0 : std::sqrt((inner + 0.5 * kPerRing[ring]) / all);
        for (int n = 0; n < kPerRing[ring]; ++n) {
            const double angle = 2.0 * kPi * (n + 0.5 * ring) / kPerRing[ring];
            points.push_back({radius * std::cos(angle), radius * std::sin(angle), 1.0 / all});
        }
        inner += kPerRing[ring];
    }
    return points;
}

constexpr double kThinFascicleM = 0.0004;  // radius below which seven points tell as much as nineteen
constexpr double kLeaveAloneDegc = 30.0;   // sections whose middle is warmer than this are not looked at more closely

}  // namespace

NerveExposure::NerveExposure(const anatomy::Medium& medium, int nerve, const GridFrame& box,
                             const anatomy::Deformation& deformation)
    : nerve_(nerve) {
    const anatomy::TubeCurve& curve = medium.nerve_curve(nerve);
    const std::vector<anatomy::Fascicle>& fascicles = medium.fascicles(nerve);
    CRYO_CHECK(!fascicles.empty());
    fascicle_count_ = static_cast<int>(fascicles.size());

    // One section: points in each fascicle, then points over the whole ellipse for what the eye sees.
    double all_area = 0.0;
    for (const anatomy::Fascicle& fascicle : fascicles) all_area += fascicle.radius_m * fascicle.radius_m;
    std::vector<Vec2> section_m;
    for (size_t f = 0; f < fascicles.size(); ++f) {
        const double r = fascicles[f].radius_m;
        for (const DiscPoint& p : disc_points(r < kThinFascicleM ? 2 : 3)) {
            section_m.push_back(fascicles[f].center_m + r * Vec2(p.x, p.y));
            points_.push_back({static_cast<int>(f), static_cast<float>(p.area * r * r / all_area), 0.0F});
        }
    }
    for (const DiscPoint& p : disc_points(3)) {
        section_m.push_back(0.5 * Vec2(curve.width_m() * p.x, curve.height_m() * p.y));
        points_.push_back({-1, 0.0F, static_cast<float>(p.area)});
    }

    const Vec3 low = box.origin_m - 0.5 * box.spacing_m;
    const Vec3 high = low + box.spacing_m * Vec3(box.size);
    const int stations = static_cast<int>(curve.length_m() / kStationSpacingM) + 1;
    for (int s = 0; s < stations; ++s) {
        const double arc = s * kStationSpacingM;
        const Vec3 center = curve.at_arc(arc);
        const Vec3 in_grid = deformation.settled_from_reference(center);
        if (glm::any(glm::lessThan(in_grid, low)) || glm::any(glm::greaterThan(in_grid, high))) continue;
        arc_m_.push_back(arc);
        center_m_.push_back(center);
        grid_center_m_.push_back(in_grid);
        for (const Vec2& p : section_m)
            place_m_.emplace_back(deformation.settled_from_reference(curve.from_section(arc, p)));
    }
    coldest_degc_.assign(place_m_.size(), static_cast<float>(anatomy::kBodyDegc));
    treated_s_.assign(place_m_.size(), 0.0F);
}

void NerveExposure::update(const BioheatSolver& solver) {
    if (arc_m_.empty() || solver.ticks() % kTicksPerLook != 0) return;
    coldest_now_degc_ = 1e9;
    const size_t per_station = points_.size();
    for (size_t s = 0; s < arc_m_.size(); ++s) {
        const double middle_degc = solver.temperature_at(grid_center_m_[s]);
        coldest_now_degc_ = std::min(coldest_now_degc_, middle_degc);
        if (middle_degc > kLeaveAloneDegc) continue;
        for (size_t p = 0; p < per_station; ++p) {
            const size_t at = s * per_station + p;
            const auto t = static_cast<float>(solver.temperature_at(Vec3(place_m_[at])));
            coldest_degc_[at] = std::min(coldest_degc_[at], t);
            if (t <= static_cast<float>(kTreatedDegc)) treated_s_[at] += static_cast<float>(kTicksPerLook * kTickS);
            if (points_[p].fascicle >= 0) coldest_now_degc_ = std::min(coldest_now_degc_, static_cast<double>(t));
        }
    }
}

ExposureStation NerveExposure::station(int index) const {
    CRYO_CHECK(index >= 0 && index < station_count());
    ExposureStation result;
    result.arc_m = arc_m_[static_cast<size_t>(index)];
    result.center_m = center_m_[static_cast<size_t>(index)];
    result.warmest_low_degc = -1e9;
    const size_t first = static_cast<size_t>(index) * points_.size();
    for (size_t p = 0; p < points_.size(); ++p) {
        const auto coldest = static_cast<double>(coldest_degc_[first + p]);
        if (points_[p].fascicle < 0) {
            if (coldest <= kVisibleEdgeDegc) result.visible_frac += static_cast<double>(points_[p].section_frac);
            continue;
        }
        if (coldest <= kTreatedDegc) result.treated_frac += static_cast<double>(points_[p].area_frac);
        result.coldest_degc = std::min(result.coldest_degc, coldest);
        result.warmest_low_degc = std::max(result.warmest_low_degc, coldest);
    }
    return result;
}

double NerveExposure::treated_fraction(int index) const { return station(index).treated_frac; }

TreatedRun NerveExposure::longest_treated(double section_frac) const {
    TreatedRun best;
    int begin = 0;
    // The sum of the points' shares rounds; a section that is wholly treated must count as 1.
    constexpr double kRounding = 1e-5;
    for (int s = 0; s <= station_count(); ++s) {
        const bool inside = s < station_count() && treated_fraction(s) >= section_frac - kRounding;
        if (inside) continue;
        const double length = (s - begin) * kStationSpacingM;
        if (length > best.length_m)
            best = {arc_m_[static_cast<size_t>(begin)], arc_m_[static_cast<size_t>(s - 1)], length};
        begin = s + 1;
    }
    return best;
}

double NerveExposure::largest_treated_frac() const {
    double largest = 0.0;
    for (int s = 0; s < station_count(); ++s) largest = std::max(largest, treated_fraction(s));
    return largest;
}

double NerveExposure::fascicle_coldest_degc(int station, int fascicle) const {
    CRYO_CHECK(station >= 0 && station < station_count() && fascicle >= 0 && fascicle < fascicle_count_);
    double warmest = -1e9;
    const size_t first = static_cast<size_t>(station) * points_.size();
    for (size_t p = 0; p < points_.size(); ++p)
        if (points_[p].fascicle == fascicle) warmest = std::max(warmest, static_cast<double>(coldest_degc_[first + p]));
    return warmest;
}

double NerveExposure::fascicle_treated_s(int station, int fascicle) const {
    CRYO_CHECK(station >= 0 && station < station_count() && fascicle >= 0 && fascicle < fascicle_count_);
    double shortest = 1e9;
    const size_t first = static_cast<size_t>(station) * points_.size();
    for (size_t p = 0; p < points_.size(); ++p)
        if (points_[p].fascicle == fascicle) shortest = std::min(shortest, static_cast<double>(treated_s_[first + p]));
    return shortest;
}

void NerveExposure::add_to(StateHash& hash) const {
    hash.add(nerve_);
    hash.add(coldest_degc_);
    hash.add(treated_s_);
}

std::vector<std::byte> NerveExposure::snapshot() const {
    ByteWriter bytes;
    bytes.put(coldest_degc_);
    bytes.put(treated_s_);
    bytes.put(coldest_now_degc_);
    return bytes.take();
}

void NerveExposure::restore(std::span<const std::byte> from) {
    ByteReader bytes(from);
    const size_t points = place_m_.size();
    bytes.get(coldest_degc_);
    bytes.get(treated_s_);
    bytes.get(coldest_now_degc_);
    CRYO_CHECK_OP(coldest_degc_.size(), ==, points);
    CRYO_CHECK_OP(treated_s_.size(), ==, points);
    CRYO_CHECK(bytes.at_end());
}

}  // namespace cryo::thermal

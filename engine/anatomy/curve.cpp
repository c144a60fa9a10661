#include "engine/anatomy/curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/check.h"

namespace cryo::anatomy {

namespace {

constexpr double kLargestStepM = 0.0005;
constexpr int kSegmentsPerChunk = 8;

// Centripetal Catmull-Rom between b and c (Barry and Goldman's pyramid; knots by the square root of the chord, which
// keeps the curve free of cusps and loops), u in 0..1.
Vec3 catmull_rom(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d, double u) {
    const double t0 = 0.0;
    const double t1 = t0 + std::sqrt(glm::length(b - a));
    const double t2 = t1 + std::sqrt(glm::length(c - b));
    const double t3 = t2 + std::sqrt(glm::length(d - c));
    const double t = t1 + u * (t2 - t1);
    const auto mix = [t](const Vec3& p, const Vec3& q, double tp, double tq) {
        return p * ((tq - t) / (tq - tp)) + q * ((t - tp) / (tq - tp));
    };
    const Vec3 ab = mix(a, b, t0, t1);
    const Vec3 bc = mix(b, c, t1, t2);
    const Vec3 cd = mix(c, d, t2, t3);
    return mix(mix(ab, bc, t0, t2), mix(bc, cd, t1, t3), t1, t2);
}

// The curve may be half longer than its chord, and faster in its middle.
template <class Curve>
double longest_step_m(const Curve& at, int steps) {
    double longest = 0.0;
    for (int s = 0; s < steps; ++s)
        longest = std::max(longest, glm::length(at((s + 1.0) / steps) - at(static_cast<double>(s) / steps)));
    return longest;
}

std::vector<Vec3> sample_curve(const Path& path) {
    CRYO_CHECK_OP(path.size(), >=, 2U);
    std::vector<Vec3> control;
    control.push_back(2.0 * path[0] - path[1]);  // straight on beyond the ends
    control.insert(control.end(), path.begin(), path.end());
    control.push_back(2.0 * path.back() - path[path.size() - 2]);

    std::vector<Vec3> points{path.front()};
    for (size_t i = 0; i + 1 < path.size(); ++i) {
        CRYO_CHECK_OP(glm::length(path[i + 1] - path[i]), >, 1e-6);
        const auto at = [&](double u) {
            return catmull_rom(control[i], control[i + 1], control[i + 2], control[i + 3], u);
        };
        int steps = static_cast<int>(std::ceil(glm::length(path[i + 1] - path[i]) / kLargestStepM));
        while (longest_step_m(at, steps) > kLargestStepM) ++steps;
        for (int s = 1; s <= steps; ++s) points.push_back(at(static_cast<double>(s) / steps));
    }
    return points;
}

double distance_squared_to_box(const Vec3& p, const Vec3& low, const Vec3& high) {
    const Vec3 d = glm::max(glm::max(low - p, p - high), Vec3(0.0));
    return glm::dot(d, d);
}

Mat3 section_axes_of(const Vec3& tangent) {
    const Vec3 level{tangent.y, -tangent.x, 0.0};  // tangent x depth
    const double length = glm::length(level);
    // A tube straight down has no direction across: x stands in.
    const Vec3 across = length > 1e-9 ? level / length : Vec3(1, 0, 0);
    return Mat3(across, glm::normalize(glm::cross(across, tangent)), tangent);
}

}  // namespace

TubeCurve::TubeCurve(const Tube& tube)
    : points_m_(sample_curve(tube.path_m)), width_m_(tube.width_m), height_m_(tube.height_m) {
    CRYO_CHECK(width_m_ > 0.0 && height_m_ > 0.0);
    const size_t count = points_m_.size();
    arc_m_.resize(count, 0.0);
    for (size_t i = 1; i < count; ++i) arc_m_[i] = arc_m_[i - 1] + glm::length(points_m_[i] - points_m_[i - 1]);
    tangents_.resize(count);
    for (size_t i = 0; i < count; ++i) {
        const size_t before = i == 0 ? 0 : i - 1;
        const size_t after = i + 1 == count ? i : i + 1;
        tangents_[i] = glm::normalize(points_m_[after] - points_m_[before]);
    }
    for (size_t i = 0; i + 1 < count; ++i) {
        const Vec3 along_m = points_m_[i + 1] - points_m_[i];
        segments_.push_back({points_m_[i], along_m, 1.0 / glm::dot(along_m, along_m)});
    }
    low_m_ = high_m_ = points_m_[0];
    for (int first = 0; first + 1 < static_cast<int>(count); first += kSegmentsPerChunk) {
        const int last = std::min(first + kSegmentsPerChunk, static_cast<int>(count) - 1);
        Chunk chunk{points_m_[static_cast<size_t>(first)], points_m_[static_cast<size_t>(first)], first, last};
        for (int i = first; i <= last; ++i) {
            chunk.low_m = glm::min(chunk.low_m, points_m_[static_cast<size_t>(i)]);
            chunk.high_m = glm::max(chunk.high_m, points_m_[static_cast<size_t>(i)]);
        }
        low_m_ = glm::min(low_m_, chunk.low_m);
        high_m_ = glm::max(high_m_, chunk.high_m);
        chunks_.push_back(chunk);
    }
}

TubePoint TubeCurve::nearest(const Vec3& reference_m) const {
    TubePoint found;
    const bool any = nearest_within(reference_m, std::numeric_limits<double>::infinity(), found);
    CRYO_CHECK(any);
    return found;
}

bool TubeCurve::nearest_within(const Vec3& reference_m, double margin_m, TubePoint& found) const {
    const double reach_m = margin_m + 0.5 * std::max(width_m_, height_m_);
    const double reach_squared = reach_m * reach_m;
    if (distance_squared_to_box(reference_m, low_m_, high_m_) > reach_squared) return false;

    double best_squared = std::numeric_limits<double>::infinity();
    int best_segment = -1;
    double best_fraction = 0.0;
    const auto search = [&](const Chunk& chunk) {
        for (int i = chunk.first; i < chunk.last; ++i) {
            const Segment& segment = segments_[static_cast<size_t>(i)];
            const Vec3 from_start = reference_m - segment.start_m;
            const double fraction =
                std::clamp(glm::dot(from_start, segment.along_m) * segment.per_length_squared, 0.0, 1.0);
            const Vec3 away = from_start - fraction * segment.along_m;
            const double squared = glm::dot(away, away);
            if (squared < best_squared) {
                best_squared = squared;
                best_segment = i;
                best_fraction = fraction;
            }
        }
    };
    // The chunk whose box is nearest first: it most often holds the point, and rules out the others.
    const Chunk* first = nullptr;
    double first_bound = reach_squared;
    for (const Chunk& chunk : chunks_) {
        const double bound = distance_squared_to_box(reference_m, chunk.low_m, chunk.high_m);
        if (bound <= first_bound) {
            first_bound = bound;
            first = &chunk;
        }
    }
    if (!first) return false;
    search(*first);
    for (const Chunk& chunk : chunks_) {
        if (&chunk == first) continue;
        const double bound = distance_squared_to_box(reference_m, chunk.low_m, chunk.high_m);
        if (bound <= reach_squared && bound < best_squared) search(chunk);
    }
    found = describe(reference_m, best_segment, best_fraction);
    return true;
}

TubePoint TubeCurve::describe(const Vec3& reference_m, int segment, double fraction) const {
    const auto i = static_cast<size_t>(segment);
    TubePoint point;
    point.arc_m = arc_m_[i] + fraction * (arc_m_[i + 1] - arc_m_[i]);
    point.center_m = points_m_[i] + fraction * (points_m_[i + 1] - points_m_[i]);
    // The tangent turns evenly from point to point, so that the section does not jump at the polyline's corners.
    point.tangent = glm::normalize(tangents_[i] + fraction * (tangents_[i + 1] - tangents_[i]));
    const Mat3 axes = section_axes_of(point.tangent);
    const Vec3 away = reference_m - point.center_m;
    point.section_m = {glm::dot(away, axes[0]), glm::dot(away, axes[1])};
    point.outside_m = distance_to_ellipse(point.section_m, 0.5 * width_m_, 0.5 * height_m_);
    const bool at_start = segment == 0 && fraction <= 0.0;
    const bool at_end = i + 2 == points_m_.size() && fraction >= 1.0;
    if (at_start || at_end) {
        const double beyond_m = glm::dot(away, point.tangent) * (at_start ? -1.0 : 1.0);
        if (beyond_m > 0.0) point.outside_m = point.outside_m > 0.0 ? std::hypot(point.outside_m, beyond_m) : beyond_m;
    }
    return point;
}

namespace {

struct Place {
    size_t segment;
    double fraction;
};

Place place_at(const std::vector<double>& arcs_m, double arc_m) {
    const double s = std::clamp(arc_m, 0.0, arcs_m.back());
    const auto after = std::upper_bound(arcs_m.begin(), arcs_m.end(), s);
    const size_t i =
        std::min(static_cast<size_t>(std::max<std::ptrdiff_t>(0, after - arcs_m.begin() - 1)), arcs_m.size() - 2);
    return {i, (s - arcs_m[i]) / (arcs_m[i + 1] - arcs_m[i])};
}

}  // namespace

Vec3 TubeCurve::at_arc(double arc_m) const {
    const auto [i, fraction] = place_at(arc_m_, arc_m);
    return points_m_[i] + fraction * (points_m_[i + 1] - points_m_[i]);
}

Vec3 TubeCurve::tangent_at_arc(double arc_m) const {
    const auto [i, fraction] = place_at(arc_m_, arc_m);
    return glm::normalize(tangents_[i] + fraction * (tangents_[i + 1] - tangents_[i]));
}

Mat3 TubeCurve::section_axes(double arc_m) const { return section_axes_of(tangent_at_arc(arc_m)); }

Vec3 TubeCurve::from_section(double arc_m, const Vec2& section_m) const {
    const Mat3 axes = section_axes(arc_m);
    return at_arc(arc_m) + section_m.x * axes[0] + section_m.y * axes[1];
}

// The foot of the perpendicular is (a^2 x / (t + a^2), b^2 y / (t + b^2)) for the root t of
//   F(t) = (a x / (t + a^2))^2 + (b y / (t + b^2))^2 - 1.
// F is convex and falling right of -b^2 (b the smaller axis), so Newton from the left never oversteps the root.
double distance_to_ellipse(const Vec2& point_m, double semi_x_m, double semi_y_m) {
    CRYO_CHECK(semi_x_m > 0.0 && semi_y_m > 0.0);
    const bool wide = semi_x_m >= semi_y_m;
    const double a = wide ? semi_x_m : semi_y_m;
    const double b = wide ? semi_y_m : semi_x_m;
    const double x = std::abs(wide ? point_m.x : point_m.y);
    const double y = std::abs(wide ? point_m.y : point_m.x);
    const bool inside = (x / a) * (x / a) + (y / b) * (y / b) < 1.0;

    Vec2 foot{0.0};
    const double flat = a * a - b * b;  // on the major axis within flat / a of the centre the foot is off the axis
    if (y <= 1e-12 * b) {
        if (x * a < flat) {
            const double cosine = x * a / flat;
            foot = {a * cosine, b * std::sqrt(1.0 - cosine * cosine)};
        } else {
            foot = {a, 0.0};
        }
    } else {
        double u = b * y;  // t + b^2, which is tiny near the major axis; here the second term alone is 1
        if (x > 0.0) u = std::max(u, a * x - flat);
        for (int i = 0; i < 60; ++i) {
            const double first = a * x / (u + flat);
            const double second = b * y / u;
            const double f = first * first + second * second - 1.0;
            const double slope = -2.0 * (first * first / (u + flat) + second * second / u);
            const double step = -f / slope;
            if (step <= 1e-12 * u) break;
            u += step;
        }
        foot = {a * a * x / (u + flat), b * b * y / u};
    }
    const double distance_m = std::hypot(x - foot.x, y - foot.y);
    return inside ? -distance_m : distance_m;
}

}  // namespace cryo::anatomy

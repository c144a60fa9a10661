#include "engine/thermal/start_profile.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::thermal {

namespace {

constexpr double kBelowBoxM = 0.040;

}  // namespace

std::vector<double> start_profile(const anatomy::Medium& medium, const GridFrame& frame,
                                  const std::vector<TissueLaw>& laws, const SkinBoundary& skin) {
    const double h = frame.spacing_m;
    const Vec3 middle = frame.origin_m + 0.5 * h * (Vec3(frame.size) - 1.0);
    // The column's cells are the box's, continued up to the skin and down to the core.
    const double top_face_m = frame.origin_m.z - 0.5 * h;
    const int above = std::max(0, static_cast<int>(std::lround(top_face_m / h)));
    const int below = static_cast<int>(std::ceil(kBelowBoxM / h));
    const int count = above + frame.size.z + below;
    std::vector<const TissueLaw*> column;
    for (int n = 0; n < count; ++n) {
        const double depth = frame.origin_m.z + (n - above) * h;
        column.push_back(&laws[static_cast<size_t>(medium.bulk_at({middle.x, middle.y, depth}).tissue)]);
    }

    // Conductances between neighbours, per area; the first and last link lead to the room and to the core.
    const auto link = [&](int n) {
        if (n == 0) return 1.0 / (1.0 / skin.film_w_per_m2_k + 0.5 * h / column[0]->conductivity_unfrozen());
        const double k = column[static_cast<size_t>(n - 1)]->conductivity_unfrozen();
        if (n == count) return 2.0 * k / h;
        const double next = column[static_cast<size_t>(n)]->conductivity_unfrozen();
        return 2.0 * k * next / ((k + next) * h);
    };
    std::vector<double> diagonal(static_cast<size_t>(count));
    std::vector<double> t(static_cast<size_t>(count));
    for (int n = 0; n < count; ++n) {
        const auto at = static_cast<size_t>(n);
        const double perfusion = column[at]->perfusion_w_per_m3_k() * h;
        diagonal[at] = link(n) + link(n + 1) + perfusion;
        t[at] = perfusion * anatomy::kBodyDegc + column[at]->metabolic_w_per_m3() * h;
    }
    t.front() += link(0) * skin.ambient_degc;
    t.back() += link(count) * anatomy::kBodyDegc;
    for (int n = 1; n < count; ++n) {
        const auto at = static_cast<size_t>(n);
        const double factor = link(n) / diagonal[at - 1];
        diagonal[at] -= factor * link(n);
        t[at] += factor * t[at - 1];
    }
    t.back() /= diagonal.back();
    for (int n = count - 2; n >= 0; --n) {
        const auto at = static_cast<size_t>(n);
        t[at] = (t[at] + link(n + 1) * t[at + 1]) / diagonal[at];
    }
    return {t.begin() + above, t.begin() + above + frame.size.z};
}

}  // namespace cryo::thermal

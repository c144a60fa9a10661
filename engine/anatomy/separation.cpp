#include "engine/anatomy/separation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/units.h"

namespace cryo::anatomy {

namespace {

constexpr int kRimSamples = 24;
constexpr int kRefinements = 5;       // each halves the spacing of samples around the best
constexpr double kMarginM = 0.00003;  // beyond the required gap: more than the search's own error
constexpr int kSeparationRounds = 80;

Vec2 rim_point(const TubeCurve& curve, double wall_m, double angle_rad) {
    return {(0.5 * curve.width_m() + wall_m) * std::cos(angle_rad),
            (0.5 * curve.height_m() + wall_m) * std::sin(angle_rad)};
}

double larger_radius_m(const TubeCurve& curve, double wall_m) {
    return 0.5 * std::max(curve.width_m(), curve.height_m()) + wall_m;
}

struct RimSearch {
    double gap_m = std::numeric_limits<double>::infinity();
    double arc_m = 0.0;
    double angle_rad = 0.0;
};

// The point of a's surface that is deepest in, or nearest to, b: coarse over the rim of every section near b, then on
// ever finer spacing around the best.
RimSearch search_rim(const TubeCurve& a, double wall_a_m, const TubeCurve& b, double wall_b_m, double reach_m) {
    RimSearch best;
    const double radius_a_m = larger_radius_m(a, wall_a_m);
    const double radius_b_m = larger_radius_m(b, wall_b_m);
    const auto try_point = [&](double arc_m, double angle_rad) {
        TubePoint at_b;
        const Vec3 p = a.from_section(arc_m, rim_point(a, wall_a_m, angle_rad));
        if (!b.nearest_within(p, wall_b_m + reach_m, at_b)) return;
        const double gap_m = at_b.outside_m - wall_b_m;
        if (gap_m < best.gap_m) best = {gap_m, arc_m, angle_rad};
    };
    for (size_t i = 0; i < a.points_m().size(); i += 2) {
        TubePoint at_b;
        if (!b.nearest_within(a.points_m()[i], wall_b_m + radius_a_m + reach_m, at_b)) continue;
        if (glm::length(a.points_m()[i] - at_b.center_m) - radius_a_m - radius_b_m > std::min(best.gap_m, reach_m))
            continue;
        for (int k = 0; k < kRimSamples; ++k) try_point(a.arcs_m()[i], 2.0 * kPi * k / kRimSamples);
    }
    if (!std::isfinite(best.gap_m)) return best;
    double arc_step_m = 0.0005;
    double angle_step_rad = kPi / kRimSamples;
    for (int round = 0; round < kRefinements; ++round) {
        const RimSearch around = best;
        for (int i = -2; i <= 2; ++i)
            for (int k = -2; k <= 2; ++k)
                try_point(std::clamp(around.arc_m + i * arc_step_m, 0.0, a.length_m()),
                          around.angle_rad + k * angle_step_rad);
        arc_step_m *= 0.5;
        angle_step_rad *= 0.5;
    }
    return best;
}

Vec3 unit_or_up(const Vec3& v) {
    const double length = glm::length(v);
    return length > 1e-9 ? v / length : Vec3(0, 0, -1);
}

}  // namespace

TubeGap tube_gap(const TubeCurve& a, double wall_a_m, const TubeCurve& b, double wall_b_m, double reach_m) {
    // From both sides: a rim that wholly surrounds the other tube does not notice it.
    const RimSearch from_a = search_rim(a, wall_a_m, b, wall_b_m, reach_m);
    const RimSearch from_b = search_rim(b, wall_b_m, a, wall_a_m, reach_m);
    TubeGap gap;
    gap.gap_m = std::min({from_a.gap_m, from_b.gap_m, reach_m});
    const bool a_found = from_a.gap_m <= from_b.gap_m;
    if (!std::isfinite(a_found ? from_a.gap_m : from_b.gap_m)) return gap;
    const Vec3 center_a_m = a_found ? a.at_arc(from_a.arc_m) : a.nearest(b.at_arc(from_b.arc_m)).center_m;
    gap.away_from_b = unit_or_up(center_a_m - b.nearest(center_a_m).center_m);
    return gap;
}

std::vector<TubeOfAnatomy> all_tubes(const Anatomy& anatomy) {
    std::vector<TubeOfAnatomy> tubes;
    for (const Nerve& nerve : anatomy.nerves)
        tubes.push_back({nerve.id, &nerve.tube, 0.0, static_cast<int>(nerve.role)});
    for (const Vessel& vessel : anatomy.vessels)
        tubes.push_back({vessel.id, &vessel.tube, vessel.wall_m, vessel.kind == VesselKind::Artery ? 10 : 11});
    return tubes;
}

double required_gap_m(const Anatomy& anatomy, const std::string& id_a, const std::string& id_b) {
    const bool declared = std::any_of(anatomy.crossings.begin(), anatomy.crossings.end(), [&](const Crossing& c) {
        return (c.a == id_a && c.b == id_b) || (c.a == id_b && c.b == id_a);
    });
    return declared ? 0.0 : kTubeGapM;
}

void separate_tubes(Anatomy& anatomy) {
    std::vector<Tube*> tubes;
    for (Nerve& nerve : anatomy.nerves) tubes.push_back(&nerve.tube);
    for (Vessel& vessel : anatomy.vessels) tubes.push_back(&vessel.tube);
    const std::vector<TubeOfAnatomy> facts = all_tubes(anatomy);
    std::vector<TubeCurve> curves;
    for (const Tube* tube : tubes) curves.emplace_back(*tube);

    for (int round = 0; round < kSeparationRounds; ++round) {
        bool moved = false;
        for (size_t i = 0; i < tubes.size(); ++i)
            for (size_t j = i + 1; j < tubes.size(); ++j) {
                const double required_m = required_gap_m(anatomy, facts[i].id, facts[j].id);
                const TubeGap gap =
                    tube_gap(curves[i], facts[i].wall_m, curves[j], facts[j].wall_m, required_m + 2 * kMarginM);
                if (gap.gap_m >= required_m + 0.5 * kMarginM) continue;
                const double by_m = required_m + kMarginM - gap.gap_m;
                // The one of higher rank goes; of equals the one listed later.
                const bool first_goes = facts[i].rank > facts[j].rank;
                const size_t goes = first_goes ? i : j;
                const Vec3 shift_m = (first_goes ? by_m : -by_m) * gap.away_from_b;
                for (Vec3& p : tubes[goes]->path_m) p += shift_m;
                curves[goes] = TubeCurve(*tubes[goes]);
                moved = true;
            }
        if (!moved) return;
    }
}

double tube_gap_m(const Tube& a, double wall_a_m, const Tube& b, double wall_b_m, double reach_m) {
    return tube_gap(TubeCurve(a), wall_a_m, TubeCurve(b), wall_b_m, reach_m).gap_m;
}

}  // namespace cryo::anatomy

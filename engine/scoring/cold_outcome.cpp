#include "engine/scoring/cold_outcome.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/core/units.h"
#include "engine/session/session.h"

namespace cryo::scoring {
namespace {

constexpr double kCutHalfM = 0.006;
constexpr double kCutStepM = 0.0001;
constexpr int kRimPoints = 24;  // of each fascicle

// The section that teaches most: the middle of a lesion that is long enough, otherwise where ice and treatment differ
// most.
int telling_station(const thermal::NerveExposure& exposure) {
    constexpr double kWorthShowing = 0.05;
    int best = -1;
    double best_gap = kWorthShowing;
    const thermal::TreatedRun run = exposure.longest_treated();
    const double middle_arc_m = 0.5 * (run.from_arc_m + run.to_arc_m);
    int middle = 0;
    double coldest_degc = anatomy::kBodyDegc;
    for (int s = 0; s < exposure.station_count(); ++s) {
        const thermal::ExposureStation station = exposure.station(s);
        const bool inside = station.visible_frac >= thermal::kTreatedSectionFrac;
        const double gap = (inside ? 1.0 : 0.0) + station.visible_frac - station.treated_frac;
        // Of equal gaps the coldest: it came nearest to being treated.
        if (station.visible_frac > 0.0 &&
            (gap > best_gap + 1e-9 || (gap > best_gap - 1e-9 && station.coldest_degc < coldest_degc))) {
            best = s;
            best_gap = gap;
            coldest_degc = station.coldest_degc;
        }
        if (std::abs(station.arc_m - middle_arc_m) < std::abs(exposure.station(middle).arc_m - middle_arc_m))
            middle = s;
    }
    const bool enough = run.length_m >= thermal::kMinimumLesionM - 1e-9;
    return enough || (best < 0 && run.length_m > 0.0) ? middle : best;
}

struct FarPoint {
    double outside_m = 0.0;
    double degc = -300.0;
};

// The fascicle point that is farthest from the core, and how cold it has been.
FarPoint farthest_from_core(const NerveCut& cut, const std::vector<Vec2>& core_m,
                            const std::function<double(const Vec2&)>& coldest_degc) {
    FarPoint far;
    for (const NerveCut::Circle& f : cut.fascicles)
        for (int n = 0; n < kRimPoints; ++n) {
            const double angle = 2.0 * kPi * n / kRimPoints;
            const Vec2 p = 1e-3 * (Vec2(f.x_mm, f.y_mm) + f.radius_mm * Vec2(std::cos(angle), std::sin(angle)));
            const double degc = coldest_degc(p);
            far.degc = std::max(far.degc, degc);
            if (degc <= thermal::kTreatedDegc || core_m.empty()) continue;
            double nearest_m = 1.0;
            for (const Vec2& c : core_m) nearest_m = std::min(nearest_m, glm::length(p - c));
            far.outside_m = std::max(far.outside_m, nearest_m);
        }
    return far;
}

NerveCut cut_across(const session::Session& session, const thermal::NerveExposure& exposure, int at) {
    const anatomy::Medium& medium = session.medium();
    const thermal::ExposureStation station = exposure.station(at);
    const anatomy::TubeCurve& curve = medium.nerve_curve(exposure.nerve());
    const thermal::BioheatSolver& solver = *session.cold_solver();
    const auto coldest = [&](const Vec2& section_m) {
        return solver.coldest_at(
            session.cold_geometry().settled_from_reference(curve.from_section(station.arc_m, section_m)));
    };
    NerveCut cut;
    cut.label = medium.anatomy().nerves[static_cast<size_t>(exposure.nerve())].label;
    cut.arc_mm = mm_from_m(station.arc_m);
    cut.width_mm = mm_from_m(curve.width_m());
    cut.height_mm = mm_from_m(curve.height_m());
    cut.half_mm = mm_from_m(kCutHalfM);
    for (const anatomy::Fascicle& f : medium.fascicles(exposure.nerve()))
        cut.fascicles.push_back({mm_from_m(f.center_m.x), mm_from_m(f.center_m.y), mm_from_m(f.radius_m)});
    cut.size = 2 * static_cast<int>(std::lround(kCutHalfM / kCutStepM)) + 1;
    std::vector<Vec2> core_m;
    for (int j = 0; j < cut.size; ++j)
        for (int i = 0; i < cut.size; ++i) {
            const Vec2 p(i * kCutStepM - kCutHalfM, j * kCutStepM - kCutHalfM);
            cut.coldest_degc.push_back(coldest(p));
            if (cut.coldest_degc.back() <= thermal::kTreatedDegc) core_m.push_back(p);
        }
    const FarPoint far = farthest_from_core(cut, core_m, coldest);
    cut.outside_core_mm = mm_from_m(far.outside_m);
    cut.warmest_fascicle_degc = far.degc;
    cut.treated_frac = station.treated_frac;
    cut.in_visible_ice = station.visible_frac >= thermal::kTreatedSectionFrac;
    return cut;
}

}  // namespace

ColdOutcome cold_outcome(const session::Session& session) {
    ColdOutcome outcome;
    if (session.cold_solver() == nullptr) return outcome;
    const anatomy::Anatomy& anatomy = session.medium().anatomy();
    for (const thermal::NerveExposure& exposure : session.exposures()) {
        const anatomy::Nerve& nerve = anatomy.nerves[static_cast<size_t>(exposure.nerve())];
        NerveOutlook outlook;
        outlook.label = nerve.label;
        outlook.required = nerve.required || nerve.role == anatomy::NerveRole::Target;
        outlook.motor = nerve.role == anatomy::NerveRole::Motor;
        bool cold = false;
        for (int s = 0; s < exposure.station_count(); ++s) {
            const thermal::ExposureStation station = exposure.station(s);
            outlook.arc_mm.push_back(mm_from_m(station.arc_m));
            outlook.grades.push_back(thermal::injury_grade(station.warmest_low_degc));
            cold = cold || station.coldest_degc < thermal::kNoticedDegc;
        }
        if (!cold) continue;
        outlook.prognosis = thermal::prognosis(exposure, nerve.path_to_receptors_m);
        outcome.nerves.push_back(std::move(outlook));
        if (!outcome.nerves.back().required) continue;
        const int at = telling_station(exposure);
        if (at >= 0) outcome.cuts.push_back(cut_across(session, exposure, at));
    }
    outcome.neighbours = thermal::neighbour_injuries(*session.cold_solver(), session.medium(), session.exposures(),
                                                     session.cold_geometry());
    return outcome;
}

}  // namespace cryo::scoring

#include "engine/scoring/record_of.h"

#include <cmath>

#include "engine/core/units.h"

namespace cryo::scoring {
namespace {

constexpr double kMm3PerM3 = 1e9;

NerveOutcome outcome_of(const session::NerveCourse& course, const anatomy::Nerve& nerve) {
    NerveOutcome outcome;
    outcome.id = nerve.id;
    outcome.label = nerve.label;
    outcome.role = nerve.role;
    outcome.required = nerve.required || nerve.role == anatomy::NerveRole::Target;
    outcome.stations.reserve(course.stations.size());
    for (const session::NerveStation& s : course.stations)
        outcome.stations.push_back({mm_from_m(s.arc_m), s.center_m, s.treated_frac, s.visible_frac, s.coldest_degc});
    return outcome;
}

// Saline is called for where a nerve to be treated lies nearer to the skin than the cold zone should.
bool is_shallow(const session::Session& session) {
    constexpr double kSkinDistanceM = 0.008;  // from the nerve, that hydrodissection aims at in published protocols
    constexpr double kWorkedAtM = 0.010;      // along the nerve from the middle of the target view
    const anatomy::Medium& medium = session.medium();
    for (const int nerve : medium.anatomy().nerves_to_treat())
        for (const Vec3& point : medium.nerve_curve(nerve).points_m())
            if (std::abs(point.y) <= kWorkedAtM && point.z < kSkinDistanceM) return true;
    return false;
}

bool contains(const GridFrame& frame, const Vec3& point_m) {
    const Vec3 cell = frame.cell_from_point(point_m);
    return cell.x >= -0.5 && cell.y >= -0.5 && cell.z >= -0.5 && cell.x <= frame.size.x - 0.5 &&
           cell.y <= frame.size.y - 0.5 && cell.z <= frame.size.z - 0.5;
}

// Share of the tumours' volume that was at or below -40 degC, on a lattice of half a cubic millimetre each; tissue
// outside the simulated box has stayed warm.
std::optional<double> tumour_cold_frac(const session::Session& session) {
    constexpr double kDestroyedDegc = -40.0;  // of tumour cells, from the cryosurgery literature; provisional
    constexpr double kLatticeM = 0.0008;
    const thermal::BioheatSolver* solver = session.cold_solver();
    int64_t inside = 0, cold = 0;
    for (const anatomy::Inclusion& body : session.medium().anatomy().inclusions) {
        if (body.tissue != anatomy::Tissue::Tumour) continue;
        const Vec3 reach = body.semi_axes_m / kLatticeM;
        const Vec3 steps{std::floor(reach.x), std::floor(reach.y), std::floor(reach.z)};
        for (double i = -steps.x; i <= steps.x; ++i)
            for (double j = -steps.y; j <= steps.y; ++j)
                for (double k = -steps.z; k <= steps.z; ++k) {
                    const Vec3 offset_m = kLatticeM * Vec3(i, j, k);
                    if (glm::length(offset_m / body.semi_axes_m) > 1.0) continue;
                    ++inside;
                    const Vec3 at_m = body.center_m + offset_m;
                    if (solver == nullptr || !contains(solver->frame(), at_m)) continue;
                    if (solver->coldest_at(session.cold_geometry().settled_from_reference(at_m)) <= kDestroyedDegc) ++cold;
                }
    }
    if (inside == 0) return std::nullopt;
    return static_cast<double>(cold) / static_cast<double>(inside);
}

}  // namespace

AttemptRecord record_of(const session::Session& session) { return record_of(session, session.trace()); }

AttemptRecord record_of(const session::Session& session, measure::Trace trace) {
    AttemptRecord record;
    record.trace = std::move(trace);
    record.events = session.events();
    record.context = session::measure_context(session);
    const anatomy::Anatomy& anatomy = session.medium().anatomy();
    for (const session::NerveCourse& course : session.nerve_courses())
        record.nerves.push_back(outcome_of(course, anatomy.nerves[static_cast<size_t>(course.nerve)]));
    for (const anatomy::Vessel& vessel : anatomy.vessels)
        record.vessels.push_back({vessel.id, vessel.label, vessel.kind, mm_from_m(vessel.tube.width_m)});
    record.cold = cold_outcome(session);
    record.overfrozen_mm3 = session.overfrozen_m3() * kMm3PerM3;
    record.tumour_cold_frac = tumour_cold_frac(session);
    record.plan = session.scenario().plan;
    record.consent = session.scenario().consent;
    if (session.device() != nullptr)
        record.why_unsuitable = session.scenario().why_unsuitable(session.device()->id, session.patient().bmi);
    record.treated_side = session.patient().side;
    record.can_inject = session.device() != nullptr && is_shallow(session);
    record.has_skin_warmer = session.device() != nullptr && session.device()->has_skin_warmer;
    return record;
}

}  // namespace cryo::scoring

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
    record.plan = session.scenario().plan;
    record.consent = session.scenario().consent;
    record.treated_side = session.patient().side;
    record.can_inject = session.device() != nullptr && is_shallow(session);
    record.has_skin_warmer = session.device() != nullptr && session.device()->has_skin_warmer;
    return record;
}

}  // namespace cryo::scoring

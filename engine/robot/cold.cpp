// Gas, thaw, and whether the nerve has had enough.
#include <algorithm>
#include <cmath>

#include "engine/robot/mind.h"

namespace cryo::robot {

namespace {

constexpr double kSteadyS = 4.0;         // the transducer is taken hold of again, so that nerve and ice stay in view
constexpr double kAlongWindowM = 0.006;  // how far from where the case aims a lesion may lie
constexpr double kGridM = thermal::kStationSpacingM;
constexpr double kOverlapM = 0.0005;  // two lesions are laid together closer than each reaches
constexpr double kLeastLesionM = 0.001;
constexpr double kAgainM = 0.0008;   // nearer to where one was tried, a lesion is the same again
constexpr double kRoomEnough = 0.7;  // of what is good to leave to a vessel or motor nerve

bool has_happened(const session::Session& session, session::EventKind kind, double within_s) {
    const auto& events = session.events();
    for (auto event = events.rbegin(); event != events.rend() && event->t_s >= session.t_s() - within_s; ++event)
        if (event->kind == kind) return true;
    return false;
}

const thermal::NerveExposure* exposure_of(const session::Session& session, int nerve) {
    for (const thermal::NerveExposure& exposure : session.exposures())
        if (exposure.nerve() == nerve) return &exposure;
    return nullptr;
}

// Where along the nerve the plan has its lesions.
double planned_arc_m(const ApproachPlan& plan, int nerve) {
    double sum_m = 0.0;
    int count = 0;
    for (const Placement& planned : plan.placements) {
        if (planned.nerve != nerve) continue;
        sum_m += planned.arc_m;
        ++count;
    }
    return count > 0 ? sum_m / count : 0.0;
}

bool was_tried(const std::vector<Tried>& tried, double arc_m) {
    return std::any_of(tried.begin(), tried.end(), [&](const Tried& t) { return std::abs(t.arc_m - arc_m) < kAgainM; });
}

double run_with(const std::vector<StationState>& stations, double from_m, double to_m) {
    double best_m = 0.0;
    double run_m = 0.0;
    for (const StationState& s : stations) {
        const bool treated = s.treated || (s.arc_m >= from_m && s.arc_m <= to_m);
        run_m = treated ? run_m + kGridM : 0.0;
        best_m = std::max(best_m, run_m);
    }
    return best_m;
}

}  // namespace

std::optional<double> best_next_arc(const std::vector<StationState>& stations, double lesion_m, double around_m,
                                    double window_m, const std::vector<Tried>& tried) {
    std::optional<double> best;
    double best_run_m = run_with(stations, 1.0, 0.0);
    const double half_m = 0.5 * std::max(kLeastLesionM, lesion_m - kOverlapM);
    for (const StationState& s : stations) {
        if (std::abs(s.arc_m - around_m) > window_m || was_tried(tried, s.arc_m)) continue;
        const double run_m = run_with(stations, s.arc_m - half_m, s.arc_m + half_m);
        const bool longer = run_m > best_run_m + 1e-9;
        const bool nearer =
            best && run_m > best_run_m - 1e-9 && std::abs(s.arc_m - around_m) < std::abs(*best - around_m) - 1e-9;
        if (!longer && !nearer) continue;
        best = s.arc_m;
        best_run_m = std::max(best_run_m, run_m);
    }
    return best;
}

void Robot::Mind::cool(const session::Session& session, Commands& out) {
    const instruments::FreezeProtocol& protocol = session.device()->protocol;
    const session::Console& console = session.console();
    if (!console.gas_on) {
        if (cycles > 0 && console.since_switch_s < protocol.thaw_s) return;
        if (cycles >= protocol.cycles || console.gas_left_s <= 0.0) {
            waits_for_thaw = rng.uniform() < skill.patience;
            start(Doing::Rewarm);
            return;
        }
        out.push_back(session::Gas{true});
        ++cycles;
        steadied_s = session.t_s();
        return;
    }
    if (session.t_s() - steadied_s >= kSteadyS) {
        steadied_s = session.t_s();
        steady(out);
    }
    const bool burns = has_happened(session, session::EventKind::SkinFrost, kDecisionS);
    if (console.since_switch_s >= skill.patience * protocol.freeze_s || burns) {
        out.push_back(session::Gas{false});
        if (burns) cycles = protocol.cycles;
    }
}

void Robot::Mind::rewarm(const session::Session& session, Commands&) {
    const session::Console& console = session.console();
    const bool thawed =
        !console.adherent && has_happened(session, session::EventKind::ThawComplete, console.since_switch_s);
    const bool leaves = !waits_for_thaw && console.since_switch_s >= session.device()->protocol.thaw_s;
    if (thawed || leaves) start(Doing::Judge);
}

// Ends with the next placement, the next nerve or the way out; all of them begin with drawing back.
void Robot::Mind::judge(const session::Session& session, Commands&) {
    const int nerve = plan.nerves[nerve_at];
    tried.push_back({placement.arc_m, placement.passage, placement.from});
    ++made;
    const thermal::NerveExposure* exposure = exposure_of(session, nerve);
    const double treated_m = exposure != nullptr ? exposure->longest_treated().length_m : 0.0;
    if (lesion_m.value_or(0.0) < kLeastLesionM) lesion_m = treated_m;
    const bool enough = treated_m >= session.scenario().plan.required_length_m - 1e-9;
    const int placements_max = session.scenario().plan.placements_max;
    const bool may_more = std::max(made, session.console().placement) < placements_max;
    if (enough || !may_more || !is_thorough()) {
        ++nerve_at;
        tried.clear();
        lesion_m.reset();
        if (!may_more) nerve_at = plan.nerves.size();
    }
    start(Doing::Withdraw);
}

// The nerves where the fluid has brought them: the same places, from where they can be reached.
void Robot::Mind::plan_anew(const session::Session& session, Commands& out) {
    const Workplace place{session.medium(), session.transducer(), *session.device(), session.deformation()};
    Wish wish;
    for (Placement& placement_ : plan.placements) {
        std::optional<Placement> moved = plan_placement(place, placement_.nerve, placement_.arc_m, wish);
        if (!moved) moved = plan_placement(place, placement_.nerve, placement_.arc_m);
        if (!moved) continue;
        // Still shallow: below the nerve the zone is deeper by nerve and shaft, if nothing is near there.
        if (moved->zone_depth_m < kDeepEnoughM) {
            const auto deep = plan_placement(place, placement_.nerve, placement_.arc_m, {.passage = Passage::Deep});
            if (deep && deep->zone_depth_m > moved->zone_depth_m && deep->clearance_share >= kRoomEnough) moved = deep;
        }
        wish = {.passage = moved->passage, .from = moved->from};
        placement_ = *moved;
    }
    set_picture(session.transducer(), session.medium(), session.deformation(), plan);
    out.push_back(session::SetKnob{session::Knob::DepthM, plan.image_depth_m});
    out.push_back(session::SetKnob{session::Knob::FocusM, plan.focus_m});
    set_out(plan.placements.front());
}

// Where the last placement was, with the nerve between the two; where nothing fits there, at its other shoulder.
std::optional<Placement> Robot::Mind::other_side(const Workplace& place, int nerve) const {
    const Tried& last = tried.back();
    const auto here = [&](const Tried& t) { return std::abs(t.arc_m - last.arc_m) < kAgainM; };
    if (std::count_if(tried.begin(), tried.end(), here) > 1) return std::nullopt;
    const Passage passage = last.passage == Passage::Deep ? Passage::Superficial : Passage::Deep;
    const From from = last.from == From::ImageLeft ? From::ImageRight : From::ImageLeft;
    // The same slant on the other face leaves least of the nerve far from both.
    for (const Wish& wish : {Wish{passage, last.from}, Wish{passage, from}, Wish{last.passage, from}})
        if (auto opposite = plan_placement(place, nerve, last.arc_m, wish)) return opposite;
    return std::nullopt;
}

std::optional<Placement> Robot::Mind::next_placement(const session::Session& session) {
    const int nerve = plan.nerves[nerve_at];
    const Workplace place{session.medium(), session.transducer(), *session.device(), session.deformation()};
    if (tried.empty()) {
        for (const Placement& planned : plan.placements)
            if (planned.nerve == nerve) return planned;
        return std::nullopt;
    }
    const thermal::NerveExposure* exposure = exposure_of(session, nerve);
    if (exposure == nullptr) return std::nullopt;
    std::vector<StationState> stations;
    for (int i = 0; i < exposure->station_count(); ++i)
        stations.push_back({exposure->station(i).arc_m, exposure->treated_fraction(i) >= thermal::kTreatedSectionFrac});

    // A lesion that did not reach through the nerve needs its counterpart from the other side; one that did, a
    // neighbour.
    if (lesion_m.value_or(0.0) < kLeastLesionM)
        if (const auto opposite = other_side(place, nerve)) return opposite;
    const auto arc_m =
        best_next_arc(stations, lesion_m.value_or(kLeastLesionM), planned_arc_m(plan, nerve), kAlongWindowM, tried);
    if (!arc_m) return std::nullopt;
    if (const auto same = plan_placement(place, nerve, *arc_m, {.passage = placement.passage, .from = placement.from}))
        return same;
    return plan_placement(place, nerve, *arc_m);
}

}  // namespace cryo::robot

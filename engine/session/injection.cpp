// Fluid through the introducer: where it goes, what it pushes aside, and what the patient notices.
#include <algorithm>

#include "engine/io/number_text.h"
#include "engine/mechanics/injection.h"
#include "engine/session/command_table.h"
#include "engine/session/session_state.h"

namespace cryo::session {

namespace {

constexpr double kFlowM3PerS = 0.3e-6;   // a thumb on a syringe: 0.3 ml per second (provisional)
constexpr double kMuchM3 = 10e-6;        // beyond this in all it is too much for one nerve
constexpr double kFluidDegc = 22.0;      // of the room
constexpr double kIntoNerveFlow = 0.25;  // a nerve takes it against resistance

double ml_from(double volume_m3) { return volume_key().in_file(volume_m3); }

}  // namespace

// The tip as it would lie without the press: where pockets are kept.
Vec3 Session::State::tip_settled_m() const {
    return anatomy::Deformation(deformation.press(), {}).reference_from_world(tip_m()).reference_m;
}

int Session::State::pocket_at_tip() const {
    Vec3 point = tip_settled_m();
    for (int i = static_cast<int>(deformation.pockets().size()) - 1; i >= 0; --i) {
        const anatomy::Pocket& pocket = deformation.pockets()[static_cast<size_t>(i)];
        if (pocket.holds(point)) return i;
        point = pocket.closed_m(point);
    }
    return -1;
}

void Session::State::start_injection(double volume_m3) {
    if (volume_m3 <= 0.0) return;
    const anatomy::MediumPoint at = medium().at(surroundings().reference_m(tip_m()));
    const std::string amount = io::rounded_text(ml_from(volume_m3), 3) + " ml";
    injection.left_m3 = volume_m3;
    injection.into_vessel = at.vessel >= 0;
    injection.into_nerve = at.nerve >= 0 && !injection.into_vessel;
    if (injection.into_vessel) {
        const anatomy::Vessel& vessel = anatomy().vessels[static_cast<size_t>(at.vessel)];
        log(EventKind::Injected, amount + " into a vessel: " + vessel.label + ". No fluid shows.", vessel.id,
            ml_from(volume_m3));
    } else if (injection.into_nerve) {
        const anatomy::Nerve& nerve = anatomy().nerves[static_cast<size_t>(at.nerve)];
        log(EventKind::Injected, amount + " into a nerve, which swells: " + nerve.label + ".", nerve.id,
            ml_from(volume_m3));
        say("That shoots! Stop!");
    } else {
        const std::string where = at.layer >= 0 ? anatomy().layers[static_cast<size_t>(at.layer)].label
                                                : std::string(anatomy::properties(at.tissue).label);
        log(EventKind::Injected, amount + " into: " + where + ".", "", ml_from(volume_m3));
    }
    const double before_m3 = injection.given_m3;
    injection.given_m3 += volume_m3;
    lesson.injected_m3 = injection.given_m3;
    if (before_m3 <= kMuchM3 && injection.given_m3 > kMuchM3) say("It feels very tight there.");
}

void Session::State::step_injection() {
    if (injection.left_m3 <= 0.0) return;
    if (!inserted()) {
        injection.left_m3 = 0.0;
        return;
    }
    const double flow = kFlowM3PerS * (injection.into_nerve ? kIntoNerveFlow : 1.0);
    const double volume_m3 = std::min(injection.left_m3, flow * kTickS);
    injection.left_m3 -= volume_m3;
    if (injection.into_vessel) return;  // the blood takes it along
    std::vector<anatomy::Pocket> pockets = deformation.pockets();
    int filled = pocket_at_tip();
    if (filled >= 0) {
        anatomy::Pocket& pocket = pockets[static_cast<size_t>(filled)];
        pocket = mechanics::filled_pocket(medium(), pocket, volume_m3);
    } else {
        filled = static_cast<int>(pockets.size());
        pockets.push_back(
            mechanics::opened_pocket(medium(), tip_settled_m(), surroundings().reference_m(tip_m()), volume_m3));
    }
    deformation = {deformation.press(), std::move(pockets)};
    injection.spread_m3 += volume_m3;
    if (injection.left_m3 <= 0.0 && cold.solver) warm_by_fluid(deformation.pockets()[static_cast<size_t>(filled)]);
}

// The tissue within the pocket's reach gave up its room evenly: there it is mixed with as much fluid.
void Session::State::warm_by_fluid(const anatomy::Pocket& pocket) {
    const double reach = pocket.reach;
    const double share = std::min(1.0, injection.spread_m3 / (pocket.volume_m3() * reach * reach * reach));
    injection.spread_m3 = 0.0;
    const Mat3 pocket_from_tissue = glm::transpose(pocket.tissue_from_pocket);
    cold.solver->add_injectate(
        [&](const Vec3& reference_m) {
            const Vec3 unit = pocket_from_tissue * (reference_m - pocket.center_m) / pocket.semi_axes_m;
            return glm::dot(unit, unit) < reach * reach ? share : 0.0;
        },
        kFluidDegc);
}

}  // namespace cryo::session

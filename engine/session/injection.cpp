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
Vec3 Session::State::tip_settled_m() const { return deformation.settled_from_world(tip_m()); }

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
        if (injection.filling >= 0) end_injection(deformation.pockets()[static_cast<size_t>(injection.filling)]);
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
    injection.filling = filled;
    if (injection.left_m3 <= 0.0) end_injection(deformation.pockets()[static_cast<size_t>(filled)]);
}

// Before gas has flowed the tissues are laid out anew for the cold, parted by the fluid; afterwards the cold that is
// there stays where it is.
void Session::State::end_injection(const anatomy::Pocket& pocket) {
    injection.filling = -1;
    if (!cold.solver) return;
    if (cold.was_used) {
        cold.knows_all_fluid = false;
        mix_in_fluid(pocket);
    } else {
        lay_out_cold();
        cold.solver->add_injectate(
            [&](const Vec3& settled_m) {
                return cold.geometry.reference_from_settled(settled_m).injectate ? 1.0 : 0.0;
            },
            kFluidDegc);
    }
    injection.spread_m3 = 0.0;
}

// The tissue above and below gave up its room evenly: there it is mixed with as much fluid.
void Session::State::mix_in_fluid(const anatomy::Pocket& pocket) {
    const double share_of_it = std::min(1.0, injection.spread_m3 / pocket.volume_m3());
    cold.solver->add_injectate(
        [&](const Vec3& at_m) {
            return at_m.z < pocket.floor_m ? share_of_it * pocket.thickness_m(at_m.x, at_m.y) / pocket.floor_m : 0.0;
        },
        kFluidDegc);
}

}  // namespace cryo::session

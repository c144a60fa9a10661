// The plan of a whole case: which nerves, in how many places, or why not.
#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/robot/plan.h"
#include "engine/ultrasound/imaging.h"

namespace cryo::robot {

namespace {

// One crossing in contact treats about this much of a small nerve (reference: 2.5 mm at the least).
constexpr double kOneLesionM = 0.0025;
// Where it cannot be crossed as aimed: these far along it, in turn.
constexpr double kOffAimM[] = {0.0015, -0.0015, 0.003, -0.003, 0.0045, -0.0045, 0.006, -0.006};
constexpr double kNerveDownImage = 0.6;      // where the deepest nerve comes to lie in the picture
constexpr double kBelowTipM = 0.004;         // seen below the tip
constexpr double kImageDepthStepM = 0.0025;  // knobs turn in steps

std::vector<int> nerves_to_treat(const anatomy::Medium& medium) {
    std::vector<int> nerves{medium.target_nerve()};
    const auto& all = medium.anatomy().nerves;
    for (int n = 0; n < static_cast<int>(all.size()); ++n) {
        const anatomy::Nerve& nerve = all[static_cast<size_t>(n)];
        if (nerve.role == anatomy::NerveRole::Branch && nerve.required) nerves.push_back(n);
    }
    return nerves;
}

ApproachPlan refused(const std::string& decision, const std::string& reason) {
    ApproachPlan plan;
    plan.decision = decision;
    plan.reason = reason;
    return plan;
}

// Crossings of one nerve next to each other, symmetric about `middle_m`. False with a reason in `why`.
bool add_crossings_about(const Workplace& place, int nerve, double middle_m, int count, ApproachPlan& plan,
                         std::string& why) {
    std::vector<Placement> crossings;
    Wish wish;
    for (int i = 0; i < count; ++i) {
        const double arc_m = middle_m + (i - 0.5 * (count - 1)) * kStepAlongNerveM;
        std::optional<Placement> placement = plan_placement(place, nerve, arc_m, wish, &why);
        if (!placement) placement = plan_placement(place, nerve, arc_m, {}, &why);
        if (!placement) return false;
        // The next lesion lies beside the first, not on the other side of the nerve.
        wish = {.passage = placement->passage, .from = placement->from};
        crossings.push_back(*placement);
    }
    plan.placements.insert(plan.placements.end(), crossings.begin(), crossings.end());
    return true;
}

// As near to where the case aims as there is room; the reason is what stands in the way there.
bool add_crossings(const Workplace& place, int nerve, double required_m, ApproachPlan& plan, std::string& why) {
    const double aimed_m = aimed_arc_m(place.medium, nerve);
    const int more = static_cast<int>(std::ceil(std::max(0.0, required_m - kOneLesionM) / kStepAlongNerveM - 1e-9));
    if (add_crossings_about(place, nerve, aimed_m, more + 1, plan, why)) return true;
    for (const double off_m : kOffAimM) {
        std::string there;
        if (add_crossings_about(place, nerve, aimed_m + off_m, more + 1, plan, there)) return true;
    }
    return false;
}

// What the chart forbids is not done. Movement at stake is shown first: the nerve in view, the cryoprobe beside it, the
// twitch at 2 Hz.
ApproachPlan plan_refusal(const scenario::Scenario& scenario, const anatomy::Medium& medium,
                          const instruments::CryoprobeDevice* device) {
    ApproachPlan plan = refused("do_not_treat", scenario.consent.contraindications.front());
    const int target = medium.target_nerve();
    const bool moves = medium.anatomy().nerves[static_cast<size_t>(target)].motor_fraction > 0.0;
    if (!moves || device == nullptr || !device->has_stimulator) return plan;
    const Workplace place{medium, scenario.transducer, *device};
    if (const auto beside = plan_placement(place, target, aimed_arc_m(medium, target))) {
        plan.nerves = {target};
        plan.placements = {*beside};
        set_picture(scenario.transducer, medium, kNothingMoved, plan);
    }
    return plan;
}

}  // namespace

void set_picture(const instruments::Transducer& transducer, const anatomy::Medium& medium,
                 const anatomy::Deformation& deformation, ApproachPlan& plan) {
    double nerve_m = 0.0;
    double tip_m = 0.0;
    for (const Placement& placement : plan.placements) {
        const Vec3 middle_m = medium.nerve_curve(placement.nerve).at_arc(placement.arc_m);
        nerve_m = std::max(nerve_m, deformation.world_from_reference(middle_m).z);
        tip_m = std::max(tip_m, instruments::tip_m(placement.cryoprobe).z);
    }
    const double wanted_m = std::max(nerve_m / kNerveDownImage, tip_m + kBelowTipM);
    const double stepped_m = kImageDepthStepM * std::ceil(wanted_m / kImageDepthStepM);
    plan.image_depth_m = std::clamp(stepped_m, ultrasound::kDepthRangeM.low,
                                    std::min(transducer.depth_max_m, ultrasound::kDepthRangeM.high));
    plan.focus_m = std::clamp(nerve_m, ultrasound::kFocusRangeM.low, plan.image_depth_m);
}

double reach_of_core_m(const instruments::CryoprobeDevice& device) {
    switch (device.gas) {
        case instruments::CryoGas::NitrousOxide:
            return 0.0018;
        case instruments::CryoGas::CarbonDioxide:
            return 0.0014;
        case instruments::CryoGas::Argon:
            return 0.0050;
    }
    return 0.0;
}

ApproachPlan plan_approach(const scenario::Scenario& scenario, const anatomy::Medium& medium,
                           const instruments::CryoprobeDevice* device) {
    if (medium.target_nerve() < 0) return refused("do_not_treat", "There is no nerve in this test object.");
    if (!scenario.consent.contraindications.empty()) return plan_refusal(scenario, medium, device);
    if (device == nullptr) return refused("change_device", "There is no cryoprobe.");
    const Workplace place{medium, scenario.transducer, *device};
    ApproachPlan plan;
    plan.nerves = nerves_to_treat(medium);
    for (const int nerve : plan.nerves) {
        const anatomy::TubeCurve& curve = medium.nerve_curve(nerve);
        const std::string& label = medium.anatomy().nerves[static_cast<size_t>(nerve)].label;
        if (std::min(curve.width_m(), curve.height_m()) > 2.0 * reach_of_core_m(*device))
            return refused("change_device",
                           "This gas does not reach through a nerve so thick, from whichever side: " + label + ".");
        std::string why;
        if (!add_crossings(place, nerve, scenario.plan.required_length_m, plan, why))
            return refused("change_device", label + ": " + why + ".");
    }
    if (static_cast<int>(plan.placements.size()) > scenario.plan.placements_max)
        return refused("change_device", "It would take more placements than this patient is to bear.");
    set_picture(scenario.transducer, medium, kNothingMoved, plan);
    return plan;
}

}  // namespace cryo::robot

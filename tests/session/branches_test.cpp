#include "engine/measure/metrics.h"
// A case with a second nerve to treat, and what "the ice is gone" means.
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

std::shared_ptr<const scenario::Scenario> branched_case() {
    scenario::Scenario scenario = small_case();
    anatomy::Nerve branch = scenario.anatomy.at_bmi_23.nerves.front();
    branch.id = "branch";
    branch.role = anatomy::NerveRole::Branch;
    branch.required = true;
    for (Vec3& point : branch.tube.path_m) point.x -= 0.006;
    scenario.anatomy.at_bmi_23.nerves.push_back(branch);
    scenario.anatomy.nerve_needs.emplace_back();
    scenario.plan.placements_planned = 2;
    return std::make_shared<const scenario::Scenario>(scenario);
}

TEST(Branches, EveryNerveToTreatIsGrantedItsPlannedPlacements) {
    EXPECT_EQ(measure_context(*branched_case(), {}).placements_planned, 4);
    scenario::Scenario optional = *branched_case();
    optional.anatomy.at_bmi_23.nerves.back().required = false;
    EXPECT_EQ(measure_context(optional, {}).placements_planned, 2);
}

TEST(Branches, ColdAtABranchIsNotFarFromTheNerves) {
    scenario::Scenario beside = *branched_case();
    beside.cryoprobe_start.entry_x_m -= 0.006;  // the same track, onto the branch
    const auto frozen_elsewhere_m3 = [](const scenario::Scenario& scenario) {
        Session session(std::make_shared<const scenario::Scenario>(scenario), {.simulated_hand = false}, pool_of(2));
        reach_target(session);
        session.apply(Gas{true});
        advance_s(session, 20.0);
        return session.overfrozen_m3();
    };
    EXPECT_EQ(frozen_elsewhere_m3(beside), 0.0);
}

TEST(Thaw, IceThatIsGoneIsGoneForTheMeasurementsToo) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    advance_s(session, 20.0);
    session.apply(Gas{false});
    for (int i = 0; i < 3000 && count_events(session, EventKind::ThawComplete) == 0; ++i)
        session.advance(kTicksPerThermalStep);
    ASSERT_EQ(count_events(session, EventKind::ThawComplete), 1);
    const measure::TraceSample& now = session.trace().back();
    EXPECT_EQ(now.adherent, 0.0F);
    EXPECT_EQ(now.ice_radius_mm, 0.0F);
    // So drawing back at once tears nothing and costs nothing.
    session.apply(MoveCryoprobe{.insert_m = 0.0});
    advance_s(session, 4.0);
    const measure::Metrics metrics = measure::measure(session.trace(), measure_context(session));
    EXPECT_EQ(metrics.value(measure::MetricId::F2).value, 1.0);
}

}  // namespace
}  // namespace cryo::session

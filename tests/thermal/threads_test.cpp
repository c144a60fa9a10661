// Wide and narrow give the same bits: what the thread sanitizer runs.
#include "engine/core/hash.h"
#include "engine/thermal/nerve_exposure.h"
#include "tests/thermal/clinic.h"

namespace cryo::thermal {
namespace {

// Freeze, thaw, fluid and a second freeze beside a nerve under skin, in a box large enough to be handed out.
uint64_t hash_of_a_treatment(int threads) {
    ThreadPool pool(threads);
    const clinic::NerveSite site = clinic::nerve_sites()[0];
    const anatomy::Medium medium(clinic::anatomy_at(site));
    const instruments::CryoprobeDevice device = clinic::console_1p4mm();
    BioheatSolver solver(medium, domain_around({0, 0, site.depth_m}, 0.012, 0.0005), skin_in_air(), pool);
    NerveExposure exposure(medium, 0, solver.frame());
    const auto run = [&](GasFlow flow, double along_m, double seconds) {
        solver.set_probes({probe_state(device, {clinic::crossing_needle(device, site, along_m)}, flow)});
        for (int tick = 0; tick < static_cast<int>(seconds * kTicksPerSecond); ++tick) {
            solver.advance_tick();
            exposure.update(solver);
        }
    };
    run(GasFlow::Freezing, 0.0, 8.0);
    run(GasFlow::Off, 0.0, 2.0);
    const Vec3 depot(0, 0.004, site.depth_m - 0.003);
    solver.add_injectate([&](const Vec3& p) { return glm::length(p - depot) < 0.002 ? 0.6 : 0.0; }, 22.0);
    run(GasFlow::Freezing, 0.0025, 5.0);
    StateHash hash;
    solver.add_to(hash);
    exposure.add_to(hash);
    hash.add(solver.coldest_degc().values());
    hash.add(solver.treated_s().values());
    return hash.value();
}

TEST(Threads, AnyNumberGivesTheSameBits) {
    const uint64_t one = hash_of_a_treatment(1);
    EXPECT_EQ(hash_of_a_treatment(2), one);
    EXPECT_EQ(hash_of_a_treatment(7), one);
}

}  // namespace
}  // namespace cryo::thermal

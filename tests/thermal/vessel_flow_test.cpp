#include "engine/thermal/vessel_flow.h"

#include "engine/thermal/bioheat.h"
#include "tests/thermal/clinic.h"
#include "tests/thermal/worlds.h"

namespace cryo::thermal {
namespace {

// The radial equation in a disc, integrated outwards: what the exchange passes to the rim per kelvin and length is the
// Nusselt number times pi k.
TEST(VesselFlow, LumenPassesTheHeatOfItsFilm) {
    const double k = 0.52;
    for (const double nusselt : {3.66, 6.0, 9.0}) {
        const double diameter_m = 0.003;
        const double w = lumen_exchange_w_per_m3_k(diameter_m, k, nusselt);
        const double radius_m = 0.5 * diameter_m;
        constexpr int kSteps = 20000;
        const double dr = radius_m / kSteps;
        double u = 1.0;     // blood minus lumen, scaled later
        double flux = 0.0;  // r u'
        for (int s = 0; s < kSteps; ++s) {
            const double r = (s + 0.5) * dr;
            flux += r * w / k * u * dr;
            u += flux / ((s + 1.0) * dr) * dr;
        }
        const double w_per_m_k = 2.0 * kPi * k * flux / u;
        EXPECT_NEAR(w_per_m_k, nusselt * kPi * k, 0.002 * nusselt * kPi * k);
    }
}

// A cryoprobe in contact with a vessel, gas on.
std::unique_ptr<BioheatSolver> freeze_beside_vessel(const anatomy::Medium& medium, double seconds, ThreadPool& pool) {
    auto solver =
        std::make_unique<BioheatSolver>(medium, domain_around({0, 0, 0.015}, 0.012, 0.0005), skin_in_air(), pool);
    const Vec3 tip(0.0025, 0.0, 0.0132);
    solver->set_probes({probe_state(clinic::console_2mm(), {{tip, {1, 0, 0}, 0.001, 0.005}}, GasFlow::Freezing)});
    for (int tick = 0; tick < static_cast<int>(seconds * kTicksPerSecond); ++tick) solver->advance_tick();
    return solver;
}

anatomy::Anatomy vessel_under_probe(double diameter_m) {
    anatomy::Anatomy a = clinic::muscle_block();
    anatomy::Vessel vessel;
    vessel.id = vessel.label = "vessel";
    vessel.tube.path_m = {{0, -0.02, 0.0155}, {0, 0.0, 0.0155}, {0, 0.02, 0.0155}};
    vessel.tube.width_m = vessel.tube.height_m = diameter_m;
    a.vessels = {vessel};
    return a;
}

TEST(VesselFlow, ALargeVesselKeepsItsLumenOpenAndFlattensTheIce) {
    ThreadPool pool(1);
    const anatomy::Medium with(vessel_under_probe(0.003));
    const anatomy::Medium without(clinic::muscle_block());
    const auto beside = freeze_beside_vessel(with, 120.0, pool);
    const auto alone = freeze_beside_vessel(without, 120.0, pool);
    EXPECT_TRUE(beside->vessel_flows(0));
    EXPECT_GT(beside->temperature_at({0, 0, 0.0155}), 0.0);  // the lumen is liquid where muscle would be ice
    EXPECT_LT(alone->temperature_at({0, 0, 0.0155}), -1.0);
    EXPECT_LT(beside->ice_volume_m3(), 0.95 * alone->ice_volume_m3());
    // Behind the vessel it is warmer than it would be.
    EXPECT_GT(beside->temperature_at({0, 0, 0.0178}), alone->temperature_at({0, 0, 0.0178}) + 3.0);
}

TEST(VesselFlow, ASmallVesselStopsOnceItsWallHasBeenFrozenForTwentySeconds) {
    ThreadPool pool(1);
    anatomy::Anatomy a = vessel_under_probe(0.001);
    for (Vec3& p : a.vessels[0].tube.path_m) p.z = 0.0147;  // touching the probe's underside
    const anatomy::Medium medium(a);
    EXPECT_TRUE(freeze_beside_vessel(medium, 15.0, pool)->vessel_flows(0));
    const auto later = freeze_beside_vessel(medium, 90.0, pool);
    EXPECT_FALSE(later->vessel_flows(0));
    EXPECT_LT(later->temperature_at({0, 0, 0.0147}), -1.0);
    // Blood does not come back with warmth.
    later->set_probes({});
    for (int tick = 0; tick < 1200; ++tick) later->advance_tick();
    EXPECT_FALSE(later->vessel_flows(0));
}

}  // namespace
}  // namespace cryo::thermal

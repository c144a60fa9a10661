// The closed forms themselves, against constants worked out independently (interface conditions and residuals checked
// to 1e-5), so that a slip in them cannot hide a slip in the solver.
#include "tests/thermal/exact_solutions.h"

#include "engine/core/units.h"

namespace cryo::thermal::exact {
namespace {

constexpr double kDigits = 2e-6;  // relative: the constants have at least seven digits
const TwoPhase kReference;
constexpr double kPerfusion = 2500.0;

TEST(ExactSolutions, NeumannConstants) {
    EXPECT_NEAR(neumann_lambda(kReference, -80.0), 0.388869035, 0.388869035 * kDigits);
    EXPECT_NEAR(neumann_lambda(kReference, -60.0), 0.336801659, 0.336801659 * kDigits);
    EXPECT_NEAR(neumann_lambda(kReference, -88.0), 0.407296893, 0.407296893 * kDigits);
    EXPECT_NEAR(mm_from_m(neumann_front_m(kReference, -80.0, 60.0)), 6.3502, 1e-4);
    EXPECT_NEAR(neumann_temperature_degc(kReference, -80.0, 0.010, 300.0), -22.976, 1e-3);
    EXPECT_NEAR(neumann_temperature_degc(kReference, -80.0, 0.020, 300.0), 27.975, 1e-3);
    EXPECT_NEAR(neumann_wall_energy_j_per_m2(kReference, -80.0, 300.0), 7.014387e6, 10.0);
}

TEST(ExactSolutions, MushyFronts) {
    const MushyFronts fronts = mushy_plane_fronts(kReference, -80.0, -8.0, -1.0);
    EXPECT_NEAR(1e3 * fronts.liquidus_m_per_sqrt_s, 0.8232137218, 1e-6);
    EXPECT_NEAR(1e3 * fronts.solidus_m_per_sqrt_s, 0.7486234705, 1e-6);
}

TEST(ExactSolutions, LineAndPointSinks) {
    EXPECT_NEAR(mm_from_m(line_sink_front_m(kReference, 100.0, 60.0)), 1.1095, 1e-4);
    EXPECT_NEAR(mm_from_m(line_sink_front_m(kReference, 500.0, 300.0)), 9.0463, 1e-4);
    EXPECT_NEAR(line_sink_temperature_degc(kReference, 200.0, 0.001, 60.0), -13.102, 1e-3);
    EXPECT_NEAR(mm_from_m(point_sink_front_m(kReference, 0.2, 180.0)), 4.2075, 1e-4);
    EXPECT_NEAR(mm_from_m(point_sink_front_m(kReference, 1.0, 60.0)), 4.8865, 1e-4);
}

TEST(ExactSolutions, SteadyIce) {
    EXPECT_NEAR(mm_from_m(steady_ball_radius_m(kReference, kPerfusion, 0.001, -60.0)), 5.4768, 1e-4);
    EXPECT_NEAR(steady_ball_power_w(kReference, kPerfusion, 5.4768e-3), 1.814, 1e-3);
    EXPECT_NEAR(mm_from_m(steady_ball_radius_m(kReference, 10000.0, 0.0007, -88.0)), 4.5879, 1e-4);
    EXPECT_NEAR(mm_from_m(steady_cylinder_radius_m(kReference, 30000.0, 0.0007, -60.0)), 8.3587, 1e-4);
    const RobinBall robin = robin_ball(kReference, kPerfusion, 0.001, -88.0, 5000.0);
    EXPECT_NEAR(mm_from_m(robin.radius_m), 5.439, 1e-3);
    EXPECT_NEAR(robin.power_w, 1.798, 1e-3);
    EXPECT_NEAR(robin.surface_degc, -59.4, 0.05);
    const SpheroidIce spheroid = spheroid_ice(kReference, 0.005, 0.0009, -60.0);
    EXPECT_NEAR(mm_from_m(spheroid.semi_axial_m), 15.320, 1e-3);
    EXPECT_NEAR(mm_from_m(spheroid.semi_radial_m), 14.509, 1e-3);
    EXPECT_NEAR(spheroid.power_w, 3.528, 1e-3);
}

}  // namespace
}  // namespace cryo::thermal::exact

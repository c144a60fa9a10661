// Ice in balance with perfused tissue: the exact field is where the solver starts, and where it must stay.
#include "tests/thermal/worlds.h"

namespace cryo::thermal {
namespace {

constexpr double kPerfusion = 2500.0;
constexpr double kDriftCells =
    1.5;  // an enthalpy front in balance rests somewhere in its cell, and half of it is perfused
constexpr double kDriftRelative = 0.01;

void start_from(HeatField& field, const std::function<double(const Vec3&)>& temperature_degc) {
    const GridFrame& f = field.frame();
    for (int k = 0; k < f.size.z; ++k)
        for (int j = 0; j < f.size.y; ++j)
            for (int i = 0; i < f.size.x; ++i)
                field.set_temperature(f.index(i, j, k), temperature_degc(f.center_m(i, j, k)));
    field.refresh();
}

// An octant whose outer faces are far: held at the exact temperatures of their cells.
void hold_outer_cells(HeatField& field, const std::function<bool(const Vec3&)>& also = {}) {
    const GridFrame& f = field.frame();
    std::vector<size_t> held;
    for (int k = 0; k < f.size.z; ++k)
        for (int j = 0; j < f.size.y; ++j)
            for (int i = 0; i < f.size.x; ++i)
                if (i == f.size.x - 1 || j == f.size.y - 1 || k == f.size.z - 1 || (also && also(f.center_m(i, j, k))))
                    held.push_back(f.index(i, j, k));
    field.hold(held);
}

double octant_ball_radius_m(const HeatField& field) { return std::cbrt(8.0 * 0.75 / kPi * ice_m3(field)); }

struct BallCase {
    double sphere_m, probe_degc, perfusion;
};

TEST(SteadyIce, PerfusedBallStaysAtItsExactSize) {
    const exact::TwoPhase p;
    ThreadPool pool(1);
    for (const BallCase& ball :
         {BallCase{0.001, -60.0, kPerfusion}, {0.001, -88.0, kPerfusion}, {0.0007, -88.0, 10000.0}}) {
        const double h = 0.0005;
        const double exact_m = exact::steady_ball_radius_m(p, ball.perfusion, ball.sphere_m, ball.probe_degc);
        auto field = one_material(p, sharp_range(p), ball.perfusion, Index3(30), h, pool);
        start_from(*field, [&](const Vec3& place) {
            return exact::steady_ball_temperature_degc(p, ball.perfusion, ball.sphere_m, ball.probe_degc, exact_m,
                                                       glm::length(place));
        });
        hold_outer_cells(*field);
        SphereInOctant sphere(*field, ball.sphere_m, ball.probe_degc, std::numeric_limits<double>::infinity());
        advance_s(*field, 600.0, 0.1, &sphere);
        const double radius_m = octant_ball_radius_m(*field);
        std::printf("[ measured ] steady ball %.3f mm, exact %.3f mm; %.3f W, exact %.3f W\n", mm_from_m(radius_m),
                    mm_from_m(exact_m), sphere.power_w(), exact::steady_ball_power_w(p, ball.perfusion, exact_m));
        EXPECT_NEAR(radius_m, exact_m, std::max(kDriftRelative * exact_m, kDriftCells * h));
        // What is drawn from the ball in balance is what blood and far tissue bring to it.
        EXPECT_NEAR(sphere.power_w(), exact::steady_ball_power_w(p, ball.perfusion, exact_m),
                    0.05 * exact::steady_ball_power_w(p, ball.perfusion, exact_m));
    }
}

TEST(SteadyIce, GasFilmSetsTheBallOfACooledTip) {
    const exact::TwoPhase p;
    ThreadPool pool(1);
    const double h = 0.0005;
    const double sphere_m = 0.001;
    const double gas_degc = -88.0;
    for (const double film : {1000.0, 10000.0}) {
        const exact::RobinBall ball = exact::robin_ball(p, kPerfusion, sphere_m, gas_degc, film);
        auto field = one_material(p, sharp_range(p), kPerfusion, Index3(30), h, pool);
        start_from(*field, [&](const Vec3& place) {
            return exact::steady_ball_temperature_degc(p, kPerfusion, sphere_m, ball.surface_degc, ball.radius_m,
                                                       glm::length(place));
        });
        hold_outer_cells(*field);
        SphereInOctant sphere(*field, sphere_m, gas_degc, film);
        advance_s(*field, 600.0, 0.1, &sphere);
        EXPECT_NEAR(octant_ball_radius_m(*field), ball.radius_m,
                    std::max(kDriftRelative * ball.radius_m, kDriftCells * h))
            << film;
        EXPECT_NEAR(sphere.power_w(), ball.power_w, 0.04 * ball.power_w) << film;
        EXPECT_NEAR(sphere.wall_degc(), ball.surface_degc, 2.0) << film;
    }
}

// A ball growing from nothing around a sphere that is cold at once; the reference is a one-dimensional fine grid.
TEST(SteadyIce, SphereThatIsColdAtOnceGrowsItsBall) {
    constexpr double kTolerance = 0.05;
    constexpr double kReferenceMm[] = {3.430, 3.904, 4.184};  // at 60, 120, 180 s
    exact::TwoPhase p;
    ThreadPool pool(1);
    for (const double h : {0.0005, 0.001}) {
        const FreezingRange range{-1.0, -8.0};
        auto field = one_material(p, range, kPerfusion, Index3(static_cast<int>(0.020 / h)), h, pool);
        field->refresh();
        SphereInOctant sphere(*field, 0.001, -60.0, std::numeric_limits<double>::infinity());
        const int reach = static_cast<int>(sphere.reach_m() / h) + 1;
        field->set_quick_cells({Index3(0), Index3(reach)});
        for (const double reference_mm : kReferenceMm) {
            advance_s(*field, 60.0, 0.1, &sphere);
            std::vector<size_t> row;
            for (int i = 0; i < field->frame().size.x; ++i) row.push_back(field->frame().index(i, 0, 0));
            // The row of cells beside the axis lies half a cell off it in two directions.
            const double along = crossing_m(*field, row, -1.0);
            const double radius_mm = mm_from_m(std::sqrt(along * along + 0.5 * h * h));
            EXPECT_NEAR(radius_mm, reference_mm, kTolerance * reference_mm) << h;
        }
    }
}

// Heat flow that is neither plane nor round: ice around a needle-shaped spheroid. What lies well inside the ice is
// held, and the outer faces; the front between them must stand where the exact confocal one does.
TEST(SteadyIce, SpheroidalFrontStaysConfocal) {
    exact::TwoPhase p;
    ThreadPool pool(1);
    const double h = 0.001;
    const exact::SpheroidIce ice = exact::spheroid_ice(p, 0.005, 0.0009, -60.0);
    const auto exact_degc = [&](const Vec3& place) {
        return exact::spheroid_temperature_degc(p, ice, -60.0, place.z, std::hypot(place.x, place.y));
    };
    auto field = one_material(p, sharp_range(p), 0.0, Index3(24), h, pool);
    start_from(*field, exact_degc);
    hold_outer_cells(*field, [&](const Vec3& place) { return exact_degc(place) < -12.0; });
    advance_s(*field, 600.0);
    std::vector<size_t> across;
    std::vector<size_t> along;
    for (int i = 0; i < 24; ++i) {
        across.push_back(field->frame().index(i, 0, 0));
        along.push_back(field->frame().index(0, 0, i));
    }
    const double off_m2 = 0.5 * h * h;
    EXPECT_NEAR(std::sqrt(std::pow(crossing_m(*field, across, -1.0), 2) + off_m2), ice.semi_radial_m, 0.5 * h);
    EXPECT_NEAR(std::sqrt(std::pow(crossing_m(*field, along, -1.0), 2) + off_m2), ice.semi_axial_m, 0.5 * h);
    // Volume of the octant of a spheroid: the front as a whole.
    const double exact_m3 = kPi / 6.0 * ice.semi_axial_m * ice.semi_radial_m * ice.semi_radial_m;
    EXPECT_NEAR(ice_m3(*field), exact_m3, 0.03 * exact_m3);
}

}  // namespace
}  // namespace cryo::thermal

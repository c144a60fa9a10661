// Needles thinner than the grid: what they do to the tissue around must be what a cylinder or sphere of metal of their
// radius does, wherever and however they lie in the grid.
#include "engine/thermal/needle_sink.h"

#include "engine/core/random.h"
#include "engine/thermal/radial_profiles.h"
#include "tests/thermal/clinic.h"
#include "tests/thermal/worlds.h"

namespace cryo::thermal {
namespace {

TEST(NeedleSink, ExchangeReproducesTheLogarithmOfACylinder) {
    // The radial equation phi'' + phi'/r = b phi inside the reach, integrated outwards; outside, the logarithm it joins
    // must vanish at the needle's radius.
    for (const auto& [radius_m, reach_m] : {std::pair{0.0002, 0.0008}, {0.0007, 0.0013}, {0.0010, 0.0014}}) {
        const double b = cylinder_exchange_per_m2(radius_m, reach_m);
        constexpr int kSteps = 40000;
        const double dr = reach_m / kSteps;
        double phi = 1.0;
        double flow = 0.0;  // r phi'
        for (int s = 0; s < kSteps; ++s) {
            flow += (s + 0.5) * dr * b * phi * dr;
            phi += flow / ((s + 1.0) * dr) * dr;
        }
        EXPECT_NEAR(reach_m * std::exp(-phi / flow), radius_m, 0.002 * radius_m);
    }
}

TEST(NeedleSink, ExchangeReproducesTheFieldOfASphere) {
    for (const auto& [radius_m, reach_m] : {std::pair{0.0002, 0.0008}, {0.0007, 0.0013}, {0.0010, 0.0014}}) {
        const double b = sphere_exchange_per_m2(radius_m, reach_m);
        constexpr int kSteps = 40000;
        const double dr = reach_m / kSteps;
        double phi = 1.0;
        double flow = 0.0;  // r^2 phi'
        for (int s = 0; s < kSteps; ++s) {
            flow += std::pow((s + 0.5) * dr, 2) * b * phi * dr;
            phi += flow / std::pow((s + 1.0) * dr, 2) * dr;
        }
        // phi = flow (1/r_0 - 1/R) at the reach.
        EXPECT_NEAR(1.0 / (phi / flow + 1.0 / reach_m), radius_m, 0.002 * radius_m);
    }
}

TEST(NeedleSink, BesselFunctionsHaveTheirValues) {
    EXPECT_NEAR(bessel_i0(1.0), 1.2660658777520084, 1e-14);
    EXPECT_NEAR(bessel_i0(5.0), 27.239871823604442, 1e-12);
    EXPECT_NEAR(bessel_i0_over_i1(1.0), 1.2660658777520084 / 0.5651591039924850, 1e-13);
    EXPECT_NEAR(bessel_i0_over_i1(5.0), 27.239871823604442 / 24.335642142450524, 1e-12);
}

// A needle held at a temperature through a slab with insulated ends: the steady ice of a long cylinder.
class HeldNeedle : public StageHook {
  public:
    HeldNeedle(HeatField& field, const instruments::NeedleAxis& axis, double wall_degc)
        : sink_(field, axis, {0.0, 0.0, 0.0}), gas_{std::numeric_limits<double>::infinity(), wall_degc, 0.0, 37.0} {
        field.set_quick_cells(sink_.box());
    }
    void exchange(HeatField& field, double dt_s) override {
        sink_.settle(field, gas_);
        power_w_ = sink_.take_heat(field, dt_s);
    }
    double power_w() const { return power_w_; }
    const NeedleSink& sink() const { return sink_; }

  private:
    NeedleSink sink_;
    GasState gas_;
    double power_w_ = 0.0;
};

TEST(NeedleSink, LongNeedleHoldsTheSteadyIceOfACylinderWhereverItLies) {
    constexpr double kRadiusTolerance = 0.02;
    constexpr double kPowerTolerance = 0.03;
    constexpr double kPerfusion = 60000.0;  // strong, so that the far field fits into the slab
    Rng rng(21, "needle places");
    const exact::TwoPhase p;
    ThreadPool pool(1);
    for (int draw = 0; draw < 6; ++draw) {
        const double radius_m = draw == 0 ? 0.0002 : rng.uniform(0.0002, 0.00105);
        const double h = rng.uniform(0.0004, 0.0006);
        const double wall_degc = rng.uniform(-90.0, -50.0);
        const int cells = static_cast<int>(0.036 / h);
        const int slab = 4;
        auto field = one_material(p, {-1.0, -1.2}, kPerfusion, {cells, cells, slab}, h, pool);
        const Vec3 axis_m(0.018 + rng.uniform(-0.5, 0.5) * h, 0.018 + rng.uniform(-0.5, 0.5) * h, 0.0);
        const double ice_m = exact::steady_cylinder_radius_m(p, kPerfusion, radius_m, wall_degc);
        for (int k = 0; k < slab; ++k)
            for (int j = 0; j < cells; ++j)
                for (int i = 0; i < cells; ++i) {
                    const Vec3 place = field->frame().center_m(i, j, k);
                    field->set_temperature(
                        field->frame().index(i, j, k),
                        exact::steady_cylinder_temperature_degc(p, kPerfusion, radius_m, wall_degc, ice_m,
                                                                std::hypot(place.x - axis_m.x, place.y - axis_m.y)));
                }
        field->refresh();
        // Longer than the slab on both sides, so that neither tip nor end lies in it.
        HeldNeedle needle(*field, {{axis_m.x, axis_m.y, slab * h + 0.008}, {0, 0, 1}, radius_m, 0.016 + slab * h},
                          wall_degc);
        advance_s(*field, 60.0, 0.1, &needle);
        const double now_m = std::sqrt(ice_m3(*field) / (slab * h * kPi));
        EXPECT_NEAR(now_m, ice_m, std::max(kRadiusTolerance * ice_m, 0.15 * h)) << radius_m << " at " << h;
        const double m = std::sqrt(kPerfusion / p.conductivity_unfrozen);
        const double w_per_m = 2.0 * kPi * ice_m * p.conductivity_unfrozen * 38.0 * m *
                               std::cyl_bessel_k(1, m * ice_m) / std::cyl_bessel_k(0, m * ice_m);
        EXPECT_NEAR(needle.power_w() / (slab * h), w_per_m, kPowerTolerance * w_per_m) << radius_m << " at " << h;
    }
}

TEST(NeedleSink, BesideTheMetalTheProfileIsThatOfMetal) {
    // Between wall and reach, against the logarithm between the wall and a point outside.
    const exact::TwoPhase p;
    ThreadPool pool(1);
    const double h = 0.0005;
    auto field = one_material(p, {-1.0, -8.0}, 0.0, {40, 40, 4}, h, pool);
    const double radius_m = 0.0005;
    HeldNeedle needle(*field, {{0.01, 0.01, 0.010}, {0, 0, 1}, radius_m, 0.020}, -70.0);
    advance_s(*field, 60.0, 0.1, &needle);
    const TissueLaw& law = field->law(0);
    const auto grid_potential = [&](const Vec3& place) {
        Grid3<double> potential(field->frame());
        for (size_t c = 0; c < potential.values().size(); ++c)
            potential.values()[c] = static_cast<double>(field->potential()[c]);
        return sample_trilinear(potential, place);
    };
    const auto at = [&](double r) {
        const Vec3 place(0.01 + r, 0.01, 0.001);
        return needle.sink().resolved_potential(law, place, grid_potential(place));
    };
    const double wall = law.potential(-70.0);
    EXPECT_DOUBLE_EQ(at(0.5 * radius_m), wall);
    const double outside_m = 0.0014;
    for (const double r : {0.0006, 0.0008, 0.0010, 0.0012}) {
        const double exact = wall + (at(outside_m) - wall) * std::log(r / radius_m) / std::log(outside_m / radius_m);
        // What is left is the grid's straight line between two cells in place of a curve.
        EXPECT_NEAR(at(r), exact, 0.05 * (at(outside_m) - wall)) << r;
    }
}

TEST(NeedleSink, IceDoesNotDependOnPlaceAngleOrSpacing) {
    constexpr double kPlaceTolerance = 0.02;
    constexpr double kSpacingTolerance = 0.03;
    ThreadPool pool(2);
    for (const auto& device : {clinic::console_1p4mm(), clinic::console_2mm()}) {
        const auto freeze = [&](double h, const Vec3& direction, const Vec3& offset_m) {
            return clinic::freeze_in_block(device, anatomy::Tissue::Muscle, 60.0, h, 0.015, pool, direction, offset_m);
        };
        const clinic::FreezeResult base = freeze(0.0005, {0, 0, 1}, Vec3(0.0));
        EXPECT_GT(base.treated.width_m, 0.004);
        for (const auto& [direction, offset_m] : {std::pair{Vec3(1, 0, 0), Vec3(0.0001, -0.0002, 0.00015)},
                                                  {Vec3(1, 0.4, 0.8), Vec3(0.0002, 0.0001, -0.0001)}}) {
            const clinic::FreezeResult turned = freeze(0.0005, direction, offset_m);
            EXPECT_NEAR(turned.edge.width_m, base.edge.width_m, kPlaceTolerance * base.edge.width_m);
            EXPECT_NEAR(turned.edge.length_m, base.edge.length_m, kPlaceTolerance * base.edge.length_m);
            EXPECT_NEAR(turned.treated.width_m, base.treated.width_m, kPlaceTolerance * base.treated.width_m);
            EXPECT_NEAR(turned.heat_j, base.heat_j, kPlaceTolerance * base.heat_j);
        }
        for (const double h : {0.0007, 0.0010}) {
            const clinic::FreezeResult other = freeze(h, {0, 0, 1}, Vec3(0.0));
            EXPECT_NEAR(other.edge.width_m, base.edge.width_m, kSpacingTolerance * base.edge.width_m) << h;
            EXPECT_NEAR(other.edge.length_m, base.edge.length_m, kSpacingTolerance * base.edge.length_m) << h;
            EXPECT_NEAR(other.treated.width_m, base.treated.width_m, kSpacingTolerance * base.treated.width_m) << h;
            EXPECT_NEAR(other.treated.length_m, base.treated.length_m, kSpacingTolerance * base.treated.length_m) << h;
            EXPECT_NEAR(other.heat_j, base.heat_j, kSpacingTolerance * base.heat_j) << h;
        }
    }
}

}  // namespace
}  // namespace cryo::thermal

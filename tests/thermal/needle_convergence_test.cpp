// The regularised needle against a needle of true size on a grid fine enough for it, and against itself on finer grids.
#include "tests/thermal/clinic.h"
#include "tests/thermal/rod_reference.h"

namespace cryo::thermal {
namespace {

using anatomy::Tissue;

constexpr double kReferenceTolerance = 0.04;  // two grids, the coarser of half a millimetre
// Each end of an isotherm within 0.15 of a cell, as for the fronts of the exact solutions; no grid is judged finer than
// 3 % of the size, which is what two grids of half a millimetre differ by in the smallest core.
constexpr double kEndCells = 0.15;
constexpr double kSpacingTolerance = 0.03;

TissueLaw without_blood(Tissue tissue) {
    anatomy::Thermal thermal = anatomy::properties(tissue).thermal;
    thermal.perfusion_w_per_m3_k = 0.0;
    return TissueLaw(thermal, {});
}

void compare_with_true_needle(const instruments::CryoprobeDevice& device, Tissue tissue, double spacing_m) {
    RodProblem problem;
    problem.radius_m = 0.5 * device.shaft_diameter_m;
    problem.active_length_m = device.active_length_m;
    problem.gas_degc = device.gas_side.gas_temperature_degc;
    problem.film_w_per_m2_k = device.gas_side.film_w_per_m2_k;
    problem.time_constant_s = device.gas_side.time_constant_s;
    problem.steel_fraction = device.shaft.steel_fraction;
    RodReference reference(problem, without_blood(tissue));
    reference.advance(60.0);
    ThreadPool pool(2);
    const clinic::FreezeResult ours = clinic::freeze_in_block(device, tissue, 60.0, spacing_m, 0.014, pool);
    const RodIce edge = reference.isotherm(kVisibleEdgeDegc);
    const RodIce treated = reference.isotherm(kTreatedDegc);
    std::printf(
        "[ measured ] %.1f mm needle in %s at %.2f mm: edge %.2f x %.2f (true needle %.2f x %.2f), -20 degC %.2f x "
        "%.2f "
        "(%.2f x %.2f), %.1f J (%.1f J)\n",
        1e3 * device.shaft_diameter_m, anatomy::properties(tissue).id.data(), 1e3 * spacing_m, 1e3 * ours.edge.width_m,
        1e3 * ours.edge.length_m, 1e3 * edge.width_m, 1e3 * edge.length_m, 1e3 * ours.treated.width_m,
        1e3 * ours.treated.length_m, 1e3 * treated.width_m, 1e3 * treated.length_m, ours.heat_j,
        reference.heat_removed_j());
    EXPECT_NEAR(ours.edge.width_m, edge.width_m, kReferenceTolerance * edge.width_m);
    EXPECT_NEAR(ours.edge.length_m, edge.length_m, kReferenceTolerance * edge.length_m);
    EXPECT_NEAR(ours.treated.width_m, treated.width_m, kReferenceTolerance * treated.width_m);
    EXPECT_NEAR(ours.treated.length_m, treated.length_m, kReferenceTolerance * treated.length_m);
    EXPECT_NEAR(ours.heat_j, reference.heat_removed_j(), kReferenceTolerance * ours.heat_j);
}

TEST(NeedleConvergence, FreezesWhatANeedleOfTrueSizeFreezes) {
    compare_with_true_needle(clinic::console_1p4mm(), Tissue::Muscle, 0.0005);
    compare_with_true_needle(clinic::console_2mm(), Tissue::Muscle, 0.0005);
    compare_with_true_needle(clinic::console_1p4mm(), Tissue::Fat, 0.0005);
    instruments::CryoprobeDevice thin = clinic::handheld_20g();
    thin.shaft_diameter_m = 0.0004;
    thin.active_length_m = 0.006;
    compare_with_true_needle(thin, Tissue::Muscle, 0.0005);
}

TEST(NeedleConvergence, SpacingsFromAQuarterToAMillimetreAgree) {
    ThreadPool pool(2);
    for (const Tissue tissue : {Tissue::Muscle, Tissue::Fat}) {
        const clinic::FreezeResult fine =
            clinic::freeze_in_block(clinic::console_1p4mm(), tissue, 120.0, 0.00025, 0.013, pool);
        for (const double h : {0.00035, 0.0005, 0.001}) {
            const clinic::FreezeResult other =
                clinic::freeze_in_block(clinic::console_1p4mm(), tissue, 120.0, h, 0.013, pool);
            std::printf(
                "[ measured ] %s, 120 s: %.2f mm grid %.3f x %.3f, -20 degC %.3f x %.3f; 0.25 mm grid %.3f x %.3f, "
                "%.3f x %.3f\n",
                anatomy::properties(tissue).id.data(), 1e3 * h, 1e3 * other.edge.width_m, 1e3 * other.edge.length_m,
                1e3 * other.treated.width_m, 1e3 * other.treated.length_m, 1e3 * fine.edge.width_m,
                1e3 * fine.edge.length_m, 1e3 * fine.treated.width_m, 1e3 * fine.treated.length_m);
            const auto expect_same = [&](double size_m, double fine_m) {
                EXPECT_NEAR(size_m, fine_m, std::max(2.0 * kEndCells * h, kSpacingTolerance * fine_m));
            };
            expect_same(other.edge.width_m, fine.edge.width_m);
            expect_same(other.edge.length_m, fine.edge.length_m);
            expect_same(other.treated.width_m, fine.treated.width_m);
            expect_same(other.treated.length_m, fine.treated.length_m);
        }
    }
}

}  // namespace
}  // namespace cryo::thermal

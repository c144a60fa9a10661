#include "engine/thermal/bioheat.h"

#include "tests/thermal/clinic.h"

namespace cryo::thermal {
namespace {

using anatomy::Tissue;

// Skin, fat, muscle with a nerve and two vessels, over bone: everything a case has.
anatomy::Anatomy limb() {
    anatomy::Anatomy a = clinic::anatomy_at(clinic::nerve_sites()[0]);
    a.layers[1].undulation.amplitude_m = 0.0004;
    anatomy::Bone bone;
    bone.id = bone.label = "bone";
    bone.depth_m = 0.017;
    a.bones = {bone};
    for (const auto& [id, x_m, diameter_m] : {std::tuple{"artery", 0.0055, 0.0025}, {"vein", -0.0045, 0.0012}}) {
        anatomy::Vessel vessel;
        vessel.id = vessel.label = id;
        vessel.tube.path_m = {{x_m, -0.02, 0.009}, {x_m, 0.0, 0.009}, {x_m, 0.02, 0.009}};
        vessel.tube.width_m = vessel.tube.height_m = diameter_m;
        a.vessels.push_back(vessel);
    }
    return a;
}

GridFrame limb_box() { return domain_around({0, 0, 0.009}, 0.011, 0.0005); }

ProbeState probe_at_nerve(GasFlow flow) {
    const instruments::CryoprobeDevice device = clinic::console_1p4mm();
    const Vec3 direction = glm::normalize(Vec3(1.0, 0.1, 0.5));
    return probe_state(device, {{Vec3(0.0012, 0, 0.0090), direction, 0.0007, 0.004}}, flow);
}

void run_s(BioheatSolver& solver, double seconds) {
    for (int tick = 0; tick < static_cast<int>(std::lround(seconds * kTicksPerSecond)); ++tick) solver.advance_tick();
}

TEST(Bioheat, DomainStopsAtTheSkinWithWholeCells) {
    const GridFrame shallow = domain_around({0.001, 0.002, 0.009}, 0.020, 0.0005);
    EXPECT_EQ(shallow.size, Index3(80));
    EXPECT_DOUBLE_EQ(shallow.origin_m.z, 0.00025);
    const GridFrame deep = domain_around({0, 0, 0.060}, 0.010, 0.0005);
    EXPECT_NEAR(deep.origin_m.z, 0.05025, 1e-12);
}

TEST(Bioheat, SkinIsCoolerThanTheCoreAtRest) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    const BioheatSolver air(medium, limb_box(), skin_in_air(), pool);
    const BioheatSolver warm(medium, limb_box(), skin_under_warmer(), pool);
    const double skin_degc = air.temperature_at({0.008, 0.008, 0.0005});
    EXPECT_GT(skin_degc, 31.0);  // what skin in a treatment room has
    EXPECT_LT(skin_degc, 35.5);
    EXPECT_LT(skin_degc, air.temperature_at({0.008, 0.008, 0.018}));
    EXPECT_GT(warm.temperature_at({0.008, 0.008, 0.0005}), 37.0);
    EXPECT_NEAR(air.skin().now_degc, skin_degc, 0.5);
}

TEST(Bioheat, RestCostsNothingAndChangesNothing) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    const std::vector<float> before = solver.temperature_degc().values();
    const uint64_t revision = solver.revision();
    solver.set_probes({probe_at_nerve(GasFlow::Off)});
    run_s(solver, 3600.0);
    EXPECT_FALSE(solver.is_awake());
    EXPECT_EQ(solver.revision(), revision);
    EXPECT_EQ(solver.temperature_degc().values(), before);
    EXPECT_EQ(solver.probe().heat_removed_j, 0.0);
    EXPECT_NEAR(solver.probe().thermocouple_degc, solver.temperature_at({0.0012, 0, 0.009}), 0.01);
}

TEST(Bioheat, HeatTakenByTheProbeIsHeatMissingInTissue) {
    constexpr double kEnergyTolerance = 5e-4;
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    solver.keep_ledger(true);
    solver.set_probes({probe_at_nerve(GasFlow::Freezing)});
    run_s(solver, 60.0);
    solver.set_probes({probe_at_nerve(GasFlow::Off)});
    run_s(solver, 60.0);
    const HeatLedger ledger = solver.ledger();
    EXPECT_LT(ledger.probes_j, -30.0);
    EXPECT_NEAR(-ledger.probes_j, solver.probe().heat_removed_j, 1e-9);
    EXPECT_GT(ledger.blood_j, 1.0);
    EXPECT_NEAR(ledger.stored_j, ledger.probes_j + ledger.blood_j + ledger.faces_j,
                kEnergyTolerance * -ledger.probes_j);
    std::printf("[ measured ] limb: %.2f J taken, %.2e of it unaccounted\n", -ledger.probes_j,
                std::abs(ledger.stored_j - ledger.probes_j - ledger.blood_j - ledger.faces_j) / -ledger.probes_j);
}

TEST(Bioheat, TemperaturesStayBetweenGasAndBlood) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    const float warmest =
        *std::max_element(solver.temperature_degc().values().begin(), solver.temperature_degc().values().end());
    constexpr float kRounding = 1e-3F;
    for (const GasFlow flow : {GasFlow::Freezing, GasFlow::Off, GasFlow::Freezing}) {
        solver.set_probes({probe_at_nerve(flow)});
        for (int tick = 0; tick < 400; ++tick) {
            solver.advance_tick();
            const auto [low, high] = std::minmax_element(solver.temperature_degc().values().begin(),
                                                         solver.temperature_degc().values().end());
            ASSERT_GE(*low, -88.0F);
            ASSERT_LE(*high, warmest + kRounding);
        }
    }
}

TEST(Bioheat, RewindingGivesTheSameFuture) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    solver.set_probes({probe_at_nerve(GasFlow::Freezing)});
    run_s(solver, 12.3);
    const std::vector<std::byte> saved = solver.snapshot();
    const auto future = [&] {
        run_s(solver, 5.0);
        solver.set_probes({probe_at_nerve(GasFlow::Off)});
        run_s(solver, 5.0);
        StateHash hash;
        solver.add_to(hash);
        return hash.value();
    };
    const uint64_t first = future();
    solver.restore(saved);
    EXPECT_EQ(solver.ticks(), 123);
    EXPECT_EQ(future(), first);
}

TEST(Bioheat, IceBindsTheProbeUntilItsSurfaceHasThawed) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    solver.set_probes({probe_at_nerve(GasFlow::Freezing)});
    run_s(solver, 1.0);
    EXPECT_FALSE(solver.probe().adherent());
    run_s(solver, 59.0);
    EXPECT_TRUE(solver.probe().adherent());
    EXPECT_GT(solver.probe().bound_m, 0.004);  // the active zone, and shaft that it cools
    EXPECT_LT(solver.probe().thermocouple_degc, -50.0);
    solver.set_probes({probe_at_nerve(GasFlow::Off)});
    run_s(solver, 3.0);
    EXPECT_TRUE(solver.probe().adherent());
    run_s(solver, 150.0);
    EXPECT_FALSE(solver.probe().adherent());
    EXPECT_EQ(solver.ice_volume_m3(), 0.0);
    EXPECT_EQ(solver.extent(kVisibleEdgeDegc).width_m, 0.0);
}

TEST(Bioheat, ColdIsRememberedAfterItIsGone) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    const Vec3 near(0.0005, 0.0012, 0.0086);
    solver.set_probes({probe_at_nerve(GasFlow::Freezing)});
    double coldest = 99.0;
    for (int tick = 0; tick < 600; ++tick) {
        solver.advance_tick();
        coldest = std::min(coldest, sample_trilinear(solver.temperature_degc(), near));
    }
    solver.set_probes({});
    run_s(solver, 120.0);
    EXPECT_GT(solver.temperature_at(near), 10.0);
    EXPECT_NEAR(sample_trilinear(solver.coldest_degc(), near), coldest, 1.0);
    EXPECT_LT(coldest, kTreatedDegc);
    EXPECT_GT(sample_trilinear(solver.treated_s(), near), 10.0);
    EXPECT_GT(solver.volume_ever_below_m3(kTreatedDegc), 20e-9);
}

TEST(Bioheat, ASecondPlacementAddsToTheFirst) {
    ThreadPool pool(1);
    const anatomy::Medium medium(limb());
    BioheatSolver solver(medium, limb_box(), skin_in_air(), pool);
    ProbeState probe = probe_at_nerve(GasFlow::Freezing);
    solver.set_probes({probe});
    run_s(solver, 40.0);
    const double first = solver.volume_ever_below_m3(kTreatedDegc);
    probe.flow = GasFlow::Off;
    solver.set_probes({probe});
    run_s(solver, 60.0);
    probe.needles[0].tip_m.y += 0.003;
    probe.flow = GasFlow::Freezing;
    solver.set_probes({probe});
    run_s(solver, 40.0);
    EXPECT_GT(solver.volume_ever_below_m3(kTreatedDegc), 1.4 * first);
}

TEST(Bioheat, TwoProbesAtOnceFreezeMoreThanTheSumOfTheirIce) {
    ThreadPool pool(1);
    GridFrame box;
    box.spacing_m = 0.0005;
    box.size = Index3(44);
    box.origin_m = Vec3(-0.01075);
    const ProbeState left =
        probe_state(clinic::console_1p4mm(), {{{-0.0025, 0, 0.002}, {0, 0, 1}, 0.0007, 0.004}}, GasFlow::Freezing);
    ProbeState right = left;
    right.needles[0].tip_m.x = 0.0025;
    BioheatSolver one(Tissue::Muscle, 37.0, box, pool);
    one.set_probes({left});
    run_s(one, 60.0);
    BioheatSolver both(Tissue::Muscle, 37.0, box, pool);
    both.set_probes({left, right});
    run_s(both, 60.0);
    EXPECT_EQ(both.probe_count(), 2);
    EXPECT_NEAR(both.probe(0).power_w, both.probe(1).power_w, 1e-3);
    EXPECT_LT(both.probe(0).power_w, one.probe(0).power_w);  // they take heat from each other
    EXPECT_LT(both.temperature_at(Vec3(0.0)), one.temperature_at(Vec3(0.0)));
    EXPECT_GT(both.ice_volume_m3(), 1.5 * one.ice_volume_m3());
}

TEST(Bioheat, CoolingPowerIsFinite) {
    ThreadPool pool(1);
    ProbeState probe =
        probe_state(clinic::console_2mm(), {clinic::needle_in_block(clinic::console_2mm())}, GasFlow::Freezing);
    probe.gas_side.max_power_w = 2.0;
    GridFrame box;
    box.spacing_m = 0.0005;
    box.size = Index3(40);
    box.origin_m = Vec3(-0.00975);
    BioheatSolver solver(Tissue::Muscle, 37.0, box, pool);
    solver.set_probes({probe});
    double most_w = 0.0;
    for (int tick = 0; tick < 600; ++tick) {
        solver.advance_tick();
        most_w = std::max(most_w, solver.probe().power_w);
    }
    EXPECT_NEAR(most_w, 2.0, 0.01);
    EXPECT_GT(solver.probe().wall_degc, -60.0);  // it would be colder with all the power it asks for
    EXPECT_LT(solver.probe().wall_degc, -10.0);
}

TEST(Bioheat, GasCoolsWithItsTimeConstantAndTheThermocoupleLags) {
    ThreadPool pool(1);
    ProbeState probe =
        probe_state(clinic::console_1p4mm(), {clinic::needle_in_block(clinic::console_1p4mm())}, GasFlow::Freezing);
    probe.thermocouple_lag_s = 5.0;
    GridFrame box;
    box.spacing_m = 0.0005;
    box.size = Index3(24);
    box.origin_m = Vec3(-0.00575);
    BioheatSolver solver(Tissue::Muscle, 37.0, box, pool);
    solver.set_probes({probe});
    run_s(solver, 3.0);
    EXPECT_NEAR(solver.probe().gas_degc, 37.0 - 125.0 * (1.0 - std::exp(-1.0)), 0.01);
    EXPECT_GT(solver.probe().thermocouple_degc, solver.probe().tip_wall_degc + 5.0);
    run_s(solver, 57.0);
    EXPECT_NEAR(solver.probe().gas_degc, -88.0, 0.01);
    EXPECT_NEAR(solver.probe().thermocouple_degc, solver.probe().tip_wall_degc, 0.5);
}

// No source times an active thaw; its gas does. From -140 to +40 degC with a time constant of 20 s it passes 0 degC
// after 30 s and is at +31 degC after three time constants, by when the metal it touches must be above freezing. The
// insulated shaft behind, which only conducts, may hold on a little longer.
TEST(Bioheat, ActiveThawFreesTheProbeSooner) {
    ThreadPool pool(1);
    const instruments::CryoprobeDevice device = clinic::argon_17g(0.010);
    struct Thaw {
        double metal_warm_s = 0.0;  // until the active zone is above freezing
        double free_s = 0.0;
    };
    const auto thaw_after_freeze = [&](GasFlow flow) {
        GridFrame box;
        box.spacing_m = 0.001;
        box.size = Index3(36);
        box.origin_m = Vec3(-0.0175);
        BioheatSolver solver(Tissue::Muscle, 37.0, box, pool);
        solver.set_probes({probe_state(device, {clinic::needle_in_block(device)}, GasFlow::Freezing)});
        run_s(solver, 120.0);
        solver.set_probes({probe_state(device, {clinic::needle_in_block(device)}, flow)});
        Thaw thaw;
        while (solver.probe().adherent() && thaw.free_s < 600.0) {
            run_s(solver, 1.0);
            thaw.free_s += 1.0;
            if (solver.probe().wall_degc < 0.0) thaw.metal_warm_s = thaw.free_s;
        }
        return thaw;
    };
    const double tau_s = device.gas_side.time_constant_s;
    const double span_k = device.active_thaw_degc - device.gas_side.gas_temperature_degc;
    const double gas_warm_s = tau_s * std::log(span_k / device.active_thaw_degc);
    const Thaw active = thaw_after_freeze(GasFlow::Thawing);
    const Thaw passive = thaw_after_freeze(GasFlow::Off);
    std::printf(
        "[ measured ] after 120 s of argon: metal above freezing %.0f s, free %.0f s; passive %.0f and %.0f s\n",
        active.metal_warm_s, active.free_s, passive.metal_warm_s, passive.free_s);
    EXPECT_GT(active.metal_warm_s, gas_warm_s);
    EXPECT_LT(active.metal_warm_s, 3.0 * tau_s);
    EXPECT_LT(active.free_s, 4.0 * tau_s);
    EXPECT_GT(passive.free_s, 2.0 * active.free_s);
}

TEST(Bioheat, ThreeNeedlesMergeIntoOneBar) {
    ThreadPool pool(1);
    instruments::CryoprobeDevice device = clinic::console_1p4mm();
    device.shaft_diameter_m = 0.00041;
    device.active_length_m = 0.006;
    GridFrame box;
    box.spacing_m = 0.0005;
    box.size = Index3(40);
    box.origin_m = Vec3(-0.00975);
    BioheatSolver solver(Tissue::Muscle, 37.0, box, pool);
    std::vector<instruments::NeedleAxis> needles;
    for (const double x_m : {-0.0025, 0.0, 0.0025}) needles.push_back({{x_m, 0, 0.003}, {0, 0, 1}, 0.000205, 0.006});
    solver.set_probes({probe_state(device, needles, GasFlow::Freezing)});
    run_s(solver, 60.0);
    // Frozen through between the needles, and longer across the row than thick.
    for (const double x_m : {-0.00125, 0.0, 0.00125}) EXPECT_LT(solver.temperature_at({x_m, 0, 0}), -10.0);
    const auto half_m = [&](const Vec3& direction) {
        double distance = 0.0;
        while (solver.temperature_at(distance * direction) <= kVisibleEdgeDegc) distance += 1e-5;
        return distance;
    };
    EXPECT_GT(half_m({1, 0, 0}), half_m({0, 1, 0}) + 0.001);
    // Thicker than the 5.6 mm of one needle alone, which gets no help from neighbours.
    EXPECT_GT(2.0 * half_m({0, 1, 0}), 0.0062);
}

TEST(Bioheat, WarmerProtectsSkinAndShallowIceHarmsIt) {
    ThreadPool pool(1);
    anatomy::Anatomy a = clinic::anatomy_at(clinic::nerve_sites()[0]);
    a.nerves.clear();
    const anatomy::Medium medium(a);
    const auto freeze = [&](const SkinBoundary& skin, double depth_m) {
        BioheatSolver solver(medium, domain_around({0, 0, 0.006}, 0.010, 0.0005), skin, pool);
        solver.set_probes({probe_state(clinic::console_1p4mm(), {{{0.002, 0, depth_m}, {1, 0, 0}, 0.0007, 0.004}},
                                       GasFlow::Freezing)});
        run_s(solver, 120.0);
        return solver.skin();
    };
    const SkinReadout shallow = freeze(skin_in_air(), 0.004);
    const SkinReadout warmed = freeze(skin_under_warmer(), 0.004);
    const SkinReadout deep = freeze(skin_in_air(), 0.010);
    EXPECT_LT(shallow.coldest_degc, 0.0);
    EXPECT_GT(shallow.frozen_s, 5.0);
    EXPECT_LT(std::abs(shallow.place_m.x), 0.002);
    EXPECT_GT(warmed.coldest_degc, shallow.coldest_degc + 5.0);
    EXPECT_GT(deep.coldest_degc, 10.0);
    EXPECT_EQ(deep.frozen_s, 0.0);
}

TEST(Bioheat, InjectedFluidMixesItsHeatWithTheTissue) {
    ThreadPool pool(1);
    anatomy::Anatomy a = clinic::anatomy_at(clinic::nerve_sites()[0]);
    a.nerves.clear();
    const anatomy::Medium medium(a);
    const Vec3 inside(0, 0, 0.0047);
    BioheatSolver solver(medium, domain_around({0, 0, 0.006}, 0.010, 0.0005), skin_in_air(), pool);
    const double before_degc = solver.temperature_at(inside);
    solver.add_injectate([](const Vec3&) { return 0.25; }, 10.0);
    const double fluid = 1005.0 * 4100.0;  // J/(m3 K), of saline and of fat
    const double fat = 911.0 * 2348.0;
    EXPECT_NEAR(solver.temperature_at(inside),
                (0.25 * fluid * 10.0 + 0.75 * fat * before_degc) / (0.25 * fluid + 0.75 * fat), 0.05);

    // A lens of saline, 8 x 8 x 2 mm; whatever it becomes, heat is kept while ice grows into it.
    solver.keep_ledger(true);
    solver.add_injectate(
        [](const Vec3& p) { return glm::length((p - Vec3(0, 0, 0.0045)) / Vec3(4, 4, 1)) < 0.001 ? 1.0 : 0.0; }, 22.0);
    EXPECT_EQ(solver.tissue(20, 20, 9), Tissue::Saline);
    EXPECT_NEAR(solver.temperature_at({0, 0, 0.0045}), 22.0, 0.1);
    solver.set_probes(
        {probe_state(clinic::console_1p4mm(), {{{0.002, 0, 0.0065}, {1, 0, 0}, 0.0007, 0.004}}, GasFlow::Freezing)});
    run_s(solver, 60.0);
    EXPECT_LT(solver.coldest_at(inside), -1.0);
    const HeatLedger ledger = solver.ledger();
    EXPECT_NEAR(ledger.stored_j, ledger.probes_j + ledger.blood_j + ledger.faces_j, 1e-3 * -ledger.probes_j);
}

// A depot that grows in small parts ends as the same fluid at once would: the shares displaced are those of what is
// left.
TEST(Bioheat, FluidInManyPartsIsTheSameFluid) {
    ThreadPool pool(1);
    GridFrame box;
    box.spacing_m = 0.0005;
    box.size = Index3(16);
    box.origin_m = Vec3(-0.00375);
    const auto lens = [](const Vec3& p) { return glm::length(p) < 0.002; };
    BioheatSolver once(Tissue::Muscle, 37.0, box, pool);
    once.add_injectate([&](const Vec3& p) { return lens(p) ? 0.4 : 0.0; }, 20.0);
    BioheatSolver parts(Tissue::Muscle, 37.0, box, pool);
    constexpr int kParts = 20;
    for (int n = 0; n < kParts; ++n) {
        const double share = 1.0 - std::pow(1.0 - 0.4, 1.0 / kParts);
        parts.add_injectate([&](const Vec3& p) { return lens(p) ? share : 0.0; }, 20.0);
    }
    constexpr double kFloatK = 1e-3;  // twenty roundings of a float enthalpy
    EXPECT_NEAR(parts.temperature_at({0, 0, 0}), once.temperature_at({0, 0, 0}), kFloatK);
    EXPECT_EQ(parts.tissue(8, 8, 8), Tissue::Muscle);
    for (int n = 0; n < 8; ++n) parts.add_injectate([&](const Vec3& p) { return lens(p) ? 0.05 : 0.0; }, 20.0);
    EXPECT_EQ(parts.tissue(8, 8, 8), Tissue::Saline);
    EXPECT_EQ(parts.tissue(0, 0, 0), Tissue::Muscle);
    // Rewinding brings the fluid back as it was.
    const std::vector<std::byte> kept = parts.snapshot();
    StateHash before;
    parts.add_to(before);
    parts.add_injectate([&](const Vec3& p) { return lens(p) ? 0.3 : 0.0; }, 5.0);
    parts.restore(kept);
    StateHash after;
    parts.add_to(after);
    EXPECT_EQ(before.value(), after.value());
}

// The calibration: acceptance of the gas films by what a probe treats in clinical use.
TEST(Bioheat, NitrousOxideCoresAreThoseOfTheCalibration) {
    ThreadPool pool(2);
    const clinic::FreezeResult small =
        clinic::freeze_in_block(clinic::console_1p4mm(), Tissue::Muscle, 120.0, 0.0005, 0.016, pool);
    const clinic::FreezeResult large =
        clinic::freeze_in_block(clinic::console_2mm(), Tissue::Muscle, 120.0, 0.0005, 0.016, pool);
    std::printf("[ measured ] -20 degC core at 120 s: 1.4 mm probe %.2f mm, 2.0 mm probe %.2f mm\n",
                1e3 * small.treated.width_m, 1e3 * large.treated.width_m);
    EXPECT_GE(small.treated.width_m, 0.0045);
    EXPECT_LE(small.treated.width_m, 0.0055);
    EXPECT_GE(large.treated.width_m, 0.0060);
    EXPECT_LE(large.treated.width_m, 0.0070);
}

}  // namespace
}  // namespace cryo::thermal

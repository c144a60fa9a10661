#include "engine/thermal/nerve_exposure.h"

#include "engine/thermal/lesion.h"
#include "tests/thermal/clinic.h"

namespace cryo::thermal {
namespace {

// A freeze of 120 s with 120 s of rewarming at each place along the nerve.
struct Treated {
    double length_m;
    double largest_frac;
};
Treated treat(const instruments::CryoprobeDevice& device, const clinic::NerveSite& site,
              const std::vector<double>& along_m, ThreadPool& pool) {
    const anatomy::Medium medium(clinic::anatomy_at(site));
    BioheatSolver solver(medium, domain_around({0, 0.5 * along_m.back(), site.depth_m}, 0.014, 0.0005), skin_in_air(),
                         pool);
    NerveExposure exposure(medium, 0, solver.frame());
    for (const double y_m : along_m)
        for (const GasFlow flow : {GasFlow::Freezing, GasFlow::Off}) {
            solver.set_probes({probe_state(device, {clinic::crossing_needle(device, site, y_m)}, flow)});
            for (int tick = 0; tick < 1200; ++tick) {
                solver.advance_tick();
                exposure.update(solver);
            }
        }
    return {exposure.longest_treated().length_m, exposure.largest_treated_frac()};
}

TEST(NerveExposure, OneCrossingInContactTreatsSmallNerves) {
    ThreadPool pool(2);
    const std::vector<clinic::NerveSite> sites = clinic::nerve_sites();
    for (size_t s = 0; s < 3; ++s) {
        const Treated treated = treat(clinic::console_1p4mm(), sites[s], {0.0}, pool);
        std::printf("[ measured ] %s, 1.4 mm probe: %.2f mm treated\n", sites[s].name, 1e3 * treated.length_m);
        EXPECT_GE(treated.length_m, 0.0025) << sites[s].name;
        EXPECT_NEAR(treated.largest_frac, 1.0, 1e-5);
    }
    const Treated occipital = treat(clinic::console_2mm(), sites[3], {0.0}, pool);
    std::printf("[ measured ] %s, 2.0 mm probe: %.2f mm treated\n", sites[3].name, 1e3 * occipital.length_m);
    EXPECT_GE(occipital.length_m, 0.0040);
}

TEST(NerveExposure, TwoPlacementsMakeOneLesion) {
    ThreadPool pool(2);
    const Treated treated = treat(clinic::console_1p4mm(), clinic::nerve_sites()[0], {0.0, 0.0025}, pool);
    std::printf("[ measured ] infrapatellar, two placements 2.5 mm apart: %.2f mm treated\n", 1e3 * treated.length_m);
    EXPECT_GE(treated.length_m, 0.005);
    EXPECT_LE(treated.length_m, 0.007);
}

// The seen edge against the treated core, measured: a thin nerve that begins half a millimetre outside the -20 degC
// isotherm lies wholly inside the ice that the image shows, and no part of it counts.
TEST(NerveExposure, HalfAMillimetreOutsideTheCoreIsNotTreatedThoughInsideTheVisibleIce) {
    constexpr double kOutsideM = 0.0005;
    constexpr double kFreezeS = 120.0;
    constexpr double kDepthM = 0.016;  // of the shaft
    ThreadPool pool(2);
    const instruments::CryoprobeDevice device = clinic::console_1p4mm();
    const instruments::NeedleAxis needle{
        {0.5 * device.active_length_m, 0, kDepthM}, {1, 0, 0}, 0.5 * device.shaft_diameter_m, device.active_length_m};
    anatomy::Anatomy plain = clinic::muscle_block();
    plain.box_high_m.z = 0.045;
    const auto freeze = [&](BioheatSolver& solver, NerveExposure* exposure) {
        solver.set_probes({probe_state(device, {needle}, GasFlow::Freezing)});
        for (int tick = 0; tick < static_cast<int>(kFreezeS * kTicksPerSecond); ++tick) {
            solver.advance_tick();
            if (exposure != nullptr) exposure->update(solver);
        }
    };
    const auto core_edge_m = [&](const BioheatSolver& solver) {
        double z = kDepthM;
        while (solver.coldest_at({0, 0, z}) <= kTreatedDegc) z += 1e-5;
        return z;
    };
    const GridFrame box = domain_around({0, 0, kDepthM}, 0.014, 0.0005);
    const anatomy::Medium bare(plain);
    BioheatSolver alone(bare, box, skin_in_air(), pool);
    freeze(alone, nullptr);

    anatomy::Nerve nerve;
    nerve.id = nerve.label = "thin";
    nerve.role = anatomy::NerveRole::Target;
    nerve.fascicle_count = 1;
    nerve.tube.width_m = nerve.tube.height_m = 0.0006;
    const double depth_m = core_edge_m(alone) + kOutsideM + 0.5 * nerve.tube.height_m;
    for (double y = -0.025; y < 0.0251; y += 0.005) nerve.tube.path_m.push_back({0, y, depth_m});
    anatomy::Anatomy with_nerve = plain;
    with_nerve.nerves = {nerve};
    const anatomy::Medium medium(with_nerve);
    BioheatSolver solver(medium, box, skin_in_air(), pool);
    NerveExposure exposure(medium, 0, solver.frame());
    freeze(solver, &exposure);

    // The nerve freezes much as muscle does, so the core ends where it did.
    constexpr double kNerveMovesCoreM = 0.0001;
    const double gap_m = depth_m - 0.5 * nerve.tube.height_m - core_edge_m(solver);
    EXPECT_NEAR(gap_m, kOutsideM, kNerveMovesCoreM);
    int middle = 0;
    for (int s = 0; s < exposure.station_count(); ++s) {
        EXPECT_EQ(exposure.treated_fraction(s), 0.0);
        if (std::abs(exposure.station(s).center_m.y) < std::abs(exposure.station(middle).center_m.y)) middle = s;
    }
    EXPECT_GE(exposure.station(middle).visible_frac, kTreatedSectionFrac);
    EXPECT_EQ(exposure.longest_treated().length_m, 0.0);
    EXPECT_EQ(injury_grade(exposure.station(middle).warmest_low_degc), InjuryGrade::Incomplete);
    const Prognosis outlook = prognosis(exposure, 0.08);
    EXPECT_FALSE(outlook.block_expected);
    EXPECT_TRUE(outlook.pain_risk);
    std::printf("[ measured ] nerve %.2f mm outside the core: %.1f degC at its coldest, %.0f %% of it in visible ice\n",
                1e3 * gap_m, exposure.station(middle).coldest_degc, 100.0 * exposure.station(middle).visible_frac);
}

// A solver whose cold is made by hand is not to be had, so fractions are judged on the geometry of a real one.
class Exposed : public testing::Test {
  protected:
    Exposed()
        : medium_(clinic::anatomy_at(site_)),
          solver_(medium_, domain_around({0, 0, site_.depth_m}, 0.011, 0.0005), skin_in_air(), pool_),
          exposure_(medium_, 0, solver_.frame()) {}
    void freeze(const instruments::NeedleAxis& needle, double seconds) {
        solver_.set_probes({probe_state(device_, {needle}, GasFlow::Freezing)});
        for (int tick = 0; tick < static_cast<int>(seconds * kTicksPerSecond); ++tick) {
            solver_.advance_tick();
            exposure_.update(solver_);
        }
    }
    ThreadPool pool_{1};
    instruments::CryoprobeDevice device_ = clinic::console_1p4mm();
    clinic::NerveSite site_ = clinic::nerve_sites()[2];
    anatomy::Medium medium_;
    BioheatSolver solver_;
    NerveExposure exposure_;
};

TEST_F(Exposed, NothingIsTreatedBeforeAnythingIsCold) {
    EXPECT_EQ(exposure_.longest_treated().length_m, 0.0);
    EXPECT_EQ(exposure_.largest_treated_frac(), 0.0);
    EXPECT_EQ(exposure_.station(0).coldest_degc, 37.0);
    EXPECT_EQ(prognosis(exposure_, 0.08).block_expected, false);
    EXPECT_GT(exposure_.station_count(), 80);
    EXPECT_NEAR(exposure_.station(1).arc_m - exposure_.station(0).arc_m, kStationSpacingM, 1e-9);
}

TEST_F(Exposed, FarSideIsTheLastToBeTreatedAndTheEyeIsAheadOfTheTruth) {
    instruments::NeedleAxis needle = clinic::crossing_needle(device_, site_, 0.0);
    needle.tip_m.z -= 0.0002;  // not quite in contact
    freeze(needle, 60.0);
    int middle = 0;
    for (int s = 0; s < exposure_.station_count(); ++s)
        if (std::abs(exposure_.station(s).center_m.y) < std::abs(exposure_.station(middle).center_m.y)) middle = s;
    const ExposureStation station = exposure_.station(middle);
    EXPECT_GT(station.treated_frac, 0.05);
    EXPECT_LT(station.treated_frac, 0.9);
    EXPECT_GT(station.visible_frac, station.treated_frac + 0.2);  // inside the visible ice is not treated
    EXPECT_LT(station.coldest_degc, kTreatedDegc);
    EXPECT_GT(station.warmest_low_degc, kTreatedDegc);
    EXPECT_EQ(exposure_.longest_treated().length_m, 0.0);
    EXPECT_LT(exposure_.coldest_now_degc(), kTreatedDegc);
    // By fascicle: the one nearest to the probe has been cold for longer than the farthest.
    int nearest = 0;
    int farthest = 0;
    for (int f = 0; f < exposure_.fascicle_count(); ++f) {
        const double y = medium_.fascicles(0)[static_cast<size_t>(f)].center_m.y;
        if (y < medium_.fascicles(0)[static_cast<size_t>(nearest)].center_m.y) nearest = f;
        if (y > medium_.fascicles(0)[static_cast<size_t>(farthest)].center_m.y) farthest = f;
    }
    EXPECT_LT(exposure_.fascicle_coldest_degc(middle, nearest),
              exposure_.fascicle_coldest_degc(middle, farthest) - 5.0);
    EXPECT_GE(exposure_.fascicle_treated_s(middle, nearest), exposure_.fascicle_treated_s(middle, farthest));
    const Prognosis outlook = prognosis(exposure_, 0.08);
    EXPECT_FALSE(outlook.block_expected);
    EXPECT_TRUE(outlook.pain_risk);
}

TEST_F(Exposed, FractionAgreesWithTheAreaOfTheSection) {
    freeze(clinic::crossing_needle(device_, site_, 0.0), 20.0);
    // Fine sampling of the fascicles of one section, against the nineteen or seven points of each.
    for (int s = 0; s < exposure_.station_count(); s += 3) {
        const ExposureStation station = exposure_.station(s);
        double cold = 0.0;
        double all = 0.0;
        for (const anatomy::Fascicle& fascicle : medium_.fascicles(0))
            for (int a = -10; a <= 10; ++a)
                for (int b = -10; b <= 10; ++b) {
                    const Vec2 p = 0.1 * Vec2(a, b);
                    if (glm::length(p) > 1.0) continue;
                    const Vec3 place =
                        medium_.nerve_curve(0).from_section(station.arc_m, fascicle.center_m + fascicle.radius_m * p);
                    const double area = fascicle.radius_m * fascicle.radius_m;
                    all += area;
                    if (solver_.temperature_at(place) <= kTreatedDegc) cold += area;
                }
        EXPECT_NEAR(station.treated_frac, cold / all, 0.06) << s;
    }
}

TEST_F(Exposed, SnapshotBringsBackWhatWas) {
    freeze(clinic::crossing_needle(device_, site_, 0.0), 30.0);
    const std::vector<std::byte> saved = exposure_.snapshot();
    StateHash before;
    exposure_.add_to(before);
    freeze(clinic::crossing_needle(device_, site_, 0.0), 30.0);
    StateHash later;
    exposure_.add_to(later);
    EXPECT_NE(later.value(), before.value());
    exposure_.restore(saved);
    StateHash again;
    exposure_.add_to(again);
    EXPECT_EQ(again.value(), before.value());
}

}  // namespace
}  // namespace cryo::thermal

// The infrapatellar case against the table it was authored from (medial knee at BMI 23, depths in mm).
#include <cmath>

#include "engine/anatomy/medium.h"
#include "engine/scenario/read.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

using anatomy::Tissue;

// Waves of boundaries and the patient's age may move a depth by this much.
constexpr double kDepthToleranceMm = 0.5;

Scenario knee() { return read_scenario(scene_file("knee_ipbsn.toml")).value(); }

const anatomy::Nerve* nerve_named(const anatomy::Anatomy& block, const std::string& id) {
    for (const anatomy::Nerve& nerve : block.nerves)
        if (nerve.id == id) return &nerve;
    return nullptr;
}

// Depth of the first point along z, away from nerves and vessels, where `is_there` holds.
template <class Predicate>
double first_depth_mm(const anatomy::Medium& medium, double x_m, const Predicate& is_there) {
    for (double z_mm = -1.0; z_mm < 40.0; z_mm += 0.01)
        if (is_there(medium.at({x_m, 0.0, z_mm * 1e-3}))) return z_mm;
    return std::nan("");
}

TEST(FirstCase, LayersOfTheReferencePatientLieWhereTheTableSays) {
    const Scenario scenario = knee();
    const anatomy::Medium medium(make_anatomy(scenario.anatomy, scenario.patient));
    const double x_m = -0.005;  // beside the nerve and its artery
    const auto tissue_depth = [&](Tissue tissue) {
        return first_depth_mm(medium, x_m, [&](const anatomy::MediumPoint& p) { return p.tissue == tissue; });
    };
    EXPECT_NEAR(tissue_depth(Tissue::Skin), 0.0, kDepthToleranceMm);
    EXPECT_NEAR(tissue_depth(Tissue::Fat), 1.8, kDepthToleranceMm);
    EXPECT_NEAR(tissue_depth(Tissue::Fascia), 7.0, kDepthToleranceMm);
    EXPECT_NEAR(tissue_depth(Tissue::Tendon), 11.4, kDepthToleranceMm);
    EXPECT_NEAR(tissue_depth(Tissue::CorticalBone), 16.0, kDepthToleranceMm);
    // The deep fascia is the second one met.
    bool was_in_deep_fat = false;
    const double deep_fascia_mm = first_depth_mm(medium, x_m, [&](const anatomy::MediumPoint& p) {
        was_in_deep_fat |= p.layer >= 0 && medium.anatomy().layers[static_cast<size_t>(p.layer)].id == "deep_fat";
        return was_in_deep_fat && p.tissue == Tissue::Fascia;
    });
    EXPECT_NEAR(deep_fascia_mm, 10.8, kDepthToleranceMm);
}

TEST(FirstCase, TheTargetIsTheNerveOfTheTable) {
    const Scenario scenario = knee();
    const anatomy::Nerve& target = scenario.anatomy.at_bmi_23.target();
    EXPECT_EQ(target.id, "ipbsn");
    EXPECT_DOUBLE_EQ(target.tube.width_m, 0.0022);
    EXPECT_DOUBLE_EQ(target.tube.height_m, 0.0014);
    EXPECT_DOUBLE_EQ(target.motor_fraction, 0.0);
    const anatomy::TubeCurve curve(target.tube);
    const anatomy::TubePoint middle = curve.nearest({0.0, 0.0, 0.0096});
    EXPECT_NEAR(middle.center_m.x, 0.0, 1e-9);
    EXPECT_NEAR(middle.center_m.z, 0.0096, 1e-9);
    // In the target view the image cuts the nerve across: within 10 degrees, where a nerve's echo is still full.
    EXPECT_GT(std::abs(middle.tangent.y), std::cos(10.0 * 3.14159265 / 180.0));
}

TEST(FirstCase, DepthFollowsBuildAsTheTableSays) {
    const Scenario scenario = knee();
    anatomy::Patient patient = scenario.patient;
    const auto depth_mm = [&](double bmi) {
        patient.bmi = bmi;
        return 1e3 * anatomy::patient_depth_m(scenario.anatomy, patient, 0.0096);
    };
    EXPECT_NEAR(depth_mm(23), 9.6, kDepthToleranceMm);
    EXPECT_NEAR(depth_mm(19), 6.0, kDepthToleranceMm);  // "6 to 28" from BMI 19 to 35
    EXPECT_GT(depth_mm(35), 23.0);
    EXPECT_LT(depth_mm(35), 28.5);
}

TEST(FirstCase, NeighboursStandWhereTheTableSays) {
    const anatomy::Anatomy block = knee().anatomy.at_bmi_23;
    const auto at_image = [](const anatomy::Tube& tube) {
        const anatomy::TubeCurve curve(tube);
        Vec3 best(1.0);
        for (const Vec3& p : curve.points_m())
            if (std::abs(p.y) < std::abs(best.y)) best = p;
        return best * 1e3;
    };
    const Vec3 second = at_image(nerve_named(block, "ipbsn_second")->tube);
    EXPECT_NEAR(second.x, 10.0, 0.3);
    EXPECT_NEAR(second.z, 9.2, 0.2);
    const Vec3 third = at_image(nerve_named(block, "ipbsn_third")->tube);
    EXPECT_GE(std::abs(third.x), 8.0);
    EXPECT_LE(std::abs(third.x), 15.0);
    for (const anatomy::Vessel& vessel : block.vessels) {
        const Vec3 p = at_image(vessel.tube);
        if (vessel.id == "ipbsn_artery") {
            EXPECT_NEAR(p.x, 2.0, 0.2);
            EXPECT_NEAR(p.z, 10.1, 0.2);
            EXPECT_NEAR(1e3 * (vessel.tube.width_m + 2 * vessel.wall_m), 0.9, 1e-9);
        } else if (vessel.id == "gsv") {
            // 25 to 40 mm posterior: at right angles to the tibial axis, which runs along (1, 1) in the skin plane.
            for (const Vec3& point : vessel.tube.path_m) {
                const double posterior_mm = 1e3 * (point.x - point.y) / std::sqrt(2.0);
                EXPECT_GE(posterior_mm, 25.0);
                EXPECT_LE(posterior_mm, 40.0);
            }
        } else if (vessel.id == "imga") {
            EXPECT_GE(p.x, 20.0);
            EXPECT_LE(p.x, 30.0);
        }
    }
}

TEST(FirstCase, TheGenicularNerveLiesOnBoneAndAlwaysDeeper) {
    const anatomy::Anatomy block = knee().anatomy.at_bmi_23;
    const anatomy::Medium medium(block);
    const anatomy::TubeCurve deep(nerve_named(block, "imgn")->tube);
    const double radius_m = 0.5 * deep.height_m();
    for (const Vec3& p : deep.points_m()) {
        const std::optional<double> cortex_m = medium.cortex_depth_m(0, p.x, p.y);
        ASSERT_TRUE(cortex_m.has_value());
        const double gap_mm = 1e3 * (*cortex_m - p.z - radius_m);
        EXPECT_GT(gap_mm, 0.0);
        EXPECT_LT(gap_mm, 1.5);
        EXPECT_GT(p.z, 0.0108 + radius_m);  // below the deep fascia, and so below every branch
    }
}

TEST(FirstCase, BranchesAreDrawnAsOftenAsTheSheetSays) {
    const Scenario scenario = knee();
    constexpr int kPatients = 2000;
    int count[4] = {};
    anatomy::Patient patient = scenario.patient;
    for (int seed = 0; seed < kPatients; ++seed) {
        patient.seed = static_cast<uint64_t>(seed);
        ++count[1 + anatomy::drawn_outcome(scenario.anatomy.variants.at(0), patient)];
    }
    const double expected[4] = {0.0, 0.35, 0.45, 0.20};
    for (int branches = 1; branches <= 3; ++branches) {
        const double p = expected[branches];
        const double four_standard_errors = 4.0 * std::sqrt(p * (1.0 - p) / kPatients);
        EXPECT_NEAR(static_cast<double>(count[branches]) / kPatients, p, four_standard_errors);
    }
}

TEST(FirstCase, ThePatientHasTheBranchesDrawn) {
    const Scenario scenario = knee();
    anatomy::Patient patient = scenario.patient;
    for (uint64_t seed = 0; seed < 30; ++seed) {
        patient.seed = seed;
        const int branches = 1 + anatomy::drawn_outcome(scenario.anatomy.variants.at(0), patient);
        const anatomy::Anatomy block = make_anatomy(scenario.anatomy, patient);
        EXPECT_EQ(nerve_named(block, "ipbsn_second") != nullptr, branches >= 2);
        EXPECT_EQ(nerve_named(block, "ipbsn_third") != nullptr, branches == 3);
    }
}

// Every shaft that the case calls suitable reaches the target of a lean and of a heavy patient: in plane from where it
// waits, a row of short needles straight down.
TEST(FirstCase, TheCryoprobeCanReachTheTarget) {
    const Scenario scenario = knee();
    ASSERT_FALSE(scenario.devices.empty());
    const double half_footprint_m = 0.5 * scenario.transducer.aperture_m();
    EXPECT_GT(std::abs(scenario.cryoprobe_start.entry_x_m), half_footprint_m + 0.002);
    for (const double bmi : {19.0, 35.0}) {
        anatomy::Patient patient = scenario.patient;
        patient.bmi = bmi;
        const double depth_m = anatomy::patient_depth_m(scenario.anatomy, patient, 0.0096);
        const double needed_m = std::hypot(scenario.cryoprobe_start.entry_x_m, depth_m) + 0.005;
        for (const instruments::CryoprobeDevice& device : scenario.devices) {
            if (!scenario.why_unsuitable(device.id, bmi).empty()) continue;
            EXPECT_GT(device.shaft_length_m, device.needle_count > 1 ? depth_m : needed_m) << device.id;
        }
    }
}

}  // namespace
}  // namespace cryo::scenario

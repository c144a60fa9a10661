// Every case against the clinical tables it was authored from: layers, sizes and depths at BMI 23 in mm, growth of fat
// with build, and shares of variants. The numbers stand here a second time, on purpose.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/anatomy/medium.h"
#include "engine/scenario/read.h"
#include "tests/scenario/scene_files.h"

namespace cryo::scenario {
namespace {

using anatomy::Tissue;

// What the tables are held to; waves of boundaries and the room that tubes need take their part of it.
constexpr double kDepthToleranceMm = 0.5;
constexpr double kUntold = -1.0;  // the table gives no depth for this step of the walk

struct Step {  // the walk down a column comes to this tissue next
    Tissue tissue;
    double depth_mm;
};

struct Neighbour {
    const char* id;
    double depth_mm;
};

struct CaseTable {
    const char* id;
    double target_depth_mm;
    std::array<double, 2> target_size_mm;
    double column_x_mm;  // clear of nerves and vessels
    std::vector<Step> column;
    std::vector<Neighbour> neighbours;
    std::array<double, 4> fat_mm;  // at BMI 19, 23, 28, 35
};

using enum Tissue;

std::vector<CaseTable> case_tables() {
    return {
        {"leg_sural",
         5.1,
         {2.2, 1.3},
         -8,
         {{Skin, 0}, {Fat, 1.5}, {Fascia, 5.6}, {Tendon, 6.0}},
         {{"small_saphenous_vein", 4.3}},
         {2, 3.5, 5.5, 9}},
        {"leg_superficial_peroneal",
         4.6,
         {2.6, 1.4},
         -6,
         {{Skin, 0}, {Fat, 1.5}, {Fascia, 4.5}, {Muscle, 5.0}, {CorticalBone, 22}},
         {},
         {2, 3.5, 5.5, 9}},
        {"thigh_lateral_cutaneous",
         6.2,
         {1.4, 0.9},
         -15,
         {{Skin, 0}, {Fat, 1.6}, {Fascia, 5.0}, {Fat, 5.4}},
         {{"ascending_circumflex", 9}},
         {2.5, 3.9, 12, 26}},
        {"knee_superomedial_genicular",
         24.8,
         {1.0, 1.0},
         -6,
         {{Skin, 0}, {Fat, 1.8}, {Fascia, 11}, {Muscle, 11.6}, {Fat, 23.5}, {CorticalBone, 25.6}},
         {{"superomedial_genicular_artery", 24.3}},
         {5, 9, 16, 26}},
        {"temple_auriculotemporal",
         5.2,
         {1.6, 1.1},
         -2,
         {{Skin, 0}, {Fat, 1.5}, {Fascia, 4.0}, {Fat, kUntold}, {Fascia, 6.4}, {CorticalBone, 11.5}},
         {{"superficial_temporal_artery", 5.0}, {"superficial_temporal_vein", 4.4}, {"facial_temporal", 5.8}},
         {1.6, 2.5, 3.8, 5.5}},
        {"back_superior_cluneal",
         16.6,
         {1.6, 1.0},
         -8,
         {{Skin, 0}, {Fat, 2.4}, {Fascia, 15}, {Fat, 16.2}, {CorticalBone, 19}},
         {},
         {6, 12.6, 24, 42}},
        {"stump_neuroma", 32, {10, 6}, -14, {{Skin, 0}, {Fat, 2.2}, {Fascia, 16.2}}, {}, {8, 14, 24, 42}},
        {"thigh_saphenous_canal",
         26.5,
         {3.2, 2.0},
         8,
         {{Skin, 0}, {Fat, 1.6}, {Fascia, 13}, {Muscle, 13.6}, {Fascia, 23}, {Fat, 24}},
         {{"vastus_medialis", 26}, {"femoral_artery", 29}, {"femoral_vein", 36.5}, {"descending_genicular_artery", 30}},
         {7, 11.4, 20, 34}},
        {"thigh_sciatic_proximal",
         34,
         {13, 6},
         -14,
         {{Skin, 0}, {Fat, 2.2}, {Fascia, 16.2}, {Muscle, 17}, {Fat, 30}, {Muscle, 38}},
         {{"posterior_femoral_cutaneous", 18.5}, {"perforating_artery", 40}, {"comitans_artery", 31.5}},
         {8, 14, 24, 42}},
        {"groin_femoral_refuse",
         22.3,
         {9.8, 3.1},
         24,
         {{Skin, 0}, {Fat, 1.6}, {Fascia, 12.6}, {Fat, 13.4}, {Muscle, 24}},
         {{"femoral_artery", 21}, {"femoral_vein", 23}},
         {6, 11, 21, 38}},
        {"neck_greater_occipital",
         20.6,
         {3.0, 1.8},
         4,
         {{Skin, 0},
          {Fat, 2.3},
          {Muscle, 7},
          {Fascia, 9},
          {Muscle, kUntold},
          {Fascia, 12.5},
          {Muscle, kUntold},
          {Fat, 20},
          {Muscle, 21.5},
          {Fat, 31}},
         {{"third_occipital", 17.5}, {"c2_ganglion", 37}, {"vertebral_artery", 36}},
         {2.5, 4.7, 8, 14}},
        {"chest_intercostal",
         25.6,
         {2.2, 1.3},
         8,
         {{Skin, 0},
          {Fat, 2.3},
          {Muscle, 8.3},
          {Fat, 18},
          {Muscle, 18.5},
          {Fat, 24.6},
          {Muscle, 26.4},
          {Fascia, 27.6},
          {Lung, 28}},
         {{"intercostal_artery", 25.2}, {"intercostal_vein", 24.8}, {"collateral_artery", 25.5}},
         {3, 6, 13, 24}},
        {"chest_rib_metastasis",
         27,
         {2.4, 1.6},
         0,
         {{Skin, 0}, {Fat, 2.3}, {Muscle, 8}, {Tumour, 14}, {Fat, 32}, {Fascia, 33}, {Lung, kUntold}},
         {},
         {3, 6, 13, 24}},
        {"back_lumbar_medial_branch",
         43.5,
         {0.8, 0.8},
         11,
         {{Skin, 0}, {Fat, 2.5}, {Fascia, 13}, {Muscle, 14.2}, {CorticalBone, 45.5}},
         {{"dorsal_lumbar_artery", 42.5}, {"l4_root", 62}},
         {5, 10.5, 20, 38}},
    };
}

Scenario scene(const CaseTable& table) { return read_scenario(scene_file(std::string(table.id) + ".toml")).value(); }

double depth_in_image_mm(const anatomy::Tube& tube) {
    const anatomy::TubeCurve curve(tube);
    const auto& points = curve.points_m();
    const auto nearest = std::min_element(points.begin(), points.end(),
                                          [](const Vec3& a, const Vec3& b) { return std::abs(a.y) < std::abs(b.y); });
    return 1e3 * nearest->z;
}

class CaseTables : public testing::TestWithParam<CaseTable> {};

// The authored stack, without the relief of one patient, which is 0 over the target (below).
TEST_P(CaseTables, LayersLieWhereTheTableSays) {
    Scenario scenario = scene(GetParam());
    ASSERT_EQ(scenario.patient.bmi, 23.0);
    scenario.anatomy.relief = {};
    const anatomy::Medium medium(make_anatomy(scenario.anatomy, scenario.patient));
    constexpr double kStepMm = 0.01;
    double z_mm = -0.5;
    for (const Step& step : GetParam().column) {
        while (z_mm < 90.0 && medium.at({1e-3 * GetParam().column_x_mm, 0.0, 1e-3 * z_mm}).tissue != step.tissue)
            z_mm += kStepMm;
        ASSERT_LT(z_mm, 90.0) << "no " << properties(step.tissue).id << " in the column";
        if (step.depth_mm != kUntold) {
            EXPECT_NEAR(z_mm, step.depth_mm, kDepthToleranceMm) << properties(step.tissue).id;
        }
    }
}

// So in every patient the layers over and under the target are where the authored stack has them.
TEST_P(CaseTables, TheReliefOfAPatientLeavesTheDepthsAtTheTarget) {
    constexpr double kRoundingM = 1e-9;
    const Scenario scenario = scene(GetParam());
    ASSERT_GT(scenario.anatomy.relief.amplitude_m, 0.0);
    anatomy::AnatomyTemplate flat = scenario.anatomy;
    flat.relief = {};
    for (uint64_t seed = 1; seed <= 40; ++seed) {
        anatomy::Patient patient = scenario.patient;
        patient.seed = seed;
        const anatomy::Anatomy authored = make_anatomy(flat, patient);
        const anatomy::Medium without(authored);
        const anatomy::Medium with(make_anatomy(scenario.anatomy, patient));
        const auto& path = authored.target().tube.path_m;
        const Vec3 aim_m = *std::min_element(
            path.begin(), path.end(), [](const Vec3& a, const Vec3& b) { return std::abs(a.y) < std::abs(b.y); });
        for (size_t i = 0; i < without.faces().size(); ++i)
            EXPECT_NEAR(with.faces()[i].surface.depth_at_m(aim_m.x, aim_m.y),
                        without.faces()[i].surface.depth_at_m(aim_m.x, aim_m.y), kRoundingM);
        for (int i = 0; i < static_cast<int>(authored.sheets.size()); ++i)
            EXPECT_NEAR(with.sheet_depth_m(i, aim_m.x, aim_m.y), without.sheet_depth_m(i, aim_m.x, aim_m.y),
                        kRoundingM);
    }
}

TEST_P(CaseTables, TheTargetAndItsNeighboursLieWhereTheTableSays) {
    const Scenario scenario = scene(GetParam());
    const anatomy::Anatomy& block = scenario.anatomy.at_bmi_23;
    const anatomy::Nerve& target = block.target();
    EXPECT_NEAR(depth_in_image_mm(target.tube), GetParam().target_depth_mm, kDepthToleranceMm);
    EXPECT_NEAR(1e3 * target.tube.width_m, GetParam().target_size_mm[0], 1e-6);
    EXPECT_NEAR(1e3 * target.tube.height_m, GetParam().target_size_mm[1], 1e-6);
    for (const Neighbour& neighbour : GetParam().neighbours) {
        const anatomy::Tube* found = nullptr;
        for (const anatomy::Nerve& nerve : block.nerves)
            if (nerve.id == neighbour.id) found = &nerve.tube;
        for (const anatomy::Vessel& vessel : block.vessels)
            if (vessel.id == neighbour.id) found = &vessel.tube;
        ASSERT_NE(found, nullptr) << neighbour.id;
        EXPECT_NEAR(depth_in_image_mm(*found), neighbour.depth_mm, kDepthToleranceMm) << neighbour.id;
    }
}

// "Add the fat of the build and take away that of BMI 23" for everything below the fat.
TEST_P(CaseTables, BuildMovesWhatLiesUnderTheFat) {
    const Scenario scenario = scene(GetParam());
    const std::array<double, 4> bmi{19, 23, 28, 35};
    const double under_fat_m = scenario.anatomy.fat_bottom_m + 0.001;
    anatomy::Patient patient = scenario.patient;
    for (size_t build = 0; build < bmi.size(); ++build) {
        patient.bmi = bmi[build];
        const double moved_mm = 1e3 * (patient_depth_m(scenario.anatomy, patient, under_fat_m) - under_fat_m);
        EXPECT_NEAR(moved_mm, GetParam().fat_mm[build] - GetParam().fat_mm[1], kDepthToleranceMm)
            << "BMI " << bmi[build];
    }
}

// In the target view the image cuts the nerve across, within 20 degrees, and holds it.
TEST_P(CaseTables, TheTargetViewHoldsTheNerve) {
    const Scenario scenario = scene(GetParam());
    const anatomy::TubeCurve curve(scenario.anatomy.at_bmi_23.target().tube);
    const anatomy::TubePoint middle = curve.nearest({0.0, 0.0, 1e-3 * GetParam().target_depth_mm});
    EXPECT_GT(std::abs(middle.tangent.y), std::cos(20.0 * 3.14159265 / 180.0));
    EXPECT_LT(std::abs(middle.center_m.x), 0.5 * scenario.transducer.aperture_m());
    EXPECT_LT(middle.center_m.z, scenario.imaging.depth_m);
}

INSTANTIATE_TEST_SUITE_P(All, CaseTables, testing::ValuesIn(case_tables()),
                         [](const auto& table) { return std::string(table.param.id); });

struct VariantShare {
    const char* scene;
    const char* variant;
    const char* outcome;
    double share;
};

TEST(CaseVariants, AreDrawnAsOftenAsTheSheetSays) {
    constexpr int kPatients = 4000;
    const std::vector<VariantShare> sheet = {
        {"leg_sural", "formation", "1", 0.73},
        {"leg_sural", "formation", "2", 0.18},
        {"leg_sural", "formation", "3", 0.08},
        {"leg_sural", "formation", "4", 0.01},
        {"leg_superficial_peroneal", "division", "two", 0.47},
        {"thigh_lateral_cutaneous", "branches", "1", 0.13},
        {"thigh_lateral_cutaneous", "branches", "2", 0.40},
        {"thigh_lateral_cutaneous", "branches", "3", 0.33},
        {"thigh_lateral_cutaneous", "branches", "4", 0.13},
        {"temple_auriculotemporal", "artery_crossing", "over", 0.50},
        {"back_superior_cluneal", "intermediate_branch", "missing", 4.0 / 20},
        {"back_superior_cluneal", "lateral_branch", "missing", 5.0 / 20},
    };
    for (const VariantShare& row : sheet) {
        const Scenario scenario = read_scenario(scene_file(std::string(row.scene) + ".toml")).value();
        const auto variant = std::find_if(scenario.anatomy.variants.begin(), scenario.anatomy.variants.end(),
                                          [&](const anatomy::VariantDraw& v) { return v.id == row.variant; });
        ASSERT_NE(variant, scenario.anatomy.variants.end()) << row.scene;
        anatomy::Patient patient = scenario.patient;
        int drawn = 0;
        for (int seed = 0; seed < kPatients; ++seed) {
            patient.seed = static_cast<uint64_t>(seed);
            drawn += variant->outcomes[static_cast<size_t>(drawn_outcome(*variant, patient))] == row.outcome;
        }
        // The sheet's shares are rounded to a hundredth.
        const double tolerance = 4.0 * std::sqrt(row.share * (1.0 - row.share) / kPatients) + 0.01;
        EXPECT_NEAR(static_cast<double>(drawn) / kPatients, row.share, tolerance) << row.scene << " " << row.outcome;
    }
}

TEST(CaseVariants, SizesOfNervesSpreadAsWritten) {
    constexpr int kPatients = 4000;
    const Scenario scenario = read_scenario(scene_file("thigh_saphenous_canal.toml")).value();
    anatomy::Patient patient = scenario.patient;
    double sum = 0.0, squares = 0.0;
    for (int seed = 0; seed < kPatients; ++seed) {
        patient.seed = static_cast<uint64_t>(seed);
        const double width_mm = 1e3 * make_anatomy(scenario.anatomy, patient).target().tube.width_m;
        sum += width_mm;
        squares += width_mm * width_mm;
        // Of a woman, 3 % narrower, never more than a fifth away.
        EXPECT_GE(width_mm, 3.2 * 0.97 * 0.8 - 1e-9);
        EXPECT_LE(width_mm, 3.2 * 0.97 * 1.2 + 1e-9);
    }
    const double mean = sum / kPatients;
    const double sd = std::sqrt(squares / kPatients - mean * mean);
    EXPECT_NEAR(mean, 3.2 * 0.97, 0.03);
    // 12 %, drawn again beyond 5/3 standard deviations: such a normal distribution keeps 0.796 of its spread.
    EXPECT_NEAR(sd / mean, 0.12 * 0.796, 0.005);
}

TEST(CaseVariants, ASeedIsOnePerson) {
    for (const CaseTable& table : case_tables()) {
        const Scenario scenario = scene(table);
        anatomy::Patient patient = scenario.patient;
        patient.seed = 77;
        const anatomy::Anatomy once = make_anatomy(scenario.anatomy, patient);
        const anatomy::Anatomy again = make_anatomy(scenario.anatomy, patient);
        patient.seed = 78;
        const anatomy::Anatomy other = make_anatomy(scenario.anatomy, patient);
        ASSERT_EQ(once.nerves.size(), again.nerves.size());
        for (size_t n = 0; n < once.nerves.size(); ++n) {
            EXPECT_EQ(once.nerves[n].tube.width_m, again.nerves[n].tube.width_m);
            EXPECT_EQ(once.nerves[n].tube.path_m, again.nerves[n].tube.path_m);
        }
        EXPECT_NE(once.target().tube.width_m, other.target().tube.width_m) << table.id;
    }
}

}  // namespace
}  // namespace cryo::scenario

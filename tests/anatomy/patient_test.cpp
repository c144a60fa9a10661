#include "engine/anatomy/patient.h"

#include <limits>
#include <map>

#include "engine/anatomy/medium.h"
#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "engine/core/units.h"
#include "tests/anatomy/knee.h"

namespace cryo::anatomy {
namespace {

Patient patient_of(double bmi, uint64_t seed = 1) {
    Patient patient;
    patient.bmi = bmi;
    patient.seed = seed;
    return patient;
}

void add(StateHash& hash, const Vec3& v) {
    for (int i = 0; i < 3; ++i) hash.add(v[i]);
}

uint64_t hash_of(const Anatomy& a) {
    StateHash hash;
    for (const Layer& layer : a.layers) {
        hash.add(layer.top_m);
        hash.add(layer.bottom_m);
        hash.add(layer.undulation.phase_rad.x);
        hash.add(layer.undulation.phase_rad.y);
    }
    for (const Sheet& sheet : a.sheets) hash.add(sheet.depth_m), hash.add(sheet.undulation.phase_rad.x);
    for (const Bone& bone : a.bones) hash.add(bone.depth_m), hash.add(bone.undulation.phase_rad.x);
    for (const Nerve& nerve : a.nerves) {
        for (const Vec3& p : nerve.tube.path_m) add(hash, p);
        hash.add(nerve.tube.width_m);
    }
    for (const Vessel& vessel : a.vessels)
        for (const Vec3& p : vessel.tube.path_m) add(hash, p);
    add(hash, a.box_low_m);
    add(hash, a.box_high_m);
    return hash.value();
}

double target_depth_m(const Anatomy& a) { return TubeCurve(a.target().tube).nearest({0, 0, 0.01}).center_m.z; }

TEST(Patient, BuildMovesTheNerveAsTheClinicalTableSays) {
    const AnatomyTemplate knee = knee_template();
    const double depth_23_m = 0.0096;
    // Fat of 9 mm (1.8 to 10.8) becomes 5, 16 and 26 mm: what lies 7.8 mm into it goes along in proportion.
    const std::map<double, double> fat_mm{{19, 5}, {23, 9}, {28, 16}, {35, 26}};
    for (const auto& [bmi, thickness_mm] : fat_mm) {
        const double expected_m = 0.0018 + 0.0078 * thickness_mm / 9.0;
        EXPECT_NEAR(patient_depth_m(knee, patient_of(bmi), depth_23_m), expected_m, 1e-12) << bmi;
        EXPECT_NEAR(target_depth_m(make_anatomy(knee, patient_of(bmi))), expected_m, 1e-5) << bmi;
        // The tibia is carried along by the whole change of fat.
        EXPECT_NEAR(patient_depth_m(knee, patient_of(bmi), 0.016), 0.016 + m_from_mm(thickness_mm - 9), 1e-12) << bmi;
        EXPECT_NEAR(patient_depth_m(knee, patient_of(bmi), 0.001), 0.001, 1e-15) << bmi;
    }
    EXPECT_NEAR(target_depth_m(make_anatomy(knee, patient_of(23))), 0.0096, 1e-5);
}

TEST(Patient, FatTableIsLinearBetweenAndHeldOutside) {
    const FatTable fat = knee_template().fat;
    EXPECT_NEAR(fat.thickness_at(21), 0.007, 1e-15);
    EXPECT_NEAR(fat.thickness_at(17), 0.005, 1e-15);
    EXPECT_NEAR(fat.thickness_at(45), 0.026, 1e-15);
}

TEST(Patient, DepthRisesWithDepthAtEveryBuildAndAge) {
    const AnatomyTemplate knee = knee_template();
    for (const double bmi : {17.0, 19.0, 23.0, 31.0, 45.0})
        for (const double age : {30.0, 75.0, 90.0}) {
            Patient patient = patient_of(bmi);
            patient.age_years = age;
            double before = -1;
            for (double z = 0; z < 0.05; z += 0.0001) {
                const double now = patient_depth_m(knee, patient, z);
                EXPECT_GT(now, before);
                before = now;
            }
        }
}

TEST(Patient, FasciaCarriedByFatKeepsItsThickness) {
    AnatomyTemplate knee = knee_template();
    knee.at_bmi_23.layers = {layer_mm("skin", Tissue::Skin, 0, 1.8), layer_mm("fat", Tissue::Fat, 1.8, 7.0),
                             layer_mm("fascia", Tissue::Fascia, 7.0, 7.3), layer_mm("deep", Tissue::Fat, 7.3, 10.8)};
    const Anatomy obese = make_anatomy(knee, patient_of(35));
    EXPECT_NEAR(obese.layers[2].bottom_m - obese.layers[2].top_m, 0.0003, 1e-12);
    EXPECT_NEAR(obese.layers[2].top_m, 0.0018 + 0.0052 * 26 / 9, 1e-12);
    EXPECT_TRUE(anatomy_faults(obese).empty());
}

TEST(Patient, OldAgeThinsMuscleAndDermisAndNothingBeforeSeventy) {
    AnatomyTemplate thigh;
    thigh.at_bmi_23.layers = {layer_mm("skin", Tissue::Skin, 0, 2), layer_mm("fat", Tissue::Fat, 2, 10),
                              layer_mm("muscle", Tissue::Muscle, 10, 30)};
    thigh.fat.thickness_m = {0.004, 0.008, 0.012, 0.02};
    thigh.fat_top_m = 0.002;
    thigh.fat_bottom_m = 0.010;
    Patient patient = patient_of(23);
    patient.age_years = 69;
    EXPECT_NEAR(patient_depth_m(thigh, patient, 0.030), 0.030, 1e-15);
    patient.age_years = 80;
    EXPECT_NEAR(patient_depth_m(thigh, patient, 0.030), 0.030 - 0.17 * 0.002 - 0.30 * 0.020, 1e-12);
    EXPECT_NEAR(patient_depth_m(thigh, patient, 0.002), 0.83 * 0.002, 1e-12);
}

TEST(Patient, SamePatientIsBitIdenticalAndAnotherSeedIsNot) {
    const AnatomyTemplate knee = knee_template();
    EXPECT_EQ(hash_of(make_anatomy(knee, patient_of(27, 5))), hash_of(make_anatomy(knee, patient_of(27, 5))));
    EXPECT_NE(hash_of(make_anatomy(knee, patient_of(27, 5))), hash_of(make_anatomy(knee, patient_of(27, 6))));
}

TEST(Patient, DrawsAreIndependentOfWhatElseIsAuthored) {
    // A new variant or branch must not move what other streams draw.
    AnatomyTemplate more = knee_template();
    more.variants.insert(more.variants.begin(), {"course", {"through", "over"}, {0.5, 0.5}});
    more.at_bmi_23.layers.insert(more.at_bmi_23.layers.end(), layer_mm("extra", Tissue::Muscle, 30, 40, 0.3));
    const Anatomy a = make_anatomy(knee_template(), patient_of(23, 9));
    const Anatomy b = make_anatomy(more, patient_of(23, 9));
    EXPECT_EQ(a.nerves.size(), b.nerves.size());
    EXPECT_EQ(a.target().tube.width_m, b.target().tube.width_m);
    EXPECT_EQ(a.layers[1].undulation.phase_rad, b.layers[1].undulation.phase_rad);
}

TEST(Patient, BranchCountsFollowTheirProbabilities) {
    const AnatomyTemplate knee = knee_template();
    constexpr int kPatients = 4000;
    std::array<int, 4> seen{};
    for (uint64_t seed = 0; seed < kPatients; ++seed) {
        const int outcome = drawn_outcome(knee.variants[0], patient_of(23, seed));
        ++seen[static_cast<size_t>(outcome) + 1];
    }
    const std::array<double, 3> expected{0.35, 0.45, 0.20};
    for (size_t i = 0; i < 3; ++i) {
        const double standard_error = std::sqrt(expected[i] * (1 - expected[i]) / kPatients);
        EXPECT_NEAR(static_cast<double>(seen[i + 1]) / kPatients, expected[i], 4 * standard_error);
    }
}

TEST(Patient, BranchesExistAsDrawn) {
    const AnatomyTemplate knee = knee_template();
    for (uint64_t seed = 0; seed < 60; ++seed) {
        const Patient patient = patient_of(23, seed);
        EXPECT_EQ(make_anatomy(knee, patient).nerves.size(),
                  static_cast<size_t>(drawn_outcome(knee.variants[0], patient)) + 1);
    }
}

TEST(Patient, NerveSizesSpreadAsStated) {
    const AnatomyTemplate knee = knee_template();
    constexpr int kPatients = 2000;
    double sum = 0;
    double squares = 0;
    for (uint64_t seed = 0; seed < kPatients; ++seed) {
        AnatomyTemplate alone = knee;  // without neighbours, to be quick
        alone.at_bmi_23.vessels.clear();
        alone.vessel_needs.clear();
        alone.at_bmi_23.nerves.resize(1);
        alone.nerve_needs.clear();
        const Anatomy a = make_anatomy(alone, patient_of(23, seed));
        const double factor = a.target().tube.width_m / knee.at_bmi_23.nerves[0].tube.width_m;
        EXPECT_NEAR(a.target().tube.height_m / knee.at_bmi_23.nerves[0].tube.height_m, factor, 1e-12);
        EXPECT_GE(factor, 0.75 * 0.97 - 1e-12);
        EXPECT_LE(factor, 1.25 * 0.97 + 1e-12);
        sum += factor;
        squares += factor * factor;
    }
    const double mean = sum / kPatients;
    EXPECT_NEAR(mean, 0.97, 4 * 0.12 / std::sqrt(kPatients));
    // A normal of sd 0.12 cut at 2.08 sd has a sd of 0.89 times that.
    EXPECT_NEAR(std::sqrt(squares / kPatients - mean * mean), 0.97 * 0.12 * 0.89, 0.006);
}

// An independent look at the gap: rims of both tubes sampled densely, each against the other's ellipse.
double sampled_gap_m(const Tube& a, double wall_a_m, const Tube& b, double wall_b_m) {
    const TubeCurve curve_a(a);
    const TubeCurve curve_b(b);
    double least = std::numeric_limits<double>::infinity();
    const auto look = [&](const TubeCurve& from, double wall_from_m, const TubeCurve& to, double wall_to_m) {
        for (double arc_m = 0; arc_m <= from.length_m(); arc_m += 0.001) {
            const Vec3 center_m = from.at_arc(arc_m);
            if (glm::length(center_m - to.nearest(center_m).center_m) > 0.006) continue;
            for (int k = 0; k < 60; ++k) {
                const double angle = 2 * kPi * k / 60;
                const Vec2 rim((0.5 * from.width_m() + wall_from_m) * std::cos(angle),
                               (0.5 * from.height_m() + wall_from_m) * std::sin(angle));
                least = std::min(least, to.nearest(from.from_section(arc_m, rim)).outside_m - wall_to_m);
            }
        }
    };
    look(curve_a, wall_a_m, curve_b, wall_b_m);
    look(curve_b, wall_b_m, curve_a, wall_a_m);
    return least;
}

struct TubeWithWall {
    const Tube* tube;
    double wall_m;
};

std::vector<TubeWithWall> tubes_of(const Anatomy& a) {
    std::vector<TubeWithWall> tubes;
    for (const Nerve& nerve : a.nerves) tubes.push_back({&nerve.tube, 0.0});
    for (const Vessel& vessel : a.vessels) tubes.push_back({&vessel.tube, vessel.wall_m});
    return tubes;
}

TEST(Patient, AThousandPatientsAreSound) {
    const AnatomyTemplate knee = knee_template();
    for (uint64_t seed = 0; seed < 1000; ++seed) {
        const Patient patient = patient_of(19.0 + static_cast<double>(seed % 17), seed);
        const Anatomy a = make_anatomy(knee, patient);
        const std::vector<std::string> faults = anatomy_faults(a);
        EXPECT_TRUE(faults.empty()) << "seed " << seed << ": " << (faults.empty() ? "" : faults.front());
        for (size_t i = 0; i + 1 < a.layers.size(); ++i) {
            EXPECT_GT(a.layers[i].bottom_m, a.layers[i].top_m);
            EXPECT_GE(a.layers[i + 1].top_m, a.layers[i].bottom_m - 1e-12);
        }
        for (const TubeWithWall& tube : tubes_of(a))
            for (const Vec3& p : tube.tube->path_m) {
                EXPECT_GE(p.z - 0.5 * tube.tube->height_m - tube.wall_m, 0.0);
                EXPECT_LE(p.z + 0.5 * tube.tube->height_m + tube.wall_m, a.box_high_m.z);
            }
    }
}

TEST(Patient, TubesKeepTheirGapByAnIndependentLook) {
    const AnatomyTemplate knee = knee_template();
    for (uint64_t seed = 0; seed < 60; ++seed) {
        const Anatomy a = make_anatomy(knee, patient_of(19.0 + static_cast<double>(seed % 17), seed));
        const std::vector<TubeWithWall> tubes = tubes_of(a);
        for (size_t i = 0; i < tubes.size(); ++i)
            for (size_t j = i + 1; j < tubes.size(); ++j)
                EXPECT_GE(sampled_gap_m(*tubes[i].tube, tubes[i].wall_m, *tubes[j].tube, tubes[j].wall_m), kTubeGapM)
                    << "seed " << seed;
    }
}

TEST(Patient, VesselAuthoredInsideANerveIsMovedAsideAndTheTargetStays) {
    AnatomyTemplate knee = knee_template();
    knee.position_x_m = {};
    knee.at_bmi_23.vessels[0].tube = tube_mm({{0.3, -30, 9.6}, {0.2, 0, 9.7}, {0.2, 30, 9.6}}, 0.9, 0.9);
    const Anatomy a = make_anatomy(knee, patient_of(23));
    EXPECT_EQ(a.target().tube.path_m, knee.at_bmi_23.nerves[0].tube.path_m);
    EXPECT_GE(sampled_gap_m(a.target().tube, 0, a.vessels[0].tube, a.vessels[0].wall_m), kTubeGapM);
    // Aside, not away: no farther than from the nerve's middle to beyond its rim.
    EXPECT_LT(glm::length(a.vessels[0].tube.path_m[1] - knee.at_bmi_23.vessels[0].tube.path_m[1]), 0.003);
}

TEST(Patient, DeclaredCrossingMayTouchButNotOverlap) {
    AnatomyTemplate temple = knee_template();
    temple.position_x_m = {};
    temple.nerve_size_factor = {};
    temple.at_bmi_23.nerves.resize(1);
    temple.nerve_needs.clear();
    temple.at_bmi_23.vessels.resize(1);
    // Crosses over the nerve at right angles, 0.1 mm above it.
    temple.at_bmi_23.vessels[0].tube = tube_mm({{-25, 0, 8.24}, {0, 0, 8.24}, {25, 0, 8.24}}, 0.9, 0.9);
    const auto gap_m = [](const Anatomy& a) {
        return tube_gap_m(a.target().tube, 0, a.vessels[0].tube, a.vessels[0].wall_m);
    };
    EXPECT_GE(gap_m(make_anatomy(temple, patient_of(23))), kTubeGapM);
    temple.at_bmi_23.crossings = {{"artery", "ipbsn"}};
    const double declared_m = gap_m(make_anatomy(temple, patient_of(23)));
    EXPECT_GE(declared_m, 0.0);
    EXPECT_LT(declared_m, kTubeGapM);
    EXPECT_TRUE(anatomy_faults(make_anatomy(temple, patient_of(23))).empty());
}

TEST(Patient, LeftIsTheMirrorImageOfRight) {
    Patient left = patient_of(26, 4);
    left.side = Side::Left;
    Patient right = left;
    right.side = Side::Right;
    const Medium medium_left(make_anatomy(knee_template(), left));
    const Medium medium_right(make_anatomy(knee_template(), right));
    for (double x = -0.029; x < 0.03; x += 0.0017)
        for (double y = -0.02; y < 0.02; y += 0.0041) {
            for (int layer = 0; layer < 3; ++layer)
                EXPECT_NEAR(medium_left.layer_top_m(layer, -x, y), medium_right.layer_top_m(layer, x, y), 1e-12);
            for (double z = 0.0005; z < 0.03; z += 0.0013) {
                const MediumPoint l = medium_left.at({-x, y, z});
                const MediumPoint r = medium_right.at({x, y, z});
                EXPECT_EQ(l.nerve, r.nerve);
                EXPECT_EQ(l.vessel, r.vessel);
                EXPECT_EQ(l.bone, r.bone);
                EXPECT_EQ(l.layer, r.layer);
            }
        }
}

TEST(Patient, UnreasonableBuildIsRefused) {
    EXPECT_THROW(make_anatomy(knee_template(), patient_of(12)), CheckFailure);
    EXPECT_THROW(make_anatomy(knee_template(), patient_of(std::numeric_limits<double>::quiet_NaN())), CheckFailure);
}

TEST(TubeGap, IsExactForParallelCylindersAndForOneInsideTheOther) {
    const Tube a = tube_mm({{0, -20, 10}, {0, 20, 10}}, 2, 2);
    EXPECT_NEAR(tube_gap_m(a, 0, tube_mm({{3, -20, 10}, {3, 20, 10}}, 2, 2), 0.0002), 0.0008, 2e-6);
    EXPECT_NEAR(tube_gap_m(a, 0, tube_mm({{-20, 0, 12.5}, {20, 0, 12.5}}, 1, 1), 0), 0.001, 2e-6);
    EXPECT_LT(tube_gap_m(a, 0, tube_mm({{0.1, -20, 10}, {0.1, 20, 10}}, 0.5, 0.5), 0), -0.0008);
    EXPECT_EQ(tube_gap_m(a, 0, tube_mm({{30, -20, 10}, {30, 20, 10}}, 2, 2), 0, 0.003), 0.003);
}

TEST(Faults, NameWhatIsWrong) {
    const auto first_fault = [](const AnatomyTemplate& t) {
        const std::vector<std::string> faults = template_faults(t);
        return faults.empty() ? std::string() : faults.front();
    };
    EXPECT_EQ(first_fault(knee_template()), "");
    AnatomyTemplate t = knee_template();
    t.at_bmi_23.layers[1].bottom_m = 0.001;
    EXPECT_NE(first_fault(t).find("fat is inside out"), std::string::npos);
    t = knee_template();
    t.at_bmi_23.layers[2].top_m = 0.009;
    EXPECT_NE(first_fault(t).find("pes starts at 9 mm, inside fat"), std::string::npos);
    t = knee_template();
    t.nerve_needs[1] = "branch_count=7";
    EXPECT_NE(first_fault(t).find("no outcome \"7\""), std::string::npos);
    t = knee_template();
    t.variants[0].probabilities = {0.5, 0.5, 0.5};
    EXPECT_NE(first_fault(t).find("1.5"), std::string::npos);
    t = knee_template();
    t.at_bmi_23.nerves[0].tube.path_m = {{0, 0, 0.01}};
    EXPECT_NE(first_fault(t).find("at least two path points"), std::string::npos);
    t = knee_template();
    t.at_bmi_23.nerves[0].tube.path_m[2].z = 0.0002;
    EXPECT_NE(first_fault(t).find("stands out of the skin"), std::string::npos);
    t = knee_template();
    for (Vec3& p : t.at_bmi_23.nerves[0].tube.path_m) p.z = 0.020;
    EXPECT_NE(first_fault(t).find("runs through tibia"), std::string::npos);
    t = knee_template();
    t.at_bmi_23.nerves[1].role = NerveRole::Target;
    EXPECT_NE(first_fault(t).find("more than one target"), std::string::npos);
}

TEST(Target, IsTheOneTargetNerve) {
    Anatomy a = knee_template().at_bmi_23;
    EXPECT_TRUE(a.has_target());
    EXPECT_EQ(a.target().id, "ipbsn");
    a.nerves.erase(a.nerves.begin());
    EXPECT_FALSE(a.has_target());
    EXPECT_THROW(a.target(), CheckFailure);
}

}  // namespace
}  // namespace cryo::anatomy

// The relief of tissue planes, the ends of bellies and the arch over a vessel, against what makes them sound: exact
// depths where the case is aimed at, no folds, and tubes that ride with the planes they lie in.
#include "engine/anatomy/relief.h"

#include <cmath>

#include "engine/anatomy/medium.h"
#include "engine/core/random.h"
#include "tests/anatomy/knee.h"

namespace cryo::anatomy {
namespace {

constexpr double kRoundingM = 1e-12;
constexpr double kSplineM = 0.00003;  // a curve through points 5 mm apart against a wave of 14 mm and more

const Vec2 kAim{0.004, -0.001};

PatientRelief largest(uint64_t seed) { return {{kLargestReliefM, 0.020}, seed, kAim, 0.030}; }

AnatomyTemplate knee_with_relief() {
    AnatomyTemplate knee = knee_template();
    knee.relief = {0.0010, 0.024};
    return knee;
}

Patient patient_of(uint64_t seed, double bmi = 23.0) {
    Patient patient;
    patient.seed = seed;
    patient.bmi = bmi;
    return patient;
}

TEST(Relief, IsZeroAtTheSkinAndOverTheAim) {
    Rng rng(1, "places");
    for (uint64_t seed = 1; seed < 50; ++seed) {
        const PatientRelief relief = largest(seed);
        EXPECT_NEAR(relief.shift_m({rng.uniform(-0.03, 0.03), rng.uniform(-0.03, 0.03), 0.0}), 0.0, kRoundingM);
        EXPECT_NEAR(relief.shift_m({kAim.x, kAim.y, rng.uniform(0.0, 0.06)}), 0.0, kRoundingM);
    }
}

TEST(Relief, NeverTurnsTissueInsideOut) {
    constexpr double kStepM = 1e-5;
    for (uint64_t seed = 0; seed < 1000; ++seed) {
        const PatientRelief relief = largest(seed);
        Rng rng(seed, "columns");
        const double x = rng.uniform(-0.04, 0.04);
        const double y = rng.uniform(-0.04, 0.04);
        double above_m = relief.shift_m({x, y, 0.0});
        for (double z = kStepM; z < 0.05; z += 50 * kStepM) {
            const double here_m = relief.shift_m({x, y, z});
            const double below_m = relief.shift_m({x, y, z + kStepM});
            EXPECT_LT(std::abs(below_m - here_m), kStepM) << "seed " << seed << ", depth " << z;
            EXPECT_LT(std::abs(here_m - above_m), 50 * kStepM);
            above_m = here_m;
        }
    }
}

TEST(Relief, MakesPlanesUneven) {
    // A tenth of a millimetre of swing would be straight to the eye; the planes of most patients must have three times.
    int uneven = 0;
    constexpr int kPatients = 100;
    for (uint64_t seed = 0; seed < kPatients; ++seed) {
        const PatientRelief relief({0.0010, 0.024}, seed, Vec2(0.0), 1.0);
        double low_m = 1.0, high_m = -1.0;
        for (double x = -0.018; x <= 0.018; x += 0.0005) {
            const double shift_m = relief.shift_m({x, 0.0, 0.012});
            low_m = std::min(low_m, shift_m);
            high_m = std::max(high_m, shift_m);
        }
        uneven += high_m - low_m > 0.0003 ? 1 : 0;
    }
    EXPECT_GT(uneven, 9 * kPatients / 10);
}

TEST(Relief, FacesKeepTheirOrderInAThousandPatients) {
    const AnatomyTemplate knee = knee_with_relief();
    for (uint64_t seed = 0; seed < 1000; ++seed) {
        const Anatomy a = make_anatomy(knee, patient_of(seed, 19.0 + static_cast<double>(seed % 17)));
        Rng rng(seed, "columns");
        const double x = rng.uniform(-0.03, 0.03);
        const double y = rng.uniform(-0.03, 0.03);
        for (size_t i = 0; i < a.layers.size(); ++i) {
            const HeightField top = upper_face(a.layers[i]);
            const HeightField bottom = lower_face(a.layers[i]);
            EXPECT_LT(top.depth_at_m(x, y), bottom.depth_at_m(x, y)) << a.layers[i].id << ", seed " << seed;
        }
    }
}

TEST(Relief, TubesRideWithTheirPlane) {
    const AnatomyTemplate flat = knee_template();
    const AnatomyTemplate waved = knee_with_relief();
    for (uint64_t seed = 1; seed < 30; ++seed) {
        const Anatomy a = make_anatomy(flat, patient_of(seed));
        const Anatomy b = make_anatomy(waved, patient_of(seed));
        const PatientRelief relief(waved.relief, seed, Vec2(0.0), a.bones[0].depth_m);
        const TubeCurve before(a.target().tube);
        const TubeCurve after(b.target().tube);
        for (double arc = 0.0; arc < before.length_m(); arc += 0.0017) {
            const Vec3 p = before.at_arc(arc);
            const Vec3 carried(p.x, p.y, p.z + relief.shift_m(p));
            EXPECT_LT(glm::length(after.nearest(carried).center_m - carried), kSplineM) << "seed " << seed;
        }
        EXPECT_TRUE(anatomy_faults(b).empty());
    }
}

TEST(Relief, TheTargetKeepsItsDepthWhereTheCaseIsAimed) {
    for (uint64_t seed = 1; seed < 200; ++seed) {
        const Anatomy a = make_anatomy(knee_with_relief(), patient_of(seed));
        const TubePoint at = TubeCurve(a.target().tube).nearest({0.0, 0.0, 0.0096});
        EXPECT_NEAR(at.center_m.z, 0.0096, kSplineM);
    }
}

TEST(Relief, ComesFromTheSeedAndIsMirrored) {
    const auto depth_m = [](uint64_t seed, Side side, double x_m) {
        Patient patient = patient_of(seed);
        patient.side = side;
        return Medium(make_anatomy(knee_with_relief(), patient)).sheet_depth_m(1, x_m, 0.004);
    };
    EXPECT_EQ(depth_m(4, Side::Right, 0.009), depth_m(4, Side::Right, 0.009));
    EXPECT_NE(depth_m(4, Side::Right, 0.009), depth_m(5, Side::Right, 0.009));
    EXPECT_NEAR(depth_m(4, Side::Right, 0.009), depth_m(4, Side::Left, -0.009), kRoundingM);
}

// A belly of 6 mm between two fats, and one that lies on another layer.
Anatomy bellies() {
    Anatomy a;
    a.layers = {layer_mm("skin", Tissue::Skin, 0, 2), layer_mm("fat", Tissue::Fat, 2, 9),
                layer_mm("free", Tissue::Muscle, 10, 16), layer_mm("lying", Tissue::Muscle, 20, 24),
                layer_mm("tendon", Tissue::Tendon, 24, 30)};
    a.layers[2].between_x_m = {-0.010, 0.014};
    a.layers[3].between_x_m = {-0.020, 0.006};
    return a;
}

TEST(Belly, HasItsAuthoredDepthInTheMiddleAndIsGoneBeyondItsEnds) {
    const Medium medium(bellies());
    EXPECT_EQ(medium.bulk_at({0.002, 0, 0.0101}).layer, 2);
    EXPECT_EQ(medium.bulk_at({0.002, 0, 0.0159}).layer, 2);
    EXPECT_NE(medium.bulk_at({0.002, 0, 0.0161}).layer, 2);
    EXPECT_EQ(medium.bulk_at({-0.007, 0, 0.0239}).layer, 3);
    EXPECT_EQ(medium.bulk_at({-0.007, 0, 0.0241}).layer, 4);
    for (double z = 0.0; z < 0.03; z += 0.00037) {
        for (const double x : {-0.0101, 0.0141, 0.02}) EXPECT_NE(medium.bulk_at({x, 0, z}).layer, 2);
        for (const double x : {-0.0201, 0.0061}) EXPECT_NE(medium.bulk_at({x, 0, z}).layer, 3);
    }
}

TEST(Belly, ThinsTowardsItsEndsAboutItsMiddle) {
    const Medium medium(bellies());
    double before_m = 0.006;
    for (double x = 0.003; x < 0.014; x += 0.001) {
        double top_m = 0.0, bottom_m = 0.0;
        for (double z = 0.009; z < 0.017; z += 1e-5) {
            if (medium.bulk_at({x, 0, z}).layer != 2) continue;
            if (top_m == 0.0) top_m = z;
            bottom_m = z;
        }
        EXPECT_NEAR(0.5 * (top_m + bottom_m), 0.013, 2e-5);
        EXPECT_LE(bottom_m - top_m, before_m + 2e-5);
        before_m = bottom_m - top_m;
    }
    EXPECT_LT(before_m, 0.003);
}

TEST(Arch, SheetClearsTheVesselItLiesOverAndIsLevelBeside) {
    AnatomyTemplate knee = knee_with_relief();
    knee.at_bmi_23.sheets[0].over = "vein";
    for (uint64_t seed = 0; seed < 200; ++seed) {
        const Anatomy a = make_anatomy(knee, patient_of(seed, 19.0 + static_cast<double>(seed % 17)));
        const Medium medium(a);
        const HeightField sheet = middle_of(a.sheets[0]);
        HeightField flat = sheet;
        flat.arch = {};
        const Vessel& vein = a.vessels[1];
        const TubeCurve& curve = medium.vessel_curve(1);
        for (double arc = 0.005; arc < curve.length_m() - 0.005; arc += 0.004) {
            const Vec3 p = curve.at_arc(arc);
            EXPECT_LT(sheet.depth_at_m(p.x, p.y) + 0.5 * a.sheets[0].thickness_m,
                      p.z - 0.5 * vein.tube.height_m - vein.wall_m);
        }
        EXPECT_EQ(sheet.depth_at_m(0.0, 0.0), flat.depth_at_m(0.0, 0.0));
    }
}

TEST(HeightField, GradientIsThatOfTheDepthWithEverythingLaidOn) {
    HeightField field;
    field.depth_m = 0.01;
    field.undulation = {0.0003, 0.02, {0.4, 1.0}};
    field.relief = largest(3).at_depth(0.012);
    field.ends[0] = {0.001, 0.02, 0.003};
    field.ends[1] = {-0.004, 0.03, -0.002};
    field.arch = {glm::normalize(Vec2(1.0, -0.7)), 0.003, 0.008, 0.002};
    constexpr double kStepM = 1e-6;
    constexpr double kSlopeTolerance = 1e-6;  // second order of the step against curvatures of some hundred per metre
    for (double x = -0.015; x < 0.015; x += 0.0013)
        for (double y = -0.01; y < 0.01; y += 0.0017) {
            const Vec2 g = field.gradient(x, y);
            EXPECT_NEAR(g.x, (field.depth_at_m(x + kStepM, y) - field.depth_at_m(x - kStepM, y)) / (2 * kStepM),
                        kSlopeTolerance);
            EXPECT_NEAR(g.y, (field.depth_at_m(x, y + kStepM) - field.depth_at_m(x, y - kStepM)) / (2 * kStepM),
                        kSlopeTolerance);
            EXPECT_LE(std::abs(field.depth_at_m(x, y) - field.smooth_depth_m(x, y)), field.wave_swing_m());
        }
}

}  // namespace
}  // namespace cryo::anatomy

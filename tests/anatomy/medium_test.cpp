#include "engine/anatomy/medium.h"

#include <limits>

#include "engine/core/random.h"
#include "engine/core/units.h"
#include "tests/anatomy/knee.h"

namespace cryo::anatomy {
namespace {

Anatomy knee(uint64_t seed = 3) {
    Patient patient;
    patient.seed = seed;
    return make_anatomy(knee_template(), patient);
}

// Layers only, gently tilted and waved.
Anatomy waves() {
    Anatomy a;
    a.layers = {layer_mm("skin", Tissue::Skin, 0, 2), layer_mm("fat", Tissue::Fat, 2, 8, 0.4),
                layer_mm("muscle", Tissue::Muscle, 10, 20, 0.5)};
    a.layers[1].undulation.phase_rad = {0.7, 2.1};
    a.layers[2].undulation.phase_rad = {4.0, 1.0};
    a.layers[2].tilt_rad = {rad_from_deg(5), rad_from_deg(-3)};
    a.sheets = {sheet_mm("fascia", 6, 0.4, 0.4)};
    return a;
}

TEST(Medium, TissuesStandInTheAuthoredOrderAtTheOrigin) {
    const Medium medium(knee());
    const auto tissue_at_mm = [&](double x, double y, double z) { return medium.at(1e-3 * Vec3(x, y, z)).tissue; };
    EXPECT_EQ(tissue_at_mm(0, 0, -0.1), Tissue::Gel);
    EXPECT_EQ(tissue_at_mm(0, 0, 0.1), Tissue::Skin);
    EXPECT_EQ(tissue_at_mm(0, 0, 1.7), Tissue::Skin);
    EXPECT_EQ(tissue_at_mm(0, 0, 1.9), Tissue::Fat);
    EXPECT_EQ(tissue_at_mm(0, 0, 7.15), Tissue::Fascia);
    EXPECT_EQ(tissue_at_mm(0, 0, 8.0), Tissue::Fat);
    EXPECT_EQ(tissue_at_mm(0, 0, 10.79), Tissue::Fat);
    EXPECT_EQ(tissue_at_mm(0, 0, 11.1), Tissue::Fascia);
    EXPECT_EQ(tissue_at_mm(0, 0, 12), Tissue::Tendon);
    EXPECT_EQ(tissue_at_mm(0, 0, 16.5), Tissue::CorticalBone);
    EXPECT_EQ(tissue_at_mm(0, 0, 20), Tissue::Marrow);
}

TEST(Medium, LayerTopsAtTheOriginAreTheAuthoredDepths) {
    const Anatomy anatomy = knee();
    const Medium medium(anatomy);
    for (size_t i = 0; i < anatomy.layers.size(); ++i)
        EXPECT_NEAR(medium.layer_top_m(static_cast<int>(i), 0, 0), anatomy.layers[i].top_m, 1e-15);
    for (size_t i = 0; i < anatomy.sheets.size(); ++i)
        EXPECT_NEAR(medium.sheet_depth_m(static_cast<int>(i), 0, 0), anatomy.sheets[i].depth_m, 1e-15);
    EXPECT_NEAR(*medium.cortex_depth_m(0, 0, 0), anatomy.bones[0].depth_m, 1e-15);
    EXPECT_EQ(medium.skin_depth_m(0.01, 0.01), 0.0);
}

TEST(Medium, GapBetweenLayersIsFatAndTheLastLayerGoesOn) {
    const Medium medium(waves());
    EXPECT_EQ(medium.at({0, 0, 0.009}).tissue, Tissue::Fat);
    EXPECT_EQ(medium.at({0, 0, 0.009}).layer, -1);
    EXPECT_EQ(medium.at({0, 0, 0.040}).tissue, Tissue::Muscle);
    EXPECT_EQ(medium.at({0, 0, 0.040}).layer, 2);
}

TEST(Medium, BulkChangesExactlyAtTheLayerTops) {
    const Medium medium(waves());
    Rng rng(1, "places");
    for (int i = 0; i < 300; ++i) {
        const double x = rng.uniform(-0.03, 0.03);
        const double y = rng.uniform(-0.03, 0.03);
        for (const int layer : {1, 2}) {
            const double top_m = medium.layer_top_m(layer, x, y);
            EXPECT_EQ(medium.bulk_at({x, y, top_m + 1e-9}).layer, layer);
            EXPECT_NE(medium.bulk_at({x, y, top_m - 1e-9}).layer, layer);
        }
    }
}

TEST(Medium, AWaveNeverLiftsALayerAboveItsUpperNeighbour) {
    Anatomy a = waves();
    a.layers[1].undulation.amplitude_m = 0.004;  // fat of 6 mm, thrown up and down by more
    a.layers[2].undulation.amplitude_m = 0.004;
    const Medium medium(a);
    for (double x = -0.03; x <= 0.03; x += 0.0011)
        for (double y = -0.03; y <= 0.03; y += 0.0013) {
            EXPECT_GE(medium.layer_top_m(1, x, y), medium.layer_top_m(0, x, y));
            EXPECT_GE(medium.layer_top_m(2, x, y), medium.layer_top_m(1, x, y));
            int before = 0;
            for (double z = 0; z < 0.03; z += 0.0005) {
                const int layer = medium.bulk_at({x, y, z}).layer;
                if (layer < 0) continue;
                EXPECT_GE(layer, before);
                before = layer;
            }
        }
}

TEST(Medium, PointInTubeAgreesWithBruteForce) {
    const Anatomy anatomy = knee();
    const Medium medium(anatomy);
    Rng rng(5, "points");
    int inside_count = 0;
    for (int i = 0; i < 20000; ++i) {
        const Vec3 p(rng.uniform(-0.014, 0.014), rng.uniform(-0.028, 0.028), rng.uniform(0.0075, 0.0118));
        int expected = -1;
        bool decided = true;
        for (size_t n = 0; n < anatomy.nerves.size(); ++n) {
            // The nearest point of the densely divided centre line, and the ellipse there.
            const TubeCurve& curve = medium.nerve_curve(static_cast<int>(n));
            double best = std::numeric_limits<double>::infinity();
            double arc_m = 0;
            for (size_t k = 0; k < curve.points_m().size(); ++k) {
                const double d = glm::length(p - curve.points_m()[k]);
                if (d < best) best = d, arc_m = curve.arcs_m()[k];
            }
            if (best > 0.003) continue;
            for (int k = -50; k <= 50; ++k) {
                const double d = glm::length(p - curve.at_arc(arc_m + k * 1e-5));
                if (d < best) best = d;
            }
            double fine_arc_m = arc_m;
            for (int k = -50; k <= 50; ++k)
                if (glm::length(p - curve.at_arc(arc_m + k * 1e-5)) <= best) fine_arc_m = arc_m + k * 1e-5;
            const Mat3 axes = curve.section_axes(fine_arc_m);
            const Vec3 away = p - curve.at_arc(fine_arc_m);
            const double r = std::hypot(2 * glm::dot(away, axes[0]) / curve.width_m(),
                                        2 * glm::dot(away, axes[1]) / curve.height_m());
            if (std::abs(r - 1) < 0.01) decided = false;  // within some microns of the surface
            if (r < 1) expected = static_cast<int>(n);
        }
        const MediumPoint found = medium.at(p);
        if (!decided || found.vessel >= 0) continue;
        EXPECT_EQ(found.nerve, expected);
        if (expected >= 0) {
            ++inside_count;
            EXPECT_TRUE(found.tissue == Tissue::NerveFascicle || found.tissue == Tissue::Epineurium);
        }
    }
    EXPECT_GT(inside_count, 200);
}

TEST(Medium, AVesselIsBloodWithinItsWall) {
    const Anatomy anatomy = knee();
    const Medium medium(anatomy);
    const TubeCurve& artery = medium.vessel_curve(0);
    for (double arc_m = 0.002; arc_m < artery.length_m() - 0.002; arc_m += 0.003) {
        const double radius_m = 0.5 * artery.height_m();
        const auto at_height = [&](double up_m) { return medium.at(artery.from_section(arc_m, {0, -up_m})); };
        EXPECT_EQ(at_height(0).tissue, Tissue::Blood);
        EXPECT_EQ(at_height(radius_m - 1e-5).tissue, Tissue::Blood);
        EXPECT_EQ(at_height(radius_m + 1e-5).tissue, Tissue::VesselWall);
        EXPECT_EQ(at_height(radius_m + 1e-5).vessel, 0);
        EXPECT_EQ(at_height(radius_m + anatomy.vessels[0].wall_m + 1e-5).vessel, -1);
    }
}

TEST(Medium, FasciclesFillTheirShareOfTheNerve) {
    const Medium medium(knee());
    Rng rng(9, "section");
    int in_nerve = 0;
    int in_fascicle = 0;
    const TubeCurve& nerve = medium.nerve_curve(medium.target_nerve());
    for (int i = 0; i < 20000; ++i) {
        const Vec2 section_m(rng.uniform(-0.5, 0.5) * nerve.width_m(), rng.uniform(-0.5, 0.5) * nerve.height_m());
        const MediumPoint p = medium.at(nerve.from_section(rng.uniform(0.02, 0.04), section_m));
        in_nerve += p.nerve == medium.target_nerve();
        in_fascicle += p.tissue == Tissue::NerveFascicle;
    }
    // 15 700 points in the ellipse: a standard error of 0.004 on the share of 0.55, beside the packing's own 3 %.
    EXPECT_NEAR(static_cast<double>(in_fascicle) / in_nerve, 0.55, 0.03);
}

TEST(Medium, InclusionTakesTheLayersPlaceAndASheetTheInclusions) {
    Anatomy a = waves();
    Inclusion cyst;
    cyst.center_m = {0, 0, 0.007};
    cyst.semi_axes_m = {0.004, 0.002, 0.003};
    cyst.tissue = Tissue::Saline;
    a.inclusions = {cyst};
    EXPECT_EQ(Medium(a).at({0, 0, 0.007}).tissue, Tissue::Saline);
    EXPECT_EQ(Medium(a).at({0, 0, 0.007}).inclusion, 0);
    EXPECT_EQ(Medium(a).at({0, 0, 0.006}).tissue, Tissue::Fascia);
    EXPECT_EQ(Medium(a).at({0, 0.0025, 0.0075}).tissue, Tissue::Fat);
    a.inclusions[0].endless_along_y = true;
    EXPECT_EQ(Medium(a).at({0, 0.025, 0.0075}).tissue, Tissue::Saline);
}

TEST(Medium, PennateFibresDive) {
    Anatomy a = waves();
    a.layers[2].fibre = {0, 1, 0};
    a.layers[2].pennation_rad = rad_from_deg(15);
    const Vec3 fibre = Medium(a).at({0, 0, 0.015}).fibre;
    EXPECT_NEAR(fibre.y, std::cos(rad_from_deg(15)), 1e-15);
    EXPECT_NEAR(fibre.z, std::sin(rad_from_deg(15)), 1e-15);
}

// Distance to a height field by dense search over a patch of it.
template <class Depth>
double dense_distance(const Vec3& p, const Depth& depth_m) {
    double best = std::numeric_limits<double>::infinity();
    for (double dx = -0.001; dx <= 0.001; dx += 1e-5)
        for (double dy = -0.001; dy <= 0.001; dy += 5e-5) {
            const double x = p.x + dx;
            const double y = p.y + dy;
            best = std::min(best, glm::length(p - Vec3(x, y, depth_m(x, y))));
        }
    return best;
}

TEST(NearestInterface, DistanceIsThatToTheSurfaceToFirstOrder) {
    const Medium medium(waves());
    Rng rng(2, "near the muscle");
    for (int i = 0; i < 40; ++i) {
        const double x = rng.uniform(-0.02, 0.02);
        const double y = rng.uniform(-0.02, 0.02);
        const double off_m = rng.uniform(-0.001, 0.001);
        const Vec3 p(x, y, medium.layer_top_m(2, x, y) + off_m);
        const NearestInterface found = medium.nearest_interface(p);
        ASSERT_EQ(found.layer, 2);
        EXPECT_EQ(found.above, Tissue::Fat);
        EXPECT_EQ(found.below, Tissue::Muscle);
        EXPECT_EQ(found.distance_m > 0, off_m > 0);
        // Second order: d^2/2 times a curvature of at most 0.5 * 0.5 mm * (2 pi / 30 mm)^2 * 2 < 22 / m.
        const double dense_m = dense_distance(p, [&](double u, double v) { return medium.layer_top_m(2, u, v); });
        EXPECT_NEAR(std::abs(found.distance_m), dense_m, 0.5 * off_m * off_m * 22 + 2e-6);
        EXPECT_NEAR(glm::length(found.normal), 1.0, 1e-12);
        EXPECT_GT(found.normal.z, 0);
    }
}

TEST(NearestInterface, NormalIsTheGradientOfTheDistance) {
    const Medium medium(waves());
    const Vec3 p(0.004, -0.006, 0.0098);
    const NearestInterface found = medium.nearest_interface(p);
    for (int axis = 0; axis < 3; ++axis) {
        Vec3 step(0.0);
        step[axis] = 1e-5;
        const double slope =
            (medium.nearest_interface(p + step).distance_m - medium.nearest_interface(p - step).distance_m) / 2e-5;
        EXPECT_NEAR(slope, found.normal[axis], 0.02);  // distance times curvature
    }
}

TEST(NearestInterface, KnowsSkinSheetAndCortexAndWhatLiesBeside) {
    const Medium medium(knee());
    const NearestInterface skin = medium.nearest_interface({0, 0, 0.0003});
    EXPECT_EQ(skin.above, Tissue::Gel);
    EXPECT_EQ(skin.below, Tissue::Skin);
    EXPECT_NEAR(skin.distance_m, 0.0003, 1e-12);
    const NearestInterface above_skin = medium.nearest_interface({0, 0, -0.0003});
    EXPECT_NEAR(above_skin.distance_m, -0.0003, 1e-12);
    const NearestInterface sheet = medium.nearest_interface({0, 0, 0.00705});
    EXPECT_EQ(sheet.sheet, 0);
    EXPECT_EQ(sheet.above, Tissue::Fascia);
    EXPECT_NEAR(sheet.thickness_m, 0.0003, 1e-15);
    EXPECT_NEAR(sheet.distance_m, -0.0001, 1e-6);
    const NearestInterface cortex = medium.nearest_interface({0, 0, 0.0158});
    EXPECT_EQ(cortex.bone, 0);
    EXPECT_EQ(cortex.above, Tissue::Tendon);
    EXPECT_EQ(cortex.below, Tissue::CorticalBone);
    EXPECT_NEAR(cortex.distance_m, -0.0002, 1e-6);
}

TEST(NearestInterface, SkipsFacesWithinOneTissueAndFacesInBone) {
    Anatomy a;
    a.layers = {layer_mm("skin", Tissue::Skin, 0, 2), layer_mm("fat", Tissue::Fat, 2, 6),
                layer_mm("deep fat", Tissue::Fat, 6, 12), layer_mm("muscle", Tissue::Muscle, 12, 30)};
    Bone bone;
    bone.depth_m = 0.010;
    bone.half_extent_m = {0.005, 0.005};
    a.bones = {bone};
    const Medium medium(a);
    EXPECT_EQ(medium.nearest_interface({0, 0, 0.0065}).layer, -1);
    EXPECT_EQ(medium.nearest_interface({0, 0, 0.0065}).bone, 0);
    EXPECT_EQ(medium.nearest_interface({0, 0, 0.012}).bone, 0);
    EXPECT_EQ(medium.nearest_interface({0.02, 0, 0.0118}).layer, 3);
}

TEST(Bone, DistanceIsZeroOnTheCortexAndRightBesideIt) {
    Anatomy a;
    a.layers = {layer_mm("muscle", Tissue::Muscle, 0, 40)};
    Bone rib;
    rib.depth_m = 0.018;
    rib.half_extent_m = {0.007, 1.0};
    rib.radius_of_curvature_m = {0.02, 10.0};
    a.bones = {rib};
    const Medium medium(a);
    EXPECT_NEAR(medium.bone_outside_m(0, {0, 0, 0.010}), 0.008, 1e-12);
    EXPECT_NEAR(medium.bone_outside_m(0, {0, 0, 0.020}), -0.002, 1e-12);
    const double edge_depth_m = *medium.cortex_depth_m(0, 0.007, 0);
    EXPECT_NEAR(edge_depth_m, 0.018 + 0.007 * 0.007 / 0.04, 1e-12);
    EXPECT_NEAR(medium.bone_outside_m(0, {0.010, 0, edge_depth_m + 0.005}), 0.003, 1e-12);
    EXPECT_NEAR(medium.bone_outside_m(0, {0.010, 0, edge_depth_m - 0.004}), 0.005, 1e-12);
    EXPECT_NEAR(medium.bone_outside_m(0, {0.006, 0, 0.05}), -0.001, 1e-12);
    EXPECT_FALSE(medium.cortex_depth_m(0, 0.0071, 0));
    EXPECT_EQ(medium.at({0.0071, 0, 0.03}).bone, -1);
}

// A rib: soft tissue goes on under its lower face, and a needle there is as far from it as above.
TEST(Bone, MayHaveALowerFace) {
    Anatomy a;
    a.layers = {layer_mm("muscle", Tissue::Muscle, 0, 40)};
    Bone rib;
    rib.depth_m = 0.018;
    rib.thickness_m = 0.007;
    rib.half_extent_m = {0.007, 0.05};
    rib.radius_of_curvature_m = {0.011, 1000.0};
    rib.cortex_thickness_m = 0.001;
    a.bones = {rib};
    const Medium medium(a);
    EXPECT_EQ(medium.at({0, 0, 0.0179}).bone, -1);
    EXPECT_EQ(medium.at({0, 0, 0.0185}).tissue, Tissue::CorticalBone);
    EXPECT_EQ(medium.at({0, 0, 0.0215}).tissue, Tissue::Marrow);
    EXPECT_EQ(medium.at({0, 0, 0.0245}).tissue, Tissue::CorticalBone);
    EXPECT_EQ(medium.at({0, 0, 0.0251}).bone, -1);
    EXPECT_NEAR(medium.bone_outside_m(0, {0, 0, 0.030}), 0.005, 1e-12);
    EXPECT_NEAR(medium.bone_outside_m(0, {0, 0, 0.013}), 0.005, 1e-12);
    EXPECT_NEAR(medium.bone_outside_m(0, {0, 0, 0.024}), -0.001, 1e-12);
    const double fall_m = 0.007 * 0.007 / (2.0 * 0.011);  // of the faces at the edge, towards each other
    EXPECT_NEAR(medium.bone_outside_m(0, {0.010, 0, 0.025 - fall_m + 0.004}), 0.005, 1e-12);
}

}  // namespace
}  // namespace cryo::anatomy

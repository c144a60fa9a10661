#include "engine/anatomy/curve.h"

#include <limits>

#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"

namespace cryo::anatomy {
namespace {

constexpr double kMicron = 1e-6;

Tube wavy_tube() {
    Tube tube;
    for (int i = 0; i <= 12; ++i) {
        const double s = i * 0.005;
        tube.path_m.push_back({0.006 * std::sin(120 * s), s - 0.03, 0.012 + 0.002 * std::cos(80 * s)});
    }
    tube.width_m = 0.003;
    tube.height_m = 0.0018;
    return tube;
}

Tube circle_tube(double radius_m, int points) {
    Tube tube;
    for (int i = 0; i <= points; ++i) {
        const double angle = 2 * kPi * i / points;
        tube.path_m.push_back({radius_m * std::cos(angle), radius_m * std::sin(angle), 0.01});
    }
    return tube;
}

TEST(TubeCurve, PassesThroughItsControlPointsInSmallSteps) {
    const Tube tube = wavy_tube();
    const TubeCurve curve(tube);
    for (const Vec3& p : tube.path_m) EXPECT_LT(glm::length(curve.nearest(p).center_m - p), 1e-12);
    for (size_t i = 1; i < curve.points_m().size(); ++i)
        EXPECT_LE(glm::length(curve.points_m()[i] - curve.points_m()[i - 1]), 0.0005);
}

TEST(TubeCurve, ArcLengthOfACircleIsItsCircumference) {
    // Twenty-four points on a circle: a cubic through them leaves it by less than 1e-4 of the radius, but for the first
    // and last span, which start straight.
    const TubeCurve curve(circle_tube(0.020, 24));
    EXPECT_NEAR(curve.length_m() / (2 * kPi * 0.020), 1.0, 1e-3);
}

TEST(TubeCurve, ArcLengthOfAStraightPathIsExact) {
    Tube tube;
    tube.path_m = {{0, 0, 0}, {0.01, 0.02, 0.02}, {0.02, 0.04, 0.04}};
    EXPECT_NEAR(TubeCurve(tube).length_m(), 0.06, 1e-15);
}

TEST(TubeCurve, NearestAgreesWithADenseSearch) {
    const TubeCurve curve(wavy_tube());
    Rng rng(7, "queries");
    for (int query = 0; query < 400; ++query) {
        const Vec3 p(rng.uniform(-0.02, 0.02), rng.uniform(-0.035, 0.035), rng.uniform(0.0, 0.03));
        double dense_m = std::numeric_limits<double>::infinity();
        for (size_t i = 1; i < curve.points_m().size(); ++i)
            for (int k = 0; k <= 200; ++k)
                dense_m = std::min(dense_m,
                                   glm::length(p - glm::mix(curve.points_m()[i - 1], curve.points_m()[i], k / 200.0)));
        const TubePoint found = curve.nearest(p);
        EXPECT_NEAR(glm::length(p - found.center_m), dense_m, kMicron);
        EXPECT_LT(glm::length(curve.at_arc(found.arc_m) - found.center_m), 1e-12);
    }
}

TEST(TubeCurve, NearestWithinFindsTheSameOrTellsThatItIsFar) {
    const TubeCurve curve(wavy_tube());
    Rng rng(8, "queries");
    int near = 0;
    for (int query = 0; query < 3000; ++query) {
        const Vec3 p(rng.uniform(-0.012, 0.012), rng.uniform(-0.035, 0.035), rng.uniform(0.005, 0.02));
        const TubePoint full = curve.nearest(p);
        TubePoint quick;
        if (curve.nearest_within(p, 0.0003, quick)) {
            if (full.outside_m <= 0.0003) {
                ++near;
                EXPECT_EQ(quick.outside_m, full.outside_m);
            } else {
                EXPECT_GT(quick.outside_m, 0.0003);
            }
        } else {
            EXPECT_GT(full.outside_m, 0.0003);
        }
    }
    EXPECT_GT(near, 50);
}

TEST(TubeCurve, SectionOfATubeAlongYHasTheImagesAxes) {
    Tube tube;
    tube.path_m = {{0, -0.03, 0.01}, {0, 0.03, 0.01}};
    tube.width_m = 0.004;
    tube.height_m = 0.002;
    const TubeCurve curve(tube);
    const Mat3 axes = curve.section_axes(0.02);
    EXPECT_LT(glm::length(axes[0] - Vec3(1, 0, 0)), 1e-14);
    EXPECT_LT(glm::length(axes[1] - Vec3(0, 0, 1)), 1e-14);
    EXPECT_LT(glm::length(axes[2] - Vec3(0, 1, 0)), 1e-14);
    const TubePoint found = curve.nearest({0.003, 0.004, 0.0105});
    EXPECT_NEAR(found.arc_m, 0.034, 1e-12);
    EXPECT_NEAR(found.section_m.x, 0.003, 1e-15);
    EXPECT_NEAR(found.section_m.y, 0.0005, 1e-15);
    EXPECT_NEAR(curve.nearest({0.003, 0.004, 0.01}).outside_m, 0.001, 1e-12);
    EXPECT_NEAR(curve.nearest({0, 0.004, 0.01}).outside_m, -0.001, 1e-12);
}

TEST(TubeCurve, SectionAxesAreOrthonormalAndAcrossIsLevel) {
    const TubeCurve curve(wavy_tube());
    for (double arc_m = 0; arc_m <= curve.length_m(); arc_m += 0.001) {
        const Mat3 axes = curve.section_axes(arc_m);
        const Mat3 identity = glm::transpose(axes) * axes;
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j) EXPECT_NEAR(identity[i][j], i == j ? 1.0 : 0.0, 1e-12);
        EXPECT_NEAR(axes[0].z, 0.0, 1e-15);
        EXPECT_GT(axes[1].z, 0.0);
    }
}

TEST(TubeCurve, FromSectionIsUndoneByNearest) {
    // A radius of curvature of a few mm, a point 1 mm beside the axis: the polyline's corners (0.5 mm) leave microns.
    const TubeCurve curve(wavy_tube());
    for (double arc_m = 0.005; arc_m < curve.length_m() - 0.005; arc_m += 0.0007) {
        const Vec2 section_m(0.0008, -0.0005);
        const TubePoint found = curve.nearest(curve.from_section(arc_m, section_m));
        EXPECT_NEAR(found.section_m.x, section_m.x, 10 * kMicron);
        EXPECT_NEAR(found.section_m.y, section_m.y, 10 * kMicron);
        EXPECT_NEAR(found.arc_m, arc_m, 60 * kMicron);
    }
}

TEST(TubeCurve, BeyondItsEndADistanceRunsAlongTheAxis) {
    Tube tube;
    tube.path_m = {{0, 0, 0.01}, {0, 0.02, 0.01}};
    const TubeCurve curve(tube);
    EXPECT_NEAR(curve.nearest({0, 0.025, 0.01}).outside_m, 0.005, 1e-15);
    EXPECT_NEAR(curve.nearest({0, -0.003, 0.01 + 0.001 + 0.004}).outside_m, 0.005, 1e-12);
}

TEST(TubeCurve, AWholeTubeOfOnePointIsRefused) {
    Tube tube;
    tube.path_m = {{0, 0, 0.01}};
    EXPECT_THROW(TubeCurve{tube}, CheckFailure);
}

TEST(DistanceToEllipse, AgreesWithDenseSamplingOfTheRim) {
    Rng rng(3, "ellipse");
    constexpr int kSamples = 20000;
    for (int query = 0; query < 300; ++query) {
        const double a = rng.uniform(0.0004, 0.007);
        const double b = rng.uniform(0.0004, 0.007);
        const Vec2 p(rng.uniform(-2 * a, 2 * a), rng.uniform(-2 * b, 2 * b));
        double dense_m = std::numeric_limits<double>::infinity();
        for (int k = 0; k < kSamples; ++k) {
            const double angle = 2 * kPi * k / kSamples;
            dense_m = std::min(dense_m, glm::length(p - Vec2(a * std::cos(angle), b * std::sin(angle))));
        }
        const bool inside = p.x * p.x / (a * a) + p.y * p.y / (b * b) < 1;
        EXPECT_NEAR(distance_to_ellipse(p, a, b), inside ? -dense_m : dense_m, 2 * kMicron);
    }
}

TEST(DistanceToEllipse, IsExactOnTheAxesAndForACircle) {
    EXPECT_NEAR(distance_to_ellipse({0.005, 0}, 0.003, 0.001), 0.002, 1e-15);
    EXPECT_NEAR(distance_to_ellipse({0, -0.005}, 0.003, 0.001), 0.004, 1e-15);
    EXPECT_NEAR(distance_to_ellipse({0, 0}, 0.003, 0.001), -0.001, 1e-15);
    EXPECT_NEAR(distance_to_ellipse({0.003, 0.004}, 0.002, 0.002), 0.003, 1e-15);
    EXPECT_NEAR(distance_to_ellipse({0, 0}, 0.002, 0.002), -0.002, 1e-15);
    // On the major axis near the tip, inside the evolute's cusp at (a^2 - b^2) / a, the nearest point is beside it.
    const double x = 0.001;
    const double cosine = x * 0.003 / (0.003 * 0.003 - 0.001 * 0.001);
    const Vec2 foot(0.003 * cosine, 0.001 * std::sqrt(1 - cosine * cosine));
    EXPECT_NEAR(distance_to_ellipse({x, 0}, 0.003, 0.001), -glm::length(foot - Vec2(x, 0)), 1e-15);
}

TEST(DistanceToEllipse, IsContinuousThroughTheMajorAxis) {
    for (double x = -0.0029; x < 0.0029; x += 0.0001)
        EXPECT_NEAR(distance_to_ellipse({x, 1e-13}, 0.003, 0.001), distance_to_ellipse({x, 0}, 0.003, 0.001), 1e-9);
}

}  // namespace
}  // namespace cryo::anatomy

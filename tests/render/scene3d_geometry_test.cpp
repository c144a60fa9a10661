// The 3-D view's geometry without a context: cameras, ice surfaces against closed forms, columns against the medium,
// shadows, and meshes that stay inside the hull the renderer counts on.
#include <algorithm>
#include <map>

#include "engine/core/units.h"
#include "engine/render/scene3d_anatomy.h"
#include "engine/render/scene3d_beam.h"
#include "engine/render/scene3d_body.h"
#include "engine/render/scene3d_camera.h"
#include "engine/render/scene3d_guides.h"
#include "engine/render/scene3d_ice.h"
#include "engine/render/scene3d_instruments.h"
#include "engine/render/scene3d_touch.h"
#include "engine/ultrasound/beam.h"
#include "tests/render/made_up_scene.h"

namespace cryo::render {
namespace {

constexpr int kWidth = 600;
constexpr int kHeight = 340;
constexpr double kExactM = 1e-12;  // rounding of doubles on lengths below a metre
constexpr double kFloatM = 1e-7;   // rounding of the meshes' floats

// ---- Cameras ----

TEST(SceneCamera, ImageRightIsOnTheRightAndDeepIsLow) {
    for (const bool see_through : {false, true}) {
        const MadeUpScene made = make_up_scene(see_through);
        for (const view::Camera& camera : {operator_camera(made.scene), look_down_camera(made.scene)}) {
            const Vec2 middle = *project_px(camera, kWidth, kHeight, {0, 0, 0});
            EXPECT_GT(project_px(camera, kWidth, kHeight, {0.01, 0, 0})->x, middle.x + 5.0);
            EXPECT_GT(project_px(camera, kWidth, kHeight, {0, 0.01, 0})->y, middle.y + 5.0);  // the operator's side
        }
        const view::Camera eyes = operator_camera(made.scene);
        EXPECT_GT(project_px(eyes, kWidth, kHeight, {0, 0, 0.01})->y, project_px(eyes, kWidth, kHeight, {0, 0, 0})->y);
    }
}

TEST(SceneCamera, RaysGoThroughThePointsThatLandOnTheirPixel) {
    const MadeUpScene made = make_up_scene(true);
    for (const view::Camera& camera :
         {operator_camera(made.scene), look_down_camera(made.scene), edge_on_camera(made.scene)})
        for (const Vec3& p : {Vec3(0.01, -0.02, 0.012), Vec3(-0.02, 0.01, 0.003), Vec3(0, 0, 0.02)}) {
            const auto px = project_px(camera, kWidth, kHeight, p);
            ASSERT_TRUE(px.has_value());
            const Vec3 ray = ray_through_px(camera, kWidth, kHeight, *px);
            EXPECT_NEAR(glm::length(glm::cross(ray, glm::normalize(p - camera.eye_m))), 0.0, kExactM);
            EXPECT_GT(glm::dot(ray, p - camera.eye_m), 0.0);
        }
}

TEST(SceneCamera, WhatIsBehindTheEyeIsNowhere) {
    const view::Camera camera;
    EXPECT_FALSE(project_px(camera, kWidth, kHeight, camera.eye_m + (camera.eye_m - camera.look_at_m)).has_value());
}

TEST(SceneCamera, OrbitKeepsDistanceAndLimitsElevation) {
    const view::Camera start = operator_camera(make_up_scene(true).scene);
    const double distance_m = glm::length(start.eye_m - start.look_at_m);
    const view::Camera turned = orbit(start, 40.0, 15.0);
    EXPECT_NEAR(glm::length(turned.eye_m - turned.look_at_m), distance_m, kExactM);
    const view::Camera back = orbit(turned, -40.0, -15.0);
    EXPECT_NEAR(glm::length(back.eye_m - start.eye_m), 0.0, kExactM);
    // The world follows the hand: dragged to the right, what is near goes right.
    const Vec3 near_point = start.look_at_m + Vec3(0, 0.02, 0);
    EXPECT_GT(project_px(turned, kWidth, kHeight, near_point)->x, project_px(start, kWidth, kHeight, near_point)->x);
    EXPECT_LT(turned.eye_m.z, start.eye_m.z);  // dragged down, the eye rises
    const Vec3 top = orbit(start, 0, 1e6).eye_m - start.look_at_m, low = orbit(start, 0, -1e6).eye_m - start.look_at_m;
    EXPECT_NEAR(deg_from_rad(std::asin(-top.z / distance_m)), 89.0, 1e-9);
    EXPECT_NEAR(deg_from_rad(std::asin(-low.z / distance_m)), 2.0, 1e-9);
    // From straight above the operator's side stays at the bottom.
    const view::Camera above = look_down_camera(make_up_scene(true).scene);
    EXPECT_GT(orbit(above, 0, -20.0).eye_m.y, above.eye_m.y);
}

TEST(SceneCamera, ZoomStaysWithinItsLimits) {
    const view::Camera camera;
    const auto distance_m = [](const view::Camera& c) { return glm::length(c.eye_m - c.look_at_m); };
    EXPECT_NEAR(distance_m(zoom(camera, 0.5)), 0.5 * distance_m(camera), kExactM);
    EXPECT_NEAR(distance_m(zoom(camera, 1e-6)), 0.04, kExactM);
    EXPECT_NEAR(distance_m(zoom(camera, 1e6)), 0.8, kExactM);
}

// Edge-on, the image plane is a line: all its points share a column of the picture, whatever the transducer's pose.
TEST(SceneCamera, EdgeOnTheImagePlaneIsALine) {
    MadeUpScene made = make_up_scene(true);
    instruments::TransducerPose pose;
    pose.rotate_rad = 0.4;
    pose.tilt_rad = 0.2;
    pose.across_m = 0.004;
    made.scene.world_from_image = instruments::world_from_image(made.scene.transducer, pose);
    const view::Camera camera = edge_on_camera(made.scene);
    const Vec3 along_plane = made.scene.world_from_image.direction({0, 0, 1});
    const Vec2 a = *project_px(camera, kWidth, kHeight, made.scene.world_from_image.point({0.010, 0, 0.004}));
    const Vec2 b = *project_px(camera, kWidth, kHeight, made.scene.world_from_image.point({-0.012, 0, 0.004}));
    const Vec2 c = *project_px(camera, kWidth, kHeight, made.scene.world_from_image.point({0.003, 0, 0.025}));
    const double off_px = std::abs((b - a).x * (c - a).y - (b - a).y * (c - a).x) / glm::length(c - a);
    EXPECT_LT(off_px, 1e-6) << along_plane.x;
    const Vec2 beside = *project_px(camera, kWidth, kHeight, made.scene.world_from_image.point({0.0, 0.002, 0.010}));
    EXPECT_GT(std::abs(beside.x - a.x), 5.0);
}

// ---- Ice ----

double sphere_m3(double radius_m) { return 4.0 / 3.0 * kPi * radius_m * radius_m * radius_m; }

// Share of a sphere's volume that the surface misses at a spacing.
double missing_share(double radius_m, double level_radius_m, double level_degc, double spacing_m) {
    const int cells = static_cast<int>(0.025 / spacing_m);
    const GridFrame frame{{-0.0123, -0.0119, -0.0121}, spacing_m, {cells, cells, cells}};
    const Grid3<float> grid = ball_of_cold(frame, {0.0004, -0.0003, 0.0002}, radius_m, -1.0, 12e3);
    return 1.0 - extract_ice_surface(grid, level_degc, 1).volume_m3() / sphere_m3(level_radius_m);
}

// Both faults of the surface are inward and at most h^2/(4 r) deep: a distance interpolated linearly over a cell of
// size h is too large by up to 3 h^2/8 times its mean curvature 2/(3 r); a flat triangle with sides h, h and h sqrt(2)
// has its middle R^2/(2 r) below its corners' sphere, R^2 = h^2/2. A shell so thin is 3/r of the volume per metre.
constexpr double kDeepestShare = 1.5;  // times (h/r)^2

TEST(IceSurface, EnclosesTheVolumeOfASphere) {
    for (const double radius_m : {0.003, 0.005, 0.008}) {
        const double core_m = radius_m - 19.0 / 12e3;  // -20 degC on the same slope
        for (const auto& [level_degc, level_m] : {std::pair{-1.0, radius_m}, std::pair{-20.0, core_m}}) {
            const double step = 0.0005 / level_m;
            const double missing = missing_share(radius_m, level_m, level_degc, 0.0005);
            EXPECT_GT(missing, 0.0);
            EXPECT_LT(missing, kDeepestShare * step * step);
        }
    }
}

// Second order: half the spacing leaves a quarter of the fault (the next order is h/r of it).
TEST(IceSurface, ConvergesWithTheSquareOfTheSpacing) {
    const double coarse = missing_share(0.006, 0.006, -1.0, 0.0010), fine = missing_share(0.006, 0.006, -1.0, 0.0005);
    EXPECT_NEAR(coarse / fine, 4.0, 4.0 * 0.0010 / 0.006);
}

TEST(IceSurface, VerticesLieOnTheLevelAndNormalsPointOutwards) {
    const Vec3 center(0.0001, 0.0002, -0.0001);
    const GridFrame frame{{-0.0123, -0.0119, -0.0121}, 0.0005, {50, 50, 50}};
    const IceSurface surface = extract_ice_surface(ball_of_cold(frame, center, 0.006, -1.0, 12e3), -1.0, 1);
    ASSERT_GT(surface.positions_m.size(), 500U);
    for (size_t i = 0; i < surface.positions_m.size(); ++i) {
        const Vec3 out = Vec3(surface.positions_m[i]) - center;
        EXPECT_NEAR(glm::length(out), 0.006, 0.15 * frame.spacing_m);
        EXPECT_GT(glm::dot(Vec3(surface.normals[i]), glm::normalize(out)), 0.97);
    }
}

// Every edge of a closed surface belongs to two triangles that run along it in opposite directions.
bool is_closed(const IceSurface& surface) {
    std::map<std::pair<uint32_t, uint32_t>, int> directed;
    for (size_t t = 0; t < surface.indices.size(); t += 3)
        for (size_t e = 0; e < 3; ++e) ++directed[{surface.indices[t + e], surface.indices[t + (e + 1) % 3]}];
    for (const auto& [edge, count] : directed) {
        const auto other = directed.find({edge.second, edge.first});
        if (other == directed.end() || other->second != count) return false;
    }
    return !directed.empty();
}

TEST(IceSurface, IsClosedAlsoWhereIceReachesTheEdgeOfTheGrid) {
    const GridFrame frame{{-0.010, -0.010, 0.00025}, 0.0005, {41, 41, 30}};
    for (const double depth_m : {0.007, 0.002, 0.0}) {
        const IceSurface surface = extract_ice_surface(ball_of_cold(frame, {0, 0, depth_m}, 0.004, -1.0, 12e3), -1.0);
        EXPECT_TRUE(is_closed(surface)) << depth_m;
        EXPECT_GT(surface.volume_m3(), 0.0);
    }
    // Half a ball above its middle is cut off at the rim, within one cell.
    const double half_m3 = 2.0 / 3.0 * kPi * 0.004 * 0.004 * 0.004;
    const double one_cell_m3 = kPi * 0.004 * 0.004 * frame.spacing_m;
    EXPECT_NEAR(extract_ice_surface(ball_of_cold(frame, {0, 0, 0}, 0.004, -1.0, 12e3), -1.0, 1).volume_m3(), half_m3,
                one_cell_m3);
}

TEST(IceSurface, ALargeBallIsTakenCoarselyAndWarmTissueHasNone) {
    const GridFrame frame{{-0.030, -0.030, -0.030}, 0.0005, {121, 121, 121}};
    const IceSurface surface = extract_ice_surface(ball_of_cold(frame, {0, 0, 0}, 0.025, -1.0, 12e3), -1.0);
    EXPECT_LT(surface.positions_m.size(), 12000U);
    const double exact_m3 = 4.0 / 3.0 * kPi * 0.025 * 0.025 * 0.025;
    EXPECT_NEAR(surface.volume_m3(), exact_m3, 0.02 * exact_m3);
    EXPECT_TRUE(extract_ice_surface(Grid3<float>(frame, 37.0f), -1.0).empty());
    EXPECT_TRUE(extract_ice_surface(Grid3<float>(), -1.0).empty());
}

// ---- Anatomy ----

TEST(SceneAnatomy, ColumnsNameTheTissueTheMediumNames) {
    const MadeUpScene made = make_up_scene(true);
    int bones = 0;
    for (double x = -0.039; x < 0.040; x += 0.0037)
        for (double y = -0.029; y < 0.030; y += 0.0071) {
            const std::vector<ColumnPart> column = tissue_column(*made.medium, x, y);
            for (size_t i = 0; i < column.size(); ++i) {
                const double bottom_m = i + 1 < column.size() ? column[i + 1].top_m : 0.034;
                if (bottom_m - column[i].top_m < 1e-6) continue;
                const double middle_m = 0.5 * (column[i].top_m + bottom_m);
                EXPECT_EQ(column[i].tissue, made.medium->bulk_at({x, y, middle_m}).tissue)
                    << x << " " << y << " " << middle_m;
                if (column[i].tissue == anatomy::Tissue::CorticalBone) ++bones;
            }
        }
    EXPECT_GT(bones, 10);
}

TEST(SceneAnatomy, TheInnerSideOfTheFarWallsIsShown) {
    const MadeUpScene made = make_up_scene(true);
    const auto faces = block_faces(made.scene);
    const Vec3 eye = operator_camera(made.scene).eye_m;  // operator's side, from above, a little from the right
    const auto shown = [&](const Vec3& inward) {
        for (const BlockFace& face : faces)
            if (face.inward == inward) return face.is_shown_to(eye);
        return false;
    };
    EXPECT_TRUE(shown({0, 1, 0}));
    EXPECT_FALSE(shown({0, -1, 0}));
    EXPECT_TRUE(shown({0, 0, -1}));
    EXPECT_TRUE(shown({1, 0, 0}));
    EXPECT_FALSE(shown({-1, 0, 0}));
}

TEST(SceneAnatomy, KeysChangeWithWhatIsDrawnAndWithNothingElse) {
    const MadeUpScene a = make_up_scene(true);
    MadeUpScene b = make_up_scene(true);
    EXPECT_EQ(block_key(a.scene), block_key(b.scene));
    EXPECT_EQ(tube_key(a.scene), tube_key(b.scene));
    b.scene.cryoprobe.insert_m += 0.001;
    EXPECT_EQ(tube_key(a.scene), tube_key(b.scene));
    b.scene.tubes.front().treated.assign(b.scene.tubes.front().path_m.size(), 1.0f);
    EXPECT_NE(tube_key(a.scene), tube_key(b.scene));
    b.scene.box_high_m.z += 0.001;
    EXPECT_NE(block_key(a.scene), block_key(b.scene));
}

// ---- Beam ----

TEST(SceneBeam, IsAsThickAsTheImagesOwnModel) {
    const MadeUpScene made = make_up_scene(true);
    const auto half_m = beam_half_thickness_m(made.scene);
    const double at_end =
        ultrasound::slab_half_thickness_m(made.scene.transducer, made.scene.imaging, made.scene.imaging.depth_m);
    EXPECT_DOUBLE_EQ(half_m.back(), at_end);
    double widest_m = 0.0, deepest_m = 0.0;
    for (const SceneVertex& v : beam_mesh(made.scene).vertices) {
        widest_m = std::max(widest_m, static_cast<double>(std::abs(v.position_m.y)));
        deepest_m = std::max(deepest_m, static_cast<double>(v.position_m.z));
    }
    EXPECT_NEAR(widest_m, *std::max_element(half_m.begin(), half_m.end()), kFloatM);
    EXPECT_NEAR(deepest_m, made.scene.imaging.depth_m, kFloatM);
}

TEST(SceneBeam, OfACurvedFaceSpreads) {
    instruments::Transducer curved;
    curved.shape = instruments::ArrayShape::Curvilinear;
    curved.radius_m = 0.050;
    const double lateral_m = 0.020, range_m = 0.060;
    const Vec3 p = image_from_scan(curved, lateral_m, 0.001, range_m);
    // A point at arc 0.4 rad and radius 110 mm around the centre of the face.
    EXPECT_NEAR(p.x, 0.110 * std::sin(0.4), kExactM);
    EXPECT_NEAR(p.z, 0.110 * std::cos(0.4) - 0.050, kExactM);
    EXPECT_EQ(p.y, 0.001);
}

// ---- Instruments ----

TEST(SceneInstruments, StayInsideTheirHull) {
    for (const bool is_curved : {false, true}) {
        MadeUpScene made = make_up_scene(false);
        if (is_curved) {
            made.scene.transducer.shape = instruments::ArrayShape::Curvilinear;
            made.scene.transducer.radius_m = 0.060;
            made.scene.transducer.pitch_m = 0.0003;
        }
        made.scene.world_from_image = {};
        const std::vector<Vec3> hull = instrument_hull(made.scene);
        // The hull is two boxes: every vertex is inside its own.
        const RigidTransform shaft_from_world = world_from_shaft(made.scene).inverse();
        Vec3 low(1e9), high(-1e9), shaft_low(1e9), shaft_high(-1e9);
        for (size_t i = 0; i < hull.size(); ++i) {
            const Vec3 p = i % 3 == 0 ? hull[i] : shaft_from_world.point(hull[i]);
            Vec3& l = i % 3 == 0 ? low : shaft_low;
            Vec3& h = i % 3 == 0 ? high : shaft_high;
            l = glm::min(l, p);
            h = glm::max(h, p);
        }
        const auto expect_inside = [](const SceneMesh& mesh, const Vec3& l, const Vec3& h, const char* what) {
            ASSERT_FALSE(mesh.empty());
            for (const SceneVertex& v : mesh.vertices)
                for (int a = 0; a < 3; ++a) {
                    EXPECT_GE(static_cast<double>(v.position_m[a]), l[a] - kFloatM) << what << a;
                    EXPECT_LE(static_cast<double>(v.position_m[a]), h[a] + kFloatM) << what << a;
                }
        };
        expect_inside(transducer_mesh(made.scene.transducer), low, high, "transducer ");
        const CryoprobeForm form = cryoprobe_form(made.scene);
        expect_inside(handle_mesh(form), shaft_low, shaft_high, "handle ");
        expect_inside(shaft_mesh(form), shaft_low, shaft_high, "shaft ");
    }
}

// The moving layer leaves out what faces away, so every triangle must know its outside.
TEST(SceneInstruments, TrianglesRunCounterClockwiseFromOutside) {
    const MadeUpScene made = make_up_scene(false);
    const CryoprobeForm form = cryoprobe_form(made.scene);
    for (const SceneMesh& mesh : {transducer_mesh(made.scene.transducer), handle_mesh(form), shaft_mesh(form)})
        for (size_t t = 0; t < mesh.indices.size(); t += 3) {
            const SceneVertex& a = mesh.vertices[mesh.indices[t]];
            const SceneVertex& b = mesh.vertices[mesh.indices[t + 1]];
            const SceneVertex& c = mesh.vertices[mesh.indices[t + 2]];
            const glm::vec3 wound = glm::cross(b.position_m - a.position_m, c.position_m - a.position_m);
            EXPECT_GE(glm::dot(wound, a.normal + b.normal + c.normal), 0.0f) << t;
        }
    // A closed lofted body encloses the volume it looks like: an elliptic cylinder's, as an inscribed prism has it.
    SceneMesh rod;
    const double a_m = 0.004, b_m = 0.002, length_m = 0.030;
    constexpr int kSides = 24;
    append_tube(rod, {{0, 0, 0.01}, {0, 0.5 * length_m, 0.01}, {0, length_m, 0.01}}, 2 * a_m, 2 * b_m, kSides,
                [](size_t) { return Paint{}; });
    double six_volumes = 0.0;
    for (size_t t = 0; t < rod.indices.size(); t += 3)
        six_volumes += glm::dot(Vec3(rod.vertices[rod.indices[t]].position_m),
                                glm::cross(Vec3(rod.vertices[rod.indices[t + 1]].position_m),
                                           Vec3(rod.vertices[rod.indices[t + 2]].position_m)));
    const double prism_m3 = 0.5 * kSides * std::sin(2.0 * kPi / kSides) * a_m * b_m * length_m;
    EXPECT_NEAR(six_volumes / 6.0, prism_m3, 1e-5 * prism_m3);
}

TEST(SceneInstruments, TheShaftIsWhereTheNeedlesAre) {
    MadeUpScene made = make_up_scene(true);
    instruments::CryoprobeDevice row;
    row.needle_count = 3;
    row.needle_spacing_m = 0.004;
    made.scene.needles = instruments::needle_axes(row, made.scene.cryoprobe);
    const RigidTransform from_shaft = world_from_shaft(made.scene);
    EXPECT_NEAR(glm::length(from_shaft.translation_m - instruments::tip_m(made.scene.cryoprobe)), 0.0, kExactM);
    EXPECT_NEAR(glm::length(from_shaft.direction({0, 0, 1}) - instruments::shaft_direction(made.scene.cryoprobe)), 0.0,
                kExactM);
    const CryoprobeForm form = cryoprobe_form(made.scene);
    EXPECT_NEAR(form.row_half_width_m, 0.004, kExactM);
    EXPECT_NEAR(glm::length(from_shaft.point({form.row_half_width_m, 0, 0}) - made.scene.needles.back().tip_m), 0.0,
                kExactM);
}

TEST(SceneInstruments, TheMarkIsOnTheImagesLeft) {
    EXPECT_LT(marker_in_image_m(make_up_scene(false).scene.transducer).x, 0.0);
}

// ---- Guides ----

TEST(SceneGuides, TheDropLineIsTheShortestWayToThePlane) {
    const MadeUpScene made = make_up_scene(true);
    const DropLine drop = drop_line(made.scene);
    const Vec3 normal = made.scene.world_from_image.direction({0, 1, 0});
    EXPECT_NEAR(glm::length(drop.tip_m - drop.foot_m), std::abs(drop.off_plane_m), kExactM);
    EXPECT_NEAR(glm::length(glm::cross(drop.tip_m - drop.foot_m, normal)), 0.0, kExactM);
    // Entry in the plane, 4 degrees of yaw over the level part of the inserted length.
    const double expected_m = 0.0265 * std::cos(rad_from_deg(20.0)) * std::sin(rad_from_deg(4.0));
    EXPECT_NEAR(drop.off_plane_m, expected_m, kExactM);
}

TEST(SceneGuides, CrossingsLieInTheImageBelowTheFace) {
    const MadeUpScene made = make_up_scene(true);
    const std::vector<Vec3> target = image_crossings(made.scene, made.scene.tubes[0].path_m);
    ASSERT_EQ(target.size(), 1U);
    EXPECT_NEAR(target[0].y, 0.0, kExactM);
    EXPECT_TRUE(image_crossings(made.scene, made.scene.tubes[3].path_m).empty());  // the vein runs beside the face
}

// ---- Skin ----

TEST(SceneSkin, IsThePlaneOfTheInstrumentsInTheWindow) {
    for (double x = -0.060; x <= 0.060; x += 0.004) EXPECT_NEAR(body_depth_m(x, 0.0), 0.0, 1e-9);
    for (double y = -0.030; y <= 0.030; y += 0.004) EXPECT_LT(body_depth_m(0.0, y), 0.0003);
}

TEST(SceneSkin, ShadowsFallAlongTheLight) {
    EXPECT_EQ(shadow_on_skin({0.01, 0.02, 0.0}), Vec2(0.01, 0.02));
    const Vec3 high(0.01, 0.02, -0.05);
    const Vec3 fall = glm::normalize(Vec3(shadow_on_skin(high), 0.0) - high);
    EXPECT_NEAR(glm::length(fall + to_light()), 0.0, kExactM);
}

TEST(SceneSkin, FrostsWhereItsSurfaceIsBelowFreezing) {
    MadeUpScene made = make_up_scene(false);
    EXPECT_EQ(skin_frost(made.scene).texels, std::vector<uint8_t>{0});
    const GridFrame frame{{-0.010, -0.012, -0.00075}, 0.0005, {41, 49, 20}};
    const Vec3 cold_spot(0.002, -0.004, 0.0);
    made.temperature_degc = ball_of_cold(frame, cold_spot, 0.003, -6.0, 4e3);
    made.scene.temperature_degc = &made.temperature_degc;
    const SkinFrost frost = skin_frost(made.scene);
    ASSERT_EQ(frost.texels.size(), 41U * 49U);
    // The rectangle's coordinates lead to the texel over the spot.
    const auto texel_at = [&](const Vec2& p) {
        const double u = (p.x - static_cast<double>(frost.place.x)) * static_cast<double>(frost.place.z);
        const double v = (p.y - static_cast<double>(frost.place.y)) * static_cast<double>(frost.place.w);
        return frost.texels[static_cast<size_t>(v * frost.height) * 41U + static_cast<size_t>(u * frost.width)];
    };
    EXPECT_EQ(texel_at(Vec2(cold_spot)), 255);
    EXPECT_EQ(texel_at(Vec2(cold_spot) + Vec2(0.0047, 0)), 0);  // 1.7 mm past -6 degC it is above zero
    EXPECT_EQ(texel_at({-0.009, 0.010}), 0);
}

}  // namespace
}  // namespace cryo::render

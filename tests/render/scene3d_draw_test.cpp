// The 3-D view on a context: no errors on either API, places on the picture are where projection says, help stays out
// of the outside view, and what does not change is drawn the same.
#include <algorithm>
#include <array>

#include "engine/core/units.h"
#include "engine/gpu/context.h"
#include "engine/render/scene3d.h"
#include "engine/render/scene3d_instruments.h"
#include "tests/render/made_up_scene.h"

namespace cryo::render {
namespace {

constexpr int kWidth = 600;
constexpr int kHeight = 340;

struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<uint8_t> rgba;

    std::array<int, 3> at(int x, int y) const {
        const size_t i = 4 * (static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x));
        return {rgba[i], rgba[i + 1], rgba[i + 2]};
    }
    std::array<int, 3> at(const Vec2& px) const { return at(static_cast<int>(px.x), static_cast<int>(px.y)); }
};

class SceneDrawing : public ::testing::TestWithParam<gpu::Api> {
  protected:
    Pixels draw(const view::Scene3d& scene, int width = kWidth, int height = kHeight) {
        renderer_.draw(scene, width, height);
        gpu::check_errors("the 3-D view");
        return {width, height, renderer_.target().color().read_bytes()};
    }

    gpu::OffscreenContext context_{GetParam()};
    SceneRenderer renderer_{gpu::ShaderLibrary()};
};
INSTANTIATE_TEST_SUITE_P(Apis, SceneDrawing, ::testing::Values(gpu::Api::Gl33Core, gpu::Api::Gles30),
                         [](const auto& api) { return api.param == gpu::Api::Gl33Core ? "Gl33Core" : "Gles30"; });

int difference(const std::array<int, 3>& a, const std::array<int, 3>& b) {
    return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])});
}

TEST_P(SceneDrawing, EveryViewIsDrawnWithoutErrorsAndOpaque) {
    for (const bool see_through : {false, true})
        for (const double ice_m : {0.0, 0.006}) {
            MadeUpScene made = make_up_scene(see_through, ice_m);
            for (const view::Camera& camera :
                 {operator_camera(made.scene), look_down_camera(made.scene), edge_on_camera(made.scene)}) {
                made.scene.camera = camera;
                const Pixels pixels = draw(made.scene);
                for (size_t i = 3; i < pixels.rgba.size(); i += 4) ASSERT_EQ(pixels.rgba[i], 255);
            }
        }
}

TEST_P(SceneDrawing, AnEmptySceneAndASmallPictureAreDrawn) {
    view::Scene3d scene;
    for (const bool see_through : {false, true}) {
        scene.see_through = see_through;
        scene.camera = operator_camera(scene);
        draw(scene, 40, 30);
        draw(scene, 1, 1);
    }
}

// A red artery alone in an empty block: its pixels lie round the projection of its path, and nowhere else.
TEST_P(SceneDrawing, WhatIsDrawnIsWhereProjectionPutsIt) {
    MadeUpScene made = make_up_scene(true);
    view::Scene3d scene = made.scene;
    scene.medium = nullptr;
    scene.tubes.clear();
    scene.cryoprobe.entry_x_m = -0.055;
    scene.inserted_m = scene.cryoprobe.insert_m = 0.0;
    scene.needles.clear();
    scene.imaging.depth_m = 0.004;  // the beam's film stays above the artery
    view::SceneTube artery;
    artery.kind = view::SceneTube::Kind::Artery;
    artery.width_m = artery.height_m = 0.003;
    for (int i = 0; i <= 10; ++i) artery.path_m.push_back({0.002 * i - 0.012, 0.010, 0.016});
    scene.tubes.push_back(artery);
    for (const view::Camera& camera :
         {operator_camera(scene), orbit(operator_camera(scene), 60, 25), look_down_camera(scene)}) {
        scene.camera = camera;
        const Pixels pixels = draw(scene, 340, 340);  // too narrow for the inset
        Vec2 sum(0.0);
        int count = 0;
        for (int y = 0; y < 340; ++y)
            for (int x = 0; x < 340; ++x) {
                const auto [red, green, blue] = pixels.at(x, y);
                if (red < 90 || red < 2 * green || red < 2 * blue) continue;
                sum += Vec2(x + 0.5, y + 0.5);
                ++count;
            }
        ASSERT_GT(count, 100);
        const Vec2 middle = *project_px(camera, 340, 340, {-0.002, 0.010, 0.016});
        // Perspective and light move the centroid of the seen side by less than the tube's radius on the picture.
        const double radius_px = glm::length(*project_px(camera, 340, 340, {-0.002, 0.010, 0.0145}) - middle) +
                                 glm::length(*project_px(camera, 340, 340, {-0.002, 0.0115, 0.016}) - middle);
        EXPECT_LT(glm::length(sum / static_cast<double>(count) - middle), radius_px);
    }
}

TEST_P(SceneDrawing, TheMarksLabelIsOnTheGreenMark) {
    MadeUpScene made = make_up_scene(false);
    made.scene.camera = operator_camera(made.scene);
    made.scene.cryoprobe.yaw_rad = kPi;  // the hand comes from the other side
    made.scene.cryoprobe.entry_x_m = 0.0245;
    made.scene.needles.clear();
    made.scene.camera = orbit(made.scene.camera, 120, 0);  // round to where the mark's end is seen
    const Pixels pixels = draw(made.scene);
    const auto mark = scene_labels(made.scene, kWidth, kHeight).marker_px;
    ASSERT_TRUE(mark.has_value());
    const auto [red, green, blue] = pixels.at(*mark);
    EXPECT_GT(green, red + 25);
    EXPECT_GT(green, blue + 10);
}

TEST_P(SceneDrawing, TheTipsLabelIsOnTheShaft) {
    MadeUpScene made = make_up_scene(false);
    made.scene.cryoprobe.insert_m = made.scene.inserted_m = 0.0;
    made.scene.cryoprobe.entry_x_m = -0.040;
    made.scene.needles = instruments::needle_axes(instruments::CryoprobeDevice{}, made.scene.cryoprobe);
    made.scene.camera = operator_camera(made.scene);
    const Pixels with = draw(made.scene);
    const auto tip = scene_labels(made.scene, kWidth, kHeight).tip_px;
    ASSERT_TRUE(tip.has_value());
    view::Scene3d without = made.scene;
    without.cryoprobe.entry_y_m = 0.025;
    without.needles = instruments::needle_axes(instruments::CryoprobeDevice{}, without.cryoprobe);
    const Pixels gone = draw(without);
    int changed = 0;  // a few pixels up the shaft from the tip differ from bare skin
    const Vec2 hub = *project_px(made.scene.camera, kWidth, kHeight, shaft_places(made.scene).hub_m);
    for (int i = 3; i < 12; ++i) {
        const Vec2 px = *tip + static_cast<double>(i) * glm::normalize(hub - *tip);
        if (difference(with.at(px), gone.at(px)) > 12) ++changed;
    }
    EXPECT_GE(changed, 7);
}

// Fairness: what lies below the skin leaves no trace in the outside view.
TEST_P(SceneDrawing, TheOutsideViewHoldsNothingOfTheInside) {
    MadeUpScene made = make_up_scene(false);
    made.scene.camera = operator_camera(made.scene);
    const Pixels before = draw(made.scene);
    made.scene.tubes.clear();
    made.scene.medium = nullptr;
    // Ice that stays clear of the skin.
    const GridFrame frame{{-0.010, -0.010, 0.00025}, 0.0005, {41, 41, 50}};
    made.temperature_degc = ball_of_cold(frame, {0, 0, 0.012}, 0.005, -1.0, 12e3);
    made.scene.temperature_degc = &made.temperature_degc;
    made.scene.temperature_revision = 99;
    EXPECT_EQ(draw(made.scene).rgba, before.rgba);
}

TEST_P(SceneDrawing, SkinThatFreezesTurnsWhite) {
    MadeUpScene made = make_up_scene(false);
    made.scene.camera = operator_camera(made.scene);
    const Vec3 spot(-0.030, 0.020, 0.0);
    const Vec2 px = *project_px(made.scene.camera, kWidth, kHeight, spot);
    const std::array<int, 3> warm = draw(made.scene).at(px);
    const GridFrame frame{{-0.040, -0.010, 0.00025}, 0.0005, {81, 81, 30}};
    made.temperature_degc = ball_of_cold(frame, spot, 0.005, -8.0, 12e3);
    made.scene.temperature_degc = &made.temperature_degc;
    made.scene.temperature_revision = 7;
    const std::array<int, 3> frozen = draw(made.scene).at(px);
    EXPECT_GT(frozen[2], warm[2] + 25);                         // bluer
    EXPECT_LT(frozen[0] - frozen[2], (warm[0] - warm[2]) / 2);  // and without the red of skin
}

TEST_P(SceneDrawing, TheTreatedStretchOfTheNerveChangesColour) {
    MadeUpScene made = make_up_scene(true);
    made.scene.camera = operator_camera(made.scene);
    const std::vector<Vec3>& path = made.scene.tubes.front().path_m;
    const size_t point = 55;  // near the operator, clear of beam and instruments
    const Vec2 px = *project_px(made.scene.camera, kWidth, kHeight, path[point] - Vec3(0, 0, 0.0007));
    const std::array<int, 3> before = draw(made.scene).at(px);
    EXPECT_GT(before[0], before[2] + 80);  // yellow
    made.scene.tubes.front().treated.assign(path.size(), 0.0f);
    std::fill(made.scene.tubes.front().treated.begin() + 50, made.scene.tubes.front().treated.end(), 1.0f);
    const std::array<int, 3> after = draw(made.scene).at(px);
    EXPECT_GT(after[2], after[0] + 40);  // the blue of cold
}

// The layers that stand still are kept: what they show must not depend on what was drawn before.
TEST_P(SceneDrawing, TheSameSceneIsTheSamePictureWhateverCameBefore) {
    MadeUpScene first = make_up_scene(true, 0.005), other = make_up_scene(false);
    first.scene.camera = operator_camera(first.scene);
    other.scene.camera = look_down_camera(other.scene);
    const Pixels alone = draw(first.scene);
    EXPECT_EQ(draw(first.scene).rgba, alone.rgba);
    draw(other.scene);
    draw(first.scene, 300, 200);
    EXPECT_EQ(draw(first.scene).rgba, alone.rgba);
}

TEST_P(SceneDrawing, TheInsetAvoidsTheHand) {
    MadeUpScene made = make_up_scene(true);
    made.scene.camera = operator_camera(made.scene);
    const auto from_left = scene_labels(made.scene, kWidth, kHeight).inset_px;
    ASSERT_TRUE(from_left.has_value());
    EXPECT_GT(from_left->x, kWidth / 2);
    made.scene.cryoprobe.yaw_rad = kPi;
    made.scene.cryoprobe.entry_x_m = 0.024;
    made.scene.needles.clear();
    EXPECT_LT(scene_labels(made.scene, kWidth, kHeight).inset_px->x, kWidth / 2);
    made.scene.see_through = false;
    EXPECT_FALSE(scene_labels(made.scene, kWidth, kHeight).inset_px.has_value());
}

}  // namespace
}  // namespace cryo::render

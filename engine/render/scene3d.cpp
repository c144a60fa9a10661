// Three layers, because on a software rasteriser what is not drawn again is what makes it fast:
//   still    body, or cut block with bone and tubes: many samples per pixel, drawn when camera or anatomy change;
//   picture  a copy of the still layer each frame, with shadows and gel, or ice and beam, over it;
//   moving   the rectangle of both instruments at twice the picture's size, laid over the picture.
// The moving layer lies over ice and beam too: a shaft inside ice is always seen. The inset is a second, smaller set of
// layers.
#include "engine/render/scene3d.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/anatomy/tissue.h"
#include "engine/core/hash.h"
#include "engine/gpu/pass.h"
#include "engine/render/scene3d_anatomy.h"
#include "engine/render/scene3d_beam.h"
#include "engine/render/scene3d_blocks.h"
#include "engine/render/scene3d_body.h"
#include "engine/render/scene3d_guides.h"
#include "engine/render/scene3d_ice.h"
#include "engine/render/scene3d_instruments.h"
#include "engine/render/scene3d_touch.h"

namespace cryo::render {

namespace {

using gpu::Blend;
using gpu::Cull;
using gpu::PassState;
using gpu::Program;
using Params = std::array<glm::vec4, 3>;

constexpr int kStillSamples = 4;
constexpr int kMovingScale = 2;  // texels of the moving layer along a pixel

// Rows of the picture run downwards, so on the target front faces (counter-clockwise from outside) run clockwise.
constexpr Cull kHideFacingEye = Cull::Back;
constexpr Cull kHideFacingAway = Cull::Front;

constexpr PassState kOpaque{.depth_test = true, .depth_write = true};
constexpr PassState kGlass{.blend = Blend::PremultipliedAlpha, .depth_test = true};
constexpr PassState kOver{.blend = Blend::PremultipliedAlpha};

constexpr double kCoreDegc = -20.0;                   // treated tissue
constexpr double kEdgeDegc = anatomy::kLiquidusDegc;  // what a sonographer sees

constexpr float kGhostClear = 0.55f;

constexpr glm::vec4 kCoreColor{0.36f, 0.62f, 0.98f, 0.50f};
constexpr float kCoreRim = 0.85f;
constexpr glm::vec4 kEdgeColor{0.86f, 0.95f, 1.0f, 0.14f};
constexpr float kEdgeRim = 0.75f;
constexpr glm::vec4 kBeamColor{0.35f, 0.80f, 0.95f, 0.10f};
constexpr glm::vec4 kSkinColor{0.93f, 0.76f, 0.66f, 0.09f};

// The inset is left out of pictures too small for it; its camera stands until the plane or the tip has moved this far.
constexpr int kInsetLeastWidth = 360;
constexpr double kInsetWidthFrac = 0.30;
constexpr double kInsetHeightFrac = 0.40;
constexpr int kInsetMargin = 8;
constexpr std::array<float, 4> kInsetRim{0.45f, 0.52f, 0.60f, 1.0f};
constexpr double kInsetSlackM = 0.004;
constexpr double kInsetSlackCos = 0.99;  // 8 degrees

gpu::Mesh triangle_mesh(const std::string& name) {
    return gpu::Mesh(name, sizeof(SceneVertex),
                     {{0, 3, offsetof(SceneVertex, position_m)},
                      {1, 3, offsetof(SceneVertex, normal)},
                      {2, 4, offsetof(SceneVertex, paint), true}});
}

gpu::Mesh line_mesh(const std::string& name) {
    return gpu::Mesh(name, sizeof(LineVertex),
                     {{0, 3, offsetof(LineVertex, here_m)},
                      {1, 3, offsetof(LineVertex, toward_m)},
                      {2, 4, offsetof(LineVertex, shape)},
                      {3, 4, offsetof(LineVertex, paint), true}});
}

void upload(gpu::Mesh& mesh, const SceneMesh& made) { mesh.upload(made.vertices, made.indices); }
void upload(gpu::Mesh& mesh, const LineMesh& made) { mesh.upload(made.vertices, made.indices); }
void upload(gpu::Mesh& mesh, const IceSurface& made) {
    std::vector<SceneVertex> vertices;
    vertices.reserve(made.positions_m.size());
    for (size_t i = 0; i < made.positions_m.size(); ++i)
        vertices.push_back({made.positions_m[i], made.normals[i], Paint{}});
    mesh.upload(vertices, made.indices);
}

glm::mat4 matrix_of(const RigidTransform& transform) {
    glm::mat4 matrix(glm::mat3(transform.rotation));
    matrix[3] = glm::vec4(glm::vec3(transform.translation_m), 1.0f);
    return matrix;
}

SceneBlock scene_block(const view::Scene3d& scene, int width, int height) {
    SceneBlock block;
    glm::dmat4 rows_downwards(1.0);
    rows_downwards[1][1] = -1.0;
    block.clip_from_world =
        glm::mat4(rows_downwards * clip_from_eye(scene.camera, static_cast<double>(width) / height) *
                  eye_from_world(scene.camera));
    block.image_from_world = matrix_of(scene.world_from_image.inverse());
    block.eye_m = glm::vec4(glm::vec3(scene.camera.eye_m), 1.0f);
    block.to_light = glm::vec4(glm::vec3(to_light()), 0.0f);
    block.picture_px = {static_cast<float>(width), static_cast<float>(height), 0.0f, 0.0f};
    const bool is_curved = scene.transducer.shape == instruments::ArrayShape::Curvilinear;
    block.beam = {static_cast<float>(scene.imaging.depth_m), static_cast<float>(0.5 * scene.transducer.aperture_m()),
                  is_curved ? static_cast<float>(scene.transducer.radius_m) : 0.0f, 0.0f};
    const auto half_m = beam_half_thickness_m(scene);
    for (size_t i = 0; i < half_m.size(); ++i)
        block.beam_half_m[i / 4][static_cast<glm::length_t>(i % 4)] = static_cast<float>(half_m[i]);
    return block;
}

// The pixels that the instruments may cover.
gpu::Rectangle instrument_rectangle(const view::Scene3d& scene, int width, int height) {
    Vec2 low(1e9), high(-1e9);
    for (const Vec3& p : instrument_hull(scene)) {
        const auto px = project_px(scene.camera, width, height, p);
        if (!px) return {0, 0, width, height};
        low = glm::min(low, *px);
        high = glm::max(high, *px);
    }
    const int x0 = std::clamp(static_cast<int>(std::floor(low.x)) - 1, 0, width);
    const int y0 = std::clamp(static_cast<int>(std::floor(low.y)) - 1, 0, height);
    const int x1 = std::clamp(static_cast<int>(std::ceil(high.x)) + 1, 0, width);
    const int y1 = std::clamp(static_cast<int>(std::ceil(high.y)) + 1, 0, height);
    return {x0, y0, x1 - x0, y1 - y0};
}

// The side of a layer that holds `needed` texels, in steps, kept while it is neither too small nor twice too large: a
// whole layer is cleared by tiles, a part of one by drawing, so the layer is hardly larger than what it holds.
int layer_side(int needed, int now) {
    constexpr int kStep = 64;
    const int rounded = (needed + kStep - 1) / kStep * kStep;
    return now >= needed && now <= 2 * rounded ? now : rounded;
}

std::optional<gpu::Rectangle> inset_rectangle(const view::Scene3d& scene, int width, int height) {
    if (!scene.see_through || width < kInsetLeastWidth) return std::nullopt;
    const int w = static_cast<int>(kInsetWidthFrac * width), h = static_cast<int>(kInsetHeightFrac * height);
    const auto hub = project_px(scene.camera, width, height, shaft_places(scene).hub_m);
    const bool hand_is_right = hub && hub->x > 0.5 * width;
    return gpu::Rectangle{hand_is_right ? kInsetMargin : width - kInsetMargin - w, kInsetMargin, w, h};
}

bool has_moved(const view::Camera& now, const view::Camera& then) {
    const Vec3 a = glm::normalize(now.look_at_m - now.eye_m), b = glm::normalize(then.look_at_m - then.eye_m);
    return glm::length(now.look_at_m - then.look_at_m) > kInsetSlackM || glm::dot(a, b) < kInsetSlackCos ||
           std::abs(now.near_m - then.near_m) > kInsetSlackM || now.fov_y_rad != then.fov_y_rad;
}

// What the still layer was drawn from.
uint64_t still_key(const view::Scene3d& scene, int width, int height) {
    StateHash hash;
    hash.add(width);
    hash.add(height);
    hash.add(scene.see_through);
    for (const Vec3& v : {scene.camera.eye_m, scene.camera.look_at_m, scene.camera.up})
        for (int a = 0; a < 3; ++a) hash.add(v[a]);
    hash.add(scene.camera.fov_y_rad);
    hash.add(scene.camera.near_m);
    if (scene.see_through) {
        hash.add(block_key(scene));
        hash.add(tube_key(scene));
    }
    return hash.value();
}

bool is_same_form(const instruments::Transducer& a, const instruments::Transducer& b) {
    return a.shape == b.shape && a.element_count == b.element_count && a.pitch_m == b.pitch_m &&
           a.radius_m == b.radius_m && a.elevation_aperture_m == b.elevation_aperture_m;
}

// Along the upright edge of the block that is farthest left on the picture.
std::vector<SceneLabels::DepthTick> ruler_ticks(const view::Scene3d& scene, int width, int height) {
    std::vector<SceneLabels::DepthTick> leftmost;
    const Vec3 a = scene.box_low_m, b = scene.box_high_m;
    for (const double x : {a.x, b.x})
        for (const double y : {a.y, b.y}) {
            std::vector<SceneLabels::DepthTick> ticks;
            for (int cm = 0; cm * 0.010 <= b.z - a.z + 1e-9; ++cm)
                if (const auto px = project_px(scene.camera, width, height, {x, y, a.z + cm * 0.010}))
                    ticks.push_back({*px, cm * 0.010});
            if (ticks.empty()) continue;
            if (leftmost.empty() || ticks.front().px.x < leftmost.front().px.x) leftmost = ticks;
        }
    return leftmost;
}

}  // namespace

SceneLabels scene_labels(const view::Scene3d& scene, int width, int height) {
    const auto on_picture = [&](const Vec3& world_m) -> std::optional<Vec2> {
        const auto px = project_px(scene.camera, width, height, world_m);
        if (!px || px->x < 0 || px->y < 0 || px->x >= width || px->y >= height) return std::nullopt;
        return px;
    };
    SceneLabels labels;
    labels.marker_px = on_picture(scene.world_from_image.point(marker_in_image_m(scene.transducer)));
    const DropLine drop = drop_line(scene);
    labels.tip_to_plane_m = drop.off_plane_m;
    const bool is_inside = scene.inserted_m > 0.0;
    if (scene.see_through || !is_inside) labels.tip_px = on_picture(drop.tip_m);
    if (scene.see_through) {
        labels.ruler = ruler_ticks(scene, width, height);
        labels.inset_px = inset_rectangle(scene, width, height);
    }
    if (scene.see_through && is_inside) labels.drop_px = on_picture(0.5 * (drop.tip_m + drop.foot_m));
    return labels;
}

// One view of the scene.
struct Layers {
    int still_samples = kStillSamples;
    gpu::Framebuffer still, picture, moving;
    std::optional<uint64_t> made_still;

    void resize(int width, int height) {
        if (!picture.empty() && picture.width() == width && picture.height() == height) return;
        still = gpu::Framebuffer("scene.still",
                                 {.width = width, .height = height, .depth = true, .samples = still_samples});
        picture = gpu::Framebuffer("scene", {.width = width, .height = height, .depth = true});
        made_still.reset();
    }
    void hold_moving(const gpu::Rectangle& area) {
        const int width = layer_side(kMovingScale * area.width, moving.width());
        const int height = layer_side(kMovingScale * area.height, moving.height());
        if (!moving.empty() && width == moving.width() && height == moving.height()) return;
        moving = gpu::Framebuffer("scene.moving", {.width = width, .height = height, .depth = true});
    }
};

struct SceneRenderer::State {
    explicit State(const gpu::ShaderLibrary& shaders);

    void update_instruments(const view::Scene3d& scene);
    void update_anatomy(const view::Scene3d& scene);
    void update_ice(const view::Scene3d& scene);
    void draw_view(const view::Scene3d& scene, Layers& layers, int width, int height);
    void draw_still(const view::Scene3d& scene, Layers& layers);
    void draw_touch(const view::Scene3d& scene, const gpu::Framebuffer& picture);
    void draw_ice_and_beam(const view::Scene3d& scene, const gpu::Framebuffer& picture);
    void draw_moving(const view::Scene3d& scene, Layers& layers);
    void draw_inset(const view::Scene3d& scene, const gpu::Rectangle& place);
    void draw_mesh(const gpu::Framebuffer& target, const Program& program, const gpu::Mesh& mesh,
                   const PassState& state, const RigidTransform& world_from_object = {}, const Params& params = {});

    gpu::FullscreenPass fullscreen;
    Program background, body, touch, solid, shaft, film, ice, line, over;
    gpu::UniformBlock<SceneBlock> scene_values;
    SceneBlock scene_now;
    gpu::UniformBlock<ObjectBlock> object_values;
    gpu::UniformBlock<TouchBlock> touch_values;
    gpu::Texture2D noise, frost;
    Layers main, inset;
    view::Camera inset_camera;

    gpu::Mesh body_shape, touch_shape, transducer_shape, handle_shape, shaft_shape;
    gpu::Mesh bone_shape, tube_shape, skin_shape, beam_shape, edge_shape, core_shape;
    gpu::Mesh frame_lines, guides, beam_lines;
    std::array<gpu::Mesh, 5> face_shapes, face_lines;
    std::array<BlockFace, 5> faces;

    // What the meshes and the still layer were made from.
    std::optional<instruments::Transducer> made_transducer;
    std::optional<CryoprobeForm> made_form;
    std::optional<uint64_t> made_block, made_tubes;
    const Grid3<float>* made_grid = nullptr;
    uint64_t made_revision = std::numeric_limits<uint64_t>::max();
    SkinFrost frost_now;
};

SceneRenderer::State::State(const gpu::ShaderLibrary& shaders)
    : background(shaders, "scene_background", {}),
      body(shaders, "scene_body", {gpu::block_layout<SceneBlock>(), gpu::block_layout<ObjectBlock>()}),
      touch(shaders, "scene_touch",
            {gpu::block_layout<SceneBlock>(), gpu::block_layout<ObjectBlock>(), gpu::block_layout<TouchBlock>()}),
      solid(shaders, "scene_solid", {gpu::block_layout<SceneBlock>(), gpu::block_layout<ObjectBlock>()}),
      shaft(shaders, "scene_shaft", {gpu::block_layout<SceneBlock>(), gpu::block_layout<ObjectBlock>()}),
      film(shaders, "scene_film", {gpu::block_layout<SceneBlock>(), gpu::block_layout<ObjectBlock>()}),
      ice(shaders, "scene_ice", {gpu::block_layout<SceneBlock>(), gpu::block_layout<ObjectBlock>()}),
      line(shaders, "scene_line", {gpu::block_layout<SceneBlock>()}),
      over(shaders, "scene_over", {}),
      noise("scene.noise", kNoiseSide, kNoiseSide, {gpu::PixelFormat::RGBA8, gpu::Filter::Linear, gpu::Wrap::Repeat}) {
    for (auto [mesh, name] : {std::pair{&body_shape, "body"},
                              {&touch_shape, "touch"},
                              {&transducer_shape, "transducer"},
                              {&handle_shape, "handle"},
                              {&shaft_shape, "shaft"},
                              {&bone_shape, "bone"},
                              {&tube_shape, "tubes"},
                              {&skin_shape, "skin"},
                              {&beam_shape, "beam"},
                              {&edge_shape, "ice edge"},
                              {&core_shape, "ice core"}})
        *mesh = triangle_mesh(std::string("scene.") + name);
    for (auto [mesh, name] : {std::pair{&frame_lines, "frame"}, {&guides, "guides"}, {&beam_lines, "beam outline"}})
        *mesh = line_mesh(std::string("scene.") + name);
    for (size_t i = 0; i < faces.size(); ++i) {
        face_shapes[i] = triangle_mesh("scene.face");
        face_lines[i] = line_mesh("scene.face lines");
    }
    upload(body_shape, body_mesh());
    noise.upload(body_noise());
    for (Program* program : {&body, &touch, &solid, &shaft, &film, &ice, &line}) program->set_block(scene_values);
    for (Program* program : {&body, &touch, &solid, &shaft, &film, &ice}) program->set_block(object_values);
    touch.set_block(touch_values);
    body.set_texture("noise", noise);
    touch.set_texture("noise", noise);
}

void SceneRenderer::State::update_instruments(const view::Scene3d& scene) {
    if (!made_transducer || !is_same_form(*made_transducer, scene.transducer)) {
        upload(transducer_shape, transducer_mesh(scene.transducer));
        made_transducer = scene.transducer;
    }
    const CryoprobeForm form = cryoprobe_form(scene);
    if (made_form != form) {
        upload(handle_shape, handle_mesh(form));
        upload(shaft_shape, shaft_mesh(form));
        made_form = form;
    }
}

void SceneRenderer::State::update_anatomy(const view::Scene3d& scene) {
    if (const uint64_t key = block_key(scene); made_block != key) {
        faces = block_faces(scene);
        for (size_t i = 0; i < faces.size(); ++i) {
            upload(face_shapes[i], faces[i].mesh);
            upload(face_lines[i], faces[i].lines);
        }
        upload(bone_shape, bone_mesh(scene));
        upload(frame_lines, block_frame(scene));
        const Vec3 a = scene.box_low_m, b = scene.box_high_m;
        SceneMesh skin;
        append_quad(skin, {Vec3(a.x, a.y, a.z), Vec3(b.x, a.y, a.z), Vec3(b.x, b.y, a.z), Vec3(a.x, b.y, a.z)}, {});
        upload(skin_shape, skin);
        made_block = key;
    }
    if (const uint64_t key = tube_key(scene); made_tubes != key) {
        upload(tube_shape, tube_mesh(scene.tubes));
        made_tubes = key;
    }
}

// Surfaces and frost follow the temperatures; both are kept while those stand.
void SceneRenderer::State::update_ice(const view::Scene3d& scene) {
    if (!frost.empty() && scene.temperature_degc == made_grid && scene.temperature_revision == made_revision) return;
    made_grid = scene.temperature_degc;
    made_revision = scene.temperature_revision;
    upload(edge_shape, made_grid ? extract_ice_surface(*made_grid, kEdgeDegc) : IceSurface{});
    upload(core_shape, made_grid ? extract_ice_surface(*made_grid, kCoreDegc) : IceSurface{});
    frost_now = skin_frost(scene);
    if (frost.empty() || frost.width() != frost_now.width || frost.height() != frost_now.height)
        frost = gpu::Texture2D("scene.frost", frost_now.width, frost_now.height, {gpu::PixelFormat::R8});
    frost.upload(frost_now.texels);
    touch.set_texture("frost", frost);
}

void SceneRenderer::State::draw_mesh(const gpu::Framebuffer& target, const Program& program, const gpu::Mesh& mesh,
                                     const PassState& state, const RigidTransform& world_from_object,
                                     const Params& params) {
    if (mesh.empty()) return;
    object_values.set({matrix_of(world_from_object), params});
    gpu::begin_pass(target, state);
    program.bind();
    mesh.draw();
    gpu::end_pass(program.name());
}

void SceneRenderer::State::draw_still(const view::Scene3d& scene, Layers& layers) {
    const gpu::Framebuffer& still = layers.still;
    const uint64_t key = still_key(scene, still.width(), still.height());
    if (layers.made_still == key) return;
    layers.made_still = key;
    still.clear_depth();
    fullscreen.draw(background, still);
    if (!scene.see_through) {
        draw_mesh(still, body, body_shape, kOpaque, {},
                  {glm::vec4(glm::vec2(kWindowHalfM), static_cast<float>(kWindowCornerM), 0.0f)});
    } else {
        update_anatomy(scene);
        const auto own_light = [](float share) { return Params{glm::vec4(share, 0, 0, 0)}; };
        for (size_t i = 0; i < faces.size(); ++i)
            if (faces[i].is_shown_to(scene.camera.eye_m))
                draw_mesh(still, solid, face_shapes[i], kOpaque, {}, own_light(0.25f));
        draw_mesh(still, solid, bone_shape, kOpaque, {}, own_light(0.10f));
        draw_mesh(still, solid, tube_shape, kOpaque, {}, own_light(0.35f));
        for (size_t i = 0; i < faces.size(); ++i)
            if (faces[i].is_shown_to(scene.camera.eye_m)) draw_mesh(still, line, face_lines[i], kGlass);
        draw_mesh(still, line, frame_lines, kGlass);
        draw_mesh(still, film, skin_shape, kGlass, {}, {kSkinColor});
    }
    still.resolve();
}

void SceneRenderer::State::draw_touch(const view::Scene3d& scene, const gpu::Framebuffer& picture) {
    touch_values.set(touch_block(scene, frost_now));
    upload(touch_shape, touch_mesh(scene, frost_now));
    draw_mesh(picture, touch, touch_shape, kOver);
}

void SceneRenderer::State::draw_ice_and_beam(const view::Scene3d& scene, const gpu::Framebuffer& picture) {
    // From the innermost outwards, far sides before near ones.
    PassState far_side = kGlass, near_side = kGlass;
    far_side.cull = kHideFacingEye;
    near_side.cull = kHideFacingAway;
    const Params edge{kEdgeColor, glm::vec4(kEdgeRim, 0, 0, 0)}, core{kCoreColor, glm::vec4(kCoreRim, 0, 0, 0)};
    draw_mesh(picture, ice, edge_shape, far_side, {}, edge);
    draw_mesh(picture, ice, core_shape, near_side, {}, core);
    draw_mesh(picture, ice, edge_shape, near_side, {}, edge);

    upload(beam_shape, beam_mesh(scene));
    upload(beam_lines, beam_outline(scene));
    upload(guides, guide_lines(scene));
    draw_mesh(picture, film, beam_shape, kGlass, scene.world_from_image, {kBeamColor});
    draw_mesh(picture, line, beam_lines, kGlass);
}

void SceneRenderer::State::draw_moving(const view::Scene3d& scene, Layers& layers) {
    const gpu::Framebuffer& picture = layers.picture;
    const gpu::Rectangle area = instrument_rectangle(scene, picture.width(), picture.height());
    if (area.width <= 0 || area.height <= 0) return;
    layers.hold_moving(area);
    const gpu::Framebuffer& moving = layers.moving;
    update_instruments(scene);
    shaft.set_texture("still_depth", layers.still.depth());
    over.set_texture("layer", moving.color());
    moving.clear_color(0, {0, 0, 0, 0});
    moving.clear_depth();
    SceneBlock larger = scene_now;
    larger.layer_px = {static_cast<float>(kMovingScale), static_cast<float>(area.x), static_cast<float>(area.y), 0.0f};
    scene_values.set(larger);
    // The whole picture's viewport, shifted so that the rectangle falls on the layer.
    PassState opaque = kOpaque;
    opaque.cull = kHideFacingAway;
    opaque.viewport = gpu::Rectangle{-kMovingScale * area.x, -kMovingScale * area.y, kMovingScale * picture.width(),
                                     kMovingScale * picture.height()};
    const RigidTransform from_shaft = world_from_shaft(scene);
    const double active_m = scene.needles.empty() ? 0.0 : scene.needles.front().active_length_m;
    // Seen through, the transducer is a ghost, so that it never hides the tissue it looks at.
    const glm::vec4 housing(0.0f, scene.see_through ? kGhostClear : 0.0f, 0.0f, 0.0f);
    draw_mesh(moving, solid, transducer_shape, opaque, scene.world_from_image, {housing});
    draw_mesh(moving, solid, handle_shape, opaque, from_shaft);
    draw_mesh(moving, shaft, shaft_shape, opaque, from_shaft,
              {glm::vec4(static_cast<float>(scene.shaft_length_m), static_cast<float>(scene.frost_frac),
                         scene.see_through ? 1.0f : 0.0f, static_cast<float>(active_m))});
    scene_values.set(scene_now);
    PassState only_there = kOver;
    only_there.viewport = gpu::Rectangle{area.x, area.y, moving.width() / kMovingScale, moving.height() / kMovingScale};
    only_there.scissor = area;
    fullscreen.draw(over, picture, only_there);
}

void SceneRenderer::State::draw_view(const view::Scene3d& scene, Layers& layers, int width, int height) {
    layers.resize(width, height);
    scene_now = scene_block(scene, width, height);
    scene_values.set(scene_now);
    draw_still(scene, layers);
    layers.still.copy_to(layers.picture);
    update_ice(scene);
    if (scene.see_through)
        draw_ice_and_beam(scene, layers.picture);
    else
        draw_touch(scene, layers.picture);
    draw_moving(scene, layers);
    if (scene.see_through) draw_mesh(layers.picture, line, guides, kOver);
}

void SceneRenderer::State::draw_inset(const view::Scene3d& scene, const gpu::Rectangle& place) {
    view::Scene3d from_side = scene;
    from_side.camera = edge_on_camera(scene);
    if (has_moved(from_side.camera, inset_camera)) inset_camera = from_side.camera;
    from_side.camera = inset_camera;
    inset.still_samples = 1;  // seldom seen edges of tubes are not worth more
    draw_view(from_side, inset, place.width, place.height);
    main.picture.clear_color(0, kInsetRim, gpu::Rectangle{place.x - 1, place.y - 1, place.width + 2, place.height + 2});
    over.set_texture("layer", inset.picture.color());
    PassState there;
    there.viewport = place;
    fullscreen.draw(over, main.picture, there);
}

SceneRenderer::SceneRenderer(const gpu::ShaderLibrary& shaders) : state_(std::make_unique<State>(shaders)) {}
SceneRenderer::~SceneRenderer() = default;
SceneRenderer::SceneRenderer(SceneRenderer&&) noexcept = default;
SceneRenderer& SceneRenderer::operator=(SceneRenderer&&) noexcept = default;

const gpu::Texture2D& SceneRenderer::draw(const view::Scene3d& scene, int width, int height) {
    CRYO_CHECK(width >= 1 && height >= 1);
    State& s = *state_;
    s.draw_view(scene, s.main, width, height);
    if (const auto place = inset_rectangle(scene, width, height)) s.draw_inset(scene, *place);
    return s.main.picture.color();
}

const gpu::Framebuffer& SceneRenderer::target() const { return state_->main.picture; }

}  // namespace cryo::render

#include "engine/render/scene3d_touch.h"

#include <algorithm>
#include <cmath>

#include "engine/render/scene3d_instruments.h"

namespace cryo::render {

namespace {

// Skin whitens between these; the second is a first choice.
constexpr double kFrostBeginsDegc = 0.0;
constexpr double kFrostWholeDegc = -6.0;

constexpr double kGelRimM = 0.0075;
constexpr double kLiftSeenM = 0.015;  // at this height a transducer no longer darkens the skin it hangs over
constexpr double kThinnestShadowM = 0.0010;
constexpr double kFilmHeightM = -1e-4;

glm::vec4 vec4_of(double x, double y, double z, double w) {
    return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z), static_cast<float>(w)};
}

// The lamp is not a point: shadows blur with the height of what throws them.
double blur_m(const Vec3& point_m) { return 0.0009 + 0.16 * std::max(0.0, -point_m.z); }

Vec2 top_shift(const view::Scene3d& scene) {
    const Vec3 top = scene.world_from_image.point({0, 0, -kHousingLengthM});
    return shadow_on_skin(top) - Vec2(scene.world_from_image.translation_m);
}

}  // namespace

Vec3 to_light() { return glm::normalize(Vec3(-0.30, 0.16, -1.0)); }

Vec2 shadow_on_skin(const Vec3& point_m) {
    const Vec3 light = to_light();
    return Vec2(point_m) - Vec2(light) * (point_m.z / light.z);
}

SkinFrost skin_frost(const view::Scene3d& scene) {
    SkinFrost frost;
    const Grid3<float>* grid = scene.temperature_degc;
    if (!grid || grid->empty()) return frost;
    const GridFrame& frame = grid->frame();
    frost.width = frame.size.x;
    frost.height = frame.size.y;
    frost.texels.clear();
    const int k = std::clamp(static_cast<int>(std::ceil(-frame.origin_m.z / frame.spacing_m)), 0, frame.size.z - 1);
    for (int j = 0; j < frame.size.y; ++j)
        for (int i = 0; i < frame.size.x; ++i) {
            const double share =
                (kFrostBeginsDegc - static_cast<double>(grid->at(i, j, k))) / (kFrostBeginsDegc - kFrostWholeDegc);
            frost.texels.push_back(static_cast<uint8_t>(255.0 * std::clamp(share, 0.0, 1.0)));
        }
    const double h = frame.spacing_m;
    frost.place = vec4_of(frame.origin_m.x - 0.5 * h, frame.origin_m.y - 0.5 * h, 1.0 / (h * frame.size.x),
                          1.0 / (h * frame.size.y));
    return frost;
}

TouchBlock touch_block(const view::Scene3d& scene, const SkinFrost& frost) {
    TouchBlock block;
    const Vec2 foot = footprint_half_m(scene.transducer);
    const double near_skin = std::clamp(1.0 + scene.world_from_image.translation_m.z / kLiftSeenM, 0.0, 1.0);
    block.footprint = vec4_of(foot.x, foot.y, kGelRimM, near_skin);
    const ShaftPlaces places = shaft_places(scene);
    const Vec2 a = shadow_on_skin(places.skin_m), b = shadow_on_skin(places.hub_m),
               c = shadow_on_skin(places.hand_end_m);
    block.shaft_shadow = vec4_of(a.x, a.y, b.x, b.y);
    block.hand_shadow = vec4_of(b.x, b.y, c.x, c.y);
    const CryoprobeForm form = cryoprobe_form(scene);
    block.shadow_soft = vec4_of(blur_m(places.skin_m), blur_m(places.hub_m), blur_m(places.hand_end_m),
                                std::max(kThinnestShadowM, form.radius_m + form.row_half_width_m));
    const Vec2 shift = top_shift(scene);
    block.tall_shadow = vec4_of(shift.x, shift.y, kHandleRadiusM, 0.0);
    block.frost_place = frost.place;
    return block;
}

SceneMesh touch_mesh(const view::Scene3d& scene, const SkinFrost& frost) {
    Vec2 low(1e9), high(-1e9);
    const auto hold = [&](const Vec2& p, double margin_m) {
        low = glm::min(low, p - margin_m);
        high = glm::max(high, p + margin_m);
    };
    const Vec2 foot = footprint_half_m(scene.transducer);
    for (const Vec2& corner : {Vec2(-1, -1), Vec2(1, -1), Vec2(1, 1), Vec2(-1, 1)}) {
        const Vec2 p(scene.world_from_image.point({corner.x * foot.x, corner.y * foot.y, 0.0}));
        hold(p, 2.0 * kGelRimM);
        hold(p + top_shift(scene), 0.004);
    }
    const ShaftPlaces places = shaft_places(scene);
    for (const Vec3& p : {places.skin_m, places.hub_m, places.hand_end_m})
        hold(shadow_on_skin(p), kHandleRadiusM + blur_m(p));
    if (frost.width > 1) {
        const Vec2 corner(frost.place.x, frost.place.y);
        hold(corner, 0.0);
        hold(corner + Vec2(1.0 / static_cast<double>(frost.place.z), 1.0 / static_cast<double>(frost.place.w)), 0.0);
    }
    // Farther out lies only the drape, where shadows are too soft to see.
    low = glm::max(low, Vec2(-0.12, -0.09));
    high = glm::min(high, Vec2(0.12, 0.09));
    SceneMesh mesh;
    append_quad(mesh,
                {Vec3(low, kFilmHeightM), Vec3(high.x, low.y, kFilmHeightM), Vec3(high, kFilmHeightM),
                 Vec3(low.x, high.y, kFilmHeightM)},
                {});
    return mesh;
}

}  // namespace cryo::render

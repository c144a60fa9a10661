#include "engine/render/scene3d_instruments.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::render {

namespace {

constexpr Vec3 kX{1, 0, 0};
constexpr Vec3 kY{0, 1, 0};

constexpr Paint kLens{62, 70, 82, 30};
constexpr Paint kHousing{236, 238, 240, 90};
constexpr Paint kHousingShade{196, 201, 207, 70};
constexpr Paint kSeam{120, 127, 135, 40};
constexpr Paint kCable{52, 55, 60, 40};
constexpr Paint kMarker{40, 190, 110, 120};

constexpr Paint kSteel{188, 194, 200, 200};
constexpr Paint kHub{236, 238, 240, 110};
constexpr Paint kHandle{58, 66, 78, 90};
constexpr Paint kGrip{38, 43, 51, 30};
constexpr Paint kHandleRing{40, 130, 190, 120};

constexpr int kHousingSides = 24;
constexpr int kRoundSides = 16;

constexpr double kCableBackM = 0.024;  // how far the cable hangs away from the operator
constexpr double kCableTopM = 0.156;   // and how high it rises
constexpr double kHoseM = 0.062;       // length of the cryoprobe's hose that is drawn
constexpr double kHoseSideM = 0.020;

constexpr double kLensM = 0.0015;
constexpr double kMarkerDepthM = 0.013;

// Outline of the housing at a height above the face.
struct Section {
    double height_m;
    double semi_x_m;
    double semi_y_m;
    double exponent;
    Paint paint;
};

std::vector<Section> housing_sections(const instruments::Transducer& transducer) {
    const Vec2 foot = footprint_half_m(transducer);
    const double half = 0.5 * transducer.aperture_m();
    const double lens_y = 0.5 * transducer.elevation_aperture_m + 0.0012;
    const double grip_x = std::clamp(0.62 * foot.x, 0.0095, 0.0150);
    const double grip_y = std::max(0.0085, 0.92 * foot.y);
    const double flare = foot.x - grip_x;
    return {
        {0.0000, half + 0.0004, lens_y, 8, kLens},
        {kLensM, half + 0.0010, lens_y + 0.0006, 8, kLens},
        {kLensM + 0.0001, foot.x - 0.0004, foot.y - 0.0004, 6, kHousing},
        {0.0030, foot.x, foot.y, 6, kHousing},
        {0.0150, foot.x + 0.0002, foot.y + 0.0003, 5, kHousing},
        {0.0190, foot.x - 0.06 * flare, foot.y + 0.0005, 4.8, kHousing},
        {0.0230, foot.x - 0.24 * flare, foot.y + 0.0006, 4.5, kHousing},
        {0.0280, foot.x - 0.56 * flare, 0.5 * (foot.y + grip_y), 4.2, kHousing},
        {0.0330, foot.x - 0.82 * flare, grip_y, 4, kHousing},
        {0.0380, foot.x - 0.95 * flare, grip_y, 3.8, kHousing},
        {0.0430, grip_x, grip_y, 3.6, kHousing},
        {0.0434, grip_x - 0.0002, grip_y - 0.0002, 3.6, kSeam},
        {0.0438, grip_x, grip_y, 3.6, kHousingShade},
        {0.0650, 0.99 * grip_x, grip_y, 3.4, kHousingShade},
        {0.0820, 0.97 * grip_x, grip_y, 3.2, kHousingShade},
        {0.0900, 0.93 * grip_x, 0.97 * grip_y, 3.0, kHousingShade},
        {0.0960, 0.85 * grip_x, 0.90 * grip_y, 2.8, kHousingShade},
        {0.1000, 0.74 * grip_x, 0.80 * grip_y, 2.6, kHousingShade},
        {0.1030, 0.58 * grip_x, 0.68 * grip_y, 2.4, kHousingShade},
        {kHousingLengthM, 0.0052, 0.0052, 2, kHousingShade},
        {kHousingLengthM + 0.0002, 0.0050, 0.0050, 2, kCable},
        {0.1200, 0.0036, 0.0036, 2, kCable},
    };
}

// How far the housing follows a curved face: whole at the face, not at all above the flare.
double sagitta_m(const instruments::Transducer& transducer, double x_m, double height_m) {
    if (transducer.shape == instruments::ArrayShape::Linear) return 0.0;
    const double lateral = std::clamp(x_m / transducer.radius_m, -0.95, 0.95);
    const double sag = transducer.radius_m * (1.0 - std::sqrt(1.0 - lateral * lateral));
    return sag * std::clamp(1.0 - height_m / 0.030, 0.0, 1.0);
}

Ring round(double z_m, double semi_x_m, double semi_y_m, const Paint& paint) {
    return superellipse({0, 0, z_m}, kX, kY, semi_x_m, semi_y_m, 2.0, kRoundSides, paint);
}

}  // namespace

Vec2 footprint_half_m(const instruments::Transducer& transducer) {
    double half = 0.5 * transducer.aperture_m();
    if (transducer.shape == instruments::ArrayShape::Curvilinear)
        half = transducer.radius_m * std::sin(half / transducer.radius_m);
    return {half + 0.0032, std::max(0.0065, 0.5 * transducer.elevation_aperture_m + 0.0035)};
}

Vec3 marker_in_image_m(const instruments::Transducer& transducer) {
    const Vec2 foot = footprint_half_m(transducer);
    return {-foot.x - 0.0004, 0.0, -kMarkerDepthM};
}

SceneMesh transducer_mesh(const instruments::Transducer& transducer) {
    SceneMesh mesh;
    std::vector<Ring> rings;
    for (const Section& section : housing_sections(transducer)) {
        Ring ring = superellipse({0, 0, -section.height_m}, kX, kY, section.semi_x_m, section.semi_y_m,
                                 section.exponent, kHousingSides, section.paint);
        for (Vec3& p : ring.points_m) p.z -= sagitta_m(transducer, p.x, section.height_m);
        rings.push_back(ring);
    }
    append_loft(mesh, rings, true, false);

    // The cable leaves upwards and hangs away from the operator.
    std::vector<Vec3> cable;
    for (int i = 0; i <= 8; ++i) {
        const double t = i / 8.0;
        cable.push_back({0.006 * t * t, -kCableBackM * t * t, -0.1195 - 0.045 * t + 0.010 * t * t});
    }
    append_tube(mesh, cable, 0.0070, 0.0070, 10, [](size_t) { return kCable; });

    // The bump on the left end wraps round to both broad sides, so that the operator sees it from wherever they stand.
    const Vec3 marker = marker_in_image_m(transducer);
    const Vec2 foot = footprint_half_m(transducer);
    append_ellipsoid(mesh, marker + Vec3(0.0008, 0, 0), Mat3(1.0), {0.0016, 0.45 * foot.y, 0.0042}, 10, kMarker);
    for (const double side : {-1.0, 1.0})
        append_ellipsoid(mesh, {-foot.x + 0.0038, side * (foot.y + 0.0002), -kMarkerDepthM}, Mat3(1.0),
                         {0.0013, 0.0010, 0.0042}, 10, kMarker);
    return mesh;
}

CryoprobeForm cryoprobe_form(const view::Scene3d& scene) {
    CryoprobeForm form;
    form.shaft_length_m = scene.shaft_length_m;
    if (scene.needles.empty()) return form;
    form.radius_m = scene.needles.front().radius_m;
    form.needle_count = static_cast<int>(scene.needles.size());
    form.row_half_width_m = 0.5 * glm::length(scene.needles.back().tip_m - scene.needles.front().tip_m);
    return form;
}

RigidTransform world_from_shaft(const view::Scene3d& scene) {
    Vec3 tip(0.0);
    for (const instruments::NeedleAxis& needle : scene.needles) tip += needle.tip_m;
    tip = scene.needles.empty() ? instruments::tip_m(scene.cryoprobe) : tip / static_cast<double>(scene.needles.size());
    const Vec3 z = instruments::shaft_direction(scene.cryoprobe);
    const Vec3 x{-std::sin(scene.cryoprobe.yaw_rad), std::cos(scene.cryoprobe.yaw_rad), 0.0};  // along the row
    return {Mat3(x, glm::cross(z, x), z), tip};
}

ShaftPlaces shaft_places(const view::Scene3d& scene) {
    const RigidTransform from_shaft = world_from_shaft(scene);
    ShaftPlaces places;
    places.tip_m = from_shaft.translation_m;
    places.hub_m = from_shaft.point({0, 0, -scene.shaft_length_m});
    places.hand_end_m = from_shaft.point({0, 0, -scene.shaft_length_m - kHubLengthM - kHandleLengthM});
    places.skin_m = scene.inserted_m > 0.0 ? instruments::entry_m(scene.cryoprobe) : places.tip_m;
    return places;
}

SceneMesh handle_mesh(const CryoprobeForm& form) {
    SceneMesh mesh;
    const double row = form.row_half_width_m;
    const double hub = -form.shaft_length_m;  // where the bare shaft begins
    const double body = hub - kHubLengthM;    // where the handle begins
    const double end = body - kHandleLengthM;
    const double r = kHandleRadiusM;
    append_loft(mesh,
                {round(hub, row + 2.0 * form.radius_m, 2.0 * form.radius_m, kHub),
                 round(hub - 0.004, row + 0.0028, 0.0028, kHub), round(hub - 0.009, row + 0.0034, 0.0034, kHub),
                 round(hub - 0.0092, row + 0.0046, 0.0046, kHub), round(body + 0.002, row + 0.0050, 0.0050, kHub)},
                true, false);
    append_loft(mesh,
                {round(body + 0.002, 0.0052, 0.0052, kHandleRing), round(body, 0.0062, 0.0062, kHandleRing),
                 round(body - 0.004, 0.0066, 0.0066, kHandleRing),
                 round(body - 0.0042, r - 0.0004, r - 0.0004, kHandle), round(body - 0.012, r, r, kHandle)},
                true, false);
    // Grip grooves.
    std::vector<Ring> grip;
    for (int i = 0; i <= 16; ++i)
        grip.push_back(round(body - 0.012 - 0.0022 * i, r - (i % 2 ? 0.0007 : 0.0), r - (i % 2 ? 0.0007 : 0.0), kGrip));
    append_loft(mesh, grip, false, false);
    append_loft(mesh,
                {round(body - 0.0472, r, r, kHandle), round(end + 0.014, r, r, kHandle),
                 round(end + 0.006, 0.82 * r, 0.82 * r, kHandle), round(end, 0.0042, 0.0042, kHandle),
                 round(end - 0.0002, 0.0040, 0.0040, kCable), round(end - 0.012, 0.0031, 0.0031, kCable)},
                false, false);
    std::vector<Vec3> hose;
    for (int i = 0; i <= 10; ++i) {
        const double t = i / 10.0;
        hose.push_back({0.0, kHoseSideM * t * t, end - 0.0115 - (kHoseM - 0.012) * t});
    }
    append_tube(mesh, hose, 0.0060, 0.0060, 10, [](size_t) { return kCable; });
    return mesh;
}

SceneMesh shaft_mesh(const CryoprobeForm& form) {
    SceneMesh mesh;
    const double r = form.radius_m;
    const double cone = std::min(1.6 * r, 0.2 * form.shaft_length_m);
    for (int i = 0; i < form.needle_count; ++i) {
        const double share = form.needle_count > 1 ? 2.0 * i / (form.needle_count - 1) - 1.0 : 0.0;
        const Vec3 axis(share * form.row_half_width_m, 0.0, 0.0);
        const auto ring = [&](double z_m, double radius_m) {
            return superellipse(axis + Vec3(0, 0, z_m), kX, kY, radius_m, radius_m, 2.0, 14, kSteel);
        };
        append_loft(mesh,
                    {ring(-form.shaft_length_m, r), ring(-cone - 1e-5, r), ring(-cone, r), ring(-0.25 * cone, 0.45 * r),
                     ring(0.0, 0.08 * r)},
                    false, true);
    }
    return mesh;
}

std::vector<Vec3> instrument_hull(const view::Scene3d& scene) {
    std::vector<Vec3> hull;
    const Vec2 foot = footprint_half_m(scene.transducer);
    const Vec3 low(-foot.x - 0.003, -kCableBackM - 0.004, -kCableTopM - 0.004),
        high(foot.x + 0.003, foot.y + 0.003, 0.001);
    const CryoprobeForm form = cryoprobe_form(scene);
    const double thick = kHandleRadiusM + form.row_half_width_m + 0.001;
    const Vec3 back(-thick, -thick, -form.shaft_length_m - kHubLengthM - kHandleLengthM - kHoseM - 0.002);
    const Vec3 front(thick, thick + kHoseSideM, -form.shaft_length_m);
    const RigidTransform from_shaft = world_from_shaft(scene);
    for (int corner = 0; corner < 8; ++corner) {
        const Vec3 upper(corner & 1, (corner >> 1) & 1, (corner >> 2) & 1);
        hull.push_back(scene.world_from_image.point(glm::mix(low, high, upper)));
        hull.push_back(from_shaft.point(glm::mix(back, front, upper)));
        const double bare = form.radius_m + form.row_half_width_m + 0.0005;
        hull.push_back(from_shaft.point(glm::mix(Vec3(-bare, -bare, 0), Vec3(bare, bare, 0.001), upper)));
    }
    return hull;
}

}  // namespace cryo::render

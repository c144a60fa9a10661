#include "engine/render/scene3d_beam.h"

#include <algorithm>
#include <cmath>

#include "engine/ultrasound/beam.h"

namespace cryo::render {

namespace {

// A flat face needs one column, a curved one enough to look round.
int column_count(const instruments::Transducer& transducer) {
    return transducer.shape == instruments::ArrayShape::Linear ? 1 : 24;
}

constexpr LineStyle kOutline{120, 226, 255, 200, 1.4, 0.0};
constexpr LineStyle kDepthLine{120, 226, 255, 80, 1.0, 0.0};
constexpr double kDepthStepM = 0.010;

}  // namespace

std::array<double, kBeamSamples> beam_half_thickness_m(const view::Scene3d& scene) {
    std::array<double, kBeamSamples> half_m{};
    for (int i = 0; i < kBeamSamples; ++i)
        half_m[static_cast<size_t>(i)] = ultrasound::slab_half_thickness_m(
            scene.transducer, scene.imaging, scene.imaging.depth_m * i / (kBeamSamples - 1));
    return half_m;
}

Vec3 image_from_scan(const instruments::Transducer& transducer, double lateral_m, double off_plane_m, double range_m) {
    const Vec3 face = instruments::face_point_m(transducer, lateral_m);
    Vec3 along{0, 0, 1};
    if (transducer.shape == instruments::ArrayShape::Curvilinear) {
        const double angle = lateral_m / transducer.radius_m;
        along = {std::sin(angle), 0.0, std::cos(angle)};
    }
    return face + range_m * along + Vec3(0, off_plane_m, 0);
}

SceneMesh beam_mesh(const view::Scene3d& scene) {
    SceneMesh mesh;
    const int columns = column_count(scene.transducer);
    const double half_face = 0.5 * scene.transducer.aperture_m();
    const std::array<double, kBeamSamples> thickness = beam_half_thickness_m(scene);
    const auto place = [&](int column, int sample, double side) {
        const size_t s = static_cast<size_t>(sample);
        return image_from_scan(scene.transducer, half_face * (2.0 * column / columns - 1.0), side * thickness[s],
                               scene.imaging.depth_m * sample / (kBeamSamples - 1));
    };
    const Paint paint;
    for (const double side : {-1.0, 1.0})
        for (int i = 0; i < columns; ++i)
            for (int k = 0; k + 1 < kBeamSamples; ++k)
                append_quad(
                    mesh, {place(i, k, side), place(i + 1, k, side), place(i + 1, k + 1, side), place(i, k + 1, side)},
                    {paint, paint, paint, paint});
    return mesh;
}

LineMesh beam_outline(const view::Scene3d& scene) {
    LineMesh lines;
    const int columns = column_count(scene.transducer);
    const double half_face = 0.5 * scene.transducer.aperture_m();
    const std::array<double, kBeamSamples> thickness = beam_half_thickness_m(scene);
    const auto half_at = [&](double range_m) {
        const double at = range_m / scene.imaging.depth_m * (kBeamSamples - 1);
        const size_t low = std::min(static_cast<size_t>(at), static_cast<size_t>(kBeamSamples - 2));
        return std::lerp(thickness[low], thickness[low + 1], at - static_cast<double>(low));
    };
    const auto at_range = [&](double lateral_m, double range_m, double side) {
        return scene.world_from_image.point(
            image_from_scan(scene.transducer, lateral_m, side * half_at(range_m), range_m));
    };
    const auto place = [&](double lateral_m, int sample, double side) {
        return at_range(lateral_m, scene.imaging.depth_m * sample / (kBeamSamples - 1), side);
    };
    for (const double side : {-1.0, 1.0}) {
        std::vector<Vec3> rim;
        for (int k = 0; k < kBeamSamples; ++k) rim.push_back(place(-half_face, k, side));
        for (int i = 1; i < columns; ++i)
            rim.push_back(place(half_face * (2.0 * i / columns - 1.0), kBeamSamples - 1, side));
        for (int k = kBeamSamples - 1; k >= 0; --k) rim.push_back(place(half_face, k, side));
        for (int i = columns - 1; i > 0; --i) rim.push_back(place(half_face * (2.0 * i / columns - 1.0), 0, side));
        append_polyline(lines, rim, kOutline, true);
        for (double range_m = kDepthStepM; range_m < scene.imaging.depth_m - 1e-6; range_m += kDepthStepM) {
            std::vector<Vec3> row;
            for (int i = 0; i <= columns; ++i)
                row.push_back(at_range(half_face * (2.0 * i / columns - 1.0), range_m, side));
            append_polyline(lines, row, kDepthLine);
        }
    }
    for (const double lateral_m : {-half_face, half_face})
        for (const int sample : {0, kBeamSamples - 1})
            append_line(lines, place(lateral_m, sample, -1.0), place(lateral_m, sample, 1.0), kOutline);
    return lines;
}

}  // namespace cryo::render

// A boundary of the layered block as depth over the skin plane: plane with slope, bulge and undulation. Metres;
// reference frame; depth counts down from the skin.
#pragma once

#include <cmath>

#include "engine/anatomy/anatomy.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

struct HeightField {
    double depth_m = 0.0;  // at `center_m`
    Vec2 center_m{0.0};
    Vec2 slope{0.0};            // rise of depth along x and y
    Vec2 curvature_per_m{0.0};  // > 0: falls away from the centre
    Undulation undulation;

    double depth_at_m(double x_m, double y_m) const {
        double depth = smooth_depth_m(x_m, y_m);
        if (undulation.amplitude_m != 0.0) {
            const Vec2 k = wave_numbers();
            const Vec2& phase = undulation.phase_rad;
            depth += 0.5 * undulation.amplitude_m *
                     (std::sin(k.x * (x_m - center_m.x) + phase.x) - std::sin(phase.x) +
                      std::sin(k.y * (y_m - center_m.y) + phase.y) - std::sin(phase.y));
        }
        return depth;
    }

    // Without the undulation, which stays within wave_swing_m() of it: most points are told from most boundaries by
    // these two, without a sine.
    double smooth_depth_m(double x_m, double y_m) const {
        const double x = x_m - center_m.x;
        const double y = y_m - center_m.y;
        return depth_m + x * (slope.x + 0.5 * curvature_per_m.x * x) + y * (slope.y + 0.5 * curvature_per_m.y * y);
    }
    double wave_swing_m() const { return 2.0 * std::abs(undulation.amplitude_m); }

    Vec2 gradient(double x_m, double y_m) const {
        const double x = x_m - center_m.x;
        const double y = y_m - center_m.y;
        Vec2 g = slope + curvature_per_m * Vec2(x, y);
        if (undulation.amplitude_m != 0.0) {
            const Vec2 k = wave_numbers();
            g += 0.5 * undulation.amplitude_m *
                 Vec2(k.x * std::cos(k.x * x + undulation.phase_rad.x),
                      k.y * std::cos(k.y * y + undulation.phase_rad.y));
        }
        return g;
    }

    bool is_below(const Vec3& p) const {  // p is at or under the boundary
        const double below_m = p.z - smooth_depth_m(p.x, p.y);
        if (below_m >= wave_swing_m()) return true;
        if (below_m < -wave_swing_m()) return false;
        return p.z >= depth_at_m(p.x, p.y);
    }

    // Signed distance to first order, positive below, and the unit normal pointing deeper.
    double distance_m(const Vec3& p, Vec3& normal) const {
        const Vec2 g = gradient(p.x, p.y);
        const double length = std::sqrt(1.0 + g.x * g.x + g.y * g.y);
        normal = Vec3(-g.x, -g.y, 1.0) / length;
        return (p.z - depth_at_m(p.x, p.y)) / length;
    }

  private:
    Vec2 wave_numbers() const {
        const double k = 2.0 * kPi / undulation.wavelength_m;
        return {k, 0.73 * k};
    }
};

inline HeightField upper_face(const Layer& layer) {
    if (layer.top_m <= 0.0) return {};  // the skin is flat
    return {layer.top_m, Vec2(0.0), Vec2(std::tan(layer.tilt_rad.x), std::tan(layer.tilt_rad.y)), Vec2(0.0),
            layer.undulation};
}

inline HeightField middle_of(const Sheet& sheet) {
    return {sheet.depth_m, Vec2(0.0), Vec2(std::tan(sheet.tilt_rad.x), std::tan(sheet.tilt_rad.y)), Vec2(0.0),
            sheet.undulation};
}

inline HeightField cortex_of(const Bone& bone) {
    return {bone.depth_m, bone.center_m, Vec2(0.0), 1.0 / bone.radius_of_curvature_m, bone.undulation};
}

// Of a bone that has one.
inline HeightField lower_face_of(const Bone& bone) {
    return {bone.depth_m + bone.thickness_m, bone.center_m, Vec2(0.0), -1.0 / bone.radius_of_curvature_m, {}};
}

inline bool is_over(const Bone& bone, double x_m, double y_m) {
    return std::abs(x_m - bone.center_m.x) <= bone.half_extent_m.x &&
           std::abs(y_m - bone.center_m.y) <= bone.half_extent_m.y;
}

inline bool is_inside(const Bone& bone, const Vec3& p) {
    return is_over(bone, p.x, p.y) && cortex_of(bone).is_below(p) &&
           (bone.thickness_m == 0.0 || !lower_face_of(bone).is_below(p));
}

}  // namespace cryo::anatomy

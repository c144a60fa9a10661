// A boundary of the layered block as depth over the skin plane: plane with slope, bulge, undulation, the patient's
// relief and the ends of bellies. Metres; reference frame; depth counts down from the skin.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/anatomy/anatomy.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

// The end of a belly, as one of its faces sees it: flat over the middle, `rise_m` deeper (or, below 0, shallower) at
// both ends and beyond.
struct BellyEnds {
    double center_x_m = 0.0;
    double half_width_m = 1.0;
    double rise_m = 0.0;

    double depth_at_m(double x_m) const {
        if (rise_m == 0.0) return 0.0;
        const double u = (x_m - center_x_m) / half_width_m;
        return rise_m * std::min(1.0, u * u * u * u);
    }
    double slope_at(double x_m) const {
        const double u = (x_m - center_x_m) / half_width_m;
        return rise_m == 0.0 || std::abs(u) >= 1.0 ? 0.0 : 4.0 * rise_m * u * u * u / half_width_m;
    }
};

inline double arch_depth_m(const Arch& arch, double x_m, double y_m) {
    if (arch.rise_m == 0.0) return 0.0;
    const double u = (glm::dot(arch.across, Vec2(x_m, y_m)) - arch.at_m) / arch.half_width_m;
    const double left = std::max(0.0, 1.0 - u * u);
    return -arch.rise_m * left * left;
}
inline Vec2 arch_gradient(const Arch& arch, double x_m, double y_m) {
    if (arch.rise_m == 0.0) return Vec2(0.0);
    const double u = (glm::dot(arch.across, Vec2(x_m, y_m)) - arch.at_m) / arch.half_width_m;
    return 4.0 * arch.rise_m * u * std::max(0.0, 1.0 - u * u) / arch.half_width_m * arch.across;
}

struct HeightField {
    double depth_m = 0.0;  // at `center_m`
    Vec2 center_m{0.0};
    Vec2 slope{0.0};            // rise of depth along x and y
    Vec2 curvature_per_m{0.0};  // > 0: falls away from the centre
    Undulation undulation{};
    Relief relief{};
    std::array<BellyEnds, 2> ends{};  // of the belly below the face and of the one above it
    Arch arch{};

    double depth_at_m(double x_m, double y_m) const {
        double depth = smooth_depth_m(x_m, y_m);
        if (undulation.amplitude_m != 0.0) {
            const Vec2 k = wave_numbers();
            const Vec2& phase = undulation.phase_rad;
            depth += 0.5 * undulation.amplitude_m *
                     (std::sin(k.x * (x_m - center_m.x) + phase.x) - std::sin(phase.x) +
                      std::sin(k.y * (y_m - center_m.y) + phase.y) - std::sin(phase.y));
        }
        if (!relief.is_flat()) {
            depth += relief.offset_m;
            for (const Relief::Wave& wave : relief.waves)
                depth += wave.amplitude_m * std::sin(wave.per_m.x * x_m + wave.per_m.y * y_m + wave.phase_rad);
        }
        return depth;
    }

    // Without undulation and relief, which stay within wave_swing_m() of it: most points are told from most boundaries
    // by these two, without a sine.
    double smooth_depth_m(double x_m, double y_m) const {
        const double x = x_m - center_m.x;
        const double y = y_m - center_m.y;
        return depth_m + x * (slope.x + 0.5 * curvature_per_m.x * x) + y * (slope.y + 0.5 * curvature_per_m.y * y) +
               ends[0].depth_at_m(x_m) + ends[1].depth_at_m(x_m) + arch_depth_m(arch, x_m, y_m);
    }
    double wave_swing_m() const { return 2.0 * std::abs(undulation.amplitude_m) + relief.swing_m(); }

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
        if (!relief.is_flat())
            for (const Relief::Wave& wave : relief.waves)
                g += wave.amplitude_m * std::cos(wave.per_m.x * x_m + wave.per_m.y * y_m + wave.phase_rad) * wave.per_m;
        g.x += ends[0].slope_at(x_m) + ends[1].slope_at(x_m);
        return g + arch_gradient(arch, x_m, y_m);
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

// The ends of a layer as a face at this depth sees them.
inline BellyEnds ends_of(const Layer& layer, double face_depth_m) {
    if (!layer.has_ends()) return {};
    const double middle_m = 0.5 * (layer.top_m + layer.bottom_m);
    return {.center_x_m = 0.5 * (layer.between_x_m.x + layer.between_x_m.y),
            .half_width_m = 0.5 * (layer.between_x_m.y - layer.between_x_m.x),
            .rise_m = middle_m - face_depth_m};
}

inline HeightField upper_face(const Layer& layer) {
    if (layer.top_m <= 0.0) return {};  // the skin is flat
    return {.depth_m = layer.top_m,
            .slope = Vec2(std::tan(layer.tilt_rad.x), std::tan(layer.tilt_rad.y)),
            .undulation = layer.undulation,
            .relief = layer.top_relief,
            .ends = {ends_of(layer, layer.top_m), BellyEnds{}}};
}

// Of a layer that a gap follows.
inline HeightField lower_face(const Layer& layer) {
    return {.depth_m = layer.bottom_m,
            .slope = Vec2(std::tan(layer.tilt_rad.x), std::tan(layer.tilt_rad.y)),
            .undulation = layer.undulation,
            .relief = layer.bottom_relief,
            .ends = {BellyEnds{}, ends_of(layer, layer.bottom_m)}};
}

inline HeightField middle_of(const Sheet& sheet) {
    return {.depth_m = sheet.depth_m,
            .slope = Vec2(std::tan(sheet.tilt_rad.x), std::tan(sheet.tilt_rad.y)),
            .undulation = sheet.undulation,
            .relief = sheet.relief,
            .arch = sheet.arch};
}

inline HeightField cortex_of(const Bone& bone) {
    return {.depth_m = bone.depth_m,
            .center_m = bone.center_m,
            .curvature_per_m = 1.0 / bone.radius_of_curvature_m,
            .undulation = bone.undulation};
}

// Of a bone that has one.
inline HeightField lower_face_of(const Bone& bone) {
    return {.depth_m = bone.depth_m + bone.thickness_m,
            .center_m = bone.center_m,
            .curvature_per_m = -1.0 / bone.radius_of_curvature_m};
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

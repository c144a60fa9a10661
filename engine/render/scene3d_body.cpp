#include "engine/render/scene3d_body.h"

#include <algorithm>
#include <cmath>

#include "engine/core/random.h"

namespace cryo::render {

namespace {

constexpr double kLimbHalfWidthM = 0.085;
constexpr double kLimbHeightM = 0.070;
constexpr double kTableM = 0.078;
constexpr double kDrapeThicknessM = 0.0008;
constexpr double kFoldM = 0.0035;

double rounded_rectangle(double x, double y) {
    const double qx = std::abs(x) - kWindowHalfM.x + kWindowCornerM, qy = std::abs(y) - kWindowHalfM.y + kWindowCornerM;
    return std::hypot(std::max(qx, 0.0), std::max(qy, 0.0)) + std::min(std::max(qx, qy), 0.0) - kWindowCornerM;
}

double smooth(double x) {
    const double t = std::clamp(x, 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

// Values on a lattice that repeats after `period`, with smooth steps between them.
double value_noise(double x, double y, int period, std::uint64_t seed) {
    const double fx = std::floor(x), fy = std::floor(y);
    const double tx = smooth(x - fx), ty = smooth(y - fy);
    const auto lattice = [&](double i, double j) {
        const auto wrapped = [&](double v) {
            return static_cast<uint64_t>(((static_cast<int>(v) % period) + period) % period);
        };
        return static_cast<double>(mix_bits(seed ^ (wrapped(i) * 0x9e37U) ^ (wrapped(j) << 24)) >> 11) * 0x1p-53;
    };
    const double top = lattice(fx, fy) + tx * (lattice(fx + 1, fy) - lattice(fx, fy));
    const double low = lattice(fx, fy + 1) + tx * (lattice(fx + 1, fy + 1) - lattice(fx, fy + 1));
    return top + ty * (low - top);
}

// Octaves from `period` lattice cells per tile upwards.
double fractal_noise(double u, double v, int period, int octaves, uint64_t seed) {
    double sum = 0.0, weight = 0.5, total = 0.0;
    for (int o = 0; o < octaves; ++o, period *= 2, weight *= 0.5) {
        sum += weight * value_noise(u * period, v * period, period, seed + static_cast<uint64_t>(o));
        total += weight;
    }
    return sum / total;
}

uint8_t byte_of(double unit) { return static_cast<uint8_t>(std::lround(255.0 * std::clamp(unit, 0.0, 1.0))); }

// Even points with more of them where the camera looks.
std::vector<double> spread(double low, double high, int count) {
    std::vector<double> at;
    for (int i = 0; i < count; ++i) {
        const double t = 2.0 * i / (count - 1) - 1.0;
        const double eased = 0.45 * t + 0.55 * t * t * t;
        at.push_back(eased < 0.0 ? -low * eased : high * eased);
    }
    return at;
}

}  // namespace

double body_depth_m(double x_m, double y_m) {
    // The limb's section is a superellipse, flat on top: |y/a|^5 + |z'/h|^5 = 1.
    const double y = std::min(std::abs(y_m) / kLimbHalfWidthM, 1.0);
    const double limb = kLimbHeightM * (1.0 - std::pow(1.0 - std::pow(y, 5.0), 0.2));
    const double beside = kLimbHeightM + 0.35 * std::max(0.0, std::abs(y_m) - kLimbHalfWidthM);
    const double bare = std::min(std::abs(y_m) < kLimbHalfWidthM ? limb : beside, kTableM);
    const double edge = rounded_rectangle(x_m, y_m);
    if (edge <= 0.0) return bare;
    // Cloth lies on the tape and falls into folds away from it, more of them down the sides.
    const double loose = smooth((edge - 0.008) / 0.045) * (0.35 + 0.65 * smooth(bare / kLimbHeightM * 2.0));
    const double waves = std::sin(62.0 * x_m + 2.2 * std::sin(19.0 * y_m + 1.0)) +
                         0.6 * std::sin(118.0 * x_m - 35.0 * y_m + 0.7) + 0.5 * std::sin(74.0 * y_m + 21.0 * x_m);
    return bare - kDrapeThicknessM * smooth(edge / 0.001) - kFoldM * loose * (0.8 + 0.5 * waves);
}

SceneMesh body_mesh() {
    SceneMesh mesh;
    const std::vector<double> xs = spread(-0.36, 0.36, 72), ys = spread(-0.34, 0.20, 64);
    for (const double y : ys)
        for (const double x : xs) {
            constexpr double kStepM = 0.0012;
            const double slope_x = (body_depth_m(x + kStepM, y) - body_depth_m(x - kStepM, y)) / (2.0 * kStepM);
            const double slope_y = (body_depth_m(x, y + kStepM) - body_depth_m(x, y - kStepM)) / (2.0 * kStepM);
            mesh.vertices.push_back({glm::vec3(Vec3(x, y, body_depth_m(x, y))),
                                     glm::vec3(glm::normalize(Vec3(slope_x, slope_y, -1.0))), Paint{}});
        }
    const uint32_t n = static_cast<uint32_t>(xs.size());
    for (uint32_t j = 0; j + 1 < static_cast<uint32_t>(ys.size()); ++j)
        for (uint32_t i = 0; i + 1 < n; ++i) {
            const uint32_t a = j * n + i;
            mesh.indices.insert(mesh.indices.end(), {a, a + 1, a + n + 1, a, a + n + 1, a + n});
        }
    return mesh;
}

std::vector<uint8_t> body_noise() {
    constexpr uint64_t kSeed = 0x5eed;
    std::vector<uint8_t> texels;
    texels.reserve(static_cast<size_t>(kNoiseSide) * kNoiseSide * 4);
    const auto pores = [](double u, double v) { return fractal_noise(u, v, 24, 3, kSeed + 100); };
    for (int j = 0; j < kNoiseSide; ++j)
        for (int i = 0; i < kNoiseSide; ++i) {
            const double u = (i + 0.5) / kNoiseSide, v = (j + 0.5) / kNoiseSide, step = 1.0 / kNoiseSide;
            texels.push_back(byte_of(fractal_noise(u, v, 4, 4, kSeed)));
            texels.push_back(byte_of(pores(u, v)));
            texels.push_back(byte_of(0.5 + 1.2 * (pores(u - step, v) - pores(u + step, v))));
            texels.push_back(byte_of(0.5 + 1.2 * (pores(u, v - step) - pores(u, v + step))));
        }
    return texels;
}

}  // namespace cryo::render

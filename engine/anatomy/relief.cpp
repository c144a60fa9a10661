#include "engine/anatomy/relief.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/anatomy/curve.h"
#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"

namespace cryo::anatomy {

namespace {

// Provisional. Planes vary less along a limb, where muscles run, than across it: waves lie within kMostTurnRad of the
// image's x.
constexpr std::array<double, 3> kLengthFactors{1.6, 1.0, 0.6};
constexpr std::array<double, 3> kAmplitudeShares{0.5, 0.3, 0.2};
constexpr double kMostTurnRad = 0.4;
constexpr double kShortestInDepthM = 0.030;  // the phase turns once in this depth, at most
constexpr double kLongestInDepthM = 0.050;
constexpr double kFullBelowSkinM = 0.012;
constexpr double kFadesAboveBoneM = 0.010;
constexpr double kShareBelowBone = 0.25;

constexpr double kTubeStepM = 0.005;  // a tube follows the relief at points this far apart

double smooth_rise(double x) {
    const double t = std::clamp(x, 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

// The place the case is aimed at, in its image plane.
Vec2 aim_of(const Anatomy& anatomy) {
    if (!anatomy.has_target()) return Vec2(0.0);
    const Path& path = anatomy.target().tube.path_m;
    const auto nearest = std::min_element(path.begin(), path.end(),
                                          [](const Vec3& a, const Vec3& b) { return std::abs(a.y) < std::abs(b.y); });
    return {nearest->x, nearest->y};
}

void ride(const PatientRelief& relief, Tube& tube) {
    const TubeCurve curve(tube);
    const int steps = std::max(1, static_cast<int>(std::lround(curve.length_m() / kTubeStepM)));
    tube.path_m.clear();
    for (int i = 0; i <= steps; ++i) {
        const Vec3 p = curve.at_arc(curve.length_m() * i / steps);
        tube.path_m.emplace_back(p.x, p.y, p.z + relief.shift_m(p));
    }
}

}  // namespace

PatientRelief::PatientRelief(const ReliefShape& shape, uint64_t seed, const Vec2& aim_m, double shallowest_bone_m)
    : aim_m_(aim_m), bone_m_(shallowest_bone_m) {
    CRYO_CHECK(shape.amplitude_m >= 0.0 && shape.amplitude_m <= kLargestReliefM);
    CRYO_CHECK_OP(shape.wavelength_m, >, 0.0);
    Rng rng(seed, "relief");
    for (size_t i = 0; i < waves_.size(); ++i) {
        const double per_m = 2.0 * kPi / (kLengthFactors[i] * shape.wavelength_m);
        const double turn_rad = rng.uniform(-kMostTurnRad, kMostTurnRad);
        waves_[i].per_m = per_m * Vec2(std::cos(turn_rad), std::sin(turn_rad));
        const double turns_down = rng.uniform() < 0.5 ? -1.0 : 1.0;
        waves_[i].per_depth_m = turns_down * 2.0 * kPi / rng.uniform(kShortestInDepthM, kLongestInDepthM);
        waves_[i].phase_rad = rng.uniform(0.0, 2.0 * kPi);
        waves_[i].amplitude_m = kAmplitudeShares[i] * shape.amplitude_m;
    }
}

double PatientRelief::share_at(double depth_m) const {
    const double from_bone = (depth_m - (bone_m_ - kFadesAboveBoneM)) / kFadesAboveBoneM;
    return smooth_rise(depth_m / kFullBelowSkinM) * (1.0 - (1.0 - kShareBelowBone) * smooth_rise(from_bone));
}

Relief PatientRelief::at_depth(double depth_m) const {
    const double share = share_at(depth_m);
    Relief relief;
    for (size_t i = 0; i < waves_.size(); ++i) {
        const Wave& wave = waves_[i];
        Relief::Wave& here = relief.waves[i];
        here.per_m = wave.per_m;
        here.phase_rad = wave.phase_rad + wave.per_depth_m * depth_m;
        here.amplitude_m = share * wave.amplitude_m;
        relief.offset_m -= here.amplitude_m * std::sin(glm::dot(wave.per_m, aim_m_) + here.phase_rad);
    }
    return relief;
}

double PatientRelief::shift_m(const Vec3& reference_m) const {
    const Relief relief = at_depth(reference_m.z);
    double shift_m = relief.offset_m;
    for (const Relief::Wave& wave : relief.waves)
        shift_m += wave.amplitude_m * std::sin(glm::dot(wave.per_m, Vec2(reference_m)) + wave.phase_rad);
    return shift_m;
}

void lay_relief(const ReliefShape& shape, uint64_t seed, Anatomy& anatomy) {
    if (shape.amplitude_m == 0.0) return;
    double bone_m = std::numeric_limits<double>::infinity();
    for (const Bone& bone : anatomy.bones) bone_m = std::min(bone_m, bone.depth_m);
    const PatientRelief relief(shape, seed, aim_of(anatomy), bone_m);
    for (Layer& layer : anatomy.layers) {
        layer.top_relief = relief.at_depth(layer.top_m);
        layer.bottom_relief = relief.at_depth(layer.bottom_m);
    }
    for (Sheet& sheet : anatomy.sheets) sheet.relief = relief.at_depth(sheet.depth_m);
    for (Nerve& nerve : anatomy.nerves) ride(relief, nerve.tube);
    for (Vessel& vessel : anatomy.vessels) ride(relief, vessel.tube);
}

}  // namespace cryo::anatomy

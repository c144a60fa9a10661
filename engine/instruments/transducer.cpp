#include "engine/instruments/transducer.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::instruments {

namespace {

// How far soft tissue gives way under the lower edge of a rocked face, and what gap beneath the rest is still coupled.
// First choices.
constexpr double kSinkBaseM = 0.0003;
constexpr double kSinkPerPressM = 0.004;
constexpr double kGelFillBaseM = 0.001;
constexpr double kGelFillPerPressM = 0.001;
constexpr double kCouplingFadeM = 0.0008;  // from full contact to none

// The skin drapes around a curved face: share of its sagitta that tissue follows, floating and firmly pressed.
constexpr double kDrapeBaseFrac = 0.7;
constexpr double kDrapePerPressFrac = 0.3;

void check_finite(const TransducerPose& pose) {
    const bool finite = std::isfinite(pose.slide_m) && std::isfinite(pose.across_m) && std::isfinite(pose.rotate_rad) &&
                        std::isfinite(pose.tilt_rad) && std::isfinite(pose.rock_rad) && std::isfinite(pose.press_frac);
    CRYO_CHECK(finite);
}

Mat3 rotation_of(const TransducerPose& pose) {
    // A turn about +x by a positive angle takes z towards -y, and one about +y takes x towards -z: hence the signs.
    return rotation_about({0, 0, 1}, pose.rotate_rad) * rotation_about({1, 0, 0}, -pose.tilt_rad) *
           rotation_about({0, 1, 0}, -pose.rock_rad);
}

// Depth of the deepest point of the rocked face below its middle, before tilt foreshortens it.
double lower_edge_m(const Transducer& transducer, double rock_rad) {
    const double half = 0.5 * transducer.aperture_m();
    const double rock = std::abs(rock_rad);
    if (transducer.shape == ArrayShape::Linear) return half * std::sin(rock);
    // On an arc the point under the turned centre touches, as long as the arc reaches that far.
    const double radius = transducer.radius_m;
    const double touching = std::min(rock, half / radius);
    return radius * (std::cos(touching - rock) - std::cos(rock));
}

// How far the middle of the face is lifted off the skin, >= 0.
double lift_m(const Transducer& transducer, const TransducerPose& pose) {
    const double edge_m = lower_edge_m(transducer, pose.rock_rad) * std::cos(pose.tilt_rad);
    const double sink_m = kSinkBaseM + kSinkPerPressM * std::clamp(pose.press_frac, 0.0, 1.0);
    return std::max(0.0, edge_m - sink_m);
}

double smooth_fall(double x) {
    const double t = std::clamp(x, 0.0, 1.0);
    return 1.0 - t * t * (3.0 - 2.0 * t);
}

}  // namespace

TransducerPose clamped(const TransducerPose& pose) {
    check_finite(pose);
    return {std::clamp(pose.slide_m, -kSlideLimitM, kSlideLimitM),
            std::clamp(pose.across_m, -kAcrossLimitM, kAcrossLimitM),
            std::clamp(pose.rotate_rad, -kRotateLimitRad, kRotateLimitRad),
            std::clamp(pose.tilt_rad, -kTiltLimitRad, kTiltLimitRad),
            std::clamp(pose.rock_rad, -kRockLimitRad, kRockLimitRad),
            std::clamp(pose.press_frac, 0.0, 1.0)};
}

Vec3 face_point_m(const Transducer& transducer, double lateral_m) {
    if (transducer.shape == ArrayShape::Linear) return {lateral_m, 0.0, 0.0};
    CRYO_CHECK_OP(transducer.radius_m, >, 0.0);
    const double angle = lateral_m / transducer.radius_m;
    return {transducer.radius_m * std::sin(angle), 0.0, transducer.radius_m * (std::cos(angle) - 1.0)};
}

RigidTransform world_from_image(const Transducer& transducer, const TransducerPose& pose) {
    check_finite(pose);
    return {rotation_of(pose), {pose.slide_m, pose.across_m, -lift_m(transducer, pose)}};
}

double contact_fraction(const Transducer& transducer, const TransducerPose& pose, double lateral_m) {
    CRYO_CHECK(std::isfinite(lateral_m));
    const RigidTransform world_from_image_ = world_from_image(transducer, pose);
    const double press = std::clamp(pose.press_frac, 0.0, 1.0);
    const Vec3 face_m = face_point_m(transducer, lateral_m);
    const double draped_m = -face_m.z * (kDrapeBaseFrac + kDrapePerPressFrac * press);
    const double gap_m = -world_from_image_.point(face_m).z - draped_m;
    const double filled_m = kGelFillBaseM + kGelFillPerPressM * press;
    return smooth_fall((gap_m - filled_m) / kCouplingFadeM);
}

double mean_contact_fraction(const Transducer& transducer, const TransducerPose& pose) {
    constexpr int kSamples = 32;
    const double aperture_m = transducer.aperture_m();
    double sum = 0.0;
    for (int i = 0; i < kSamples; ++i)
        sum += contact_fraction(transducer, pose, aperture_m * ((i + 0.5) / kSamples - 0.5));
    return sum / kSamples;
}

}  // namespace cryo::instruments

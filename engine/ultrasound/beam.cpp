#include "engine/ultrasound/beam.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"

namespace cryo::ultrasound {

namespace {

// -6 dB one-way widths in units of wavelength times f-number: rectangular aperture on transmit, cosine apodisation on
// receive (Harris 1978, table 1).
constexpr double kRectangularWidth = 1.207;
constexpr double kCosineWidth = 1.64;

// The spectrum's centre does not fall below this share of the transmit frequency: the array hears nothing there.
constexpr double kLowestShare = 0.35;

double spectrum_sd_mhz(double bandwidth) { return mhz_from_hz(bandwidth) / kFwhmPerSd; }

double nominal_wavelength_m(const instruments::Transducer& transducer, double frequency_hz, double range_m) {
    const double arriving_hz =
        downshifted_hz(frequency_hz, bandwidth_hz(transducer, frequency_hz), nominal_attenuation_np_per_mhz(range_m));
    return kSoundSpeedMPerS / arriving_hz;
}

}  // namespace

double BeamGrid::face_position_m(double line) const { return (line + 0.5 - 0.5 * line_count) * face_spacing_m; }

Vec3 BeamGrid::origin_m(double line) const {
    const double along = face_position_m(line);
    if (shape == instruments::ArrayShape::Linear) return {along, 0.0, 0.0};
    const double angle = along / radius_m;
    return {radius_m * std::sin(angle), 0.0, radius_m * (std::cos(angle) - 1.0)};
}

Vec3 BeamGrid::direction(double line) const {
    const double angle = shape == instruments::ArrayShape::Linear ? steer_rad : face_position_m(line) / radius_m;
    return {std::sin(angle), 0.0, std::cos(angle)};
}

Vec3 BeamGrid::lateral(double line) const {
    const Vec3 along = direction(line);
    return {along.z, 0.0, -along.x};
}

double BeamGrid::line_spacing_m(double range_m) const {
    if (shape == instruments::ArrayShape::Linear) return face_spacing_m * std::cos(steer_rad);
    return face_spacing_m * (radius_m + range_m) / radius_m;
}

Vec3 BeamGrid::point_m(double line, double range_m) const { return origin_m(line) + range_m * direction(line); }

Vec2 BeamGrid::line_and_range(const Vec2& image_xz_m) const {
    const double middle = 0.5 * line_count - 0.5;
    if (shape == instruments::ArrayShape::Linear) {
        const double range = image_xz_m.y / std::cos(steer_rad);
        return {(image_xz_m.x - range * std::sin(steer_rad)) / face_spacing_m + middle, range};
    }
    const double below_apex = image_xz_m.y + radius_m;
    const double angle = std::atan2(image_xz_m.x, below_apex);
    return {angle * radius_m / face_spacing_m + middle, std::hypot(image_xz_m.x, below_apex) - radius_m};
}

double BeamGrid::half_width_m() const {
    const double half_face = 0.5 * line_count * face_spacing_m;
    if (shape == instruments::ArrayShape::Linear) return half_face + std::abs(std::tan(steer_rad)) * depth_m;
    return (radius_m + depth_m) * std::sin(half_face / radius_m);
}

double BeamGrid::lowest_m() const {
    return shape == instruments::ArrayShape::Linear ? depth_m * std::cos(steer_rad) : depth_m;
}

double BeamGrid::highest_m() const {
    if (shape == instruments::ArrayShape::Linear) return 0.0;
    return radius_m * (std::cos(0.5 * line_count * face_spacing_m / radius_m) - 1.0);
}

BeamGrid make_beam_grid(const instruments::Transducer& transducer, const ImagingSettings& settings) {
    CRYO_CHECK_OP(settings.line_count, >=, 2);
    CRYO_CHECK_OP(settings.line_count % 2, ==, 0);
    CRYO_CHECK_OP(settings.sample_count, >=, 32);
    CRYO_CHECK(settings.depth_m > 0.0);
    BeamGrid grid;
    grid.shape = transducer.shape;
    grid.line_count = settings.line_count;
    grid.sample_count = settings.sample_count;
    grid.depth_m = settings.depth_m;
    grid.sample_spacing_m = settings.depth_m / settings.sample_count;
    grid.face_spacing_m = transducer.aperture_m() / settings.line_count;
    grid.radius_m = transducer.radius_m;
    if (grid.shape == instruments::ArrayShape::Linear) grid.steer_rad = settings.steer_rad;
    return grid;
}

double bandwidth_hz(const instruments::Transducer& transducer, double frequency_hz) {
    return transducer.fractional_bandwidth * frequency_hz;
}

double downshifted_hz(double frequency_hz, double bandwidth, double attenuation_np_per_mhz) {
    const double sd_mhz = spectrum_sd_mhz(bandwidth);
    const double shifted_mhz = mhz_from_hz(frequency_hz) - attenuation_np_per_mhz * sd_mhz * sd_mhz;
    return std::max(kLowestShare * frequency_hz, hz_from_mhz(shifted_mhz));
}

double attenuation_loss_np(double frequency_hz, double bandwidth, double attenuation_np_per_mhz) {
    const double sd_mhz = spectrum_sd_mhz(bandwidth);
    const double variance = sd_mhz * sd_mhz;
    const double f = mhz_from_hz(frequency_hz);
    const double lowest = kLowestShare * f;
    const double until_lowest = (f - lowest) / variance;  // attenuation that brings the centre down to the lowest
    const double a = std::min(attenuation_np_per_mhz, until_lowest);
    return a * f - 0.5 * a * a * variance + (attenuation_np_per_mhz - a) * lowest;
}

double nominal_attenuation_np_per_mhz(double range_m) {
    return 2.0 * kNominalAttenuationDbPerCmMhz * kNpPerDb * 100.0 * range_m;
}

double axial_fwhm_m(const instruments::Transducer& transducer, double frequency_hz) {
    return 0.441 * kSoundSpeedMPerS / bandwidth_hz(transducer, frequency_hz);
}

double lateral_fwhm_m(const instruments::Transducer& transducer, const ImagingSettings& settings, double range_m) {
    const double wavelength = nominal_wavelength_m(transducer, settings.frequency_hz, range_m);
    const double face = transducer.aperture_m();
    const double receive_f_number = std::max(transducer.receive_f_number, range_m / face);
    const double receive = kCosineWidth * wavelength * receive_f_number;

    const double aperture = std::min(face, settings.focus_m / transducer.transmit_f_number);
    const double diffraction = kRectangularWidth * wavelength * range_m / aperture;
    const double defocus = aperture * std::abs(1.0 - range_m / settings.focus_m);
    const double transmit = std::min(aperture, std::hypot(diffraction, defocus));
    return 1.0 / std::sqrt(1.0 / (receive * receive) + 1.0 / (transmit * transmit));
}

double elevation_fwhm_m(const instruments::Transducer& transducer, double frequency_hz, double range_m) {
    const double wavelength = nominal_wavelength_m(transducer, frequency_hz, range_m);
    const double height = transducer.elevation_aperture_m;
    const double focus = transducer.elevation_focus_m;
    const double diffraction = kRectangularWidth * wavelength * range_m / height;
    const double defocus = height * std::abs(1.0 - range_m / focus);
    double one_way = std::hypot(diffraction, defocus);
    if (range_m < focus) one_way = std::min(one_way, height);
    return one_way / std::sqrt(2.0);
}

double slab_half_thickness_m(const instruments::Transducer& transducer, const ImagingSettings& settings,
                             double range_m) {
    return 0.5 * elevation_fwhm_m(transducer, settings.frequency_hz, range_m);
}

}  // namespace cryo::ultrasound

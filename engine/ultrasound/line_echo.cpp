#include "engine/ultrasound/line_echo.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/ultrasound/scan_plan.h"

namespace cryo::ultrasound {

namespace {

using anatomy::Tissue;

constexpr double kFaintestReflection = 0.004;

// Share of a boundary's reflection that its roughness scatters into all directions; design values.
double roughness_of(Tissue below) {
    switch (below) {
        case Tissue::CorticalBone:
            return 0.16;
        case Tissue::Lung:
            return 0.20;
        case Tissue::Skin:
            return 0.25;
        case Tissue::Fascia:
            return 0.15;
        case Tissue::GelPhantom:
            return 0.02;
        default:
            return 0.08;
    }
}

// Where a fascia or the skin of a muscle leaves the beam's direction, thins or splits, its line is interrupted: on
// about an eighth of its length it is fainter, down to a quarter, over two to five millimetres. Design values, by eye.
bool is_interrupted(Tissue above, Tissue below) {
    const auto is_soft = [](Tissue t) {
        return t == Tissue::Fascia || t == Tissue::Muscle || t == Tissue::Tendon || t == Tissue::Fat;
    };
    return is_soft(above) && is_soft(below);
}

// Connective tissue is uneven where a test object's faces are not.
bool has_grain(Tissue above, Tissue below) {
    const auto is_connective = [](Tissue t) {
        return t == Tissue::Fascia || t == Tissue::Tendon || t == Tissue::Skin || t == Tissue::Lung;
    };
    return is_connective(above) || is_connective(below);
}

// The lung's surface glides along the chest wall with every breath; design values.
double lung_slide_m(double t_s) {
    constexpr double kHalfStrokeM = 0.006;
    constexpr double kBreathS = 4.5;
    return kHalfStrokeM * std::sin(2.0 * kPi * t_s / kBreathS);
}

// Both ways through what contact there is.
double contact_gain(double contact) { return std::max(kLeastContactGain, contact * contact); }

// Sound that a strong face sends back is reflected once more by the transducer's own face, and comes again at every
// multiple of the depth: A-lines below pleura and gas, one weak repeat below bone.
constexpr double kTransducerReflection = 0.2;  // of the face; design value
constexpr double kLeastRepeating = 0.5;        // reflection of a face that repeats visibly
constexpr int kRepeats = 3;

// `first` as it was met at its range with this tilt to the line.
void add_repeats(const EchoScene& scene, const Reflector& first, double r, const AngleLaw& law, LineWork& work) {
    const double range_m = first.range_m;
    PathLoss path = work.loss;  // what the line has passed so far
    path.finish();
    const PathLoss::At before = path.at(std::max(0.0, range_m - 1e-6));
    const double round_trip = std::exp(gain_np(scene, work, before)) * kTransducerReflection * std::abs(r);
    const instruments::Transducer& transducer = scene.frame.transducer;
    Reflector echo = first;
    echo.before_shadow_m = range_m;
    echo.diffuse = 0.0;
    double strength = r;
    for (int k = 2; k <= kRepeats + 1 && k * before.shown_m < scene.response.grid.depth_m; ++k) {
        strength *= round_trip;
        // Each passage turns the echo by the tilt once more.
        const double lateral_f = std::max(transducer.receive_f_number, k * range_m / transducer.aperture_m());
        const double elevational_f = k * range_m / transducer.elevation_aperture_m;
        const double overlap =
            aperture_overlap(lateral_f, k * law.tan_lateral) * aperture_overlap(elevational_f, k * law.tan_elevational);
        echo.range_m = range_m + (k - 1) * before.shown_m;
        echo.spread_m = k * first.spread_m;
        echo.slope = k * first.slope;
        echo.coherent = strength * overlap;
        if (std::abs(echo.coherent) > 1e-6) work.reflectors.push_back(echo);
    }
}

double hash_phase(int surface, int wave) {
    uint32_t h = static_cast<uint32_t>(surface) * 0x9e3779b9U + static_cast<uint32_t>(wave) * 0x85ebca6bU + 1U;
    h ^= h >> 16;
    h *= 0x7feb352dU;
    h ^= h >> 15;
    return 2.0 * kPi * static_cast<double>(h) / 4294967296.0;
}

}  // namespace

double Reflector::spread_gain(double axial_sd_m) const {
    const double thin = axial_sd_m / std::hypot(axial_sd_m, spread_m);
    return is_rough ? std::sqrt(thin) : thin;
}

LineFrame line_frame(const ImageFrame& frame, const BeamGrid& grid, double line) {
    LineFrame axes;
    axes.origin_m = frame.world_from_image.point(grid.origin_m(line));
    axes.direction = frame.world_from_image.direction(grid.direction(line));
    axes.lateral = frame.world_from_image.direction(grid.lateral(line));
    axes.elevational = frame.world_from_image.direction({0, 1, 0});
    if (frame.deformation != nullptr && !frame.deformation->is_identity()) {
        axes.deformation = frame.deformation;
        axes.press = frame.deformation->column(grid.face_position_m(line), 0.0);
    }
    return axes;
}

double gain_np(const EchoScene& scene, const LineWork& work, const PathLoss::At& at) {
    const double f = scene.frame.settings.frequency_hz;
    return -attenuation_loss_np(f, bandwidth_hz(scene.frame.transducer, f), at.attenuation_np_per_mhz) - at.blocked_np +
           std::log(contact_gain(work.contact));
}

double aperture_overlap(double f_number, double tan_tilt) {
    return std::max(0.0, 1.0 - 2.0 * f_number * std::abs(tan_tilt));
}

AngleLaw angle_law(const EchoScene& scene, const LineFrame& line, const Vec3& normal, double range_m) {
    const instruments::Transducer& transducer = scene.frame.transducer;
    AngleLaw law;
    const double along = glm::dot(normal, line.direction);
    law.cos_tilt = std::abs(along);
    const double safe = std::max(0.02, law.cos_tilt) * (along < 0.0 ? -1.0 : 1.0);
    law.tan_lateral = glm::dot(normal, line.lateral) / safe;
    law.tan_elevational = glm::dot(normal, line.elevational) / safe;
    const double lateral_f = std::max(transducer.receive_f_number, range_m / transducer.aperture_m());
    const double elevational_f = range_m / transducer.elevation_aperture_m;
    law.overlap = aperture_overlap(lateral_f, law.tan_lateral) * aperture_overlap(elevational_f, law.tan_elevational);
    return law;
}

SurfaceGrain surface_grain(const Vec3& reference_m, int surface) {
    // Three waves of millimetres in directions that do not repeat over the width of an image.
    const double x = reference_m.x * 1e3;
    const double y = reference_m.y * 1e3;
    const double a = std::sin(1.13 * x + 0.71 * y + hash_phase(surface, 0));
    const double b = std::sin(2.31 * x - 1.27 * y + hash_phase(surface, 1));
    const double c = std::sin(0.47 * x + 1.93 * y + hash_phase(surface, 2));
    return {std::pow(10.0, (1.2 * a + 1.5 * b + 1.0 * c) / 20.0), 1.4 * a + 1.1 * c + 0.8 * b};
}

double surface_presence(const Vec3& reference_m, int surface) {
    const double x = reference_m.x * 1e3;
    const double y = reference_m.y * 1e3;
    const double waves = std::sin(0.37 * x + 0.19 * y + hash_phase(surface, 3)) +
                         std::sin(0.61 * x - 0.33 * y + hash_phase(surface, 4)) +
                         0.7 * std::sin(0.97 * x + 0.47 * y + hash_phase(surface, 5));
    constexpr double kGoneBelow = -1.7;
    constexpr double kWholeAbove = -0.7;
    constexpr double kFaintest = 0.25;
    const double t = std::clamp((waves - kGoneBelow) / (kWholeAbove - kGoneBelow), 0.0, 1.0);
    return kFaintest + (1.0 - kFaintest) * t * t * (3.0 - 2.0 * t);
}

void add_layers(const EchoScene& scene, LineWork& work) {
    const auto& layers = scene.medium.layers();
    const auto layer = [&](int i) -> const AcousticLayer& { return layers[static_cast<size_t>(i)]; };
    const auto rate = [&](int i) { return attenuation_rate(layer(i).attenuation_db_per_cm_mhz); };
    const auto slowness = [&](int i) { return relative_slowness(layer(i).sound_speed_m_per_s); };

    const int patient = static_cast<int>(scene.medium.medium().anatomy().seed % 9973) * 64;  // tells surfaces apart

    work.loss.add_rate(0.0, rate(work.layers.first), slowness(work.layers.first) - 1.0);
    for (const Boundary& boundary : work.layers.boundaries) {
        const double range_m = boundary.range_m;
        work.loss.add_rate(range_m, rate(boundary.below) - rate(boundary.above),
                           slowness(boundary.below) - slowness(boundary.above));
        const double r = reflection(layer(boundary.above).impedance_rayl, layer(boundary.below).impedance_rayl);
        if (std::abs(r) < kFaintestReflection) continue;
        work.loss.add_block(range_m, -std::log(1.0 - r * r));
        const Tissue below = layer(boundary.below).tissue;
        if (below == Tissue::Marrow) continue;  // hidden under the cortex; cancellous bone has no face
        const AngleLaw law = angle_law(scene, work.frame, boundary.normal, range_m);
        Reflector echo;
        echo.range_m = range_m;
        echo.is_layer_face = true;
        echo.slope = law.tan_lateral;
        echo.spread_m = std::abs(law.tan_elevational) * scene.elevation_sd_m(range_m);
        echo.coherent = r * law.overlap;
        echo.diffuse = std::abs(r) * roughness_of(below) * law.cos_tilt;
        if (has_grain(layer(boundary.above).tissue, below)) {
            Vec3 place_m = work.frame.reference_m(range_m);
            if (below == Tissue::Lung) place_m.x += lung_slide_m(scene.frame.t_s);
            const SurfaceGrain grain = surface_grain(place_m, boundary.below);
            echo.coherent *= grain.gain;
            echo.diffuse *= grain.gain;
            echo.phase_rad = grain.phase_rad;
        }
        if (is_interrupted(layer(boundary.above).tissue, below)) {
            const double presence =
                surface_presence(work.frame.reference_m(range_m), patient + std::max(boundary.above, boundary.below));
            echo.coherent *= presence;
            echo.diffuse *= presence;
        }
        work.reflectors.push_back(echo);
        if (std::abs(r) > kLeastRepeating) add_repeats(scene, echo, r, law, work);
    }
}

void add_air_gap(const EchoScene& scene, LineWork& work) {
    // Sound that cannot leave the face rings between it and the air: evenly spaced lines that die away.
    constexpr double kSpacingM = 0.00055;
    constexpr double kFirstLevel = 0.12;
    constexpr double kDecay = 0.72;
    constexpr int kEchoes = 7;
    const double lost = 1.0 - work.contact;
    if (lost < 0.02) return;
    double level = kFirstLevel * lost;
    for (int i = 1; i <= kEchoes && i * kSpacingM < scene.response.grid.depth_m; ++i) {
        Reflector echo;
        echo.range_m = i * kSpacingM;
        // The line's own loss does not apply: these never left the transducer.
        echo.coherent = level / contact_gain(work.contact);
        work.reflectors.push_back(echo);
        level *= kDecay;
    }
}

}  // namespace cryo::ultrasound

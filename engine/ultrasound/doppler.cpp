#include "engine/ultrasound/doppler.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/ultrasound/fibre.h"
#include "engine/ultrasound/ice_echo.h"
#include "engine/ultrasound/needle_echo.h"
#include "engine/ultrasound/scan_plan.h"
#include "engine/ultrasound/tube_path.h"

namespace cryo::ultrasound {

namespace {

using Complex = std::complex<double>;

constexpr double kFrequencyShare = 0.7;  // of the image's
constexpr double kBloodDb = -25.0;       // re muscle; design value
constexpr double kPulseCycles = 4.0;     // longer pulses than the image's
constexpr double kLateralWidening = 1.5;
constexpr int kResponseSamples = 64;

// Twinkling: gas at high speed makes the steel's echo jump in phase from pulse to pulse, and trails behind it.
constexpr double kTwinkleJitterRad = 1.6;
constexpr double kTwinkleTailM = 0.0003;

constexpr double kFrozenDegc = 0.0;  // blood colder than this does not flow

double square(double x) { return x * x; }
double amplitude_from_db(double db) { return std::pow(10.0, db / 20.0); }

// Numbers drawn by place and image, from tables: whole packets of noise cost little and never depend on the order in
// which cells are visited.
class Chance {
  public:
    static constexpr size_t kSize = 4096;
    Chance() {
        Rng rng(1, "doppler");
        for (Complex& value : gaussian_) value = Complex(rng.normal(), rng.normal()) * std::sqrt(0.5);
        for (Complex& value : phasor_) value = std::polar(1.0, rng.uniform(0.0, 2.0 * kPi));
        for (Complex& value : jitter_) value = std::polar(1.0, rng.normal(0.0, kTwinkleJitterRad));
    }
    Complex gaussian(uint64_t bits) const { return gaussian_[bits % kSize]; }  // unit mean power
    Complex phasor(uint64_t bits) const { return phasor_[bits % kSize]; }
    Complex jitter(uint64_t bits) const { return jitter_[bits % kSize]; }

  private:
    std::array<Complex, kSize> gaussian_, phasor_, jitter_;
};

const Chance& chance() {
    static const Chance made;
    return made;
}

// A part of the sample volume: where it lies off the cell's middle in standard deviations of power, and its weight.
struct Part {
    double lateral, elevational, axial, weight;
};
constexpr int kParts = 18;
std::array<Part, kParts> make_parts() {
    // Three points across, three in elevation (Gauss-Hermite), two along the pulse.
    constexpr std::array<double, 3> kPlace{-1.7320508, 0.0, 1.7320508};
    constexpr std::array<double, 3> kWeight{1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0};
    std::array<Part, kParts> parts;
    size_t n = 0;
    for (size_t l = 0; l < 3; ++l)
        for (size_t e = 0; e < 3; ++e)
            for (const double axial : {-1.0, 1.0})
                parts[n++] = {kPlace[l], kPlace[e], axial, 0.5 * kWeight[l] * kWeight[e]};
    return parts;
}

// Adds `amplitude` turning by `step_rad` per pulse.
void add_tone(Packet& packet, Complex amplitude, double step_rad) {
    const Complex turn = std::polar(1.0, step_rad);
    for (Complex& value : packet) {
        value += amplitude;
        amplitude *= turn;
    }
}

// How fast still tissue comes nearer along a beam because the transducer moves: linear in range, as rigid motion is.
struct Approach {
    double at_face_m_per_s = 0.0;
    double per_m = 0.0;
};
Approach tissue_approach(const ImageFrame& frame, const RigidTransform& image_from_world, const LineFrame& line) {
    if (!frame.world_from_image_before || frame.before_s <= 0.0) return {};
    const RigidTransform image_from_world_before = frame.world_from_image_before->inverse();
    const Vec3 axis = image_from_world.direction(line.direction);
    const Vec3 face = image_from_world.point(line.origin_m) - image_from_world_before.point(line.origin_m);
    const Vec3 turned = axis - image_from_world_before.direction(line.direction);
    return {-glm::dot(face, axis) / frame.before_s, -glm::dot(turned, axis) / frame.before_s};
}

// One vessel as one Doppler line meets it.
struct Lumen {
    TubePass pass;
    Vec3 per_lateral_m{0.0};
    Vec2 inverse_frac{1.0};
    double axis_m_per_s = 0.0;  // towards the transducer, on the vessel's axis

    // Squared radius in units of the lumen; < 1 inside.
    double radius2(double range_m, double lateral_m, double elevation_sd) const {
        const Vec3 p = pass.at_zero + range_m * pass.per_m + lateral_m * per_lateral_m + elevation_sd * pass.per_sd;
        return square(p.x * inverse_frac.x) + square(p.y * inverse_frac.y);
    }
};

class DopplerLine {
  public:
    DopplerLine(const EchoScene& scene, const DopplerGrid& grid, double step_per_m_per_s)
        : scene_(scene), grid_(grid), step_per_m_per_s_(step_per_m_per_s), ice_(scene.frame, true) {
        const double f_hz = scene.frame.settings.frequency_hz;
        axial_sd_m_ = 0.5 * kPulseCycles * kSoundSpeedMPerS / f_hz / kFwhmPerSd;
        for (int j = 0; j < kDopplerSamples; ++j) {
            const double fwhm_m = lateral_fwhm_m(scene.frame.transducer, scene.frame.settings, grid.range_m(j));
            lateral_sd_m_[static_cast<size_t>(j)] = kLateralWidening * fwhm_m / kFwhmPerSd / std::sqrt(2.0);
        }
    }

    void begin(int i, const LineFrame& frame, const TubePass* first, const TubePass* end) {
        const ImageFrame& image = scene_.frame;
        work_.clear();
        work_.line = i;
        work_.frame = frame;
        drift_ = tissue_approach(image, scene_.image_from_world, frame);
        const double face_m = grid_.beams.face_position_m(grid_.line(i));
        work_.contact = instruments::contact_fraction(image.transducer, image.pose, face_m);
        find_layers(scene_.medium, work_.frame, grid_.beams.depth_m, work_.layers);
        add_layers(scene_, work_);
        lumina_.clear();
        for (const TubePass* pass = first; pass != end; ++pass) {
            add_tube(scene_, *pass, work_);
            add_lumen(*pass);
        }
        ice_.add(scene_, work_);
        shafts_.clear();
        for (const instruments::NeedleAxis& needle : image.needles) {
            ShaftEcho echo;
            if (!shaft_echo(scene_, needle, image.inserted_m, frame, echo)) continue;
            const double approach = -image.needle_speed_m_per_s * glm::dot(needle.direction, frame.direction);
            shafts_.push_back({echo.range_m, std::hypot(echo.rough, echo.mirror), approach});
        }
        work_.loss.finish();
    }

    // Everything but receiver noise.
    void echoes(int j, uint64_t place_bits, uint64_t image_bits, Packet& packet) const {
        const double range_m = grid_.range_m(j);
        const double gain = std::exp(gain_np(scene_, work_, work_.loss.at(work_.loss.true_range_m(range_m))));
        const AcousticLayer& layer = scene_.medium.layers()[static_cast<size_t>(work_.layers.layer_at(range_m))];
        const double tissue_db =
            kMuscleLevelDb + layer.backscatter_db + fibre_level_db(layer.tissue, layer.fibre, work_.frame.direction);
        const double tissue = gain * amplitude_from_db(tissue_db);
        const double drift_rad = step_per_m_per_s_ * (drift_.at_face_m_per_s + range_m * drift_.per_m);
        double blood_share = 0.0;
        for (const Lumen& lumen : lumina_) blood_share += add_blood(lumen, j, gain, drift_rad, image_bits, packet);
        // Speckle of still tissue is the same from image to image.
        add_tone(packet, tissue * std::sqrt(std::max(0.0, 1.0 - blood_share)) * chance().gaussian(place_bits),
                 drift_rad);
        for (const Shaft& shaft : shafts_) add_shaft(shaft, range_m, gain, drift_rad, place_bits, image_bits, packet);
    }

  private:
    struct Shaft {
        double range_m, amplitude, approach_m_per_s;
    };

    void add_lumen(const TubePass& pass) {
        if (pass.tube < 0) return;
        const AcousticTube& tube = scene_.medium.tubes()[static_cast<size_t>(pass.tube)];
        if (tube.kind == AcousticTube::Kind::Nerve) return;
        const Vec3 middle_m = work_.frame.settled_point_m(work_.frame.settled_range_m(pass.nearest_m));
        const ImageFrame& image = scene_.frame;
        if (image.temperature_degc != nullptr) {
            const GridFrame& box = image.temperature_degc->frame();
            const Vec3 cell = box.cell_from_point(middle_m);
            const bool inside = glm::all(glm::greaterThanEqual(cell, Vec3(0.0))) &&
                                glm::all(glm::lessThanEqual(cell, Vec3(box.size) - 1.0));
            if (inside && sample_trilinear(*image.temperature_degc, middle_m) < kFrozenDegc) return;
        }
        const auto& vessel = scene_.medium.medium().anatomy().vessels[static_cast<size_t>(tube.index)];
        Lumen& lumen = lumina_.emplace_back();
        lumen.pass = pass;
        lumen.inverse_frac = 1.0 / tube.lumen_frac;
        lumen.per_lateral_m = {glm::dot(pass.gradient_x, work_.frame.lateral),
                               glm::dot(pass.gradient_y, work_.frame.lateral), 0.0};
        lumen.axis_m_per_s = -axial_blood_velocity(vessel, image.t_s) * glm::dot(pass.tangent, work_.frame.direction);
    }

    // Scatterers in the parts of the sample volume that lie in the lumen, each at the speed of a parabolic profile.
    // Returns the share of the volume that is blood.
    double add_blood(const Lumen& lumen, int j, double gain, double drift_rad, uint64_t bits, Packet& packet) const {
        const double range_m = grid_.range_m(j);
        static const std::array<Part, kParts> kVolume = make_parts();
        const double lateral_sd_m = lateral_sd_m_[static_cast<size_t>(j)];
        const double blood = gain * amplitude_from_db(kMuscleLevelDb + kBloodDb);
        double share = 0.0;
        uint64_t draw = mix_bits(bits ^ 0xb100dULL);
        for (const Part& part : kVolume) {
            const double r2 = lumen.radius2(range_m + part.axial * axial_sd_m_ / std::sqrt(2.0),
                                            part.lateral * lateral_sd_m, part.elevational);
            draw += 0x9e3779b97f4a7c15ULL;
            if (r2 >= 1.0) continue;
            share += part.weight;
            const double approach = lumen.axis_m_per_s * (1.0 - r2);
            add_tone(packet, blood * std::sqrt(part.weight) * chance().gaussian(draw >> 20),
                     drift_rad + step_per_m_per_s_ * approach);
        }
        return share;
    }

    void add_shaft(const Shaft& shaft, double range_m, double gain, double drift_rad, uint64_t place_bits,
                   uint64_t image_bits, Packet& packet) const {
        const bool gas = scene_.frame.gas_flowing;
        const double behind_m = range_m - shaft.range_m;
        double envelope = std::exp(-0.5 * square(behind_m / axial_sd_m_));
        if (gas && behind_m > 0.0) envelope = std::max(envelope, std::exp(-behind_m / kTwinkleTailM));
        if (envelope < 1e-4) return;
        const double step_rad = drift_rad + step_per_m_per_s_ * shaft.approach_m_per_s;
        Packet echo{};
        add_tone(echo, gain * shaft.amplitude * envelope * chance().phasor(place_bits >> 12), step_rad);
        uint64_t draw = mix_bits(image_bits ^ 0x7717c1eULL);
        for (size_t n = 0; n < kPacket; ++n) {
            draw += 0x9e3779b97f4a7c15ULL;
            packet[n] += gas ? echo[n] * chance().jitter(draw >> 20) : echo[n];
        }
    }

    const EchoScene& scene_;
    const DopplerGrid& grid_;
    double step_per_m_per_s_;
    IceEcho ice_;
    double axial_sd_m_;
    std::array<double, kDopplerSamples> lateral_sd_m_{};  // of power
    Approach drift_;
    LineWork work_;
    std::vector<Lumen> lumina_;
    std::vector<Shaft> shafts_;
};

}  // namespace

Vec2 DopplerGrid::cell_at(const Vec2& image_xz_m) const {
    const Vec2 beam = beams.line_and_range(image_xz_m);
    return {beam.x - first_line + 0.5, (beam.y - top_m) / spacing_m};
}

std::array<Vec2, 4> DopplerGrid::corners_m() const {
    const auto at = [&](double line, double range_m) {
        const Vec3 p = beams.point_m(line, range_m);
        return Vec2(p.x, p.z);
    };
    const double left = first_line - 0.5, right = first_line + kDopplerLines - 0.5;
    return {at(left, top_m), at(right, top_m), at(right, bottom_m()), at(left, bottom_m())};
}

DopplerGrid make_doppler_grid(const instruments::Transducer& transducer, const ImagingSettings& settings) {
    const DopplerSettings& doppler = settings.doppler;
    DopplerGrid grid;
    grid.beams = make_beam_grid(transducer, settings);
    const bool linear = grid.beams.shape == instruments::ArrayShape::Linear;
    grid.beams.steer_rad = linear ? doppler.steer_rad : 0.0;
    grid.beams.line_count = kDopplerLines;
    double face_m = 0.0, range_m = 0.0, width_m = doppler.box_width_m;
    if (linear) {
        face_m = doppler.box_lateral_m - doppler.box_depth_m * std::tan(grid.beams.steer_rad);
        range_m = doppler.box_depth_m / std::cos(grid.beams.steer_rad);
    } else {
        const double radius_m = grid.beams.radius_m;
        const double deep_m = radius_m + doppler.box_depth_m;
        face_m = radius_m * std::atan2(doppler.box_lateral_m, deep_m);
        range_m = std::hypot(doppler.box_lateral_m, deep_m) - radius_m;
        width_m *= radius_m / (radius_m + range_m);
    }
    const double height_m = doppler.box_height_m / std::cos(grid.beams.steer_rad);
    grid.beams.face_spacing_m = width_m / kDopplerLines;
    grid.first_line = face_m / grid.beams.face_spacing_m;
    grid.top_m = std::max(0.0, range_m - 0.5 * height_m);
    grid.spacing_m =
        (std::min(grid.beams.depth_m / std::cos(grid.beams.steer_rad), range_m + 0.5 * height_m) - grid.top_m) /
        kDopplerSamples;
    return grid;
}

double doppler_frequency_hz(const instruments::Transducer& transducer, const ImagingSettings& settings) {
    return std::max(transducer.frequency_low_hz, kFrequencyShare * settings.frequency_hz);
}

double doppler_prf_hz(const instruments::Transducer& transducer, const ImagingSettings& settings) {
    return 4.0 * doppler_frequency_hz(transducer, settings) * settings.doppler.scale_m_per_s / kSoundSpeedMPerS;
}

double largest_doppler_scale(const instruments::Transducer& transducer, const ImagingSettings& settings) {
    const double prf_hz = kSoundSpeedMPerS / (2.0 * make_doppler_grid(transducer, settings).bottom_m());
    return kSoundSpeedMPerS * prf_hz / (4.0 * doppler_frequency_hz(transducer, settings));
}

double DopplerField::velocity_m_per_s(int i, int j) const { return scale_m_per_s * std::arg(at(i, j).lag_one) / kPi; }

double axial_blood_velocity(const anatomy::Vessel& vessel, double t_s) {
    constexpr double kDiastolicShare = 0.18;
    const double peak = vessel.peak_velocity_m_per_s;
    if (vessel.kind == anatomy::VesselKind::Artery)
        return vessel.pulsatile ? peak * (kDiastolicShare + (1.0 - kDiastolicShare) * pulse_wave(t_s)) : peak;
    constexpr double kBreathsPerS = 0.25;
    return vessel.pulsatile ? -peak * (0.85 + 0.15 * std::sin(2.0 * kPi * kBreathsPerS * t_s)) : -peak;
}

void make_doppler(const ImageFrame& frame, DopplerField& field) {
    CRYO_CHECK(frame.medium != nullptr);
    const DopplerSettings& doppler = frame.settings.doppler;
    field.grid = make_doppler_grid(frame.transducer, frame.settings);
    field.scale_m_per_s = doppler.scale_m_per_s;
    field.noise_power = square(amplitude_from_db(kReceiverNoiseDb));
    field.values.resize(static_cast<size_t>(kDopplerLines * kDopplerSamples));

    ImageFrame sounded = frame;
    sounded.settings.frequency_hz = doppler_frequency_hz(frame.transducer, frame.settings);
    sounded.settings.sample_count = kResponseSamples;
    Response response = make_response(sounded.transducer, sounded.settings);
    response.grid.line_count = field.grid.beams.line_count;
    response.grid.face_spacing_m = field.grid.beams.face_spacing_m;
    response.grid.steer_rad = field.grid.beams.steer_rad;
    const EchoScene scene{sounded, *frame.medium, response, frame.world_from_image.inverse()};

    std::vector<LineFrame> lines;
    for (int i = 0; i < kDopplerLines; ++i) lines.push_back(line_frame(sounded, field.grid.beams, field.grid.line(i)));
    std::vector<TubePass> passes;
    find_tube_passes(scene, lines, field.grid.first_line, passes);

    DopplerLine line(scene, field.grid, kPi / doppler.scale_m_per_s);
    const double noise = frame.noise_on ? std::sqrt(field.noise_power) : 0.0;
    const TubePass* pass = passes.data();
    const TubePass* const end = pass + passes.size();
    for (int i = 0; i < kDopplerLines; ++i) {
        const TubePass* const first = pass;
        while (pass != end && pass->line == i) ++pass;
        line.begin(i, lines[static_cast<size_t>(i)], first, pass);
        for (int j = 0; j < kDopplerSamples; ++j) {
            const uint64_t place_bits = mix_bits(static_cast<uint64_t>(j * kDopplerLines + i));
            const uint64_t image_bits = mix_bits(place_bits ^ mix_bits(frame.image_index));
            Packet packet{};
            line.echoes(j, place_bits, image_bits, packet);
            uint64_t draw = image_bits;
            for (Complex& value : packet) {
                draw += 0x9e3779b97f4a7c15ULL;
                value += noise * chance().gaussian(draw >> 20);
            }
            filter_wall(doppler.wall_filter, packet);
            field.values[static_cast<size_t>(j * kDopplerLines + i)] = autocorrelate(packet);
        }
    }
}

}  // namespace cryo::ultrasound

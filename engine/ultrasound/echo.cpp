#include "engine/ultrasound/echo.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/ultrasound/tube_path.h"

namespace cryo::ultrasound {

namespace {

double to_double(float value) { return static_cast<double>(value); }

Vec3 cells(const std::array<glm::vec4, 3>& rows, const Vec3& reference_mm) {
    Vec3 cell;
    for (int r = 0; r < 3; ++r) {
        const glm::vec4& row = rows[static_cast<size_t>(r)];
        cell[r] = to_double(row.x) * reference_mm.x + to_double(row.y) * reference_mm.y +
                  to_double(row.z) * reference_mm.z + to_double(row.w);
    }
    return cell;
}

struct PackedRange {
    int first;
    int end;
    explicit PackedRange(int packed) : first(packed / 64), end(packed % 64) {}
};

double power_from_db(double db) { return std::pow(10.0, 0.1 * db); }

// The layer at a shown range and the power of its speckle, boundaries blurred by the thickness of the beam.
struct LayerHere {
    int layer = 0;
    double power = 0.0;
};

LayerHere layer_at(const ScanPlan& plan, int line, const PlanBlock& block, double shown_mm) {
    const PlanSegment* row = &plan.segments[static_cast<size_t>(line) * kMaxSegments];
    const PackedRange list(static_cast<int>(block.segments_and_tubes) % 4096);
    LayerHere here{static_cast<int>(block.layer), power_from_db(to_double(block.power_db))};
    for (int k = list.first; k < list.end; ++k) {
        const double w =
            std::clamp((shown_mm - to_double(row[k].top_mm)) * to_double(row[k].inverse_blur_per_mm) + 0.5, 0.0, 1.0);
        here.power += w * (power_from_db(to_double(row[k].power_db)) - here.power);
        if (w >= 0.5) here.layer = static_cast<int>(row[k].layer);
    }
    return here;
}

// One sample's echo: speckle of tissue, coherent echo of its membranes, reflectors.
class Sampler {
  public:
    Sampler(const ScanPlan& plan, const AcousticMedium& medium) : plan_(plan), medium_(medium) {}

    std::complex<double> at(int line, int sample) const {
        const double shown_mm = 1e3 * plan_.grid.range_m(sample);
        const PlanBlock& block = plan_.blocks[static_cast<size_t>(line) * static_cast<size_t>(plan_.block_count) +
                                              static_cast<size_t>(sample / kSamplesPerBlock)];
        const Vec2 node = node_at(line, sample);
        const glm::vec4& origin = plan_.lines[2 * static_cast<size_t>(line)];
        const glm::vec4& direction = plan_.lines[2 * static_cast<size_t>(line) + 1];
        const Vec3 reference_mm =
            Vec3(origin.x, origin.y, origin.z) + node.y * Vec3(direction.x, direction.y, direction.z);

        const LayerHere here = layer_at(plan_, line, block, shown_mm);
        const PlanLayer& layer = plan_.layers[static_cast<size_t>(here.layer)];
        const auto [first, second, shows, variation] =
            medium_.structure().at(cells(layer.cells_from_reference, reference_mm));
        const double narrow = to_double(layer.structure.z);
        const double a = first * narrow;
        const double b = second * narrow;
        const double membrane = std::min(1.0, std::exp(-a * a) + std::exp(-b * b)) * shows;
        double power = here.power * power_from_db(to_double(layer.structure.x) * variation +
                                                  to_double(layer.structure.y) * membrane);
        double coherent = to_double(layer.structure.w) * membrane;
        add_tubes(line, PackedRange(static_cast<int>(block.segments_and_tubes) / 4096), node.y, power, coherent);

        const std::complex<double> speckle = speckle_at(reference_mm);
        const double gain = std::exp(node.x);
        return gain * (std::sqrt(power) * speckle + coherent) +
               reflectors_at(line, PackedRange(static_cast<int>(block.reflectors)), shown_mm, speckle);
    }

  private:
    // Log gain and settled range in mm.
    Vec2 node_at(int line, int sample) const {
        const double at = (sample + 0.5) / kSamplesPerNode;
        const auto low = static_cast<size_t>(at);
        const double part = at - static_cast<double>(low);
        const glm::vec4& node = plan_.nodes[static_cast<size_t>(line) * static_cast<size_t>(plan_.node_count) + low];
        return Vec2(node.x, node.y) * (1.0 - part) + Vec2(node.z, node.w) * part;
    }

    void add_tubes(int line, const PackedRange& list, double settled_mm, double& power, double& coherent) const {
        for (int k = list.first; k < list.end; ++k) {
            const PlanTube& tube = plan_.tubes[static_cast<size_t>(line) * kMaxTubes + static_cast<size_t>(k)];
            const Vec3 point = Vec3(tube.zero_x, tube.zero_y, tube.zero_z) +
                               settled_mm * Vec3(tube.per_mm_x, tube.per_mm_y, tube.per_mm_z);
            const Vec3 per_sd(tube.per_sd_x, tube.per_sd_y, tube.per_sd_z);
            double middle = 0.0;
            const double coverage = beam_coverage(point, per_sd, &middle);
            const Vec3 seen = point + middle * per_sd;
            const double level_db = medium_.sections().level_db(static_cast<int>(tube.section), {seen.x, seen.y}) +
                                    to_double(tube.power_db);
            power += coverage * (power_from_db(level_db) - power);
            coherent *= 1.0 - coverage;
        }
    }

    std::complex<double> speckle_at(const Vec3& reference_mm) const {
        std::complex<double> sum = 0.0;
        for (const SpeckleLattice& lattice : plan_.lattices)
            sum += to_double(lattice.weight) * medium_.speckle().at(cells(lattice.cells_from_reference, reference_mm));
        return sum;
    }

    std::complex<double> reflectors_at(int line, const PackedRange& list, double shown_mm,
                                       const std::complex<double>& speckle) const {
        std::complex<double> sum = 0.0;
        for (int k = list.first; k < list.end; ++k) {
            const PlanReflector& r =
                plan_.reflectors[static_cast<size_t>(line) * kMaxReflectors + static_cast<size_t>(k)];
            const double off_mm = shown_mm - to_double(r.range_mm);
            const double shape = std::exp(-off_mm * off_mm * to_double(r.inverse_two_variance_per_mm2));
            sum += shape *
                   (std::complex<double>(to_double(r.real), to_double(r.imaginary)) + to_double(r.diffuse) * speckle);
        }
        return sum;
    }

    const ScanPlan& plan_;
    const AcousticMedium& medium_;
};

ComplexField empty_field(const ScanPlan& plan) {
    ComplexField field;
    field.line_count = plan.grid.line_count;
    field.sample_count = plan.grid.sample_count;
    field.values.resize(static_cast<size_t>(field.line_count) * static_cast<size_t>(field.sample_count));
    return field;
}

}  // namespace

ComplexField echo_sources(const ScanPlan& plan, const AcousticMedium& medium) {
    ComplexField echo = empty_field(plan);
    const Sampler sampler(plan, medium);
    for (int j = 0; j < echo.sample_count; ++j)
        for (int i = 0; i < echo.line_count; ++i) echo.at(i, j) = sampler.at(i, j);
    return echo;
}

ComplexField apply_response(const ScanPlan& plan, const ComplexField& echo) {
    ComplexField axial = empty_field(plan);
    const auto clamped = [](int index, int count) { return std::clamp(index, 0, count - 1); };
    // Beyond the image's edge its last two lines go on, each in the place of its parity.
    const auto line_at = [&](int line) {
        const int odd = line & 1;
        return clamped((line - odd) / 2, echo.line_count / 2) * 2 + odd;
    };
    for (int j = 0; j < echo.sample_count; ++j)
        for (int i = 0; i < echo.line_count; ++i) {
            std::complex<double> sum = to_double(plan.axial_weights[0]) * echo.at(i, j);
            for (int k = 1; k < plan.axial_taps; ++k)
                sum += to_double(plan.axial_weights[static_cast<size_t>(k)]) *
                       (echo.at(i, clamped(j - k, echo.sample_count)) + echo.at(i, clamped(j + k, echo.sample_count)));
            axial.at(i, j) = sum;
        }
    ComplexField response = empty_field(plan);
    for (int j = 0; j < echo.sample_count; ++j) {
        const glm::vec4* row = &plan.depths[3 * static_cast<size_t>(j)];
        const std::array<double, kLateralTaps> w{to_double(row[0].x), to_double(row[0].y), to_double(row[0].z),
                                                 to_double(row[0].w), to_double(row[1].x), to_double(row[1].y),
                                                 to_double(row[1].z), to_double(row[1].w)};
        for (int i = 0; i < echo.line_count; ++i) {
            std::complex<double> sum = w[0] * axial.at(i, j);
            for (int k = 1; k < kLateralTaps; ++k)
                sum += w[static_cast<size_t>(k)] * (axial.at(line_at(i - k), j) + axial.at(line_at(i + k), j));
            response.at(i, j) = sum;
        }
    }
    return response;
}

Envelope detect(const ScanPlan& plan, const AcousticMedium& medium, const ComplexField& response) {
    Envelope envelope;
    envelope.line_count = response.line_count;
    envelope.sample_count = response.sample_count;
    envelope.values.resize(response.values.size());
    for (int j = 0; j < response.sample_count; ++j) {
        const glm::vec4& row = plan.depths[3 * static_cast<size_t>(j) + 2];
        const std::complex<double> ring(to_double(row.y), to_double(row.z));
        for (int i = 0; i < response.line_count; ++i) {
            const std::complex<double> noise =
                medium.speckle().cell(i + plan.noise_offset[0], j + plan.noise_offset[1],
                                      plan.noise_offset[2] + (j + plan.noise_offset[1]) / SpeckleField::kHeight);
            const std::complex<double> heard = response.at(i, j) + ring + to_double(row.w) * noise;
            envelope
                .values[static_cast<size_t>(j) * static_cast<size_t>(response.line_count) + static_cast<size_t>(i)] =
                static_cast<float>(std::abs(heard));
        }
    }
    return envelope;
}

GrayPicture show(const ScanPlan& plan, const Envelope& envelope, const DisplayMap& map) {
    const auto level_db = [&](int line, int sample) {
        const int i = std::clamp(line, 0, envelope.line_count - 1);
        const int j = std::clamp(sample, 0, envelope.sample_count - 1);
        const double amplitude = std::max(1e-15, static_cast<double>(envelope.at(i, j)));
        return 20.0 * std::log10(amplitude) + to_double(plan.depths[3 * static_cast<size_t>(j) + 2].x);
    };
    GrayPicture picture;
    picture.width_px = map.width_px;
    picture.height_px = map.height_px;
    picture.gray.assign(static_cast<size_t>(map.width_px) * static_cast<size_t>(map.height_px), 0.0);
    for (int y = 0; y < map.height_px; ++y)
        for (int x = 0; x < map.width_px; ++x) {
            const Vec2 pixel{x + 0.5, y + 0.5};
            if (!map.shows(pixel)) continue;
            const Vec2 beam = map.grid.line_and_range(map.image_from_pixel(pixel));
            const double sample = map.grid.sample_at(beam.y);
            const int i = static_cast<int>(std::floor(beam.x));
            const int j = static_cast<int>(std::floor(sample));
            const double fx = beam.x - i;
            const double fy = sample - j;
            const double level = (level_db(i, j) * (1.0 - fx) + level_db(i + 1, j) * fx) * (1.0 - fy) +
                                 (level_db(i, j + 1) * (1.0 - fx) + level_db(i + 1, j + 1) * fx) * fy;
            picture.gray[static_cast<size_t>(y) * static_cast<size_t>(map.width_px) + static_cast<size_t>(x)] =
                gray_from_level(level, to_double(plan.dynamic_range_db));
        }
    return picture;
}

ReferenceImage reference_image(const ImageFrame& frame) {
    ReferenceImage image;
    make_scan_plan(frame, image.plan);
    image.echo = echo_sources(image.plan, *frame.medium);
    image.response = apply_response(image.plan, image.echo);
    image.envelope = detect(image.plan, *frame.medium, image.response);
    return image;
}

}  // namespace cryo::ultrasound

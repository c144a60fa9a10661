#include "engine/ultrasound/structure_field.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/ultrasound/half.h"

namespace cryo::ultrasound {

namespace {

constexpr int kNodes = StructureField::kSize / StructureField::kCellsPerNode;
constexpr int kChannels = 4;

// How far membranes of one family lie apart along any axis, in cells: the mean distance of zeros of a gaussian field
// with the correlation of a cubic B-spline.
constexpr double kCellsPerMembrane = 2.2 * StructureField::kCellsPerNode;
// Along their plane membranes reach this much farther than they lie apart.
constexpr double kFatStretch = 3.0;

// A periodic box of values that is refined one axis at a time.
struct Box {
    Index3 size{0};
    std::vector<float> values;
    size_t index(int x, int y, int z) const {
        return (static_cast<size_t>(z) * static_cast<size_t>(size.y) + static_cast<size_t>(y)) *
                   static_cast<size_t>(size.x) +
               static_cast<size_t>(x);
    }
};

// Weights of the uniform cubic B-spline, or of its derivative per cell, on the four nodes around each phase.
std::array<std::array<float, 4>, StructureField::kCellsPerNode> spline_weights(bool derivative) {
    std::array<std::array<float, 4>, StructureField::kCellsPerNode> weights{};
    for (int phase = 0; phase < StructureField::kCellsPerNode; ++phase) {
        const double t = static_cast<double>(phase) / StructureField::kCellsPerNode;
        const double s = 1.0 - t;
        std::array<double, 4> w{s * s * s / 6.0, (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
                                (3.0 * s * s * s - 6.0 * s * s + 4.0) / 6.0, t * t * t / 6.0};
        if (derivative) {
            constexpr double kPerCell = 1.0 / StructureField::kCellsPerNode;
            w = {-0.5 * s * s * kPerCell, (1.5 * t * t - 2.0 * t) * kPerCell, (2.0 * s - 1.5 * s * s) * kPerCell,
                 0.5 * t * t * kPerCell};
        }
        for (int k = 0; k < 4; ++k)
            weights[static_cast<size_t>(phase)][static_cast<size_t>(k)] = static_cast<float>(w[static_cast<size_t>(k)]);
    }
    return weights;
}

Box refined(const Box& in, int axis, bool derivative, ThreadPool& pool) {
    const auto weights = spline_weights(derivative);
    Box out;
    out.size = in.size;
    out.size[axis] = StructureField::kSize;
    out.values.resize(static_cast<size_t>(out.size.x) * static_cast<size_t>(out.size.y) *
                      static_cast<size_t>(out.size.z));
    pool.run(out.size.z, [&](int begin, int end) {
        for (int z = begin; z < end; ++z)
            for (int y = 0; y < out.size.y; ++y)
                for (int x = 0; x < out.size.x; ++x) {
                    Index3 at{x, y, z};
                    const int fine = at[axis];
                    const auto& w = weights[static_cast<size_t>(fine % StructureField::kCellsPerNode)];
                    float sum = 0.0F;
                    for (int k = 0; k < 4; ++k) {
                        at[axis] = (fine / StructureField::kCellsPerNode - 1 + k + kNodes) % kNodes;
                        sum += w[static_cast<size_t>(k)] * in.values[in.index(at.x, at.y, at.z)];
                    }
                    out.values[out.index(x, y, z)] = sum;
                }
    });
    return out;
}

struct SmoothField {
    Box value;
    std::array<Box, 3> gradient;  // per cell; empty unless asked for
};

SmoothField smooth_field(Rng& rng, bool with_gradient, ThreadPool& pool) {
    Box nodes;
    nodes.size = Index3(kNodes);
    nodes.values.resize(static_cast<size_t>(kNodes) * kNodes * kNodes);
    for (float& value : nodes.values) value = static_cast<float>(rng.normal());

    SmoothField field;
    const Box x = refined(nodes, 0, false, pool);
    const Box xy = refined(x, 1, false, pool);
    field.value = refined(xy, 2, false, pool);
    if (with_gradient) {
        field.gradient[0] = refined(refined(refined(nodes, 0, true, pool), 1, false, pool), 2, false, pool);
        field.gradient[1] = refined(refined(x, 1, true, pool), 2, false, pool);
        field.gradient[2] = refined(xy, 2, true, pool);
    }
    double power = 0.0;
    for (const float v : field.value.values) power += static_cast<double>(v) * static_cast<double>(v);
    const auto scale = static_cast<float>(1.0 / std::sqrt(power / static_cast<double>(field.value.values.size())));
    for (float& v : field.value.values) v *= scale;
    for (Box& box : field.gradient)
        for (float& v : box.values) v *= scale;
    return field;
}

struct Membrane {
    float distance_cells;
    float facing;  // square of the normal's part along z once the field is stretched
};

Membrane membrane_at(const SmoothField& field, size_t i) {
    const float gx = field.gradient[0].values[i];
    const float gy = field.gradient[1].values[i];
    const float gz = field.gradient[2].values[i];
    // Where the field is flat its level set is a blob, not a membrane: the floor keeps the quotient tame.
    constexpr float kGradientFloor = 0.06F;
    const float length = std::sqrt(gx * gx + gy * gy + gz * gz + kGradientFloor * kGradientFloor);
    constexpr auto kStretch = static_cast<float>(kFatStretch);
    const float across = kStretch * kStretch * gz * gz;
    return {field.value.values[i] / length, across / (gx * gx + gy * gy + across + 1e-6F)};
}

float smooth_rise(float low, float high, float x) {
    const float t = std::clamp((x - low) / (high - low), 0.0F, 1.0F);
    return t * t * (3.0F - 2.0F * t);
}

// Rows x along the fibres, z as much towards depth as the fibres allow.
Mat3 field_axes(const Vec3& fibre, double turn_rad) {
    const Vec3 down{0, 0, 1};
    const Vec3 across = std::abs(fibre.z) > 0.95 ? any_perpendicular(fibre) : glm::normalize(glm::cross(down, fibre));
    const Mat3 turn = rotation_about(fibre, turn_rad);
    return glm::transpose(Mat3(fibre, turn * across, turn * glm::cross(fibre, across)));
}

// Cells per metre for membranes or streaks that lie `apart_m` apart and reach `stretch` times as far along the fibres.
Mat3 stretched(const Mat3& axes, double apart_m, double stretch_x, double stretch_y) {
    const double cells_per_m = kCellsPerMembrane / apart_m;
    const Mat3 scale(Vec3(cells_per_m / stretch_x, 0, 0), Vec3(0, cells_per_m / stretch_y, 0), Vec3(0, 0, cells_per_m));
    return scale * axes;
}

}  // namespace

// The spacings and levels are design values, to be judged by eye against real images.
Structure structure_of(anatomy::Tissue tissue, const Vec3& fibre, double spacing_m, uint64_t seed) {
    using anatomy::Tissue;
    Structure s;
    Rng rng(seed, "structure offset");
    for (int a = 0; a < 3; ++a) s.offset_cells[a] = rng.uniform(0.0, StructureField::kSize);
    // A turn about the fibres keeps the field's period off the image's axes.
    constexpr double kTurnRad = 0.45;
    const auto width_cells = [](double width_m, double apart_m) { return width_m * kCellsPerMembrane / apart_m; };
    switch (tissue) {
        case Tissue::Fat: {
            // Lobules of some millimetres, wider than high, in thin and broken septa; the author's spacing is that of
            // the septa one would count.
            const double apart_m = 0.45 * (spacing_m > 0.0 ? spacing_m : 0.0042);
            s.cells_from_reference = stretched(field_axes({1, 0, 0}, 0.0), apart_m, kFatStretch, kFatStretch);
            s.variation_db = 1.6;
            s.membrane_db = 13.0;
            s.membrane_width_cells = width_cells(0.00007, apart_m);
            s.membrane_amplitude = 0.012;
            break;
        }
        case Tissue::Muscle: {
            // Perimysium: streaks along the fibres, short specks across them.
            const double apart_m = 0.5 * (spacing_m > 0.0 ? spacing_m : 0.0022);
            s.cells_from_reference = stretched(field_axes(fibre, kTurnRad), apart_m, 14.0, 1.2);
            s.variation_db = 1.2;
            s.membrane_db = 14.0;
            s.membrane_width_cells = width_cells(0.00007, apart_m);
            s.membrane_amplitude = 0.010;
            break;
        }
        case Tissue::Tendon: {
            // Fibrils: fine parallel lines along, dots across.
            const double apart_m = spacing_m > 0.0 ? spacing_m : 0.0005;
            s.cells_from_reference = stretched(field_axes(fibre, 0.2), apart_m, 40.0, 4.0);
            s.variation_db = 2.6;
            s.membrane_db = 12.0;
            s.membrane_width_cells = width_cells(0.00005, apart_m);
            break;
        }
        case Tissue::Fascia: {
            // Lamellae of collagen, seen as streaks in a thick one.
            constexpr double kApartM = 0.0005;
            s.cells_from_reference = stretched(field_axes({1, 0, 0}, 0.05), kApartM, 16.0, 8.0);
            s.variation_db = 3.0;
            s.membrane_db = 5.0;
            s.membrane_width_cells = width_cells(0.00006, kApartM);
            break;
        }
        case Tissue::Skin: {
            // Dermis has 1.3 to 1.4 scatterers per cell of a fifth of a millimetre (Lebertre 2002).
            s.cells_from_reference = stretched(field_axes({1, 0, 0}, kTurnRad), 0.0004, 1.5, 1.5);
            s.variation_db = sparse_variation_db(1.35);
            break;
        }
        case Tissue::Tumour: {
            s.cells_from_reference = stretched(field_axes({1, 0, 0}, kTurnRad), 0.003, 1.0, 1.0);
            s.variation_db = 3.0;
            break;
        }
        default:
            s.cells_from_reference = stretched(field_axes({1, 0, 0}, kTurnRad), 0.004, 1.0, 1.0);
            break;
    }
    return s;
}

double sparse_variation_db(double scatterers_per_cell) {
    CRYO_CHECK_OP(scatterers_per_cell, >, 0.0);
    // trigamma by recurrence to where its asymptotic series holds (Abramowitz and Stegun 6.4.12).
    double x = scatterers_per_cell;
    double trigamma = 0.0;
    for (; x < 8.0; x += 1.0) trigamma += 1.0 / (x * x);
    trigamma += 1.0 / x + 0.5 / (x * x) + 1.0 / (6.0 * x * x * x) - 1.0 / (30.0 * x * x * x * x * x);
    return 10.0 / std::log(10.0) * std::sqrt(trigamma);
}

StructureField::StructureField(uint64_t seed, ThreadPool& pool)
    : halves_(kChannels * static_cast<size_t>(kSize) * kSize * kSize) {
    Rng rng(seed, "structure field");
    const SmoothField first = smooth_field(rng, true, pool);
    const SmoothField second = smooth_field(rng, true, pool);
    const SmoothField presence = smooth_field(rng, false, pool);
    const SmoothField variation = smooth_field(rng, false, pool);
    pool.run(kSize, [&](int begin, int end) {
        for (size_t i = static_cast<size_t>(begin) * kSize * kSize; i < static_cast<size_t>(end) * kSize * kSize; ++i) {
            const Membrane a = membrane_at(first, i);
            const Membrane b = membrane_at(second, i);
            const float facing = std::abs(a.distance_cells) < std::abs(b.distance_cells) ? a.facing : b.facing;
            const float shows = smooth_rise(-0.7F, 0.8F, presence.value.values[i]);
            uint16_t* out = halves_.data() + kChannels * i;
            out[0] = half_from_float(a.distance_cells);
            out[1] = half_from_float(b.distance_cells);
            out[2] = half_from_float(shows * (0.08F + 0.92F * facing));
            out[3] = half_from_float(variation.value.values[i]);
        }
    });
}

double StructureField::mean_power_db(const Structure& structure) const {
    if (structure.variation_db == 0.0 && structure.membrane_db == 0.0) return 0.0;
    constexpr size_t kEvery = 37;  // cells; coprime with the field's size, so that the sample spreads over it
    double sum = 0.0;
    int count = 0;
    for (size_t i = 0; i < halves_.size() / kChannels; i += kEvery, ++count) {
        const auto value = [&](size_t channel) {
            return static_cast<double>(float_from_half(halves_[kChannels * i + channel]));
        };
        const double a = value(0) / structure.membrane_width_cells;
        const double b = value(1) / structure.membrane_width_cells;
        const double membrane = std::min(1.0, std::exp(-a * a) + std::exp(-b * b)) * value(2);
        sum += std::pow(10.0, 0.1 * (structure.variation_db * value(3) + structure.membrane_db * membrane));
    }
    return 10.0 * std::log10(sum / count);
}

std::array<double, 4> StructureField::at(const Vec3& cell_position) const {
    const Vec3 low = glm::floor(cell_position);
    const Vec3 f = cell_position - low;
    const auto wrapped = [](double whole) {
        const auto i = static_cast<int>(whole) % kSize;
        return i < 0 ? i + kSize : i;
    };
    const Index3 a{wrapped(low.x), wrapped(low.y), wrapped(low.z)};
    std::array<double, 4> sum{};
    for (int corner = 0; corner < 8; ++corner) {
        const int dx = corner & 1;
        const int dy = (corner >> 1) & 1;
        const int dz = corner >> 2;
        const double weight = (dx ? f.x : 1.0 - f.x) * (dy ? f.y : 1.0 - f.y) * (dz ? f.z : 1.0 - f.z);
        const size_t i =
            (static_cast<size_t>((a.z + dz) % kSize) * kSize + static_cast<size_t>((a.y + dy) % kSize)) * kSize +
            static_cast<size_t>((a.x + dx) % kSize);
        for (size_t c = 0; c < kChannels; ++c)
            sum[c] += weight * static_cast<double>(float_from_half(halves_[kChannels * i + c]));
    }
    return sum;
}

}  // namespace cryo::ultrasound

#include "engine/ultrasound/speckle_field.h"

#include <cmath>

#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/ultrasound/half.h"

namespace cryo::ultrasound {

namespace {

size_t cell_index(int x, int y, int z) {
    const int wx = x & (SpeckleField::kWidth - 1);
    const int wy = y & (SpeckleField::kHeight - 1);
    const int wz = z & (SpeckleField::kDepth - 1);
    return (static_cast<size_t>(wz) * SpeckleField::kHeight + static_cast<size_t>(wy)) * SpeckleField::kWidth +
           static_cast<size_t>(wx);
}

}  // namespace

SpeckleField::SpeckleField(uint64_t seed, ThreadPool& pool)
    : halves_(2 * static_cast<size_t>(kWidth) * kHeight * kDepth) {
    pool.run(kDepth, [&](int begin, int end) {
        for (int z = begin; z < end; ++z) {
            Rng rng(seed + static_cast<uint64_t>(z), "speckle field");
            uint16_t* out = halves_.data() + 2 * cell_index(0, 0, z);
            for (int i = 0; i < kWidth * kHeight; ++i) {
                // Rayleigh amplitude of unit mean power and a uniform phase.
                const double amplitude = std::sqrt(-std::log(1.0 - rng.uniform()));
                const double phase = 2.0 * kPi * rng.uniform();
                *out++ = half_from_float(static_cast<float>(amplitude * std::cos(phase)));
                *out++ = half_from_float(static_cast<float>(amplitude * std::sin(phase)));
            }
        }
    });
}

std::complex<double> SpeckleField::cell(int x, int y, int z) const {
    const size_t i = 2 * cell_index(x, y, z);
    return {static_cast<double>(float_from_half(halves_[i])), static_cast<double>(float_from_half(halves_[i + 1]))};
}

std::complex<double> SpeckleField::at(const Vec3& cell_position) const {
    const Vec3 low = glm::floor(cell_position);
    const Vec3 f = cell_position - low;
    const int x = static_cast<int>(low.x);
    const int y = static_cast<int>(low.y);
    const int z = static_cast<int>(low.z);
    std::complex<double> sum = 0.0;
    for (int corner = 0; corner < 8; ++corner) {
        const int dx = corner & 1;
        const int dy = (corner >> 1) & 1;
        const int dz = corner >> 2;
        const double weight = (dx ? f.x : 1.0 - f.x) * (dy ? f.y : 1.0 - f.y) * (dz ? f.z : 1.0 - f.z);
        sum += weight * cell(x + dx, y + dy, z + dz);
    }
    const Vec3 g = 1.0 - f;
    const Vec3 squares = f * f + g * g;
    return sum / std::sqrt(squares.x * squares.y * squares.z);
}

}  // namespace cryo::ultrasound

// The scatterers of tissue as complex white gaussian noise of unit mean power on a periodic lattice: already
// demodulated to baseband, so that it may be sampled as coarsely as the pulse allows. Stored as pairs of 16-bit floats.
// The lattice is anchored in tissue; how it is laid over space is the scan plan's business (SpeckleLattice).
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "engine/core/geometry.h"
#include "engine/core/parallel.h"

namespace cryo::ultrasound {

class SpeckleField {
  public:
    static constexpr int kWidth = 128;  // cells along x, y and z; powers of two
    static constexpr int kHeight = 128;
    static constexpr int kDepth = 16;

    SpeckleField(uint64_t seed, ThreadPool& pool);

    // Real and imaginary part, x fastest.
    const std::vector<uint16_t>& halves() const { return halves_; }
    std::complex<double> cell(int x, int y, int z) const;  // indices wrap around
    // Trilinear between cells, divided by the root of the summed squared weights so that its mean power is 1 anywhere.
    std::complex<double> at(const Vec3& cell_position) const;

  private:
    std::vector<uint16_t> halves_;
};

}  // namespace cryo::ultrasound

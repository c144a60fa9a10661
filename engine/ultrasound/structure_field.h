// Texture of tissue that comes from structure and not from interference: fat septa, muscle perimysium, tendon fibrils,
// the grain of dermis. One periodic field of smooth random functions, stored as four 16-bit floats per cell and read
// by every layer through its own stretch and rotation:
//   x, y  signed distance to the nearest sheet of two families of membranes, in cells
//   z     how strongly the membrane shows here: 0 (gap) .. 1 (faces the field's z axis)
//   w     slow variation, standard normal
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/anatomy/tissue.h"
#include "engine/core/geometry.h"
#include "engine/core/parallel.h"

namespace cryo::ultrasound {

// How a layer reads the field, and what it makes of it.
struct Structure {
    Mat3 cells_from_reference{1.0};  // cells per metre, rotated so that the field's x runs along the fibres
    Vec3 offset_cells{0.0};
    double variation_db = 0.0;  // standard deviation of the slow variation
    double membrane_db = 0.0;   // diffuse brightness of membranes above their surroundings
    double membrane_width_cells = 0.2;
    double membrane_amplitude = 0.0;  // coherent echo of a membrane that faces the beam, re a perfect reflector
};

// The texture of a tissue whose fibres run along `fibre` (unit); spacing_m is the mean distance of septa or bundles, 0
// for the tissue's usual one.
Structure structure_of(anatomy::Tissue tissue, const Vec3& fibre, double spacing_m, uint64_t seed);

// Standard deviation in dB of a texture that does to speckle what few scatterers per resolution cell do: their number
// makes the power a gamma variate of that shape (K-distributed envelope, Jakeman 1980), whose logarithm varies by
// trigamma(shape); the texture is normal in dB with the same variance.
double sparse_variation_db(double scatterers_per_cell);

class StructureField {
  public:
    static constexpr int kSize = 96;         // cells along each axis
    static constexpr int kCellsPerNode = 4;  // of the random function: features are about two nodes wide

    StructureField(uint64_t seed, ThreadPool& pool);

    const std::vector<uint16_t>& halves() const { return halves_; }  // four per cell, x fastest
    // Mean power in dB that a texture adds to its layer: the table's levels are those of the whole.
    double mean_power_db(const Structure& structure) const;
    // Trilinear between cells; positions wrap around.
    std::array<double, 4> at(const Vec3& cell_position) const;

  private:
    std::vector<uint16_t> halves_;
};

}  // namespace cryo::ultrasound

// The two inner loops of the heat field over runs of cells of one tissue along x: from enthalpy to temperature and
// potential, and from potentials to the next enthalpy. Compiled once for any processor and once for wide vectors;
// both do the same operations in the same order, so that their results are the same bits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cryo::thermal {

// TissueLaw as the loops want it, in float.
struct RowLaw {
    float liquidus_degc;
    float span;                // enthalpy from solidus to liquidus
    float kelvin_per_j[3];     // inverse volumetric heat: unfrozen, freezing, frozen
    float potential_per_j[3];  // conductivity over volumetric heat
    float resistivity[3];      // inverse conductivity
};

// Where the six neighbours lie, in cells from the centre; 0 at a face of the box, where nothing flows.
struct Neighbours {
    ptrdiff_t x_low, x_high, y_low, y_high, z_low, z_high;
};

// Arrays of a run, each from its first cell. `deviation` is the enthalpy beyond that of the start.
struct StateRun {
    const float* deviation;
    float start_enthalpy;  // above the liquidus
    float* temperature;
    float* potential;
    float* resistivity;  // written by state_mixed only
    float* coldest;      // lowered where the new temperature is below it
};

struct FluxRun {
    const float* potential;
    const float* temperature;
    const float* resistivity;  // read by flux_mixed only
    const float* tissue;       // likewise: its number
    const float* perfusion;
    const float* balances;  // per cell, for flux_mixed; what the start state itself would change
    float balance;          // for flux_same
    float blood_degc;
    float per_area;  // 1 / spacing^2
    float dt_s;
    float* deviation;
    Neighbours to;
};

// Cells of a row on a face of the box.
struct FaceRun {
    const float* temperature;
    const float* start;        // their temperature at the start
    const float* conductance;  // W/(m2 K)
    float dt_per_spacing;
    float* deviation;
};

struct RowKernels {
    const char* name;
    void (*state_same)(const RowLaw& law, int count, const StateRun& run);
    void (*state_mixed)(const RowLaw& law, int count, const StateRun& run);
    // All neighbours are of the run's tissue.
    void (*flux_same)(int count, const FluxRun& run);
    // Some are not: there the conductivities of both sides act in series.
    void (*flux_mixed)(int count, const FluxRun& run);
    void (*distant_face)(int count, const FaceRun& run);
};

// The widest this processor runs.
const RowKernels& row_kernels();
const RowKernels& baseline_row_kernels();

}  // namespace cryo::thermal

// The temperature of tissue at rest as it depends on depth: the steady state of Pennes' equation in one dimension, from
// what lies on the skin to the body's core.
#pragma once

#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/grid3.h"
#include "engine/thermal/bioheat.h"
#include "engine/thermal/tissue_law.h"

namespace cryo::thermal {

// One temperature per depth index of `frame`, for the layers under its middle. Tissue goes on for 40 mm below the box,
// where it has core temperature.
std::vector<double> start_profile(const anatomy::Medium& medium, const GridFrame& frame,
                                  const std::vector<TissueLaw>& laws, const SkinBoundary& skin);

}  // namespace cryo::thermal

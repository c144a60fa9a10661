// How the speckle field is laid over tissue for one position of the transducer. Speckle must stay with the tissue, yet
// its grains are as thick across the image as the beam: so the field is stretched along an axis near the elevational
// one, chosen from fixed directions in tissue, and neighbouring choices are blended so that their weights squared sum
// to 1. The same pose gives the same speckle. Private to ultrasound/.
#pragma once

#include <vector>

#include "engine/core/geometry.h"
#include "engine/ultrasound/scan_plan.h"

namespace cryo::ultrasound {

// elevational: unit, reference frame; thickness_m: of the beam at the elevation focus (-6 dB).
std::vector<SpeckleLattice> speckle_lattices(const Vec3& elevational, double pitch_m, double thickness_m);

}  // namespace cryo::ultrasound

// How the echo of fibrous tissue depends on the angle at which sound meets its fibres. Private to ultrasound/.
#pragma once

#include "engine/anatomy/tissue.h"
#include "engine/core/geometry.h"

namespace cryo::ultrasound {

// Level in dB re fibres at right angles to the beam (<= 0). Half widths: clinicalgate "Anisotropy" (tendon echoes fall
// within 2 to 3 deg, nerve within 10 deg); muscle loses 10 dB between 90 and 45 deg (Topp and O'Brien 2000).
double fibre_level_db(anatomy::Tissue tissue, const Vec3& fibre, const Vec3& beam);

}  // namespace cryo::ultrasound

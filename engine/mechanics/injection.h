// Fluid let out at the cryoprobe's tip: a pocket that parts the plane it lies in, flat in loose layers and between
// fasciae, rounder in flesh. Its volume is what was injected, exactly; the tissue above and below makes that much room
// (anatomy/deformation.h). Shapes are provisional design values.
#pragma once

#include "engine/anatomy/medium.h"

namespace cryo::mechanics {

// The first drop, `volume_m3` > 0, at a place in settled space; `reference_m` is the tissue there.
anatomy::Pocket opened_pocket(const anatomy::Medium& medium, const Vec3& settled_m, const Vec3& reference_m,
                              double volume_m3);

// The same pocket with more in it. Bone beside it does not move: the tissue on the way to it is what yields.
anatomy::Pocket filled_pocket(const anatomy::Medium& medium, const anatomy::Pocket& pocket, double volume_m3);

}  // namespace cryo::mechanics

// What a hand's motion meets: the patient's medium through the deformation. Held by reference for the length of a call.
#pragma once

#include "engine/anatomy/medium.h"

namespace cryo::mechanics {

struct Surroundings {
    const anatomy::Medium& medium;
    const anatomy::Deformation& deformation;

    Vec3 reference_m(const Vec3& world_m) const { return deformation.reference_from_world(world_m).reference_m; }
};

}  // namespace cryo::mechanics

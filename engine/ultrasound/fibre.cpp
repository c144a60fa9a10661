#include "engine/ultrasound/fibre.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::ultrasound {

namespace {

struct FibreLaw {
    double width_deg;  // power falls to 1/e of its part that depends on the angle
    double floor;      // share of the power that does not depend on it
};

// -6 dB at 2.5 deg; -6 dB at 10 deg; -10 dB at 45 deg.
constexpr FibreLaw kTendon{2.1, 0.01};
constexpr FibreLaw kNerve{8.0, 0.05};
constexpr FibreLaw kMuscle{20.0, 0.1};

}  // namespace

double fibre_level_db(anatomy::Tissue tissue, const Vec3& fibre, const Vec3& beam) {
    FibreLaw law{};
    switch (tissue) {
        case anatomy::Tissue::Tendon:
            law = kTendon;
            break;
        case anatomy::Tissue::Epineurium:
        case anatomy::Tissue::NerveFascicle:
            law = kNerve;
            break;
        case anatomy::Tissue::Muscle:
            law = kMuscle;
            break;
        default:
            return 0.0;
    }
    const double off_deg = deg_from_rad(std::asin(std::clamp(std::abs(glm::dot(fibre, beam)), 0.0, 1.0)));
    const double ratio = off_deg / law.width_deg;
    return 10.0 * std::log10((1.0 - law.floor) * std::exp(-ratio * ratio) + law.floor);
}

}  // namespace cryo::ultrasound

#include "engine/ultrasound/speckle_lattice.h"

#include <cmath>

#include "engine/core/random.h"
#include "engine/core/units.h"
#include "engine/ultrasound/speckle_field.h"

namespace cryo::ultrasound {

namespace {

// Tilting turns the axis in the plane of depth, where the pulse is short: fine steps. Rotating turns it towards the
// lateral axis, along which resolution cells are wider: coarse steps, blended only near their borders.
constexpr double kTiltStepRad = 6.0 * kPi / 180.0;
constexpr int kTurnsPerHalf = 12;
constexpr double kTurnStepRad = kPi / kTurnsPerHalf;
constexpr double kTurnBlend = 0.2;  // share of a turn step over which two directions blend

struct Neighbour {
    int index = 0;
    double weight = 1.0;
};

SpeckleLattice lattice_along(int turn, int tilt, double weight, double pitch_m, double thickness_m) {
    if (turn == kTurnsPerHalf) {  // half a turn is the same axis, tilted the other way
        turn = 0;
        tilt = 1 - tilt;
    }
    const double azimuth = turn * kTurnStepRad;
    const double elevation = (tilt - 0.5) * kTiltStepRad;
    const Vec3 axis{std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth),
                    std::sin(elevation)};
    Rng rng(static_cast<uint64_t>(turn + 512) * 1024U + static_cast<uint64_t>(tilt + 512), "speckle lattice");
    // Turned a little off level, to the other side in the next lattice: what is periodic in each is not in their sum.
    // Not more, because neighbours across the image should be neighbours in memory.
    const double off_level = (tilt % 2 == 0 ? 1.0 : -1.0) * rng.uniform(0.09, 0.15);
    const Vec3 u = rotation_about(axis, off_level) * glm::normalize(glm::cross(axis, Vec3(0, 0, 1)));
    const Vec3 v = glm::cross(axis, u);
    const std::array<Vec3, 3> rows{u / pitch_m, v / pitch_m, axis / thickness_m};
    const Vec3 size{SpeckleField::kWidth, SpeckleField::kHeight, SpeckleField::kDepth};
    SpeckleLattice lattice;
    for (size_t r = 0; r < 3; ++r) {
        const Vec3 per_mm = rows[r] * 1e-3;
        lattice.cells_from_reference[r] = {static_cast<float>(per_mm.x), static_cast<float>(per_mm.y),
                                           static_cast<float>(per_mm.z),
                                           static_cast<float>(rng.uniform(0.0, size[static_cast<int>(r)]))};
    }
    lattice.weight = static_cast<float>(weight);
    return lattice;
}

}  // namespace

std::vector<SpeckleLattice> speckle_lattices(const Vec3& elevational, double pitch_m, double thickness_m) {
    // The axis has no sign: keep it in the half plane of azimuth [0, pi).
    Vec3 axis = elevational;
    if (axis.y < 0.0 || (axis.y == 0.0 && axis.x < 0.0)) axis = -axis;
    const double tilt = std::asin(axis.z) / kTiltStepRad + 0.5;  // an upright transducer lies between two directions
    const double turn = std::atan2(axis.y, axis.x) / kTurnStepRad;

    const double tilt_low = std::floor(tilt);
    const double tilt_part = (tilt - tilt_low) * 0.5 * kPi;
    const Neighbour tilts[2] = {{static_cast<int>(tilt_low), std::cos(tilt_part)},
                                {static_cast<int>(tilt_low) + 1, std::sin(tilt_part)}};

    const double turn_low = std::floor(turn);
    const double part = (turn - turn_low - 0.5) / kTurnBlend + 0.5;  // 0..1 inside the blend
    std::vector<Neighbour> turns;
    const int low = static_cast<int>(turn_low);
    if (part <= 0.0) {
        turns.push_back({low, 1.0});
    } else if (part >= 1.0) {
        turns.push_back({low + 1, 1.0});
    } else {
        turns.push_back({low, std::cos(0.5 * kPi * part)});
        turns.push_back({low + 1, std::sin(0.5 * kPi * part)});
    }
    std::vector<SpeckleLattice> lattices;
    constexpr double kSilent = 1e-3;
    for (const Neighbour& a : turns)
        for (const Neighbour& b : tilts)
            if (a.weight * b.weight > kSilent)
                lattices.push_back(lattice_along(a.index, b.index, a.weight * b.weight, pitch_m, thickness_m));
    double squares = 0.0;
    for (const SpeckleLattice& l : lattices) squares += static_cast<double>(l.weight) * static_cast<double>(l.weight);
    for (SpeckleLattice& l : lattices)
        l.weight = static_cast<float>(static_cast<double>(l.weight) / std::sqrt(squares));
    return lattices;
}

}  // namespace cryo::ultrasound

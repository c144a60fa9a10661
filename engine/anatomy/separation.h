// Distances between tubes of one anatomy and keeping them apart. Internal to anatomy/.
#pragma once

#include "engine/anatomy/anatomy.h"
#include "engine/anatomy/curve.h"

namespace cryo::anatomy {

struct TubeGap {
    double gap_m = 1.0;         // surface to surface, negative when they overlap
    Vec3 away_from_b{0, 0, 0};  // unit, from b's centre line to a's where they are nearest
};

// Walls are added outside each ellipse. Beyond reach_m only "at least reach_m" is known.
TubeGap tube_gap(const TubeCurve& a, double wall_a_m, const TubeCurve& b, double wall_b_m, double reach_m);

// Moves tubes aside until every pair keeps its gap; the target never moves, nerves before vessels keep their place.
void separate_tubes(Anatomy& anatomy);

// The gap that two structures must keep: kTubeGapM, or 0 where a crossing is declared.
double required_gap_m(const Anatomy& anatomy, const std::string& id_a, const std::string& id_b);

// All tubes of an anatomy in one list: nerves, then vessels.
struct TubeOfAnatomy {
    std::string id;
    const Tube* tube;
    double wall_m;
    int rank;  // 0 keeps its place before all others
};
std::vector<TubeOfAnatomy> all_tubes(const Anatomy& anatomy);

}  // namespace cryo::anatomy

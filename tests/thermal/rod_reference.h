// A needle resolved by brute force: an axisymmetric grid of a tenth of a millimetre on which the metal has its true
// size. Explicit, one rate, double precision. Shares with the product the tissue law and nothing else.
#pragma once

#include <vector>

#include "engine/thermal/tissue_law.h"

namespace cryo::thermal {

struct RodProblem {
    double radius_m = 0.0007;        // whole cells
    double active_length_m = 0.004;  // whole cells; the tip is a hemisphere
    double gas_degc = -88.0;
    double film_w_per_m2_k = 10e3;
    double time_constant_s = 3.0;
    double steel_fraction = 0.3;  // of the section: conducts along the rod
    double start_degc = 37.0;
    double cell_m = 0.0001;
    double out_to_m = 0.012;  // radius of the box, and distance of its ends from the active zone
};

struct RodIce {
    double width_m, length_m;
};

class RodReference {
  public:
    RodReference(const RodProblem& problem, const TissueLaw& law);
    void advance(double seconds);

    RodIce isotherm(double degc) const;  // as IsothermExtent
    double heat_removed_j() const { return heat_j_; }

  private:
    size_t at(int i, int k) const {
        return static_cast<size_t>(k) * static_cast<size_t>(radial_) + static_cast<size_t>(i);
    }
    bool in_metal(int i, int k) const { return metal_[at(i, k)] >= 0; }
    void stage(double dt_s);

    RodProblem problem_;
    TissueLaw law_;
    int radial_ = 0;
    int axial_ = 0;
    int tip_row_ = 0;  // the first row with metal; rows count from ahead of the tip
    int active_rows_ = 0;
    double dt_s_ = 0.0;
    double t_s_ = 0.0;
    double heat_j_ = 0.0;
    std::vector<int> metal_;  // per cell: its metal node, or -1
    std::vector<double> enthalpy_;
    std::vector<double> temperature_;
    std::vector<double> potential_;
    std::vector<double> node_degc_;  // the round tip, then one per row
    std::vector<double> node_heat_j_per_k_;
    std::vector<double> node_film_m2_;
};

}  // namespace cryo::thermal

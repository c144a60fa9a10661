// Blood vessels as heat sources: blood in the lumen is renewed at body temperature, and gives its heat to the wall
// through the film of laminar tube flow (Nusselt number about 4, half as much again for the entrance). Vessels under
// 2 mm stop once ice has closed them (provisional): their wall below 0 degC for 20 s. Larger ones keep flowing.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/hash.h"
#include "engine/thermal/heat_field.h"

namespace cryo::thermal {

inline constexpr double kStoppingDiameterM = 0.002;
inline constexpr double kStoppingS = 20.0;

// Exchange of the lumen with flowing blood per volume, W/(m3 K), such that blood conducting at rest in a disc with that
// exchange passes to its rim the heat of a film of Nusselt number `nusselt`: 2 x I1(x) / I0(x) = Nu, x^2 = w R^2 / k.
double lumen_exchange_w_per_m3_k(double diameter_m, double conductivity_w_per_m_k, double nusselt);

class VesselFlow {
  public:
    VesselFlow() = default;
    // `vessel` is per cell the index of the vessel whose lumen the cell lies in, or -1. Writes the exchange of lumens
    // into `perfusion`.
    VesselFlow(const anatomy::Medium& medium, const GridFrame& frame, const std::vector<int16_t>& vessel,
               std::vector<float>& perfusion);

    // Stops what is frozen through; once per tick.
    void update(HeatField& field, double dt_s);

    bool flows(int vessel) const { return vessels_[static_cast<size_t>(vessel)].flows; }
    void add_to(StateHash& hash) const;
    void save(ByteWriter& bytes) const;
    void load(ByteReader& bytes);

  private:
    struct Station {
        std::vector<size_t> wall_cells;  // around the section
        double frozen_s = 0.0;
    };
    struct VesselState {
        bool can_stop = false;
        bool flows = true;
        std::vector<size_t> lumen;
        std::vector<Station> stations;
    };
    std::vector<VesselState> vessels_;
};

}  // namespace cryo::thermal

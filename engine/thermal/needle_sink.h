// A needle far thinner than the grid can show, as a heat sink spread over the cells around it.
//
// Within the reach R of the axis (needle radius r_w plus 1.25 cells) tissue exchanges heat with the metal at the
// density b (phi - phi(T_wall)), where phi is Kirchhoff's potential. Around an infinite needle that gives, outside R,
// exactly the logarithmic profile of a cylinder of radius r_w at T_wall when b = (x/R)^2 with
//     ln(R / r_w) = I0(x) / (x I1(x)),
// and around a round tip the profile of a sphere of radius r_w when 1/r_w - 1/R = 1 / (R (x coth x - 1)). So the ice a
// few cells away does not depend on the spacing, on the needle's angle to the grid or on where it lies in a cell. The
// discrete sum over cells is scaled to the integral of b. Within R the grid shows the regularised profile; between the
// two closed forms, resolved_potential() turns it back into the one around metal.
//
// The metal: nodes along the axis in quasi-steady balance of tissue, gas film and conduction along the tube. Its heat
// capacity is carried by the cells it fills (TissueLaw::with_metal).
#pragma once

#include <vector>

#include "engine/core/grid3.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/thermal/cell_box.h"
#include "engine/thermal/heat_field.h"

namespace cryo::thermal {

// b in 1/m2 for a cylinder and for the round tip.
double cylinder_exchange_per_m2(double radius_m, double reach_m);
double sphere_exchange_per_m2(double radius_m, double reach_m);

// What the gas does to the metal during one stage.
struct GasState {
    double film_w_per_m2_k = 0.0;  // to the active zone; 0 = no gas. Infinite: the metal has the gas' temperature
    double gas_degc = 37.0;
    double shaft_film_w_per_m2_k = 0.0;  // returning gas above it
    double shaft_gas_degc = 37.0;
};

class NeedleSink {
  public:
    // Cells and metal of one needle in a field. Parts outside the grid exchange nothing.
    NeedleSink(const HeatField& field, const instruments::NeedleAxis& axis, const instruments::ShaftHeat& shaft);

    // Finds the metal's temperatures for the tissue as it is.
    void settle(const HeatField& field, const GasState& gas);
    // Heat that the gas takes up from the metal as it was settled.
    double gas_power_w(const GasState& gas) const;
    // Takes the heat that flows to the metal, as it was settled, out of the tissue. Returns it in watts.
    double take_heat(HeatField& field, double dt_s) const;

    // Kirchhoff's potential at a point near the needle, from the grid's there: within R of the axis the profile outside
    // metal, inside the metal that of the wall; elsewhere as it was. `law` is that of the tissue at the point.
    double resolved_potential(const TissueLaw& law, const Vec3& reference_m, double grid_potential) const;

    const CellBox& box() const { return box_; }  // of all cells it exchanges with; empty when outside the grid
    const std::vector<MetalCell>& metal() const { return metal_; }

    double active_wall_degc() const;  // mean over the active zone
    double tip_wall_degc() const { return wall_degc_.empty() ? start_degc_ : wall_degc_.front(); }
    double bound_m(double below_degc) const;                             // length of metal colder than this
    const std::vector<double>& wall_degc() const { return wall_degc_; }  // per node, from the tip
    void set_wall_degc(const std::vector<double>& values);
    double node_spacing_m() const { return node_spacing_m_; }

  private:
    struct Contact {  // one cell with one node
        size_t cell;
        int node;
        uint8_t tissue;
        double conductance_m;  // times potential difference (W/m) gives watts
    };
    struct NodeTissue {  // all contacts of a node with one tissue
        int node;
        uint8_t tissue;
        double conductance_m;
    };
    struct NodeFilm {  // what the gas does to one node; `held`: imposes its temperature
        double w_per_k = 0.0;
        double gas_degc = 37.0;
        bool held = false;
    };
    NodeFilm node_film(int node, const GasState& gas) const;
    void place_nodes(const HeatField& field);
    void list_contacts(const HeatField& field);
    double metal_arc_m(double tissue_arc_m) const;
    void list_metal(const HeatField& field);
    double node_excess(const HeatField& field, int node, double wall_degc, double& slope) const;

    instruments::NeedleAxis axis_;
    double length_m_ = 0.0;  // modelled, from the tip
    double reach_m_ = 0.0;
    double tube_x_ = 0.0;     // sqrt(b) R, for the tube and for the round tip
    double tube_x_i1_ = 0.0;  // x I1(x) of the tube
    double tip_x_ = 0.0;
    double node_spacing_m_ = 0.0;
    int active_nodes_ = 0;
    double along_w_per_k_ = 0.0;  // metal between two nodes
    double start_degc_ = 37.0;
    std::vector<Contact> contacts_;
    std::vector<NodeTissue> groups_;  // by node
    std::vector<int> group_begin_;
    std::vector<double> wall_degc_;
    std::vector<double> tissue_sum_;  // per node: sum of conductance times potential of its cells
    std::vector<MetalCell> metal_;
    CellBox box_;
};

}  // namespace cryo::thermal

// Heat in freezing tissue around cryoprobes: Pennes' bioheat equation with phase change over a freezing range, solved
// for enthalpy on a regular grid in reference coordinates (core/geometry.h). SI units, degrees Celsius.
//
// One tick is 0.1 s of simulated time. The number of stages inside it follows from tissue and spacing alone, so running
// more ticks per frame changes nothing; results are the same bits for any number of threads. Every stage stays below
// the explicit limit of the cells it advances, so no temperature leaves the range of its neighbours, the gas and the
// blood. Valid for spacings of 0.2 to 1.5 mm and needles of 0.3 to 3 mm diameter. Equations: README "Heat and ice".
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/grid3.h"
#include "engine/core/hash.h"
#include "engine/core/parallel.h"
#include "engine/instruments/cryoprobe.h"

namespace cryo::thermal {

inline constexpr double kTickS = 0.1;
inline constexpr int kTicksPerSecond = 10;
inline constexpr double kTreatedDegc = -20.0;     // nerve that has been this cold is treated
inline constexpr double kVisibleEdgeDegc = -1.0;  // the liquidus: where ice begins, and the rim ultrasound shows
inline constexpr double kBindingDegc = 0.0;       // metal colder than this is frozen to the tissue

// What lies on the skin. Exchange with it is film_w_per_m2_k * (ambient_degc - surface).
struct SkinBoundary {
    double film_w_per_m2_k = 10.0;
    double ambient_degc = 23.0;
};
SkinBoundary skin_in_air();        // still air of a treatment room
SkinBoundary skin_under_warmer();  // a heated collar or pad at 40 degC

// A cube around a point whose upper face is moved to the skin (z = 0) where the cube would reach above it; cell faces
// then fall on the skin. The spacing is kept; the extent is rounded up to whole cells.
GridFrame domain_around(const Vec3& reference_m, double half_extent_m, double spacing_m);

enum class GasFlow : uint8_t { Off, Freezing, Thawing };

// One cryoprobe where it stands: needles in reference coordinates, and its gas.
struct ProbeState {
    std::vector<instruments::NeedleAxis> needles;
    instruments::GasSide gas_side;
    double active_thaw_degc = 0.0;  // of the gas while GasFlow::Thawing
    double thermocouple_lag_s = 1.0;
    instruments::ShaftHeat shaft;
    GasFlow flow = GasFlow::Off;
};
ProbeState probe_state(const instruments::CryoprobeDevice& device,
                       std::vector<instruments::NeedleAxis> needles_reference, GasFlow flow);

struct ProbeReadout {
    double gas_degc = 37.0;           // inside the active zone
    double wall_degc = 37.0;          // metal of the active zone, mean over its surface
    double tip_wall_degc = 37.0;      // metal at the tip
    double thermocouple_degc = 37.0;  // the tip's metal as the console shows it, with its lag
    double power_w = 0.0;             // heat taken out of the tissue, mean over the last tick; < 0 in active thaw
    double heat_removed_j = 0.0;      // since the solver began
    double bound_m = 0.0;             // length of shaft whose surface is below kBindingDegc
    bool adherent() const { return bound_m >= 0.0005; }
};

// Size of an isotherm around one cryoprobe, measured on its own axis (of the middle needle).
struct IsothermExtent {
    double width_m = 0.0;   // full width across the shaft where it is widest, mean over directions
    double length_m = 0.0;  // full length along the shaft
};

struct SkinReadout {
    double now_degc = 37.0;      // coldest cell of the dermis
    double coldest_degc = 37.0;  // so far
    double frozen_s = 0.0;       // longest unbroken time any cell has been at or below 0 degC, so far
    Vec3 place_m{0.0};           // of the coldest cell now
};

// Where heat went since the solver began, all in joules into the tissue. For tests: stored = sum of the others.
struct HeatLedger {
    double stored_j = 0.0;  // change of enthalpy of the whole grid
    double probes_j = 0.0;  // negative while freezing
    double blood_j = 0.0;   // perfusion, vessels and metabolism beyond what the start state balanced
    double faces_j = 0.0;   // through the faces of the box, the skin among them
};

class BioheatSolver {
  public:
    // Bakes the tissues of the box; the start is the steady skin-to-core profile, which stays exactly as it is until
    // something cold comes. `medium` is only read here. The frame's upper face is skin when it lies at z = 0. With
    // fluid injected before, the grid lies in the settled space of `deformation` (anatomy/deformation.h; its press is
    // not looked at), and the fluid's cells are saline.
    BioheatSolver(const anatomy::Medium& medium, const GridFrame& frame, const SkinBoundary& skin, ThreadPool& pool,
                  const anatomy::Deformation& deformation = {});
    // A block of one tissue at one temperature, without skin.
    BioheatSolver(anatomy::Tissue tissue, double start_degc, const GridFrame& frame, ThreadPool& pool);
    ~BioheatSolver();
    BioheatSolver(const BioheatSolver&) = delete;
    BioheatSolver& operator=(const BioheatSolver&) = delete;

    // All cryoprobes in the tissue, from the next tick on; they are told apart by their place in the list. Cheap where
    // needles did not move. A needle that arrives has the temperature of the tissue it meets.
    void set_probes(std::vector<ProbeState> probes);
    void set_skin(const SkinBoundary& skin);

    void advance_tick();
    int64_t ticks() const;
    bool is_awake() const;  // false while everything rests at its start temperature: a tick then costs nothing

    // --- fields, one value per cell ---
    const GridFrame& frame() const;
    const Grid3<float>& temperature_degc() const;
    const Grid3<float>& coldest_degc() const;  // so far
    const Grid3<float>& treated_s() const;     // time at or below kTreatedDegc, so far
    uint64_t revision() const;                 // changes with the values of any field
    Grid3<float> ice_fraction() const;         // 0..1
    anatomy::Tissue tissue(int i, int j, int k) const;

    // --- at a point: trilinear; outside the box the nearest face ---
    double temperature_at(const Vec3& reference_m) const;
    double coldest_at(const Vec3& reference_m) const;

    // --- the cryoprobes ---
    int probe_count() const;
    const ProbeReadout& probe(int index = 0) const;
    IsothermExtent extent(double isotherm_degc, int probe_index = 0) const;
    std::vector<IsothermExtent> extents(std::span<const double> isotherms_degc, int probe_index = 0) const;
    // Half the widest visible edge across the shaft.
    double ice_radius_m(int probe_index = 0) const;

    // --- wholes ---
    double ice_volume_m3() const;  // tissue below the liquidus
    double volume_ever_below_m3(double threshold_degc) const;
    SkinReadout skin() const;
    bool vessel_flows(int vessel) const;  // index into Anatomy::vessels; false once ice has stopped it
    HeatLedger ledger() const;
    void keep_ledger(bool on);  // off at first: the sums over all cells cost as much as a tick

    // Injected fluid in reference coordinates: `share(p)` is the fraction 0..1 of what is at p that it displaces. Calls
    // add up; heat is conserved; a cell half full is saline; vessels and bone take none. Costs some ten ticks.
    void add_injectate(const std::function<double(const Vec3&)>& share, double fluid_degc);

    void add_to(StateHash& hash) const;
    // State as bytes, for rewinding within one solver and its run; restore() CHECKs that they came from the same grid.
    std::vector<std::byte> snapshot() const;
    void restore(std::span<const std::byte> bytes);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace cryo::thermal

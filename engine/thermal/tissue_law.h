// How one tissue stores and conducts heat while it freezes over a range of temperature. Enthalpy per volume is
// piecewise linear in temperature (unfrozen, freezing, frozen), conductivity piecewise constant with the mean of both
// in the range; so is Kirchhoff's potential phi = integral of k dT, in which a front between frozen and unfrozen has no
// kink in steady heat flow. Enthalpy and potential count from the liquidus. J/m3, W/m, degrees Celsius.
#pragma once

#include "engine/anatomy/tissue.h"

namespace cryo::thermal {

struct FreezingRange {
    double liquidus_degc = anatomy::kLiquidusDegc;
    double solidus_degc = anatomy::kSolidusDegc;  // < liquidus
};

class TissueLaw {
  public:
    TissueLaw() = default;
    TissueLaw(const anatomy::Thermal& properties, const FreezingRange& range);

    double enthalpy(double temperature_degc) const;
    double temperature_degc(double enthalpy_j_per_m3) const;
    double potential(double temperature_degc) const;
    double temperature_from_potential_degc(double potential_w_per_m) const;
    double conductivity(double temperature_degc) const;  // just below a kink: that of the colder side
    double ice_fraction(double temperature_degc) const;

    const FreezingRange& range() const { return range_; }
    double latent_span() const { return span_; }  // enthalpy from solidus to liquidus, > 0
    // Volumetric heat (J/(m3 K)) and conductivity (W/(m K)): unfrozen, freezing, frozen.
    double heat_unfrozen() const { return heat_[0]; }
    double heat_freezing() const { return heat_[1]; }
    double heat_frozen() const { return heat_[2]; }
    double conductivity_unfrozen() const { return conductivity_[0]; }
    double conductivity_freezing() const { return conductivity_[1]; }
    double conductivity_frozen() const { return conductivity_[2]; }
    double perfusion_w_per_m3_k() const { return perfusion_; }
    double metabolic_w_per_m3() const { return metabolic_; }

    // This tissue with a share of its volume taken by a tube of steel: that share keeps the frozen tissue's heat
    // capacity (2.0 MJ/(m3 K), which is also that of a steel tube half of whose section is metal), and never freezes.
    TissueLaw with_metal(double share) const;

  private:
    FreezingRange range_;
    double heat_[3] = {1, 1, 1};
    double conductivity_[3] = {1, 1, 1};
    double span_ = 1.0;
    double perfusion_ = 0.0;
    double metabolic_ = 0.0;
};

}  // namespace cryo::thermal

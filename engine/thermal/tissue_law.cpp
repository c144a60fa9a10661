#include "engine/thermal/tissue_law.h"

#include <algorithm>

#include "engine/core/check.h"

namespace cryo::thermal {

namespace {

// Gases have next to no heat capacity, and following them would force steps a thousand times shorter; a tenth of a
// tissue's is too little to matter to what surrounds them.
constexpr double kLeastHeatJPerM3K = 0.4e6;

}  // namespace

TissueLaw::TissueLaw(const anatomy::Thermal& properties, const FreezingRange& range)
    : range_(range), perfusion_(properties.perfusion_w_per_m3_k), metabolic_(properties.metabolic_w_per_m3) {
    const double width_k = range.liquidus_degc - range.solidus_degc;
    CRYO_CHECK_OP(width_k, >, 0.0);
    const double density = properties.density_kg_per_m3;
    heat_[0] = std::max(density * properties.heat_unfrozen_j_per_kg_k, kLeastHeatJPerM3K);
    heat_[2] = std::max(density * properties.heat_frozen_j_per_kg_k, kLeastHeatJPerM3K);
    heat_[1] = 0.5 * (heat_[0] + heat_[2]) + properties.latent_j_per_m3 / width_k;
    conductivity_[0] = properties.conductivity_unfrozen_w_per_m_k;
    conductivity_[2] = properties.conductivity_frozen_w_per_m_k;
    conductivity_[1] = 0.5 * (conductivity_[0] + conductivity_[2]);
    span_ = heat_[1] * width_k;
    CRYO_CHECK_OP(conductivity_[0], >, 0.0);
    CRYO_CHECK_OP(conductivity_[2], >, 0.0);
}

double TissueLaw::enthalpy(double t) const {
    if (t >= range_.liquidus_degc) return heat_[0] * (t - range_.liquidus_degc);
    if (t >= range_.solidus_degc) return heat_[1] * (t - range_.liquidus_degc);
    return heat_[2] * (t - range_.solidus_degc) - span_;
}

double TissueLaw::temperature_degc(double h) const {
    if (h >= 0.0) return range_.liquidus_degc + h / heat_[0];
    if (h >= -span_) return range_.liquidus_degc + h / heat_[1];
    return range_.solidus_degc + (h + span_) / heat_[2];
}

double TissueLaw::potential(double t) const {
    if (t >= range_.liquidus_degc) return conductivity_[0] * (t - range_.liquidus_degc);
    if (t >= range_.solidus_degc) return conductivity_[1] * (t - range_.liquidus_degc);
    return conductivity_[1] * (range_.solidus_degc - range_.liquidus_degc) +
           conductivity_[2] * (t - range_.solidus_degc);
}

double TissueLaw::temperature_from_potential_degc(double potential_w_per_m) const {
    const double at_solidus = conductivity_[1] * (range_.solidus_degc - range_.liquidus_degc);
    if (potential_w_per_m >= 0.0) return range_.liquidus_degc + potential_w_per_m / conductivity_[0];
    if (potential_w_per_m >= at_solidus) return range_.liquidus_degc + potential_w_per_m / conductivity_[1];
    return range_.solidus_degc + (potential_w_per_m - at_solidus) / conductivity_[2];
}

double TissueLaw::conductivity(double t) const {
    if (t > range_.liquidus_degc) return conductivity_[0];
    if (t > range_.solidus_degc) return conductivity_[1];
    return conductivity_[2];
}

double TissueLaw::ice_fraction(double t) const {
    return std::clamp((range_.liquidus_degc - t) / (range_.liquidus_degc - range_.solidus_degc), 0.0, 1.0);
}

TissueLaw TissueLaw::with_metal(double share) const {
    CRYO_CHECK(share >= 0.0 && share <= 1.0);
    TissueLaw mixed = *this;
    mixed.heat_[0] = (1.0 - share) * heat_[0] + share * heat_[2];
    mixed.heat_[1] = (1.0 - share) * heat_[1] + share * heat_[2];
    mixed.span_ = mixed.heat_[1] * (range_.liquidus_degc - range_.solidus_degc);
    return mixed;
}

}  // namespace cryo::thermal

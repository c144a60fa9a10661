// Small heat problems shared by the tests of engine/thermal: one material in a box, and what is read off it.
#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "engine/core/units.h"
#include "engine/thermal/heat_field.h"
#include "tests/thermal/exact_solutions.h"

namespace cryo::thermal {

// Latent heat "at one temperature" for the exact solutions: a range so narrow that it does not show.
inline constexpr double kSharpRangeK = 0.05;

inline anatomy::Thermal thermal_of(const exact::TwoPhase& p, double perfusion = 0.0) {
    anatomy::Thermal thermal{};
    thermal.density_kg_per_m3 = 1000.0;
    thermal.heat_unfrozen_j_per_kg_k = p.heat_unfrozen / 1000.0;
    thermal.heat_frozen_j_per_kg_k = p.heat_frozen / 1000.0;
    thermal.conductivity_unfrozen_w_per_m_k = p.conductivity_unfrozen;
    thermal.conductivity_frozen_w_per_m_k = p.conductivity_frozen;
    thermal.latent_j_per_m3 = p.latent_j_per_m3;
    thermal.perfusion_w_per_m3_k = perfusion;
    return thermal;
}

inline FreezingRange sharp_range(const exact::TwoPhase& p) { return {p.freezing_degc, p.freezing_degc - kSharpRangeK}; }

// One material in a box whose lower corner lies at the origin.
inline std::unique_ptr<HeatField> one_material(const exact::TwoPhase& p, const FreezingRange& range, double perfusion,
                                               const Index3& size, double spacing_m, ThreadPool& pool) {
    FieldSetup setup;
    setup.frame.spacing_m = spacing_m;
    setup.frame.size = size;
    setup.frame.origin_m = Vec3(0.5 * spacing_m);
    setup.laws = {TissueLaw(thermal_of(p, perfusion), range)};
    setup.tissue.assign(setup.frame.cell_count(), 0);
    setup.start_degc.assign(static_cast<size_t>(size.z), p.start_degc);
    setup.blood_degc = p.start_degc;
    auto field = std::make_unique<HeatField>(std::move(setup), pool);
    field->set_start_faces({});
    return field;
}

// Volume of ice, m3.
inline double ice_m3(const HeatField& field) {
    double sum = 0.0;
    const std::vector<float>& t = field.temperature_degc().values();
    for (size_t c = 0; c < t.size(); ++c) sum += field.law(c).ice_fraction(static_cast<double>(t[c]));
    return sum * field.cell_volume_m3();
}

inline void advance_s(HeatField& field, double seconds, double step_s = 0.1, StageHook* hook = nullptr) {
    const auto steps = static_cast<int64_t>(std::lround(seconds / step_s));
    for (int64_t s = 0; s < steps; ++s) field.advance(hook);
}

// The first place along a row of cells at which the temperature rises through a level: linear in Kirchhoff's potential.
inline double crossing_m(const HeatField& field, const std::vector<size_t>& row, double level_degc) {
    const TissueLaw& own = field.law(row.front());
    const double level = own.potential(level_degc);
    const double h = field.frame().spacing_m;
    for (size_t i = 0; i + 1 < row.size(); ++i) {
        const double a = own.potential(static_cast<double>(field.temperature_degc().values()[row[i]]));
        const double b = own.potential(static_cast<double>(field.temperature_degc().values()[row[i + 1]]));
        if (a <= level && b > level) return (static_cast<double>(i) + 0.5 + (level - a) / (b - a)) * h;
    }
    return 0.0;
}

// A sphere at the origin that takes heat from an octant, cells within reach sharing it as those of a needle's round tip
// do (needle_sink.h). Its surface is at wall_degc, or cooled through a film by gas.
class SphereInOctant : public StageHook {
  public:
    SphereInOctant(const HeatField& field, double radius_m, double wall_or_gas_degc, double film_w_per_m2_k);

    void exchange(HeatField& field, double dt_s) override;
    double power_w() const { return 8.0 * power_w_; }  // of the whole sphere, in the last stage
    double wall_degc() const { return wall_degc_; }
    double reach_m() const { return reach_m_; }

  private:
    struct Contact {
        size_t cell;
        double conductance_m;
    };
    double radius_m_;
    double reach_m_;
    double gas_degc_;
    double film_w_per_k_;  // of an eighth of the surface; infinite: the wall is held
    double wall_degc_;
    double power_w_ = 0.0;
    double conductance_m_ = 0.0;
    std::vector<Contact> contacts_;
};

}  // namespace cryo::thermal

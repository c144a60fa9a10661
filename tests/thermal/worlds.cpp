#include "tests/thermal/worlds.h"

#include "engine/thermal/needle_sink.h"

namespace cryo::thermal {

SphereInOctant::SphereInOctant(const HeatField& field, double radius_m, double wall_or_gas_degc, double film)
    : radius_m_(radius_m),
      reach_m_(radius_m + 1.25 * field.frame().spacing_m),
      gas_degc_(wall_or_gas_degc),
      film_w_per_k_(film * 4.0 * kPi * radius_m * radius_m / 8.0),
      wall_degc_(wall_or_gas_degc) {
    const GridFrame& f = field.frame();
    const double b = sphere_exchange_per_m2(radius_m_, reach_m_);
    constexpr int kParts = 8;
    double volume = 0.0;
    std::vector<Contact> shares;
    const int cells = static_cast<int>(reach_m_ / f.spacing_m) + 2;
    for (int k = 0; k < cells; ++k)
        for (int j = 0; j < cells; ++j)
            for (int i = 0; i < cells; ++i) {
                int inside = 0;
                for (int s = 0; s < kParts * kParts * kParts; ++s) {
                    const Vec3 part(s % kParts, s / kParts % kParts, s / kParts / kParts);
                    const Vec3 p =
                        f.center_m(i, j, k) + f.spacing_m * ((part + 0.5) / static_cast<double>(kParts) - 0.5);
                    if (glm::length(p) <= reach_m_) ++inside;
                }
                const double share = field.cell_volume_m3() * inside / (kParts * kParts * kParts);
                if (share <= 0.0) continue;
                volume += share;
                shares.push_back({f.index(i, j, k), share});
            }
    const double exact_volume = 4.0 / 3.0 * kPi * reach_m_ * reach_m_ * reach_m_ / 8.0;
    for (const Contact& share : shares) {
        contacts_.push_back({share.cell, b * share.conductance_m * exact_volume / volume});
        conductance_m_ += contacts_.back().conductance_m;
    }
}

void SphereInOctant::exchange(HeatField& field, double dt_s) {
    double sum = 0.0;
    for (const Contact& contact : contacts_)
        sum += contact.conductance_m * static_cast<double>(field.potential()[contact.cell]);
    const TissueLaw& own = field.law(contacts_.front().cell);
    if (std::isfinite(film_w_per_k_)) {
        // Heat from tissue = heat to gas; the left falls and the right rises with the wall's temperature.
        double low = gas_degc_;
        double high = 60.0;
        for (int i = 0; i < 60; ++i) {
            const double t = 0.5 * (low + high);
            (sum - conductance_m_ * own.potential(t) > film_w_per_k_ * (t - gas_degc_) ? low : high) = t;
        }
        wall_degc_ = 0.5 * (low + high);
    }
    const double wall = own.potential(wall_degc_);
    power_w_ = sum - conductance_m_ * wall;
    for (const Contact& contact : contacts_)
        field.deviation()[contact.cell] -=
            static_cast<float>(contact.conductance_m * (static_cast<double>(field.potential()[contact.cell]) - wall) *
                               dt_s / field.cell_volume_m3());
}

}  // namespace cryo::thermal

#include "tests/thermal/exact_solutions.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::thermal::exact {

namespace {

// exp(x^2) erfc(x), by the continued fraction where erfc alone would vanish.
double erfcx(double x) {
    if (x < 4.0) return std::exp(x * x) * std::erfc(x);
    double fraction = 0.0;
    for (int k = 60; k >= 1; --k) fraction = 0.5 * k / (x + fraction);
    return 1.0 / (std::sqrt(kPi) * (x + fraction));
}

double e1(double x) { return -std::expint(-x); }

double root(double low, double high, auto function) {
    const bool rising = function(high) > function(low);
    for (int i = 0; i < 200; ++i) {
        const double middle = 0.5 * (low + high);
        ((function(middle) > 0.0) == rising ? high : low) = middle;
    }
    return 0.5 * (low + high);
}

double nu(const TwoPhase& p) { return std::sqrt(p.diffusivity_frozen() / p.diffusivity_unfrozen()); }

// Paterson's function of the point sink.
double paterson(double x) { return std::exp(-x * x) / x - std::sqrt(kPi) * std::erfc(x); }

double bessel_k(double order, double x) { return std::cyl_bessel_k(order, x); }

}  // namespace

double neumann_lambda(const TwoPhase& p, double wall) {
    const double n = nu(p);
    const double drop = p.freezing_degc - wall;
    return root(1e-6, 3.0, [&](double l) {
        // exp(-nu^2 l^2) / erfc(nu l) is 1 / erfcx(nu l).
        return std::exp(-l * l) / std::erf(l) -
               p.conductivity_unfrozen / p.conductivity_frozen * n * (p.start_degc - p.freezing_degc) / drop /
                   erfcx(n * l) -
               l * p.latent_j_per_m3 * std::sqrt(kPi) / (p.heat_frozen * drop);
    });
}

double neumann_front_m(const TwoPhase& p, double wall, double t) {
    return 2.0 * neumann_lambda(p, wall) * std::sqrt(p.diffusivity_frozen() * t);
}

double neumann_temperature_degc(const TwoPhase& p, double wall, double x, double t) {
    const double l = neumann_lambda(p, wall);
    const double front = neumann_front_m(p, wall, t);
    if (x <= front)
        return wall +
               (p.freezing_degc - wall) * std::erf(x / (2.0 * std::sqrt(p.diffusivity_frozen() * t))) / std::erf(l);
    return p.start_degc - (p.start_degc - p.freezing_degc) *
                              std::erfc(x / (2.0 * std::sqrt(p.diffusivity_unfrozen() * t))) / std::erfc(nu(p) * l);
}

double neumann_wall_energy_j_per_m2(const TwoPhase& p, double wall, double t) {
    return 2.0 * p.conductivity_frozen * (p.freezing_degc - wall) * std::sqrt(t) /
           (std::erf(neumann_lambda(p, wall)) * std::sqrt(kPi * p.diffusivity_frozen()));
}

// x_i = 2 l_i sqrt(t). For a given solidus front the first flux condition gives the liquidus front; the second is then
// the equation to solve.
MushyFronts mushy_plane_fronts(const TwoPhase& p, double wall, double solidus, double liquidus) {
    const double kf = p.conductivity_frozen;
    const double ku = p.conductivity_unfrozen;
    const double km = 0.5 * (kf + ku);
    const double cm = 0.5 * (p.heat_frozen + p.heat_unfrozen) + p.latent_j_per_m3 / (liquidus - solidus);
    const double af = std::sqrt(p.diffusivity_frozen());
    const double am = std::sqrt(km / cm);
    const double au = std::sqrt(p.diffusivity_unfrozen());
    const auto liquidus_front = [&](double l1) {
        const double flux = kf * (solidus - wall) * std::exp(-l1 * l1 / (af * af)) / (af * std::erf(l1 / af));
        const double span = km * (liquidus - solidus) * std::exp(-l1 * l1 / (am * am)) / (am * flux);
        const double at = std::erf(l1 / am) + span;  // erf at the liquidus front
        return at < 1.0 ? root(l1, 20.0 * am, [&](double l2) { return std::erf(l2 / am) - at; }) : -1.0;
    };
    // Falling flux at the liquidus: too near a solidus front draws too much heat.
    const double l1 = root(1e-7, 3e-3, [&](double l) {
        const double l2 = liquidus_front(l);
        if (l2 < 0.0) return 1.0;
        const double span = std::erf(l2 / am) - std::erf(l / am);
        const double from_mush = km * (liquidus - solidus) * std::exp(-l2 * l2 / (am * am)) / (am * span);
        const double from_tissue = ku * (p.start_degc - liquidus) / (au * erfcx(l2 / au));
        return from_tissue - from_mush;
    });
    return {2.0 * l1, 2.0 * liquidus_front(l1)};
}

namespace {

double line_sink_lambda(const TwoPhase& p, double q) {
    const double n = nu(p);
    return root(1e-4, 3.0, [&](double l) {
        return q / (4.0 * kPi) * std::exp(-l * l) -
               p.conductivity_unfrozen * (p.start_degc - p.freezing_degc) * std::exp(-n * n * l * l) /
                   e1(n * n * l * l) -
               l * l * p.diffusivity_frozen() * p.latent_j_per_m3;
    });
}

}  // namespace

double line_sink_front_m(const TwoPhase& p, double q, double t) {
    return 2.0 * line_sink_lambda(p, q) * std::sqrt(p.diffusivity_frozen() * t);
}

double line_sink_temperature_degc(const TwoPhase& p, double q, double r, double t) {
    const double l = line_sink_lambda(p, q);
    const double n = nu(p);
    if (r <= line_sink_front_m(p, q, t))
        return p.freezing_degc -
               q / (4.0 * kPi * p.conductivity_frozen) * (e1(r * r / (4.0 * p.diffusivity_frozen() * t)) - e1(l * l));
    return p.start_degc -
           (p.start_degc - p.freezing_degc) * e1(r * r / (4.0 * p.diffusivity_unfrozen() * t)) / e1(n * n * l * l);
}

double point_sink_front_m(const TwoPhase& p, double q0, double t) {
    const double n = nu(p);
    const double a = q0 / (8.0 * kPi * p.conductivity_frozen * std::sqrt(p.diffusivity_frozen()));
    const double l = root(1e-3, 3.0, [&](double x) {
        return p.conductivity_frozen * a * std::exp(-x * x) / (x * x) -
               p.conductivity_unfrozen * (p.start_degc - p.freezing_degc) * n * std::exp(-n * n * x * x) /
                   (n * n * x * x * paterson(n * x)) -
               2.0 * p.latent_j_per_m3 * x * p.diffusivity_frozen();
    });
    return 2.0 * l * std::sqrt(p.diffusivity_frozen() * t);
}

double steady_ball_radius_m(const TwoPhase& p, double perfusion, double sphere, double probe) {
    const double m = std::sqrt(perfusion / p.conductivity_unfrozen);
    const double a = p.conductivity_frozen * (p.freezing_degc - probe) /
                     (p.conductivity_unfrozen * (p.start_degc - p.freezing_degc));
    return root(sphere, 1.0, [&](double r) { return m * r * r + (1.0 - m * sphere) * r - sphere * (1.0 + a); });
}

double steady_ball_power_w(const TwoPhase& p, double perfusion, double ball) {
    const double m = std::sqrt(perfusion / p.conductivity_unfrozen);
    return 4.0 * kPi * ball * p.conductivity_unfrozen * (p.start_degc - p.freezing_degc) * (1.0 + m * ball);
}

double steady_ball_temperature_degc(const TwoPhase& p, double perfusion, double sphere, double probe, double ball,
                                    double r) {
    if (r <= sphere) return probe;
    if (r <= ball) return probe + (p.freezing_degc - probe) * (1.0 / sphere - 1.0 / r) / (1.0 / sphere - 1.0 / ball);
    const double m = std::sqrt(perfusion / p.conductivity_unfrozen);
    return p.start_degc - (p.start_degc - p.freezing_degc) * ball / r * std::exp(-m * (r - ball));
}

RobinBall robin_ball(const TwoPhase& p, double perfusion, double sphere, double gas, double film) {
    const double ball = root(sphere, 1.0, [&](double r) {
        const double resistance = 1.0 / (film * sphere * sphere) + (1.0 / sphere - 1.0 / r) / p.conductivity_frozen;
        return steady_ball_power_w(p, perfusion, r) - (p.freezing_degc - gas) * 4.0 * kPi / resistance;
    });
    const double power = steady_ball_power_w(p, perfusion, ball);
    return {ball, power, gas + power / (4.0 * kPi * sphere * sphere * film)};
}

double steady_cylinder_radius_m(const TwoPhase& p, double perfusion, double cylinder, double probe) {
    const double m = std::sqrt(perfusion / p.conductivity_unfrozen);
    return root(cylinder * 1.0001, 0.1, [&](double r) {
        return p.conductivity_unfrozen * (p.start_degc - p.freezing_degc) * m * bessel_k(1, m * r) /
                   bessel_k(0, m * r) -
               p.conductivity_frozen * (p.freezing_degc - probe) / (r * std::log(r / cylinder));
    });
}

double steady_cylinder_temperature_degc(const TwoPhase& p, double perfusion, double cylinder, double probe, double ice,
                                        double r) {
    if (r <= cylinder) return probe;
    if (r <= ice) return probe + (p.freezing_degc - probe) * std::log(r / cylinder) / std::log(ice / cylinder);
    const double m = std::sqrt(perfusion / p.conductivity_unfrozen);
    return p.start_degc - (p.start_degc - p.freezing_degc) * bessel_k(0, m * r) / bessel_k(0, m * ice);
}

SpheroidIce spheroid_ice(const TwoPhase& p, double semi_axial, double semi_radial, double probe) {
    const auto arccoth = [](double x) { return 0.5 * std::log((x + 1.0) / (x - 1.0)); };
    SpheroidIce ice{};
    ice.focus_m = std::sqrt(semi_axial * semi_axial - semi_radial * semi_radial);
    ice.xi_probe = semi_axial / ice.focus_m;
    const double a = p.conductivity_frozen * (p.freezing_degc - probe) /
                     (p.conductivity_unfrozen * (p.start_degc - p.freezing_degc));
    const double g = arccoth(ice.xi_probe) / (1.0 + a);
    ice.xi_front = 1.0 / std::tanh(g);
    ice.semi_axial_m = ice.focus_m * ice.xi_front;
    ice.semi_radial_m = ice.focus_m * std::sqrt(ice.xi_front * ice.xi_front - 1.0);
    ice.power_w = 4.0 * kPi * ice.focus_m * p.conductivity_unfrozen * (p.start_degc - p.freezing_degc) / g;
    return ice;
}

double spheroid_temperature_degc(const TwoPhase& p, const SpheroidIce& ice, double probe, double axial, double radial) {
    const auto arccoth = [](double x) { return 0.5 * std::log((x + 1.0) / (x - 1.0)); };
    const double to_a = std::hypot(axial - ice.focus_m, radial);
    const double to_b = std::hypot(axial + ice.focus_m, radial);
    const double xi = std::max((to_a + to_b) / (2.0 * ice.focus_m), ice.xi_probe);
    const double probe_g = arccoth(ice.xi_probe);
    const double front_g = arccoth(ice.xi_front);
    if (xi <= ice.xi_front) return probe + (p.freezing_degc - probe) * (probe_g - arccoth(xi)) / (probe_g - front_g);
    return p.start_degc - (p.start_degc - p.freezing_degc) * arccoth(xi) / front_g;
}

}  // namespace cryo::thermal::exact

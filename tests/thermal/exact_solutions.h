// Freezing problems with a closed form, to judge the heat field by. Two phases with constant properties each, latent
// heat L per volume at one temperature T_f (or spread over a range in MushyPlane). Unknown constants come from
// bisection of the interface conditions. Sources: Carslaw and Jaeger, Conduction of Heat in Solids, chapter 11;
// Paterson, Proc. Glasgow Math. Assoc. 1952;1:42 (point source); Ozisik, Heat Conduction, chapter 10.
#pragma once

namespace cryo::thermal::exact {

struct TwoPhase {
    double conductivity_frozen = 2.0;
    double conductivity_unfrozen = 0.5;
    double heat_frozen = 1.8e6;  // J/(m3 K)
    double heat_unfrozen = 3.6e6;
    double latent_j_per_m3 = 250e6;
    double freezing_degc = -1.0;
    double start_degc = 37.0;

    double diffusivity_frozen() const { return conductivity_frozen / heat_frozen; }
    double diffusivity_unfrozen() const { return conductivity_unfrozen / heat_unfrozen; }
};

// Half-space whose face is held at wall_degc from t = 0 (Neumann): front at 2 lambda sqrt(a_f t).
double neumann_lambda(const TwoPhase& p, double wall_degc);
double neumann_front_m(const TwoPhase& p, double wall_degc, double t_s);
double neumann_temperature_degc(const TwoPhase& p, double wall_degc, double x_m, double t_s);
double neumann_wall_energy_j_per_m2(const TwoPhase& p, double wall_degc, double t_s);

// The same with latent heat spread evenly over solidus..liquidus, conductivity there the mean of both phases.
struct MushyFronts {
    double solidus_m_per_sqrt_s;
    double liquidus_m_per_sqrt_s;
};
MushyFronts mushy_plane_fronts(const TwoPhase& p, double wall_degc, double solidus_degc, double liquidus_degc);

// Line sink of constant power per length from t = 0: front at 2 lambda sqrt(a_f t).
double line_sink_front_m(const TwoPhase& p, double w_per_m, double t_s);
double line_sink_temperature_degc(const TwoPhase& p, double w_per_m, double r_m, double t_s);

// Point sink of power q0 sqrt(t) from t = 0: front at 2 lambda sqrt(a_f t).
double point_sink_front_m(const TwoPhase& p, double q0_w_per_sqrt_s, double t_s);

// Steady ball in unfrozen tissue of perfusion w (none in ice) around a sphere held at probe_degc.
double steady_ball_radius_m(const TwoPhase& p, double perfusion, double sphere_m, double probe_degc);
double steady_ball_power_w(const TwoPhase& p, double perfusion, double ball_m);
double steady_ball_temperature_degc(const TwoPhase& p, double perfusion, double sphere_m, double probe_degc,
                                    double ball_m, double r_m);
// The same around a sphere cooled through a film by gas.
struct RobinBall {
    double radius_m;
    double power_w;
    double surface_degc;
};
RobinBall robin_ball(const TwoPhase& p, double perfusion, double sphere_m, double gas_degc, double film);

// Steady ice around a long cylinder held at probe_degc.
double steady_cylinder_radius_m(const TwoPhase& p, double perfusion, double cylinder_m, double probe_degc);
double steady_cylinder_temperature_degc(const TwoPhase& p, double perfusion, double cylinder_m, double probe_degc,
                                        double ice_m, double r_m);

// Steady confocal ice around a prolate spheroid held at probe_degc, without perfusion.
struct SpheroidIce {
    double focus_m;       // half the distance of the foci
    double semi_axial_m;  // of the ice
    double semi_radial_m;
    double power_w;
    double xi_probe;  // spheroidal coordinate of the probe and of the front
    double xi_front;
};
SpheroidIce spheroid_ice(const TwoPhase& p, double semi_axial_m, double semi_radial_m, double probe_degc);
double spheroid_temperature_degc(const TwoPhase& p, const SpheroidIce& ice, double probe_degc, double axial_m,
                                 double radial_m);

}  // namespace cryo::thermal::exact

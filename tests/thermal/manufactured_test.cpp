// A solution made up first and the heat source that makes it true: cosines of Kirchhoff's potential that fade with
// time, phi* = phi_m + B exp(-t/tau) prod cos(pi x / L), in an insulated box. Temperature then has the kinks of a
// freezing range where phi* passes it, and heat flow none, as in nature. Source: S = C/k dphi*/dt - lap phi* - w
// (T_blood - T*) where unfrozen.
#include "tests/thermal/worlds.h"

namespace cryo::thermal {
namespace {

struct Manufactured {
    double middle_w_per_m, amplitude_w_per_m;
    double perfusion = 5000.0;
    double tau_s = 20.0;
    double length_m = 0.010;
    int dimensions = 3;
    bool crosses_range = false;

    double shape(const Vec3& place) const {
        double product = 1.0;
        for (int axis = 0; axis < dimensions; ++axis) product *= std::cos(kPi * place[axis] / length_m);
        return product;
    }
    double potential(const Vec3& place, double t_s) const {
        return middle_w_per_m + amplitude_w_per_m * std::exp(-t_s / tau_s) * shape(place);
    }
    double source(const TissueLaw& law, const Vec3& place, double t_s) const {
        const double wavy = potential(place, t_s) - middle_w_per_m;
        const double t_degc = law.temperature_from_potential_degc(potential(place, t_s));
        const double heat = t_degc > law.range().liquidus_degc  ? law.heat_unfrozen()
                            : t_degc > law.range().solidus_degc ? law.heat_freezing()
                                                                : law.heat_frozen();
        const double blood = t_degc >= law.range().liquidus_degc ? perfusion * (37.0 - t_degc) : 0.0;
        const double wave = kPi / length_m;
        return heat / law.conductivity(t_degc) * (-wavy / tau_s) + dimensions * wave * wave * wavy - blood;
    }
};

// Root-mean-square error of temperature after one second, steps in proportion to the spacing squared.
double error_k(const Manufactured& made, int n) {
    ThreadPool pool(1);
    const double h = made.length_m / n;
    Index3 size(1);
    for (int axis = 0; axis < made.dimensions; ++axis) size[axis] = n;
    auto field = one_material({}, {-1.0, -8.0}, made.perfusion, size, h, pool);
    const GridFrame& f = field->frame();
    const TissueLaw law = field->law(0);
    const int steps = std::max(4, static_cast<int>(std::ceil(1.0 / (0.10 * h * h / 1.1e-6))));
    const double dt = 1.0 / steps;
    field->set_step(dt);
    const auto each_cell = [&](const auto& visit) {
        for (int k = 0; k < size.z; ++k)
            for (int j = 0; j < size.y; ++j)
                for (int i = 0; i < size.x; ++i) visit(f.index(i, j, k), f.center_m(i, j, k));
    };
    each_cell([&](size_t c, const Vec3& place) {
        field->set_temperature(c, law.temperature_from_potential_degc(made.potential(place, 0.0)));
    });
    field->refresh();
    // The source jumps where the range begins and ends: its mean over a cell, from parts of it.
    const int parts_along = made.crosses_range ? (made.dimensions == 3 ? 2 : 3) : 1;
    std::vector<float> source(f.cell_count());
    for (int step = 0; step < steps; ++step) {
        each_cell([&](size_t c, const Vec3& center) {
            double sum = 0.0;
            int parts = 0;
            for (int z = 0; z < (made.dimensions > 2 ? parts_along : 1); ++z)
                for (int y = 0; y < (made.dimensions > 1 ? parts_along : 1); ++y)
                    for (int x = 0; x < parts_along; ++x) {
                        Vec3 place = center;
                        place.x += h * ((x + 0.5) / parts_along - 0.5);
                        if (made.dimensions > 1) place.y += h * ((y + 0.5) / parts_along - 0.5);
                        if (made.dimensions > 2) place.z += h * ((z + 0.5) / parts_along - 0.5);
                        sum += made.source(law, place, (step + 0.5) * dt);
                        ++parts;
                    }
            source[c] = static_cast<float>(sum / parts);
        });
        field->set_source(source);
        field->advance(nullptr);
    }
    double sum = 0.0;
    each_cell([&](size_t c, const Vec3& place) {
        const double exact = law.temperature_from_potential_degc(made.potential(place, 1.0));
        sum += std::pow(static_cast<double>(field->temperature_degc().values()[c]) - exact, 2);
    });
    return std::sqrt(sum / static_cast<double>(f.cell_count()));
}

double observed_order(const Manufactured& made, const std::vector<int>& cells, const char* name) {
    std::vector<double> errors;
    std::printf("[ measured ] %s:", name);
    for (const int n : cells) {
        errors.push_back(error_k(made, n));
        std::printf(" N=%d %.5f K", n, errors.back());
    }
    const double order = std::log(errors.front() / errors.back()) /
                         std::log(static_cast<double>(cells.back()) / static_cast<double>(cells.front()));
    std::printf(", order %.2f\n", order);
    return order;
}

constexpr double kSecondOrder = 1.8;
// Where a cell straddles an end of the freezing range its own heat capacity is off by as much as it straddles.
constexpr double kAcrossTheRange = 1.0;

TEST(Manufactured, SecondOrderWithinOnePhase) {
    EXPECT_GT(observed_order({-90.0, 40.0, 0.0, 20.0, 0.010, 1}, {8, 16, 32}, "frozen, 1-D"), kSecondOrder);
    EXPECT_GT(observed_order({12.0, 6.0, 5000.0, 20.0, 0.010, 1}, {16, 32, 64}, "unfrozen and perfused, 1-D"),
              kSecondOrder);
    EXPECT_GT(observed_order({-90.0, 40.0, 0.0, 20.0, 0.010, 3}, {8, 16, 24}, "frozen, 3-D"), kSecondOrder);
}

TEST(Manufactured, AcrossTheFreezingRange) {
    EXPECT_GT(observed_order({-20.0, 35.0, 5000.0, 20.0, 0.010, 1, true}, {16, 32, 64, 128}, "across the range, 1-D"),
              kAcrossTheRange);
    EXPECT_GT(observed_order({-20.0, 35.0, 5000.0, 20.0, 0.010, 2, true}, {12, 24, 48}, "across the range, 2-D"),
              kAcrossTheRange);
    EXPECT_GT(observed_order({-20.0, 35.0, 5000.0, 20.0, 0.010, 3, true}, {8, 16, 24}, "across the range, 3-D"),
              kAcrossTheRange);
}

}  // namespace
}  // namespace cryo::thermal

// What is measured on a BioheatSolver's fields: points, isotherms; and its state as hash and bytes.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/thermal/bioheat_state.h"

namespace cryo::thermal {

double BioheatSolver::State::sample_degc(const Grid3<float>& temperature_degc, const Vec3& reference_m,
                                         bool beside_needles) const {
    const GridFrame& f = field.frame();
    const Vec3 cell = glm::clamp(f.cell_from_point(reference_m), Vec3(0.0), Vec3(f.size - 1));
    const Index3 nearest = glm::min(Index3(cell + 0.5), f.size - 1);
    const TissueLaw& own = field.law(f.index(nearest.x, nearest.y, nearest.z));
    const Index3 low = glm::clamp(Index3(cell), Index3(0), glm::max(f.size - 2, Index3(0)));
    const Vec3 part = cell - Vec3(low);
    double potential = 0.0;
    for (int corner = 0; corner < 8; ++corner) {
        const Index3 side(corner & 1, (corner >> 1) & 1, corner >> 2);
        double weight = 1.0;
        for (int axis = 0; axis < 3; ++axis) weight *= side[axis] == 1 ? part[axis] : 1.0 - part[axis];
        if (weight <= 0.0) continue;
        const Index3 at = low + side;
        potential += weight * own.potential(static_cast<double>(temperature_degc.at(at.x, at.y, at.z)));
    }
    if (beside_needles)
        for (const ProbeInTissue& probe : probes)
            for (const NeedleSink& sink : probe.sinks) potential = sink.resolved_potential(own, reference_m, potential);
    return own.temperature_from_potential_degc(potential);
}

double BioheatSolver::temperature_at(const Vec3& reference_m) const {
    return state_->sample_degc(temperature_degc(), reference_m, true);
}

double BioheatSolver::coldest_at(const Vec3& reference_m) const {
    return state_->sample_degc(coldest_degc(), reference_m, false);
}

namespace {

// How far from `from` along `direction` the temperature last is at or below the isotherm, at most `reach_m`; 0 when
// nowhere. Steps of a quarter cell, the crossing by Kirchhoff-linear interpolation of the last step.
double last_crossing_m(const BioheatSolver& solver, const Vec3& from, const Vec3& direction, double reach_m,
                       double isotherm_degc) {
    const double step = 0.25 * solver.frame().spacing_m;
    const int steps = static_cast<int>(reach_m / step);
    double crossing = 0.0;
    double before = solver.temperature_at(from);
    for (int s = 1; s <= steps; ++s) {
        const double now = solver.temperature_at(from + s * step * direction);
        if (before <= isotherm_degc && now > isotherm_degc)
            crossing = (s - 1 + (isotherm_degc - before) / (now - before)) * step;
        before = now;
    }
    return before <= isotherm_degc ? steps * step : crossing;
}

constexpr int kDirections = 16;

// Mean over directions of the full width across an axis.
double width_at_m(const BioheatSolver& solver, const Vec3& center, const Vec3& axis, double reach_m,
                  double isotherm_degc) {
    const Vec3 across = any_perpendicular(axis);
    const Vec3 other = glm::cross(axis, across);
    double sum = 0.0;
    for (int d = 0; d < kDirections; ++d) {
        const double angle = 2.0 * kPi * d / kDirections;
        sum +=
            last_crossing_m(solver, center, std::cos(angle) * across + std::sin(angle) * other, reach_m, isotherm_degc);
    }
    return 2.0 * sum / kDirections;
}

// An isotherm cannot be farther away than the box of everything near freezing.
double reach_of_cold_m(const HeatField& field) {
    const CellBox& box = field.quick_box();
    return box.empty() ? 0.0 : field.frame().spacing_m * glm::length(Vec3(box.high - box.low));
}

}  // namespace

IsothermExtent BioheatSolver::extent(double isotherm_degc, int probe_index) const {
    CRYO_CHECK(probe_index >= 0 && probe_index < probe_count());
    CRYO_CHECK_OP(isotherm_degc, <=, 1.0);  // the box of cold does not hold warmer isotherms
    const auto& needles = state_->probes[static_cast<size_t>(probe_index)].state.needles;
    const instruments::NeedleAxis& needle = needles[needles.size() / 2];
    const double reach_m = reach_of_cold_m(state_->field);
    if (reach_m <= 0.0) return {};
    const Vec3 middle = needle.tip_m - 0.5 * needle.active_length_m * needle.direction;

    IsothermExtent extent;
    // Along the shaft from the middle of the active zone. The needle's own inside counts as the tissue around it.
    extent.length_m = last_crossing_m(*this, middle, needle.direction, reach_m, isotherm_degc) +
                      last_crossing_m(*this, middle, -needle.direction, reach_m, isotherm_degc);
    // The widest place lies within the active zone or close to it: a coarse search, then the top of a parabola.
    constexpr int kStations = 13;
    const double half = 0.5 * needle.active_length_m;
    std::array<double, kStations> width{};
    int widest = 0;
    for (int s = 0; s < kStations; ++s) {
        const Vec3 center = middle + half * (2.0 * s / (kStations - 1) - 1.0) * needle.direction;
        width[static_cast<size_t>(s)] = width_at_m(*this, center, needle.direction, reach_m, isotherm_degc);
        if (width[static_cast<size_t>(s)] > width[static_cast<size_t>(widest)]) widest = s;
    }
    extent.width_m = width[static_cast<size_t>(widest)];
    return extent;
}

double BioheatSolver::ice_radius_m(int probe_index) const {
    CRYO_CHECK(probe_index >= 0 && probe_index < probe_count());
    const auto& needles = state_->probes[static_cast<size_t>(probe_index)].state.needles;
    const instruments::NeedleAxis& needle = needles[needles.size() / 2];
    const Vec3 middle = needle.tip_m - 0.5 * needle.active_length_m * needle.direction;
    return 0.5 * width_at_m(*this, middle, needle.direction, reach_of_cold_m(state_->field), kVisibleEdgeDegc);
}

void BioheatSolver::add_to(StateHash& hash) const {
    const State& s = *state_;
    s.field.add_to(hash);
    s.vessels.add_to(hash);
    hash.add(s.ticks);
    for (const ProbeInTissue& probe : s.probes) {
        hash.add(probe.gas_degc);
        hash.add(probe.readout.thermocouple_degc);
        hash.add(probe.readout.heat_removed_j);
        for (const NeedleSink& sink : probe.sinks) hash.add(sink.wall_degc());
    }
    hash.add(s.dermis_frozen_s);
    hash.add(s.skin.coldest_degc);
}

std::vector<std::byte> BioheatSolver::snapshot() const {
    const State& s = *state_;
    ByteWriter bytes;
    s.field.save(bytes);
    s.vessels.save(bytes);
    bytes.put(s.ticks);
    bytes.put(s.probes_j);
    bytes.put(s.skin);
    bytes.put(s.dermis_frozen_s);
    bytes.put(s.probes.size());
    for (const ProbeInTissue& probe : s.probes) {
        bytes.put(probe.state.needles);
        const instruments::GasSide& gas = probe.state.gas_side;
        bytes.put(
            std::array<double, 4>{gas.gas_temperature_degc, gas.film_w_per_m2_k, gas.time_constant_s, gas.max_power_w});
        bytes.put(probe.state.active_thaw_degc);
        bytes.put(probe.state.thermocouple_lag_s);
        bytes.put(probe.state.shaft);
        bytes.put(probe.state.flow);
        bytes.put(probe.placed);
        bytes.put(probe.gas_degc);
        bytes.put(probe.readout);
        bytes.put(probe.sinks.size());
        for (const NeedleSink& sink : probe.sinks) bytes.put(sink.wall_degc());
    }
    return bytes.take();
}

void BioheatSolver::restore(std::span<const std::byte> from) {
    State& s = *state_;
    ByteReader bytes(from);
    s.field.load(bytes);
    s.vessels.load(bytes);
    bytes.get(s.ticks);
    bytes.get(s.probes_j);
    bytes.get(s.skin);
    bytes.get(s.dermis_frozen_s);
    size_t probe_count = 0;
    bytes.get(probe_count);
    s.probes.clear();
    for (size_t p = 0; p < probe_count; ++p) {
        ProbeInTissue probe;
        bytes.get(probe.state.needles);
        std::array<double, 4> gas{};
        bytes.get(gas);
        probe.state.gas_side.gas_temperature_degc = gas[0];
        probe.state.gas_side.film_w_per_m2_k = gas[1];
        probe.state.gas_side.time_constant_s = gas[2];
        probe.state.gas_side.max_power_w = gas[3];
        bytes.get(probe.state.active_thaw_degc);
        bytes.get(probe.state.thermocouple_lag_s);
        bytes.get(probe.state.shaft);
        bytes.get(probe.state.flow);
        bytes.get(probe.placed);
        bytes.get(probe.gas_degc);
        bytes.get(probe.readout);
        size_t sinks = 0;
        bytes.get(sinks);
        for (size_t n = 0; n < sinks; ++n) {
            std::vector<double> wall;
            bytes.get(wall);
            probe.sinks.emplace_back(s.field, probe.state.needles[n], probe.state.shaft);
            probe.sinks.back().set_wall_degc(wall);
        }
        s.probes.push_back(std::move(probe));
    }
    CRYO_CHECK(bytes.at_end());
    ++s.revision;
}

}  // namespace cryo::thermal

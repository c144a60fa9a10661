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

// How far from `from` along `direction` the temperature last is at or below each isotherm, at most `reach_m`; 0 where
// it never is. Steps of half a cell, then the secant rule for the place of the crossing.
std::vector<double> last_crossings_m(const BioheatSolver& solver, const Vec3& from, const Vec3& direction,
                                     double reach_m, std::span<const double> isotherms_degc) {
    const double step = 0.5 * solver.frame().spacing_m;
    const int steps = static_cast<int>(reach_m / step);
    const auto at = [&](double distance) { return solver.temperature_at(from + distance * direction); };
    std::vector<double> line{at(0.0)};
    for (int s = 1; s <= steps; ++s) line.push_back(at(s * step));
    std::vector<double> crossings;
    for (const double isotherm : isotherms_degc) {
        int last = steps;
        while (last >= 0 && line[static_cast<size_t>(last)] > isotherm) --last;
        if (last < 0 || last == steps) {
            crossings.push_back(last < 0 ? 0.0 : steps * step);
            continue;
        }
        double low = last * step;
        double high = low + step;
        double t_low = line[static_cast<size_t>(last)];
        double t_high = line[static_cast<size_t>(last) + 1];
        double crossing = low;
        for (int i = 0; i < 3; ++i) {
            crossing = low + (isotherm - t_low) / (t_high - t_low) * (high - low);
            const double t = at(crossing);
            (t <= isotherm ? low : high) = crossing;
            (t <= isotherm ? t_low : t_high) = t;
        }
        crossings.push_back(crossing);
    }
    return crossings;
}

// Mean over directions of the full width of each isotherm across an axis.
std::vector<double> widths_m(const BioheatSolver& solver, const Vec3& center, const Vec3& axis, double reach_m,
                             std::span<const double> isotherms_degc) {
    constexpr int kDirections = 16;
    const Vec3 across = any_perpendicular(axis);
    const Vec3 other = glm::cross(axis, across);
    std::vector<double> widths(isotherms_degc.size(), 0.0);
    for (int d = 0; d < kDirections; ++d) {
        const double angle = 2.0 * kPi * d / kDirections;
        const Vec3 direction = std::cos(angle) * across + std::sin(angle) * other;
        const std::vector<double> crossings = last_crossings_m(solver, center, direction, reach_m, isotherms_degc);
        for (size_t i = 0; i < widths.size(); ++i) widths[i] += 2.0 / kDirections * crossings[i];
    }
    return widths;
}

// From a point to the farthest corner of the box of everything near freezing: no isotherm lies beyond.
double reach_of_cold_m(const HeatField& field, const Vec3& from) {
    const CellBox& box = field.quick_box();
    if (box.empty()) return 0.0;
    const GridFrame& f = field.frame();
    const Vec3 low = glm::abs(f.center_m(box.low.x, box.low.y, box.low.z) - from);
    const Vec3 high = glm::abs(f.center_m(box.high.x, box.high.y, box.high.z) - from);
    return glm::length(glm::max(low, high));
}

}  // namespace

std::vector<IsothermExtent> BioheatSolver::extents(std::span<const double> isotherms_degc, int probe_index) const {
    CRYO_CHECK(probe_index >= 0 && probe_index < probe_count());
    for (const double isotherm : isotherms_degc) CRYO_CHECK_OP(isotherm, <=, 1.0);  // the box of cold holds no others
    const auto& needles = state_->probes[static_cast<size_t>(probe_index)].state.needles;
    const instruments::NeedleAxis& needle = needles[needles.size() / 2];
    const Vec3 middle = needle.tip_m - 0.5 * needle.active_length_m * needle.direction;
    const double reach_m = reach_of_cold_m(state_->field, middle);
    std::vector<IsothermExtent> result(isotherms_degc.size());
    if (reach_m <= 0.0) return result;

    // Along the shaft from the middle of the active zone; inside the needle its metal counts. The widest place lies
    // within the active zone.
    const std::vector<double> ahead = last_crossings_m(*this, middle, needle.direction, reach_m, isotherms_degc);
    const std::vector<double> behind = last_crossings_m(*this, middle, -needle.direction, reach_m, isotherms_degc);
    for (size_t i = 0; i < result.size(); ++i) result[i].length_m = ahead[i] + behind[i];
    constexpr int kStations = 9;
    for (int s = 0; s < kStations; ++s) {
        const double along = 0.5 * needle.active_length_m * (2.0 * s / (kStations - 1) - 1.0);
        const std::vector<double> widths =
            widths_m(*this, middle + along * needle.direction, needle.direction, reach_m, isotherms_degc);
        for (size_t i = 0; i < result.size(); ++i) result[i].width_m = std::max(result[i].width_m, widths[i]);
    }
    return result;
}

IsothermExtent BioheatSolver::extent(double isotherm_degc, int probe_index) const {
    return extents({&isotherm_degc, 1}, probe_index).front();
}

double BioheatSolver::ice_radius_m(int probe_index) const {
    CRYO_CHECK(probe_index >= 0 && probe_index < probe_count());
    const auto& needles = state_->probes[static_cast<size_t>(probe_index)].state.needles;
    const instruments::NeedleAxis& needle = needles[needles.size() / 2];
    const Vec3 middle = needle.tip_m - 0.5 * needle.active_length_m * needle.direction;
    const double reach_m = reach_of_cold_m(state_->field, middle);
    const double edge[] = {kVisibleEdgeDegc};
    return reach_m <= 0.0 ? 0.0 : 0.5 * widths_m(*this, middle, needle.direction, reach_m, edge).front();
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
    hash.add(s.fluid_share);
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
    bytes.put(s.fluid_share);
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
    bytes.get(s.fluid_share);
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

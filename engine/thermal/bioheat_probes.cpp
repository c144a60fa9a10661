// The cryoprobes of a BioheatSolver: gas, metal and what the console reads.
#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/thermal/bioheat_state.h"

namespace cryo::thermal {

namespace {

bool same_needles(const std::vector<instruments::NeedleAxis>& a, const std::vector<instruments::NeedleAxis>& b) {
    if (a.size() != b.size()) return false;
    for (size_t n = 0; n < a.size(); ++n)
        if (a[n].tip_m != b[n].tip_m || a[n].direction != b[n].direction || a[n].radius_m != b[n].radius_m ||
            a[n].active_length_m != b[n].active_length_m)
            return false;
    return true;
}

}  // namespace

ProbeState probe_state(const instruments::CryoprobeDevice& device, std::vector<instruments::NeedleAxis> needles,
                       GasFlow flow) {
    CRYO_CHECK(flow != GasFlow::Thawing || device.has_active_thaw);
    return {std::move(needles),        device.gas_side, device.active_thaw_degc,
            device.thermocouple_lag_s, device.shaft,    flow};
}

void BioheatSolver::set_probes(std::vector<ProbeState> states) {
    State& s = *state_;
    for (const ProbeState& state : states) {
        CRYO_CHECK(!state.needles.empty());
        CRYO_CHECK(state.gas_side.time_constant_s >= 0.0 && state.thermocouple_lag_s >= 0.0);
    }
    bool needles_changed = states.size() < s.probes.size();
    const size_t known = s.probes.size();
    s.probes.resize(states.size());
    for (size_t p = 0; p < states.size(); ++p) {
        ProbeInTissue& probe = s.probes[p];
        const bool is_new = p >= known;
        if (is_new || !same_needles(probe.state.needles, states[p].needles)) {
            probe.placed = false;
            needles_changed = true;
        }
        probe.state = std::move(states[p]);
        if (is_new) {
            const double there = temperature_at(probe.state.needles.front().tip_m);
            probe.gas_degc = there;
            probe.readout.gas_degc = probe.readout.wall_degc = probe.readout.tip_wall_degc = there;
            probe.readout.thermocouple_degc = there;
        }
    }
    if (needles_changed && s.probes.empty()) {
        s.field.set_quick_cells({});
        s.field.set_metal({});
    }
}

bool BioheatSolver::State::gas_flows() const {
    return std::any_of(probes.begin(), probes.end(),
                       [](const ProbeInTissue& probe) { return probe.state.flow != GasFlow::Off; });
}

// Sinks are made when first needed: a needle in tissue at rest takes no part.
void BioheatSolver::State::place_sinks() {
    bool changed = false;
    for (ProbeInTissue& probe : probes) {
        if (probe.placed) continue;
        probe.sinks.clear();
        for (const instruments::NeedleAxis& needle : probe.state.needles)
            probe.sinks.emplace_back(field, needle, probe.state.shaft);
        probe.placed = true;
        changed = true;
    }
    if (!changed) return;
    CellBox box;
    std::vector<MetalCell> metal;
    for (const ProbeInTissue& probe : probes)
        for (const NeedleSink& sink : probe.sinks) {
            box = merged(box, sink.box());
            metal.insert(metal.end(), sink.metal().begin(), sink.metal().end());
        }
    // Needles side by side may share a cell.
    std::sort(metal.begin(), metal.end(), [](const MetalCell& a, const MetalCell& b) { return a.cell < b.cell; });
    std::vector<MetalCell> joined;
    for (const MetalCell& cell : metal) {
        if (!joined.empty() && joined.back().cell == cell.cell)
            joined.back().share = std::min(1.0, joined.back().share + cell.share);
        else
            joined.push_back(cell);
    }
    field.set_quick_cells(grown(box, 1, field.frame().size));
    field.set_metal(joined);
}

// The gas follows its target with one time constant; with the gas off the tube's inside follows the metal.
void BioheatSolver::State::step_gas(ProbeInTissue& probe) const {
    const ProbeState& state = probe.state;
    double target = probe.readout.wall_degc;
    if (state.flow == GasFlow::Freezing) target = state.gas_side.gas_temperature_degc;
    if (state.flow == GasFlow::Thawing) target = state.active_thaw_degc;
    const double tau = state.gas_side.time_constant_s;
    const double kept = tau > 0.0 ? std::exp(-kTickS / tau) : 0.0;
    probe.gas_degc = target + (probe.gas_degc - target) * kept;
}

GasState BioheatSolver::State::gas_state(const ProbeInTissue& probe) const {
    const ProbeState& state = probe.state;
    if (state.flow == GasFlow::Off) return {};
    GasState gas;
    gas.film_w_per_m2_k = state.gas_side.film_w_per_m2_k;
    gas.gas_degc = probe.gas_degc;
    gas.shaft_film_w_per_m2_k = state.shaft.film_w_per_m2_k;
    // Returning gas is never colder than the gas it comes from.
    gas.shaft_gas_degc =
        state.flow == GasFlow::Freezing ? std::max(state.shaft.return_gas_degc, probe.gas_degc) : probe.gas_degc;
    return gas;
}

// An expansion can only carry so much heat: where tissue offers more, the gas warms until it does not.
void BioheatSolver::State::limit_power(ProbeInTissue& probe, GasState& gas) {
    const auto power_w = [&] {
        double sum = 0.0;
        for (NeedleSink& sink : probe.sinks) {
            sink.settle(field, gas);
            sum += sink.gas_power_w(gas);
        }
        return sum;
    };
    const double limit_w = probe.state.gas_side.max_power_w;
    if (power_w() <= limit_w || probe.state.flow != GasFlow::Freezing) return;
    double low = gas.gas_degc;
    double high = anatomy::kBodyDegc;
    constexpr int kHalvings = 24;
    for (int i = 0; i < kHalvings; ++i) {
        gas.gas_degc = 0.5 * (low + high);
        (power_w() > limit_w ? low : high) = gas.gas_degc;
    }
    probe.gas_degc = gas.gas_degc;
}

void BioheatSolver::State::exchange(HeatField& heat_field, double dt_s) {
    for (ProbeInTissue& probe : probes) {
        GasState gas = gas_state(probe);
        limit_power(probe, gas);
        double heat_w = 0.0;
        for (const NeedleSink& sink : probe.sinks) heat_w += sink.take_heat(heat_field, dt_s);
        probe.tick_heat_j += heat_w * dt_s;
    }
}

void BioheatSolver::State::read_probes(bool moved_heat) {
    for (ProbeInTissue& probe : probes) {
        ProbeReadout& read = probe.readout;
        if (moved_heat && !probe.sinks.empty()) {
            double wall = 0.0;
            double bound = 0.0;
            for (const NeedleSink& sink : probe.sinks) {
                wall += sink.active_wall_degc() / static_cast<double>(probe.sinks.size());
                bound = std::max(bound, sink.bound_m(kBindingDegc));
            }
            read.wall_degc = wall;
            read.tip_wall_degc = probe.sinks[probe.sinks.size() / 2].tip_wall_degc();
            read.bound_m = bound;
            read.power_w = probe.tick_heat_j / kTickS;
            read.heat_removed_j += probe.tick_heat_j;
            probes_j += probe.tick_heat_j;
        } else {
            const double there = sample_degc(field.temperature_degc(), probe.state.needles.front().tip_m, false);
            read.wall_degc = read.tip_wall_degc = there;
            read.power_w = 0.0;
            read.bound_m = 0.0;
            probe.gas_degc = there;
        }
        read.gas_degc = probe.gas_degc;
        const double lag = probe.state.thermocouple_lag_s;
        const double kept = lag > 0.0 ? std::exp(-kTickS / lag) : 0.0;
        read.thermocouple_degc = read.tip_wall_degc + (read.thermocouple_degc - read.tip_wall_degc) * kept;
    }
}

int BioheatSolver::probe_count() const { return static_cast<int>(state_->probes.size()); }

const ProbeReadout& BioheatSolver::probe(int index) const {
    CRYO_CHECK(index >= 0 && index < probe_count());
    return state_->probes[static_cast<size_t>(index)].readout;
}

void BioheatSolver::State::read_skin() {
    const std::vector<float>& t = field.temperature_degc().values();
    float coldest_degc = 1e9F;
    size_t coldest = 0;
    for (const DermisRun& run : dermis) {
        float lowest = 1e9F;
        for (size_t c = run.first; c < run.first + run.count; ++c) lowest = t[c] < lowest ? t[c] : lowest;
        if (lowest >= coldest_degc) continue;
        coldest_degc = lowest;
        coldest = run.first;
    }
    if (dermis.empty()) return;
    while (t[coldest] != coldest_degc) ++coldest;
    const auto nx = static_cast<size_t>(field.frame().size.x);
    const auto ny = static_cast<size_t>(field.frame().size.y);
    skin.now_degc = static_cast<double>(coldest_degc);
    skin.coldest_degc = std::min(skin.coldest_degc, skin.now_degc);
    skin.place_m = field.frame().center_m(static_cast<int>(coldest % nx), static_cast<int>(coldest / nx % ny),
                                          static_cast<int>(coldest / nx / ny));

    // How long each cell has been frozen. While all are warm there is nothing to count.
    if (coldest_degc > 0.0F) {
        dermis_frozen_s.clear();
        return;
    }
    if (dermis_frozen_s.empty()) dermis_frozen_s.assign(dermis.back().first_timer + dermis.back().count, 0.0F);
    for (const DermisRun& run : dermis)
        for (size_t i = 0; i < run.count; ++i) {
            float& frozen_s = dermis_frozen_s[run.first_timer + i];
            frozen_s = t[run.first + i] > 0.0F ? 0.0F : frozen_s + static_cast<float>(kTickS);
            skin.frozen_s = std::max(skin.frozen_s, static_cast<double>(frozen_s));
        }
}

}  // namespace cryo::thermal

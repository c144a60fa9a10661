// What a BioheatSolver is made of; private to the files bioheat*.cpp.
#pragma once

#include "engine/thermal/bioheat.h"
#include "engine/thermal/heat_field.h"
#include "engine/thermal/needle_sink.h"
#include "engine/thermal/vessel_flow.h"

namespace cryo::thermal {

// One cryoprobe and its gas.
struct ProbeInTissue {
    ProbeState state;
    std::vector<NeedleSink> sinks;  // empty until something cold is about
    bool placed = false;            // sinks stand where state.needles say
    double gas_degc = anatomy::kBodyDegc;
    double tick_heat_j = 0.0;
    ProbeReadout readout;
};

// Dermis cells that follow each other in memory.
struct DermisRun {
    size_t first = 0;
    size_t count = 0;
    size_t first_timer = 0;  // index of the first one's time among all dermis cells
};

struct BioheatSolver::State : StageHook {
    State(FieldSetup setup, VesselFlow flow, ThreadPool& pool)
        : field(std::move(setup), pool), vessels(std::move(flow)) {}

    void exchange(HeatField& heat_field, double dt_s) override;
    bool gas_flows() const;
    void place_sinks();
    void step_gas(ProbeInTissue& probe) const;
    GasState gas_state(const ProbeInTissue& probe) const;
    void limit_power(ProbeInTissue& probe, GasState& gas);
    void read_probes(bool moved_heat);
    void find_dermis();
    void read_skin();
    // Between cell centres Kirchhoff's potential is linear, which runs smoothly through the freezing front where
    // temperature has a kink. Potentials are those of the tissue of the nearest cell.
    double sample_degc(const Grid3<float>& temperature_degc, const Vec3& reference_m, bool beside_needles) const;

    HeatField field;
    VesselFlow vessels;
    std::vector<ProbeInTissue> probes;
    std::vector<DermisRun> dermis;
    std::vector<float> dermis_frozen_s;  // of each dermis cell, unbroken up to now; empty while all are warm
    std::vector<float> fluid_share;      // of each cell, injected so far; empty until fluid comes
    SkinReadout skin;
    bool has_skin_face = false;
    int64_t ticks = 0;
    uint64_t revision = 1;
    double probes_j = 0.0;
};

}  // namespace cryo::thermal

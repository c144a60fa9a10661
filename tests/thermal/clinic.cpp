#include "tests/thermal/clinic.h"

namespace cryo::thermal::clinic {

namespace {

using anatomy::Tissue;
using instruments::CryoprobeDevice;

CryoprobeDevice nitrous_oxide(double diameter_m, double active_length_m) {
    CryoprobeDevice device;
    device.shaft_diameter_m = diameter_m;
    device.active_length_m = active_length_m;
    device.gas_side.gas_temperature_degc = -88.0;
    device.gas_side.film_w_per_m2_k = 10e3;
    device.gas_side.time_constant_s = 3.0;
    device.gas_side.max_power_w = 30.0;
    return device;
}

anatomy::Layer layer(Tissue tissue, double top_mm, double bottom_mm) {
    anatomy::Layer result;
    result.id = result.label = std::string(anatomy::properties(tissue).id) + std::to_string(static_cast<int>(top_mm));
    result.tissue = tissue;
    result.top_m = 1e-3 * top_mm;
    result.bottom_m = 1e-3 * bottom_mm;
    return result;
}

}  // namespace

CryoprobeDevice console_1p4mm() { return nitrous_oxide(0.0014, 0.004); }
CryoprobeDevice console_2mm() { return nitrous_oxide(0.0020, 0.005); }
CryoprobeDevice handheld_20g() { return nitrous_oxide(0.00091, 0.008); }

CryoprobeDevice argon_17g(double active_length_m) {
    CryoprobeDevice device;
    device.gas = instruments::CryoGas::Argon;
    device.shaft_diameter_m = 0.0015;
    device.active_length_m = active_length_m;
    device.gas_side.gas_temperature_degc = -140.0;
    device.gas_side.film_w_per_m2_k = 4000.0;
    device.gas_side.time_constant_s = 20.0;
    device.gas_side.max_power_w = 60.0;
    device.shaft.steel_fraction = 0.2;
    device.has_active_thaw = true;
    device.active_thaw_degc = 40.0;
    return device;
}

anatomy::Anatomy muscle_block() {
    anatomy::Anatomy a;
    a.layers = {layer(Tissue::Muscle, 0.0, 45.0)};
    return a;
}

// Sizes and depths of the authored cases.
std::vector<NerveSite> nerve_sites() {
    return {{"infrapatellar",
             0.0022,
             0.0014,
             0.0096,
             4,
             {layer(Tissue::Skin, 0, 1.8), layer(Tissue::Fat, 1.8, 10.8), layer(Tissue::Muscle, 10.8, 45)}},
            {"intercostal",
             0.0022,
             0.0013,
             0.0256,
             4,
             {layer(Tissue::Skin, 0, 2.3), layer(Tissue::Fat, 2.3, 8.3), layer(Tissue::Muscle, 8.3, 24.6),
              layer(Tissue::Fat, 24.6, 26.4), layer(Tissue::Muscle, 26.4, 55)}},
            {"saphenous",
             0.0032,
             0.0020,
             0.0265,
             5,
             {layer(Tissue::Skin, 0, 1.6), layer(Tissue::Fat, 1.6, 13), layer(Tissue::Muscle, 13, 23.5),
              layer(Tissue::Fat, 23.5, 55)}},
            {"greater occipital",
             0.0030,
             0.0018,
             0.0206,
             5,
             {layer(Tissue::Skin, 0, 2.3), layer(Tissue::Fat, 2.3, 7), layer(Tissue::Muscle, 7, 20),
              layer(Tissue::Fat, 20, 21.5), layer(Tissue::Muscle, 21.5, 55)}}};
}

anatomy::Anatomy anatomy_at(const NerveSite& site) {
    anatomy::Anatomy a;
    a.layers = site.layers;
    a.box_high_m.z = 0.060;
    anatomy::Nerve nerve;
    nerve.id = nerve.label = site.name;
    nerve.role = anatomy::NerveRole::Target;
    nerve.fascicle_count = site.fascicles;
    nerve.tube.width_m = site.width_m;
    nerve.tube.height_m = site.height_m;
    for (double y = -0.025; y < 0.0251; y += 0.005) nerve.tube.path_m.push_back({0, y, site.depth_m});
    a.nerves = {nerve};
    return a;
}

instruments::NeedleAxis crossing_needle(const CryoprobeDevice& device, const NerveSite& site, double along_m) {
    const double r = 0.5 * device.shaft_diameter_m;
    return {{0.5 * device.active_length_m, along_m, site.depth_m - 0.5 * site.height_m - r},
            {1, 0, 0},
            r,
            device.active_length_m};
}

instruments::NeedleAxis needle_in_block(const CryoprobeDevice& device) {
    return {{0, 0, 0.5 * device.active_length_m}, {0, 0, 1}, 0.5 * device.shaft_diameter_m, device.active_length_m};
}

FreezeResult freeze_in_block(const CryoprobeDevice& device, Tissue tissue, double seconds, double spacing_m,
                             double half_extent_m, ThreadPool& pool, const Vec3& direction, const Vec3& offset_m) {
    GridFrame frame;
    frame.spacing_m = spacing_m;
    frame.size = Index3(2 * static_cast<int>(std::ceil(half_extent_m / spacing_m)));
    frame.origin_m = -0.5 * spacing_m * (Vec3(frame.size) - 1.0);
    BioheatSolver solver(tissue, 37.0, frame, pool);
    instruments::NeedleAxis needle = needle_in_block(device);
    needle.direction = glm::normalize(direction);
    needle.tip_m = offset_m + 0.5 * device.active_length_m * needle.direction;
    solver.set_probes({probe_state(device, {needle}, GasFlow::Freezing)});
    for (int tick = 0; tick < static_cast<int>(seconds * kTicksPerSecond); ++tick) solver.advance_tick();
    return {solver.extent(kVisibleEdgeDegc), solver.extent(kTreatedDegc), solver.probe().wall_degc,
            solver.probe().power_w, solver.probe().heat_removed_j};
}

}  // namespace cryo::thermal::clinic

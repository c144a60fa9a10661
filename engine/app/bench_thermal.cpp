#include "engine/app/bench_thermal.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include "engine/anatomy/medium.h"
#include "engine/core/units.h"
#include "engine/thermal/bioheat.h"
#include "engine/thermal/nerve_exposure.h"
#include "engine/thermal/plain_solver.h"

namespace cryo::app {

namespace {

using anatomy::Tissue;

constexpr double kSpacingM = 0.0005;
constexpr double kHalfExtentM = 0.020;
constexpr double kNerveDepthM = 0.014;

anatomy::Layer layer(const char* id, Tissue tissue, double top_mm, double bottom_mm, double wave_mm) {
    anatomy::Layer result;
    result.id = result.label = id;
    result.tissue = tissue;
    result.top_m = m_from_mm(top_mm);
    result.bottom_m = m_from_mm(bottom_mm);
    result.undulation.amplitude_m = m_from_mm(wave_mm);
    return result;
}

anatomy::Tube tube(double x_mm, double z_mm, double diameter_mm) {
    anatomy::Tube result;
    for (double y = -30.0; y <= 30.0; y += 10.0) result.path_m.push_back(1e-3 * Vec3(x_mm + 0.02 * y, y, z_mm));
    result.width_m = result.height_m = m_from_mm(diameter_mm);
    return result;
}

// A nerve between artery and vein on a muscle, under fascia, fat and skin, over bone.
anatomy::Anatomy bench_anatomy() {
    anatomy::Anatomy a;
    a.layers = {layer("skin", Tissue::Skin, 0.0, 2.0, 0.0), layer("fat", Tissue::Fat, 2.0, 10.0, 0.5),
                layer("muscle", Tissue::Muscle, 10.0, 45.0, 0.8)};
    anatomy::Sheet fascia;
    fascia.id = fascia.label = "fascia";
    fascia.depth_m = m_from_mm(11.5);
    a.sheets = {fascia};
    anatomy::Bone bone;
    bone.id = bone.label = "bone";
    bone.depth_m = m_from_mm(30.0);
    a.bones = {bone};
    anatomy::Nerve nerve;
    nerve.id = nerve.label = "nerve";
    nerve.role = anatomy::NerveRole::Target;
    nerve.tube = tube(0.0, mm_from_m(kNerveDepthM), 2.5);
    nerve.fascicle_count = 6;
    a.nerves = {nerve};
    anatomy::Vessel artery;
    artery.id = artery.label = "artery";
    artery.tube = tube(6.0, 15.0, 3.0);
    anatomy::Vessel vein = artery;
    vein.id = vein.label = "vein";
    vein.kind = anatomy::VesselKind::Vein;
    vein.tube = tube(-5.5, 13.0, 1.5);
    a.vessels = {artery, vein};
    return a;
}

// Times of single ticks of the thermal clock.
ThermalBenchRow summarise(std::string name, int threads, const Times& ticks, int count, double computed_s) {
    ThermalBenchRow row;
    row.name = std::move(name);
    row.threads = threads;
    row.real_time_factor = thermal::kTickS * count / computed_s;
    row.tick = ticks.row("tick");
    return row;
}

// Everything a session does with heat: the solver, coldest temperatures, the nerve's exposure, skin, vessels.
ThermalBenchRow bench_solver(const anatomy::Medium& medium, int threads, double simulated_s,
                             double spacing_m = kSpacingM, double half_extent_m = kHalfExtentM) {
    ThreadPool pool(threads);
    thermal::BioheatSolver solver(medium, thermal::domain_around({0, 0, kNerveDepthM}, half_extent_m, spacing_m),
                                  thermal::skin_in_air(), pool);
    thermal::NerveExposure exposure(medium, 0, solver.frame());
    instruments::CryoprobeDevice device;  // 1.4 mm, nitrous oxide
    const Vec3 direction = glm::normalize(Vec3(1.0, 0.1, 0.8));
    const Vec3 tip = Vec3(0, 0, kNerveDepthM - 0.0020) + 0.0020 * direction;
    solver.set_probes(
        {thermal::probe_state(device, {{tip, direction, 0.5 * device.shaft_diameter_m, device.active_length_m}},
                              thermal::GasFlow::Freezing)});
    Times ticks;
    const int count = static_cast<int>(simulated_s / thermal::kTickS);
    const double from_s = seconds_now();
    for (int tick = 0; tick < count; ++tick) {
        const double tick_from_s = seconds_now();
        solver.advance_tick();
        exposure.update(solver);
        ticks.add(seconds_now() - tick_from_s);
    }
    ThermalBenchRow row = summarise("solver, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
                                    threads, ticks, count, seconds_now() - from_s);
    row.spacing_mm = mm_from_m(spacing_m);
    row.cube_mm = 2.0 * mm_from_m(half_extent_m);
    row.cells = static_cast<double>(solver.frame().cell_count());
    return row;
}

ThermalBenchRow bench_plain(const anatomy::Medium& medium, double simulated_s) {
    const GridFrame frame = thermal::domain_around({0, 0, kNerveDepthM}, kHalfExtentM, kSpacingM);
    std::vector<thermal::TissueLaw> laws;
    for (int number = 0; number < anatomy::kTissueCount; ++number)
        laws.emplace_back(anatomy::properties(static_cast<Tissue>(number)).thermal, thermal::FreezingRange{});
    std::vector<uint8_t> tissue(frame.cell_count());
    std::vector<float> perfusion(frame.cell_count());
    std::vector<size_t> cold;
    for (int k = 0; k < frame.size.z; ++k)
        for (int j = 0; j < frame.size.y; ++j)
            for (int i = 0; i < frame.size.x; ++i) {
                const size_t c = frame.index(i, j, k);
                const Vec3 place = frame.center_m(i, j, k);
                tissue[c] = static_cast<uint8_t>(medium.at(place).tissue);
                perfusion[c] = static_cast<float>(laws[tissue[c]].perfusion_w_per_m3_k());
                if (glm::length(place - Vec3(0, 0, kNerveDepthM - 0.002)) < 0.0012) cold.push_back(c);
            }
    thermal::PlainSolver solver(frame, laws, tissue, anatomy::kBodyDegc, perfusion);
    for (const size_t c : cold) {
        solver.set_temperature(c, -70.0);
        solver.hold(c);
    }
    Times ticks;
    const int count = static_cast<int>(simulated_s / thermal::kTickS);
    const double from_s = seconds_now();
    for (int tick = 0; tick < count; ++tick) {
        const double tick_from_s = seconds_now();
        solver.advance(thermal::kTickS);
        ticks.add(seconds_now() - tick_from_s);
    }
    ThermalBenchRow row = summarise("plain explicit reference, 1 thread", 1, ticks, count, seconds_now() - from_s);
    row.spacing_mm = mm_from_m(kSpacingM);
    row.cube_mm = 2.0 * mm_from_m(kHalfExtentM);
    row.cells = static_cast<double>(frame.cell_count());
    return row;
}

}  // namespace

std::vector<int> thread_counts() {
    std::vector<int> counts;
    const int most = std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
    for (int count = 1; count < most; count *= 2) counts.push_back(count);
    counts.push_back(most);
    return counts;
}

std::vector<ThermalBenchRow> bench_thermal(double simulated_s) {
    const anatomy::Medium medium(bench_anatomy());
    // A second of the reference is enough to know it.
    std::vector<ThermalBenchRow> rows;
    for (const int threads : thread_counts()) rows.push_back(bench_solver(medium, threads, simulated_s));
    rows.push_back(bench_plain(medium, 1.0));
    return rows;
}

std::vector<ThermalBenchRow> bench_thermal_scaling(double simulated_s) {
    const anatomy::Medium medium(bench_anatomy());
    struct Size {
        double spacing_mm, cube_mm;
    };
    std::vector<ThermalBenchRow> rows;
    for (const Size size : {Size{1.0, 40.0},
                            {0.7, 40.0},
                            {0.5, 40.0},
                            {0.35, 40.0},
                            {0.25, 40.0},
                            {0.5, 20.0},
                            {0.5, 30.0},
                            {0.5, 60.0}}) {
        ThermalBenchRow row =
            bench_solver(medium, 2, simulated_s, m_from_mm(size.spacing_mm), 0.5 * m_from_mm(size.cube_mm));
        char name[64];
        std::snprintf(name, sizeof name, "solver, %.2f mm over %.0f mm", size.spacing_mm, size.cube_mm);
        row.name = name;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace cryo::app

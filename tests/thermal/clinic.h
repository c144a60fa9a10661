// The devices and nerves of the calibration, as authored: made here by hand, because physics does not read files.
#pragma once

#include <string>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/instruments/cryoprobe.h"
#include "engine/thermal/bioheat.h"

namespace cryo::thermal::clinic {

// Nitrous oxide, calibration "clinical": -88 degC, 10 kW/(m2 K), 3 s.
instruments::CryoprobeDevice console_1p4mm();
instruments::CryoprobeDevice console_2mm();
instruments::CryoprobeDevice handheld_20g();
// Argon: -140 degC, 4 kW/(m2 K), 20 s.
instruments::CryoprobeDevice argon_17g(double active_length_m);

anatomy::Anatomy muscle_block();  // muscle from the skin down, without a dermis

// A nerve of elliptic section running along y under layers, as the cases have it.
struct NerveSite {
    const char* name;
    double width_m, height_m, depth_m;  // of the section and its middle
    int fascicles;
    std::vector<anatomy::Layer> layers;
};
std::vector<NerveSite> nerve_sites();  // infrapatellar, intercostal, saphenous, greater occipital
anatomy::Anatomy anatomy_at(const NerveSite& site);

// A needle that crosses the nerve at right angles in contact with its superficial side, its active zone's middle over
// the nerve's axis at `along_m`.
instruments::NeedleAxis crossing_needle(const instruments::CryoprobeDevice& device, const NerveSite& site,
                                        double along_m);

// Needles along z in the middle of a block around the origin.
instruments::NeedleAxis needle_in_block(const instruments::CryoprobeDevice& device);

// A block of one tissue at 37 degC with one needle in its middle, gas on for a time.
struct FreezeResult {
    IsothermExtent edge, treated;
    double wall_degc;
    double power_w;
    double heat_j;
};
FreezeResult freeze_in_block(const instruments::CryoprobeDevice& device, anatomy::Tissue tissue, double seconds,
                             double spacing_m, double half_extent_m, ThreadPool& pool,
                             const Vec3& direction = {0, 0, 1}, const Vec3& offset_m = Vec3(0.0));

}  // namespace cryo::thermal::clinic

// What the cold has done along each nerve: per section (every 0.25 mm of arc) the coldest temperature and time below
// thresholds at points that stand for equal shares of the fascicles' area. Reference coordinates, metres, degrees
// Celsius. Definitions C1, C2, M1: README "Measurements".
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/hash.h"
#include "engine/thermal/bioheat.h"

namespace cryo::thermal {

inline constexpr double kStationSpacingM = 0.00025;
inline constexpr int kTicksPerLook = 5;  // 0.5 s: tissue near -20 degC moves by a few hundredths of a kelvin meanwhile
inline constexpr double kTreatedSectionFrac = 0.95;  // of the fascicle area, for a section to count as treated

// One section of a nerve.
struct ExposureStation {
    double arc_m = 0.0;  // along the nerve from its first point
    Vec3 center_m{0.0};
    double treated_frac = 0.0;       // share of the fascicle area that has been at or below kTreatedDegc
    double visible_frac = 0.0;       // share of the whole section that has been below the liquidus
    double coldest_degc = 37.0;      // coldest fascicle point, so far
    double warmest_low_degc = 37.0;  // the warmest of the points' coldest temperatures: covers the whole section
};

// A run of consecutive stations.
struct TreatedRun {
    double from_arc_m = 0.0;
    double to_arc_m = 0.0;
    double length_m = 0.0;  // stations * spacing
};

class NerveExposure {
  public:
    // The part of `nerve` (index into Anatomy::nerves) that lies inside the box, stations at whole multiples of the
    // spacing along its arc. `deformation` is the one the solver was made with.
    NerveExposure(const anatomy::Medium& medium, int nerve, const GridFrame& box,
                  const anatomy::Deformation& deformation = {});

    // Reads the solver's present temperature. To be called once per tick; looks at every kTicksPerLook-th.
    void update(const BioheatSolver& solver);

    int nerve() const { return nerve_; }
    int station_count() const { return static_cast<int>(arc_m_.size()); }
    ExposureStation station(int index) const;
    double treated_fraction(int station) const;

    // Longest run with treated_fraction >= section_frac: the treated length (C2).
    TreatedRun longest_treated(double section_frac = kTreatedSectionFrac) const;
    double coldest_now_degc() const { return coldest_now_degc_; }  // coldest fascicle point at the last update
    // Largest treated share over all stations: for a motor nerve, how much of it is out of action (M1).
    double largest_treated_frac() const;

    // Fascicles of one section apart: coldest temperature so far, and time at or below kTreatedDegc, of each
    // fascicle's warmest point.
    int fascicle_count() const { return fascicle_count_; }
    double fascicle_coldest_degc(int station, int fascicle) const;
    double fascicle_treated_s(int station, int fascicle) const;

    void add_to(StateHash& hash) const;
    std::vector<std::byte> snapshot() const;
    void restore(std::span<const std::byte> bytes);

  private:
    struct Point {
        int fascicle = -1;       // -1: epineurium, counts for the section only
        float area_frac = 0.0F;  // of all fascicles' area; 0 in epineurium
        float section_frac = 0.0F;
    };

    int nerve_ = -1;
    int fascicle_count_ = 0;
    std::vector<double> arc_m_;
    std::vector<Vec3> center_m_;
    std::vector<Point> points_;        // of one section; the same in each
    std::vector<Vec3> grid_center_m_;  // of the sections, where the solver's grid has them
    std::vector<Vec3f> place_m_;       // the same of the points, station-major
    std::vector<float> coldest_degc_;  // station-major
    std::vector<float> treated_s_;     // station-major
    double coldest_now_degc_ = 37.0;
};

}  // namespace cryo::thermal

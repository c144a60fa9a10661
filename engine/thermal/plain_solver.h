// The same heat problem solved the plain way: every cell, every stage, one rate, double precision, one thread, each law
// looked up per cell. Nothing in it is clever, so it judges what is (heat_field.h), and tells what the cleverness
// gains.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/grid3.h"
#include "engine/thermal/tissue_law.h"

namespace cryo::thermal {

class PlainSolver {
  public:
    // Insulated box at one temperature, at which nothing changes: perfusion works against departures from it.
    PlainSolver(const GridFrame& frame, std::vector<TissueLaw> laws, std::vector<uint8_t> tissue, double start_degc,
                std::vector<float> perfusion_w_per_m3_k);

    void set_temperature(size_t cell, double temperature_degc);
    void hold(size_t cell) { held_[cell] = true; }  // at the temperature it has
    // In stages of at most `largest_stage_s`, and below the explicit limit.
    void advance(double seconds, double largest_stage_s = 1e9);

    double temperature_degc(size_t cell) const { return temperature_[cell]; }
    double enthalpy_j() const;  // of the whole box, from the liquidus
    double stage_limit_s() const { return stage_limit_s_; }

  private:
    void stage(double dt_s);

    GridFrame frame_;
    std::vector<TissueLaw> laws_;
    std::vector<uint8_t> tissue_;
    std::vector<float> perfusion_;
    double start_degc_;
    double stage_limit_s_ = 1e9;
    std::vector<bool> held_;
    std::vector<double> enthalpy_;
    std::vector<double> temperature_;
};

}  // namespace cryo::thermal

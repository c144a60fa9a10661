// Maps of the sections of nerves and vessels: level in dB re muscle over the section scaled to the unit circle (x
// across, y towards depth). A nerve shows dark fascicles in bright epineurium with a bright rim, a vessel a dark lumen
// in a bright wall. All maps share one atlas of 16-bit floats.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/geometry.h"

namespace cryo::ultrasound {

class SectionAtlas {
  public:
    static constexpr int kTile = 64;         // cells along each side of a map
    static constexpr int kPerRow = 8;        // maps side by side
    static constexpr double kMargin = 1.12;  // a map reaches this far from its centre, in units of the outer semi-axes

    // Returns the map's index. level_db holds kTile * kTile values, rows from the skin side down.
    int add(const std::vector<double>& level_db);

    int count() const { return count_; }
    int width() const { return kTile * kPerRow; }
    int height() const;
    const std::vector<uint16_t>& halves() const { return halves_; }
    // Level at a section point scaled to the unit circle, bilinear between cells.
    double level_db(int map, const Vec2& scaled) const;

  private:
    int count_ = 0;
    std::vector<uint16_t> halves_;
};

// Levels of the sections; see the tissue table for what they stand for.
std::vector<double> nerve_section_db(const anatomy::Nerve& nerve, const std::vector<anatomy::Fascicle>& fascicles);
std::vector<double> vessel_section_db(const anatomy::Vessel& vessel);
std::vector<double> even_section_db(double level_db);

}  // namespace cryo::ultrasound

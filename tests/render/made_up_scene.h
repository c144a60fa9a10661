// A made-up knee for tests of the 3-D view: fat over tendon over bone, a target nerve along y at 9.6 mm, a second
// nerve, artery and vein, a cryoprobe in plane from the left, and a ball of ice of known size round its tip.
#pragma once

#include <memory>

#include "engine/anatomy/medium.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

struct MadeUpScene {
    view::Scene3d scene;
    std::unique_ptr<anatomy::Medium> medium;
    Grid3<float> temperature_degc;
};

// ice_radius_m is where -1 degC lies; 0 leaves the tissue warm.
MadeUpScene make_up_scene(bool see_through, double ice_radius_m = 0.0);

// Temperature that is `level_degc` on a sphere and rises by slope_degc_per_m with the distance from it.
Grid3<float> ball_of_cold(const GridFrame& frame, const Vec3& center_m, double radius_m, double level_degc,
                          double slope_degc_per_m);

}  // namespace cryo::render

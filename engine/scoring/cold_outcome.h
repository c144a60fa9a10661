// What the cold did, for the debrief: an outlook for each nerve, a cut across each nerve that was to be treated, and
// what happened to its neighbours. It explains; nothing here is scored. Millimetres along and across nerves, degrees
// Celsius.
#pragma once

#include <string>
#include <vector>

#include "engine/thermal/lesion.h"
#include "engine/thermal/neighbour_injury.h"

namespace cryo::session {
class Session;
}

namespace cryo::scoring {

// A plane across a nerve: x to its side, y to depth, from its centre. Temperatures row by row from the top left.
struct NerveCut {
    std::string label;
    double arc_mm = 0.0;
    double width_mm = 0.0;  // of the nerve
    double height_mm = 0.0;
    struct Circle {
        double x_mm, y_mm, radius_mm;
    };
    std::vector<Circle> fascicles;
    double half_mm = 6.0;
    int size = 0;                       // values in a row and rows
    std::vector<double> coldest_degc;   // so far
    double treated_frac = 0.0;          // of the fascicles' area
    double outside_core_mm = 0.0;       // of the fascicle point farthest from the -20 degC core; 0 where all is inside
    double warmest_fascicle_degc = 37;  // coldest temperature of that point
    bool in_visible_ice = false;        // the whole nerve here
};

struct NerveOutlook {
    std::string label;
    bool required = false;
    bool motor = false;
    thermal::Prognosis prognosis;
    std::vector<double> arc_mm;                // stations,
    std::vector<thermal::InjuryGrade> grades;  // and the injury of each
};

struct ColdOutcome {
    std::vector<NerveOutlook> nerves;  // that became cold
    std::vector<NerveCut> cuts;        // one for each required nerve that ice reached
    std::vector<thermal::NeighbourInjury> neighbours;
};

ColdOutcome cold_outcome(const session::Session& session);

}  // namespace cryo::scoring

// What else lies along a shaft's way. Internal to robot/.
#pragma once

#include <string>

#include "engine/robot/plan.h"

namespace cryo::robot {

struct Room {
    std::string fault;             // what is in the way, "" when nothing is
    double clearance_share = 1.0;  // least room left to a vessel or motor nerve, as a share of what is good
};

// `nerve` is the one to be crossed; it and everything else must not be pierced.
Room look_for_room(const Workplace& place, int nerve, const instruments::CryoprobePose& pose);

// Room that is good to leave to a structure: 3 mm, or half of what this patient's anatomy has between it and the
// nerve.
double good_room_m(double gap_m);

}  // namespace cryo::robot

// A straight shaft that crosses a nerve, in the plane of the image. Internal to robot/.
#pragma once

#include "engine/robot/plan.h"

namespace cryo::robot {

// The vertical plane across a nerve at one place of it. Right is where the image's +x points.
struct CrossingPlane {
    Vec3 center_m{0.0};     // of the nerve's section
    double rotate_rad = 0;  // of the transducer, for an image in short axis; -90 .. 90 deg
    Vec3 right{1, 0, 0};    // unit, level with the skin
    double half_width_m = 0.0;
    double half_height_m = 0.0;
};
CrossingPlane crossing_plane(const anatomy::Medium& medium, int nerve, double arc_m,
                             const anatomy::Deformation& deformation = kNothingMoved);

// Distance from an ellipse's centre to its tangent that slopes by `pitch_rad`.
double tangent_distance_m(double half_width_m, double half_height_m, double pitch_rad);

// How the shaft lies in such a plane.
struct Line {
    double pitch_rad = 0.5;
    Passage passage = Passage::Superficial;
    From from = From::ImageLeft;
    double beyond_share = kMiddleOfZone;  // of the active zone that goes beyond the nerve
};

// The shaft along `line` whose axis passes the nerve's centre at `offset_m`, with that part of its active zone beyond
// it. Its insert may come out longer than the shaft: the caller looks.
instruments::CryoprobePose crossing_pose(const CrossingPlane& plane, const Line& line, double offset_m,
                                         double active_length_m);

// The shaft's surface to the epineurium of `nerve`, over its active zone; negative when it is inside.
double zone_gap_m(const Workplace& place, int nerve, const instruments::CryoprobePose& pose);

}  // namespace cryo::robot

// Meshes of the transducer and of the cryoprobe's hand end, and where their parts are. The transducer is built in the
// image frame, the cryoprobe in the shaft frame (core/geometry.h). Outer forms are design, not one maker's product.
#pragma once

#include "engine/instruments/transducer.h"
#include "engine/render/scene3d_mesh.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

// Half the size of the housing where it meets the skin: along the face and across it.
Vec2 footprint_half_m(const instruments::Transducer& transducer);
// The orientation mark: a bump on the housing's left (-x) end, which the left edge of the image belongs to.
Vec3 marker_in_image_m(const instruments::Transducer& transducer);
// From the skin to the end of the rigid housing.
inline constexpr double kHousingLengthM = 0.105;

SceneMesh transducer_mesh(const instruments::Transducer& transducer);

// What the meshes of a cryoprobe depend on.
struct CryoprobeForm {
    double shaft_length_m = 0.09;
    double radius_m = 0.0007;
    int needle_count = 1;
    double row_half_width_m = 0.0;  // of the outermost needles' axes from the middle

    bool operator==(const CryoprobeForm&) const = default;
};
CryoprobeForm cryoprobe_form(const view::Scene3d& scene);
RigidTransform world_from_shaft(const view::Scene3d& scene);  // of the middle of the row of needles

// The parts of the cryoprobe along its axis, world frame.
struct ShaftPlaces {
    Vec3 tip_m{0.0};
    Vec3 hub_m{0.0};       // where the bare shaft ends
    Vec3 hand_end_m{0.0};  // of the handle
    Vec3 skin_m{0.0};      // where the shaft passes the skin; the tip while it is outside
};
ShaftPlaces shaft_places(const view::Scene3d& scene);

inline constexpr double kHubLengthM = 0.016;
inline constexpr double kHandleLengthM = 0.115;
inline constexpr double kHandleRadiusM = 0.0075;

SceneMesh handle_mesh(const CryoprobeForm& form);
// All shafts: a plain cylinder with a conical tip each; marks, frost and dashes are the shader's.
SceneMesh shaft_mesh(const CryoprobeForm& form);

// Points, world frame, whose hull holds all of the transducer and the cryoprobe.
std::vector<Vec3> instrument_hull(const view::Scene3d& scene);

}  // namespace cryo::render

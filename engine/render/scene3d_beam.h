// The beam as a slab of its true thickness: half the distance at which an echo falls by more than 6 dB on either side
// of the image plane, from the image's own beam model. Image frame (x lateral, y elevational, z depth), metres.
#pragma once

#include <array>

#include "engine/render/scene3d_lines.h"
#include "engine/render/scene3d_mesh.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

inline constexpr int kBeamSamples = 16;
// At even ranges from the face to the image's depth.
std::array<double, kBeamSamples> beam_half_thickness_m(const view::Scene3d& scene);

// A place under the face: along it, off the plane, below it.
Vec3 image_from_scan(const instruments::Transducer& transducer, double lateral_m, double off_plane_m, double range_m);

SceneMesh beam_mesh(const view::Scene3d& scene);
// World frame: the outline of both broad sides, and on each a line every 10 mm of depth.
LineMesh beam_outline(const view::Scene3d& scene);

}  // namespace cryo::render

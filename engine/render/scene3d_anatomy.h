// The cut block of the see-through view: inner faces of its walls in the colours of the layers, bones, inclusions and
// tubes. World frame, metres, everything undeformed. Pure functions, no OpenGL.
#pragma once

#include <array>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/render/scene3d_lines.h"
#include "engine/render/scene3d_mesh.h"
#include "engine/view/frame_view.h"

namespace cryo::render {

Paint tissue_paint(anatomy::Tissue tissue);
Paint tube_paint(view::SceneTube::Kind kind, double treated_frac);

// Tissue from the skin down at (x, y): each part reaches to the next one's top.
struct ColumnPart {
    double top_m = 0.0;
    anatomy::Tissue tissue = anatomy::Tissue::Fat;
};
std::vector<ColumnPart> tissue_column(const anatomy::Medium& medium, double x_m, double y_m);

// One inner face of the block with the lines drawn on it. It is shown while the eye is on its inner side.
struct BlockFace {
    SceneMesh mesh;
    LineMesh lines;
    Vec3 place_m{0.0};
    Vec3 inward{0, 0, -1};

    bool is_shown_to(const Vec3& eye_m) const { return glm::dot(eye_m - place_m, inward) > 0.0; }
};

// Four walls and the floor.
std::array<BlockFace, 5> block_faces(const view::Scene3d& scene);

// Edges of the block and a ruler of depth in cm along its upright edges.
LineMesh block_frame(const view::Scene3d& scene);

// Bones and inclusions (opaque).
SceneMesh bone_mesh(const view::Scene3d& scene);
SceneMesh tube_mesh(const std::vector<view::SceneTube>& tubes);

// Change when block, bones, inclusions or tubes change; treated stretches count in steps of a sixteenth.
uint64_t block_key(const view::Scene3d& scene);
uint64_t tube_key(const view::Scene3d& scene);

}  // namespace cryo::render

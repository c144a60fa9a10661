// The body part of the outside view: a limb along x under a sterile drape with a window of skin, on a table. The skin
// of the window is the plane z = 0 wherever an instrument can be (instruments/transducer.h, cryoprobe.h); towards the
// far and the near side it falls away. World frame, metres. Pure functions, no OpenGL.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/render/scene3d_mesh.h"

namespace cryo::render {

inline constexpr Vec2 kWindowHalfM{0.066, 0.046};
inline constexpr double kWindowCornerM = 0.014;

double body_depth_m(double x_m, double y_m);
SceneMesh body_mesh();

// The repeating texture of shaders/scene_body.frag and scene_touch.frag: RGBA, kNoiseSide squared.
inline constexpr int kNoiseSide = 128;
std::vector<uint8_t> body_noise();

}  // namespace cryo::render

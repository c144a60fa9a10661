#include "include/scene_vertex.glsl"

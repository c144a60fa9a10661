// Fragment side of include/scene_vertex.glsl.
#include "include/scene_block.glsl"
#include "include/scene_light.glsl"

layout(std140) uniform ObjectBlock {
    mat4 world_from_object;
    vec4 params[3];
};

in vec3 v_world_m;
in vec3 v_object_m;
in vec3 v_normal;
in vec4 v_paint;

layout(location = 0) out vec4 color;

// Meshes have no fixed winding: the side that is seen is lit.
vec3 normal_towards(vec3 to_eye) {
    vec3 n = normalize(v_normal);
    return dot(n, to_eye) < 0.0 ? -n : n;
}

// Vertex stage of every mesh of the 3-D view. In: position and normal in the object's frame, colour as a screen shows it
// with gloss in w. Out: world place and normal, object place, colour.
#include "include/scene_block.glsl"

layout(std140) uniform ObjectBlock {
    mat4 world_from_object;  // rigid
    vec4 params[3];          // each pass says what they are
};

layout(location = 0) in vec3 position_m;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec4 paint;

out vec3 v_world_m;
out vec3 v_object_m;
out vec3 v_normal;
out vec4 v_paint;

void main() {
    vec4 world = world_from_object * vec4(position_m, 1.0);
    v_world_m = world.xyz;
    v_object_m = position_m;
    v_normal = mat3(world_from_object) * normal;
    v_paint = paint;
    gl_Position = clip_from_world * world;
}

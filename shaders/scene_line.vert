// Lines of even width in pixels with soft edges: each end of a line is two vertices, pushed apart on the picture.
// In: this end, a place further on along the line, (side -1 or 1, width px, place along the line m, dash period m or 0), colour with alpha.
#include "include/scene_block.glsl"

layout(location = 0) in vec3 here_m;
layout(location = 1) in vec3 toward_m;
layout(location = 2) in vec4 shape;
layout(location = 3) in vec4 paint;

out float v_side_px;
out float v_half_px;
out float v_along_m;
out float v_dash_m;
out vec4 v_paint;

const float kSoftPx = 1.0;
const float kTowardsEye = 0.0006;  // in clip depth, so that lines on a face are not lost in it

void main() {
    vec4 here = clip_from_world * vec4(here_m, 1.0);
    vec4 toward = clip_from_world * vec4(toward_m, 1.0);
    vec2 along = (toward.xy / toward.w - here.xy / here.w) * picture_px.xy;
    along /= max(length(along), 1e-6);
    float half_px = 0.5 * shape.y;
    float reach_px = shape.x * (half_px + kSoftPx);
    here.xy += vec2(-along.y, along.x) * reach_px * 2.0 / picture_px.xy * here.w;
    here.z -= kTowardsEye * here.w;
    v_side_px = reach_px;
    v_half_px = half_px;
    v_along_m = shape.z;
    v_dash_m = shape.w;
    v_paint = paint;
    gl_Position = here;
}

// Axial response: a symmetric kernel along the lines, two lines at once, for pulses of up to seven samples.
// in   complex echo sources   out  the same convolved with the pulse
#include "include/bmode_plan.glsl"

uniform sampler2D echo;

out vec4 axial;

vec4 both_sides(ivec2 at, int k) {
    return texelFetch(echo, ivec2(at.x, max(at.y - k, 0)), 0) +
           texelFetch(echo, ivec2(at.x, min(at.y + k, sample_count - 1)), 0);
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    axial = axial_weights[0].x * texelFetch(echo, at, 0) + axial_weights[1].x * both_sides(at, 1) +
            axial_weights[2].x * both_sides(at, 2) + axial_weights[3].x * both_sides(at, 3);
}

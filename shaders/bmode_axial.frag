// Axial response: a symmetric kernel along the lines, two lines at once.
// in   complex echo sources   out  the same convolved with the pulse
#include "include/bmode_plan.glsl"

uniform sampler2D echo;

out vec4 axial;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 sum = axial_weights[0].x * texelFetch(echo, at, 0);
    for (int k = 1; k < axial_taps; ++k) {
        int before = max(at.y - k, 0);
        int after = min(at.y + k, sample_count - 1);
        sum += axial_weights[k].x *
               (texelFetch(echo, ivec2(at.x, before), 0) + texelFetch(echo, ivec2(at.x, after), 0));
    }
    axial = sum;
}

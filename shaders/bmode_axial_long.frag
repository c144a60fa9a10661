// Axial response for pulses of more than seven samples: deep frequencies in shallow images.
// in   complex echo sources   out  the same convolved with the pulse
#include "include/bmode_plan.glsl"

uniform sampler2D echo;

out vec4 axial;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 sum = axial_weights[0].x * texelFetch(echo, at, 0);
    for (int k = 1; k < axial_taps; ++k)
        sum += axial_weights[k].x * (texelFetch(echo, ivec2(at.x, max(at.y - k, 0)), 0) +
                                     texelFetch(echo, ivec2(at.x, min(at.y + k, sample_count - 1)), 0));
    axial = sum;
}

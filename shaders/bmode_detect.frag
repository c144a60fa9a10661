// Lateral response, ring-down of the face, receiver noise, envelope, gain and log.
// in   complex field after the axial response
// out  envelope of two lines (re a perfect plane reflector), level of both after gain in dB
#include "include/bmode_plan.glsl"
#include "include/bmode_lateral.glsl"
#include "include/bmode_speckle.glsl"

uniform sampler2D speckle_atlas;

out vec4 envelope_level;

vec2 noise_at(int line, int j) {
    ivec2 cell = ivec2(line, j) + noise_cell;
    vec3 low = vec3(vec2(cell), float(noise_slice + cell.y / int(kSpeckleCells)));
    return texelFetch(speckle_atlas, ivec2(speckle_atlas_place(low, vec2(0.0)) * kSpeckleAtlasSize), 0).xy;
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 heard = lateral_response(at);
    vec4 depth = texelFetch(depth_table, ivec2(2, at.y), 0);
    heard += depth.yzyz + depth.w * vec4(noise_at(2 * at.x, at.y), noise_at(2 * at.x + 1, at.y));
    vec2 envelope = vec2(length(heard.xy), length(heard.zw));
    const float kDbFromLog2 = 6.02059991328;  // 20 log10(2)
    envelope_level = vec4(envelope, kDbFromLog2 * log2(max(envelope, 1e-15)) + depth.x);
}

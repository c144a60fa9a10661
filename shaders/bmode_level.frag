// Levels of all lines side by side, so that scan conversion can filter them.
// in   envelope and level of two lines   out  level in dB
uniform sampler2D envelope_level;

out float level_db;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 both = texelFetch(envelope_level, ivec2(at.x / 2, at.y), 0);
    level_db = at.x % 2 == 0 ? both.z : both.w;
}

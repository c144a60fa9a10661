// Scan conversion and gray map of a curved array.
// in   level in dB over lines and samples   out  gray, opaque
#include "include/bmode_scan.glsl"

void main() {
    vec2 below_apex_m = (gl_FragCoord.xy - origin_px) * m_per_px + vec2(0.0, radius_m);
    gray = gray_at(vec2(atan(below_apex_m.x, below_apex_m.y) * radius_m, length(below_apex_m) - radius_m));
}

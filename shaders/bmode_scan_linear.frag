// Scan conversion and gray map of a linear array.
// in   level in dB over lines and samples   out  gray, opaque
#include "include/bmode_scan.glsl"

void main() {
    vec2 image_m = (gl_FragCoord.xy - origin_px) * m_per_px;
    gray = gray_at(vec2(image_m.x - image_m.y * steer_tangent, image_m.y * steer_secant));
}

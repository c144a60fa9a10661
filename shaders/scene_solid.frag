// Opaque things of the 3-D view: instruments, bone, tubes, the walls of the cut block.
// Premultiplied alpha.
// params[0]  x share of the paint's own colour that is always seen (0 lit only .. 1 unlit), y how clear it is (0 opaque)
#include "include/scene_object.glsl"

void main() {
    vec3 to_eye = normalize(eye_m.xyz - v_world_m);
    vec3 albedo = linear_from_screen(v_paint.rgb);
    vec3 shaded = lit(albedo, normal_towards(to_eye), to_eye, v_paint.a, 1.0, 1.0);
    color = vec4(screen_color(mix(shaded, albedo, params[0].x)), 1.0) * (1.0 - params[0].y);
}

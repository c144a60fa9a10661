// A surface of one temperature: clear where it faces the eye, frosted where it turns away, so that what it holds is
// seen; its very outline fades, so that no stairs are. Premultiplied alpha.
// params[0]  rgb colour as a screen shows it, a opacity seen face on
// params[1]  x opacity at the rim
#include "include/scene_object.glsl"

void main() {
    vec3 to_eye = normalize(eye_m.xyz - v_world_m);
    vec3 normal = normal_towards(to_eye);
    float facing = dot(normal, to_eye);
    float opacity = mix(params[1].x, params[0].a, facing * (2.0 - facing)) * smoothstep(0.02, 0.22, facing);
    vec3 shaded = lit(linear_from_screen(params[0].rgb), normal, to_eye, 0.5, 1.0, 1.0);
    float shine = 0.5 * highlight(normal, to_eye, 0.9);
    color = vec4(screen_color(shaded) * opacity + vec3(shine), min(opacity + shine, 1.0));
}

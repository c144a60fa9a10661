// The body part of the outside view, without what instruments do to it: skin in the window of a drape.
// params[0]  half size of the window m (x, y), its corner's radius m, -
// noise: r mottling, g pores, ba slope of the pores, 0..1 around 0.5; one tile is kTileM wide.
#include "include/scene_object.glsl"
#include "include/scene_skin.glsl"

uniform sampler2D noise;

const float kTileM = 0.064;
const vec3 kSkin = vec3(0.66, 0.44, 0.335);
const vec3 kSkinRed = vec3(0.62, 0.33, 0.26);
const vec3 kDrape = vec3(0.040, 0.150, 0.225);
const vec3 kTape = vec3(0.30, 0.37, 0.39);

void main() {
    vec3 to_eye = normalize(eye_m.xyz - v_world_m);
    vec3 normal = normal_towards(to_eye);
    vec2 p = v_world_m.xy;
    vec4 grain = texture(noise, p / kTileM);
    vec4 coarse = texture(noise, p / (5.3 * kTileM) + vec2(0.37, 0.11));
    vec3 bumps = vec3(grain.ba - 0.5, 0.0);
    float edge = rectangle(p, params[0].xy, params[0].z);  // negative: skin

    vec3 skin = mix(kSkin, kSkinRed, clamp(0.70 * coarse.g + 0.60 * grain.r - 0.30, 0.0, 0.7)) * (0.93 + 0.14 * grain.g);
    float under_edge = 1.0 - 0.45 * exp(min(edge, 0.0) / 0.0035);
    vec3 skin_color = lit(skin, normalize(normal + 0.55 * bumps), to_eye, 0.16, 1.0, under_edge);

    // Cloth with a strip of tape round the window.
    float tape = 1.0 - smoothstep(0.0062, 0.0070, edge);
    vec3 cloth = mix(kDrape, kTape, tape) * (0.88 + 0.24 * grain.g);
    vec3 cloth_normal = normalize(normal + 0.35 * bumps + 0.55 * vec3(coarse.ba - 0.5, 0.0) * (1.0 - tape));
    vec3 cloth_color = lit(cloth, cloth_normal, to_eye, 0.05, 1.0, 1.0);

    // The room is dark beyond the lamp's cone.
    float cone = 1.0 - 0.85 * smoothstep(0.09, 0.30, length(v_world_m - vec3(0.0, 0.02, 0.0)));
    color = vec4(screen_color(mix(skin_color, cloth_color, smoothstep(-0.0004, 0.0004, edge)) * cone), 1.0);
}

// What the instruments do to the skin, laid over the body as a film on the plane z = 0: soft shadows below the lamp,
// gel round the transducer, frost where the skin's surface is below freezing. Premultiplied alpha.
// noise: as in scene_body.frag. frost: r 0..1 over the rectangle in frost_place.
#include "include/scene_object.glsl"
#include "include/scene_skin.glsl"

layout(std140) uniform TouchBlock {
    vec4 footprint;     // half size of the transducer on the skin m (x, y), width of the gel's rim m, 1 when near the skin
    vec4 shaft_shadow;  // from entry to hub, on the skin: ax, ay, bx, by
    vec4 hand_shadow;   // from hub to the handle's end: ax, ay, bx, by
    vec4 shadow_soft;   // blur m at entry, hub, handle's end; radius of the shaft m
    vec4 tall_shadow;   // shift of the transducer's top on the skin m (x, y), radius of the handle m, -
    vec4 frost_place;   // low corner m (x, y), 1 / extent (x, y)
};
uniform sampler2D noise;
uniform sampler2D frost;

const float kTileM = 0.064;
const float kCorner = 0.004;
const float kLampShare = 0.46;  // of the light on the skin, as the screen shows it

// Share of the lamp that a bar between two places on the skin takes away.
float bar(vec2 p, vec4 ends, float radius, float soft_a, float soft_b) {
    vec2 ab = ends.zw - ends.xy;
    float along = clamp(dot(p - ends.xy, ab) / max(dot(ab, ab), 1e-9), 0.0, 1.0);
    float soft = mix(soft_a, soft_b, along);
    float off = length(p - ends.xy - along * ab);
    return radius / (radius + 0.6 * soft) * (1.0 - smoothstep(radius - soft, radius + soft, off));
}

void main() {
    vec2 p = v_world_m.xy;
    vec2 under = (image_from_world * vec4(v_world_m, 1.0)).xy;
    vec2 top_shift = (image_from_world * vec4(tall_shadow.xy, 0.0, 0.0)).xy;
    float gap = rectangle(under, footprint.xy, kCorner);

    float shade = max(bar(p, shaft_shadow, shadow_soft.w, shadow_soft.x, shadow_soft.y),
                      bar(p, hand_shadow, tall_shadow.z, shadow_soft.y, shadow_soft.z));
    for (int i = 1; i <= 4; ++i) {
        float t = 0.25 * float(i);
        float soft = 0.002 + 0.014 * t;
        float d = rectangle(under - t * top_shift, footprint.xy * (1.0 - 0.45 * t), kCorner);
        shade = max(shade, (1.0 - smoothstep(-soft, soft, d)) * (0.95 - 0.55 * t));
    }
    float open_sky = smoothstep(0.0, 0.014, gap);
    float closed = 0.45 * (1.0 - open_sky) * (1.0 - open_sky) * footprint.w;
    // Shadows end where the lamp's cone does.
    shade *= 1.0 - smoothstep(0.08, 0.12, length(p));
    float dark = 1.0 - (1.0 - kLampShare * shade) * (1.0 - closed);

    vec4 grain = texture(noise, p / kTileM);
    vec4 coarse = texture(noise, p / (2.1 * kTileM) + vec2(0.37, 0.11));
    // Gel is a film that ends in a bead: its slope, away from the transducer, catches the lamp.
    float out_to = gap / footprint.z + 1.0 * (coarse.r - 0.5);
    float gel = (1.0 - smoothstep(0.55, 1.0, out_to)) * footprint.w;
    float bead = gel * (1.0 - gel) * 4.0;
    vec2 away = under - clamp(under, -footprint.xy, footprint.xy);
    vec2 outward = (vec4(away / max(length(away), 1e-5), 0.0, 0.0) * image_from_world).xy;
    vec3 to_eye = normalize(eye_m.xyz - v_world_m);
    vec3 normal = normalize(vec3(0.55 * bead * outward + 0.12 * (coarse.ba - 0.5), -1.0));
    float mirrored = 1.0 - max(dot(normal, to_eye), 0.0);
    float shine = gel * ((0.55 * highlight(normal, to_eye, 0.8)) * (1.0 - shade) + 0.30 * mirrored * mirrored * mirrored + 0.05 * bead);

    float frosted = texture(frost, (p - frost_place.xy) * frost_place.zw).r;
    vec3 white = vec3(0.90, 0.94, 0.97) * (0.90 + 0.2 * grain.g) * (1.0 - dark);

    // Frost over shadow; gel dims the skin a little and adds what it mirrors.
    float cover = 1.0 - (1.0 - dark) * (1.0 - 0.10 * gel) * (1.0 - 0.9 * frosted);
    color = vec4(white * 0.9 * frosted + vec3(0.85, 0.93, 1.0) * shine, clamp(cover, 0.0, 1.0));
}

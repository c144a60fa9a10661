// The shaft of the cryoprobe: steel with a ring every 10 mm from the tip (two at 50 mm), frost at the hub. Below the
// skin it is hidden in the outside view; in the see-through view it is solid inside the beam and dashed outside it, a
// shade darker where the image plane lies before it, and hidden behind bone and tubes.
// params[0]  x shaft length m, y frost 0..1 of the shaft from the hub, z 1 in the see-through view, w active length m
// still_depth: depth of what stands still, one texel per pixel of the picture.
#include "include/scene_object.glsl"

uniform sampler2D still_depth;

const float kRingM = 0.00035;   // half width of a ring
const float kDashM = 0.0036;    // one dash and one gap
const float kTouching = 2e-5;   // in depth, so that a shaft that grazes a tube is not torn
const vec3 kInBeam = vec3(0.66, 0.94, 1.0);
const vec3 kOutOfBeam = vec3(0.62, 0.60, 0.58);
const vec3 kCold = vec3(0.24, 0.56, 0.95);

// 1 on a ring around `at`, with an edge one pixel wide.
float ring(float along_m, float at_m, float pixel_m) {
    return 1.0 - smoothstep(kRingM - 0.5 * pixel_m, kRingM + 0.5 * pixel_m, abs(along_m - at_m));
}

float grain(vec3 p) { return fract(sin(dot(floor(p), vec3(12.99, 78.23, 37.72))) * 43758.5); }

void main() {
    vec3 to_eye = normalize(eye_m.xyz - v_world_m);
    vec3 normal = normal_towards(to_eye);
    float along_m = -v_object_m.z;  // from the tip
    float pixel_m = max(fwidth(along_m), 1e-6);

    float nearest = floor(along_m / 0.010 + 0.5) * 0.010;
    float mark = nearest > 0.005 ? ring(along_m, nearest, pixel_m) : 0.0;
    if (abs(nearest - 0.050) < 0.001) mark = max(mark, ring(along_m, 0.0515, pixel_m));

    vec3 albedo = linear_from_screen(v_paint.rgb);
    float gloss = v_paint.a;
    float own = 0.0;
    if (v_world_m.z > 0.0) {
        if (params[0].z < 0.5) discard;
        float still = texelFetch(still_depth, ivec2(gl_FragCoord.xy / layer_px.x + layer_px.yz), 0).r;
        if (gl_FragCoord.z > still + kTouching) discard;
        vec3 place = scan_place(v_world_m);
        bool faces_face = place.z >= 0.0 && place.z <= beam.x && abs(place.x) <= beam.y;
        bool in_beam = faces_face && abs(place.y) <= beam_half_at(place.z);
        if (!in_beam && fract(along_m / kDashM) > 0.55) discard;
        albedo = in_beam ? kInBeam : kOutOfBeam;
        own = in_beam ? 0.75 : 0.30;
        if (along_m < params[0].w) albedo = mix(albedo, kCold, 0.75);
        float eye_side = (image_from_world * vec4(eye_m.xyz, 1.0)).y;
        if (!in_beam && faces_face && eye_side * place.y < 0.0) albedo *= 0.55;
    } else {
        float rim = params[0].x * (1.0 - params[0].y);
        float frosted = smoothstep(rim - 0.002, rim + 0.004, along_m) * step(0.001, params[0].y);
        float crystals = 0.75 + 0.25 * grain(v_object_m * 2500.0);
        albedo = mix(albedo, vec3(0.88, 0.93, 0.97) * crystals, frosted);
        gloss = mix(gloss, 0.1, frosted);
    }
    vec3 shaded = mix(lit(albedo, normal, to_eye, gloss, 1.0, 1.0), albedo, own);
    color = vec4(screen_color(mix(shaded, vec3(0.004), 0.92 * mark)), 1.0);
}

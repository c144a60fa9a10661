// Light of the 3-D view: a soft sky, a lamp overhead, a highlight (Blinn 1977). Colours are linear inside and leave by
// screen_color (gamma 2). Needs scene_block.glsl.
vec3 screen_color(vec3 linear_color) { return sqrt(clamp(linear_color, 0.0, 1.0)); }

// Where a screen shows a colour, the light that makes it.
vec3 linear_from_screen(vec3 color) { return color * color; }

float highlight(vec3 normal, vec3 to_eye, float gloss) {
    float facing = max(dot(normal, normalize(to_light.xyz + to_eye)), 0.0);
    float p2 = facing * facing;
    float p4 = p2 * p2;
    float p8 = p4 * p4;
    float p16 = p8 * p8;
    float p64 = p16 * p16 * p16 * p16;
    return mix(0.10 * p8, 0.9 * p64, gloss) * gloss;
}

// normal and to_eye are unit; lamp 0..1 is the share of the lamp that reaches the point, open 0..1 of the sky.
vec3 lit(vec3 albedo, vec3 normal, vec3 to_eye, float gloss, float lamp, float open) {
    vec3 sky = mix(vec3(0.13, 0.12, 0.115), vec3(0.36, 0.38, 0.41), 0.5 - 0.5 * normal.z);
    float key = max((dot(normal, to_light.xyz) + 0.15) / 1.15, 0.0);
    float from_eye = max(dot(normal, to_eye), 0.0);  // a little light from where the eye is keeps fronts readable
    vec3 diffuse = (sky + 0.14 * from_eye) * open + vec3(0.60, 0.58, 0.54) * key * lamp;
    return albedo * diffuse + vec3(highlight(normal, to_eye, gloss) * lamp);
}

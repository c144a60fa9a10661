// Looks from several angles and the picture before, mixed over the unsteered lines of a linear array.
// in   level of each look in dB over its own lines and samples; level shown before   out  level in dB
layout(std140) uniform LookMixBlock {
    vec4 look[4];  // tangent and secant of the steering angle, weight, unused; the last is the needle's
    float lines_per_m;
    float samples_per_m;
    float needle_floor_db;
    float persistence;
};

uniform sampler2D look_0;
uniform sampler2D look_1;
uniform sampler2D look_2;
uniform sampler2D look_3;
uniform sampler2D before;

out float level_db;

const float kLog2FromDb = 0.16609640474;

// Where a point of the image plane (metres from the middle of the face) lies in a look, 0..1.
vec2 place_in(vec4 steering, vec2 image_m, vec2 size) {
    vec2 beam_m = vec2(image_m.x - image_m.y * steering.x, image_m.y * steering.y);
    return vec2(beam_m.x * lines_per_m / size.x + 0.5, beam_m.y * samples_per_m / size.y);
}

bool is_inside(vec2 place) {
    return all(greaterThanEqual(place, vec2(0.0))) && all(lessThanEqual(place, vec2(1.0)));
}

void main() {
    vec2 size = vec2(textureSize(look_0, 0));
    vec2 image_m = vec2((gl_FragCoord.x - 0.5 * size.x) / lines_per_m, gl_FragCoord.y / samples_per_m);
    float straight_db = texelFetch(look_0, ivec2(gl_FragCoord.xy), 0).x;
    float level = straight_db;
    if (look[1].z > 0.0) {
        vec2 right = place_in(look[1], image_m, size);
        vec2 left = place_in(look[2], image_m, size);
        float amplitude = exp2(kLog2FromDb * straight_db);
        float count = 1.0;
        if (is_inside(right)) {
            amplitude += exp2(kLog2FromDb * textureLod(look_1, right, 0.0).x);
            count += 1.0;
        }
        if (is_inside(left)) {
            amplitude += exp2(kLog2FromDb * textureLod(look_2, left, 0.0).x);
            count += 1.0;
        }
        level = log2(amplitude / count) / kLog2FromDb;
    }
    if (look[3].z > 0.0) {
        vec2 place = place_in(look[3], image_m, size);
        float seen_db = textureLod(look_3, place, 0.0).x;
        float share = is_inside(place) ? smoothstep(needle_floor_db, needle_floor_db + 6.0, seen_db) : 0.0;
        level = mix(level, max(level, seen_db), share);
    }
    if (persistence > 0.0) level = mix(level, texelFetch(before, ivec2(gl_FragCoord.xy), 0).x, persistence);
    level_db = level;
}

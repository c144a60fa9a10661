// Echo sources along scan lines: speckle of tissue, coherent echo of its membranes, reflectors. Twin of echo_sources in
// engine/ultrasound/echo.cpp.
// out  complex amplitude of two lines, re a perfect plane reflector, before the response
#include "include/bmode_plan.glsl"

uniform sampler2D line_table;       // origin (reference mm), direction
uniform sampler2D node_table;       // log gain, true range
uniform sampler2D block_table;      // segments, reflectors, tubes
uniform sampler2D segment_table;    // top, 1 / blur, layer, power dB
uniform sampler2D reflector_table;  // range, 1 / (2 variance), real, imaginary; diffuse
uniform sampler2D tube_table;       // zero and map, per mm and dB, per sd
uniform sampler3D speckle_field;
uniform sampler3D structure_field;
uniform sampler2D section_atlas;

out vec4 echo;

const float kSectionMargin = 1.12;
const float kSectionTile = 64.0;
const float kLeastElevation = 0.02;

// Share of a gaussian below x, logistic form of erf.
vec2 gaussian_below(vec2 x) {
    vec2 t = clamp(x, -8.0, 8.0);
    return 1.0 / (1.0 + exp2(-kExp2FromExp * (1.5976 * t + 0.07056 * t * t * t)));
}

vec3 cells(vec4 row_x, vec4 row_y, vec4 row_z, vec3 reference_mm) {
    vec4 p = vec4(reference_mm, 1.0);
    return vec3(dot(row_x, p), dot(row_y, p), dot(row_z, p));
}

vec2 speckle_at(vec3 reference_mm) {
    vec2 sum = vec2(0.0);
    vec3 size = vec3(textureSize(speckle_field, 0));
    for (int k = 0; k < lattice_count; ++k) {
        vec3 cell = cells(lattice_rows[4 * k], lattice_rows[4 * k + 1], lattice_rows[4 * k + 2], reference_mm);
        cell -= floor(cell / size) * size;
        vec3 f = fract(cell);
        vec3 squares = f * f + (1.0 - f) * (1.0 - f);
        vec2 noise = textureLod(speckle_field, (cell + 0.5) / size, 0.0).xy;
        sum += lattice_rows[4 * k + 3].x * inversesqrt(squares.x * squares.y * squares.z) * noise;
    }
    return sum;
}

float section_level_db(float map, vec2 scaled) {
    vec2 tile = vec2(mod(map, section_atlas_tiles.x), floor(map / section_atlas_tiles.x));
    vec2 cell = clamp((scaled / kSectionMargin * 0.5 + 0.5) * kSectionTile, 0.5, kSectionTile - 0.5);
    return textureLod(section_atlas, (tile + cell / kSectionTile) / section_atlas_tiles, 0.0).x;
}

vec2 echo_of(int line, int j) {
    float shown_mm = (float(j) + 0.5) * sample_spacing_mm;
    vec4 block = texelFetch(block_table, ivec2(j / samples_per_block, line), 0);

    float at_node = (float(j) + 0.5) * inverse_samples_per_node;
    int node = int(at_node);
    vec2 gain_range = mix(texelFetch(node_table, ivec2(node, line), 0).xy,
                          texelFetch(node_table, ivec2(node + 1, line), 0).xy, at_node - float(node));
    vec3 reference_mm = texelFetch(line_table, ivec2(0, line), 0).xyz +
                        gain_range.y * texelFetch(line_table, ivec2(1, line), 0).xyz;

    // Layer, and power of its speckle with boundaries blurred by the thickness of the beam.
    ivec2 list = unpacked_range(block.x);
    vec4 segment = texelFetch(segment_table, ivec2(list.x - 1, line), 0);
    float power = exp2(kPowerFromDb * segment.w);
    float layer = segment.z;
    for (int k = list.x; k < list.y; ++k) {
        segment = texelFetch(segment_table, ivec2(k, line), 0);
        float w = clamp((shown_mm - segment.x) * segment.y + 0.5, 0.0, 1.0);
        power += w * (exp2(kPowerFromDb * segment.w) - power);
        layer = w >= 0.5 ? segment.z : layer;
    }

    int row = int(layer);
    vec4 look = layer_structure[row];
    vec3 cell = cells(layer_rows[3 * row], layer_rows[3 * row + 1], layer_rows[3 * row + 2], reference_mm);
    vec3 size = vec3(textureSize(structure_field, 0));
    cell -= floor(cell / size) * size;
    vec4 structure = textureLod(structure_field, (cell + 0.5) / size, 0.0);
    vec2 across = structure.xy * look.z;
    vec2 bell = exp2(-kExp2FromExp * across * across);
    float membrane = min(1.0, bell.x + bell.y) * structure.z;
    power *= exp2(kPowerFromDb * (look.x * structure.w + look.y * membrane));
    float steady = look.w * membrane;

    list = unpacked_range(block.z);
    for (int k = list.x; k < list.y; ++k) {
        vec4 zero = texelFetch(tube_table, ivec2(3 * k, line), 0);
        vec4 per_mm = texelFetch(tube_table, ivec2(3 * k + 1, line), 0);
        vec3 per_sd = texelFetch(tube_table, ivec2(3 * k + 2, line), 0).xyz;
        vec3 point = zero.xyz + gain_range.y * per_mm.xyz;
        float a = max(dot(per_sd, per_sd), kLeastElevation);
        float b = dot(point, per_sd);
        float c = dot(point, point) - 1.0;
        float half_width = sqrt(max(0.0, b * b - a * c)) / a;
        float center = -b / a;
        vec2 below = gaussian_below(vec2(center - half_width, center + half_width));
        float coverage = below.y - below.x;
        float middle = clamp(0.0, center - half_width, center + half_width);
        vec2 seen = point.xy + middle * per_sd.xy;
        power += coverage * (exp2(kPowerFromDb * (section_level_db(zero.w, seen) + per_mm.w)) - power);
        steady *= 1.0 - coverage;
    }

    vec2 speckle = speckle_at(reference_mm);
    vec2 sum = exp2(kExp2FromExp * gain_range.x) * (sqrt(power) * speckle + vec2(steady, 0.0));

    list = unpacked_range(block.y);
    for (int k = list.x; k < list.y; ++k) {
        vec4 reflector = texelFetch(reflector_table, ivec2(2 * k, line), 0);
        float diffuse = texelFetch(reflector_table, ivec2(2 * k + 1, line), 0).x;
        float off_mm = shown_mm - reflector.x;
        float shape = exp2(-kExp2FromExp * off_mm * off_mm * reflector.y);
        sum += shape * (reflector.zw + diffuse * speckle);
    }
    return sum;
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    echo = vec4(echo_of(2 * at.x, at.y), echo_of(2 * at.x + 1, at.y));
}

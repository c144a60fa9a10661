// Echo sources along scan lines: speckle of tissue, coherent echo of its membranes, reflectors. Twin of echo_sources in
// engine/ultrasound/echo.cpp.
// out  complex amplitude of two lines, re a perfect plane reflector, before the response
#include "include/bmode_plan.glsl"
#include "include/bmode_speckle.glsl"

uniform sampler2D line_table;       // origin (reference mm), direction
uniform sampler2D node_table;       // log gain and settled range, here and at the next node
uniform sampler2D block_table;      // lists of segments and tubes, list of reflectors, layer, its power dB
uniform sampler2D segment_table;    // top, 1 / blur, layer, power dB
uniform sampler2D reflector_table;  // range, 1 / (2 variance), real, imaginary; diffuse
uniform sampler2D tube_table;       // zero and map, per mm and dB, per sd
uniform sampler2D speckle_atlas;
uniform sampler3D structure_field;
uniform sampler2D section_atlas;

out vec4 echo;

const float kSectionMargin = 1.12;
const float kSectionTile = 64.0;
const float kLeastElevation = 0.02;
const float kStructureSize = 96.0;

// Share of a gaussian below x, logistic form of erf.
vec2 gaussian_below(vec2 x) {
    vec2 t = clamp(x, -8.0, 8.0);
    return 1.0 / (1.0 + exp2(-kExp2FromExp * (1.5976 * t + 0.07056 * t * t * t)));
}

vec3 cells(vec4 row_x, vec4 row_y, vec4 row_z, vec3 reference_mm) {
    vec4 p = vec4(reference_mm, 1.0);
    return vec3(dot(row_x, p), dot(row_y, p), dot(row_z, p));
}

// Trilinear: the atlas is filtered within a slice and holds the next slice beside it.
vec2 lattice_noise(vec4 row_x, vec4 row_y, vec4 row_z, float weight, vec3 reference_mm) {
    vec3 cell = cells(row_x, row_y, row_z, reference_mm);
    vec3 low = floor(cell);
    vec3 f = cell - low;
    vec3 squares = f * f + (1.0 - f) * (1.0 - f);
    vec4 slices = textureLod(speckle_atlas, speckle_atlas_place(low, f.xy), 0.0);
    return weight * inversesqrt(squares.x * squares.y * squares.z) * mix(slices.xy, slices.zw, f.z);
}

vec2 speckle_at(vec3 reference_mm) {
    vec2 sum =
        lattice_noise(lattice_rows[0], lattice_rows[1], lattice_rows[2], lattice_rows[3].x, reference_mm) +
        lattice_noise(lattice_rows[4], lattice_rows[5], lattice_rows[6], lattice_rows[7].x, reference_mm);
    // Only while the transducer is turned from one family of directions to the next. A loop, because software
    // rasterisers run both sides of a branch but leave a loop that has nothing to do.
    for (int k = 2; k < lattice_count; k += 2)
        sum += lattice_noise(lattice_rows[8], lattice_rows[9], lattice_rows[10], lattice_rows[11].x, reference_mm) +
               lattice_noise(lattice_rows[12], lattice_rows[13], lattice_rows[14], lattice_rows[15].x, reference_mm);
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
    vec4 node = texelFetch(node_table, ivec2(int(at_node), line), 0);
    vec2 gain_range = mix(node.xy, node.zw, fract(at_node));
    vec3 reference_mm = texelFetch(line_table, ivec2(0, line), 0).xyz +
                        gain_range.y * texelFetch(line_table, ivec2(1, line), 0).xyz;

    // Layer, and power of its speckle with boundaries blurred by the thickness of the beam.
    int lists = int(block.x);
    ivec2 list = unpacked_range(lists & 4095);
    float layer = block.z;
    float power = exp2(kPowerFromDb * block.w);
    for (int k = list.x; k < list.y; ++k) {
        vec4 segment = texelFetch(segment_table, ivec2(k, line), 0);
        float w = clamp((shown_mm - segment.x) * segment.y + 0.5, 0.0, 1.0);
        power += w * (exp2(kPowerFromDb * segment.w) - power);
        layer = w >= 0.5 ? segment.z : layer;
    }

    int row = int(layer);
    vec4 look = layer_structure[row];
    vec3 cell = cells(layer_rows[3 * row], layer_rows[3 * row + 1], layer_rows[3 * row + 2], reference_mm);
    // One more cell along each axis repeats the first: filtering across the edge without a wrap mode, which is slow.
    cell -= floor(cell * (1.0 / kStructureSize)) * kStructureSize;
    vec4 structure = textureLod(structure_field, (cell + 0.5) * (1.0 / (kStructureSize + 1.0)), 0.0);
    vec2 across = structure.xy * look.z;
    vec2 bell = exp2(-kExp2FromExp * across * across);
    float membrane = min(1.0, bell.x + bell.y) * structure.z;
    power *= exp2(kPowerFromDb * (look.x * structure.w + look.y * membrane));
    float steady = look.w * membrane;

    list = unpacked_range(lists >> 12);
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

    list = unpacked_range(int(block.y));
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

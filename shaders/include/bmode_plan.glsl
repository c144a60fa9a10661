// Tables of the scan plan (engine/ultrasound/scan_plan.h) and the grid of the image. Ranges in millimetres. Targets
// along lines hold two neighbouring lines per texel: xy of line 2x, zw of line 2x + 1.
layout(std140) uniform BmodePlanBlock {
    float sample_spacing_mm;
    float inverse_samples_per_node;
    int samples_per_block;
    int line_count;
    int sample_count;
    int lattice_count;
    int axial_taps;
    int noise_slice;
    ivec2 noise_cell;          // where receiver noise is read from the speckle field
    vec2 section_atlas_tiles;  // maps side by side, and rows of maps
    vec4 axial_weights[12];    // x
    vec4 lattice_rows[16];     // four per lattice: cells of the speckle field = row * (reference mm, 1); weight in x
    vec4 layer_rows[96];       // three per layer: cells of the structure field
    vec4 layer_structure[32];  // variation dB, membrane dB, 1 / membrane width in cells, membrane amplitude
};

const float kPowerFromDb = 0.33219280949;  // log2(10) / 10
const float kExp2FromExp = 1.44269504089;  // log2(e)

// Lists are packed as 64 * first + end.
ivec2 unpacked_range(int packed_range) { return ivec2(packed_range >> 6, packed_range & 63); }

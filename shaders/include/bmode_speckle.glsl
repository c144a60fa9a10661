// The speckle field as an atlas of its slices: texel xy is the cell, zw the same cell one slice on. A slice has one more
// column and row than cells, which repeat the first, so that it can be filtered across its edge.
const float kSpeckleCells = 128.0;
const float kSpeckleSlices = 16.0;
const float kSpecklePitch = 129.0;
const float kSliceColumns = 4.0;
const float kSpeckleAtlasSize = 516.0;

// Where to read the cell `low` (wrapped) and `part` of the way to its next neighbours.
vec2 speckle_atlas_place(vec3 low, vec2 part) {
    vec2 cell = low.xy - floor(low.xy * (1.0 / kSpeckleCells)) * kSpeckleCells;
    float slice = low.z - floor(low.z * (1.0 / kSpeckleSlices)) * kSpeckleSlices;
    float row = floor(slice * (1.0 / kSliceColumns));
    vec2 tile = vec2(slice - row * kSliceColumns, row);
    return (tile * kSpecklePitch + cell + part + 0.5) * (1.0 / kSpeckleAtlasSize);
}

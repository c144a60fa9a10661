// What all passes of the 3-D view share (C++ twin: SceneBlock in engine/render/scene3d_blocks.h). World frame, metres:
// x image-right, y towards the operator, z depth below the skin, so that up is -z.
layout(std140) uniform SceneBlock {
    mat4 clip_from_world;   // rows of the picture run downwards
    mat4 image_from_world;  // rigid; image frame: x lateral, y elevational, z depth
    vec4 eye_m;             // xyz
    vec4 to_light;          // xyz unit
    vec4 picture_px;        // width, height of the picture
    vec4 layer_px;          // texels of the drawn layer per pixel of the picture; first pixel (x, y) that it holds
    vec4 beam;              // image depth m, half aperture m (along a curved face), radius of the face m (0 = flat), -
    vec4 beam_half_m[4];    // half thickness of the beam at 16 even ranges 0 .. image depth
};

// Place in the image: x along the face, y off the plane, z range below the face; metres.
vec3 scan_place(vec3 world_m) {
    vec3 p = (image_from_world * vec4(world_m, 1.0)).xyz;
    if (beam.z <= 0.0) return p;
    float from_center = length(vec2(p.x, p.z + beam.z));
    return vec3(atan(p.x, p.z + beam.z) * beam.z, p.y, from_center - beam.z);
}

float beam_half_at(float range_m) {
    float at = clamp(range_m / beam.x, 0.0, 1.0) * 15.0;
    int low = int(min(at, 14.0));
    float a = beam_half_m[low >> 2][low & 3];
    float b = beam_half_m[(low + 1) >> 2][(low + 1) & 3];
    return mix(a, b, at - float(low));
}

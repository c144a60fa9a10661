// Lateral response: a symmetric kernel across the lines with weights for each depth. One fetch gives two lines and
// serves both lines of the texel.
uniform sampler2D axial;
uniform sampler2D depth_table;  // weights 0..3; 4..7; gain dB, ring-down, receiver noise

// Beyond the image's edge its last two lines go on.
vec4 pair_of(int pair, int j) { return texelFetch(axial, ivec2(clamp(pair, 0, line_count / 2 - 1), j), 0); }

vec4 lateral_response(ivec2 at) {
    vec4 near = texelFetch(depth_table, ivec2(0, at.y), 0);
    vec4 far = texelFetch(depth_table, ivec2(1, at.y), 0);
    vec4 p = pair_of(at.x, at.y);
    vec4 sum = near.x * p + near.y * p.zwxy;
    p = pair_of(at.x - 1, at.y);
    sum += vec4(near.z * p.xy + near.y * p.zw, near.w * p.xy + near.z * p.zw);
    p = pair_of(at.x + 1, at.y);
    sum += vec4(near.z * p.xy + near.w * p.zw, near.y * p.xy + near.z * p.zw);
    p = pair_of(at.x - 2, at.y);
    sum += vec4(far.x * p.xy + near.w * p.zw, far.y * p.xy + far.x * p.zw);
    p = pair_of(at.x + 2, at.y);
    sum += vec4(far.x * p.xy + far.y * p.zw, near.w * p.xy + far.x * p.zw);
    p = pair_of(at.x - 3, at.y);
    sum += vec4(far.z * p.xy + far.y * p.zw, far.w * p.xy + far.z * p.zw);
    p = pair_of(at.x + 3, at.y);
    sum += vec4(far.z * p.xy + far.w * p.zw, far.y * p.xy + far.z * p.zw);
    // At four pairs only the nearer line of each is within seven lines.
    p = pair_of(at.x - 4, at.y);
    sum.xy += far.w * p.zw;
    p = pair_of(at.x + 4, at.y);
    sum.zw += far.w * p.xy;
    return sum;
}

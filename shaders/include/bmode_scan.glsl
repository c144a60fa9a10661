// Scan conversion shared by linear and curved arrays: where the image lies, and the gray of a level. Twin of `show` and
// gray_from_level in engine/ultrasound.
layout(std140) uniform BmodeScanBlock {
    vec2 origin_px;        // of the middle of the transducer's face
    float m_per_px;
    float radius_m;        // of a curved face
    float steer_tangent;   // of linear lines
    float steer_secant;
    float depth_m;
    float inverse_face_spacing_per_m;
    float inverse_sample_spacing_per_m;
    float white_db;
    float inverse_dynamic_range_per_db;
    float gray_knee;
    float gray_lift;
};

uniform sampler2D level_db;  // over lines and samples

out vec4 gray;

// beam_m: position along the face from its middle, range.
vec4 gray_at(vec2 beam_m) {
    vec2 size = vec2(textureSize(level_db, 0));
    vec2 cell = beam_m * vec2(inverse_face_spacing_per_m, inverse_sample_spacing_per_m) + vec2(0.5 * size.x, 0.0);
    float level = textureLod(level_db, cell / size, 0.0).x;
    float t = clamp((level - white_db) * inverse_dynamic_range_per_db + 1.0, 0.0, 1.0);
    t += gray_knee * (t * t * (3.0 - 2.0 * t) - t) + gray_lift * t * (1.0 - t);
    bool is_inside = cell.x >= 0.0 && cell.x <= size.x && beam_m.y >= 0.0 && beam_m.y <= depth_m;
    return vec4(vec3(is_inside ? t : 0.0), 1.0);
}

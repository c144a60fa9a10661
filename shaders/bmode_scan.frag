// Scan conversion and gray map: every pixel of the picture reads the level at its line and range. Twin of `show` in
// engine/ultrasound/echo.cpp.
// in   level in dB over lines and samples   out  gray, opaque
layout(std140) uniform BmodeScanBlock {
    vec2 origin_px;        // of the middle of the transducer's face
    float m_per_px;
    float radius_m;        // of a curvilinear face; 0: linear
    float face_spacing_m;  // between lines along the face
    float steer_sine;      // of linear lines
    float steer_cosine;
    float depth_m;
    float inverse_sample_spacing_per_m;
    float white_db;
    float inverse_dynamic_range_per_db;
    float gray_knee;
};

uniform sampler2D level_db;

out vec4 gray;

void main() {
    vec2 image_m = (gl_FragCoord.xy - origin_px) * m_per_px;
    vec2 size = vec2(textureSize(level_db, 0));
    vec2 beam;  // position along the face from its middle, range
    if (radius_m > 0.0) {
        float below_apex = image_m.y + radius_m;
        beam = vec2(atan(image_m.x, below_apex) * radius_m, length(vec2(image_m.x, below_apex)) - radius_m);
    } else {
        beam.y = image_m.y / steer_cosine;
        beam.x = image_m.x - beam.y * steer_sine;
    }
    vec2 cell = vec2(beam.x / face_spacing_m + 0.5 * size.x, beam.y * inverse_sample_spacing_per_m);
    float level = textureLod(level_db, cell / size, 0.0).x;
    float t = clamp((level - white_db) * inverse_dynamic_range_per_db + 1.0, 0.0, 1.0);
    t += gray_knee * (t * t * (3.0 - 2.0 * t) - t);
    bool is_inside = cell.x >= 0.0 && cell.x <= size.x && beam.y >= 0.0 && beam.y <= depth_m;
    gray = vec4(vec3(is_inside ? t : 0.0), 1.0);
}

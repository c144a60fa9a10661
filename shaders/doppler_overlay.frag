// Colour or power Doppler over the picture, inside its box. Twin of flow_colour in engine/ultrasound/doppler_display.cpp.
// in   per cell: phase as a vector as long as its strength in dB, power in dB over the noise
// out  colour, straight alpha
layout(std140) uniform DopplerOverlayBlock {
    vec2 origin_px;   // of the middle of the transducer's face
    float m_per_px;
    float radius_m;   // of a curved face
    float steer_tangent;
    float steer_secant;
    float inverse_face_spacing_per_m;
    float left_line;  // of the box's left edge, counted from the middle of the face
    float top_m;
    float inverse_spacing_per_m;
    float gain_db;
    float threshold_db;
    float inverse_power_range_per_db;
    int power_mode;
    int is_linear;
    float padding;
};

uniform sampler2D flow;

out vec4 color;

const float kPi = 3.14159265359;

vec3 velocity_colour(float share) {
    return share >= 0.0 ? mix(vec3(0.50, 0.02, 0.0), vec3(1.0, 0.93, 0.30), share)
                        : mix(vec3(0.0, 0.08, 0.55), vec3(0.40, 0.95, 1.0), -share);
}

void main() {
    vec2 image_m = (gl_FragCoord.xy - origin_px) * m_per_px;
    vec2 below_apex_m = image_m + vec2(0.0, radius_m);
    vec2 beam_m = is_linear != 0
                      ? vec2(image_m.x - image_m.y * steer_tangent, image_m.y * steer_secant)
                      : vec2(atan(below_apex_m.x, below_apex_m.y) * radius_m, length(below_apex_m) - radius_m);
    vec2 cell = vec2(beam_m.x * inverse_face_spacing_per_m - left_line, (beam_m.y - top_m) * inverse_spacing_per_m);
    vec2 place = cell / vec2(textureSize(flow, 0));
    if (any(lessThan(place, vec2(0.0))) || any(greaterThan(place, vec2(1.0)))) {
        color = vec4(0.0);
        return;
    }
    vec3 here = textureLod(flow, place, 0.0).xyz;
    float above_db = here.z + gain_db - threshold_db;
    float alpha = smoothstep(-0.5, 0.5, above_db);
    if (power_mode != 0) {
        float share = clamp(above_db * inverse_power_range_per_db, 0.0, 1.0);
        color = vec4(mix(vec3(0.42, 0.05, 0.08), vec3(1.0, 0.80, 0.35), share), alpha);
    } else {
        color = vec4(velocity_colour(alpha > 0.0 ? atan(here.y, here.x) / kPi : 0.0), alpha);
    }
}

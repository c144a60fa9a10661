// The dark room behind everything: a little lighter low in the middle, where the lamp's light is scattered.
in vec2 v_uv;
layout(location = 0) out vec4 color;

void main() {
    vec2 off = (v_uv - vec2(0.5, 0.62)) * vec2(1.0, 1.3);
    float glow = 1.0 - smoothstep(0.0, 0.85, length(off));
    color = vec4(mix(vec3(0.055, 0.062, 0.075), vec3(0.135, 0.150, 0.172), glow), 1.0);
}

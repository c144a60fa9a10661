// Fragment side of scene_line.vert. Premultiplied alpha.
in float v_side_px;
in float v_half_px;
in float v_along_m;
in float v_dash_m;
in vec4 v_paint;

layout(location = 0) out vec4 color;

void main() {
    float cover = clamp(v_half_px + 0.5 - abs(v_side_px), 0.0, 1.0);
    if (v_dash_m > 0.0 && fract(v_along_m / v_dash_m) > 0.5) cover = 0.0;
    float alpha = v_paint.a * cover;
    color = vec4(v_paint.rgb * alpha, alpha);
}

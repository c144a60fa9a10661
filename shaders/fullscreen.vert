// One triangle that covers the viewport, from the vertex number alone: (-1,-1), (3,-1), (-1,3).
// out  v_uv  0..1 over the viewport, from its first column and row
out vec2 v_uv;

void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    v_uv = corner;
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}

// Lays a layer of twice the size over the picture: one filtered read in the middle of four texels is their mean.
// Premultiplied alpha.
uniform sampler2D layer;
in vec2 v_uv;
layout(location = 0) out vec4 color;

void main() { color = texture(layer, v_uv); }

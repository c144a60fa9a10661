// Thin clear things of the see-through view: the beam's broad sides and the skin. Premultiplied alpha.
// params[0]  rgb colour as a screen shows it, a opacity
#include "include/scene_object.glsl"

void main() { color = vec4(params[0].rgb * params[0].a, params[0].a); }

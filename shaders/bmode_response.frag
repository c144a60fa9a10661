// Lateral response alone, for comparison with the CPU reference.
// in   complex field after the axial response   out  after the lateral one
#include "include/bmode_plan.glsl"
#include "include/bmode_lateral.glsl"

out vec4 response;

void main() { response = lateral_response(ivec2(gl_FragCoord.xy)); }

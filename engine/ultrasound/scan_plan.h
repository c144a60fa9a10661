// What each scan line of one image meets, in closed form: the layers it crosses, the surfaces that reflect it (skin,
// fasciae, bone, vessel walls, needle with its reverberation, ice), the tubes it passes, the loss on the way, and where
// sound-speed errors put all that. Computed in double precision, stored as 32-bit floats, and read alike by the CPU
// reference (echo.h) and the GPU passes (render/bmode.h). Ranges in the tables are in millimetres.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <glm/vec2.hpp>
#include <glm/vec4.hpp>

#include "engine/ultrasound/beam.h"
#include "engine/ultrasound/image_frame.h"
#include "engine/ultrasound/response.h"

namespace cryo::ultrasound {

inline constexpr int kSamplesPerNode = 4;    // loss and range shift are stored at nodes and linear in between
inline constexpr int kSamplesPerBlock = 16;  // lists of what a sample can see are kept per block
inline constexpr int kMaxSegments = 32;      // layers a line may pass
inline constexpr int kMaxReflectors = 60;
inline constexpr int kMaxTubes = 16;
inline constexpr int kMaxLayers = 32;
inline constexpr int kMaxLattices = 4;

// The speckle field laid over reference space: cells = rows * (x, y, z, 1) with millimetres in.
struct SpeckleLattice {
    std::array<glm::vec4, 3> cells_from_reference{};
    float weight = 0.0F;  // squares of all weights sum to 1
};

// A layer as the passes read it.
struct PlanLayer {
    std::array<glm::vec4, 3> cells_from_reference{};  // of the structure field, millimetres in
    // variation dB, membrane dB, 1 / membrane width in cells, membrane amplitude
    glm::vec4 structure{0.0F};
};

// Tables are [line][entry]; an entry is one or more vec4 as the struct beside it says.
struct PlanBlock {             // one vec4: what samples of a block can see; lists are 64 * first + end
    float segments_and_tubes;  // list of segments + 4096 * list of tubes
    float reflectors;
    float layer;     // at the block's start
    float power_db;  // of that layer
};
struct PlanSegment {            // one vec4
    float top_mm;               // shown range at which it begins; the first begins before the face
    float inverse_blur_per_mm;  // 1 / width over which the beam's thickness smears the boundary
    float layer;                // index into layers
    float power_db;             // backscatter re a perfect reflector, fibre direction included
};
struct PlanReflector {  // two vec4
    float range_mm;
    float inverse_two_variance_per_mm2;
    float real;  // coherent amplitude with its phase, losses and response compensated
    float imaginary;
    float diffuse;  // multiplies the speckle
    // Shown range up to which it shares the loss of what lies beside it; < 0: its level is its own. Not read by the
    // passes.
    float heard_from_mm;
    float pad[2];
};
struct PlanTube {  // three vec4: a point lies at zero + range * per_mm + elevation * per_sd where the surface is the
                   // unit sphere
    float zero_x, zero_y, zero_z, section;
    float per_mm_x, per_mm_y, per_mm_z, power_db;  // power_db is added to the section map
    float per_sd_x, per_sd_y, per_sd_z, pad;
};

struct ScanPlan {
    BeamGrid grid;
    Response response;
    int node_count = 0;
    int block_count = 0;
    // Origin (reference, mm) and direction; their fourth numbers are cosine and sine of the phase that steering gives
    // the line's speckle: looks from different angles hear the same scatterers with other phases.
    std::vector<glm::vec4> lines;
    std::vector<glm::vec4> nodes;  // ln of gain and settled range (line_path.h) in mm, here and at the next node
    std::vector<PlanBlock> blocks;
    std::vector<PlanSegment> segments;
    std::vector<PlanReflector> reflectors;
    std::vector<int> reflector_counts;  // by line; not read by the passes
    std::vector<PlanTube> tubes;
    std::vector<PlanLayer> layers;
    std::vector<SpeckleLattice> lattices;
    // Per sample three vec4: lateral weights 0..3; 4..7; gain of TGC and knob in dB, ring-down of the face (real,
    // imaginary), receiver noise amplitude.
    std::vector<glm::vec4> depths;
    std::array<float, kAxialTaps> axial_weights{};
    int axial_taps = 1;  // of them in use
    // Where receiver noise is read from the speckle field.
    std::array<int, 3> noise_offset{};
    bool noise_on = true;
    float dynamic_range_db = 60.0F;
    int gray_map = 1;
};

// Levels are amplitudes re the echo of a perfect plane reflector at the focus.
inline constexpr double kMuscleLevelDb = -40.0;     // muscle in short axis at 10 MHz; design value
inline constexpr double kReceiverNoiseDb = -102.0;  // design value: shows at the end of the useful depth
inline constexpr double kLargestTimeGainDb = 58.0;  // of the machine's own depth gain, before sliders
inline constexpr double kLeastContactGain = 1e-3;

// Gain in dB of the machine's own depth gain, the sliders and the knob at a range.
double time_gain_db(const instruments::Transducer& transducer, const ImagingSettings& settings, double range_m);

// Fills `plan`, keeping its memory.
void make_scan_plan(const ImageFrame& frame, ScanPlan& plan);

}  // namespace cryo::ultrasound

// One patient's anatomy around the target, as plain data in SI units and the reference frame (core/geometry.h): what a
// scenario's author wrote, with every depth and size already moved by the patient's build and seed. It is constant
// during an attempt. anatomy/medium.h answers what lies at a point.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/anatomy/tissue.h"
#include "engine/core/geometry.h"

namespace cryo::anatomy {

// A gentle wave laid over a boundary, zero at x = y = 0 (of a bone: at its centre) so that the authored depth holds
// there: z += amplitude / 2 * (sin(k x + phase.x) - sin(phase.x) + sin(0.73 k y + phase.y) - sin(phase.y)), k = 2 pi /
// wavelength. Neighbouring boundaries do not cross: where a wave would lift one above its upper neighbour, it lies on
// it.
struct Undulation {
    double amplitude_m = 0.0;
    double wavelength_m = 0.03;
    Vec2 phase_rad{0.0};  // make_anatomy adds the patient's seeded phases
};

// The relief that the tissue planes of one patient share: a smooth shift of depth, so that planes swell and thin
// together and never cross. relief.h makes it and says how; a boundary keeps the waves of its own depth.
struct Relief {
    struct Wave {
        Vec2 per_m{0.0};  // wave vector, radians per metre along x and y
        double phase_rad = 0.0;
        double amplitude_m = 0.0;
    };
    std::array<Wave, 3> waves;
    double offset_m = 0.0;  // added to the waves: makes the relief 0 where the case is aimed at

    bool is_flat() const { return waves[0].amplitude_m == 0.0; }
    double swing_m() const {  // it stays within this of 0
        return is_flat() ? 0.0 : 2.0 * (waves[0].amplitude_m + waves[1].amplitude_m + waves[2].amplitude_m);
    }
};

// A slab of one tissue. Layers are listed from the skin down and do not overlap; a gap between two is fat. Below the
// last one its tissue goes on. An upper face at z <= 0 is the skin and stays flat. A layer with ends is a belly:
// towards `between_x_m` both its faces come to the middle of its depth, and beyond there is none of it.
struct Layer {
    std::string id;
    std::string label;
    Tissue tissue = Tissue::Fat;
    double top_m = 0.0;     // depth of the upper face at x = y = 0
    double bottom_m = 0.0;  // > top_m
    Undulation undulation;  // of the upper face
    Relief top_relief;      // make_anatomy fills both
    Relief bottom_relief;
    Vec2 between_x_m{-1.0, 1.0};   // where it ends; the default is beyond every box: no ends
    Vec2 tilt_rad{0.0};            // of the upper face along x and y: z += x tan(tilt.x) + y tan(tilt.y)
    Vec3 fibre{1, 0, 0};           // unit direction of muscle and tendon fibres
    double pennation_rad = 0.0;    // angle by which fibres dive below `fibre`
    double septa_spacing_m = 0.0;  // mean distance of septa and bundles; 0 = the tissue's usual one
    bool is_uniform = false;       // without septa, bundles and fibrils: a test object

    bool has_ends() const { return between_x_m.y - between_x_m.x < 1.9; }
};

// A fold of a sheet over a vessel that lies in its way, as the saphenous fascia lies over its vein: along a straight
// line in the skin plane, `rise_m` shallower on the line, level at `half_width_m` beside it.
struct Arch {
    Vec2 across{1, 0};  // unit, at right angles to the line
    double at_m = 0.0;  // of the line along `across`
    double half_width_m = 1.0;
    double rise_m = 0.0;
};

// A fascia or membrane, thinner than a voxel of any cache: a live surface with a thickness.
struct Sheet {
    std::string id;
    std::string label;
    Tissue tissue = Tissue::Fascia;
    double depth_m = 0.0;  // of its middle at x = y = 0
    double thickness_m = 0.0005;
    Undulation undulation;
    Relief relief;       // make_anatomy fills it
    std::string over;    // id of a vessel that it arches over, "" = none
    Arch arch;           // make_anatomy fills it
    Vec2 tilt_rad{0.0};  // as of a layer
};

// Bone: what lies deeper than its cortex, whose height is a plane with a bulge, down to a lower face that bulges the
// other way, or without end. Sound sees the cortex and, in its shadow, nothing; heat, needle and neighbours see the
// bone.
struct Bone {
    std::string id;
    std::string label;
    double depth_m = 0.0;                  // of the cortex at `center_m`
    double thickness_m = 0.0;              // at `center_m`, between the outsides of both faces; 0: no lower face
    Vec2 center_m{0.0};                    // where the bulge is highest, (x, y)
    Vec2 radius_of_curvature_m{0.1, 0.1};  // along x and y; the cortex falls away from the centre
    Vec2 half_extent_m{1.0, 1.0};          // beyond this from the centre there is no bone
    double cortex_thickness_m = 0.0015;
    Undulation undulation;
};

// Control points of a smooth curve; consecutive points are at least 1 mm apart and there are at least two.
using Path = std::vector<Vec3>;

// An elliptic tube along a curve. `width_m` lies across the path in the skin plane, `height_m` towards the skin.
struct Tube {
    Path path_m;
    double width_m = 0.002;
    double height_m = 0.002;
};

enum class NerveRole : uint8_t {
    Target,   // must be treated over the scenario's length
    Branch,   // a further branch of the target: treated too when `required`
    Sensory,  // another sensory nerve: neutral
    Motor     // must be spared
};

struct Nerve {
    std::string id;
    std::string label;
    NerveRole role = NerveRole::Sensory;
    Tube tube;  // outer surface of the epineurium
    int fascicle_count = 1;
    double fascicle_area_fraction = 0.55;  // of the section
    double motor_fraction = 0.0;           // share of motor fibres
    bool required = false;                 // counts towards coverage
    double path_to_receptors_m = 0.08;     // from the target to where it feels: regrowth runs along it
};

enum class VesselKind : uint8_t { Artery, Vein };

struct Vessel {
    std::string id;
    std::string label;
    VesselKind kind = VesselKind::Artery;
    Tube tube;  // lumen
    double wall_m = 0.0003;
    double peak_velocity_m_per_s = 0.2;
    bool pulsatile = true;
};

// A body inside the layers: a cyst or disc of a test object, a tumour. It takes the place of layers, not of bone, tubes
// and sheets; the first listed wins where two meet.
struct Inclusion {
    std::string id;
    std::string label;
    Vec3 center_m{0.0};
    Vec3 semi_axes_m{0.004};       // of an ellipsoid along x, y, z
    bool endless_along_y = false;  // an elliptic cylinder along y instead; semi_axes_m.y is then unused
    Tissue tissue = Tissue::GelPhantom;
    double backscatter_offset_db = 0.0;  // added to the tissue's own; -200 is without echo
};

// A reflector of known place, far thinner than a wavelength: a wire of a test object, or a bead. Sound alone sees it.
struct PointTarget {
    std::string id;
    Vec3 center_m{0.0};
    bool is_wire = true;     // endless along y; otherwise a bead
    double level_db = 30.0;  // of its peak re muscle in short axis, at the focus, before attenuation
};

// Two tubes, by id, that may touch (an artery crossing over its nerve). All others keep kTubeGapM between their
// surfaces.
struct Crossing {
    std::string a;
    std::string b;
};
inline constexpr double kTubeGapM = 0.0003;

struct Anatomy {
    std::vector<Layer> layers;
    std::vector<Sheet> sheets;
    std::vector<Bone> bones;
    std::vector<Nerve> nerves;
    std::vector<Vessel> vessels;
    std::vector<Inclusion> inclusions;
    std::vector<PointTarget> points;
    std::vector<Crossing> crossings;
    // The box the caches and the thermal model may ask for.
    Vec3 box_low_m{-0.03, -0.03, 0.0};
    Vec3 box_high_m{0.03, 0.03, 0.045};
    uint64_t seed = 0;  // of this patient: undulation, septa, speckle

    bool has_target() const;
    const Nerve& target() const;  // CHECKs that there is exactly one NerveRole::Target; test objects have none
    // Indices of the nerves whose treated length counts: the target and its required branches.
    std::vector<int> nerves_to_treat() const;
};

// Least distance between the surfaces of two tubes, negative when they overlap; good to 0.02 mm. Beyond `reach_m` only
// a lower bound that is at least `reach_m`.
double tube_gap_m(const Tube& a, double wall_a_m, const Tube& b, double wall_b_m, double reach_m = 0.003);

// What is wrong with an anatomy, one readable sentence each; empty when sound: layers inside out or out of order, paths
// too short, tubes nearer than kTubeGapM, anything above the skin, below the box or beside it, more than one target.
std::vector<std::string> anatomy_faults(const Anatomy& anatomy);

}  // namespace cryo::anatomy

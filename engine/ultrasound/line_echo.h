// What reflects one scan line, and with what strength. Private to ultrasound/: builders of echoes append Reflectors and
// add their loss to the line's PathLoss; the scan plan turns them into table rows once all losses are known.
#pragma once

#include <vector>

#include "engine/ultrasound/line_path.h"
#include "engine/ultrasound/response.h"

namespace cryo::ultrasound {

struct Reflector {
    double range_m = 0.0;
    double spread_m = 0.0;  // standard deviation in range beyond the pulse's own: tilt through the slice, roughness
    double slope = 0.0;     // change of range across the beam, metres per metre
    double coherent = 0.0;  // level of its peak re a perfect plane reflector, before losses
    double diffuse = 0.0;   // root mean power of a rough part that scatters like tissue
    double phase_rad = 0.0;
    double point_lines = 0.0;       // > 0: a point, spread over lines with this standard deviation
    bool is_layer_face = false;     // of layers, sheets and bones: ends where a tube or body takes their place
    double before_shadow_m = -1.0;  // >= 0: losses are those at this range (reverberation inside an object)
    bool is_rough = false;          // its spread parts add in power, not in amplitude

    // Share of the coherent level that is left when the pulse (standard deviation axial_sd_m) is drawn out by
    // `spread_m`.
    double spread_gain(double axial_sd_m) const;
};

// One line while it is being planned.
struct LineWork {
    int line = 0;
    LineFrame frame;
    double contact = 1.0;
    LayerPath layers;
    PathLoss loss;
    std::vector<Reflector> reflectors;

    void clear() {
        loss.clear();
        reflectors.clear();
    }
};

// Everything about the frame that echoes of all lines need.
struct EchoScene {
    const ImageFrame& frame;
    const AcousticMedium& medium;
    const Response& response;
    RigidTransform image_from_world;

    double elevation_sd_m(double range_m) const {
        return response.elevation_sd_m[static_cast<size_t>(response.sample_index(range_m))];
    }
};

LineFrame line_frame(const ImageFrame& frame, const BeamGrid& grid, double line);
// Log of the amplitude that is left at a point of the path: attenuation, blocking and contact.
double gain_np(const EchoScene& scene, const LineWork& work, const PathLoss::At& at);

// Overlap of the echo of a plane with the aperture that hears it, 0..1: the echo comes back displaced by 2 z tan(tilt).
double aperture_overlap(double f_number, double tan_tilt);

struct AngleLaw {
    double overlap = 0.0;   // of both axes
    double cos_tilt = 1.0;  // between normal and line
    double tan_lateral = 0.0;
    double tan_elevational = 0.0;
};
// Of a surface with this normal (either sign) met at a range.
AngleLaw angle_law(const EchoScene& scene, const LineFrame& line, const Vec3& normal, double range_m);

// Slow variation of strength and phase over a surface, tied to the tissue.
struct SurfaceGrain {
    double gain = 1.0;
    double phase_rad = 0.0;
};
SurfaceGrain surface_grain(const Vec3& reference_m, int surface);

// Share of its echo that a soft boundary has at a place: 1 but where it is interrupted.
double surface_presence(const Vec3& reference_m, int surface);

// Layer boundaries: attenuation, speed of sound, reflection and its loss.
void add_layers(const EchoScene& scene, LineWork& work);
// Reverberation between face and skin where air gets in between.
void add_air_gap(const EchoScene& scene, LineWork& work);

}  // namespace cryo::ultrasound

// What sound meets in one patient, baked once from the anatomy: the acoustic layers between surfaces, the nerves and
// vessels as live curves with a map of their section, and the stored fields that texture and speckle are read from.
// Constant during an attempt and shared by session, CPU reference and GPU passes.
//
// Layers, sheets and bones are surfaces z = f(x, y): a scan line finds them exactly, so no volume is cached for them.
// The stored fields are 16-bit floats, and the CPU reference reads the same bits as the GPU.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/anatomy/medium.h"
#include "engine/core/parallel.h"
#include "engine/ultrasound/section_map.h"
#include "engine/ultrasound/speckle_field.h"
#include "engine/ultrasound/structure_field.h"

namespace cryo::ultrasound {

// A material between two surfaces, as sound sees it.
struct AcousticLayer {
    anatomy::Tissue tissue = anatomy::Tissue::Fat;
    double impedance_rayl = 1.6e6;
    double sound_speed_m_per_s = 1540.0;
    double attenuation_db_per_cm_mhz = 0.7;
    double backscatter_db = 0.0;  // re muscle in short axis
    Vec3 fibre{1, 0, 0};          // unit
    Structure structure;          // texture
};

// A boundary sound crosses, from above to below as depth grows.
struct AcousticSurface {
    enum class Kind : uint8_t { Skin, LayerTop, LayerBottom, SheetTop, SheetBottom, Cortex } kind = Kind::LayerTop;
    int index = 0;        // of the layer, sheet or bone
    int layer_below = 0;  // into layers()
    double mean_depth_m = 0.0;
};

// A nerve or vessel: samples of its centre line and frame, and its section.
struct AcousticTube {
    struct Knot {
        Vec3 center_m;
        Vec3 across;  // unit axes of the section; `depthward` completes them with the tangent
        Vec3 depthward;
        Vec3 tangent;
        double arc_m = 0.0;
    };
    bool is_nerve = true;
    int index = 0;  // into Anatomy::nerves or Anatomy::vessels
    std::vector<Knot> knots;
    double outer_semi_across_m = 0.001;  // with epineurium or wall
    double outer_semi_depth_m = 0.001;
    double lumen_frac = 0.0;  // of the semi-axes, vessels only
    double attenuation_db_per_cm_mhz = 0.7;
    double sound_speed_m_per_s = 1540.0;
    double wall_reflection = 0.0;  // amplitude, at normal incidence
    int section = 0;               // into sections()
    bool is_filament = false;      // thinner than the beam: drawn as a line of point echoes
};

class AcousticMedium {
  public:
    AcousticMedium(anatomy::Medium medium, ThreadPool& pool);

    const anatomy::Medium& medium() const { return medium_; }
    const std::vector<AcousticLayer>& layers() const { return layers_; }
    const std::vector<AcousticSurface>& surfaces() const { return surfaces_; }
    const std::vector<AcousticTube>& tubes() const { return tubes_; }
    const SectionAtlas& sections() const { return sections_; }
    const SpeckleField& speckle() const { return *speckle_; }
    const StructureField& structure() const { return *structure_; }
    // Differs between any two media; renderers upload stored fields when it changes.
    uint64_t identity() const { return identity_; }

    // Depth of a surface below (x, y); nothing where a bone ends.
    std::optional<double> surface_depth_m(const AcousticSurface& surface, double x_m, double y_m) const;

  private:
    anatomy::Medium medium_;
    std::vector<AcousticLayer> layers_;
    std::vector<AcousticSurface> surfaces_;
    std::vector<AcousticTube> tubes_;
    SectionAtlas sections_;
    std::shared_ptr<const SpeckleField> speckle_;
    std::shared_ptr<const StructureField> structure_;
    uint64_t identity_ = 0;
};

}  // namespace cryo::ultrasound

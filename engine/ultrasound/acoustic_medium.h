// What sound meets in one patient, baked once from the anatomy: the acoustic layers between surfaces, the nerves and
// vessels as live curves with a map of their section, and the stored fields that texture and speckle are read from.
// Constant during an attempt and shared by session, CPU reference and GPU passes.
//
// Layers, sheets and bones are surfaces z = f(x, y): a scan line finds them exactly, so no volume is cached for them.
// The stored fields are 16-bit floats, and the CPU reference reads the same bits as the GPU.
#pragma once

#include <cstdint>
#include <memory>
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
    Structure structure;          // texture, laid over
    double base_db = 0.0;         // backscatter_db less what the texture adds in the mean
};

// Boundaries sound crosses; `layer` is what lies below, an index into AcousticMedium::layers().
struct AcousticFace {
    anatomy::HeightField surface;
    int layer = 0;
};
struct AcousticSheet {
    anatomy::HeightField top;
    anatomy::HeightField bottom;
    int layer = 0;
};
struct AcousticBone {
    anatomy::HeightField cortex;
    const anatomy::Bone* shape = nullptr;  // of the medium's anatomy
    int cortex_layer = 0;
    int marrow_layer = 0;
};

// An inclusion: the same numbers as a layer, in an ellipsoid.
struct AcousticInclusion {
    Vec3 center_m{0.0};
    Vec3 inverse_semi_axes_per_m{0.0};  // 0 along an axis on which it is endless
    double attenuation_db_per_cm_mhz = 0.5;
    double sound_speed_m_per_s = 1540.0;
    double impedance_rayl = 1.6e6;
    int section = 0;  // an even map of its level
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
    enum class Kind : uint8_t { Nerve, Artery, Vein } kind = Kind::Nerve;
    int index = 0;  // into Anatomy::nerves or Anatomy::vessels
    bool pulsatile = false;
    std::vector<Knot> knots;
    double outer_semi_across_m = 0.001;  // with epineurium or wall
    double outer_semi_depth_m = 0.001;
    Vec2 lumen_frac{0.0};  // lumen over outer semi-axes, across and depthward; vessels only
    double attenuation_db_per_cm_mhz = 0.7;
    double sound_speed_m_per_s = 1540.0;
    double wall_impedance_rayl = 1.73e6;
    int section = 0;  // into sections()
};

inline constexpr int kGelLayer = 0;  // what lies between face and skin

class AcousticMedium {
  public:
    AcousticMedium(anatomy::Medium medium, ThreadPool& pool);
    AcousticMedium(const AcousticMedium&) = delete;  // bones point into its own anatomy
    AcousticMedium& operator=(const AcousticMedium&) = delete;

    const anatomy::Medium& medium() const { return medium_; }
    const std::vector<AcousticLayer>& layers() const { return layers_; }
    const std::vector<AcousticFace>& faces() const { return faces_; }  // of layers, from the skin down
    const std::vector<AcousticSheet>& sheets() const { return sheets_; }
    const std::vector<AcousticBone>& bones() const { return bones_; }
    const std::vector<AcousticInclusion>& inclusions() const { return inclusions_; }
    const std::vector<AcousticTube>& tubes() const { return tubes_; }
    const SectionAtlas& sections() const { return sections_; }
    const SpeckleField& speckle() const { return *speckle_; }
    const StructureField& structure() const { return *structure_; }

  private:
    void add_layers();
    void add_tubes();
    void add_inclusions();

    anatomy::Medium medium_;
    std::vector<AcousticLayer> layers_;
    std::vector<AcousticFace> faces_;
    std::vector<AcousticSheet> sheets_;
    std::vector<AcousticBone> bones_;
    std::vector<AcousticInclusion> inclusions_;
    std::vector<AcousticTube> tubes_;
    SectionAtlas sections_;
    std::shared_ptr<const SpeckleField> speckle_;
    std::shared_ptr<const StructureField> structure_;
};

}  // namespace cryo::ultrasound

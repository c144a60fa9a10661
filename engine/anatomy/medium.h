// The medium contract: what sound, heat, collision and scoring see at a point. It stands on three parts.
//  1. An analytic definition in reference coordinates (Medium::at), the truth that tests and scoring read.
//  2. A baked cache of distances and properties for image and heat (ultrasound/ and thermal/ bake their own from 1).
//     Whatever is thinner than two voxels of it stays a live curve or sheet.
//  3. The displacement field (deformation.h): Deformation::reference_from_world is the only way from world to anatomy.
#pragma once

#include <optional>
#include <vector>

#include "engine/anatomy/anatomy.h"
#include "engine/anatomy/curve.h"
#include "engine/anatomy/deformation.h"
#include "engine/anatomy/height_field.h"

namespace cryo::anatomy {

struct MediumPoint {
    Tissue tissue = Tissue::Gel;
    Vec3 fibre{1, 0, 0};  // unit; meaningful for muscle, tendon, fascia and nerve
    int layer = -1;       // index into Anatomy::layers, -1 in gaps and above the skin
    int nerve = -1;       // index into Anatomy::nerves, -1 outside
    int vessel = -1;      // index into Anatomy::vessels (lumen or wall), -1 outside
    int bone = -1;
    int inclusion = -1;  // index into Anatomy::inclusions
};

// A boundary sound is reflected by: a sheet, a layer's upper face, the cortex or the skin.
struct NearestInterface {
    double distance_m = 1.0;   // signed: positive below (deeper than) the surface
    Vec3 normal{0, 0, 1};      // unit, pointing deeper
    double thickness_m = 0.0;  // of a sheet; 0 for a face between two media
    Tissue above = Tissue::Fat;
    Tissue below = Tissue::Fat;  // for a sheet both are the sheet's tissue and its neighbours are found by `at`
    int sheet = -1;
    int bone = -1;
    int layer = -1;  // whose upper face it is; -1 also for the upper face of a gap
};

class Medium {
  public:
    struct Face {  // upper face of a layer, or of the gap that follows one
        HeightField surface;
        Tissue above = Tissue::Gel;
        Tissue below = Tissue::Fat;
        int layer = -1;
        Vec3 fibre{1, 0, 0};
    };

    explicit Medium(Anatomy anatomy);

    const Anatomy& anatomy() const { return anatomy_; }
    // From the skin down. A face that a wave lifts over its upper neighbour takes effect only below that neighbour.
    const std::vector<Face>& faces() const { return faces_; }
    const TubeCurve& nerve_curve(int nerve) const { return nerve_curves_[static_cast<size_t>(nerve)]; }
    const TubeCurve& vessel_curve(int vessel) const { return vessel_curves_[static_cast<size_t>(vessel)]; }
    const std::vector<Fascicle>& fascicles(int nerve) const { return fascicles_[static_cast<size_t>(nerve)]; }
    int target_nerve() const { return target_nerve_; }

    // Tissue at a reference point. Precedence: above the skin gel, then bone, vessel lumen, vessel wall, fascicle,
    // epineurium, sheet, inclusion, layer, and fat in gaps. Bone is cortical to its cortex' thickness, marrow below.
    MediumPoint at(const Vec3& reference_m) const;

    // Layers, inclusions, bones and gaps only, without tubes and sheets: what a cache holds.
    MediumPoint bulk_at(const Vec3& reference_m) const;

    // Depth of boundaries at (x, y), undulation included.
    double layer_top_m(int layer, double x_m, double y_m) const;
    double sheet_depth_m(int sheet, double x_m, double y_m) const;
    std::optional<double> cortex_depth_m(int bone, double x_m, double y_m) const;
    double skin_depth_m(double x_m, double y_m) const;  // 0 in the flat block

    // The boundary nearest to a point. Faces between two layers of the same tissue and faces hidden in bone are none.
    // The distance is that of the height field, true to first order in distance times curvature.
    NearestInterface nearest_interface(const Vec3& reference_m) const;

    // Signed distance to one bone, negative inside; from beside a bone that ends, to its edge.
    double bone_outside_m(int bone, const Vec3& reference_m) const;

  private:
    const Face* face_above(const Vec3& reference_m) const;  // null above the skin
    bool is_hidden_in_bone(double x_m, double y_m, double depth_m) const;
    int find_bone(const Vec3& reference_m) const;
    int find_inclusion(const Vec3& reference_m) const;
    bool find_vessel(const Vec3& reference_m, MediumPoint& point) const;
    bool find_nerve(const Vec3& reference_m, MediumPoint& point) const;
    bool find_sheet(const Vec3& reference_m, MediumPoint& point) const;
    MediumPoint soft_bulk_at(const Vec3& reference_m) const;  // without bone
    MediumPoint bone_at(int bone, const Vec3& reference_m) const;

    Anatomy anatomy_;
    std::vector<Face> faces_;  // from the skin down
    std::vector<HeightField> sheets_;
    std::vector<HeightField> cortices_;
    std::vector<HeightField> lower_faces_;  // parallel to cortices_; unused where a bone has no lower face
    std::vector<TubeCurve> nerve_curves_;
    std::vector<TubeCurve> vessel_curves_;
    std::vector<std::vector<Fascicle>> fascicles_;
    int target_nerve_ = -1;  // -1 in test objects
};

}  // namespace cryo::anatomy

#include "engine/mechanics/tissue_press.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"

namespace cryo::mechanics {

namespace {

using anatomy::Tissue;

constexpr double kStepM = 0.0005;
constexpr double kDeepestM = 0.045;      // below it no hand is felt
constexpr double kSpreadDepthM = 0.018;  // over which the pressure falls by e: about half a face
constexpr double kBoneSampleM = 0.001;   // between looks for bone
constexpr double kBoneMarginM = 0.0015;  // bone between two looks
constexpr int kBoneLinesLateral = 9;     // across face and what gives way beside it
constexpr int kBoneLinesElevation = 5;
constexpr double kLeastDepthM = 0.003;  // over bone nearer than this nothing gives way

struct Line {
    Vec3 origin_m{0.0};
    Vec3 direction{0, 0, 1};
};

// A line of the image's own fan, by its place along the face.
Line line_at(const instruments::Transducer& transducer, const RigidTransform& world_from_image, double lateral_m,
             double elevation_m) {
    if (transducer.shape == instruments::ArrayShape::Linear)
        return {world_from_image.point({lateral_m, elevation_m, 0.0}), world_from_image.direction({0, 0, 1})};
    const double angle_rad = lateral_m / transducer.radius_m;
    const Vec3 direction{std::sin(angle_rad), 0.0, std::cos(angle_rad)};
    const Vec3 on_face = transducer.radius_m * (direction - Vec3(0, 0, 1));
    return {world_from_image.point(on_face + Vec3(0.0, elevation_m, 0.0)), world_from_image.direction(direction)};
}

// The least depth at which bone lies under face or spread.
double depth_of_bone_m(const anatomy::Medium& medium, const instruments::Transducer& transducer,
                       const anatomy::PressField& field, const RigidTransform& world_from_image) {
    double least_m = kDeepestM;
    const int bones = static_cast<int>(medium.anatomy().bones.size());
    if (bones == 0) return least_m;
    const double lateral_m = field.half_lateral_m + anatomy::kPressSpreadM;
    const double elevation_m = field.half_elevation_m + anatomy::kPressSpreadM;
    for (int i = 0; i < kBoneLinesLateral; ++i)
        for (int j = 0; j < kBoneLinesElevation; ++j) {
            const Line line =
                line_at(transducer, world_from_image, lateral_m * (2.0 * i / (kBoneLinesLateral - 1) - 1.0),
                        elevation_m * (2.0 * j / (kBoneLinesElevation - 1) - 1.0));
            for (double depth_m = 0.0; depth_m < least_m; depth_m += kBoneSampleM)
                for (int b = 0; b < bones; ++b)
                    if (medium.bone_outside_m(b, line.origin_m + depth_m * line.direction) <= kBoneMarginM)
                        least_m = std::min(least_m, depth_m);
        }
    return least_m;
}

}  // namespace

double press_strain(Tissue tissue) {
    switch (tissue) {
        case Tissue::Fat:
            return 0.38;
        case Tissue::Tumour:
        case Tissue::Muscle:
            return 0.18;
        case Tissue::Skin:
        case Tissue::NerveFascicle:
        case Tissue::Epineurium:
        case Tissue::VesselWall:
        case Tissue::Blood:
        case Tissue::GelPhantom:
            return 0.08;
        case Tissue::Fascia:
        case Tissue::Tendon:
        case Tissue::Cartilage:
            return 0.03;
        case Tissue::Gel:
        case Tissue::Air:
        case Tissue::Saline:
        case Tissue::Lung:
        case Tissue::Marrow:
        case Tissue::CorticalBone:
            return 0.0;
        case Tissue::Count:
            break;
    }
    CRYO_CHECK(false);
    return 0.0;
}

anatomy::PressField press_field(const anatomy::Medium& medium, const instruments::Transducer& transducer,
                                const instruments::TransducerPose& pose) {
    anatomy::PressField field;
    const RigidTransform light = instruments::world_from_image(transducer, pose);
    field.radius_m = transducer.shape == instruments::ArrayShape::Curvilinear ? transducer.radius_m : 0.0;
    field.half_lateral_m = 0.5 * transducer.aperture_m();
    field.half_elevation_m = transducer.elevation_aperture_m;  // the housing is twice as thick as the elements
    field.press_frac = pose.press_frac;
    field.step_m = kStepM;
    field.world_from_image = light;
    const double firmness = std::clamp((pose.press_frac - kLightPress) / (1.0 - kLightPress), 0.0, 1.0);
    if (firmness > 0.0) {
        const double end_m = depth_of_bone_m(medium, transducer, field, light);
        const int knots = static_cast<int>(end_m / kStepM);
        const Line middle = line_at(transducer, light, 0.0, 0.0);
        double sum_m = 0.0;
        field.shortening_m.push_back(0.0);
        for (int k = 0; k < knots && end_m >= kLeastDepthM; ++k) {
            const double depth_m = (k + 0.5) * kStepM;
            const Tissue tissue = medium.bulk_at(middle.origin_m + depth_m * middle.direction).tissue;
            sum_m += kStepM * firmness * press_strain(tissue) * std::exp(-depth_m / kSpreadDepthM);
            field.shortening_m.push_back(sum_m);
        }
        if (sum_m <= 0.0) field.shortening_m.clear();
        field.world_from_image.translation_m += sum_m * light.direction({0, 0, 1});
    }
    field.image_from_world = field.world_from_image.inverse();
    return field;
}

}  // namespace cryo::mechanics

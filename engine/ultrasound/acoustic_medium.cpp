#include "engine/ultrasound/acoustic_medium.h"

#include <algorithm>
#include <cmath>

#include "engine/core/check.h"
#include "engine/core/random.h"

namespace cryo::ultrasound {

namespace {

using anatomy::Tissue;

constexpr double kKnotStepM = 0.001;
// The same in every patient: what differs is how the patient's layers read them.
constexpr uint64_t kSpeckleSeed = 0x5eed0001;
constexpr uint64_t kStructureSeed = 0x5eed0002;

AcousticLayer make_layer(Tissue tissue, const Vec3& fibre, double spacing_m, uint64_t seed) {
    const anatomy::Acoustics& sound = anatomy::properties(tissue).acoustics;
    AcousticLayer layer;
    layer.tissue = tissue;
    layer.impedance_rayl = sound.impedance_rayl();
    layer.sound_speed_m_per_s = sound.sound_speed_m_per_s;
    layer.attenuation_db_per_cm_mhz = sound.attenuation_db_per_cm_mhz;
    layer.backscatter_db = sound.backscatter_db;
    layer.fibre = fibre;
    layer.structure = structure_of(tissue, fibre, spacing_m, seed);
    return layer;
}

std::vector<AcousticTube::Knot> knots_of(const anatomy::TubeCurve& curve) {
    const int steps = std::max(2, static_cast<int>(std::ceil(curve.length_m() / kKnotStepM)));
    std::vector<AcousticTube::Knot> knots;
    for (int i = 0; i <= steps; ++i) {
        const double arc_m = curve.length_m() * i / steps;
        const Mat3 axes = curve.section_axes(arc_m);
        knots.push_back({curve.at_arc(arc_m), axes[0], axes[1], axes[2], arc_m});
    }
    return knots;
}

}  // namespace

AcousticMedium::AcousticMedium(anatomy::Medium medium, ThreadPool& pool)
    : medium_(std::move(medium)),
      speckle_(std::make_shared<SpeckleField>(kSpeckleSeed, pool)),
      structure_(std::make_shared<StructureField>(kStructureSeed, pool)) {
    add_layers();
    add_tubes();
    add_inclusions();
}

void AcousticMedium::add_layers() {
    const anatomy::Anatomy& anatomy = medium_.anatomy();
    const auto add = [&](Tissue tissue, const Vec3& fibre, double spacing_m) {
        layers_.push_back(make_layer(tissue, fibre, spacing_m, anatomy.seed + layers_.size()));
        return static_cast<int>(layers_.size()) - 1;
    };
    add(Tissue::Gel, {1, 0, 0}, 0.0);
    for (const anatomy::Medium::Face& face : medium_.faces()) {
        const double spacing_m = face.layer < 0 ? 0.0 : anatomy.layers[static_cast<size_t>(face.layer)].septa_spacing_m;
        faces_.push_back({face.surface, add(face.below, face.fibre, spacing_m)});
        if (face.layer >= 0 && anatomy.layers[static_cast<size_t>(face.layer)].is_uniform)
            layers_.back().structure = {};
    }
    for (const anatomy::Sheet& sheet : anatomy.sheets) {
        AcousticSheet both{anatomy::middle_of(sheet), anatomy::middle_of(sheet), add(sheet.tissue, {1, 0, 0}, 0.0)};
        both.top.depth_m -= 0.5 * sheet.thickness_m;
        both.bottom.depth_m += 0.5 * sheet.thickness_m;
        sheets_.push_back(both);
    }
    for (const anatomy::Bone& bone : anatomy.bones)
        bones_.push_back({anatomy::cortex_of(bone), &bone, add(Tissue::CorticalBone, {1, 0, 0}, 0.0),
                          add(Tissue::Marrow, {1, 0, 0}, 0.0)});
    for (AcousticLayer& layer : layers_)
        layer.base_db = layer.backscatter_db - structure_->mean_power_db(layer.structure);
}

void AcousticMedium::add_tubes() {
    const anatomy::Anatomy& anatomy = medium_.anatomy();
    for (size_t i = 0; i < anatomy.nerves.size(); ++i) {
        const anatomy::Nerve& nerve = anatomy.nerves[i];
        const anatomy::Acoustics& sound = anatomy::properties(Tissue::NerveFascicle).acoustics;
        AcousticTube tube;
        tube.kind = AcousticTube::Kind::Nerve;
        tube.index = static_cast<int>(i);
        tube.knots = knots_of(medium_.nerve_curve(tube.index));
        tube.outer_semi_across_m = 0.5 * nerve.tube.width_m;
        tube.outer_semi_depth_m = 0.5 * nerve.tube.height_m;
        tube.attenuation_db_per_cm_mhz = sound.attenuation_db_per_cm_mhz;
        tube.sound_speed_m_per_s = sound.sound_speed_m_per_s;
        tube.wall_impedance_rayl = anatomy::properties(Tissue::Epineurium).acoustics.impedance_rayl();
        tube.section = sections_.add(nerve_section_db(nerve, medium_.fascicles(tube.index)));
        tubes_.push_back(tube);
    }
    for (size_t i = 0; i < anatomy.vessels.size(); ++i) {
        const anatomy::Vessel& vessel = anatomy.vessels[i];
        const anatomy::Acoustics& sound = anatomy::properties(Tissue::Blood).acoustics;
        AcousticTube tube;
        tube.kind = vessel.kind == anatomy::VesselKind::Artery ? AcousticTube::Kind::Artery : AcousticTube::Kind::Vein;
        tube.index = static_cast<int>(i);
        tube.pulsatile = vessel.pulsatile;
        tube.knots = knots_of(medium_.vessel_curve(tube.index));
        tube.outer_semi_across_m = 0.5 * vessel.tube.width_m + vessel.wall_m;
        tube.outer_semi_depth_m = 0.5 * vessel.tube.height_m + vessel.wall_m;
        tube.lumen_frac = {0.5 * vessel.tube.width_m / tube.outer_semi_across_m,
                           0.5 * vessel.tube.height_m / tube.outer_semi_depth_m};
        tube.attenuation_db_per_cm_mhz = sound.attenuation_db_per_cm_mhz;
        tube.sound_speed_m_per_s = sound.sound_speed_m_per_s;
        tube.wall_impedance_rayl = anatomy::properties(Tissue::VesselWall).acoustics.impedance_rayl();
        tube.section = sections_.add(vessel_section_db(vessel));
        tubes_.push_back(tube);
    }
}

void AcousticMedium::add_inclusions() {
    for (const anatomy::Inclusion& shape : medium_.anatomy().inclusions) {
        const anatomy::Acoustics& sound = anatomy::properties(shape.tissue).acoustics;
        AcousticInclusion inclusion;
        inclusion.center_m = shape.center_m;
        inclusion.inverse_semi_axes_per_m = 1.0 / shape.semi_axes_m;
        if (shape.endless_along_y) inclusion.inverse_semi_axes_per_m.y = 0.0;
        inclusion.attenuation_db_per_cm_mhz = sound.attenuation_db_per_cm_mhz;
        inclusion.sound_speed_m_per_s = sound.sound_speed_m_per_s;
        inclusion.impedance_rayl = sound.impedance_rayl();
        inclusion.section = sections_.add(even_section_db(sound.backscatter_db + shape.backscatter_offset_db));
        inclusions_.push_back(inclusion);
    }
}

}  // namespace cryo::ultrasound

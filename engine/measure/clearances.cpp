#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/measure/geometry.h"
#include "engine/measure/sampler.h"
#include "engine/mechanics/contact_events.h"
#include "engine/ultrasound/beam.h"

namespace cryo::measure {

namespace {

using mechanics::ShaftSegment;

struct Nearest {
    double& distance_m;
    int& index;
    void offer(double candidate_m, int candidate) {
        if (candidate_m < distance_m) {
            distance_m = candidate_m;
            index = candidate;
        }
    }
};

// The fields of Clearances that are about one nerve to treat.
Clearances look_at_target(const std::vector<ShaftSegment>& zones, int target, const mechanics::Surroundings& around) {
    Clearances c;
    c.target = target;
    const anatomy::TubeCurve& curve = around.medium.nerve_curve(target);
    for (const ShaftSegment& zone : zones) {
        const ShaftSegment tip{.tip_m = zone.tip_m, .end_m = zone.tip_m, .radius_m = 0.0};
        c.tip_target_m = std::min(c.tip_target_m, mechanics::proximity_to_nerve(tip, target, around).distance_m);
        c.zone_target_m = std::min(c.zone_target_m, mechanics::proximity_to_nerve(zone, target, around).distance_m);

        const Vec3 middle_m = 0.5 * (zone.tip_m + zone.end_m);
        const anatomy::TubePoint nearest = curve.nearest(around.reference_m(middle_m));
        const double axis_m = glm::length(nearest.center_m - around.reference_m(middle_m));
        if (axis_m >= c.zone_axis_m) continue;
        c.zone_axis_m = axis_m;
        const Vec3 along = zone.tip_m - zone.end_m;
        const double length_m = glm::length(along);
        if (length_m > 0.0)
            c.zone_angle_rad = std::acos(std::min(1.0, std::abs(glm::dot(along / length_m, nearest.tangent))));
    }
    return c;
}

void look_at_structures(Clearances& c, const ShaftSegment& shaft, const mechanics::Surroundings& around) {
    const anatomy::Anatomy& anatomy = around.medium.anatomy();
    for (int v = 0; v < static_cast<int>(anatomy.vessels.size()); ++v) {
        const bool artery = anatomy.vessels[static_cast<size_t>(v)].kind == anatomy::VesselKind::Artery;
        Nearest nearest = artery ? Nearest{c.artery_m, c.artery} : Nearest{c.vein_m, c.vein};
        nearest.offer(mechanics::proximity_to_vessel(shaft, v, around).distance_m, v);
    }
    for (int n = 0; n < static_cast<int>(anatomy.nerves.size()); ++n) {
        const anatomy::Nerve& nerve = anatomy.nerves[static_cast<size_t>(n)];
        const mechanics::Proximity proximity = mechanics::proximity_to_nerve(shaft, n, around);
        if (nerve.role == anatomy::NerveRole::Motor) Nearest{c.motor_m, c.motor}.offer(proximity.distance_m, n);
        const double pierced = mechanics::pierced_frac(proximity, nerve);
        if (pierced > c.pierced_frac) {
            c.pierced_frac = pierced;
            c.pierced = n;
        }
    }
    for (int b = 0; b < static_cast<int>(anatomy.bones.size()); ++b)
        Nearest{c.bone_m, c.bone}.offer(mechanics::tip_to_bone(shaft, b, around).distance_m, b);

    const Vec3 tip_m = around.reference_m(shaft.tip_m);
    for (int l = 0; l < static_cast<int>(anatomy.layers.size()); ++l) {
        if (anatomy.layers[static_cast<size_t>(l)].tissue != anatomy::Tissue::Lung) continue;
        c.pleura_m = std::min(c.pleura_m, around.medium.layer_top_m(l, tip_m.x, tip_m.y) - tip_m.z);
    }
}

}  // namespace

Clearances look_around(const instruments::CryoprobeDevice& device, const instruments::CryoprobePose& pose,
                       const mechanics::Surroundings& surroundings) {
    Clearances c;
    const std::vector<ShaftSegment> zones = mechanics::active_segments(device, pose);
    for (const int nerve : surroundings.medium.anatomy().nerves_to_treat()) {
        const Clearances here = look_at_target(zones, nerve, surroundings);
        if (here.zone_target_m < c.zone_target_m) c = here;
    }
    c.skin_zone_m = kNoStructureM;
    for (const ShaftSegment& zone : zones) {
        c.skin_zone_m = std::min({c.skin_zone_m, zone.tip_m.z, zone.end_m.z});
    }
    // Above the skin the zone has no depth.
    c.skin_zone_m = std::max(0.0, c.skin_zone_m);
    if (pose.insert_m <= 0.0) return c;
    for (const ShaftSegment& shaft : mechanics::inserted_segments(device, pose))
        look_at_structures(c, shaft, surroundings);
    return c;
}

namespace {

// The place of an image point as fractions of the picture: across the lines, and down the range.
Vec2 image_fractions(const ultrasound::BeamGrid& grid, const Vec3& image_m) {
    const Vec2 at = grid.line_and_range({image_m.x, image_m.z});
    return {(at.x + 0.5) / grid.line_count, at.y / grid.depth_m};
}

bool inside(const Vec2& fractions) {
    return fractions.x >= 0.0 && fractions.x <= 1.0 && fractions.y >= 0.0 && fractions.y <= 1.0;
}

}  // namespace

TargetInImage find_target(const anatomy::TubeCurve& target, const instruments::Transducer& transducer,
                          const ultrasound::ImagingSettings& settings, const RigidTransform& world_from_image,
                          const anatomy::Deformation& deformation) {
    const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(transducer, settings);
    const RigidTransform image_from_world = world_from_image.inverse();
    const std::vector<Vec3>& points = target.points_m();

    // Sections the plane cuts come first; of several the one nearest to the middle of the picture. In long axis, where
    // the nerve runs inside the beam without crossing the plane, its points in the beam stand for sections.
    TargetInImage best;
    double best_off = 1e9;
    double nearest_plane_m = 1e9;
    Vec3 nearest{0.0};
    const auto offer = [&](const Vec3& image_m) {
        const Vec2 f = image_fractions(grid, image_m);
        const double off = std::hypot(f.x - 0.5, f.y - 0.5);
        if (off >= best_off) return;
        best_off = off;
        best.in_plane = inside(f);
        best.lateral_frac = f.x;
        best.depth_frac = f.y;
        best.lateral_m = grid.face_position_m(f.x * grid.line_count - 0.5);
    };
    Vec3 last{0.0};
    for (size_t i = 0; i < points.size(); ++i) {
        const Vec3 at = image_from_world.point(deformation.world_from_reference(points[i]));
        if (i > 0 && (last.y < 0.0) != (at.y < 0.0)) offer(last + (at - last) * (last.y / (last.y - at.y)));
        const double range_m = std::max(0.0, at.z);
        if (std::abs(at.y) <= ultrasound::slab_half_thickness_m(transducer, settings, range_m)) offer(at);
        if (std::abs(at.y) < nearest_plane_m) {
            nearest_plane_m = std::abs(at.y);
            nearest = at;
        }
        last = at;
    }
    if (best_off > 1e8 && !points.empty()) {
        offer(nearest);
        best.in_plane = false;
    }
    return best;
}

TargetInImage find_section(const Vec3& image_m, const instruments::Transducer& transducer,
                           const ultrasound::ImagingSettings& settings) {
    const ultrasound::BeamGrid grid = ultrasound::make_beam_grid(transducer, settings);
    const Vec2 f = image_fractions(grid, image_m);
    return {.in_plane = inside(f),
            .lateral_frac = f.x,
            .depth_frac = f.y,
            .lateral_m = grid.face_position_m(f.x * grid.line_count - 0.5)};
}

TargetInImage find_target(const anatomy::Medium& medium, const instruments::Transducer& transducer,
                          const ultrasound::ImagingSettings& settings, const RigidTransform& world_from_image,
                          const anatomy::Deformation& deformation) {
    TargetInImage best;
    double best_off = 0.0;
    bool any = false;
    for (const int nerve : medium.anatomy().nerves_to_treat()) {
        const TargetInImage found =
            find_target(medium.nerve_curve(nerve), transducer, settings, world_from_image, deformation);
        const double off = std::hypot(found.lateral_frac - 0.5, found.depth_frac - 0.5);
        if (any && (best.in_plane > found.in_plane || (best.in_plane == found.in_plane && best_off <= off))) continue;
        any = true;
        best = found;
        best_off = off;
    }
    return best;
}

double shaft_in_beam_frac(const instruments::CryoprobePose& pose, const instruments::Transducer& transducer,
                          const ultrasound::ImagingSettings& settings, const RigidTransform& world_from_image) {
    if (pose.insert_m <= 0.0) return 0.0;
    constexpr int kPieces = 64;
    const RigidTransform image_from_world = world_from_image.inverse();
    const Vec3 tip_m = image_from_world.point(instruments::tip_m(pose));
    const Vec3 entry_m = image_from_world.point(instruments::entry_m(pose));
    int inside_count = 0;
    for (int i = 0; i < kPieces; ++i) {
        const Vec3 at = entry_m + (tip_m - entry_m) * ((i + 0.5) / kPieces);
        const double half_m = ultrasound::slab_half_thickness_m(transducer, settings, std::max(0.0, at.z));
        if (std::abs(at.y) <= half_m) ++inside_count;
    }
    return static_cast<double>(inside_count) / kPieces;
}

}  // namespace cryo::measure

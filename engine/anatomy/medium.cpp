#include "engine/anatomy/medium.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/check.h"

namespace cryo::anatomy {

namespace {

constexpr double kTouchingM = 1e-6;  // layers closer than this leave no gap

Vec3 dived_fibre(const Layer& layer) {
    return glm::normalize(std::cos(layer.pennation_rad) * glm::normalize(layer.fibre) +
                          Vec3(0, 0, std::sin(layer.pennation_rad)));
}

}  // namespace

Medium::Medium(Anatomy anatomy) : anatomy_(std::move(anatomy)) {
    CRYO_CHECK(!anatomy_.layers.empty());
    Tissue above = Tissue::Gel;
    const auto add_face = [&](const HeightField& surface, Tissue below, int layer, const Vec3& fibre) {
        faces_.push_back({surface, above, below, layer, fibre});
        above = below;
    };
    if (anatomy_.layers.front().top_m > kTouchingM) add_face({}, Tissue::Fat, -1, {1, 0, 0});
    for (size_t i = 0; i < anatomy_.layers.size(); ++i) {
        const Layer& layer = anatomy_.layers[i];
        CRYO_CHECK_OP(layer.bottom_m, >, layer.top_m);
        HeightField top = upper_face(layer);
        const bool touches_above = i > 0 && layer.top_m <= anatomy_.layers[i - 1].bottom_m + kTouchingM;
        if (touches_above) top.ends[1] = ends_of(anatomy_.layers[i - 1], layer.top_m);
        add_face(top, layer.tissue, static_cast<int>(i), dived_fibre(layer));
        const bool gap_follows =
            i + 1 < anatomy_.layers.size() && anatomy_.layers[i + 1].top_m > layer.bottom_m + kTouchingM;
        if (gap_follows) add_face(lower_face(layer), Tissue::Fat, -1, {1, 0, 0});
    }
    for (const Sheet& sheet : anatomy_.sheets) sheets_.push_back(middle_of(sheet));
    for (const Bone& bone : anatomy_.bones) {
        cortices_.push_back(cortex_of(bone));
        lower_faces_.push_back(lower_face_of(bone));
    }
    for (size_t i = 0; i < anatomy_.nerves.size(); ++i) {
        nerve_curves_.emplace_back(anatomy_.nerves[i].tube);
        fascicles_.push_back(pack_fascicles(anatomy_.nerves[i], anatomy_.seed));
        if (anatomy_.nerves[i].role == NerveRole::Target) target_nerve_ = static_cast<int>(i);
    }
    for (const Vessel& vessel : anatomy_.vessels) vessel_curves_.emplace_back(vessel.tube);
}

// The faces down to the first that lies deeper than the point are above it; so a face that a wave lifts over its upper
// neighbour takes effect only below that neighbour.
const Medium::Face* Medium::face_above(const Vec3& reference_m) const {
    const Face* found = nullptr;
    for (const Face& face : faces_) {
        if (!face.surface.is_below(reference_m)) break;
        found = &face;
    }
    return found;
}

int Medium::find_bone(const Vec3& reference_m) const {
    for (size_t i = 0; i < cortices_.size(); ++i)
        if (is_over(anatomy_.bones[i], reference_m.x, reference_m.y) && cortices_[i].is_below(reference_m) &&
            (anatomy_.bones[i].thickness_m == 0.0 || !lower_faces_[i].is_below(reference_m)))
            return static_cast<int>(i);
    return -1;
}

int Medium::find_inclusion(const Vec3& reference_m) const {
    for (size_t i = 0; i < anatomy_.inclusions.size(); ++i) {
        const Inclusion& inclusion = anatomy_.inclusions[i];
        Vec3 r = (reference_m - inclusion.center_m) / inclusion.semi_axes_m;
        if (inclusion.endless_along_y) r.y = 0.0;
        if (glm::dot(r, r) < 1.0) return static_cast<int>(i);
    }
    return -1;
}

bool Medium::find_vessel(const Vec3& reference_m, MediumPoint& point) const {
    bool in_wall = false;
    for (size_t i = 0; i < vessel_curves_.size(); ++i) {
        TubePoint at_vessel;
        const double wall_m = anatomy_.vessels[i].wall_m;
        if (!vessel_curves_[i].nearest_within(reference_m, wall_m, at_vessel) || at_vessel.outside_m > wall_m) continue;
        const bool in_lumen = at_vessel.outside_m <= 0.0;
        if (in_wall && !in_lumen) continue;
        point.tissue = in_lumen ? Tissue::Blood : Tissue::VesselWall;
        point.fibre = at_vessel.tangent;
        point.vessel = static_cast<int>(i);
        if (in_lumen) return true;
        in_wall = true;
    }
    return in_wall;
}

bool Medium::find_nerve(const Vec3& reference_m, MediumPoint& point) const {
    for (size_t i = 0; i < nerve_curves_.size(); ++i) {
        TubePoint at_nerve;
        if (!nerve_curves_[i].nearest_within(reference_m, 0.0, at_nerve) || at_nerve.outside_m > 0.0) continue;
        const bool in_fascicle = std::any_of(fascicles_[i].begin(), fascicles_[i].end(), [&](const Fascicle& fascicle) {
            const Vec2 away = at_nerve.section_m - fascicle.center_m;
            return glm::dot(away, away) < fascicle.radius_m * fascicle.radius_m;
        });
        point.tissue = in_fascicle ? Tissue::NerveFascicle : Tissue::Epineurium;
        point.fibre = at_nerve.tangent;
        point.nerve = static_cast<int>(i);
        return true;
    }
    return false;
}

bool Medium::find_sheet(const Vec3& reference_m, MediumPoint& point) const {
    for (size_t i = 0; i < sheets_.size(); ++i) {
        const HeightField& surface = sheets_[i];
        const double half_m = 0.5 * anatomy_.sheets[i].thickness_m;
        // A slanting sheet is thicker along z than across; slopes stay below 45 deg, a factor of sqrt(2).
        const double off_m = std::abs(reference_m.z - surface.smooth_depth_m(reference_m.x, reference_m.y));
        if (off_m > 1.5 * half_m + surface.wave_swing_m()) continue;
        Vec3 normal;
        if (std::abs(surface.distance_m(reference_m, normal)) > half_m) continue;
        point.tissue = anatomy_.sheets[i].tissue;
        point.fibre = glm::normalize(Vec3(normal.z, 0.0, -normal.x));  // along the image, in the sheet
        point.layer = -1;
        return true;
    }
    return false;
}

MediumPoint Medium::soft_bulk_at(const Vec3& reference_m) const {
    MediumPoint point;
    const Face* face = face_above(reference_m);
    if (!face) return point;  // gel above the skin
    point.tissue = face->below;
    point.layer = face->layer;
    point.fibre = face->fibre;
    point.inclusion = find_inclusion(reference_m);
    if (point.inclusion >= 0) point.tissue = anatomy_.inclusions[static_cast<size_t>(point.inclusion)].tissue;
    return point;
}

MediumPoint Medium::bone_at(int bone, const Vec3& reference_m) const {
    const auto i = static_cast<size_t>(bone);
    MediumPoint point;
    Vec3 normal;
    double inside_m = cortices_[i].distance_m(reference_m, normal);
    if (anatomy_.bones[i].thickness_m > 0.0)
        inside_m = std::min(inside_m, -lower_faces_[i].distance_m(reference_m, normal));
    point.tissue = inside_m <= anatomy_.bones[i].cortex_thickness_m ? Tissue::CorticalBone : Tissue::Marrow;
    point.bone = bone;
    return point;
}

MediumPoint Medium::bulk_at(const Vec3& reference_m) const {
    if (reference_m.z < 0.0) return {};
    const int bone = find_bone(reference_m);
    return bone >= 0 ? bone_at(bone, reference_m) : soft_bulk_at(reference_m);
}

MediumPoint Medium::at(const Vec3& reference_m) const {
    if (reference_m.z < 0.0) return {};
    const int bone = find_bone(reference_m);
    if (bone >= 0) return bone_at(bone, reference_m);
    MediumPoint point;
    if (find_vessel(reference_m, point) || find_nerve(reference_m, point) || find_sheet(reference_m, point))
        return point;
    return soft_bulk_at(reference_m);
}

double Medium::layer_top_m(int layer, double x_m, double y_m) const {
    double top_m = 0.0;
    for (const Face& face : faces_) {
        top_m = std::max(top_m, face.surface.depth_at_m(x_m, y_m));
        if (face.layer == layer) return top_m;
    }
    CRYO_CHECK(false);
    return 0.0;
}

double Medium::sheet_depth_m(int sheet, double x_m, double y_m) const {
    return sheets_.at(static_cast<size_t>(sheet)).depth_at_m(x_m, y_m);
}

std::optional<double> Medium::cortex_depth_m(int bone, double x_m, double y_m) const {
    if (!is_over(anatomy_.bones.at(static_cast<size_t>(bone)), x_m, y_m)) return std::nullopt;
    return cortices_[static_cast<size_t>(bone)].depth_at_m(x_m, y_m);
}

double Medium::skin_depth_m(double, double) const { return 0.0; }

bool Medium::is_hidden_in_bone(double x_m, double y_m, double depth_m) const {
    return find_bone({x_m, y_m, depth_m}) >= 0;
}

NearestInterface Medium::nearest_interface(const Vec3& reference_m) const {
    NearestInterface nearest;
    double best_m = std::numeric_limits<double>::infinity();
    // The slope of a boundary shortens the vertical distance, at most by this factor (gradient 2).
    constexpr double kLeastShortening = 0.4472;
    const auto is_far = [&](const HeightField& surface) {
        const double vertical_m =
            std::abs(reference_m.z - surface.smooth_depth_m(reference_m.x, reference_m.y)) - surface.wave_swing_m();
        return vertical_m * kLeastShortening > best_m;
    };
    const auto is_hidden = [&](const HeightField& surface) {
        return is_hidden_in_bone(reference_m.x, reference_m.y, surface.depth_at_m(reference_m.x, reference_m.y));
    };

    for (size_t i = 0; i < sheets_.size(); ++i) {
        const double half_m = 0.5 * anatomy_.sheets[i].thickness_m;
        if (is_far(sheets_[i])) continue;
        Vec3 normal;
        const double distance_m = sheets_[i].distance_m(reference_m, normal);
        const double to_surface_m = std::max(0.0, std::abs(distance_m) - half_m);
        if (to_surface_m >= best_m || is_hidden(sheets_[i])) continue;
        best_m = to_surface_m;
        const Tissue tissue = anatomy_.sheets[i].tissue;
        nearest = {distance_m, normal, 2.0 * half_m, tissue, tissue, static_cast<int>(i), -1, -1};
    }
    for (const Face& face : faces_) {
        if (face.above == face.below || is_far(face.surface)) continue;
        Vec3 normal;
        const double distance_m = face.surface.distance_m(reference_m, normal);
        if (std::abs(distance_m) >= best_m || is_hidden(face.surface)) continue;
        best_m = std::abs(distance_m);
        nearest = {distance_m, normal, 0.0, face.above, face.below, -1, -1, face.layer};
    }
    for (size_t i = 0; i < cortices_.size(); ++i) {
        if (!is_over(anatomy_.bones[i], reference_m.x, reference_m.y) || is_far(cortices_[i])) continue;
        Vec3 normal;
        const double distance_m = cortices_[i].distance_m(reference_m, normal);
        if (std::abs(distance_m) >= best_m) continue;
        best_m = std::abs(distance_m);
        nearest = {distance_m, normal, 0.0, Tissue::Fat, Tissue::CorticalBone, -1, static_cast<int>(i), -1};
    }
    if (nearest.bone >= 0) {
        const double cortex_m = cortices_[static_cast<size_t>(nearest.bone)].depth_at_m(reference_m.x, reference_m.y);
        nearest.above = soft_bulk_at({reference_m.x, reference_m.y, cortex_m - kTouchingM}).tissue;
    }
    return nearest;
}

double Medium::bone_outside_m(int bone, const Vec3& reference_m) const {
    const auto i = static_cast<size_t>(bone);
    const Bone& shape = anatomy_.bones.at(i);
    const Vec2 from_center = Vec2(reference_m.x, reference_m.y) - shape.center_m;
    const Vec2 beside = glm::abs(from_center) - shape.half_extent_m;  // < 0: over the bone
    if (beside.x <= 0.0 && beside.y <= 0.0) {
        Vec3 normal;
        double outside_m = -cortices_[i].distance_m(reference_m, normal);
        if (shape.thickness_m > 0.0) outside_m = std::max(outside_m, lower_faces_[i].distance_m(reference_m, normal));
        return outside_m >= 0.0 ? outside_m : std::max(outside_m, std::max(beside.x, beside.y));
    }
    const Vec2 edge_m = shape.center_m + glm::clamp(from_center, -shape.half_extent_m, shape.half_extent_m);
    const double level_m = glm::length(glm::max(beside, Vec2(0.0)));
    const double above_edge_m = std::max(0.0, cortices_[i].depth_at_m(edge_m.x, edge_m.y) - reference_m.z);
    const double below_edge_m =
        shape.thickness_m > 0.0 ? std::max(0.0, reference_m.z - lower_faces_[i].depth_at_m(edge_m.x, edge_m.y)) : 0.0;
    return std::hypot(level_m, std::max(above_edge_m, below_edge_m));
}

}  // namespace cryo::anatomy

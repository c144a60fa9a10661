#include "engine/mechanics/contact_events.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/check.h"
#include "engine/core/units.h"
#include "engine/mechanics/needle_motion.h"

namespace cryo::mechanics {

namespace {

constexpr double kCoarseStepM = 0.001;     // along the shaft, before refinement
constexpr double kLargestPieceM = 0.0002;  // of the tip's way, between two looks: small against any vessel
constexpr int kMostPieces = 1000;
constexpr double kOnBoneM = 0.00005;
constexpr double kShutM = 1e-5;  // beyond what a shaft through the middle of a closed vein would enter

// The distance as it is in the world where press and fluid have moved the tube; inside it, as in the reference.
double displaced_m(const Proximity& proximity, const ShaftSegment& shaft, const anatomy::TubeCurve& curve,
                   const Surroundings& surroundings) {
    const Vec3 reference_m = surroundings.reference_m(proximity.place_m);
    const anatomy::TubePoint tube = curve.nearest(reference_m);
    if (tube.outside_m <= 0.0) return proximity.distance_m;
    const Vec3 from_center = reference_m - tube.center_m;
    const double length_m = glm::length(from_center);
    if (length_m <= 0.0) return proximity.distance_m;
    const double to_surface = std::max(0.0, 1.0 - tube.outside_m / length_m);
    const Vec3 surface_m = surroundings.deformation.world_from_reference(tube.center_m + to_surface * from_center);
    return glm::length(proximity.place_m - surface_m) - shaft.radius_m;
}

// The least surface distance from a straight piece of shaft to a tube, looked for within `reach_m` only: coarsely along
// the shaft, then by golden sections around the best.
Proximity approach(const ShaftSegment& shaft, const anatomy::TubeCurve& curve, const Surroundings& surroundings,
                   double reach_m) {
    const double length_m = glm::length(shaft.end_m - shaft.tip_m);
    const auto point_at = [&](double along_m) {
        return length_m > 0.0 ? shaft.tip_m + (along_m / length_m) * (shaft.end_m - shaft.tip_m) : shaft.tip_m;
    };
    const int pieces = std::max(1, static_cast<int>(std::ceil(length_m / kCoarseStepM)));
    double best_m = reach_m + shaft.radius_m + (length_m > 0.0 ? kCoarseStepM : 0.0);
    int best_piece = -1;
    for (int i = 0; i <= pieces; ++i) {
        anatomy::TubePoint at_tube;
        const Vec3 reference_m = surroundings.reference_m(point_at(length_m * i / pieces));
        if (!curve.nearest_within(reference_m, best_m, at_tube) || at_tube.outside_m >= best_m) continue;
        best_m = at_tube.outside_m;
        best_piece = i;
    }
    Proximity proximity;
    if (best_piece < 0) return proximity;

    const auto outside_at = [&](double along_m) {
        return curve.nearest(surroundings.reference_m(point_at(along_m))).outside_m;
    };
    constexpr double kGolden = 0.6180339887498949;
    double low_m = std::max(0.0, length_m * (best_piece - 1) / pieces);
    double high_m = std::min(length_m, length_m * (best_piece + 1) / pieces);
    double a = high_m - kGolden * (high_m - low_m);
    double b = low_m + kGolden * (high_m - low_m);
    double at_a = outside_at(a);
    double at_b = outside_at(b);
    while (high_m - low_m > 1e-6) {
        if (at_a < at_b) {
            high_m = b;
            b = a;
            at_b = at_a;
            a = high_m - kGolden * (high_m - low_m);
            at_a = outside_at(a);
        } else {
            low_m = a;
            a = b;
            at_a = at_b;
            b = low_m + kGolden * (high_m - low_m);
            at_b = outside_at(b);
        }
    }
    // The ends of the shaft and the coarse best are never worse than what was found between.
    proximity.distance_m = std::numeric_limits<double>::infinity();
    for (const double along_m : {0.5 * (low_m + high_m), length_m * best_piece / pieces, low_m, high_m}) {
        const double distance_m = outside_at(along_m) - shaft.radius_m;
        if (distance_m < proximity.distance_m) proximity = {distance_m, point_at(along_m), along_m};
    }
    if (!surroundings.deformation.is_identity())
        proximity.distance_m = displaced_m(proximity, shaft, curve, surroundings);
    return proximity;
}

// A flattened vein's walls lie on each other: what is left to enter is as much smaller.
double lost_lumen_m(const Proximity& proximity, int vessel, const Surroundings& surroundings) {
    const anatomy::Vessel& shape = surroundings.medium.anatomy().vessels[static_cast<size_t>(vessel)];
    if (shape.kind != anatomy::VesselKind::Vein || proximity.distance_m >= kFarM) return 0.0;
    const double openness = surroundings.deformation.vein_openness(surroundings.reference_m(proximity.place_m));
    return openness < 1.0 ? (1.0 - openness) * 0.5 * shape.tube.height_m + (openness <= 0.0 ? kShutM : 0.0) : 0.0;
}

constexpr double kEverywhere = std::numeric_limits<double>::infinity();

instruments::CryoprobePose between(const instruments::CryoprobePose& from, const instruments::CryoprobePose& to,
                                   double fraction) {
    const auto mix = [&](double a, double b) { return a + fraction * (b - a); };
    const double turn_rad = std::remainder(to.yaw_rad - from.yaw_rad, 2.0 * kPi);
    return {mix(from.entry_x_m, to.entry_x_m), mix(from.entry_y_m, to.entry_y_m), from.yaw_rad + fraction * turn_rad,
            mix(from.pitch_rad, to.pitch_rad), mix(from.insert_m, to.insert_m)};
}

// One crossing: true once when the shaft comes in, armed again when it is out by kRearmM.
bool came_in(uint8_t& inside, bool is_in, double distance_m) {
    if (!inside && is_in) {
        inside = 1;
        return true;
    }
    if (inside && !is_in && distance_m > kRearmM) inside = 0;
    return false;
}

class Look {
  public:
    Look(ContactState& state, const Surroundings& surroundings, double fraction, std::vector<ContactEvent>& events)
        : state_(state), surroundings_(surroundings), fraction_(fraction), events_(events) {}

    void at_nerves(const std::vector<ShaftSegment>& shafts) {
        const anatomy::Anatomy& anatomy = surroundings_.medium.anatomy();
        for (size_t i = 0; i < anatomy.nerves.size(); ++i) {
            const Proximity nearest = least(shafts, surroundings_.medium.nerve_curve(static_cast<int>(i)), kRearmM);
            const bool transfixed = pierced_frac(nearest, anatomy.nerves[i]) >= kTransfixedFrac;
            note(state_.nerve_touched[i], nearest.distance_m <= 0.0, nearest, ContactKind::NerveTouched, i);
            note(state_.nerve_transfixed[i], transfixed, nearest, ContactKind::NerveTransfixed, i);
        }
    }

    void at_vessels(const std::vector<ShaftSegment>& shafts) {
        const anatomy::Anatomy& anatomy = surroundings_.medium.anatomy();
        for (size_t i = 0; i < anatomy.vessels.size(); ++i) {
            const double wall_m = anatomy.vessels[i].wall_m;
            Proximity lumen = least(shafts, surroundings_.medium.vessel_curve(static_cast<int>(i)), kRearmM + wall_m);
            Proximity wall = lumen;
            wall.distance_m -= wall_m;
            lumen.distance_m += lost_lumen_m(lumen, static_cast<int>(i), surroundings_);
            note(state_.vessel_wall[i], wall.distance_m <= 0.0, wall, ContactKind::VesselWall, i);
            note(state_.vessel_lumen[i], lumen.distance_m <= 0.0, lumen, ContactKind::VesselLumen, i);
        }
    }

    void at_bones(const std::vector<ShaftSegment>& shafts) {
        for (size_t i = 0; i < surroundings_.medium.anatomy().bones.size(); ++i) {
            Proximity nearest;
            for (const ShaftSegment& shaft : shafts) {
                const Proximity one = tip_to_bone(shaft, static_cast<int>(i), surroundings_);
                if (one.distance_m < nearest.distance_m) nearest = one;
            }
            note(state_.bone[i], nearest.distance_m <= kOnBoneM, nearest, ContactKind::Bone, i);
        }
    }

    void at_pleura(const std::vector<ShaftSegment>& shafts) {
        const anatomy::Anatomy& anatomy = surroundings_.medium.anatomy();
        for (size_t i = 0; i < anatomy.layers.size(); ++i) {
            if (anatomy.layers[i].tissue != anatomy::Tissue::Lung) continue;
            Proximity nearest;
            for (const ShaftSegment& shaft : shafts) {
                const Vec3 tip_m = surroundings_.reference_m(shaft.tip_m);
                const double above_m =
                    surroundings_.medium.layer_top_m(static_cast<int>(i), tip_m.x, tip_m.y) - tip_m.z;
                if (above_m < nearest.distance_m) nearest = {above_m, shaft.tip_m, 0.0};
            }
            note(state_.pleura[i], nearest.distance_m <= 0.0, nearest, ContactKind::Pleura, i);
        }
    }

  private:
    Proximity least(const std::vector<ShaftSegment>& shafts, const anatomy::TubeCurve& curve, double reach_m) const {
        Proximity nearest;
        for (const ShaftSegment& shaft : shafts) {
            const Proximity one = approach(shaft, curve, surroundings_, reach_m);
            if (one.distance_m < nearest.distance_m) nearest = one;
        }
        return nearest;
    }

    void note(uint8_t& inside, bool is_in, const Proximity& nearest, ContactKind kind, size_t index) {
        if (came_in(inside, is_in, nearest.distance_m))
            events_.push_back({kind, static_cast<int>(index), nearest.place_m, fraction_});
    }

    ContactState& state_;
    const Surroundings& surroundings_;
    double fraction_;
    std::vector<ContactEvent>& events_;
};

}  // namespace

std::vector<ShaftSegment> inserted_segments(const instruments::CryoprobeDevice& device,
                                            const instruments::CryoprobePose& pose) {
    std::vector<ShaftSegment> segments;
    if (pose.insert_m <= 0.0) return segments;
    for (const instruments::NeedleAxis& needle : instruments::needle_axes(device, pose))
        segments.push_back({needle.tip_m, needle.tip_m - pose.insert_m * needle.direction, needle.radius_m});
    return segments;
}

std::vector<ShaftSegment> active_segments(const instruments::CryoprobeDevice& device,
                                          const instruments::CryoprobePose& pose) {
    std::vector<ShaftSegment> segments;
    for (const instruments::NeedleAxis& needle : instruments::needle_axes(device, pose))
        segments.push_back({needle.tip_m, needle.tip_m - needle.active_length_m * needle.direction, needle.radius_m});
    return segments;
}

Proximity proximity_to_nerve(const ShaftSegment& shaft, int nerve, const Surroundings& surroundings) {
    return approach(shaft, surroundings.medium.nerve_curve(nerve), surroundings, kEverywhere);
}

Proximity proximity_to_vessel(const ShaftSegment& shaft, int vessel, const Surroundings& surroundings) {
    Proximity lumen = approach(shaft, surroundings.medium.vessel_curve(vessel), surroundings, kEverywhere);
    lumen.distance_m += lost_lumen_m(lumen, vessel, surroundings);
    return lumen;
}

Proximity tip_to_bone(const ShaftSegment& shaft, int bone, const Surroundings& surroundings) {
    return {surroundings.medium.bone_outside_m(bone, surroundings.reference_m(shaft.tip_m)), shaft.tip_m, 0.0};
}

double pierced_frac(const Proximity& proximity, const anatomy::Nerve& nerve) {
    return std::max(0.0, -proximity.distance_m) / std::min(nerve.tube.width_m, nerve.tube.height_m);
}

ContactState make_contact_state(const anatomy::Anatomy& anatomy) {
    ContactState state;
    state.nerve_touched.resize(anatomy.nerves.size());
    state.nerve_transfixed.resize(anatomy.nerves.size());
    state.vessel_wall.resize(anatomy.vessels.size());
    state.vessel_lumen.resize(anatomy.vessels.size());
    state.bone.resize(anatomy.bones.size());
    state.pleura.resize(anatomy.layers.size());
    return state;
}

std::vector<ContactEvent> update_contacts(ContactState& state, const instruments::CryoprobeDevice& device,
                                          const instruments::CryoprobePose& from, const instruments::CryoprobePose& to,
                                          const Surroundings& surroundings) {
    CRYO_CHECK_OP(state.nerve_touched.size(), ==, surroundings.medium.anatomy().nerves.size());
    CRYO_CHECK_OP(state.vessel_wall.size(), ==, surroundings.medium.anatomy().vessels.size());
    std::vector<ContactEvent> events;
    const double way_m = shaft_displacement_m(from, to);
    const int pieces = std::clamp(static_cast<int>(std::ceil(way_m / kLargestPieceM)), 1, kMostPieces);
    for (int i = 1; i <= pieces; ++i) {
        const double fraction = static_cast<double>(i) / pieces;
        const instruments::CryoprobePose pose = i == pieces ? to : between(from, to, fraction);
        if (pose.insert_m > 0.0 && !state.skin)
            events.push_back({ContactKind::Skin, -1, instruments::entry_m(pose), fraction});
        state.skin = pose.insert_m > 0.0;
        const std::vector<ShaftSegment> shafts = inserted_segments(device, pose);
        Look look(state, surroundings, fraction, events);
        look.at_nerves(shafts);
        look.at_vessels(shafts);
        look.at_bones(shafts);
        look.at_pleura(shafts);
    }
    return events;
}

}  // namespace cryo::mechanics

#include "engine/robot/plan.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/mechanics/contact_events.h"
#include "engine/robot/crossing.h"
#include "engine/robot/room.h"

namespace cryo::robot {

namespace {

constexpr double kFlattestRad = 0.140;  // 8 deg
constexpr double kSteepestRad = 1.05;   // 60 deg: beyond it nothing of the shaft comes back
constexpr double kPitchStepRad = 0.0349;
constexpr double kBesideFaceM = 0.0015;       // entry to the transducer's edge
constexpr double kMiddleThirdSpareM = 0.001;  // the nerve keeps this far inside the image's middle third
constexpr double kBrightDb = 8.0;             // over muscle in short axis; a tip's echo is 18 dB over that
constexpr double kBeyondShares[] = {kMiddleOfZone, 0.3, 0.1};  // where bone stops the tip, less of it passes the nerve
constexpr int kGapCorrections = 3;
constexpr double kGapToleranceM = 0.00005;

// Saline over a shallow nerve: in loose tissue it parts a third as thick as it is wide to each side
// (mechanics/injection.h), and one to two millilitres are what the clinic gives.
constexpr double kLeastLiftM3 = 1.0e-6;
constexpr double kMostLiftM3 = 2.0e-6;
constexpr double kLiftSpareM = 0.001;     // deeper than just deep enough
constexpr double kLiftPassedOn = 0.55;    // of the pocket's thickness to the nerve below it
constexpr double kLiftThickShare = 0.35;  // thickness to radius
constexpr double kDermisSpareM = 0.0022;  // fluid this far below the surface does not raise a wheal
constexpr double kLiftAboveNerveM = 0.0008;
constexpr double kLiftBesideM = 0.0003;
constexpr double kLiftStepM = 0.0003;       // the plane is looked for from there down to the nerve
constexpr double kFlattestLiftRad = 0.105;  // 6 deg: saline goes in close under the skin

// The transducer over a crossing: how far it stands from the nerve, so that the entry comes to lie beside its face.
struct Stand {
    double nerve_off_m = 0.0;  // nerve from the middle of the image, away from the entry
    double unseen_m = 0.0;     // along the track
};

std::optional<Stand> stand_beside(const Workplace& place, const CrossingPlane& plane,
                                  const instruments::CryoprobePose& pose) {
    const double half_face_m = instruments::face_point_m(place.transducer, 0.5 * place.transducer.aperture_m()).x;
    const double entry_to_nerve_m = std::hypot(pose.entry_x_m - plane.center_m.x, pose.entry_y_m - plane.center_m.y);
    const double most_off_m = half_face_m / 3.0 - kMiddleThirdSpareM;
    const double wanted_off_m = entry_to_nerve_m - half_face_m - kBesideFaceM;
    if (wanted_off_m < -most_off_m) return std::nullopt;
    Stand stand;
    stand.nerve_off_m = std::min(wanted_off_m, most_off_m);
    stand.unseen_m = (entry_to_nerve_m - half_face_m - stand.nerve_off_m) / std::cos(pose.pitch_rad);
    return stand;
}

// Moves the shaft sideways until its surface is kContactGapM from the nerve: curves and slopes are not quite ellipses.
bool bring_into_contact(const Workplace& place, const CrossingPlane& plane, const Line& line, Placement& placement) {
    double offset_m = tangent_distance_m(plane.half_width_m, plane.half_height_m, line.pitch_rad) +
                      0.5 * place.device.shaft_diameter_m + kContactGapM;
    for (int i = 0; i < kGapCorrections; ++i) {
        placement.cryoprobe = crossing_pose(plane, line, offset_m, place.device.active_length_m);
        placement.gap_m = zone_gap_m(place, placement.nerve, placement.cryoprobe);
        if (std::abs(placement.gap_m - kContactGapM) <= kGapToleranceM) return true;
        offset_m += kContactGapM - placement.gap_m;
    }
    return false;
}

double cheap_cost(const Placement& placement, double nerve_off_m, const PlanWeights& weights) {
    return weights.unseen_per_m * placement.unseen_m +
           weights.steep_per_rad * std::max(0.0, placement.cryoprobe.pitch_rad - kFlatRad) +
           weights.shallow_per_m * std::max(0.0, kDeepEnoughM - placement.zone_depth_m) +
           weights.off_middle_per_m * std::abs(nerve_off_m) + (placement.tip_in_bright ? weights.bright : 0.0);
}

// What keeps a crossing from being made, by its own shape; "" when nothing does.
std::string shape_fault(const Workplace& place, const instruments::CryoprobePose& pose) {
    if (pose.insert_m > place.device.shaft_length_m)
        return "the cryoprobe is too short: " + std::to_string(std::lround(mm_from_m(place.device.shaft_length_m))) +
               " mm, where " + std::to_string(std::lround(mm_from_m(pose.insert_m))) + " mm are needed";
    if (std::abs(pose.entry_x_m) > instruments::kEntryLimitM || std::abs(pose.entry_y_m) > instruments::kEntryLimitM)
        return "the entry lies too far away";
    return "";
}

// Stands the transducer over the shaft and says what that costs; false when it cannot stand there.
bool stand_over(const Workplace& place, const CrossingPlane& plane, Placement& placement, std::string& fault) {
    const instruments::CryoprobePose& pose = placement.cryoprobe;
    fault = shape_fault(place, pose);
    if (!fault.empty()) return false;
    const std::optional<Stand> stand = stand_beside(place, plane, pose);
    if (!stand) {
        fault = "the entry would lie under the transducer";
        return false;
    }
    const double right_m = placement.from == From::ImageLeft ? stand->nerve_off_m : -stand->nerve_off_m;
    const Vec3 face_m = plane.center_m - right_m * plane.right;
    placement.transducer.slide_m = face_m.x;
    placement.transducer.across_m = face_m.y;
    placement.transducer.rotate_rad = plane.rotate_rad;
    if (std::abs(face_m.x) > instruments::kSlideLimitM || std::abs(face_m.y) > instruments::kAcrossLimitM) {
        fault = "the transducer would have to stand too far away";
        return false;
    }
    placement.unseen_m = stand->unseen_m;
    placement.zone_depth_m = std::max(0.0, (pose.insert_m - place.device.active_length_m) * std::sin(pose.pitch_rad));
    const Vec3 tip_m = place.deformation.reference_from_world(instruments::tip_m(pose)).reference_m;
    const anatomy::Tissue at_tip = place.medium.at(tip_m).tissue;
    placement.tip_in_bright = anatomy::properties(at_tip).acoustics.backscatter_db > kBrightDb;
    placement.cost = cheap_cost(placement, stand->nerve_off_m, {});
    return true;
}

std::optional<Placement> shape_of(const Workplace& place, const CrossingPlane& plane, int nerve, double arc_m,
                                  const Line& line, std::string& fault) {
    Placement placement;
    placement.nerve = nerve;
    placement.arc_m = arc_m;
    placement.passage = line.passage;
    placement.from = line.from;
    if (!bring_into_contact(place, plane, line, placement)) {
        fault = "the shaft cannot be laid against the nerve";
        return std::nullopt;
    }
    if (!stand_over(place, plane, placement, fault)) return std::nullopt;
    return placement;
}

// All shapes, cheapest first, before anything else in the body is looked at.
std::vector<Placement> shapes(const Workplace& place, int nerve, double arc_m, const Wish& wish, std::string& fault) {
    const CrossingPlane plane = crossing_plane(place.medium, nerve, arc_m, place.deformation);
    std::vector<Placement> all;
    for (const Passage passage : {Passage::Superficial, Passage::Deep})
        for (const From from : {From::ImageLeft, From::ImageRight}) {
            if (wish.passage.value_or(passage) != passage || wish.from.value_or(from) != from) continue;
            for (double pitch_rad = kFlattestRad; pitch_rad <= kSteepestRad; pitch_rad += kPitchStepRad)
                for (const double beyond_share : kBeyondShares) {
                    const Line line{pitch_rad, passage, from, beyond_share};
                    auto shape = shape_of(place, plane, nerve, arc_m, line, fault);
                    if (!shape) continue;
                    shape->cost += PlanWeights{}.off_zone * (kMiddleOfZone - beyond_share);
                    all.push_back(*shape);
                }
        }
    std::stable_sort(all.begin(), all.end(), [](const Placement& a, const Placement& b) { return a.cost < b.cost; });
    return all;
}

// Adds what the structures around it cost; false when one is in the way.
bool finish(const Workplace& place, Placement& placement, std::string& fault) {
    const Room room = look_for_room(place, placement.nerve, placement.cryoprobe);
    if (!room.fault.empty()) {
        fault = room.fault;
        return false;
    }
    placement.clearance_share = room.clearance_share;
    placement.cost += PlanWeights{}.clearance * (1.0 - room.clearance_share);
    return true;
}

}  // namespace

std::optional<Placement> plan_placement(const Workplace& place, int nerve, double arc_m, const Wish& wish,
                                        std::string* why) {
    std::string fault = "the nerve lies too shallow or too deep for the transducer's width";
    std::optional<Placement> best;
    std::string first_fault;  // of the cheapest: what stands in the way of the best approach
    for (Placement& candidate : shapes(place, nerve, arc_m, wish, fault)) {
        // What follows can only be dearer.
        if (best && candidate.cost >= best->cost) break;
        std::string here;
        if (finish(place, candidate, here) && (!best || candidate.cost < best->cost)) best = candidate;
        if (first_fault.empty()) first_fault = here;
    }
    if (why != nullptr) *why = best ? "" : first_fault.empty() ? fault : first_fault;
    return best;
}

std::vector<Placement> possible_placements(const Workplace& place, int nerve, double arc_m, const Wish& wish) {
    std::string fault;
    std::vector<Placement> possible;
    for (Placement& candidate : shapes(place, nerve, arc_m, wish, fault))
        if (finish(place, candidate, fault)) possible.push_back(candidate);
    std::stable_sort(possible.begin(), possible.end(),
                     [](const Placement& a, const Placement& b) { return a.cost < b.cost; });
    return possible;
}

SkinLift plan_skin_lift(const Workplace& place, const Placement& treatment) {
    SkinLift lift;
    if (treatment.zone_depth_m >= kDeepEnoughM) return lift;
    const CrossingPlane plane = crossing_plane(place.medium, treatment.nerve, treatment.arc_m, place.deformation);
    const double nerve_top_m = plane.center_m.z - plane.half_height_m;
    const double radius_of_shaft_m = 0.5 * place.device.shaft_diameter_m;
    const double thick_m = (kDeepEnoughM + kLiftSpareM - treatment.zone_depth_m) / kLiftPassedOn;
    const double radius_m = thick_m / kLiftThickShare;
    double plane_m = std::max(kDermisSpareM, nerve_top_m - kLiftAboveNerveM - place.device.shaft_diameter_m);
    for (; plane_m <= nerve_top_m && lift.volume_m3 <= 0.0; plane_m += kLiftStepM) {
        // Where the shaft does not fit over the nerve, the tip stops beside it and the fluid goes on over it.
        const bool fits_over = plane_m + radius_of_shaft_m < nerve_top_m;
        const double short_m = fits_over ? 0.0 : plane.half_width_m + radius_of_shaft_m + kLiftBesideM;
        const double above_m = plane.center_m.z - plane_m;
        for (const From from : {treatment.from, treatment.from == From::ImageLeft ? From::ImageRight : From::ImageLeft})
            for (double pitch_rad = kFlattestLiftRad; pitch_rad <= kSteepestRad; pitch_rad += 0.5 * kPitchStepRad) {
                Placement placement = treatment;
                placement.passage = Passage::Superficial;
                placement.from = from;
                const double offset_m = above_m * std::cos(pitch_rad) - short_m * std::sin(pitch_rad);
                const double beyond_m = -above_m * std::sin(pitch_rad) - short_m * std::cos(pitch_rad);
                placement.cryoprobe =
                    crossing_pose(plane, {pitch_rad, Passage::Superficial, from, 1.0}, offset_m, beyond_m);
                std::string fault;
                if (!stand_over(place, plane, placement, fault) || !finish(place, placement, fault)) continue;
                if (lift.volume_m3 > 0.0 && placement.cost >= lift.placement.cost) continue;
                lift.placement = placement;
                lift.volume_m3 = std::clamp(0.5 * kPi * radius_m * radius_m * thick_m, kLeastLiftM3, kMostLiftM3);
            }
    }
    return lift;
}

instruments::CryoprobePose at_depth(const Placement& placement, double insert_m) {
    instruments::CryoprobePose pose = placement.cryoprobe;
    pose.insert_m = std::clamp(insert_m, 0.0, pose.insert_m);
    return pose;
}

double aimed_arc_m(const anatomy::Medium& medium, int nerve) {
    const anatomy::TubeCurve& curve = medium.nerve_curve(nerve);
    const auto& points = curve.points_m();
    size_t middle = 0;
    for (size_t i = 0; i < points.size(); ++i)
        if (std::hypot(points[i].x, points[i].y) < std::hypot(points[middle].x, points[middle].y)) middle = i;
    return curve.arcs_m()[middle];
}

}  // namespace cryo::robot

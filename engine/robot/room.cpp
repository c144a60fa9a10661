#include "engine/robot/room.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"
#include "engine/mechanics/contact_events.h"

namespace cryo::robot {

namespace {

constexpr double kGoodRoomM = 0.003;
constexpr double kNerveSpareM = 0.0003;  // to nerves that are not the target
constexpr double kWallSpareM = 0.0001;   // to a vessel's wall
constexpr double kBoneSpareM = 0.0003;
constexpr double kPleuraSpareM = 0.002;
constexpr double kBoneSampleM = 0.001;
constexpr double kFarGapM = 0.006;  // gaps beyond twice the good room are all alike
constexpr double kNearM = 0.010;    // of a nerve, for the gap to its neighbours

double gap_between_m(const anatomy::Medium& medium, int nerve, const anatomy::TubeCurve& other, double arc_m) {
    const anatomy::TubeCurve& curve = medium.nerve_curve(nerve);
    double least_m = kFarGapM;
    constexpr int kAround = 12;
    for (double at_m = arc_m - kNearM; at_m <= arc_m + kNearM; at_m += 0.001)
        for (int a = 0; a < kAround; ++a) {
            const double angle = 2.0 * kPi * a / kAround;
            const Vec3 rim_m = curve.from_section(
                at_m, {0.5 * curve.width_m() * std::cos(angle), 0.5 * curve.height_m() * std::sin(angle)});
            anatomy::TubePoint near;
            if (other.nearest_within(rim_m, least_m, near)) least_m = std::min(least_m, near.outside_m);
        }
    return std::max(0.0, least_m);
}

class Look {
  public:
    Look(const Workplace& place, int nerve, const instruments::CryoprobePose& pose)
        : place_(place),
          nerve_(nerve),
          pose_(pose),
          shafts_(mechanics::inserted_segments(place.device, pose)),
          around_{place.medium, place.deformation} {
        const Vec3 zone_m =
            instruments::tip_m(pose) - 0.5 * place.device.active_length_m * instruments::shaft_direction(pose);
        arc_m_ = place.medium.nerve_curve(nerve).nearest(around_.reference_m(zone_m)).arc_m;
    }

    Room run() {
        for (int n = 0; n < static_cast<int>(anatomy().nerves.size()) && free(); ++n) at_nerve(n);
        for (int v = 0; v < static_cast<int>(anatomy().vessels.size()) && free(); ++v) at_vessel(v);
        if (free()) at_bones();
        if (free()) at_pleura();
        return std::move(room_);
    }

  private:
    const anatomy::Anatomy& anatomy() const { return place_.medium.anatomy(); }
    bool free() const { return room_.fault.empty(); }

    void at_nerve(int n) {
        const anatomy::Nerve& nerve = anatomy().nerves[static_cast<size_t>(n)];
        double least_m = mechanics::kFarM;
        for (const mechanics::ShaftSegment& shaft : shafts_)
            least_m = std::min(least_m, mechanics::proximity_to_nerve(shaft, n, around_).distance_m);
        if (n == nerve_) {
            if (least_m < 0.0) room_.fault = "the shaft would pierce the nerve";
            return;
        }
        if (least_m < kNerveSpareM) room_.fault = "in the way: " + nerve.label;
        if (nerve.role == anatomy::NerveRole::Motor)
            keep(least_m, gap_between_m(place_.medium, nerve_, place_.medium.nerve_curve(n), arc_m_));
    }

    void at_vessel(int v) {
        const anatomy::Vessel& vessel = anatomy().vessels[static_cast<size_t>(v)];
        double least_m = mechanics::kFarM;
        for (const mechanics::ShaftSegment& shaft : shafts_)
            least_m = std::min(least_m, mechanics::proximity_to_vessel(shaft, v, around_).distance_m);
        if (least_m < vessel.wall_m + kWallSpareM) room_.fault = "in the way: " + vessel.label;
        keep(least_m, gap_between_m(place_.medium, nerve_, place_.medium.vessel_curve(v), arc_m_));
    }

    void at_bones() {
        for (const mechanics::ShaftSegment& shaft : shafts_) {
            const double length_m = glm::length(shaft.end_m - shaft.tip_m);
            const int pieces = std::max(1, static_cast<int>(std::ceil(length_m / kBoneSampleM)));
            for (int i = 0; i <= pieces; ++i) {
                const Vec3 at_m =
                    around_.reference_m(shaft.tip_m + (static_cast<double>(i) / pieces) * (shaft.end_m - shaft.tip_m));
                for (int b = 0; b < static_cast<int>(anatomy().bones.size()); ++b)
                    if (place_.medium.bone_outside_m(b, at_m) < shaft.radius_m + kBoneSpareM)
                        room_.fault = "in the way: " + anatomy().bones[static_cast<size_t>(b)].label;
            }
        }
    }

    void at_pleura() {
        for (int l = 0; l < static_cast<int>(anatomy().layers.size()); ++l) {
            const anatomy::Layer& layer = anatomy().layers[static_cast<size_t>(l)];
            if (layer.tissue != anatomy::Tissue::Lung) continue;
            for (const mechanics::ShaftSegment& shaft : shafts_)
                if (place_.medium.layer_top_m(l, shaft.tip_m.x, shaft.tip_m.y) - shaft.tip_m.z < kPleuraSpareM)
                    room_.fault = "too near to the pleura";
        }
    }

    void keep(double least_m, double gap_m) {
        const double share = std::clamp(least_m / good_room_m(gap_m), 0.0, 1.0);
        room_.clearance_share = std::min(room_.clearance_share, share);
    }

    const Workplace& place_;
    int nerve_;
    const instruments::CryoprobePose& pose_;
    std::vector<mechanics::ShaftSegment> shafts_;
    mechanics::Surroundings around_;
    double arc_m_ = 0.0;
    Room room_;
};

}  // namespace

double good_room_m(double gap_m) { return std::max(1e-6, std::min(kGoodRoomM, 0.5 * gap_m)); }

Room look_for_room(const Workplace& place, int nerve, const instruments::CryoprobePose& pose) {
    return Look(place, nerve, pose).run();
}

}  // namespace cryo::robot

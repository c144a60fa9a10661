// How living tissue lies displaced: pressed in by the transducer's face, and pushed apart by injected fluid. Closed
// form both ways, continuous and without folds: every map below rises strictly along its one coordinate. Mechanics
// fills it (mechanics/tissue_press.h, mechanics/injection.h); reference_from_world is the only way from world to
// anatomy. Metres. Default: the identity.
//
//   world --(press undone)--> settled --(pockets closed)--> reference
//
// Press moves points along scan lines only, so a line that is straight in the world is straight in settled space too:
// the image keeps its closed forms and only changes ranges (PressColumn).
#pragma once

#include <vector>

#include "engine/core/geometry.h"

namespace cryo::anatomy {

// The face of a transducer pushed into soft tissue. Under its middle a point at depth q below the skin comes to lie at
// q + indentation - shortening(q); beside the face the same with both shortened by share().
struct PressField {
    RigidTransform world_from_image;  // of the face as pushed in
    RigidTransform image_from_world;
    double radius_m = 0.0;  // of a curvilinear face; 0 for linear
    double half_lateral_m = 0.02;
    double half_elevation_m = 0.005;
    double press_frac = 0.0;
    double step_m = 0.0005;
    // Summed shortening of the tissue from the skin down to k * step_m; the last is the indentation. Empty: no press.
    std::vector<double> shortening_m;

    bool operator==(const PressField&) const = default;
    double indentation_m() const { return shortening_m.empty() ? 0.0 : shortening_m.back(); }
    // 1 under the face, falling smoothly to 0 at kPressSpreadM beside it.
    double share(double lateral_m, double elevation_m) const;
};
inline constexpr double kPressSpreadM = 0.012;

// The press along one scan line, by ranges from the pushed-in face. Both ways are exact inverses of each other.
struct PressColumn {
    const PressField* press = nullptr;  // null: settled is world
    double share = 0.0;

    double settled_range_m(double world_range_m) const;
    double world_range_m(double settled_range_m) const;
};

// Injected fluid: a lens in the plane it was let into. At a share rho of its radius from the middle it is
// height_m * (1 - rho^2) thick. The tissue of the same column makes room along the depth, every part of it by the same
// share, between the skin, which the transducer holds where it is, and `floor_m`, below which nothing moves. So the
// room is exactly the volume, and what lies below the fluid goes deeper: away from the skin.
struct Pocket {
    Vec3 center_m{0.0};  // in the plane, before it parted
    Vec2 slope{0.0};     // of the plane: depth per metre along x and y
    double radius_m = 0.001;
    double height_m = 0.0005;
    double floor_m = 0.02;  // deeper than the plane anywhere in the lens

    bool operator==(const Pocket&) const = default;
    double volume_m3() const;
    double thickness_m(double x_m, double y_m) const;
    double plane_m(double x_m, double y_m) const;  // its depth, before it parted
    double top_m(double x_m, double y_m) const;    // of the fluid; its bottom is thickness_m below
    bool holds(const Vec3& settled_m) const;
    Vec3 closed_m(const Vec3& opened_m) const;  // fluid comes from the plane
    Vec3 opened_m(const Vec3& closed_m) const;
};
inline constexpr double kMostSqueezed = 0.6;  // of the room in a column that fluid may take

struct ReferencePoint {
    Vec3 reference_m{0.0};
    bool injectate = false;  // fluid that displaced the tissue: then reference_m is where it was let in
};

class Deformation {
  public:
    Deformation() = default;
    Deformation(PressField press, std::vector<Pocket> pockets);

    bool operator==(const Deformation&) const = default;
    bool is_identity() const { return !is_pressed() && pockets_.empty(); }
    bool is_pressed() const { return press_.indentation_m() > 0.0; }
    const PressField& press() const { return press_; }
    const std::vector<Pocket>& pockets() const { return pockets_; }  // in the order of injection

    ReferencePoint reference_from_world(const Vec3& world_m) const;
    Vec3 world_from_reference(const Vec3& reference_m) const;

    // ---- parts, for what follows a scan line
    PressColumn column(double lateral_m, double elevation_m) const;
    Vec3 settled_from_world(const Vec3& world_m) const;
    ReferencePoint reference_from_settled(const Vec3& settled_m) const;
    Vec3 settled_from_reference(const Vec3& reference_m) const;
    double largest_shift_m() const;  // no point is displaced by more

    // What is left of a vein's height at a point of its course, 1 open .. 0 closed. Arteries and capillaries stay open:
    // no hand presses above arterial pressure.
    double vein_openness(const Vec3& reference_m) const;

  private:
    struct OnLine {
        double share = 0.0;  // of the press
        double range_m = 0.0;
        Vec3 direction{0, 0, 1};
    };
    OnLine on_line(const Vec3& world_m) const;  // or settled: the press moves points along their lines only

    PressField press_;
    std::vector<Pocket> pockets_;
};

// Venous pressure is that of a few centimetres of water: a vein under the face is closed well before the firmest press.
inline constexpr double kVeinYieldsPress = 0.35;  // press_frac at which it begins to flatten (provisional)
inline constexpr double kVeinClosedPress = 0.58;  // and at which nothing is left of it (provisional)

}  // namespace cryo::anatomy

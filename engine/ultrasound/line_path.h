// One scan line through the patient: where it crosses surfaces, and what it has lost and how far it has been shifted by
// the speed of sound at any range. Private to ultrasound/: the scan plan is made of these. Metres along the line from
// the transducer's face: world ranges, but where a name says settled (anatomy/deformation.h). The line is straight in
// both.
#pragma once

#include <vector>

#include "engine/ultrasound/acoustic_medium.h"
#include "engine/ultrasound/image_frame.h"

namespace cryo::ultrasound {

// Axes in the world frame, and what lies under each range.
struct LineFrame {
    Vec3 origin_m{0.0};
    Vec3 direction{0, 0, 1};
    Vec3 lateral{1, 0, 0};
    Vec3 elevational{0, 1, 0};
    const anatomy::Deformation* deformation = nullptr;  // null where nothing is displaced
    anatomy::PressColumn press;

    double settled_range_m(double range_m) const { return press.settled_range_m(range_m); }
    double world_range_m(double settled_range_m) const { return press.world_range_m(settled_range_m); }
    bool has_pockets() const { return deformation != nullptr && !deformation->pockets().empty(); }
    Vec3 settled_point_m(double settled_range_m) const { return origin_m + settled_range_m * direction; }
    Vec3 reference_of_settled_m(double settled_range_m) const {
        const Vec3 settled_m = settled_point_m(settled_range_m);
        return has_pockets() ? deformation->reference_from_settled(settled_m).reference_m : settled_m;
    }
    Vec3 reference_m(double range_m) const { return reference_of_settled_m(settled_range_m(range_m)); }
};

// Change of layer along a line.
struct Boundary {
    double range_m = 0.0;
    int above = 0;  // layers
    int below = 0;
    Vec3 normal{0, 0, 1};  // pointing deeper
};

// Layers a line passes, in order. `first` is the layer at its start.
struct LayerPath {
    int first = kGelLayer;
    std::vector<Boundary> boundaries;
    int layer_at(double range_m) const;
};
void find_layers(const AcousticMedium& medium, const LineFrame& line, double depth_m, LayerPath& path);

// Loss and range shift along a line as the sum of what its parts add.
class PathLoss {
  public:
    struct At {
        double attenuation_np_per_mhz = 0.0;  // two-way
        double blocked_np = 0.0;              // by reflection and shadow, two-way
        double shown_m = 0.0;                 // range at which the machine draws it
    };

    void clear() { changes_.clear(); }
    // From range_m on: attenuation rate (two-way, Np per metre and MHz) and relative slowness change by this much.
    void add_rate(double range_m, double np_per_m_mhz, double slowness) {
        changes_.push_back({range_m, np_per_m_mhz, slowness, 0.0});
    }
    void add_block(double range_m, double np) { changes_.push_back({range_m, 0.0, 0.0, np}); }
    void finish();  // sorts and sums; at() is valid from then on

    At at(double range_m) const;
    // Range of what is drawn at a shown range.
    double true_range_m(double shown_m) const;

  private:
    struct Change {
        double range_m;
        double np_per_m_mhz;
        double slowness;
        double block_np;
    };
    struct Stretch {
        double range_m;
        At start;
        double np_per_m_mhz;
        double slowness;  // shown per true metre
    };
    std::vector<Change> changes_;
    std::vector<Stretch> stretches_;
};

// Two-way attenuation rate in Np per metre and MHz.
double attenuation_rate(double db_per_cm_mhz);
// Shown per true metre.
double relative_slowness(double sound_speed_m_per_s);
// (Z2 - Z1) / (Z2 + Z1)
double reflection(double impedance_above, double impedance_below);

}  // namespace cryo::ultrasound

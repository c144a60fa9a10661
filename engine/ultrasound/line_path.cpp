#include "engine/ultrasound/line_path.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/ultrasound/beam.h"

namespace cryo::ultrasound {

namespace {

constexpr double kNoThicknessM = 2e-6;

struct Crossing {
    double range_m = 0.0;  // 0: the line starts below the surface
    Vec3 normal{0, 0, 1};
    enum class Kind : uint8_t { Face, SheetTop, SheetBottom, Cortex, Marrow } kind = Kind::Face;
    int index = 0;
};

// Where the line comes below a surface, or none within `depth_m`. Boundaries are gentle compared with the line, so
// Newton's method settles in a few steps; fluid steepens what it pushes aside, and there a bracket is halved.
std::optional<double> first_below(const LineFrame& line, const anatomy::HeightField& surface, double depth_m) {
    constexpr int kNewtonSteps = 5;
    constexpr int kHalvings = 18;  // of an image's depth: well under a micrometre
    constexpr double kCloseM = 1e-7;
    const auto below_m = [&](const Vec3& p) { return p.z - surface.depth_at_m(p.x, p.y); };
    if (line.has_pockets()) {
        double above = 0.0;
        double below = depth_m;
        if (below_m(line.reference_of_settled_m(depth_m)) < 0.0) return std::nullopt;
        for (int i = 0; i < kHalvings; ++i) {
            const double middle = 0.5 * (above + below);
            (below_m(line.reference_of_settled_m(middle)) < 0.0 ? above : below) = middle;
        }
        return below;
    }
    double range_m = 0.0;
    for (int i = 0; i < kNewtonSteps; ++i) {
        const Vec3 p = line.settled_point_m(range_m);
        const double f = below_m(p);
        if (std::abs(f) < kCloseM) break;
        const Vec2 g = surface.gradient(p.x, p.y);
        const double slope = line.direction.z - g.x * line.direction.x - g.y * line.direction.y;
        if (slope < 0.05) return std::nullopt;  // grazing
        range_m = std::max(0.0, range_m - f / slope);
        if (range_m > 2.0 * depth_m) return std::nullopt;
    }
    if (range_m > depth_m) return std::nullopt;
    return range_m;
}

// Ranges are settled ones here and below, up to find_layers.
std::optional<Crossing> cross(const LineFrame& line, const anatomy::HeightField& surface, double depth_m) {
    const Vec3 start = line.reference_of_settled_m(0.0);
    if (start.z >= surface.depth_at_m(start.x, start.y)) return Crossing{};
    const std::optional<double> range_m = first_below(line, surface, depth_m);
    if (!range_m) return std::nullopt;
    const Vec3 p = line.reference_of_settled_m(*range_m);
    const Vec2 g = surface.gradient(p.x, p.y);
    Crossing crossing;
    crossing.range_m = *range_m;
    crossing.normal = glm::normalize(Vec3(-g.x, -g.y, 1.0));
    return crossing;
}

// Which layer rules, given what has been crossed so far.
class LayerState {
  public:
    explicit LayerState(const AcousticMedium& medium) : medium_(medium), face_crossed_(medium.faces().size(), false) {}

    void pass(const Crossing& crossing) {
        const auto i = static_cast<size_t>(crossing.index);
        switch (crossing.kind) {
            case Crossing::Kind::Face:
                face_crossed_[i] = true;
                break;
            case Crossing::Kind::SheetTop:
                sheet_ = crossing.index;
                break;
            case Crossing::Kind::SheetBottom:
                if (sheet_ == crossing.index) sheet_ = -1;
                break;
            case Crossing::Kind::Cortex:
                bone_layer_ = medium_.bones()[i].cortex_layer;
                break;
            case Crossing::Kind::Marrow:
                bone_layer_ = medium_.bones()[i].marrow_layer;
                break;
        }
    }
    int layer() const {
        if (bone_layer_ >= 0) return bone_layer_;
        if (sheet_ >= 0 && face_crossed_[0]) return medium_.sheets()[static_cast<size_t>(sheet_)].layer;
        int layer = kGelLayer;
        for (size_t i = 0; i < face_crossed_.size() && face_crossed_[i]; ++i) layer = medium_.faces()[i].layer;
        return layer;
    }

  private:
    const AcousticMedium& medium_;
    std::vector<bool> face_crossed_;
    int sheet_ = -1;
    int bone_layer_ = -1;
};

std::vector<Crossing> find_crossings(const AcousticMedium& medium, const LineFrame& line, double depth_m) {
    std::vector<Crossing> crossings;
    crossings.reserve(medium.faces().size() + 2 * medium.sheets().size() + 2 * medium.bones().size());
    const auto add = [&](const anatomy::HeightField& surface, Crossing::Kind kind, size_t index) {
        std::optional<Crossing> crossing = cross(line, surface, depth_m);
        if (!crossing) return;
        crossing->kind = kind;
        crossing->index = static_cast<int>(index);
        crossings.push_back(*crossing);
    };
    for (size_t i = 0; i < medium.faces().size(); ++i) add(medium.faces()[i].surface, Crossing::Kind::Face, i);
    for (size_t i = 0; i < medium.sheets().size(); ++i) {
        add(medium.sheets()[i].top, Crossing::Kind::SheetTop, i);
        add(medium.sheets()[i].bottom, Crossing::Kind::SheetBottom, i);
    }
    for (size_t i = 0; i < medium.bones().size(); ++i) {
        const AcousticBone& bone = medium.bones()[i];
        const size_t before = crossings.size();
        add(bone.cortex, Crossing::Kind::Cortex, i);
        if (crossings.size() == before) continue;
        const Vec3 p = line.reference_of_settled_m(crossings.back().range_m);
        if (!anatomy::is_over(*bone.shape, p.x, p.y)) {
            crossings.pop_back();
            continue;
        }
        Crossing marrow = crossings.back();
        marrow.kind = Crossing::Kind::Marrow;
        marrow.range_m += bone.shape->cortex_thickness_m / std::max(0.2, glm::dot(marrow.normal, line.direction));
        crossings.push_back(marrow);
    }
    std::stable_sort(crossings.begin(), crossings.end(),
                     [](const Crossing& a, const Crossing& b) { return a.range_m < b.range_m; });
    return crossings;
}

// Fluid that the line passes through takes the place of whatever would lie there.
void add_pocket(const anatomy::Deformation& deformation, size_t index, const LineFrame& line, LayerPath& path) {
    const anatomy::Pocket& pocket = deformation.pockets()[index];
    // What was injected later has pushed it aside as a whole.
    Vec3 shift_m{0.0};
    for (size_t later = index + 1; later < deformation.pockets().size(); ++later)
        shift_m = deformation.pockets()[later].opened_m(pocket.center_m + shift_m) - pocket.center_m;
    const Vec3 origin_m = line.origin_m - shift_m;
    // Within the lens' rim the line comes below its top and then below its bottom: both but once, as lines are steep.
    const Vec2 from_middle = Vec2(origin_m) - Vec2(pocket.center_m);
    const Vec2 aside = Vec2(line.direction);
    double from_m = 0.0;
    double to_m = pocket.floor_m / std::max(0.1, line.direction.z);
    const double a = glm::dot(aside, aside);
    const double b = glm::dot(from_middle, aside);
    const double c = glm::dot(from_middle, from_middle) - pocket.radius_m * pocket.radius_m;
    if (a < 1e-12) {
        if (c >= 0.0) return;
    } else {
        const double root = b * b - a * c;
        if (root <= 0.0) return;
        from_m = std::max(from_m, (-b - std::sqrt(root)) / a);
        to_m = std::min(to_m, (-b + std::sqrt(root)) / a);
    }
    if (to_m <= from_m) return;
    const auto crossed = [&](double thickness_share) -> std::optional<double> {
        const auto below_m = [&](double range_m) {
            const Vec3 p = origin_m + range_m * line.direction;
            return p.z - pocket.top_m(p.x, p.y) - thickness_share * pocket.thickness_m(p.x, p.y);
        };
        if (below_m(from_m) >= 0.0 || below_m(to_m) <= 0.0) return std::nullopt;
        constexpr int kHalvings = 30;
        double above = from_m;
        double below = to_m;
        for (int i = 0; i < kHalvings; ++i) {
            const double middle = 0.5 * (above + below);
            (below_m(middle) < 0.0 ? above : below) = middle;
        }
        return below;
    };
    const std::optional<double> top = crossed(0.0);
    const std::optional<double> bottom = crossed(1.0);
    if (!top || !bottom || *bottom <= *top) return;
    const double in_m = *top;
    const double out_m = *bottom;
    if (in_m <= 0.0) return;  // a face held into fluid shows nothing else: out of range of the model
    const int above = path.layer_at(in_m);
    const int below = path.layer_at(out_m);
    const auto normal_at = [&](double range_m, double thickness_share) {
        const Vec3 p = origin_m + range_m * line.direction;
        constexpr double kStepM = 1e-5;
        const auto depth_m = [&](double x_m, double y_m) {
            return pocket.top_m(x_m, y_m) + thickness_share * pocket.thickness_m(x_m, y_m);
        };
        const double slope_x = (depth_m(p.x + kStepM, p.y) - depth_m(p.x - kStepM, p.y)) / (2.0 * kStepM);
        const double slope_y = (depth_m(p.x, p.y + kStepM) - depth_m(p.x, p.y - kStepM)) / (2.0 * kStepM);
        return glm::normalize(Vec3(-slope_x, -slope_y, 1.0));
    };
    auto& all = path.boundaries;
    all.erase(std::remove_if(all.begin(), all.end(),
                             [&](const Boundary& each) { return each.range_m >= in_m && each.range_m <= out_m; }),
              all.end());
    all.push_back({in_m, above, kGelLayer, normal_at(in_m, 0.0)});
    all.push_back({out_m, kGelLayer, below, normal_at(out_m, 1.0)});
    std::stable_sort(all.begin(), all.end(),
                     [](const Boundary& x, const Boundary& y) { return x.range_m < y.range_m; });
}

}  // namespace

int LayerPath::layer_at(double range_m) const {
    int layer = first;
    for (const Boundary& boundary : boundaries) {
        if (boundary.range_m > range_m) break;
        layer = boundary.below;
    }
    return layer;
}

void find_layers(const AcousticMedium& medium, const LineFrame& line, double depth_m, LayerPath& path) {
    path.boundaries.clear();
    LayerState state(medium);
    path.first = kGelLayer;
    const std::vector<Crossing> crossings = find_crossings(medium, line, line.settled_range_m(depth_m));
    for (size_t i = 0; i < crossings.size();) {
        // Beyond its ends a belly has both faces at one depth: what is of no thickness is not there.
        const double range_m = crossings[i].range_m;
        const Vec3 normal = crossings[i].normal;
        const int above = state.layer();
        for (; i < crossings.size() && crossings[i].range_m <= range_m + kNoThicknessM; ++i) state.pass(crossings[i]);
        const int below = state.layer();
        if (below == above) continue;
        if (range_m <= 0.0) {
            path.first = below;
            continue;
        }
        path.boundaries.push_back({range_m, above, below, normal});
    }
    if (line.has_pockets())
        for (size_t i = 0; i < line.deformation->pockets().size(); ++i) add_pocket(*line.deformation, i, line, path);
    for (Boundary& boundary : path.boundaries) boundary.range_m = line.world_range_m(boundary.range_m);
}

void PathLoss::finish() {
    std::sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) { return a.range_m < b.range_m; });
    stretches_.clear();
    stretches_.push_back({0.0, {}, 0.0, 1.0});
    for (const Change& change : changes_) {
        const Stretch& last = stretches_.back();
        const double length_m = std::max(0.0, change.range_m - last.range_m);
        Stretch next = last;
        next.range_m = last.range_m + length_m;
        next.start.attenuation_np_per_mhz += length_m * last.np_per_m_mhz;
        next.start.shown_m += length_m * last.slowness;
        next.start.blocked_np += change.block_np;
        next.np_per_m_mhz += change.np_per_m_mhz;
        next.slowness += change.slowness;
        stretches_.push_back(next);
    }
}

PathLoss::At PathLoss::at(double range_m) const {
    const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), range_m,
                                        [](double range, const Stretch& s) { return range < s.range_m; });
    const Stretch& s = after == stretches_.begin() ? stretches_.front() : *(after - 1);
    const double beyond_m = std::max(0.0, range_m - s.range_m);
    At at = s.start;
    at.attenuation_np_per_mhz += beyond_m * s.np_per_m_mhz;
    at.shown_m += beyond_m * s.slowness;
    return at;
}

double PathLoss::true_range_m(double shown_m) const {
    const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), shown_m,
                                        [](double shown, const Stretch& s) { return shown < s.start.shown_m; });
    const Stretch& s = after == stretches_.begin() ? stretches_.front() : *(after - 1);
    return s.range_m + std::max(0.0, shown_m - s.start.shown_m) / s.slowness;
}

double attenuation_rate(double db_per_cm_mhz) { return 2.0 * 100.0 * kNpPerDb * db_per_cm_mhz; }

double relative_slowness(double sound_speed_m_per_s) { return kSoundSpeedMPerS / sound_speed_m_per_s; }

double reflection(double impedance_above, double impedance_below) {
    return (impedance_below - impedance_above) / (impedance_below + impedance_above);
}

}  // namespace cryo::ultrasound

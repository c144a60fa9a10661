#include "engine/ultrasound/tube_path.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/units.h"
#include "engine/ultrasound/fibre.h"

namespace cryo::ultrasound {

namespace {

constexpr double kReachSd = 2.6;  // a tube this far outside the beam is not heard
constexpr double kFaintestCoverage = 0.004;

double square(double x) { return x * x; }

// The best approach of a tube to each line so far.
struct Approach {
    double squared = std::numeric_limits<double>::infinity();
    int segment = -1;
    double fraction = 0.0;
};

// Cardiac cycle: a fast rise and a slow fall, 0..1.
double pulse_wave(double t_s) {
    constexpr double kBeatsPerS = 1.15;
    const double phase = t_s * kBeatsPerS - std::floor(t_s * kBeatsPerS);
    constexpr double kPeak = 0.18;
    return phase < kPeak ? 0.5 - 0.5 * std::cos(kPi * phase / kPeak) : std::exp(-3.2 * (phase - kPeak));
}

// Scale of the section for pulse and transducer pressure; across and towards depth. Design values.
Vec2 vessel_scale(const AcousticTube& tube, const Vec3& reference_m, const ImageFrame& frame) {
    if (tube.kind == AcousticTube::Kind::Artery && tube.pulsatile) return Vec2(1.0 + 0.05 * pulse_wave(frame.t_s));
    if (tube.kind == AcousticTube::Kind::Vein && frame.deformation != nullptr) {
        const double open = frame.deformation->vein_openness(reference_m);
        return {1.0 + 0.25 * (1.0 - open), open};
    }
    return Vec2(1.0);
}
constexpr double kShutScale = 0.05;  // a vein as flat as this is two walls that touch, and not told from the tissue

class TubeSearch {
  public:
    TubeSearch(const EchoScene& scene, const std::vector<LineFrame>& lines, double first_line)
        : scene_(scene), lines_(lines), first_line_(first_line), approach_(lines.size()) {
        for (const double sd : scene.response.elevation_sd_m) thickest_m_ = std::max(thickest_m_, sd);
    }

    void find(int tube_index, std::vector<TubePass>& passes) {
        const AcousticTube& tube = scene_.medium.tubes()[static_cast<size_t>(tube_index)];
        std::fill(approach_.begin(), approach_.end(), Approach{});
        const double reach_m = std::max(tube.outer_semi_across_m, tube.outer_semi_depth_m) * 1.3 + displaced_m();
        first_ = static_cast<int>(lines_.size());
        last_ = -1;
        for (size_t k = 0; k + 1 < tube.knots.size(); ++k) approach_segment(tube, static_cast<int>(k), reach_m);
        for (int i = first_; i <= last_; ++i) {
            const Approach& best = approach_[static_cast<size_t>(i)];
            if (best.segment < 0) continue;
            TubePass pass;
            pass.line = i;
            pass.tube = tube_index;
            if (describe(tube, best, pass)) passes.push_back(pass);
        }
    }

  private:
    double displaced_m() const {
        return scene_.frame.deformation != nullptr ? scene_.frame.deformation->largest_shift_m() : 0.0;
    }

    // Fluid has pushed it there.
    Vec3 settled_m(const Vec3& reference_m) const {
        const anatomy::Deformation* deformation = scene_.frame.deformation;
        return deformation != nullptr && !deformation->pockets().empty()
                   ? deformation->settled_from_reference(reference_m)
                   : reference_m;
    }

    void approach_segment(const AcousticTube& tube, int k, double reach_m) {
        const BeamGrid& grid = scene_.response.grid;
        const Vec3 a = scene_.image_from_world.point(settled_m(tube.knots[static_cast<size_t>(k)].center_m));
        const Vec3 b = scene_.image_from_world.point(settled_m(tube.knots[static_cast<size_t>(k) + 1].center_m));
        const double slab_m = reach_m + kReachSd * thickest_m_;
        if ((a.y > slab_m && b.y > slab_m) || (a.y < -slab_m && b.y < -slab_m)) return;
        const Vec2 beam_a = grid.line_and_range({a.x, a.z});
        const Vec2 beam_b = grid.line_and_range({b.x, b.z});
        if (std::max(beam_a.y, beam_b.y) < -reach_m || std::min(beam_a.y, beam_b.y) > grid.depth_m + reach_m) return;
        const double margin = reach_m / grid.line_spacing_m(std::max(0.0, std::min(beam_a.y, beam_b.y))) + 1.0;
        const double left = std::min(beam_a.x, beam_b.x) - margin - first_line_;
        const double right = std::max(beam_a.x, beam_b.x) + margin - first_line_;
        const int low = std::max(0, static_cast<int>(std::ceil(left)));
        const int high = std::min(static_cast<int>(lines_.size()) - 1, static_cast<int>(std::floor(right)));
        if (low > high) return;
        for (int i = low; i <= high; ++i) {
            const Vec3 origin = grid.origin_m(first_line_ + i);
            const Vec3 lateral = grid.lateral(first_line_ + i);
            const Vec2 pa{glm::dot(a - origin, lateral), a.y};
            const Vec2 pb{glm::dot(b - origin, lateral), b.y};
            const Vec2 along = pb - pa;
            const double length2 = glm::dot(along, along);
            const double fraction = length2 > 0.0 ? std::clamp(-glm::dot(pa, along) / length2, 0.0, 1.0) : 0.0;
            const Vec2 nearest = pa + fraction * along;
            const double squared = glm::dot(nearest, nearest);
            Approach& best = approach_[static_cast<size_t>(i)];
            if (squared < best.squared) best = {squared, k, fraction};
        }
        first_ = std::min(first_, low);
        last_ = std::max(last_, high);
    }

    bool describe(const AcousticTube& tube, const Approach& best, TubePass& pass) const {
        const LineFrame& line = lines_[static_cast<size_t>(pass.line)];
        const auto& a = tube.knots[static_cast<size_t>(best.segment)];
        const auto& b = tube.knots[static_cast<size_t>(best.segment) + 1];
        const Vec3 reference_m = glm::mix(a.center_m, b.center_m, best.fraction);
        const Vec3 center = settled_m(reference_m);
        const Vec3 across = glm::normalize(glm::mix(a.across, b.across, best.fraction));
        const Vec3 depthward = glm::normalize(glm::mix(a.depthward, b.depthward, best.fraction));
        const Vec3 tangent = glm::normalize(glm::mix(a.tangent, b.tangent, best.fraction));
        const bool at_end = (best.segment == 0 && best.fraction <= 0.0) ||
                            (best.segment + 2 == static_cast<int>(tube.knots.size()) && best.fraction >= 1.0);
        pass.nearest_m = glm::dot(center - line.origin_m, line.direction);
        const Vec3 origin = line.origin_m;
        if (at_end && std::abs(glm::dot(origin + pass.nearest_m * line.direction - center, tangent)) > 0.0005)
            return false;

        const Vec2 scale = vessel_scale(tube, reference_m, scene_.frame);
        if (scale.y < kShutScale) return false;
        pass.gradient_x = across / (tube.outer_semi_across_m * scale.x);
        pass.gradient_y = depthward / (tube.outer_semi_depth_m * scale.y);
        const double power_sd_m = scene_.elevation_sd_m(pass.nearest_m) / std::sqrt(2.0);
        const auto unit = [&](const Vec3& v) {
            return Vec3(glm::dot(v, pass.gradient_x), glm::dot(v, pass.gradient_y), 0.0);
        };
        pass.at_zero = unit(origin - center);
        pass.per_m = unit(line.direction);
        pass.per_sd = unit(line.elevational) * power_sd_m;
        pass.section = tube.section;
        if (tube.kind == AcousticTube::Kind::Nerve) {
            pass.level_db += fibre_level_db(anatomy::Tissue::Epineurium, tangent, line.direction);
            turn_fascicles(glm::mix(a.arc_m, b.arc_m, best.fraction), pass);
        }
        const double sine = std::max(0.15, glm::length(glm::cross(tangent, line.direction)));
        const double half_m = (1.15 * std::max(tube.outer_semi_across_m * scale.x, tube.outer_semi_depth_m * scale.y) +
                               kReachSd * power_sd_m * std::abs(glm::dot(tangent, line.elevational))) /
                              sine;
        pass.low_m = pass.nearest_m - half_m;
        pass.high_m = pass.nearest_m + half_m;
        return finish_pass(pass, line.settled_range_m(scene_.response.grid.depth_m));
    }

    static void turn_fascicles(double arc_m, TubePass& pass) {
        const double angle = section_turn_rad(arc_m);
        const double c = std::cos(angle);
        const double s = std::sin(angle);
        const auto turned = [&](const Vec3& v) { return Vec3(c * v.x - s * v.y, s * v.x + c * v.y, v.z); };
        pass.at_zero = turned(pass.at_zero);
        pass.per_m = turned(pass.per_m);
        pass.per_sd = turned(pass.per_sd);
        const Vec3 gx = pass.gradient_x;
        const Vec3 gy = pass.gradient_y;
        pass.gradient_x = c * gx - s * gy;
        pass.gradient_y = s * gx + c * gy;
    }

  public:
    // Coverage and entry; false when the beam hears nothing of it.
    static bool finish_pass(TubePass& pass, double depth_m) {
        double middle = 0.0;
        pass.coverage = beam_coverage(pass.at_zero + pass.nearest_m * pass.per_m, pass.per_sd, &middle);
        if (pass.coverage < kFaintestCoverage) return false;
        // Where the line through the covered part's middle meets the unit sphere.
        const Vec3 p = pass.at_zero + middle * pass.per_sd;
        const double a = glm::dot(pass.per_m, pass.per_m);
        const double b = glm::dot(p, pass.per_m);
        const double c = glm::dot(p, p) - 1.0;
        const double root = std::sqrt(std::max(0.0, b * b - a * c));
        pass.in_m = a > 1e-6 ? std::clamp((-b - root) / a, 0.0, depth_m) : 0.0;
        pass.out_m = a > 1e-6 ? std::clamp((-b + root) / a, 0.0, depth_m) : depth_m;
        return pass.high_m > 0.0 && pass.low_m < depth_m;
    }

  private:
    const EchoScene& scene_;
    const std::vector<LineFrame>& lines_;
    double first_line_ = 0.0;
    std::vector<Approach> approach_;
    double thickest_m_ = 0.0;
    int first_ = 0;
    int last_ = -1;
};

void find_inclusion_passes(const EchoScene& scene, const std::vector<LineFrame>& lines, int index,
                           std::vector<TubePass>& passes) {
    const AcousticInclusion& shape = scene.medium.inclusions()[static_cast<size_t>(index)];
    const double largest_m =
        1.0 / std::max({1e-3, std::min(shape.inverse_semi_axes_per_m.x, shape.inverse_semi_axes_per_m.z)});
    for (size_t i = 0; i < lines.size(); ++i) {
        const LineFrame& line = lines[i];
        TubePass pass;
        pass.line = static_cast<int>(i);
        pass.inclusion = index;
        pass.nearest_m = glm::dot(shape.center_m - line.origin_m, line.direction);
        const double power_sd_m = scene.elevation_sd_m(pass.nearest_m) / std::sqrt(2.0);
        pass.gradient_x = {shape.inverse_semi_axes_per_m.x, 0, 0};
        pass.gradient_y = {0, shape.inverse_semi_axes_per_m.y, 0};
        pass.gradient_z = {0, 0, shape.inverse_semi_axes_per_m.z};
        pass.at_zero = (line.origin_m - shape.center_m) * shape.inverse_semi_axes_per_m;
        pass.per_m = line.direction * shape.inverse_semi_axes_per_m;
        pass.per_sd = line.elevational * shape.inverse_semi_axes_per_m * power_sd_m;
        const double a = glm::dot(pass.per_m, pass.per_m);
        if (a > 0.0) pass.nearest_m = -glm::dot(pass.at_zero, pass.per_m) / a;
        pass.low_m = pass.nearest_m - 1.15 * largest_m;
        pass.high_m = pass.nearest_m + 1.15 * largest_m;
        pass.section = shape.section;
        if (TubeSearch::finish_pass(pass, line.settled_range_m(scene.response.grid.depth_m))) passes.push_back(pass);
    }
}

// Echo of the point at which the line through the covered beam meets the surface.
void add_wall(const EchoScene& scene, const TubePass& pass, double settled_range_m, double r, int surface,
              LineWork& work) {
    const double range_m = work.frame.world_range_m(settled_range_m);
    if (range_m <= 0.0 || range_m >= scene.response.grid.depth_m) return;
    const Vec3 unit = pass.at_zero + settled_range_m * pass.per_m;
    const Vec3 gradient = unit.x * pass.gradient_x + unit.y * pass.gradient_y + unit.z * pass.gradient_z;
    const double length = glm::length(gradient);
    if (length < 1e-9) return;
    const AngleLaw law = angle_law(scene, work.frame, gradient / length, range_m);
    const SurfaceGrain grain = surface_grain(work.frame.reference_m(range_m), surface);
    Reflector echo;
    echo.range_m = range_m;
    echo.slope = law.tan_lateral;
    echo.spread_m = std::abs(law.tan_elevational) * scene.elevation_sd_m(range_m);
    echo.coherent = r * law.overlap * pass.coverage * grain.gain;
    echo.diffuse = std::abs(r) * 0.06 * pass.coverage * square(law.cos_tilt);
    echo.phase_rad = grain.phase_rad;
    work.reflectors.push_back(echo);
}

void add_tube_walls(const EchoScene& scene, const AcousticTube& tube, const TubePass& pass, LineWork& work) {
    const int surface = 1000 + 10 * pass.tube;
    const auto impedance = [&](double range_m) {
        return scene.medium.layers()[static_cast<size_t>(work.layers.layer_at(range_m))].impedance_rayl;
    };
    const double near_r = reflection(impedance(work.frame.world_range_m(pass.in_m)), tube.wall_impedance_rayl);
    const double far_r = -reflection(impedance(work.frame.world_range_m(pass.out_m)), tube.wall_impedance_rayl);
    if (tube.kind == AcousticTube::Kind::Nerve) {
        add_wall(scene, pass, pass.in_m, 0.5 * near_r, surface, work);
        add_wall(scene, pass, pass.out_m, 0.5 * far_r, surface + 1, work);
        return;
    }
    // The inner surface of a vessel is smooth and shows as a line wherever it faces the beam, brighter than the step of
    // impedance alone would make it.
    constexpr double kIntima = 0.075;
    add_wall(scene, pass, pass.in_m, 0.6 * near_r, surface, work);
    add_wall(scene, pass, pass.out_m, 0.6 * far_r, surface + 1, work);
    const Vec3 scale(1.0 / tube.lumen_frac.x, 1.0 / tube.lumen_frac.y, 0.0);
    const Vec3 p = pass.at_zero * scale;
    const Vec3 d = pass.per_m * scale;
    const double a = glm::dot(d, d);
    const double b = glm::dot(p, d);
    const double disc = b * b - a * (glm::dot(p, p) - 1.0);
    if (disc <= 0.0 || a < 1e-6) return;
    add_wall(scene, pass, (-b - std::sqrt(disc)) / a, -kIntima, surface + 2, work);
    add_wall(scene, pass, (-b + std::sqrt(disc)) / a, kIntima, surface + 3, work);
}

// Edge shadow: a line that grazes a round body of another speed of sound is bent out of the aperture. Largest loss both
// ways for a difference of a tenth, design value; lines within an eighth of the half width of the rim have it.
void add_edge_shadow(const TubePass& pass, double inner_slowness, double outer_slowness, PathLoss& loss) {
    constexpr double kLargestNp = 0.7;
    constexpr double kPerSpeed = 10.0;
    constexpr double kRim = 0.95;
    constexpr double kRimWidth = 0.09;
    const double reach = glm::length(pass.at_zero + pass.nearest_m * pass.per_m);
    const double bent = std::min(1.0, kPerSpeed * std::abs(inner_slowness / outer_slowness - 1.0));
    const double np = kLargestNp * bent * pass.coverage * std::exp(-square((reach - kRim) / kRimWidth));
    constexpr double kFaintestNp = 0.01;
    if (np > kFaintestNp) loss.add_block(std::max(0.0, pass.nearest_m), np);
}

}  // namespace

double section_turn_rad(double arc_m) {
    return 0.5 * std::sin(2.0 * kPi * arc_m / 0.013) + 0.3 * std::sin(2.0 * kPi * arc_m / 0.0057 + 1.0);
}

double gaussian_share(double low, double high) {
    const auto below = [](double x) {
        const double t = std::clamp(x, -8.0, 8.0);
        return 1.0 / (1.0 + std::exp(-1.5976 * t - 0.07056 * t * t * t));
    };
    return below(high) - below(low);
}

double beam_coverage(const Vec3& point, const Vec3& per_sd, double* middle) {
    const double a = std::max(glm::dot(per_sd, per_sd), kLeastElevation);
    const double b = glm::dot(point, per_sd);
    const double c = glm::dot(point, point) - 1.0;
    const double half = std::sqrt(std::max(0.0, b * b - a * c)) / a;
    const double center = -b / a;
    if (middle) *middle = std::clamp(0.0, center - half, center + half);
    return gaussian_share(center - half, center + half);
}

void find_tube_passes(const EchoScene& scene, const std::vector<LineFrame>& lines, double first_line,
                      std::vector<TubePass>& passes) {
    passes.clear();
    TubeSearch search(scene, lines, first_line);
    for (size_t i = 0; i < scene.medium.tubes().size(); ++i) search.find(static_cast<int>(i), passes);
    for (size_t i = 0; i < scene.medium.inclusions().size(); ++i)
        find_inclusion_passes(scene, lines, static_cast<int>(i), passes);
    std::stable_sort(passes.begin(), passes.end(),
                     [](const TubePass& a, const TubePass& b) { return a.line < b.line; });
}

void add_tube(const EchoScene& scene, const TubePass& pass, LineWork& work) {
    const bool is_tube = pass.tube >= 0;
    const AcousticTube* tube = is_tube ? &scene.medium.tubes()[static_cast<size_t>(pass.tube)] : nullptr;
    const AcousticInclusion* body = is_tube ? nullptr : &scene.medium.inclusions()[static_cast<size_t>(pass.inclusion)];
    const double inner_rate =
        attenuation_rate(is_tube ? tube->attenuation_db_per_cm_mhz : body->attenuation_db_per_cm_mhz);
    const double inner_slowness = relative_slowness(is_tube ? tube->sound_speed_m_per_s : body->sound_speed_m_per_s);
    const auto layer = [&](int i) -> const AcousticLayer& { return scene.medium.layers()[static_cast<size_t>(i)]; };
    const auto add_difference = [&](double range_m, int layer_index, double sign) {
        const AcousticLayer& outside = layer(layer_index);
        work.loss.add_rate(range_m,
                           sign * pass.coverage * (inner_rate - attenuation_rate(outside.attenuation_db_per_cm_mhz)),
                           sign * pass.coverage * (inner_slowness - relative_slowness(outside.sound_speed_m_per_s)));
    };
    const double in_m = work.frame.world_range_m(pass.in_m);
    const double out_m = work.frame.world_range_m(pass.out_m);
    if (out_m > in_m) {
        add_difference(in_m, work.layers.layer_at(in_m), 1.0);
        for (const Boundary& boundary : work.layers.boundaries) {
            if (boundary.range_m <= in_m || boundary.range_m >= out_m) continue;
            add_difference(boundary.range_m, boundary.above, -1.0);
            add_difference(boundary.range_m, boundary.below, 1.0);
        }
        add_difference(out_m, work.layers.layer_at(out_m), -1.0);
        // A face of the layers around it is not inside it.
        const double amplitude = std::sqrt(1.0 - pass.coverage);
        for (Reflector& echo : work.reflectors) {
            if (!echo.is_layer_face || echo.range_m <= in_m || echo.range_m >= out_m) continue;
            echo.coherent *= amplitude;
            echo.diffuse *= amplitude;
        }
    }
    if (!tube || tube->kind != AcousticTube::Kind::Nerve)
        add_edge_shadow(pass, inner_slowness,
                        relative_slowness(layer(work.layers.layer_at(pass.nearest_m)).sound_speed_m_per_s), work.loss);
    if (tube) add_tube_walls(scene, *tube, pass, work);
}

}  // namespace cryo::ultrasound

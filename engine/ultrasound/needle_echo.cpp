#include "engine/ultrasound/needle_echo.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::ultrasound {

namespace {

constexpr double kSteelSpeedMPerS = 5660.0;
constexpr double kSteelReflection = 0.93;

// Comet tail: echoes between the walls of the shaft, each a little weaker; curved walls lose more than flat ones.
constexpr int kTailEchoes = 6;
constexpr double kTailDecay = 0.55;

constexpr double kDarkestShadow = 0.02;  // amplitude of the way there or back that still gets past the steel

// A point is laid over neighbouring lines at least this wide, so that it does not vanish between two.
constexpr double kPointLines = 0.35;

double square(double x) { return x * x; }

// Nearest point at which a ray meets the side of the shaft, from above; false when it misses.
bool meet_shaft(const instruments::NeedleAxis& needle, double inserted_m, const Vec3& origin, const Vec3& direction,
                double& range_m, Vec3& normal) {
    const Vec3 to_tip = origin - needle.tip_m;
    const Vec3 axis = needle.direction;
    const Vec3 d = direction - glm::dot(direction, axis) * axis;
    const Vec3 p = to_tip - glm::dot(to_tip, axis) * axis;
    const double a = glm::dot(d, d);
    if (a < 1e-9) return false;
    const double b = glm::dot(p, d);
    const double disc = b * b - a * (glm::dot(p, p) - square(needle.radius_m));
    if (disc < 0.0) return false;
    range_m = (-b - std::sqrt(disc)) / a;
    const double from_tip_m = -glm::dot(to_tip + range_m * direction, axis);
    if (from_tip_m < 0.0 || from_tip_m > inserted_m) return false;
    normal = (p + range_m * d) / needle.radius_m;
    return true;
}

// Mirror echo: only the strip of the cylinder that faces the beam within the aperture's reach in elevation counts.
double mirror_amplitude(const EchoScene& scene, const instruments::NeedleAxis& needle, const LineFrame& line,
                        double range_m, double off_plane_m) {
    const Vec3 top = glm::normalize(line.direction - glm::dot(line.direction, needle.direction) * needle.direction);
    const AngleLaw law = angle_law(scene, line, top, range_m);
    const double elevational_f = range_m / scene.frame.transducer.elevation_aperture_m;
    const double sd_m = scene.elevation_sd_m(range_m);
    const double strip_m = needle.radius_m / (2.0 * std::max(0.5, elevational_f));
    const double share = std::min(1.0, strip_m / (sd_m * std::sqrt(2.0 * kPi)));
    return kSteelReflection * law.overlap * share * std::exp(-0.5 * square(off_plane_m / sd_m));
}

// Shadow that fills in behind a narrow obstacle, because the aperture looks past it on both sides.
void add_shadow(const ShaftEcho& echo, double f_number, double depth_m, PathLoss& loss) {
    const auto block_np = [](double blocked) { return -2.0 * std::log(std::max(kDarkestShadow, 1.0 - blocked)); };
    double now_np = block_np(echo.blocked);
    loss.add_block(echo.range_m, now_np);
    const double full_m = echo.width_m * f_number;  // behind it by less than this the whole aperture is covered
    constexpr double kStep = 1.15;
    for (double behind_m = full_m * kStep; echo.range_m + behind_m < depth_m; behind_m *= kStep) {
        const double next_np = block_np(echo.blocked * full_m / behind_m);
        loss.add_block(echo.range_m + behind_m, next_np - now_np);
        now_np = next_np;
    }
}

}  // namespace

bool shaft_echo(const EchoScene& scene, const instruments::NeedleAxis& needle, double inserted_m, const LineFrame& line,
                ShaftEcho& echo) {
    // Where the shaft passes the line: shortest distance between the two.
    const Vec3 away = needle.tip_m - line.origin_m;
    const double along = glm::dot(line.direction, needle.direction);
    const double skew = 1.0 - along * along;
    if (skew < 1e-4) return false;
    const double range_m = (glm::dot(away, line.direction) - along * glm::dot(away, needle.direction)) / skew;
    const double sd_m = scene.elevation_sd_m(range_m);
    const Vec3 gap = away - glm::dot(away, line.direction) * line.direction;
    const Vec3 cross = glm::cross(line.direction, needle.direction) / std::sqrt(skew);
    if (std::abs(glm::dot(gap, cross)) > needle.radius_m + 3.0 * sd_m) return false;

    constexpr int kSide = 8;
    constexpr double kStepSd = 0.33;
    double beam = 0.0;
    double hit = 0.0;
    double level = 0.0;
    double mean_range = 0.0;
    double mean_square = 0.0;
    double off_plane_m = 0.0;
    Vec3 mean_normal{0.0};
    for (int k = -kSide; k <= kSide; ++k) {
        const double g = std::exp(-0.5 * square(k * kStepSd));
        beam += g;
        double met_m = 0.0;
        Vec3 normal;
        const double elevation_m = k * kStepSd * sd_m;
        if (!meet_shaft(needle, inserted_m, line.origin_m + elevation_m * line.elevational, line.direction, met_m,
                        normal))
            continue;
        const double facing = square(glm::dot(normal, line.direction));
        hit += g;
        level += g * facing;
        mean_range += g * facing * met_m;
        mean_square += g * facing * met_m * met_m;
        off_plane_m += g * facing * elevation_m;
        mean_normal += g * facing * normal;
    }
    if (level <= 1e-6 * beam) return false;
    mean_range /= level;
    if (mean_range <= 0.0 || mean_range >= scene.response.grid.depth_m) return false;
    echo.range_m = mean_range;
    echo.spread_m = std::sqrt(std::max(0.0, mean_square / level - mean_range * mean_range));
    echo.blocked = hit / beam;
    const AngleLaw law = angle_law(scene, line, glm::normalize(mean_normal), mean_range);
    echo.slope = law.tan_lateral;
    // Distance of the shaft's own axis from the image plane where the line passes it.
    const double axis_off_m = off_plane_m / level;
    echo.amplitude = kShaftFloor * level / beam + mirror_amplitude(scene, needle, line, mean_range, axis_off_m);
    const Vec3 flat = needle.direction - along * line.direction;
    const double flat_length = glm::length(flat);
    const double off_axis = flat_length > 1e-6 ? std::abs(glm::dot(flat, line.elevational)) / flat_length : 1.0;
    echo.width_m = 2.0 * needle.radius_m / std::max(0.02, off_axis);
    return true;
}

void add_needle(const EchoScene& scene, const instruments::NeedleAxis& needle, LineWork& work) {
    ShaftEcho shaft;
    if (shaft_echo(scene, needle, scene.frame.inserted_m, work.frame, shaft)) {
        Reflector echo;
        echo.range_m = shaft.range_m;
        echo.spread_m = shaft.spread_m;
        echo.slope = shaft.slope;
        const SurfaceGrain grain = surface_grain(work.frame.reference_m(shaft.range_m), 7000);
        echo.coherent = shaft.amplitude;
        echo.phase_rad = 0.5 * grain.phase_rad;
        work.reflectors.push_back(echo);
        const double bounce_m = 2.0 * needle.radius_m * kSoundSpeedMPerS / kSteelSpeedMPerS;
        double tail = 1.0;
        for (int m = 1; m <= kTailEchoes; ++m) {
            tail *= kTailDecay;
            Reflector bounce = echo;
            bounce.range_m += m * bounce_m;
            // They stay in the steel: the shadow behind the shaft does not take them.
            bounce.before_shadow_m = shaft.range_m;
            bounce.coherent = shaft.amplitude * tail;
            bounce.phase_rad += 2.1 * m;
            work.reflectors.push_back(bounce);
        }
        add_shadow(shaft, scene.frame.transducer.receive_f_number, scene.response.grid.depth_m, work.loss);
    }
    add_point(scene, needle.tip_m, kTipAmplitude, work);
}

void add_point(const EchoScene& scene, const Vec3& world_m, double amplitude, LineWork& work) {
    const BeamGrid& grid = scene.response.grid;
    const Vec3 image_m = scene.image_from_world.point(world_m);
    const Vec2 beam = grid.line_and_range({image_m.x, image_m.z});
    const double off_lines = work.line - beam.x;
    if (std::abs(off_lines) > 4.0 * kPointLines || beam.y <= 0.0 || beam.y >= grid.depth_m) return;
    const double sd_m = scene.elevation_sd_m(beam.y);
    Reflector echo;
    echo.range_m = beam.y;
    echo.coherent = amplitude * std::exp(-0.5 * square(off_lines / kPointLines) - 0.5 * square(image_m.y / sd_m));
    echo.point_lines = kPointLines;
    if (echo.coherent > 1e-6) work.reflectors.push_back(echo);
}

void add_wire(const EchoScene& scene, const Vec3& world_m, const Vec3& direction, double amplitude, LineWork& work) {
    const BeamGrid& grid = scene.response.grid;
    const Vec3 along = scene.image_from_world.direction(direction);
    if (std::abs(along.y) < 0.2) return;  // lies in the image: no wire of a test object does
    const Vec3 at = scene.image_from_world.point(world_m);
    const Vec3 cut = at - (at.y / along.y) * along;
    const Vec2 beam = grid.line_and_range({cut.x, cut.z});
    if (beam.y <= 0.0 || beam.y >= grid.depth_m) return;
    const int middle = std::clamp(static_cast<int>(std::lround(beam.x)), 0, grid.line_count - 1);
    const double sd_m = scene.elevation_sd_m(beam.y);
    const double across_per_m = glm::dot(along, grid.lateral(middle)) / along.y;
    const double down_per_m = glm::dot(along, grid.direction(middle)) / along.y;
    const double smeared_lines = across_per_m * sd_m / grid.line_spacing_m(beam.y);
    const double spread_lines = std::hypot(kPointLines, smeared_lines);
    const double off_lines = work.line - beam.x;
    if (std::abs(off_lines) > 4.0 * spread_lines) return;
    Reflector echo;
    echo.range_m = beam.y;
    echo.spread_m = std::abs(down_per_m) * sd_m;
    echo.coherent = amplitude * (kPointLines / spread_lines) * std::exp(-0.5 * square(off_lines / spread_lines));
    echo.point_lines = spread_lines;
    if (echo.coherent > 1e-6) work.reflectors.push_back(echo);
}

}  // namespace cryo::ultrasound

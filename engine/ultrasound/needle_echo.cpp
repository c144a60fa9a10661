#include "engine/ultrasound/needle_echo.h"

#include <algorithm>
#include <cmath>

#include "engine/core/units.h"

namespace cryo::ultrasound {

namespace {

constexpr double kSteelSpeedMPerS = 5660.0;
constexpr double kSteelReflection = 0.93;

// Comet tail: echoes between the walls of the shaft, each a little weaker; curved walls lose more than flat ones, and
// where the shaft slants they walk away along it.
constexpr int kTailEchoes = 6;
constexpr double kTailDecay = 0.62;
// A quarter turn each: what overlaps in range neither adds up nor cancels.
constexpr double kTailPhaseRad = 0.5 * kPi;

constexpr double kFaintestShare = 1e-4;  // of the beam's power on the shaft
constexpr double kLeastFacing = 0.15;    // of the side at its edge, for the slope of the echo from line to line

constexpr double kDarkestShadow = 0.02;  // amplitude of the way there or back that still gets past the steel

// A point is laid over neighbouring lines at least this wide, so that it does not vanish between two.
constexpr double kPointLines = 0.5;

double square(double x) { return x * x; }

// A shaft as one line and its neighbours through the thickness of the beam meet it. `elevation` runs out of the image
// plane, `offset` is the distance of a look from the shaft's axis, at right angles to both: offset = offset_m +
// offset_per_elevation * elevation.
struct ShaftView {
    double sine = 1.0;  // of the angle between line and shaft
    double offset_m = 0.0;
    double offset_per_elevation = 0.0;
    double offset_per_lateral = 0.0;
    double axis_range_m = 0.0;  // where the line is nearest to the axis
    double range_per_elevation = 0.0;
    double range_per_lateral = 0.0;
    double from_tip_m = 0.0;  // of that point
    double from_tip_per_elevation = 0.0;
};

bool view_shaft(const instruments::NeedleAxis& needle, const LineFrame& line, ShaftView& view) {
    const Vec3 axis = needle.direction;
    const double along = glm::dot(line.direction, axis);
    const double sine2 = 1.0 - along * along;
    if (sine2 < 1e-4) return false;
    view.sine = std::sqrt(sine2);
    const Vec3 across = glm::cross(line.direction, axis) / view.sine;
    const Vec3 from_tip = line.origin_m - needle.tip_m;
    view.offset_m = glm::dot(from_tip, across);
    view.offset_per_elevation = glm::dot(line.elevational, across);
    view.offset_per_lateral = glm::dot(line.lateral, across);
    const Vec3 beside = from_tip - glm::dot(from_tip, axis) * axis;
    view.axis_range_m = -glm::dot(beside, line.direction) / sine2;
    view.range_per_elevation = along * glm::dot(line.elevational, axis) / sine2;
    view.range_per_lateral = along * glm::dot(line.lateral, axis) / sine2;
    view.from_tip_m = -glm::dot(from_tip + view.axis_range_m * line.direction, axis);
    view.from_tip_per_elevation = -glm::dot(line.elevational, axis) / sine2;
    return true;
}

struct Interval {
    double low;
    double high;
};

// Narrows an interval of x to where low <= a + b x <= high; false when nothing is left.
bool narrow(Interval& x, double a, double b, double low, double high) {
    if (std::abs(b) < 1e-9) return a >= low && a <= high;
    const double first = (low - a) / b;
    const double second = (high - a) / b;
    x.low = std::max(x.low, std::min(first, second));
    x.high = std::min(x.high, std::max(first, second));
    return x.high > x.low;
}

// Share, mean and standard deviation of the part of a gaussian that lies inside an interval.
struct GaussianPart {
    double share;
    double mean;
    double sd;
};

GaussianPart part_of_gaussian(const Interval& interval, double sd) {
    const double a = interval.low / sd;
    const double b = interval.high / sd;
    const auto density = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2.0 * kPi); };
    const double share = 0.5 * (std::erf(b / std::sqrt(2.0)) - std::erf(a / std::sqrt(2.0)));
    if (share < 1e-9) return {0.0, 0.0, 0.0};
    const double mean = (density(a) - density(b)) / share;
    const double variance = 1.0 + (a * density(a) - b * density(b)) / share - mean * mean;
    return {share, mean * sd, std::sqrt(std::max(0.0, variance)) * sd};
}

// Mirror echo: the overlap of the aperture's reach with the part of the round side that faces it, averaged over the
// beam. A plane's tilt enters by its tangents to the line; around a shaft they change with tan(turn) of the normal.
double mirror_amplitude(const EchoScene& scene, const ShaftView& view, double radius_m, double sd_m,
                        const Interval& seen) {
    const instruments::Transducer& transducer = scene.frame.transducer;
    const double range_m = std::max(0.0, view.axis_range_m - radius_m / view.sine);
    const double lateral_f = std::max(transducer.receive_f_number, range_m / transducer.aperture_m());
    const double elevational_f = range_m / transducer.elevation_aperture_m;
    const auto overlap_at = [&](double turn) {
        return aperture_overlap(lateral_f, view.range_per_lateral + turn * view.offset_per_lateral / view.sine) *
               aperture_overlap(elevational_f, view.range_per_elevation + turn * view.offset_per_elevation / view.sine);
    };
    const auto turn_at = [&](double offset_m) {
        return offset_m / std::sqrt(std::max(1e-12, square(radius_m) - square(offset_m)));
    };
    constexpr double kHardlyChanges = 0.03;
    if (std::abs(view.offset_per_elevation) < kHardlyChanges)
        return kSteelReflection * overlap_at(turn_at(view.offset_m)) * part_of_gaussian(seen, sd_m).share;

    // Only a narrow strip answers; its borders are where either overlap ends.
    Interval turns{-20.0, 20.0};
    if (!narrow(turns, view.range_per_elevation, view.offset_per_elevation / view.sine, -0.5 / elevational_f,
                0.5 / elevational_f) ||
        !narrow(turns, view.range_per_lateral, view.offset_per_lateral / view.sine, -0.5 / lateral_f, 0.5 / lateral_f))
        return 0.0;
    const auto turn_at_elevation = [&](double elevation_m) {
        const double most_m = 0.9999 * radius_m;
        return turn_at(std::clamp(view.offset_m + view.offset_per_elevation * elevation_m, -most_m, most_m));
    };
    if (!narrow(turns, 0.0, 1.0, std::min(turn_at_elevation(seen.low), turn_at_elevation(seen.high)),
                std::max(turn_at_elevation(seen.low), turn_at_elevation(seen.high))))
        return 0.0;
    constexpr int kSteps = 16;
    double sum = 0.0;
    const auto elevation_at = [&](double turn) {
        return (radius_m * turn / std::sqrt(1.0 + turn * turn) - view.offset_m) / view.offset_per_elevation;
    };
    for (int k = 0; k < kSteps; ++k) {
        const double step = (turns.high - turns.low) / kSteps;
        const double turn = turns.low + (k + 0.5) * step;
        const double elevation_m = elevation_at(turn);
        if (elevation_m < seen.low || elevation_m > seen.high) continue;
        const double width_m = std::abs(elevation_at(turn + 0.5 * step) - elevation_at(turn - 0.5 * step));
        sum += overlap_at(turn) * std::exp(-0.5 * square(elevation_m / sd_m)) * width_m;
    }
    return kSteelReflection * sum / (sd_m * std::sqrt(2.0 * kPi));
}

// The comet tail of an echo. It stays in the steel: like the echo itself it does not pass the shadow behind the shaft.
void add_tail(const Reflector& first, double bounce_m, double decay, LineWork& work) {
    Reflector bounce = first;
    if (bounce.before_shadow_m < 0.0) bounce.before_shadow_m = first.range_m;
    for (int m = 0; m < kTailEchoes; ++m) {
        bounce.range_m += bounce_m;
        bounce.coherent *= decay;
        bounce.phase_rad += kTailPhaseRad;
        work.reflectors.push_back(bounce);
    }
}

// Along the axis of the line; how the shadow of a narrow shaft fills in behind it is aperture_loss.h.
void add_shadow(const ShaftEcho& echo, PathLoss& loss) {
    const auto block_np = [](double blocked) { return -2.0 * std::log(std::max(kDarkestShadow, 1.0 - blocked)); };
    // A slanting shaft takes the thickness of the beam piece by piece.
    double now_np = 0.0;
    constexpr int kPieces = 4;
    for (int k = 0; k < kPieces; ++k) {
        const double next_np = block_np(echo.blocked * (k + 1) / kPieces);
        loss.add_block(echo.range_m + echo.spread_m * ((k + 0.5) / kPieces - 0.5) * 2.0, next_np - now_np);
        now_np = next_np;
    }
}

}  // namespace

bool shaft_echo(const EchoScene& scene, const instruments::NeedleAxis& needle, double inserted_m, const LineFrame& line,
                ShaftEcho& echo) {
    ShaftView view;
    if (!view_shaft(needle, line, view)) return false;
    if (view.axis_range_m <= 0.0) return false;
    const double sd_m = scene.elevation_sd_m(view.axis_range_m - needle.radius_m / view.sine);
    constexpr double kReachSd = 3.0;
    Interval seen{-kReachSd * sd_m, kReachSd * sd_m};
    const double radius_m = needle.radius_m;
    // The near side is met before the axis by up to a radius, and that much nearer to the hub.
    const double near_m = radius_m / view.sine;
    const double hubward_m = std::sqrt(1.0 - square(view.sine)) * near_m;
    if (!narrow(seen, view.offset_m, view.offset_per_elevation, -radius_m, radius_m) ||
        !narrow(seen, view.from_tip_m + hubward_m, view.from_tip_per_elevation, 0.0, inserted_m + hubward_m))
        return false;

    const GaussianPart power = part_of_gaussian(seen, sd_m / std::sqrt(2.0));
    if (power.share < kFaintestShare) return false;
    const double offset_m = view.offset_m + view.offset_per_elevation * power.mean;
    const double round = std::sqrt(std::max(0.0, 1.0 - square(offset_m / radius_m)));
    echo.range_m = view.axis_range_m + view.range_per_elevation * power.mean - near_m * round;
    if (echo.range_m <= 0.0 || echo.range_m >= scene.response.grid.depth_m) return false;
    echo.spread_m = std::sqrt(2.0) * power.sd * std::abs(view.range_per_elevation);
    echo.slope = view.range_per_lateral +
                 view.offset_per_lateral * offset_m / (view.sine * radius_m * std::max(kLeastFacing, round));
    // The law is of a shaft in the image plane and has the round side across the beam in it; within the image the side
    // darkens as it turns away.
    const double turned = view.offset_per_lateral * offset_m / radius_m;
    echo.rough = kShaftFloor * square(view.sine) * (1.0 - square(turned)) * std::sqrt(power.share);
    echo.mirror = mirror_amplitude(scene, view, radius_m, sd_m, seen);
    echo.blocked = part_of_gaussian(seen, sd_m).share;
    return true;
}

void add_needle(const EchoScene& scene, const instruments::NeedleAxis& needle, LineWork& work) {
    ShaftEcho shaft;
    double tip_heard_m = -1.0;
    const double bounce_m = 2.0 * needle.radius_m * kSoundSpeedMPerS / kSteelSpeedMPerS;
    if (shaft_echo(scene, needle, scene.frame.inserted_m, work.frame, shaft)) {
        tip_heard_m = std::max(0.0, shaft.range_m - shaft.spread_m);  // no shadow of its own shaft
        const SurfaceGrain grain = surface_grain(work.frame.reference_m(shaft.range_m), 7000);
        Reflector rough;
        rough.range_m = shaft.range_m;
        rough.spread_m = shaft.spread_m;
        rough.is_rough = true;
        rough.before_shadow_m = std::max(0.0, shaft.range_m - shaft.spread_m);
        rough.slope = shaft.slope;
        rough.coherent = shaft.rough;
        rough.phase_rad = 0.5 * grain.phase_rad;
        work.reflectors.push_back(rough);
        Reflector mirror;
        mirror.range_m = shaft.range_m;
        mirror.before_shadow_m = rough.before_shadow_m;
        mirror.slope = shaft.slope;
        mirror.coherent = shaft.mirror;
        mirror.phase_rad = rough.phase_rad + 0.5 * kPi;  // their powers add
        constexpr double kFaintestMirror = 1e-4;
        if (shaft.mirror > kFaintestMirror) work.reflectors.push_back(mirror);

        const Reflector& louder =
            mirror.coherent > rough.coherent * rough.spread_gain(scene.response.axial_sd_m) ? mirror : rough;
        const double along = glm::dot(work.frame.direction, needle.direction);
        add_tail(louder, bounce_m, kTailDecay * (1.0 - along * along), work);
        add_shadow(shaft, work.loss);
    }
    const size_t before = work.reflectors.size();
    add_point(scene, needle.tip_m, kTipAmplitude, work, tip_heard_m);
    if (work.reflectors.size() > before) add_tail(Reflector(work.reflectors.back()), bounce_m, kTailDecay, work);
}

void add_point(const EchoScene& scene, const Vec3& world_m, double amplitude, LineWork& work, double before_shadow_m) {
    const BeamGrid& grid = scene.response.grid;
    const Vec3 image_m = scene.image_from_world.point(world_m);
    const Vec2 beam = grid.line_and_range({image_m.x, image_m.z});
    const double off_lines = work.line - beam.x;
    if (std::abs(off_lines) > 4.0 * kPointLines || beam.y <= 0.0 || beam.y >= grid.depth_m) return;
    const double sd_m = scene.elevation_sd_m(beam.y);
    Reflector echo;
    echo.range_m = beam.y;
    if (before_shadow_m >= 0.0) echo.before_shadow_m = std::min(before_shadow_m, beam.y);
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

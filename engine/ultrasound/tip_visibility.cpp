#include "engine/ultrasound/tip_visibility.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ultrasound/display.h"
#include "engine/ultrasound/fibre.h"
#include "engine/ultrasound/ice_echo.h"
#include "engine/ultrasound/needle_echo.h"
#include "engine/ultrasound/scan_plan.h"
#include "engine/ultrasound/tube_path.h"

namespace cryo::ultrasound {

namespace {

// Widths of the beam vary slowly: few samples of them do.
constexpr int kResponseSamples = 64;

constexpr double kRingGapM = 0.0004;  // next to the tip: its own echo
constexpr double kRingStepM = 0.0001;
constexpr double kShaftBackM = 0.0003;  // the shaft's end is judged this far from the tip
constexpr double kMeanLogDb = -2.507;   // mean of the log of Rayleigh speckle below the log of its mean power

double square(double x) { return x * x; }
double power_from_db(double db) { return std::pow(10.0, 0.1 * db); }
double db_from_power(double power) { return 10.0 * std::log10(std::max(power, 1e-30)); }

// Everything but the needle along one line.
struct Background {
    LineWork work;
    std::vector<TubePass> passes;

    Background(const EchoScene& scene, double line) {
        work.frame = line_frame(scene.frame, scene.response.grid, line);
        const BeamGrid& grid = scene.response.grid;
        work.contact =
            instruments::contact_fraction(scene.frame.transducer, scene.frame.pose, grid.face_position_m(line));
        find_layers(scene.medium, work.frame, grid.depth_m, work.layers);
        add_layers(scene, work);
        find_tube_passes(scene, {work.frame}, line, passes);
        for (const TubePass& pass : passes) add_tube(scene, pass, work);
        IceEcho(scene.frame, false).add(scene, work);
        work.loss.finish();
    }

    double gain(const EchoScene& scene, double range_m) const {
        return std::exp(gain_np(scene, work, work.loss.at(range_m)));
    }

    // Mean power of the echo at a range, without receiver noise.
    double power(const EchoScene& scene, double range_m) const {
        const AcousticLayer& layer = scene.medium.layers()[static_cast<size_t>(work.layers.layer_at(range_m))];
        double tissue = power_from_db(kMuscleLevelDb + layer.backscatter_db +
                                      fibre_level_db(layer.tissue, layer.fibre, work.frame.direction));
        for (const TubePass& pass : passes) {
            double middle = 0.0;
            const Vec3 point = pass.at_zero + work.frame.settled_range_m(range_m) * pass.per_m;
            const double coverage = beam_coverage(point, pass.per_sd, &middle);
            const Vec3 seen = point + middle * pass.per_sd;
            const double level_db =
                kMuscleLevelDb + pass.level_db + scene.medium.sections().level_db(pass.section, {seen.x, seen.y});
            tissue += coverage * (power_from_db(level_db) - tissue);
        }
        double sum = tissue * square(gain(scene, range_m));
        for (const Reflector& echo : work.reflectors) {
            const double sd_m = std::hypot(scene.response.axial_sd_m, echo.spread_m);
            const double shape = std::exp(-square((range_m - echo.range_m) / sd_m));
            if (shape < 1e-6) continue;
            sum += shape * square(gain(scene, echo.range_m - 1e-6)) *
                   (square(echo.coherent * echo.spread_gain(scene.response.axial_sd_m)) +
                    square(echo.diffuse) * scene.response.axial_sd_m / sd_m);
        }
        return sum;
    }
};

}  // namespace

TipVisibility tip_visibility(const ImageFrame& frame) { return TipWatch{}.look(frame); }

TipVisibility TipWatch::look(const ImageFrame& frame) {
    TipVisibility tip;
    if (frame.needles.empty() || frame.inserted_m <= 0.0) return tip;
    const instruments::NeedleAxis& needle = frame.needles.front();

    ImageFrame coarse = frame;
    coarse.settings.sample_count = kResponseSamples;
    if (!response_ || settings_ != coarse.settings || transducer_ != coarse.transducer) {
        response_ = make_response(coarse.transducer, coarse.settings);
        settings_ = coarse.settings;
        transducer_ = coarse.transducer;
    }
    const Response& response = *response_;
    const EchoScene scene{coarse, *frame.medium, response, frame.world_from_image.inverse()};
    const BeamGrid& grid = response.grid;

    const Vec3 tip_m = scene.image_from_world.point(needle.tip_m);
    const Vec2 beam = grid.line_and_range({tip_m.x, tip_m.z});
    tip.off_plane_m = tip_m.y;
    tip.in_image = beam.x >= -0.5 && beam.x <= grid.line_count - 0.5 && beam.y > 0.0 && beam.y < grid.depth_m;
    if (!tip.in_image) return tip;
    const Background background(scene, beam.x);

    const double noise = frame.noise_on ? power_from_db(kReceiverNoiseDb) : 0.0;
    const auto shown_db = [&](double power, double range_m) {
        const double level = db_from_power(power + noise) + time_gain_db(frame.transducer, frame.settings, range_m);
        return std::clamp(level, kWhiteDb - frame.settings.dynamic_range_db, kWhiteDb);
    };

    // The tip's own echo, and the end of the shaft that leads to it.
    const double gain = background.gain(scene, beam.y);
    const double fade = std::exp(-0.5 * square(tip_m.y / scene.elevation_sd_m(beam.y)));
    double echo = square(gain * kTipAmplitude * fade);
    const Vec3 back_m = scene.image_from_world.point(needle.tip_m - kShaftBackM * needle.direction);
    ShaftEcho shaft;
    const LineFrame shaft_line = line_frame(frame, grid, grid.line_and_range({back_m.x, back_m.z}).x);
    if (shaft_echo(scene, needle, frame.inserted_m, shaft_line, shaft)) {
        const double thin = response.axial_sd_m / std::hypot(response.axial_sd_m, shaft.spread_m);
        // Only what is seen of it at the tip: a slanting shaft crosses the image elsewhere.
        const double sine = glm::length(glm::cross(needle.direction, shaft_line.direction));
        const double near_m = needle.radius_m / std::max(0.1, sine) + kShaftBackM;
        const double beyond_m = std::max(0.0, std::abs(shaft.range_m - beam.y) - near_m);
        const double there = std::exp(-square(beyond_m) / (square(response.axial_sd_m) + square(shaft.spread_m)));
        echo += square(gain) * there * (square(shaft.rough) * thin + square(shaft.mirror));
    }
    tip.tip_db = shown_db(echo + background.power(scene, beam.y), beam.y);

    double sum = 0.0;
    int count = 0;
    for (double off_m = kRingGapM; off_m <= 0.5 * kBackgroundRingM; off_m += kRingStepM)
        for (const double range_m : {beam.y - off_m, beam.y + off_m}) {
            if (range_m <= 0.0 || range_m >= grid.depth_m) continue;
            // Where speckle is cut by black or white its log has another mean; shown_db cuts the mean instead.
            sum += shown_db(background.power(scene, range_m) * power_from_db(kMeanLogDb), range_m);
            ++count;
        }
    tip.background_db = count > 0 ? sum / count : tip.tip_db;
    tip.contrast = std::max(0.0, (tip.tip_db - tip.background_db) / kSpeckleSdDb);
    return tip;
}

}  // namespace cryo::ultrasound

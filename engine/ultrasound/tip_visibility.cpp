#include "engine/ultrasound/tip_visibility.h"

#include <algorithm>
#include <cmath>

#include "engine/ultrasound/line_background.h"
#include "engine/ultrasound/needle_echo.h"

namespace cryo::ultrasound {

namespace {

// Widths of the beam vary slowly: few samples of them do.
constexpr int kResponseSamples = 64;

constexpr double kRingGapM = 0.0004;  // next to the tip: its own echo
constexpr double kRingStepM = 0.0001;
constexpr double kShaftBackM = 0.0003;  // the shaft's end is judged this far from the tip
constexpr double kMeanLogDb = -2.507;   // mean of the log of Rayleigh speckle below the log of its mean power

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
    const LineBackground background(scene, beam.x);

    const auto shown_db = [&](double power, double range_m) { return shown_level_db(frame, power, range_m); };

    // The tip's own echo, and the end of the shaft that leads to it.
    const double gain = background.gain(beam.y);
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
    tip.tip_db = shown_db(echo + background.power(beam.y), beam.y);

    double sum = 0.0;
    int count = 0;
    for (double off_m = kRingGapM; off_m <= 0.5 * kBackgroundRingM; off_m += kRingStepM)
        for (const double range_m : {beam.y - off_m, beam.y + off_m}) {
            if (range_m <= 0.0 || range_m >= grid.depth_m) continue;
            // Where speckle is cut by black or white its log has another mean; shown_db cuts the mean instead.
            sum += shown_db(background.power(range_m) * power_from_db(kMeanLogDb), range_m);
            ++count;
        }
    tip.background_db = count > 0 ? sum / count : tip.tip_db;
    tip.contrast = std::max(0.0, (tip.tip_db - tip.background_db) / kSpeckleSdDb);
    return tip;
}

}  // namespace cryo::ultrasound

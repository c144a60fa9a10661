#include "engine/ultrasound/target_gray.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ultrasound/line_background.h"

namespace cryo::ultrasound {

namespace {

constexpr int kResponseSamples = 64;   // widths of the beam vary slowly
constexpr double kStepM = 0.0005;      // along the stretch
constexpr double kMedianDb = -1.5917;  // 10 log10 ln 2: median of exponentially distributed power below its mean

}  // namespace

TargetGray target_gray(const ImageFrame& frame, double lateral_frac, double depth_frac) {
    TargetGray out;
    ImageFrame coarse = frame;
    coarse.settings.sample_count = kResponseSamples;
    coarse.needles.clear();
    const Response response = make_response(coarse.transducer, coarse.settings);
    const EchoScene scene{coarse, *frame.medium, response, frame.world_from_image.inverse()};
    const BeamGrid& grid = response.grid;
    out.in_image = lateral_frac >= 0.0 && lateral_frac <= 1.0 && depth_frac > 0.0 && depth_frac < 1.0;
    if (!out.in_image) return out;

    const LineBackground background(scene, lateral_frac * grid.line_count - 0.5);
    const double middle_m = depth_frac * grid.depth_m;
    const double noise = frame.noise_on ? power_from_db(kReceiverNoiseDb) : 0.0;
    std::vector<double> shown_db;
    for (double range_m = std::max(kStepM, middle_m - 0.5 * kGrayStretchM);
         range_m <= std::min(grid.depth_m, middle_m + 0.5 * kGrayStretchM); range_m += kStepM) {
        const double power = background.power(range_m);
        shown_db.push_back(shown_level_db(frame, (power + noise) * power_from_db(kMedianDb) - noise, range_m));
        // Speckle's power is exponentially distributed about its mean.
        const double mean_db = db_from_power(power + noise) + time_gain_db(frame.transducer, frame.settings, range_m);
        out.white_frac += std::exp(-power_from_db(kWhiteDb - mean_db));
    }
    const auto middle = shown_db.begin() + static_cast<long>(shown_db.size() / 2);
    std::nth_element(shown_db.begin(), middle, shown_db.end());
    out.median_frac = 1.0 + (*middle - kWhiteDb) / frame.settings.dynamic_range_db;
    out.white_frac /= static_cast<double>(shown_db.size());
    return out;
}

}  // namespace cryo::ultrasound

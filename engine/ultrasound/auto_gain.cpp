#include "engine/ultrasound/auto_gain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ultrasound/echo.h"

namespace cryo::ultrasound {

namespace {

constexpr int kLines = 32;
constexpr int kSamples = 128;
constexpr double kLargestLiftDb = 10.0;  // of a band over the median band: shadows stay dark

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace

ImagingSettings auto_gain(const ImageFrame& frame) {
    ImageFrame flat = frame;
    flat.settings.gain_db = 0.0;
    flat.settings.tgc_db.fill(0.0);
    flat.settings.line_count = kLines;
    flat.settings.sample_count = kSamples;
    flat.noise_on = false;
    const ReferenceImage image = reference_image(flat);

    std::array<double, kTgcSliders> wish_db{};
    for (size_t band = 0; band < wish_db.size(); ++band) {
        std::vector<double> levels_db;
        const int first = static_cast<int>(band) * kSamples / kTgcSliders;
        for (int j = first; j < first + kSamples / kTgcSliders; ++j)
            for (int i = 0; i < kLines; ++i)
                levels_db.push_back(20.0 * std::log10(std::max(1e-12, static_cast<double>(image.envelope.at(i, j)))) +
                                    time_gain_db(flat.transducer, flat.settings, image.plan.grid.range_m(j)));
        const double target_db = kWhiteDb - (1.0 - kAutoGainGray) * flat.settings.dynamic_range_db;
        wish_db[band] = target_db - median(levels_db);
    }
    const double middle_db = median({wish_db.begin(), wish_db.end()});
    ImagingSettings settings = frame.settings;
    settings.gain_db = std::round(std::clamp(middle_db, kGainRangeDb.low, kGainRangeDb.high));
    for (size_t band = 0; band < wish_db.size(); ++band) {
        const double rest_db = std::min(wish_db[band] - settings.gain_db, kLargestLiftDb);
        settings.tgc_db[band] = std::round(std::clamp(rest_db, kTgcRangeDb.low, kTgcRangeDb.high));
    }
    return settings;
}

}  // namespace cryo::ultrasound

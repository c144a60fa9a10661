#include "tests/ultrasound/validation/lab.h"

#include <algorithm>
#include <stdexcept>

#include "engine/anatomy/patient.h"
#include "engine/scenario/read.h"

namespace cryo::validation {

namespace {

EnvelopeMaker& maker() {
    static EnvelopeMaker made = [](const ImageFrame& frame) { return ultrasound::reference_image(frame).envelope; };
    return made;
}

}  // namespace

void measure_with(EnvelopeMaker other) { maker() = std::move(other); }

Envelope envelope_of(const ImageFrame& frame) { return maker()(frame); }

ImageFrame phantom(const std::string& id) {
    const auto read = scenario::read_scenario(std::string(CRYO_SOURCE_DIR) + "/scenes/phantoms/" + id + ".toml");
    if (!read) throw std::runtime_error(to_string(read.faults()));
    const scenario::Scenario& scenario = read.value();
    ImageFrame frame =
        test::frame_of(test::bake(anatomy::make_anatomy(scenario.anatomy, scenario.patient)), scenario.transducer);
    frame.settings = scenario.imaging;
    frame.noise_on = false;
    return frame;
}

ImageFrame even_block(anatomy::Tissue tissue, double bandwidth_frac, double depth_m, double focus_m) {
    anatomy::Anatomy block = test::block(tissue);
    block.layers.front().is_uniform = true;
    instruments::Transducer transducer = test::linear_array();
    transducer.fractional_bandwidth = bandwidth_frac;
    ImageFrame frame = test::frame_of(test::bake(block), transducer);
    frame.settings.depth_m = depth_m;
    frame.settings.focus_m = focus_m;
    frame.noise_on = false;
    return frame;
}

std::vector<Envelope> looks_across(ImageFrame frame, int count, double step_m) {
    std::vector<Envelope> looks;
    const instruments::TransducerPose at = frame.pose;
    for (int i = 0; i < count; ++i) {
        instruments::TransducerPose pose = at;
        pose.across_m += step_m * (i - 0.5 * (count - 1));
        test::move_to(frame, pose);
        looks.push_back(envelope_of(frame));
    }
    return looks;
}

Window window_of(const BeamGrid& grid, double x_low_m, double x_high_m, double range_low_m, double range_high_m) {
    const auto line = [&](double x_m) {
        const double middle = 0.5 * grid.line_count - 0.5;
        return std::clamp(static_cast<int>(std::lround(x_m / grid.face_spacing_m + middle)), 0, grid.line_count);
    };
    const auto sample = [&](double range_m) {
        return std::clamp(static_cast<int>(std::lround(grid.sample_at(range_m))), 0, grid.sample_count);
    };
    return {line(x_low_m), line(x_high_m), sample(range_low_m), sample(range_high_m)};
}

double mean_power(const std::vector<Envelope>& looks, const Window& w) {
    double sum = 0.0;
    for (const Envelope& look : looks)
        for (int s = w.sample_low; s < w.sample_high; ++s)
            for (int l = w.line_low; l < w.line_high; ++l) {
                const double value = static_cast<double>(look.at(l, s));
                sum += value * value;
            }
    return sum / (static_cast<double>(looks.size()) * (w.sample_high - w.sample_low) * (w.line_high - w.line_low));
}

Peak peak_in(const Envelope& envelope, const Window& w) {
    Peak peak;
    for (int s = w.sample_low; s < w.sample_high; ++s)
        for (int l = w.line_low; l < w.line_high; ++l)
            if (static_cast<double>(envelope.at(l, s)) > peak.value)
                peak = {l, s, static_cast<double>(envelope.at(l, s))};
    return peak;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double sum = 0.0;
    for (const double v : values) sum += (v - mean) * (v - mean);
    return std::sqrt(sum / static_cast<double>(values.size()));
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const double mean_a = mean_of(a), mean_b = mean_of(b);
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return ab / std::sqrt(aa * bb);
}

double slope_of(const std::vector<double>& x, const std::vector<double>& y) {
    const double mean_x = mean_of(x), mean_y = mean_of(y);
    double xy = 0.0, xx = 0.0;
    for (size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        xx += (x[i] - mean_x) * (x[i] - mean_x);
    }
    return xy / xx;
}

double width_at_half(const std::function<double(int)>& value, int peak) {
    constexpr int kFarthest = 120;
    const double half = 0.5 * value(peak);
    double width = 0.0;
    for (const int direction : {-1, 1}) {
        double before = value(peak);
        for (int k = 1; k < kFarthest; ++k) {
            const double here = value(peak + direction * k);
            if (here < half) {
                width += k - 1 + (before - half) / (before - here);
                break;
            }
            before = here;
        }
    }
    return width;
}

std::vector<double> intensities(const Envelope& envelope, const Window& w) {
    std::vector<double> values;
    for (int s = w.sample_low; s < w.sample_high; ++s)
        for (int l = w.line_low; l < w.line_high; ++l) {
            const double value = static_cast<double>(envelope.at(l, s));
            values.push_back(value * value);
        }
    return values;
}

double loss_db(double alpha_db_per_cm_mhz, double depth_m, double frequency_hz, double bandwidth_frac) {
    const double np_per_db = std::log(10.0) / 20.0;
    const double f_mhz = frequency_hz * 1e-6;
    const double sd_mhz = bandwidth_frac * f_mhz / 2.354820045;
    const double a = 2.0 * alpha_db_per_cm_mhz * np_per_db * 100.0 * depth_m;
    return (a * f_mhz - 0.5 * a * a * sd_mhz * sd_mhz) / np_per_db;
}

}  // namespace cryo::validation

// The bench on which the validation rows are measured: test objects, frames and statistics of envelopes. Everything is
// measured on one image maker, receiver noise off unless a row says so: the double-precision reference, or the GPU
// passes (ultrasound_validation_gl).
#pragma once

#include <functional>
#include <string>

#include "engine/core/units.h"
#include "engine/ultrasound/echo.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::validation {

using ultrasound::BeamGrid;
using ultrasound::Envelope;
using ultrasound::ImageFrame;

// A test object of scenes/phantoms at its own settings.
ImageFrame phantom(const std::string& id);
// An even block (tests/support/ultrasound_worlds.h).
ImageFrame even_block(anatomy::Tissue tissue, double bandwidth_frac, double depth_m, double focus_m);

using EnvelopeMaker = std::function<Envelope(const ImageFrame&)>;
void measure_with(EnvelopeMaker maker);  // the reference, until this says otherwise
Envelope envelope_of(const ImageFrame& frame);
inline BeamGrid grid_of(const ImageFrame& frame) {
    return ultrasound::make_beam_grid(frame.transducer, frame.settings);
}
// `count` looks at planes `step_m` apart across the image.
std::vector<Envelope> looks_across(ImageFrame frame, int count, double step_m);

struct Window {
    int line_low, line_high;      // half open
    int sample_low, sample_high;  // half open
};
// Of the image plane, metres.
Window window_of(const BeamGrid& grid, double x_low_m, double x_high_m, double range_low_m, double range_high_m);
double mean_power(const std::vector<Envelope>& looks, const Window& window);
inline double db(double power) { return 10.0 * std::log10(std::max(power, 1e-30)); }

struct Peak {
    int line = 0;
    int sample = 0;
    double value = 0.0;
};
Peak peak_in(const Envelope& envelope, const Window& window);

double mean_of(const std::vector<double>& values);
double sd_of(const std::vector<double>& values);
double correlation(const std::vector<double>& a, const std::vector<double>& b);
// Slope of y over x by least squares.
double slope_of(const std::vector<double>& x, const std::vector<double>& y);
// Full width at half of the value at `peak` along whole steps, linear between them.
double width_at_half(const std::function<double(int)>& value, int peak);

std::vector<double> intensities(const Envelope& envelope, const Window& window);

// Loss in dB of a pulse with a gaussian spectrum over a two-way path through a medium attenuating linearly with
// frequency: 20 log10 e (a f0 - a^2 s^2 / 2), a = 2 alpha d. Closed form, independent of the program's own.
double loss_db(double alpha_db_per_cm_mhz, double depth_m, double frequency_hz, double bandwidth_frac);

}  // namespace cryo::validation

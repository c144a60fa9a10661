// A uniform block against closed forms: the image's statistics, its resolution and its loss, measured on the envelope
// of the CPU reference, noise off, single look. The GPU passes are held to the reference by their twin test.
#include <algorithm>
#include <complex>

#include "engine/core/units.h"
#include "engine/ultrasound/beam.h"
#include "engine/ultrasound/echo.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::ultrasound {
namespace {

// An even block of gel: any spread of its envelope is speckle.
ImageFrame uniform_frame(double bandwidth_frac, double depth_m, int samples) {
    anatomy::Anatomy even = test::block(anatomy::Tissue::GelPhantom);
    instruments::Transducer transducer = test::linear_array();
    transducer.fractional_bandwidth = bandwidth_frac;
    ImageFrame frame = test::frame_of(test::bake(even), transducer);
    frame.settings.depth_m = depth_m;
    frame.settings.focus_m = 0.6 * depth_m;
    frame.settings.sample_count = samples;
    frame.noise_on = false;
    return frame;
}

// Envelopes of frames far enough apart across the image to be independent (four beam thicknesses).
std::vector<Envelope> independent_looks(ImageFrame frame, int count) {
    std::vector<Envelope> looks;
    for (int i = 0; i < count; ++i) {
        test::move_to(frame, {.slide_m = 0.0, .across_m = 0.004 * (i - count / 2)});
        looks.push_back(reference_image(frame).envelope);
    }
    return looks;
}

double mean_power(const std::vector<Envelope>& looks, int sample) {
    double sum = 0.0;
    for (const Envelope& look : looks)
        for (int line = 0; line < look.line_count; ++line)
            sum += std::pow(static_cast<double>(look.at(line, sample)), 2);
    return sum / (static_cast<double>(looks.size()) * looks.front().line_count);
}

// Samples between two depths, each divided by the local root mean power.
std::vector<double> detrended(const std::vector<Envelope>& looks, int first, int last) {
    constexpr int kHalfWindow = 25;
    std::vector<double> power;
    for (int s = 0; s < looks.front().sample_count; ++s) power.push_back(mean_power(looks, s));
    std::vector<double> values;
    for (int s = first; s < last; ++s) {
        double local = 0.0;
        for (int k = -kHalfWindow; k <= kHalfWindow; ++k) local += power[static_cast<size_t>(s + k)];
        const double root = std::sqrt(local / (2 * kHalfWindow + 1));
        for (const Envelope& look : looks)
            for (int line = 0; line < look.line_count; ++line)
                values.push_back(static_cast<double>(look.at(line, s)) / root);
    }
    return values;
}

double mean_of(const std::vector<double>& x) {
    double sum = 0.0;
    for (const double v : x) sum += v;
    return sum / static_cast<double>(x.size());
}
double sd_of(const std::vector<double>& x) {
    const double mean = mean_of(x);
    double sum = 0.0;
    for (const double v : x) sum += (v - mean) * (v - mean);
    return std::sqrt(sum / static_cast<double>(x.size()));
}

TEST(UniformBlock, EnvelopeIsRayleigh) {
    const std::vector<Envelope> looks = independent_looks(uniform_frame(0.6, 0.04, 512), 7);
    std::vector<double> x = detrended(looks, 100, 460);
    // Cells: lines and samples over the speckle's own extent. 360 samples of 0.078 mm at 0.15 mm, 192 lines of 0.2 mm
    // at 0.6 mm, seven looks: more than 10 000.
    const double snr = mean_of(x) / sd_of(x);
    std::vector<double> level_db;
    double m2 = 0.0, m4 = 0.0;
    for (const double v : x) {
        level_db.push_back(20.0 * std::log10(std::max(v, 1e-9)));
        m2 += v * v;
        m4 += v * v * v * v;
    }
    m2 /= static_cast<double>(x.size());
    m4 /= static_cast<double>(x.size());
    std::sort(x.begin(), x.end());
    double distance = 0.0;
    for (size_t i = 0; i < x.size(); ++i) {
        const double rayleigh = 1.0 - std::exp(-x[i] * x[i] / m2);
        distance = std::max(distance, std::abs(rayleigh - static_cast<double>(i + 1) / static_cast<double>(x.size())));
    }
    std::printf("[ measured ] SNR %.3f (1.913), log sd %.2f dB (5.57), Kolmogorov-Smirnov %.4f, Nakagami m %.3f (1)\n",
                snr, sd_of(level_db), distance, m2 * m2 / (m4 - m2 * m2));
    EXPECT_NEAR(snr, 1.913, 0.06);
    EXPECT_NEAR(sd_of(level_db), 5.57, 0.25);
    EXPECT_LE(distance, 0.02);
    EXPECT_NEAR(m2 * m2 / (m4 - m2 * m2), 1.0, 0.05);
}

TEST(UniformBlock, SamePoseTwiceIsTheSameImageAndAnotherSliceIsNot) {
    ImageFrame frame = uniform_frame(0.6, 0.03, 256);
    const Envelope first = reference_image(frame).envelope;
    test::move_to(frame, {.slide_m = 0.0, .across_m = 0.01});
    const Envelope elsewhere = reference_image(frame).envelope;
    test::move_to(frame, {});
    EXPECT_EQ(first.values, reference_image(frame).envelope.values);
    EXPECT_NE(first.values, elsewhere.values);
}

// The mean level falls as a gaussian spectrum does that loses its high end on the way (closed form of beam.h's source,
// written out here): ln A(z) = -(a f0 - a^2 s^2 / 2), a = two-way attenuation per MHz, s = spectrum's deviation.
TEST(UniformBlock, LossFollowsTheGaussianSpectrum) {
    for (const double bandwidth_frac : {0.10, 0.60}) {
        const ImageFrame frame = uniform_frame(bandwidth_frac, 0.04, 512);
        const std::vector<Envelope> looks = independent_looks(frame, 7);
        const BeamGrid grid = make_beam_grid(frame.transducer, frame.settings);
        const double f0_mhz = mhz_from_hz(frame.settings.frequency_hz);
        const double sd_mhz = bandwidth_frac * f0_mhz / 2.354820045;
        const double alpha_db = anatomy::properties(anatomy::Tissue::GelPhantom).acoustics.attenuation_db_per_cm_mhz;
        // Slopes by least squares over the same samples.
        double n = 0, sz = 0, szz = 0, sm = 0, szm = 0, st = 0, szt = 0;
        for (int s = 120; s < 460; ++s) {
            const double z_m = grid.range_m(s);
            const double a = 2.0 * alpha_db * 100.0 * z_m * std::log(10.0) / 20.0;
            const double theory_db = -20.0 / std::log(10.0) * (a * f0_mhz - 0.5 * a * a * sd_mhz * sd_mhz);
            const double measured_db = 10.0 * std::log10(mean_power(looks, s));
            n += 1;
            sz += z_m;
            szz += z_m * z_m;
            sm += measured_db;
            szm += z_m * measured_db;
            st += theory_db;
            szt += z_m * theory_db;
        }
        const double spread = n * szz - sz * sz;
        const double measured = (n * szm - sz * sm) / spread / 100.0;
        const double theory = (n * szt - sz * st) / spread / 100.0;
        std::printf("[ measured ] bandwidth %.0f %%: %.2f dB/cm, closed form %.2f dB/cm\n", 100 * bandwidth_frac,
                    measured, theory);
        EXPECT_NEAR(measured / theory, 1.0, 0.08);
    }
}

// Full width at half of the peak along one direction through it, in steps, linear between them.
template <class Value>
double width_at_half(Value value, int peak) {
    double width = 0.0;
    for (const int direction : {-1, 1}) {
        double before = value(peak);
        for (int k = 1; k < 80; ++k) {
            const double now = value(peak + direction * k);
            if (now < 0.5 * value(peak)) {
                width += k - 1 + (before - 0.5 * value(peak)) / (before - now);
                break;
            }
            before = now;
        }
    }
    return width;
}

// A wire shows the pulse along the line and the beam across it. On gel, whose own echo is 80 dB below the wire's.
TEST(Wire, IsAsLargeAsPulseAndBeam) {
    for (const double depth_mm : {10.0, 20.0, 30.0}) {
        anatomy::Anatomy bath = test::block(anatomy::Tissue::Gel);
        anatomy::PointTarget wire;
        wire.id = "wire";
        wire.center_m = {0.0, 0.0, m_from_mm(depth_mm)};
        bath.points.push_back(wire);
        instruments::Transducer transducer = test::linear_array();
        transducer.fractional_bandwidth = 0.6;
        ImageFrame frame = test::frame_of(test::bake(bath), transducer);
        frame.settings.depth_m = 0.035;
        frame.settings.focus_m = 0.020;
        frame.settings.line_count = 384;
        frame.settings.sample_count = 1024;
        frame.noise_on = false;
        const Envelope envelope = reference_image(frame).envelope;
        const BeamGrid grid = make_beam_grid(frame.transducer, frame.settings);
        int peak_line = 0, peak_sample = 0;
        for (int s = 60; s < envelope.sample_count; ++s)
            for (int line = 0; line < envelope.line_count; ++line)
                if (envelope.at(line, s) > envelope.at(peak_line, peak_sample) || peak_sample == 0) {
                    peak_line = line;
                    peak_sample = s;
                }
        const double axial_m =
            grid.sample_spacing_m *
            width_at_half([&](int s) { return static_cast<double>(envelope.at(peak_line, s)); }, peak_sample);
        const double lateral_m =
            grid.face_spacing_m *
            width_at_half([&](int l) { return static_cast<double>(envelope.at(l, peak_sample)); }, peak_line);
        // The pulse is 0.441 c / bandwidth long. Receive: 1.64 lambda F (cosine aperture); transmit: rectangular
        // aperture, 1.207 lambda z / D with its defocus; the two multiply.
        const double axial_theory_m = 0.441 * 1540.0 / (0.6 * frame.settings.frequency_hz);
        const double lateral_theory_m = lateral_fwhm_m(frame.transducer, frame.settings, m_from_mm(depth_mm));
        std::printf(
            "[ measured ] wire at %.0f mm: found at %.2f mm; axial %.3f mm (theory %.3f), lateral %.3f mm (%.3f)\n",
            depth_mm, mm_from_m(grid.range_m(peak_sample)), mm_from_m(axial_m), mm_from_m(axial_theory_m),
            mm_from_m(lateral_m), mm_from_m(lateral_theory_m));
        // The machine assumes 1540 m/s; in slower gel everything looks deeper than it is.
        const double shown_mm =
            depth_mm * 1540.0 / anatomy::properties(anatomy::Tissue::Gel).acoustics.sound_speed_m_per_s;
        EXPECT_NEAR(mm_from_m(grid.range_m(peak_sample)), shown_mm, mm_from_m(grid.sample_spacing_m));
        EXPECT_NEAR(axial_m / axial_theory_m, 1.0, 0.10);
        EXPECT_NEAR(lateral_m / lateral_theory_m, 1.0, 0.10);
    }
}

}  // namespace
}  // namespace cryo::ultrasound

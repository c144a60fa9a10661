// Rows 1 to 5 and 10 to 12: what speckle is made of, and how it changes when the transducer moves.
#include <algorithm>

#include "tests/ultrasound/validation/lab.h"
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

namespace {

constexpr double kIndependentM = 0.004;  // between looks: four beam thicknesses

// Envelope values over their local root mean power, sorted.
std::vector<double> detrended(const std::vector<Envelope>& looks, int first, int last) {
    constexpr int kHalfWindow = 25;
    const int lines = looks.front().line_count;
    std::vector<double> values;
    for (int s = first; s < last; ++s) {
        const double root = std::sqrt(mean_power(looks, {0, lines, s - kHalfWindow, s + kHalfWindow + 1}));
        for (const Envelope& look : looks)
            for (int line = 0; line < lines; ++line) values.push_back(static_cast<double>(look.at(line, s)) / root);
    }
    std::sort(values.begin(), values.end());
    return values;
}

// Rows 1 to 4, on more than 10 000 resolution cells: 360 samples of 0.078 mm at 0.15 mm, 192 lines of 0.2 mm at
// 0.6 mm, seven looks.
void add_first_order(Rows& rows) {
    const auto looks = looks_across(even_block(anatomy::Tissue::GelPhantom, 0.6, 0.04, 0.024), 7, kIndependentM);
    const std::vector<double> x = detrended(looks, 100, 460);
    const double n = static_cast<double>(x.size());
    std::vector<double> level_db;
    double m2 = 0.0, m4 = 0.0;
    for (const double v : x) {
        level_db.push_back(20.0 * std::log10(std::max(v, 1e-9)));
        m2 += v * v / n;
        m4 += v * v * v * v / n;
    }
    double distance = 0.0;
    for (size_t i = 0; i < x.size(); ++i)
        distance = std::max(distance, std::abs(1.0 - std::exp(-x[i] * x[i] / m2) - static_cast<double>(i + 1) / n));
    rows.push_back(near_row(1, "speckle, mean / sd of the envelope", 1.913, 0.06, mean_of(x) / sd_of(x), "", 3));
    rows.push_back(near_row(2, "speckle, sd of its level", 5.57, 0.25, sd_of(level_db), "dB"));
    rows.push_back({3, "Kolmogorov-Smirnov distance to Rayleigh", "<= 0.020", text("%.4f", distance),
                    holds_if(distance <= 0.02), ""});
    rows.push_back(near_row(4, "Nakagami m", 1.0, 0.05, m2 * m2 / (m4 - m2 * m2), "", 3));
}

// Row 5: few scatterers per cell, by the texture the dermis has, laid over an even block at the size of its cells.
void add_partial_speckle(Rows& rows) {
    ImageFrame frame = even_block(anatomy::Tissue::GelPhantom, 0.6, 0.03, 0.015);
    ultrasound::ScanPlan plan;
    std::vector<double> ratios;
    std::string measured;
    for (const double per_cell : {10.0, 5.0, 2.0, 1.0}) {
        std::vector<double> values;
        for (int look = 0; look < 5; ++look) {
            test::move_to(frame, {.across_m = kIndependentM * look});
            ultrasound::make_scan_plan(frame, plan);
            for (ultrasound::PlanLayer& layer : plan.layers) {
                constexpr float kCellsPerMm = 6.0F;
                for (size_t row = 0; row < 3; ++row) {
                    layer.cells_from_reference[row] = glm::vec4(0.0F);
                    layer.cells_from_reference[row][static_cast<int>(row)] = kCellsPerMm;
                }
                layer.structure.x = static_cast<float>(ultrasound::sparse_variation_db(per_cell));
            }
            const auto response = ultrasound::apply_response(plan, ultrasound::echo_sources(plan, *frame.medium));
            for (int s = 150; s < 460; ++s) {
                double power = 0.0;
                for (int l = 0; l < response.line_count; ++l)
                    power += std::norm(response.at(l, s)) / response.line_count;
                for (int l = 0; l < response.line_count; ++l)
                    values.push_back(std::abs(response.at(l, s)) / std::sqrt(power));
            }
        }
        ratios.push_back(mean_of(values) / sd_of(values));
        measured += text(" %.2f", ratios.back());
    }
    bool falls = ratios.front() < 1.92;
    for (size_t i = 1; i < ratios.size(); ++i) falls = falls && ratios[i] < ratios[i - 1];
    rows.push_back({5, "10, 5, 2, 1 scatterers per cell: mean / sd", "below 1.91, falling", measured.substr(1),
                    holds_if(falls), ""});
}

Window around_lens_focus(const ImageFrame& frame) {
    const double z_m = frame.transducer.elevation_focus_m;
    return window_of(grid_of(frame), -0.018, 0.018, z_m - 0.003, z_m + 0.003);
}

// Row 10: intensity decorrelates across the image as the autocorrelation of the beam's squared profile.
void add_elevation_shift(Rows& rows) {
    ImageFrame frame = even_block(anatomy::Tissue::GelPhantom, 0.6, 0.03, 0.02);
    const Window window = around_lens_focus(frame);
    const double sd_m = ultrasound::elevation_fwhm_m(frame.transducer, frame.settings.frequency_hz, 0.020) / 2.3548;
    std::string measured, target;
    bool holds = true;
    for (const double shift_mm : {0.1, 0.2, 0.4, 0.6, 0.9, 1.2}) {
        double sum = 0.0;
        constexpr int kPlaces = 4;
        for (int place = 0; place < kPlaces; ++place) {
            test::move_to(frame, {.across_m = 0.0031 * place});
            const auto before = intensities(envelope_of(frame), window);
            test::move_to(frame, {.across_m = 0.0031 * place + m_from_mm(shift_mm)});
            sum += correlation(before, intensities(envelope_of(frame), window)) / kPlaces;
        }
        const double theory = std::exp(-0.5 * std::pow(m_from_mm(shift_mm) / sd_m, 2));
        measured += text(" %.2f", sum);
        target += text(" %.2f", theory);
        constexpr double kTolerance = 0.08;
        holds = holds && std::abs(sum - theory) <= kTolerance;
    }
    rows.push_back({10, "correlation after 0.1 .. 1.2 mm across", target.substr(1) + " +- 0.08", measured.substr(1),
                    holds_if(holds), ""});
}

// Row 11: the correlations of 0.5 million scatterers with a carrier at 10 MHz, 4 to 37 mm deep.
void add_tilt(Rows& rows) {
    constexpr std::array<double, 5> kTiltDeg{0.25, 0.5, 1.0, 2.0, 3.0};
    constexpr std::array<double, 5> kReference{0.96, 0.85, 0.57, 0.16, 0.03};
    ImageFrame frame = even_block(anatomy::Tissue::GelPhantom, 0.6, 0.04, 0.02);
    frame.settings.frequency_hz = 10e6;
    // The reference's image is 1.2 mm thick: elements this high, focused by a lens in the middle of the depth.
    frame.transducer.elevation_aperture_m = 0.0028;
    const Window window = window_of(grid_of(frame), -0.018, 0.018, 0.004, 0.037);
    // Normalised row by row: deep rows are fainter and would not count.
    const auto look = [&](double across_m, double tilt_deg) {
        test::move_to(frame, {.across_m = across_m, .tilt_rad = rad_from_deg(tilt_deg)});
        const Envelope envelope = envelope_of(frame);
        std::vector<double> values;
        for (int s = window.sample_low; s < window.sample_high; ++s) {
            const Window row{window.line_low, window.line_high, s, s + 1};
            const double mean = mean_power({envelope}, row);
            for (const double v : intensities(envelope, row)) values.push_back(v / mean);
        }
        return values;
    };
    std::string measured;
    bool holds = true;
    for (size_t i = 0; i < kTiltDeg.size(); ++i) {
        double sum = 0.0;
        constexpr int kPlaces = 3;
        for (int place = 0; place < kPlaces; ++place)
            sum +=
                correlation(look(0.005 * place, 1.1 * place), look(0.005 * place, 1.1 * place + kTiltDeg[i])) / kPlaces;
        measured += text(" %.2f", sum);
        constexpr double kTolerance = 0.15;
        holds = holds && std::abs(sum - kReference[i]) <= kTolerance;
    }
    rows.push_back({11, "correlation after 0.25 .. 3 deg of tilt", "0.96 0.85 0.57 0.16 0.03 +- 0.15",
                    measured.substr(1), holds_if(holds), ""});
}

// Row 12: speckle moves with the tissue, and the same pose is the same image.
void add_in_plane_shift(Rows& rows) {
    ImageFrame frame = even_block(anatomy::Tissue::GelPhantom, 0.6, 0.03, 0.015);
    const BeamGrid grid = grid_of(frame);
    const Envelope at_rest = envelope_of(frame);
    double least = 1.0;
    for (const int lines : {3, 10, 31}) {
        test::move_to(frame, {.slide_m = lines * grid.face_spacing_m});
        const Envelope moved = envelope_of(frame);
        const Window here{40 + lines, 150, 50, grid.sample_count - 20};
        const Window there{40, 150 - lines, 50, grid.sample_count - 20};
        least = std::min(least, correlation(intensities(at_rest, here), intensities(moved, there)));
    }
    rows.push_back({12, "correlation after 3, 10, 31 lines, put back", ">= 0.98", text("%.4f", least),
                    holds_if(least >= 0.98), ""});
    test::move_to(frame, {});
    const bool same = envelope_of(frame).values == at_rest.values;
    rows.push_back({12, "same pose again", "equal to the bit", same ? "equal" : "differs", holds_if(same), ""});
}

}  // namespace

Rows speckle_rows() {
    Rows rows;
    add_first_order(rows);
    add_partial_speckle(rows);
    add_elevation_shift(rows);
    add_tilt(rows);
    add_in_plane_shift(rows);
    return rows;
}

}  // namespace cryo::validation

// Rows 6 to 9, 23 and 26: how large a point is, in all three directions, and where the picture shows it.
#include <algorithm>
#include <complex>

#include "engine/core/random.h"
#include "engine/ultrasound/display.h"
#include "tests/support/element_sum.h"
#include "tests/ultrasound/validation/lab.h"
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

namespace {

using ultrasound::elevation_fwhm_m;
using ultrasound::lateral_fwhm_m;

constexpr double kSpeedMPerS = 1540.0;

double pulse_fwhm_m(const ImageFrame& frame) {
    return 0.441 * kSpeedMPerS / (frame.transducer.fractional_bandwidth * frame.settings.frequency_hz);
}

// Row 6: the autocorrelation of intensity is as wide as the amplitude response of a gaussian system.
void add_second_order(Rows& rows) {
    ImageFrame frame = even_block(anatomy::Tissue::GelPhantom, 0.6, 0.035, 0.020);
    frame.settings.line_count = 384;
    frame.settings.sample_count = 1024;
    const auto looks = looks_across(frame, 6, 0.004);
    const BeamGrid grid = grid_of(frame);
    for (const double depth_mm : {12.0, 20.0, 28.0}) {
        const Window w = window_of(grid, -0.016, 0.016, m_from_mm(depth_mm - 3.0), m_from_mm(depth_mm + 3.0));
        const auto covariance = [&](int lines, int samples) {
            double sum = 0.0;
            for (const Envelope& look : looks) {
                const auto here =
                    intensities(look, {w.line_low, w.line_high - lines, w.sample_low, w.sample_high - samples});
                const auto there =
                    intensities(look, {w.line_low + lines, w.line_high, w.sample_low + samples, w.sample_high});
                sum += correlation(here, there) / static_cast<double>(looks.size());
            }
            return sum;
        };
        const auto full_width = [&](auto&& value) {
            double before = 1.0;
            for (int lag = 1; lag < 40; ++lag) {
                const double here = value(lag);
                if (here < 0.5) return 2.0 * (lag - 1 + (before - 0.5) / (before - here));
                before = here;
            }
            return 80.0;
        };
        // Theory over the same depths: the beam is narrowest at the focus alone.
        double lateral_theory_m = 0.0;
        for (int k = -3; k <= 3; ++k)
            lateral_theory_m += lateral_fwhm_m(frame.transducer, frame.settings, m_from_mm(depth_mm + k)) / 7.0;
        const double axial_m = grid.sample_spacing_m * full_width([&](int lag) { return covariance(0, lag); });
        const double lateral_m = grid.face_spacing_m * full_width([&](int lag) { return covariance(lag, 0); });
        rows.push_back(share_row(6, text("speckle cell along the beam, %.0f mm deep", depth_mm),
                                 mm_from_m(pulse_fwhm_m(frame)), 0.10, mm_from_m(axial_m), "mm"));
        rows.push_back(share_row(6, text("speckle cell across the beam, %.0f mm deep", depth_mm),
                                 mm_from_m(lateral_theory_m), 0.10, mm_from_m(lateral_m), "mm"));
    }
}

// Rows 7 and 8: the column of wires every 5 mm. Theory across: receive 1.64 lambda F (cosine aperture), transmit
// 1.207 lambda z / D with its defocus (rectangular), multiplied.
void add_wires(Rows& rows) {
    ImageFrame frame = phantom("wires");
    frame.settings.line_count = 320;
    frame.settings.sample_count = 1536;
    const Envelope envelope = envelope_of(frame);
    const BeamGrid grid = grid_of(frame);
    const double slow = kSpeedMPerS / anatomy::properties(anatomy::Tissue::Saline).acoustics.sound_speed_m_per_s;
    double worst_axial = 0.0, worst_lateral = 0.0;
    double narrowest_m = 1.0, narrowest_at_mm = 0.0;
    std::string widths;
    for (double depth_mm = 5.0; depth_mm <= 60.0; depth_mm += 5.0) {
        const double shown_m = m_from_mm(depth_mm) * slow;
        const Peak peak = peak_in(envelope, window_of(grid, -0.002, 0.002, shown_m - 0.001, shown_m + 0.001));
        const double axial_m =
            grid.sample_spacing_m *
            width_at_half([&](int s) { return static_cast<double>(envelope.at(peak.line, s)); }, peak.sample);
        const double lateral_m =
            grid.face_spacing_m *
            width_at_half([&](int l) { return static_cast<double>(envelope.at(l, peak.sample)); }, peak.line);
        const double axial_off = axial_m / pulse_fwhm_m(frame) - 1.0;
        const double lateral_off =
            lateral_m / lateral_fwhm_m(frame.transducer, frame.settings, m_from_mm(depth_mm)) - 1.0;
        if (std::abs(axial_off) > std::abs(worst_axial)) worst_axial = axial_off;
        if (std::abs(lateral_off) > std::abs(worst_lateral)) worst_lateral = lateral_off;
        if (lateral_m / depth_mm < narrowest_m) narrowest_m = lateral_m / depth_mm, narrowest_at_mm = depth_mm;
        if (std::fmod(depth_mm, 15.0) == 0.0) widths += text(" %.2f", mm_from_m(lateral_m));
    }
    (void)narrowest_at_mm;
    rows.push_back({7, "wire along the beam, 5 .. 60 mm, worst", "0.441 c / bandwidth +- 10 %",
                    text("%+.1f %%", 100.0 * worst_axial), holds_if(std::abs(worst_axial) <= 0.10), ""});
    rows.push_back({8, "wire across the beam, 5 .. 60 mm, worst", "closed form +- 10 %",
                    text("%+.1f %% (%s mm at 15 30 45 60)", 100.0 * worst_lateral, widths.substr(1).c_str()),
                    holds_if(std::abs(worst_lateral) <= 0.10), ""});
}

constexpr double kBeadXM = 0.00015;  // on a line of 384

// A bead in an even bath.
ImageFrame bead_frame(double depth_m) {
    anatomy::Anatomy bath = test::block(anatomy::Tissue::Gel);
    anatomy::PointTarget bead;
    bead.id = "bead";
    bead.is_wire = false;
    bead.center_m = {kBeadXM, 0.0, depth_m};
    bath.points.push_back(bead);
    ImageFrame frame = test::frame_of(test::bake(bath));
    frame.transducer.fractional_bandwidth = 0.6;
    frame.settings.depth_m = 0.045;
    frame.noise_on = false;
    return frame;
}

// Row 9: the thickness of the image, by moving a bead through it. w^2 = ((1.207 lambda z / H)^2 + (H (1 - z / f))^2) /
// 2 with the wavelength that arrives from z.
void add_thickness(Rows& rows) {
    double at_focus_mm = 0.0, beside_mm = 1e9;
    for (const double depth_mm : {8.0, 14.0, 20.0, 28.0, 38.0}) {
        ImageFrame frame = bead_frame(m_from_mm(depth_mm));
        frame.settings.line_count = 96;
        const BeamGrid grid = grid_of(frame);
        const double shown_m = m_from_mm(depth_mm) * kSpeedMPerS / 1490.0;
        constexpr double kStepM = 0.0001;
        constexpr int kHalf = 30;
        std::vector<double> profile;
        for (int k = -kHalf; k <= kHalf; ++k) {
            test::move_to(frame, {.across_m = k * kStepM});
            profile.push_back(
                peak_in(envelope_of(frame), window_of(grid, -0.002, 0.002, shown_m - 0.001, shown_m + 0.001)).value);
        }
        const double measured_m =
            kStepM *
            width_at_half([&](int k) { return k >= 0 && k <= 2 * kHalf ? profile[static_cast<size_t>(k)] : 0.0; },
                          kHalf);
        rows.push_back(
            share_row(9, text("thickness of the image, %.0f mm deep", depth_mm),
                      mm_from_m(elevation_fwhm_m(frame.transducer, frame.settings.frequency_hz, m_from_mm(depth_mm))),
                      0.15, mm_from_m(measured_m), "mm"));
        if (depth_mm == 20.0)
            at_focus_mm = mm_from_m(measured_m);
        else
            beside_mm = std::min(beside_mm, mm_from_m(measured_m));
    }
    rows.push_back({9, "thickness is least at the lens focus, 20 mm", "< at 8, 14, 28, 38 mm",
                    text("%.2f < %.2f mm", at_focus_mm, beside_mm), holds_if(at_focus_mm < beside_mm), ""});
}

// Row 23: where the picture shows points, in pixels of 720 x 720, linear and curved.
double worst_place_px(ImageFrame frame, const std::vector<Vec3>& places_m) {
    const auto map = ultrasound::make_display_map(frame.transducer, frame.settings, 720, 720);
    ultrasound::ScanPlan plan;
    ultrasound::make_scan_plan(frame, plan);
    const ultrasound::GrayPicture picture = ultrasound::show(plan, envelope_of(frame), map);
    double worst = 0.0;
    for (const Vec3& place : places_m) {
        // Gel between a curved face and the skin is slower than the machine assumes: what lies under it looks deeper.
        const Vec2 beam = map.grid.line_and_range({place.x, place.z});
        const Vec3 face = map.grid.origin_m(beam.x);
        const Vec3 along = map.grid.direction(beam.x);
        constexpr double kGelExcess = kSpeedMPerS / 1490.0 - 1.0;
        const Vec3 shown = place + kGelExcess * std::max(0.0, -face.z / along.z) * along;
        const Vec2 expected = map.pixel_from_image({shown.x, shown.z});
        constexpr int kReachPx = 18;
        double brightest = 0.0;
        const auto gray = [&](int x, int y) {
            return picture.gray[static_cast<size_t>(y) * 720 + static_cast<size_t>(x)];
        };
        const int cx = static_cast<int>(expected.x), cy = static_cast<int>(expected.y);
        const int low_x = std::max(0, cx - kReachPx), high_x = std::min(719, cx + kReachPx);
        const int low_y = std::max(0, cy - kReachPx), high_y = std::min(719, cy + kReachPx);
        for (int y = low_y; y <= high_y; ++y)
            for (int x = low_x; x <= high_x; ++x) brightest = std::max(brightest, gray(x, y));
        // Centroid of what is within 8 dB of the peak.
        Vec2 sum{0.0};
        double weight = 0.0;
        const double least = brightest - 8.0 / frame.settings.dynamic_range_db;
        for (int y = low_y; y <= high_y; ++y)
            for (int x = low_x; x <= high_x; ++x) {
                const double w = std::max(0.0, gray(x, y) - least);
                sum += w * Vec2(x + 0.5, y + 0.5);
                weight += w;
            }
        worst = std::max(worst, glm::length(sum / std::max(weight, 1e-9) - expected));
    }
    return worst;
}

anatomy::Anatomy bath_of_wires(const std::vector<Vec3>& places_m) {
    anatomy::Anatomy bath = test::block(anatomy::Tissue::GelPhantom, 0.2);
    for (const Vec3& place : places_m) {
        anatomy::PointTarget wire;
        wire.id = "wire" + std::to_string(bath.points.size());
        wire.center_m = place;
        wire.level_db = 50.0;
        bath.points.push_back(wire);
    }
    return bath;
}

void add_places(Rows& rows) {
    std::vector<Vec3> places;
    for (const double x_mm : {-15.0, -7.0, 0.0, 7.0, 15.0})
        for (const double z_mm : {6.0, 15.0, 24.0, 33.0}) places.push_back({m_from_mm(x_mm), 0.0, m_from_mm(z_mm)});
    ImageFrame frame = test::frame_of(test::bake(bath_of_wires(places)));
    frame.noise_on = false;
    constexpr double kHalfPixel = 0.5;
    const double linear = worst_place_px(frame, places);
    rows.push_back({23, "wires of a linear picture, worst", "<= 0.50 px", text("%.2f px", linear),
                    holds_if(linear <= kHalfPixel), ""});

    places.clear();
    const instruments::Transducer curved = test::curved_array();
    for (const double angle_deg : {-30.0, -17.0, 0.0, 17.0, 30.0})
        for (const double range_mm : {15.0, 40.0, 65.0, 90.0}) {
            const double r = curved.radius_m + m_from_mm(range_mm);
            places.push_back(
                {r * std::sin(rad_from_deg(angle_deg)), 0.0, r * std::cos(rad_from_deg(angle_deg)) - curved.radius_m});
        }
    instruments::TransducerPose pressed;
    pressed.press_frac = 1.0;
    ImageFrame sector = test::frame_of(test::bake(bath_of_wires(places)), curved, pressed);
    sector.settings.depth_m = 0.1;
    sector.settings.focus_m = 0.05;
    sector.noise_on = false;
    const double bent = worst_place_px(sector, places);
    rows.push_back(
        {23, "wires of a sector, worst", "<= 0.50 px", text("%.2f px", bent), holds_if(bent <= kHalfPixel), ""});
}

// Row 23: a disc of 8 mm without echo, its edge where the mean power falls to half.
void add_area(Rows& rows) {
    anatomy::Anatomy gel = test::block();
    anatomy::Inclusion disc;
    disc.id = "disc";
    disc.center_m = {0.0, 0.0, 0.020};
    disc.semi_axes_m = Vec3(0.004);
    disc.endless_along_y = true;
    disc.backscatter_offset_db = -200.0;
    gel.inclusions.push_back(disc);
    ImageFrame frame = test::frame_of(test::bake(gel));
    frame.noise_on = false;
    const BeamGrid grid = grid_of(frame);
    constexpr int kLooks = 48;
    const auto looks = looks_across(frame, kLooks, 0.0015);
    double area_mm2 = 0.0;
    const double cell_mm2 = mm_from_m(grid.face_spacing_m) * mm_from_m(grid.sample_spacing_m);
    const Window w = window_of(grid, -0.007, 0.007, 0.013, 0.027);
    for (int s = w.sample_low; s < w.sample_high; ++s) {
        const double beside =
            0.5 * (mean_power(looks, window_of(grid, -0.015, -0.008, grid.range_m(s - 3), grid.range_m(s + 3))) +
                   mean_power(looks, window_of(grid, 0.008, 0.015, grid.range_m(s - 3), grid.range_m(s + 3))));
        for (int l = w.line_low; l < w.line_high; ++l)
            if (mean_power(looks, {l, l + 1, s, s + 1}) < 0.5 * beside) area_mm2 += cell_mm2;
    }
    rows.push_back(share_row(23, "area of a disc of 8 mm", 50.27, 0.02, area_mm2, "mm2", 1));
}

// Row 26: the response at the focus against the sum over the array's elements with carrier, and speckle made with it.
void add_element_sum(Rows& rows) {
    ImageFrame frame = bead_frame(0.020);
    frame.settings.focus_m = 0.020;
    frame.settings.line_count = 384;
    frame.settings.sample_count = 1536;
    frame.settings.frequency_hz = 7.5e6;
    const BeamGrid grid = grid_of(frame);
    const Envelope envelope = envelope_of(frame);
    const double shown_m = 0.020 * kSpeedMPerS / 1490.0;
    const Peak peak = peak_in(envelope, window_of(grid, -0.002, 0.002, shown_m - 0.001, shown_m + 0.001));
    // The machine's widths are those of the frequency that comes back through ordinary tissue.
    const double bandwidth_hz = frame.transducer.fractional_bandwidth * frame.settings.frequency_hz;
    instruments::Transducer heard = frame.transducer;
    ultrasound::ImagingSettings settings = frame.settings;
    const double sd_mhz = 1e-6 * bandwidth_hz / 2.354820045;
    constexpr double kTissueDbPerCmMhz = 0.7;
    const double np_per_mhz = 2.0 * kTissueDbPerCmMhz * 2.0 * std::log(10.0) / 20.0;
    settings.frequency_hz -= 1e6 * np_per_mhz * sd_mhz * sd_mhz;
    heard.fractional_bandwidth = bandwidth_hz / settings.frequency_hz;
    const test::ElementSum sum(heard, settings);
    double difference = 0.0, power = 0.0;
    const auto theory_at = [&](int l, int s) {
        return std::abs(
            sum.field({grid.face_position_m(peak.line + l) - kBeadXM, 0.0, grid.range_m(peak.sample + s) - shown_m}));
    };
    const double top = theory_at(0, 0);
    for (int l = -12; l <= 12; ++l)
        for (int s = -12; s <= 12; ++s) {
            const double theory = theory_at(l, s) / top;
            const double ours = static_cast<double>(envelope.at(peak.line + l, peak.sample + s)) / peak.value;
            difference += (ours - theory) * (ours - theory);
            power += theory * theory;
        }
    const double error = std::sqrt(difference / power);
    rows.push_back({26, "response at the focus against the element sum", "NRMSE <= 10 %",
                    text("%.1f %%", 100.0 * error), holds_if(error <= 0.10), ""});

    const test::BruteSpeckle brute = sum.speckle(300000, 0x51ab);
    ImageFrame gel = even_block(anatomy::Tissue::GelPhantom, 0.6, 0.03, 0.020);
    const auto looks = looks_across(gel, 6, 0.004);
    std::vector<double> values;
    for (const Envelope& look : looks) {
        const Window w = window_of(grid_of(gel), -0.016, 0.016, 0.018, 0.022);
        for (const double v : intensities(look, w)) values.push_back(std::sqrt(v));
    }
    rows.push_back(near_row(26, text("mean / sd against %d scatterers with carrier", brute.scatterers),
                            mean_of(brute.envelope) / sd_of(brute.envelope), 0.05, mean_of(values) / sd_of(values), "",
                            3));
}

}  // namespace

Rows resolution_rows() {
    Rows rows;
    add_second_order(rows);
    add_wires(rows);
    add_thickness(rows);
    add_places(rows);
    add_area(rows);
    add_element_sum(rows);
    return rows;
}

}  // namespace cryo::validation

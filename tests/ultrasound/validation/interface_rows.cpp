// Rows 17 to 21 and 24: how faces, fibres, steel and the inside of a nerve answer.
#include <algorithm>

#include "engine/ultrasound/needle_echo.h"
#include "engine/ultrasound/tube_path.h"
#include "tests/ultrasound/validation/lab.h"
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

namespace {

using anatomy::Tissue;

double alpha_of(Tissue tissue) { return anatomy::properties(tissue).acoustics.attenuation_db_per_cm_mhz; }

// Mean over the lines of a window of each line's peak power, dB; what the way took is added by the caller.
double ridge_db(const Envelope& envelope, const Window& w) {
    double sum = 0.0;
    for (int l = w.line_low; l < w.line_high; ++l)
        sum +=
            std::pow(peak_in(envelope, {l, l + 1, w.sample_low, w.sample_high}).value, 2) / (w.line_high - w.line_low);
    return db(sum);
}

// Row 17: the level of a flat face at the focus, the loss above it added back.
double face_db(ImageFrame frame, Tissue above, double depth_m) {
    const double shown_m = depth_m * 1540.0 / anatomy::properties(above).acoustics.sound_speed_m_per_s;
    const Window w = window_of(grid_of(frame), -0.01, 0.01, shown_m - 0.0006, shown_m + 0.0006);
    return ridge_db(envelope_of(frame), w) +
           loss_db(alpha_of(above), depth_m, frame.settings.frequency_hz, frame.transducer.fractional_bandwidth);
}

void add_faces(Rows& rows) {
    struct Pair {
        const char* id;
        const char* what;
        Tissue above;
        double z_above, z_below;  // MRayl
    };
    for (const Pair& pair : {Pair{"reflector_fat_muscle", "fat 1.38 on muscle 1.70", Tissue::Fat, 1.38, 1.70},
                             Pair{"reflector_muscle_bone", "muscle 1.70 on bone 7.8", Tissue::Muscle, 1.70, 7.8},
                             Pair{"reflector_muscle_air", "muscle on air", Tissue::Muscle, 1.70, 0.0004}}) {
        ImageFrame frame = phantom(pair.id);
        frame.transducer.fractional_bandwidth = 0.4;
        const double r = std::abs(pair.z_below - pair.z_above) / (pair.z_below + pair.z_above);
        rows.push_back(near_row(17, text("face, %s", pair.what), 20.0 * std::log10(r), 1.0,
                                face_db(frame, pair.above, 0.020), "dB", 1));
    }
    // Steel so thick that its side is flat, and a flat front of ice.
    ImageFrame steel = even_block(Tissue::Muscle, 0.4, 0.04, 0.02);
    constexpr double kFlatM = 0.5;
    steel.needles = {test::shaft_to({0.05, 0.0, 0.020 + kFlatM}, 0.0, 0.0, kFlatM)};
    steel.inserted_m = 0.1;
    rows.push_back(near_row(17, "face, muscle on steel", -0.65, 1.0, face_db(steel, Tissue::Muscle, 0.020), "dB", 1));
    ImageFrame iced = even_block(Tissue::Muscle, 0.4, 0.04, 0.02);
    GridFrame cells;
    cells.spacing_m = 0.0001;
    cells.size = Index3(260, 60, 40);
    cells.origin_m = Vec3(-0.013, -0.003, 0.018);
    Grid3<float> ice(cells, 37.0F);
    for (int k = 20; k < 40; ++k)
        for (int j = 0; j < 60; ++j)
            for (int i = 0; i < 260; ++i) ice.at(i, j, k) = -60.0F;
    iced.temperature_degc = &ice;
    iced.temperature_revision = 1;
    rows.push_back(near_row(17, "face, muscle on ice (impedance 2.2 to 1)", -8.5, 1.0,
                            face_db(iced, Tissue::Muscle, 0.020), "dB", 1));
}

// Row 18: a face turned along and out of the image, over the face at right angles.
void add_angle_law(Rows& rows) {
    const auto level = [](double along_deg, double out_deg) {
        anatomy::Anatomy a;
        a.layers = {test::layer_of(Tissue::Gel, 0.0, 0.020), test::layer_of(Tissue::Air, 0.020, 0.05)};
        a.layers[1].tilt_rad = {rad_from_deg(along_deg), rad_from_deg(out_deg)};
        ImageFrame frame = test::frame_of(test::bake(a));
        frame.transducer.fractional_bandwidth = 0.4;
        frame.settings.line_count = 384;
        frame.settings.sample_count = 768;
        frame.noise_on = false;
        const double shown_m = 0.020 * 1540.0 / 1490.0;
        return ridge_db(envelope_of(frame),
                        window_of(grid_of(frame), -0.001, 0.001, shown_m - 0.0015, shown_m + 0.0015));
    };
    const double straight = level(0.0, 0.0);
    constexpr double kLateralF = 1.5, kElevationalF = 0.020 / 0.005;
    double worst_along = 0.0, worst_out = 0.0;
    std::string along, out;
    for (const double tilt_deg : {4.0, 8.0, 12.0, 16.0}) {
        const double law = std::max(0.0, 1.0 - 2.0 * kLateralF * std::tan(rad_from_deg(tilt_deg)));
        const double measured = std::pow(10.0, (level(tilt_deg, 0.0) - straight) / 20.0);
        worst_along = std::max(worst_along, std::abs(measured - law));
        along += text(" %.2f", measured);
    }
    for (const double tilt_deg : {1.5, 3.0, 4.5, 6.0}) {
        const double law = std::max(0.0, 1.0 - 2.0 * kElevationalF * std::tan(rad_from_deg(tilt_deg)));
        // Out of the image the face also spreads in range over the thickness of the beam; its area stays.
        const double measured = std::pow(10.0, (level(0.0, tilt_deg) - straight) / 20.0);
        const double sd_m = ultrasound::elevation_fwhm_m(test::linear_array(), 7.54e6, 0.020) / 2.3548;
        const double pulse_m = 0.441 * 1540.0 / (0.4 * 7.54e6) / 2.3548;
        const double spread = pulse_m / std::hypot(pulse_m, std::tan(rad_from_deg(tilt_deg)) * sd_m);
        worst_out = std::max(worst_out, std::abs(measured - law * spread));
        out += text(" %.2f", measured);
    }
    constexpr double kTolerance = 0.08;  // the rough part of the face is in the measured level
    rows.push_back({18, "face turned 4 8 12 16 deg in the image", "0.79 0.58 0.36 0.14 +- 0.08", along.substr(1),
                    holds_if(worst_along <= kTolerance), ""});
    rows.push_back({18, "face turned 1.5 3 4.5 6 deg out of it", "1 - 2 F tan, spread +- 0.08", out.substr(1),
                    holds_if(worst_out <= kTolerance), ""});
}

// The angle at which a curve of levels has fallen by `drop_db`, linear between points.
double angle_at(const std::vector<double>& angle_deg, const std::vector<double>& level_db, double drop_db) {
    for (size_t i = 1; i < level_db.size(); ++i) {
        const double before = level_db[0] - level_db[i - 1], here = level_db[0] - level_db[i];
        if (here >= drop_db)
            return angle_deg[i - 1] + (drop_db - before) / (here - before) * (angle_deg[i] - angle_deg[i - 1]);
    }
    return 90.0;
}

// Row 19: level of a fibrous block over the tilt of the transducer, less what the longer way and the tilt change in a
// block without fibres.
void add_anisotropy(Rows& rows) {
    const auto level = [](const std::shared_ptr<const ultrasound::AcousticMedium>& medium, double tilt_deg,
                          const std::function<Window(const BeamGrid&)>& where) {
        ImageFrame frame = test::frame_of(medium);
        frame.settings.depth_m = 0.03;
        frame.settings.focus_m = 0.012;
        frame.noise_on = false;
        frame.transducer.elevation_focus_m = 0.012;
        frame.pose.tilt_rad = rad_from_deg(tilt_deg);
        double sum = 0.0;
        constexpr int kLooks = 9;
        for (int k = 0; k < kLooks; ++k) {
            instruments::TransducerPose pose = frame.pose;
            pose.across_m = 0.0017 * (k - kLooks / 2) - 0.0117 * std::sin(pose.tilt_rad);
            test::move_to(frame, pose);
            sum += mean_power({envelope_of(frame)}, where(grid_of(frame)));
        }
        return db(sum);
    };
    const auto block_window = [](const BeamGrid& grid) { return window_of(grid, -0.015, 0.015, 0.010, 0.0145); };
    const auto fall = [&](const anatomy::Anatomy& anatomy, const std::vector<double>& angles, double drop_db,
                          const std::function<Window(const BeamGrid&)>& where) {
        const auto medium = test::bake(anatomy);
        std::vector<double> levels;
        for (const double angle : angles) levels.push_back(level(medium, angle, where));
        return angle_at(angles, levels, drop_db);
    };

    anatomy::Anatomy tendon = test::block(Tissue::Tendon);
    tendon.layers.front().fibre = {0, 1, 0};
    tendon.layers.front().is_uniform = true;
    rows.push_back(near_row(19, "tendon falls by 6 dB at a tilt of", 2.5, 0.5,
                            fall(tendon, {0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0}, 6.0, block_window), "deg", 1));

    // Inside a large nerve of one fascicle, so that no wall is in the window.
    anatomy::Anatomy nerve = test::block();
    nerve.nerves.push_back(test::nerve_along_y({0, 0, 0.012}, 0.016, 0.008));
    nerve.nerves.front().tube.path_m = {{0, -0.06, 0.012}, {0, 0.06, 0.012}};
    nerve.nerves.front().fascicle_count = 1;
    const auto nerve_window = [](const BeamGrid& grid) { return window_of(grid, -0.004, 0.004, 0.0100, 0.0130); };
    rows.push_back(near_row(19, "nerve falls by 6 dB at a tilt of", 10.0, 2.0,
                            fall(nerve, {0.0, 4.0, 7.0, 8.5, 10.0, 11.5, 13.0, 16.0}, 6.0, nerve_window), "deg", 1));

    anatomy::Anatomy across = test::block(Tissue::Muscle);
    across.layers.front().is_uniform = true;
    across.layers.front().fibre = {0, 1, 0};
    anatomy::Anatomy oblique = across;
    oblique.layers.front().fibre = {0, std::sqrt(0.5), std::sqrt(0.5)};
    rows.push_back(near_row(
        19, "muscle, fibres at 45 over 90 deg", -10.0, 2.0,
        level(test::bake(oblique), 0.0, block_window) - level(test::bake(across), 0.0, block_window), "dB", 1));
}

// Row 20: the shaft in the image plane where the image is thinnest, its loss added back; the law is 0.25 cos^2.
void add_needle_levels(Rows& rows) {
    for (const double pitch_deg : {30.0, 45.0, 60.0, 75.0}) {
        ImageFrame frame = phantom("steel_needle");
        const double pitch = rad_from_deg(pitch_deg);
        // Its tip well below the window and beside it.
        constexpr double kMiddleM = 0.018;
        const double tip_m = std::min(0.026, kMiddleM + 0.012 * std::sin(pitch));
        frame.needles = {test::shaft_to({(tip_m - kMiddleM) / std::tan(pitch), 0.0, tip_m}, 0.0, pitch)};
        frame.inserted_m = tip_m / std::sin(pitch);
        const BeamGrid grid = grid_of(frame);
        const Envelope envelope = envelope_of(frame);
        const double half_m = std::min(0.004, 0.003 / std::tan(pitch));
        double sum = 0.0;
        int count = 0;
        for (int l = window_of(grid, -half_m, half_m, 0.0, 0.01).line_low;
             l < window_of(grid, -half_m, half_m, 0.0, 0.01).line_high; ++l) {
            const double x_m = grid.face_position_m(l);
            const double steel_m = kMiddleM + x_m * std::tan(pitch) - frame.needles.front().radius_m / std::cos(pitch);
            const Window w = window_of(grid, -0.02, 0.02, steel_m - 0.0012, steel_m + 0.0003);
            const double peak = peak_in(envelope, {l, l + 1, w.sample_low, w.sample_high}).value;
            sum += db(peak * peak) + loss_db(alpha_of(Tissue::GelPhantom), steel_m, frame.settings.frequency_hz,
                                             frame.transducer.fractional_bandwidth);
            ++count;
        }
        const double law_db = 20.0 * std::log10(0.25 * std::pow(std::cos(pitch), 2));
        rows.push_back(
            near_row(20, text("shaft at %.0f deg in the image", pitch_deg), law_db, 3.0, sum / count, "dB", 1));
    }
    // Moved out of the image plane it fades as the beam's power over the shaft's width.
    const auto level_at = [&](double off_m) {
        ImageFrame frame = phantom("steel_needle");
        frame.needles = {test::shaft_to({0.008, off_m, 0.020 + 0.008 * std::tan(0.6)}, 0.0, 0.6, 0.0004)};
        frame.inserted_m = 0.04;
        const Envelope envelope = envelope_of(frame);
        return ridge_db(envelope, window_of(grid_of(frame), -0.0008, 0.0008, 0.0185, 0.0206));
    };
    const double sd_m = ultrasound::elevation_fwhm_m(test::linear_array(), 7.5e6, 0.020) / 2.3548;
    const double straight = level_at(0.0);
    double worst = 0.0;
    std::string measured, expected;
    for (const double off_mm : {0.3, 0.6, 0.9}) {
        const auto power = [&](double off_m) {
            const double s = sd_m;  // of amplitude: power has sd / sqrt 2
            return std::erf((off_m + 0.0004) / s) - std::erf((off_m - 0.0004) / s);
        };
        const double law = 10.0 * std::log10(power(m_from_mm(off_mm)) / power(0.0));
        const double here = level_at(m_from_mm(off_mm)) - straight;
        worst = std::max(worst, std::abs(here - law));
        measured += text(" %.1f", here);
        expected += text(" %.1f", law);
    }
    rows.push_back({20, "shaft of 0.8 mm 0.3 0.6 0.9 mm off the plane", expected.substr(1) + " +- 2 dB",
                    measured.substr(1) + " dB", holds_if(worst <= 2.0), ""});
}

// Row 20: a needle that crosses the image is a bright point where it crosses.
void add_out_of_plane(Rows& rows) {
    for (const double pitch_deg : {20.0, 45.0}) {
        ImageFrame frame = phantom("steel_needle");
        const double pitch = rad_from_deg(pitch_deg);
        frame.needles = {test::shaft_to({0.0, 0.006, 0.020 + 0.006 * std::tan(pitch)}, 1.5708, pitch)};
        frame.inserted_m = 0.05;
        const BeamGrid grid = grid_of(frame);
        const Window here = window_of(grid, -0.0012, 0.0012, 0.016, 0.0215);
        const double peak = db(std::pow(peak_in(envelope_of(frame), here).value, 2)) +
                            loss_db(alpha_of(Tissue::GelPhantom), 0.0193, frame.settings.frequency_hz,
                                    frame.transducer.fractional_bandwidth);
        // Slant draws the echo out over the thickness of the beam; its power stays.
        const double sd_m =
            ultrasound::elevation_fwhm_m(frame.transducer, frame.settings.frequency_hz, 0.0193) / 2.3548;
        const double pulse_m =
            0.441 * 1540.0 / (frame.transducer.fractional_bandwidth * frame.settings.frequency_hz) / 2.3548;
        const double law = 20.0 * std::log10(0.25 * std::pow(std::cos(pitch), 2)) +
                           10.0 * std::log10(pulse_m / std::hypot(pulse_m, sd_m * std::tan(pitch)));
        rows.push_back(near_row(20, text("shaft across the image, %.0f deg down", pitch_deg), law, 3.0, peak, "dB", 1));
    }
}

// Row 21: the comet tail of a level shaft, and the repeats of a face that sends everything back.
void add_reverberation(Rows& rows) {
    ImageFrame frame = phantom("steel_needle");
    frame.settings.sample_count = 2048;
    frame.settings.line_count = 128;
    frame.needles = {test::shaft_to({0.015, 0.0, 0.015}, 0.0, 0.0)};
    frame.inserted_m = 0.03;
    const BeamGrid grid = grid_of(frame);
    const Envelope envelope = envelope_of(frame);
    const int line = grid.line_count / 2;
    const auto sample_at_peak = [&](double from_m, double to_m) {
        const Window w = window_of(grid, 0.0, 0.001, from_m, to_m);
        return peak_in(envelope, {line, line + 1, w.sample_low, w.sample_high}).sample;
    };
    const double bounce_m = 0.0014 * 1540.0 / 5660.0;
    const int first = sample_at_peak(0.0139, 0.0146);
    const int third = sample_at_peak(0.0143 + 1.6 * bounce_m, 0.0143 + 2.4 * bounce_m);
    rows.push_back(near_row(21, "comet tail of a 1.4 mm shaft, spacing", mm_from_m(bounce_m), 0.03,
                            mm_from_m(0.5 * (third - first) * grid.sample_spacing_m), "mm", 3));

    anatomy::Anatomy chest;
    chest.layers = {test::layer_of(Tissue::GelPhantom, 0.0, 0.010), test::layer_of(Tissue::Lung, 0.010, 0.1)};
    ImageFrame lung = test::frame_of(test::bake(chest));
    lung.noise_on = false;
    const BeamGrid lines = grid_of(lung);
    const Envelope echoes = envelope_of(lung);
    int worst = 0;
    std::string measured;
    for (const double multiple : {1.0, 2.0, 3.0}) {
        const double at_m = multiple * 0.010;
        const Peak peak = peak_in(echoes, window_of(lines, -0.001, 0.001, at_m - 0.0015, at_m + 0.0015));
        worst = std::max(worst, std::abs(peak.sample - static_cast<int>(std::lround(lines.sample_at(at_m)))));
        measured += text(" %.2f", mm_from_m(lines.range_m(peak.sample)));
    }
    rows.push_back({21, "pleura at 10 mm and its A-lines", "10 20 30 mm +- 1 sample", measured.substr(1) + " mm",
                    holds_if(worst <= 1), ""});
}

// Row 24: which of ten fascicles show as a dip of 3 dB below what lies between them nearby, over looks along the nerve
// that differ in speckle (0.2 mm apart) while the fascicles hardly move.
void add_fascicles(Rows& rows) {
    ImageFrame frame = phantom("fascicles");
    frame.settings.line_count = 256;
    frame.settings.sample_count = 768;
    const BeamGrid grid = grid_of(frame);
    constexpr int kLooks = 5;
    const auto looks = looks_across(frame, kLooks, 0.0002);
    const auto& medium = frame.medium->medium();
    const auto& curve = medium.nerve_curve(0);
    const auto middle = curve.nearest({0.0, 0.0, 0.010});
    const double turn = ultrasound::section_turn_rad(middle.arc_m);
    const Mat3 axes = curve.section_axes(middle.arc_m);
    // Where fat and muscle of the way show the nerve.
    const auto shown_m = [&](double depth_m) {
        const auto speed = [](Tissue t) { return anatomy::properties(t).acoustics.sound_speed_m_per_s; };
        const double to_nerve =
            0.0015 / speed(Tissue::Skin) + 0.0045 / speed(Tissue::Fat) + 0.0026 / speed(Tissue::Muscle);
        return 1540.0 * (to_nerve + (depth_m - 0.0086) / speed(Tissue::NerveFascicle));
    };
    struct Round {
        double x_m, z_m, radius_m;
    };
    std::vector<Round> fascicles;
    for (const anatomy::Fascicle& fascicle : medium.fascicles(0)) {
        const Vec2 c = fascicle.center_m;
        const Vec2 turned{std::cos(turn) * c.x + std::sin(turn) * c.y, -std::sin(turn) * c.x + std::cos(turn) * c.y};
        const Vec3 at = middle.center_m + turned.x * axes[0] + turned.y * axes[1];
        fascicles.push_back({at.x, shown_m(at.z), fascicle.radius_m});
    }
    // Level smoothed over a fifth of a millimetre, as the eye does.
    const auto level_db = [&](double x_m, double z_m) {
        constexpr double kEyeM = 0.0001;
        return db(mean_power(looks, window_of(grid, x_m - kEyeM, x_m + kEyeM + grid.face_spacing_m, z_m - kEyeM,
                                              z_m + kEyeM + grid.sample_spacing_m)));
    };
    const auto highest_between = [&](const Round& from, double to_x_m, double to_z_m) {
        double highest = -300.0;
        constexpr int kSteps = 24;
        for (int k = 0; k <= kSteps; ++k) {
            const double f = static_cast<double>(k) / kSteps;
            highest =
                std::max(highest, level_db(from.x_m + f * (to_x_m - from.x_m), from.z_m + f * (to_z_m - from.z_m)));
        }
        return highest;
    };
    // Darkest first: a dip counts when 3 dB have to be climbed on the way to every other that counts, and outwards.
    constexpr double kDipDb = 3.0;
    std::sort(fascicles.begin(), fascicles.end(),
              [&](const Round& a, const Round& b) { return level_db(a.x_m, a.z_m) < level_db(b.x_m, b.z_m); });
    std::vector<Round> seen_ones;
    for (const Round& f : fascicles) {
        const double own_db = level_db(f.x_m, f.z_m);
        bool apart = true;
        for (const Round& other : seen_ones)
            apart = apart && highest_between(f, other.x_m, other.z_m) >= own_db + kDipDb;
        for (int ray = 0; ray < 8; ++ray) {
            const double angle = 0.25 * kPi * ray, far_m = 1.8 * f.radius_m;
            apart = apart && highest_between(f, f.x_m + far_m * std::cos(angle), f.z_m + far_m * std::sin(angle)) >=
                                 own_db + kDipDb;
        }
        if (apart) seen_ones.push_back(f);
    }
    const auto seen = static_cast<int>(seen_ones.size());
    rows.push_back({24, "fascicles of ten that show as dips of 3 dB", "6 .. 8",
                    text("%d of %d", seen, static_cast<int>(fascicles.size())), holds_if(seen >= 6 && seen <= 8), ""});
}

}  // namespace

Rows interface_rows() {
    Rows rows;
    add_faces(rows);
    add_angle_law(rows);
    add_anisotropy(rows);
    add_needle_levels(rows);
    add_out_of_plane(rows);
    add_reverberation(rows);
    add_fascicles(rows);
    return rows;
}

}  // namespace cryo::validation

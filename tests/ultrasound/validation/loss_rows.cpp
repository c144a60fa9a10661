// Rows 13 to 16 and 22: what the way there and back takes away, what it leaves behind a body, and contrast.
#include <algorithm>

#include "tests/ultrasound/validation/lab.h"
#include "tests/ultrasound/validation/row.h"

namespace cryo::validation {

namespace {

// Measured and closed-form slope in dB/cm.
struct Slopes {
    double measured;
    double theory;
};
Slopes slopes_of(ImageFrame frame, double alpha) {
    const auto looks = looks_across(frame, 7, 0.004);
    const BeamGrid grid = grid_of(frame);
    std::vector<double> z_cm, level_db, theory_db;
    for (int s = 120; s < 460; ++s) {
        z_cm.push_back(100.0 * grid.range_m(s));
        level_db.push_back(-db(mean_power(looks, {0, grid.line_count, s, s + 1})));
        theory_db.push_back(
            loss_db(alpha, grid.range_m(s), frame.settings.frequency_hz, frame.transducer.fractional_bandwidth));
    }
    return {slope_of(z_cm, level_db), slope_of(z_cm, theory_db)};
}

void add_attenuation(Rows& rows) {
    const double alpha = anatomy::properties(anatomy::Tissue::GelPhantom).acoustics.attenuation_db_per_cm_mhz;
    ImageFrame narrow = even_block(anatomy::Tissue::GelPhantom, 0.10, 0.04, 0.024);
    narrow.settings.frequency_hz = 5e6;
    const double at_5 = slopes_of(narrow, alpha).measured;
    narrow.settings.frequency_hz = 10e6;
    const double at_10 = slopes_of(narrow, alpha).measured;
    const Slopes wide = slopes_of(even_block(anatomy::Tissue::GelPhantom, 0.60, 0.04, 0.024), alpha);
    rows.push_back(share_row(13, "loss per cm, narrow band, 2 alpha f", 2.0 * alpha * 10.0, 0.05, at_10, "dB"));
    rows.push_back(share_row(13, "loss per cm, 60 % band, with downshift", wide.theory, 0.08, wide.measured, "dB"));
    rows.push_back(share_row(14, "loss per cm, 10 MHz over 5 MHz", 2.0, 0.05, at_10 / at_5, ""));
}

// Row 15: behind 6 mm of blood in muscle, beside muscle at the same depth. Narrow band, as the formula.
void add_enhancement(Rows& rows) {
    ImageFrame frame = phantom("vessel_enhancement");
    frame.transducer.fractional_bandwidth = 0.10;
    const auto looks = looks_across(frame, 12, 0.0025);
    const BeamGrid grid = grid_of(frame);
    const double behind = db(mean_power(looks, window_of(grid, -0.0012, 0.0012, 0.0195, 0.0225)));
    const double beside = 0.5 * (db(mean_power(looks, window_of(grid, -0.014, -0.008, 0.0195, 0.0225))) +
                                 db(mean_power(looks, window_of(grid, 0.008, 0.014, 0.0195, 0.0225))));
    const auto alpha = [](anatomy::Tissue t) { return anatomy::properties(t).acoustics.attenuation_db_per_cm_mhz; };
    const double expected = 2.0 * (alpha(anatomy::Tissue::Muscle) - alpha(anatomy::Tissue::Blood)) * 10.0 * 0.6;
    rows.push_back(near_row(15, "enhancement behind 6 mm of blood", expected, 1.0, behind - beside, "dB", 1));
}

// Median levels: what rings in steel or ice is short and far apart, the shadow lies between.
double shadow_db(const ImageFrame& frame, double x_m, double from_m, double beside_x_m) {
    const auto looks = looks_across(frame, 3, 0.0002);
    const BeamGrid grid = grid_of(frame);
    const auto level = [&](double x) {
        std::vector<double> values;
        for (const Envelope& look : looks)
            for (const double v : intensities(look, window_of(grid, x - 0.0005, x + 0.0005, from_m, from_m + 0.002)))
                values.push_back(v);
        std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
        return db(values[values.size() / 2]);
    };
    return level(beside_x_m) - level(x_m);
}

Row shadow_row(const char* what, double measured) {
    return {
        16, text("shadow 2 to 4 mm behind %s", what), ">= 30 dB", text("%.1f dB", measured), holds_if(measured >= 30.0),
        ""};
}

void add_shadows(Rows& rows) {
    anatomy::Anatomy muscle = test::block(anatomy::Tissue::Muscle);
    muscle.layers.front().is_uniform = true;
    anatomy::Bone bone;
    bone.depth_m = 0.015;
    bone.center_m = {-0.010, 0.0};
    bone.half_extent_m = {0.006, 1.0};
    muscle.bones.push_back(bone);
    ImageFrame frame = test::frame_of(test::bake(muscle));
    frame.noise_on = false;
    rows.push_back(shadow_row("bone", shadow_db(frame, -0.010, 0.0172, 0.010)));

    // Behind the far side of an ice ball of 6 mm, and behind a thick steel rod across the image.
    muscle.bones.clear();
    ImageFrame iced = test::frame_of(test::bake(muscle));
    iced.noise_on = false;
    const instruments::NeedleAxis cold = test::shaft_to({0.0, 0.0, 0.0152}, 1.5708, 0.0);
    const Grid3<float> ice = test::ice_around(cold, 0.003);
    iced.temperature_degc = &ice;
    iced.temperature_revision = 1;
    rows.push_back(shadow_row("an ice ball of 6 mm", shadow_db(iced, 0.0, 0.0202, 0.012)));

    ImageFrame rod = test::frame_of(test::bake(muscle));
    rod.noise_on = false;
    rod.needles = {test::shaft_to({0.0, 0.03, 0.015}, 1.5708, 0.0, 0.004)};
    rod.inserted_m = 0.06;
    rows.push_back(shadow_row("a steel rod of 8 mm", shadow_db(rod, 0.0, 0.0133, 0.012)));
}

// Overlap of two histograms of shown level: 1 - gCNR.
double gcnr(const std::vector<double>& a, const std::vector<double>& b, double low, double high) {
    constexpr int kBins = 60;
    std::vector<double> ha(kBins, 0.0), hb(kBins, 0.0);
    const auto fill = [&](const std::vector<double>& values, std::vector<double>& histogram) {
        for (const double v : values) {
            const double t = std::clamp((v - low) / (high - low), 0.0, 0.999999);
            histogram[static_cast<size_t>(t * kBins)] += 1.0 / static_cast<double>(values.size());
        }
    };
    fill(a, ha);
    fill(b, hb);
    double overlap = 0.0;
    for (size_t i = 0; i < ha.size(); ++i) overlap += std::min(ha[i], hb[i]);
    return 1.0 - overlap;
}

void add_contrast(Rows& rows) {
    const ImageFrame frame = phantom("cysts");
    const auto looks = looks_across(frame, 16, 0.0012);
    const BeamGrid grid = grid_of(frame);
    const auto inside = [&](double x_mm, double z_mm) {
        return window_of(grid, m_from_mm(x_mm - 1.4), m_from_mm(x_mm + 1.4), m_from_mm(z_mm - 1.4),
                         m_from_mm(z_mm + 1.4));
    };
    // The block at the same depth, from the gaps between the discs.
    double beside = 0.0;
    for (const double x_mm : {-10.5, -3.5, 3.5, 10.5})
        beside +=
            0.25 * mean_power(looks, window_of(grid, m_from_mm(x_mm - 0.35), m_from_mm(x_mm + 0.35), 0.0286, 0.0314));
    struct Disc {
        double x_mm, set_db;
    };
    for (const Disc disc : {Disc{-14, -6}, Disc{-7, -3}, Disc{7, 3}, Disc{14, 6}})
        rows.push_back(near_row(22, text("contrast of the %+.0f dB disc", disc.set_db), disc.set_db, 0.5,
                                db(mean_power(looks, inside(disc.x_mm, 30.0))) - db(beside), "dB"));
    for (const double z_mm : {15.0, 30.0, 43.0}) {
        std::vector<double> cyst, block;
        for (const Envelope& look : looks) {
            for (const double v : intensities(look, inside(0.0, z_mm))) cyst.push_back(db(v));
            for (const double v : intensities(look, inside(z_mm == 30.0 ? 3.5 : 8.0, z_mm))) block.push_back(db(v));
        }
        const double measured = gcnr(cyst, block, -140.0, -20.0);
        rows.push_back({22, text("gCNR of the anechoic cyst at %.0f mm", z_mm), ">= 0.95", text("%.3f", measured),
                        holds_if(measured >= 0.95), ""});
        if (z_mm != 15.0) continue;
        // A monotone gray map moves both histograms alike: gamma over the same range, same number of bins in level.
        std::vector<double> bent_cyst, bent_block;
        const auto bend = [](double level_db) {
            return std::pow(std::clamp((level_db + 140.0) / 120.0, 0.0, 1.0), 0.6);
        };
        for (const double v : cyst) bent_cyst.push_back(bend(v));
        for (const double v : block) bent_block.push_back(bend(v));
        rows.push_back(
            near_row(22, "gCNR after a gamma of 0.6", measured, 0.02, gcnr(bent_cyst, bent_block, 0.0, 1.0), "", 3));
    }
}

}  // namespace

Rows loss_rows() {
    Rows rows;
    add_attenuation(rows);
    add_enhancement(rows);
    add_shadows(rows);
    add_contrast(rows);
    return rows;
}

}  // namespace cryo::validation

// The session's closed-form answer to "does the screen show the tip?" against the image itself: the echo found at the
// tip over what the same pose shows there without the needle.
#include <algorithm>

#include "engine/core/units.h"
#include "engine/ultrasound/echo.h"
#include "engine/ultrasound/tip_visibility.h"
#include "tests/support/ultrasound_worlds.h"

namespace cryo::ultrasound {
namespace {

struct Look {
    Envelope envelope;
    BeamGrid grid;
    std::vector<double> gain_db;
    double black_db, white_db;

    explicit Look(const ImageFrame& frame)
        : envelope(reference_image(frame).envelope),
          grid(make_beam_grid(frame.transducer, frame.settings)),
          black_db(kWhiteDb - frame.settings.dynamic_range_db),
          white_db(kWhiteDb) {
        for (int s = 0; s < grid.sample_count; ++s)
            gain_db.push_back(time_gain_db(frame.transducer, frame.settings, grid.range_m(s)));
    }
    double shown_db(int line, int sample) const {
        const double amplitude = std::max(1e-15, static_cast<double>(envelope.at(line, sample)));
        return std::clamp(20.0 * std::log10(amplitude) + gain_db[static_cast<size_t>(sample)], black_db, white_db);
    }
};

// Contrast as the image shows it, in standard deviations of log speckle.
double measured_contrast(const ImageFrame& frame) {
    ImageFrame without = frame;
    without.needles.clear();
    without.inserted_m = 0.0;
    const Look with(frame), bare(without);
    const instruments::NeedleAxis& needle = frame.needles.front();
    const Vec3 tip_m = frame.world_from_image.inverse().point(needle.tip_m);
    const Vec2 tip = with.grid.line_and_range({tip_m.x, tip_m.z});

    // The blunt end of the shaft reaches from the tip's middle to the near side above it.
    constexpr double kBesideM = 0.0005, kBelowM = 0.0003;
    const double above_m =
        kBelowM + needle.radius_m / std::max(0.1, std::sqrt(1.0 - needle.direction.z * needle.direction.z));
    constexpr double kRingInnerM = 0.0004;
    double best_db = -300.0, ring_db = 0.0;
    int ring = 0;
    for (int s = 0; s < with.grid.sample_count; ++s)
        for (int l = 0; l < with.grid.line_count; ++l) {
            const double x_m = (l - tip.x) * with.grid.face_spacing_m;
            const double z_m = with.grid.range_m(s) - tip.y;
            if (std::abs(x_m) < kBesideM && z_m > -above_m && z_m < kBelowM)
                best_db = std::max(best_db, with.shown_db(l, s));
            const double away_m = std::hypot(x_m, z_m);
            if (away_m < kRingInnerM || away_m > 0.5 * kBackgroundRingM) continue;
            ring_db += bare.shown_db(l, s);
            ++ring;
        }
    return (best_db - ring_db / ring) / kSpeckleSdDb;
}

struct Pair {
    double closed_form;
    double measured;
};

std::vector<Pair> pairs_over_poses(const std::shared_ptr<const AcousticMedium>& medium, double depth_m) {
    std::vector<Pair> pairs;
    for (const double yaw_deg : {0.0, 40.0, 90.0})
        for (const double pitch_deg : {20.0, 40.0, 60.0})
            for (const double off_mm : {0.0, 0.5, 1.0, 1.5, 2.5, 4.0}) {
                ImageFrame frame = test::frame_of(medium);
                frame.settings.depth_m = 0.03;
                frame.settings.focus_m = 0.015;
                frame.needles = {test::shaft_to({0.0011, m_from_mm(off_mm), depth_m}, rad_from_deg(yaw_deg),
                                                rad_from_deg(pitch_deg))};
                frame.inserted_m = depth_m / std::sin(rad_from_deg(pitch_deg));
                frame.image_index = pairs.size();
                pairs.push_back({tip_visibility(frame).contrast, measured_contrast(frame)});
            }
    return pairs;
}

TEST(TipVisibility, AgreesWithWhatTheImageShows) {
    anatomy::Anatomy muscle = test::block(anatomy::Tissue::Muscle);
    muscle.layers.front().is_uniform = true;
    const auto medium = test::bake(muscle);
    std::vector<Pair> pairs = pairs_over_poses(medium, 0.012);
    for (const Pair& more : pairs_over_poses(medium, 0.020)) pairs.push_back(more);

    // Speckle itself leaves an answer open within one standard deviation of the limit.
    constexpr double kOpen = 1.0;
    int clear = 0, wrong = 0;
    double difference = 0.0;
    int visible = 0;
    for (const Pair& pair : pairs) {
        if (std::abs(pair.closed_form - kTipContrastVisible) > kOpen) {
            ++clear;
            if ((pair.closed_form > kTipContrastVisible) != (pair.measured >= kTipContrastVisible)) ++wrong;
        }
        if (pair.closed_form > kTipContrastVisible) {
            difference += pair.measured - pair.closed_form;
            ++visible;
        }
    }
    std::printf("[ measured ] %zu poses, %d clear of the limit, %d of them disagree; image - closed form %.2f sd\n",
                pairs.size(), clear, wrong, difference / visible);
    EXPECT_GT(clear, 60);
    // The brightest of some 25 cells of speckle in the tip's place is seen as a tip once in fifty.
    EXPECT_LE(wrong, clear / 25);
    // A peak in speckle stands above the mean power of both by less than one standard deviation.
    EXPECT_NEAR(difference / visible, 0.0, 0.75);
}

TEST(TipVisibility, FadesAcrossTheImagePlaneAndNeverComesBack) {
    anatomy::Anatomy muscle = test::block(anatomy::Tissue::Muscle);
    muscle.layers.front().is_uniform = true;
    ImageFrame frame = test::frame_of(test::bake(muscle));
    double before = 1e9;
    for (double off_mm = 0.0; off_mm < 6.0; off_mm += 0.2) {
        frame.needles = {test::shaft_to({0.0, m_from_mm(off_mm), 0.015}, 0.0, 0.5)};
        frame.inserted_m = 0.03;
        const double contrast = tip_visibility(frame).contrast;
        EXPECT_LE(contrast, before + 1e-9) << off_mm;
        before = contrast;
    }
    EXPECT_LT(before, 0.5 * kTipContrastVisible);
}

}  // namespace
}  // namespace cryo::ultrasound

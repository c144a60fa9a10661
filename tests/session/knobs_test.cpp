// The machine's settings as commands: what they change, what is refused and why, and that presets and auto-gain are
// only shorthands for settings.
#include <limits>

#include "engine/core/units.h"
#include "engine/ultrasound/auto_gain.h"
#include "engine/ultrasound/display.h"
#include "engine/ultrasound/doppler.h"
#include "engine/ultrasound/echo.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

Setup still() { return {.simulated_hand = false}; }

TEST(Knobs, ReachTheImageInTheSameTick) {
    Session session(shared_case(), still(), pool_of(1));
    for (const SetKnob& set :
         {SetKnob{Knob::GrayMap, 2}, SetKnob{Knob::Persistence, 0.4}, SetKnob{Knob::Compounding, 1},
          SetKnob{Knob::NeedleEnhancement, 1}, SetKnob{Knob::NeedleSteerRad, rad_from_deg(-20)},
          SetKnob{Knob::InvertImage, 1}, SetKnob{Knob::DopplerMode, 1}, SetKnob{Knob::DopplerScaleMPerS, 0.05},
          SetKnob{Knob::WallFilter, 2}, SetKnob{Knob::DopplerSteerRad, rad_from_deg(15)},
          SetKnob{Knob::BoxLateralM, 0.003}, SetKnob{Knob::DopplerGainDb, -4}})
        ASSERT_TRUE(session.apply(set)) << static_cast<int>(set.knob);
    session.advance(1);
    const ultrasound::ImagingSettings imaging = session.image_frame().settings;
    EXPECT_EQ(imaging.gray_map, 2);
    EXPECT_DOUBLE_EQ(imaging.persistence, 0.4);
    EXPECT_TRUE(imaging.compounding && imaging.needle_enhancement && imaging.inverted);
    EXPECT_NEAR(imaging.needle_steer_rad, rad_from_deg(-20), 1e-6);
    EXPECT_EQ(imaging.doppler.mode, ultrasound::DopplerMode::Colour);
    EXPECT_NEAR(imaging.doppler.scale_m_per_s, 0.05, 1e-9);
    EXPECT_EQ(imaging.doppler.wall_filter, 2);
    EXPECT_NEAR(imaging.doppler.steer_rad, rad_from_deg(15), 1e-6);
    EXPECT_NEAR(imaging.doppler.box_lateral_m, 0.003, 1e-9);
    EXPECT_DOUBLE_EQ(imaging.doppler.gain_db, -4.0);
}

TEST(Knobs, ImpossibleSettingsAreRefusedWithTheRangeAndNothingChanges) {
    Session session(shared_case(), still(), pool_of(1));
    const uint64_t before = session.state_hash();
    for (const SetKnob& set :
         {SetKnob{Knob::GrayMap, 4}, SetKnob{Knob::GrayMap, 1.5}, SetKnob{Knob::Persistence, 1.0},
          SetKnob{Knob::Compounding, 0.5}, SetKnob{Knob::NeedleSteerRad, 1.0}, SetKnob{Knob::DopplerMode, 3},
          SetKnob{Knob::DopplerScaleMPerS, 0.0}, SetKnob{Knob::WallFilter, -1}, SetKnob{Knob::BoxDepthM, 0.031},
          SetKnob{Knob::Preset, 9}, SetKnob{Knob::BoxWidthM, std::numeric_limits<double>::quiet_NaN()}}) {
        const size_t events = session.events().size();
        EXPECT_FALSE(session.apply(set)) << static_cast<int>(set.knob);
        ASSERT_EQ(session.events().size(), events + 1);
        EXPECT_NE(session.events().back().text.find("allowed"), std::string::npos) << session.events().back().text;
    }
    EXPECT_EQ(session.state_hash(), before);
}

TEST(Knobs, TheScaleCannotOutrunTheEchoes) {
    Session session(shared_case(), still(), pool_of(1));
    session.apply(SetKnob{Knob::DopplerMode, 1});
    session.apply(SetKnob{Knob::DepthM, 0.06});
    session.apply(SetKnob{Knob::BoxDepthM, 0.03});
    const double largest = ultrasound::largest_doppler_scale(session.transducer(), session.screen().imaging);
    EXPECT_FALSE(session.apply(SetKnob{Knob::DopplerScaleMPerS, 1.05 * largest}));
    EXPECT_TRUE(session.apply(SetKnob{Knob::DopplerScaleMPerS, 0.95 * largest}));
    // A deeper box waits longer for its echoes, and the scale gives way.
    session.apply(SetKnob{Knob::BoxDepthM, 0.05});
    session.advance(1);
    const ultrasound::ImagingSettings& imaging = session.screen().imaging;
    EXPECT_LE(imaging.doppler.scale_m_per_s,
              ultrasound::largest_doppler_scale(session.transducer(), imaging) * (1.0 + 1e-9));
    EXPECT_LT(imaging.doppler.scale_m_per_s, 0.9 * largest);
}

TEST(Knobs, CurvedArraysAreNotSteered) {
    scenario::Scenario curved = small_case();
    curved.transducer.shape = instruments::ArrayShape::Curvilinear;
    curved.transducer.radius_m = 0.05;
    Session session(std::make_shared<const scenario::Scenario>(curved), {}, pool_of(1));
    EXPECT_FALSE(session.apply(SetKnob{Knob::Compounding, 1}));
    EXPECT_FALSE(session.apply(SetKnob{Knob::DopplerSteerRad, 0.1}));
    EXPECT_NE(session.events().back().text.find("linear"), std::string::npos);
    ASSERT_TRUE(session.apply(SetKnob{Knob::Preset, 0}));
    EXPECT_FALSE(session.screen().imaging.compounding);
}

std::shared_ptr<const scenario::Scenario> with_a_curved_array() {
    scenario::Scenario two = small_case();
    instruments::Transducer curved = two.transducer;
    curved.id = "curved";
    curved.label = "Curved";
    curved.shape = instruments::ArrayShape::Curvilinear;
    curved.radius_m = 0.05;
    curved.frequency_low_hz = 2e6;
    curved.frequency_high_hz = 5e6;
    curved.frequency_default_hz = 3.6e6;
    curved.depth_max_m = 0.2;
    two.other_transducers = {curved};
    return std::make_shared<const scenario::Scenario>(std::move(two));
}

TEST(Transducers, AreChangedWhileTheCaseRuns) {
    Session session(with_a_curved_array(), still(), pool_of(1));
    session.apply(SetKnob{Knob::Compounding, 1});
    session.advance(1);
    const double own_hz = session.screen().imaging.frequency_hz;
    ASSERT_TRUE(session.apply(SetKnob{Knob::Transducer, 1}));
    session.advance(1);
    EXPECT_EQ(session.transducer().id, "curved");
    EXPECT_EQ(session.image_frame().transducer.id, "curved");
    EXPECT_DOUBLE_EQ(session.image_frame().settings.frequency_hz, 3.6e6);
    EXPECT_FALSE(session.image_frame().settings.compounding);
    EXPECT_EQ(session.events().back().kind, EventKind::TransducerChanged);
    // Its own limits hold, and back again the first one's.
    EXPECT_FALSE(session.apply(SetKnob{Knob::FrequencyHz, own_hz}));
    EXPECT_TRUE(session.apply(SetKnob{Knob::DepthM, 0.15}));
    ASSERT_TRUE(session.apply(SetKnob{Knob::Transducer, 0}));
    session.advance(1);
    EXPECT_DOUBLE_EQ(session.screen().imaging.frequency_hz, session.transducer().frequency_default_hz);
    EXPECT_LE(session.screen().imaging.depth_m, session.transducer().depth_max_m);
    EXPECT_LE(session.screen().imaging.focus_m, session.screen().imaging.depth_m);
    EXPECT_FALSE(session.apply(SetKnob{Knob::Transducer, 2}));
    EXPECT_NE(session.events().back().text.find("allowed is 0 to 1"), std::string::npos);
}

TEST(Transducers, ChangingOneEndsAFrozenImageAndChangesTheState) {
    Session one(with_a_curved_array(), still(), pool_of(1));
    Session other(with_a_curved_array(), still(), pool_of(1));
    one.apply(SetKnob{Knob::FreezeImage, 1});
    one.advance(2);
    one.apply(SetKnob{Knob::Transducer, 1});
    one.advance(1);
    EXPECT_FALSE(one.screen().imaging.frozen);
    EXPECT_EQ(one.image_frame().transducer.id, "curved");
    other.advance(3);
    EXPECT_NE(one.state_hash(), other.state_hash());
}

TEST(Knobs, PresetsStayInsideEveryRange) {
    for (int preset = 0; preset < ultrasound::kPresetCount; ++preset) {
        Session session(shared_case(), still(), pool_of(1));
        ASSERT_TRUE(session.apply(SetKnob{Knob::Preset, static_cast<double>(preset)}));
        session.advance(1);
        const ultrasound::ImagingSettings imaging = session.screen().imaging;
        EXPECT_EQ(imaging.preset, preset);
        // Each of its settings could have been turned by hand.
        for (const SetKnob& set :
             {SetKnob{Knob::FrequencyHz, imaging.frequency_hz}, SetKnob{Knob::DynamicRangeDb, imaging.dynamic_range_db},
              SetKnob{Knob::GrayMap, static_cast<double>(imaging.gray_map)},
              SetKnob{Knob::Persistence, imaging.persistence},
              SetKnob{Knob::DopplerScaleMPerS, imaging.doppler.scale_m_per_s},
              SetKnob{Knob::WallFilter, static_cast<double>(imaging.doppler.wall_filter)}})
            EXPECT_TRUE(session.apply(set)) << preset << ": " << session.events().back().text;
    }
}

TEST(Knobs, AutoGainBringsAMistunedImageBack) {
    Session session(shared_case(), still(), pool_of(1));
    session.apply(SetKnob{Knob::GainDb, -24.0});
    session.apply(SetKnob{Knob::Tgc2, 15.0});
    session.apply(SetKnob{Knob::AutoGain, 1.0});
    session.advance(1);
    const ultrasound::ImagingSettings once = session.screen().imaging;
    EXPECT_GT(once.gain_db, -15.0);
    // It does not depend on where the knobs stood.
    session.apply(SetKnob{Knob::GainDb, 20.0});
    session.apply(SetKnob{Knob::AutoGain, 1.0});
    session.advance(1);
    EXPECT_EQ(session.screen().imaging.gain_db, once.gain_db);
    EXPECT_EQ(session.screen().imaging.tgc_db, once.tgc_db);
    // Soft tissue then lies in the middle grays.
    const ultrasound::ReferenceImage image = ultrasound::reference_image(session.image_frame());
    double sum = 0.0;
    int count = 0;
    for (int j = 96; j < 320; ++j)
        for (int i = 0; i < image.envelope.line_count; ++i) {
            const double level_db = 20.0 * std::log10(std::max(1e-9, static_cast<double>(image.envelope.at(i, j)))) +
                                    ultrasound::time_gain_db(session.transducer(), once, image.plan.grid.range_m(j));
            sum += ultrasound::gray_from_level(level_db, once.dynamic_range_db, 0);
            ++count;
        }
    EXPECT_NEAR(sum / count, ultrasound::kAutoGainGray, 0.15);
}

}  // namespace
}  // namespace cryo::session

#include "engine/ui/state.h"

#include "engine/core/units.h"

#include <cmath>

#include "engine/ui/hints.h"
#include "engine/ui/knobs.h"
#include "engine/ui/widgets.h"
#include "tests/ui/made_up.h"

namespace cryo::ui {
namespace {

TEST(Hold, FiresOnceAndOnlyAfterTheTime) {
    HoldTimer timer;
    int fired = 0;
    for (int i = 0; i < 40; ++i) fired += advance_hold(timer, true, 0.025, kGasHoldS) ? 1 : 0;  // one second
    EXPECT_EQ(fired, 1);
    EXPECT_FALSE(advance_hold(timer, false, 0.025, kGasHoldS));
    EXPECT_EQ(timer.held_s, 0.0);
}

TEST(Hold, LettingGoTooSoonStartsAnew) {
    HoldTimer timer;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 9; ++i) EXPECT_FALSE(advance_hold(timer, true, 0.05, kGasHoldS));
        EXPECT_FALSE(advance_hold(timer, false, 0.05, kGasHoldS));
    }
}

TEST(Text, NumbersCarryATrueMinusAndNeverMinusZero) {
    EXPECT_EQ(fixed(-3.26, 1), "\u22123.3");
    EXPECT_EQ(fixed(-0.04, 1), "0.0");
    EXPECT_EQ(fixed(12.0, 0), "12");
    EXPECT_EQ(clock_text(125.9), "2:05");
    EXPECT_EQ(clock_text(-1.0), "0:00");
}

double value_of(const std::optional<session::Command>& command) {
    return command ? std::get<session::SetKnob>(*command).value : std::nan("");
}

TEST(Knobs, StepOnDetentsAndStopAtTheEnds) {
    const scenario::Scenario scenario = made_up_scenario();
    view::Readouts readouts;
    readouts.transducer = scenario.transducer;
    readouts.imaging.depth_m = 0.032;
    EXPECT_NEAR(value_of(step_knob(readouts, session::Knob::DepthM, 1)), 0.035, 1e-12);
    EXPECT_NEAR(value_of(step_knob(readouts, session::Knob::DepthM, -1)), 0.030, 1e-12);
    readouts.imaging.depth_m = readouts.transducer.depth_max_m;
    EXPECT_FALSE(step_knob(readouts, session::Knob::DepthM, 1));
    readouts.imaging.focus_m = readouts.imaging.depth_m;
    EXPECT_FALSE(step_knob(readouts, session::Knob::FocusM, 1)) << "the focus stays inside the image";
    readouts.imaging.frequency_hz = readouts.transducer.frequency_high_hz;
    EXPECT_FALSE(step_knob(readouts, session::Knob::FrequencyHz, 1)) << "the transducer's band ends there";
    readouts.imaging.gain_db = 0.0;
    EXPECT_NEAR(value_of(step_knob(readouts, session::Knob::GainDb, -1)), -2.0, 1e-12);
}

TEST(Hints, ComeAtMostEverySixSecondsAndNeverInACheck) {
    const scenario::Scenario scenario = made_up_scenario();
    view::Readouts readouts;
    readouts.scenario = &scenario;
    UiState state;
    readouts.phase = view::Phase::Needle;
    const std::string first = current_hint(readouts, state, 100.0);
    EXPECT_FALSE(first.empty());
    readouts.phase = view::Phase::Cool;
    EXPECT_EQ(current_hint(readouts, state, 103.0), first);
    EXPECT_NE(current_hint(readouts, state, 107.0), first);
    state.mode = Mode::Check;
    EXPECT_EQ(current_hint(readouts, state, 120.0), "");
    readouts.patient_says = "My foot twitches.";
    EXPECT_EQ(current_hint(readouts, state, 140.0), "Patient: My foot twitches.") << "what the room gives is no help";
}

// Screens say transducer or cryoprobe, "Freeze image" or "Gas on": the bare words are ambiguous in this room.
TEST(Hints, NeverSayBareProbeOrBareFreeze) {
    const scenario::Scenario scenario = made_up_scenario();
    Rng rng(5);
    for (int i = 0; i < 400; ++i) {
        std::string words = " " + hint_for(made_up_readouts(scenario, rng)) + " ";
        for (char& letter : words) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        EXPECT_EQ(words.find(" probe"), std::string::npos) << words;
        EXPECT_EQ(words.find(" freeze "), std::string::npos) << words;
    }
}

TEST(Measurement, EllipseHasTheAreaOfItsAxes) {
    // Long axis 6 mm, turned; a point on the rim 2 mm beside its middle.
    const Vec2 along = Vec2(0.6, 0.8), across = Vec2(-0.8, 0.6), middle{0.001, 0.012};
    const Measurement ellipse{CalliperKind::Ellipse,
                              {middle - 0.003 * along, middle + 0.003 * along, middle + 0.002 * across}};
    ASSERT_TRUE(ellipse.is_complete());
    EXPECT_NEAR(ellipse.length_m(), 0.006, 1e-12);
    EXPECT_NEAR(ellipse.width_m(), 0.004, 1e-12);
    EXPECT_NEAR(ellipse.area_m2(), kPi * 0.003 * 0.002, 1e-12);
    EXPECT_FALSE((Measurement{CalliperKind::Distance, {middle}}).is_complete());
}

TEST(FadingLabels, AreFullThenFadeThenAreGone) {
    EXPECT_EQ(fading_labels_frac(0.0), 1.0);
    EXPECT_EQ(fading_labels_frac(0.5 * kLabelsFadeS), 1.0);
    EXPECT_NEAR(fading_labels_frac(0.75 * kLabelsFadeS), 0.5, 1e-9);
    EXPECT_EQ(fading_labels_frac(kLabelsFadeS), 0.0);
    EXPECT_EQ(fading_labels_frac(10.0 * kLabelsFadeS), 0.0);
}

}  // namespace
}  // namespace cryo::ui

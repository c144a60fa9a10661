#include "engine/measure/metrics.h"
#include "engine/session/stimulator.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

Setup still() { return {.simulated_hand = false}; }

double last_event_s(const Session& session, EventKind kind) {
    double t_s = -1.0;
    for (const Event& event : session.events())
        if (event.kind == kind) t_s = event.t_s;
    return t_s;
}

TEST(GasCycle, CoolsSteadilyThenRewarmsSteadilyAndIsLogged) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    EXPECT_EQ(session.temperature_degc(), nullptr) << "nothing cold yet";
    ASSERT_TRUE(session.apply(Gas{true}));
    ASSERT_TRUE(session.apply(Gas{true}));  // once more says nothing new
    EXPECT_EQ(session.console().cycle, 1);
    EXPECT_EQ(session.console().placement, 1);

    double last_tip = session.console().tip_degc;
    double last_ice_mm = 0.0;
    for (int i = 0; i < 200; ++i) {
        session.advance(kTicksPerThermalStep);
        EXPECT_LE(session.console().tip_degc, last_tip + 1e-9);
        EXPECT_GE(session.ice_radius_m(), last_ice_mm - 1e-9);
        last_tip = session.console().tip_degc;
        last_ice_mm = session.ice_radius_m();
    }
    EXPECT_EQ(session.phase(), Phase::Cool);
    EXPECT_LT(last_tip, -40.0);
    EXPECT_GT(last_ice_mm, 0.0015);
    EXPECT_TRUE(session.console().adherent);
    ASSERT_NE(session.temperature_degc(), nullptr);
    EXPECT_NEAR(session.console().gas_left_s, session.device()->gas_supply_s - 20.0, 1e-6);

    ASSERT_TRUE(session.apply(Gas{false}));
    session.advance(kTicksPerThermalStep);
    EXPECT_EQ(session.phase(), Phase::Rewarm);
    advance_s(session, 3.0);  // the metal's own lag
    last_tip = session.console().tip_degc;
    for (int i = 0; i < 100; ++i) {
        session.advance(kTicksPerThermalStep);
        EXPECT_GE(session.console().tip_degc, last_tip - 1e-9);
        last_tip = session.console().tip_degc;
    }
    EXPECT_EQ(count_events(session, EventKind::GasOn), 1);
    EXPECT_EQ(count_events(session, EventKind::GasOff), 1);
}

TEST(GasCycle, ThawsIsLoggedAndGoesBackToNeedling) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    advance_s(session, 4.0);
    session.apply(Gas{false});
    for (int i = 0; i < 600 && count_events(session, EventKind::ThawComplete) == 0; ++i) advance_s(session, 0.1);
    ASSERT_EQ(count_events(session, EventKind::ThawComplete), 1);
    EXPECT_FALSE(session.console().adherent);
    EXPECT_EQ(session.phase(), Phase::Rewarm);
    // Drawing back is still part of it; going in again is not.
    session.apply(MoveCryoprobe{.insert_m = insert_on_target_m() - 0.005});
    advance_s(session, 2.0);
    EXPECT_EQ(session.phase(), Phase::Rewarm);
    session.apply(MoveCryoprobe{.insert_m = insert_on_target_m() - 0.002});
    advance_s(session, 2.0);
    EXPECT_EQ(session.phase(), Phase::Needle);
    // Gas here is another placement, 2 mm from the first.
    session.apply(Gas{true});
    advance_s(session, 0.2);
    EXPECT_EQ(session.console().placement, 2);
    EXPECT_EQ(session.console().cycle, 2);
    session.apply(Gas{false});
    advance_s(session, 0.2);
    session.apply(Gas{true});
    EXPECT_EQ(session.console().placement, 2) << "a further cycle at the same place";
    EXPECT_EQ(session.console().cycle, 3);
}

TEST(GasCycle, EndsWithTheGas) {
    Session session(shared_case(), {.device = 1, .simulated_hand = false}, pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    advance_s(session, 6.0);
    EXPECT_FALSE(session.console().gas_on);
    EXPECT_EQ(session.console().gas_left_s, 0.0);
    EXPECT_EQ(count_events(session, EventKind::GasEmpty), 1);
    EXPECT_NEAR(last_event_s(session, EventKind::GasOff) - last_event_s(session, EventKind::GasOn), 5.0, 2.0 * kTickS);
    EXPECT_FALSE(session.apply(Gas{true}));
    EXPECT_THAT(session.events().back().text, testing::HasSubstr("used up"));
}

TEST(GasCycle, PressureFallsBeforeTheLastOfTheGas) {
    auto low = std::make_shared<scenario::Scenario>(small_case());
    low->devices[0].gas_supply_s = 30.0;
    low->devices[0].gas_low_s = 12.0;
    Session session(low, still(), pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    advance_s(session, 17.5);
    EXPECT_EQ(session.console().fault, std::nullopt);
    const double before_degc = session.console().tip_degc;
    advance_s(session, 8.0);
    EXPECT_EQ(session.console().fault, instruments::FaultKind::GasLow);
    EXPECT_EQ(count_events(session, EventKind::DeviceFault), 1);
    EXPECT_GT(session.console().tip_degc, before_degc + 5.0);
    EXPECT_TRUE(session.console().gas_on);
}

TEST(GasCycle, InTheAirFreezesNothing) {
    Session session(shared_case(), still(), pool_of(1));
    session.apply(Gas{true});
    advance_s(session, 5.0);
    EXPECT_EQ(session.temperature_degc(), nullptr);
    EXPECT_EQ(session.console().placement, 0);
    EXPECT_EQ(session.trace().back().ice_volume_mm3, 0.0F);
}

TEST(GasCycle, ThatBeganOutsideCoolsFromWhereTheCryoprobeGoesIn) {
    Session session(shared_case(), still(), pool_of(2));
    session.apply(Gas{true});
    advance_s(session, 1.0);
    session.apply(MoveCryoprobe{.insert_m = insert_on_target_m()});
    advance_s(session, 6.0);
    EXPECT_EQ(session.console().placement, 1);
    EXPECT_EQ(session.console().cycle, 1);
    ASSERT_NE(session.temperature_degc(), nullptr);
    EXPECT_LT(session.console().tip_degc, 0.0);
    EXPECT_TRUE(session.console().adherent) << "it froze in on its way";
    EXPECT_LT(session.hands().cryoprobe.insert_m, insert_on_target_m());
}

TEST(Adherence, HoldsTheShaftAndTearsOnASecondPull) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    advance_s(session, 10.0);
    ASSERT_TRUE(session.console().adherent);
    const double held_m = session.hands().cryoprobe.insert_m;

    session.apply(MoveCryoprobe{.insert_m = held_m - 0.004});
    advance_s(session, 1.0);
    EXPECT_NEAR(session.hands().cryoprobe.insert_m, held_m, 1e-6) << "a first pull is resisted";
    EXPECT_EQ(count_events(session, EventKind::Tear), 0);

    session.apply(MoveCryoprobe{.insert_m = held_m});
    advance_s(session, 1.0);
    session.apply(MoveCryoprobe{.insert_m = held_m - 0.004});
    advance_s(session, 2.0);
    EXPECT_EQ(count_events(session, EventKind::Tear), 1);
    EXPECT_LT(session.hands().cryoprobe.insert_m, held_m - 0.001);
}

TEST(Coverage, GrowsOnlyWhereNerveIsFrozenAndNeverShrinks) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    advance_s(session, 60.0);
    session.apply(Gas{false});
    advance_s(session, 10.0);
    float last = 0.0F;
    for (const measure::TraceSample& sample : session.trace()) {
        EXPECT_GE(sample.covered_mm, last);
        last = sample.covered_mm;
    }
    const auto courses = session.nerve_courses();
    const auto target = std::find_if(courses.begin(), courses.end(), [](const NerveCourse& c) { return c.nerve == 0; });
    ASSERT_NE(target, courses.end());
    double frozen_low_m = 1.0;
    double frozen_high_m = -1.0;
    for (const NerveStation& station : target->stations) {
        EXPECT_GE(station.visible_frac, station.treated_frac - 1e-9) << "what is below -20 was below -1";
        if (station.treated_frac < 0.95) continue;
        frozen_low_m = std::min(frozen_low_m, station.center_m.y);
        frozen_high_m = std::max(frozen_high_m, station.center_m.y);
    }
    ASSERT_GT(frozen_high_m, frozen_low_m) << "a probe in contact for a minute treats some nerve";
    EXPECT_NEAR(0.5 * (frozen_low_m + frozen_high_m), 0.0, 0.0005) << "below the shaft, which lies in the plane y = 0";
    EXPECT_NEAR(static_cast<double>(last) * 1e-3, frozen_high_m - frozen_low_m, 0.0006);
    EXPECT_EQ(session.trace().back().motor_frozen_frac, 0.0F);
}

TEST(Patient, SpeaksWhenTheNerveCoolsAndFallsSilent) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    session.apply(Gas{true});
    bool spoke = false;
    for (int i = 0; i < 300 && !spoke; ++i) {
        advance_s(session, 0.1);
        spoke = session.patient_says().find("numb") != std::string::npos;
    }
    EXPECT_TRUE(spoke);
    advance_s(session, 5.0);
    EXPECT_EQ(session.patient_says(), "");
}

// ---- fast-forward
// ----------------------------------------------------------------------------------------------------

TEST(FastForwardGuard, HoldsWhileTheEdgeCrossesTheFarSideAndOnlyOnce) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    const double half_mm = mm_from_m(measure_context(session).target_half_thickness_m);
    session.apply(SetKnob{Knob::TimeScale, 16.0});
    EXPECT_EQ(session.screen().time_scale, 16.0);
    session.apply(Gas{true});
    bool held = false;
    for (int i = 0; i < 900 && !held; ++i) {
        session.advance(kTicksPerThermalStep);
        held = session.screen().time_scale == 1.0;
        const measure::TraceSample& s = session.trace().back();
        const double past_mm = static_cast<double>(s.ice_radius_mm) - static_cast<double>(s.zone_axis_mm) - half_mm;
        EXPECT_EQ(held, past_mm >= -0.5 - 1e-4 && past_mm <= 2.0) << past_mm;
    }
    ASSERT_TRUE(held);
    session.apply(SetKnob{Knob::TimeScale, 4.0});
    EXPECT_EQ(session.screen().time_scale, 1.0) << "asked for, and held";
    session.apply(Gas{false});
    session.advance(kTicksPerThermalStep);
    EXPECT_EQ(session.screen().time_scale, 4.0) << "never in rewarming";
    session.apply(Gas{true});
    advance_s(session, 5.0);
    EXPECT_EQ(session.screen().time_scale, 4.0) << "the first time only";
}

// ---- stimulator
// --------------------------------------------------------------------------------------------------------

TEST(Stimulator, ThresholdGrowsWithTheSquareOfTheDistance) {
    EXPECT_DOUBLE_EQ(stimulus_threshold_v(0.0), 0.2);
    EXPECT_DOUBLE_EQ(stimulus_threshold_v(-0.001), 0.2);
    EXPECT_NEAR(stimulus_threshold_v(0.0024), 0.488, 1e-9);  // the quoted 0.5 V
    EXPECT_NEAR(stimulus_threshold_v(0.004), 1.0, 1e-12);
}

TEST(Stimulator, AnswersAtTheDistanceItShouldAndOfTheRightKind) {
    // Straight down on the target, tip 4 mm above its upper face: 1 V answers, 0.99 V does not.
    scenario::Scenario scenario = small_case();
    scenario.cryoprobe_start = {.pitch_rad = 0.5 * kPi};
    Session session(std::make_shared<const scenario::Scenario>(scenario), still(), pool_of(1));
    session.apply(MoveCryoprobe{.insert_m = kNerveDepthM - 0.0007 - 0.004});
    advance_s(session, 2.0);
    session.apply(Stimulate{StimMode::Sensory, 0.99});
    advance_s(session, 0.5);
    EXPECT_EQ(count_events(session, EventKind::StimulusResponse), 0);
    session.apply(Stimulate{StimMode::Sensory, 1.01});
    advance_s(session, 0.5);
    ASSERT_EQ(count_events(session, EventKind::StimulusResponse), 1) << "said once, not at every step";
    EXPECT_NE(session.patient_says().find("tingles"), std::string::npos);
    // No motor fibres in the target; the motor nerve is some 15 mm away.
    session.apply(Stimulate{StimMode::Motor, 2.0});
    advance_s(session, 0.5);
    EXPECT_EQ(count_events(session, EventKind::StimulusResponse), 1);
    session.apply(Stimulate{StimMode::Off, 0.0});
    EXPECT_EQ(session.console().stim_v, 0.0);
}

TEST(Stimulator, FindsTheMotorNerve) {
    scenario::Scenario scenario = small_case();
    scenario.cryoprobe_start = {.entry_x_m = 0.012, .pitch_rad = 0.5 * kPi};
    Session session(std::make_shared<const scenario::Scenario>(scenario), still(), pool_of(1));
    session.apply(MoveCryoprobe{.insert_m = 0.0135});
    advance_s(session, 2.0);
    session.apply(Stimulate{StimMode::Motor, 0.5});
    advance_s(session, 0.2);
    ASSERT_EQ(count_events(session, EventKind::StimulusResponse), 1);
    for (const Event& event : session.events())
        EXPECT_TRUE(event.kind != EventKind::StimulusResponse || event.structure == "motor");
    EXPECT_EQ(session.trace().back().stim_mode, 2.0F);
    EXPECT_NEAR(session.trace().back().stim_v, 0.5F, 1e-6F);
}

}  // namespace
}  // namespace cryo::session

// Pain, numbness, flinch and faint: the model alone, and in an attempt.
#include "engine/session/patient_response.h"

#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

constexpr double kMlM3 = 1e-6;

TEST(Numbness, FillsAFifthOfItsBallWithTheVolumeGiven) {
    for (const double ml : {0.5, 1.0, 5.0}) {
        const AnaestheticDeposit deposit{.volume_m3 = ml * kMlM3};
        EXPECT_NEAR(0.2 * 4.0 / 3.0 * kPi * std::pow(deposit.reach_m(), 3), ml * kMlM3, 1e-12);
    }
}

TEST(Numbness, ComesWithinAMinuteGoesWithinHoursAndFallsWithDistance) {
    const AnaestheticDeposit deposit{.volume_m3 = kMlM3, .given_at_s = 10.0};
    EXPECT_EQ(numbness(deposit, 0.0, 10.0), 0.0);
    EXPECT_GT(numbness(deposit, 0.0, 70.0), 0.9);
    EXPECT_LT(numbness(deposit, 0.0, 4.0 * 3600.0), 0.05);
    double last = 1.0;
    for (double distance_m = 0.0; distance_m < 0.03; distance_m += 0.0005) {
        const double here = numbness(deposit, distance_m, 120.0);
        EXPECT_LE(here, last);
        last = here;
    }
    EXPECT_EQ(last, 0.0);
}

TEST(Numbness, OfTwoDepositsIsMoreThanOfOneAndNeverMoreThanAll) {
    const AnaestheticDeposit one{.center_m = {0.0, 0.0, 0.01}, .volume_m3 = kMlM3};
    const AnaestheticDeposit two{.center_m = {0.012, 0.0, 0.01}, .volume_m3 = kMlM3};
    for (double x_m = -0.02; x_m < 0.03; x_m += 0.001) {
        const Vec3 p{x_m, 0.0, 0.01};
        const double both = numbness({one, two}, p, 60.0);
        EXPECT_GE(both, numbness({one}, p, 60.0));
        EXPECT_GE(both, numbness({two}, p, 60.0));
        EXPECT_LE(both, 1.0);
    }
}

TEST(Traits, AreThePatientsOwnAndHaveTheStatedShares) {
    constexpr int kPatients = 4000;
    int faint = 0;
    double tolerance = 0.0;
    for (int seed = 0; seed < kPatients; ++seed) {
        const PatientTraits traits = patient_traits({}, static_cast<uint64_t>(seed));
        EXPECT_EQ(traits.tolerance, patient_traits({}, static_cast<uint64_t>(seed)).tolerance);
        faint += traits.faints ? 1 : 0;
        tolerance += traits.tolerance / kPatients;
        EXPECT_TRUE(patient_traits({.faint = scenario::Faint::Always}, static_cast<uint64_t>(seed)).faints);
        EXPECT_FALSE(patient_traits({.faint = scenario::Faint::Never}, static_cast<uint64_t>(seed)).faints);
        EXPECT_NEAR(patient_traits({.anxiety = 1.0}, static_cast<uint64_t>(seed)).tolerance, traits.tolerance - 2.0,
                    1e-12);
    }
    constexpr double kFourSigma = 4.0;
    EXPECT_NEAR(faint, 0.026 * kPatients, kFourSigma * std::sqrt(0.026 * 0.974 * kPatients));
    EXPECT_NEAR(tolerance, 6.0, kFourSigma * 1.2 / std::sqrt(kPatients));
}

double flinch_of(double felt, const PatientTraits& traits, double& after_s) {
    Vitals vitals = vitals_at_rest(traits);
    feel(vitals, traits, felt);
    double flinch_m = 0.0;
    for (int i = 0; i < 2 * kTicksPerSecond; ++i) {
        const PatientReaction reaction = step_vitals(vitals, traits, kTickS);
        if (reaction.flinch_m <= 0.0) continue;
        EXPECT_EQ(flinch_m, 0.0) << "one pain, one flinch";
        flinch_m = reaction.flinch_m;
        after_s = (i + 1) * kTickS;
    }
    return flinch_m;
}

TEST(Flinch, ComesAboveWhatIsBorneAfterTheLatencyAndGrowsWithPain) {
    const PatientTraits traits{.tolerance = 5.0, .latency_s = 0.2};
    double after_s = 0.0;
    EXPECT_EQ(flinch_of(4.9, traits, after_s), 0.0);
    const double little_m = flinch_of(5.1, traits, after_s);
    EXPECT_NEAR(after_s, 0.2, 2.0 * kTickS);
    EXPECT_GT(little_m, 0.0);
    EXPECT_GT(flinch_of(8.0, traits, after_s), little_m);
}

TEST(Vitals, RestIsSteady) {
    const PatientTraits traits;
    Vitals vitals = vitals_at_rest(traits);
    for (int i = 0; i < 1000; ++i) step_vitals(vitals, traits, kTickS);
    EXPECT_EQ(vitals.heart_rate_per_min, traits.rest_heart_rate_per_min);
    EXPECT_EQ(vitals.systolic_mmhg, traits.rest_systolic_mmhg);
}

TEST(Vitals, PainQuickensTheHeartAndAFaintSlowsItUntilItIsOver) {
    PatientTraits traits{.tolerance = 9.0};
    Vitals calm = vitals_at_rest(traits);
    feel(calm, traits, 6.0);
    for (int i = 0; i < 3 * kTicksPerSecond; ++i) EXPECT_FALSE(step_vitals(calm, traits, kTickS).faints);
    EXPECT_GT(calm.heart_rate_per_min, traits.rest_heart_rate_per_min + 3.0);

    traits.faints = true;
    Vitals prone = vitals_at_rest(traits);
    feel(prone, traits, 6.0);
    int began = 0;
    int ended = 0;
    double slowest = 200.0;
    for (int i = 0; i < 300 * kTicksPerSecond; ++i) {
        const PatientReaction reaction = step_vitals(prone, traits, kTickS);
        began += reaction.faints ? 1 : 0;
        ended += reaction.recovers ? 1 : 0;
        slowest = std::min(slowest, prone.heart_rate_per_min);
    }
    EXPECT_EQ(began, 1);
    EXPECT_EQ(ended, 1);
    EXPECT_LT(slowest, 50.0);
    EXPECT_NEAR(prone.heart_rate_per_min, traits.rest_heart_rate_per_min, 0.5);
}

// ---- in an attempt --------------------------------------------------------------------------------------------------

Setup still() { return {.simulated_hand = false}; }

std::shared_ptr<const scenario::Scenario> case_with(const scenario::Response& response) {
    scenario::Scenario scenario = small_case();
    scenario.response = response;
    return std::make_shared<const scenario::Scenario>(scenario);
}

TEST(Skin, HurtsWithoutAWhealAndNotWithOne) {
    const auto raw_skin = case_with({.skin_is_numb = false});
    Session bare(raw_skin, still(), pool_of(1));
    bare.apply(MoveCryoprobe{.insert_m = 0.003});
    advance_s(bare, 1.0);
    EXPECT_EQ(count_events(bare, EventKind::Pain), 1);

    Session prepared(shared_case(), still(), pool_of(1));
    prepared.apply(MoveCryoprobe{.insert_m = 0.003});
    advance_s(prepared, 1.0);
    EXPECT_EQ(count_events(prepared, EventKind::Pain), 0);
}

TEST(Skin, AFlinchMovesThePictureAndSettles) {
    // The most anxious of patients bears little; a thick cannula through raw skin is too much.
    scenario::Scenario scenario = small_case();
    scenario.response = {.anxiety = 1.0, .skin_is_numb = false};
    scenario.devices.front().shaft_diameter_m = 0.003;
    Session session(std::make_shared<const scenario::Scenario>(scenario), still(), pool_of(1));
    session.apply(MoveCryoprobe{.insert_m = 0.003});
    double furthest_m = 0.0;
    for (int i = 0; i < 3 * kTicksPerSecond; ++i) {
        session.advance(1);
        furthest_m = std::max(furthest_m, std::abs(session.hands().transducer.slide_m));
    }
    ASSERT_EQ(count_events(session, EventKind::PatientMoved), 1);
    EXPECT_GT(furthest_m, 0.0009);
    EXPECT_LE(furthest_m, 0.006);
    EXPECT_EQ(session.hands().transducer.slide_m, 0.0);
}

TEST(Nerve, EveryTouchIsFeltAsAStimulus) {
    Session session(shared_case(), still(), pool_of(2));
    reach_target(session);
    EXPECT_EQ(count_events(session, EventKind::Paraesthesia), 1);
    session.apply(MoveCryoprobe{.insert_m = insert_on_target_m() - 0.006});
    advance_s(session, 2.0);
    session.apply(MoveCryoprobe{.insert_m = insert_on_target_m()});
    advance_s(session, 2.0);
    EXPECT_EQ(count_events(session, EventKind::Paraesthesia), 2) << "it was left and touched again";
}

TEST(Stimulus, ATwitchShowsTwiceASecond) {
    // Straight down beside the motor nerve at x = 12 mm, 16 mm deep.
    scenario::Scenario scenario = small_case();
    scenario.cryoprobe_start = {.entry_x_m = 0.012, .pitch_rad = 0.5 * kPi};
    Session session(std::make_shared<const scenario::Scenario>(scenario), still(), pool_of(1));
    session.apply(MoveCryoprobe{.insert_m = 0.013});
    advance_s(session, 3.0);
    session.apply(Stimulate{StimMode::Motor, 1.0});
    ASSERT_EQ(count_events(session, EventKind::StimulusResponse), 1);
    int jerks = 0;
    bool out = true;  // the first tick may fall into a pulse under way
    for (int i = 0; i < 10 * kTicksPerSecond; ++i) {
        session.advance(1);
        const bool is_out = session.hands().transducer.slide_m != 0.0;
        jerks += is_out && !out ? 1 : 0;
        out = is_out;
    }
    EXPECT_NEAR(jerks, 20, 1);
    session.apply(Stimulate{StimMode::Off, 0.0});
    session.advance(1);
    EXPECT_EQ(session.hands().transducer.slide_m, 0.0);
}

}  // namespace
}  // namespace cryo::session

// Measurements read from a whole trace: closed forms, and what each makes of nothing, one sample, uneven sampling and
// pure rotation.
#include "engine/scoring/trace_metrics.h"

#include "engine/core/units.h"
#include "tests/scoring/synthetic.h"

namespace cryo::scoring {
namespace {

using measure::Trace;
using measure::TraceSample;

constexpr double kFloat = 1e-3;

TraceSample needling(double t_s, double depth_mm) {
    TraceSample sample;
    sample.t_s = static_cast<float>(t_s);
    sample.phase = 1.0F;
    sample.insert_mm = static_cast<float>(1.0 + depth_mm);
    sample.tip_z_mm = static_cast<float>(1.0 + depth_mm);
    return sample;
}

TEST(TraceMetrics, OfNothingAndOfOneSampleAreSane) {
    EXPECT_EQ(beam_incidence_deg({}).state, MetricState::NotProduced);
    EXPECT_EQ(marker_right_way_round({}).state, MetricState::NotProduced);
    EXPECT_EQ(spectral_arc_length({}).state, MetricState::NotProduced);
    EXPECT_EQ(help_switches_per_minute({}).state, MetricState::NotProduced);
    EXPECT_EQ(largest_section_treated({}).state, MetricState::NotApplicable);
    const Trace one{needling(0.0, 0.0)};
    EXPECT_EQ(beam_incidence_deg(one).value, 0.0);
    EXPECT_EQ(spectral_arc_length(one).state, MetricState::NotProduced);
    EXPECT_EQ(help_switches_per_minute(one).state, MetricState::NotProduced);
}

TEST(V4, IsZeroSquareToTheBeamAndNinetyAlongIt) {
    const auto at = [](double face_deg, double plane_deg) {
        TraceSample sample = needling(0.0, 1.0);
        sample.shaft_face_deg = static_cast<float>(face_deg);
        sample.shaft_plane_deg = static_cast<float>(plane_deg);
        TraceSample later = sample;
        later.t_s += 1.0F;
        return beam_incidence_deg({sample, later}).value;
    };
    EXPECT_NEAR(at(0.0, 0.0), 0.0, kFloat);
    EXPECT_NEAR(at(90.0, 0.0), 90.0, 0.05);
    EXPECT_NEAR(at(30.0, 0.0), 30.0, kFloat);
    EXPECT_NEAR(at(30.0, 90.0), 0.0, kFloat) << "a shaft across the plane is square to every line in it";
}

TEST(P7, LooksAtTheFirstEntryAndNotAtTheSimulatedHand) {
    Script right, reversed;
    right.now().rotate_deg = 95.0F;
    right.now().hand_rotate_deg = 6.0F;
    EXPECT_EQ(marker_right_way_round(right.wait(1.0).advance(5.0).finish().trace).value, 1.0);
    reversed.now().rotate_deg = -180.0F;
    reversed.wait(1.0).advance(5.0);
    reversed.now().rotate_deg = 0.0F;  // turned round too late
    EXPECT_EQ(marker_right_way_round(reversed.wait(1.0).finish().trace).value, 0.0);
}

// Depth whose speed is a gaussian of standard deviation s: the normalised spectrum is exp(-(2 pi f s)^2 / 2).
Trace gaussian_motion(double s, double sample_s) {
    Trace trace;
    const double middle_s = 6.0 * s;
    for (double t = 0.0; t <= 2.0 * middle_s; t += sample_s)
        trace.push_back(needling(t, 30.0 * 0.5 * (1.0 + std::erf((t - middle_s) / (s * std::sqrt(2.0))))));
    return trace;
}

double exact_arc(double s) {
    const auto share = [&](double hz) { return std::exp(-0.5 * std::pow(2.0 * kPi * hz * s, 2.0)); };
    const double highest_hz = std::sqrt(-2.0 * std::log(0.05)) / (2.0 * kPi * s);
    constexpr int kSteps = 4000;
    double arc = 0.0;
    for (int i = 0; i < kSteps; ++i)
        arc += std::hypot(1.0 / kSteps, share(highest_hz * (i + 1) / kSteps) - share(highest_hz * i / kSteps));
    return -arc;
}

TEST(E6, AGaussianSpeedHasTheArcOfItsOwnSpectrum) {
    constexpr double kGrid = 0.02;  // the last frequency is one of a grid
    EXPECT_NEAR(spectral_arc_length(gaussian_motion(0.4, 1.0 / 60.0)).value, exact_arc(0.4), kGrid);
}

TEST(E6, UnevenSamplingChangesLittleAndStopsMakeItRougher) {
    const double even = spectral_arc_length(gaussian_motion(0.4, 1.0 / 60.0)).value;
    Trace uneven = gaussian_motion(0.4, 1.0 / 60.0);
    for (size_t i = uneven.size() - 2; i > 0; i -= i > 3 ? 3 : i) uneven.erase(uneven.begin() + static_cast<long>(i));
    EXPECT_NEAR(spectral_arc_length(uneven).value, even, 0.05);
    Trace twice = gaussian_motion(0.4, 1.0 / 60.0);
    const Trace again = twice;
    for (TraceSample sample : again) {
        sample.t_s += 5.0F;
        sample.insert_mm += 30.0F;
        sample.tip_z_mm += 30.0F;
        twice.push_back(sample);
    }
    EXPECT_LT(spectral_arc_length(twice).value, even - 0.1) << "two strokes are rougher than one";
}

TEST(E6, TurningAboutAStillTipIsNoMotion) {
    Trace trace;
    for (int i = 0; i < 120; ++i) {
        trace.push_back(needling(i / 60.0, 5.0));
        trace.back().dir_x = static_cast<float>(std::sin(0.05 * i));
        trace.back().dir_z = static_cast<float>(std::cos(0.05 * i));
    }
    EXPECT_EQ(spectral_arc_length(trace).state, MetricState::NotApplicable);
}

TEST(E8, CountsSwitchesPerMinuteOfNeedling) {
    Trace trace;
    for (int i = 0; i <= 60 * 30; ++i) {
        trace.push_back(needling(i / 60.0, 5.0));
        trace.back().help_on = i > 600 && i < 900 ? 1.0F : 0.0F;  // on once, off once in half a minute
    }
    EXPECT_NEAR(help_switches_per_minute(trace).value, 4.0, 0.01);
}

TEST(C1, IsTheBestSectionOfANerveThatCounts) {
    AttemptRecord record;
    record.nerves = {nerve_treated("target", anatomy::NerveRole::Target, 3.0, 0.8),
                     nerve_treated("other", anatomy::NerveRole::Sensory, 9.0, 1.0)};
    record.nerves[0].required = true;
    EXPECT_NEAR(largest_section_treated(record).value, 0.8, 1e-9);
}

TEST(F4, AppliesOnlyWithoutAProtocolAndNeverBesideF1) {
    const auto stopped_after = [](double seconds) {
        AttemptRecord record;
        record.context.protocol_cycles = 0;
        record.context.required_length_m = 0.004;
        for (int i = 0; i < 60 * 60; ++i) {
            record.trace.push_back(needling(i / 60.0, 10.0));
            record.trace.back().gas_on = i < 60.0 * (20.0 + seconds) ? 1.0F : 0.0F;
            record.trace.back().covered_mm = i >= 60 * 20 ? 4.0F : 2.0F;
            record.trace.back().placement = 1.0F;
        }
        return record;
    };
    const AttemptRecord in_time = stopped_after(9.0);
    EXPECT_EQ(endpoint_recognised(in_time, in_time.context).value, 1.0);
    EXPECT_EQ(endpoint_recognised(stopped_after(11.0), in_time.context).value, 0.0);
    EXPECT_EQ(endpoint_recognised(stopped_after(-9.0), in_time.context).value, 1.0);
    AttemptRecord never = in_time;
    for (TraceSample& sample : never.trace) sample.covered_mm = 3.9F;
    EXPECT_EQ(endpoint_recognised(never, never.context).state, MetricState::NotProduced);
    measure::Context protocol = in_time.context;
    EXPECT_EQ(measure::measure(in_time.trace, protocol).value(measure::MetricId::F1).state, MetricState::NotApplicable);
    protocol.protocol_cycles = 2;
    EXPECT_EQ(endpoint_recognised(in_time, protocol).state, MetricState::NotApplicable);
    EXPECT_EQ(measure::measure(in_time.trace, protocol).value(measure::MetricId::F1).state, MetricState::Measured);
}

// A patient whose nerve must not be frozen because it is motor: the learner has to show it before refusing.
struct Refusal {
    double held_s = 3.0;
    std::string twitch_of = "target";
    std::string mode = "Twitch";
    double twitch_s = 8.0;
    std::string reason = "motor nerve";
};
double decision_after(const Refusal& r) {
    Script script;
    script.record().consent.contraindications = {"motor nerve"};
    script.record().trace.clear();
    script.now().target_seen = 0.0F;
    script.wait(4.0);
    script.now().target_seen = 1.0F;
    script.wait(r.held_s);
    script.now().target_seen = 0.0F;
    script.wait(10.0 - r.held_s);
    script.record().nerves = {nerve_treated("target", anatomy::NerveRole::Target, 0.0)};
    AttemptRecord record = script.finish();
    record.nerves = {nerve_treated("target", anatomy::NerveRole::Target, 0.0)};
    session::Event twitch;
    twitch.kind = session::EventKind::StimulusResponse;
    twitch.t_s = r.twitch_s;
    twitch.structure = r.twitch_of;
    twitch.text = r.mode + " at 0.5 V.";
    session::Event decided;
    decided.kind = session::EventKind::Decided;
    decided.t_s = 12.0;
    decided.structure = "do_not_treat";
    decided.text = "Decided not to treat: " + r.reason;
    record.events = {twitch, decided};
    return observe(record, shipped_model()).metric("D1")->value;
}

TEST(Refusing, AMotorNerveHasToBeHeldInViewAndToTwitchFirst) {
    EXPECT_EQ(decision_after({}), 1.0);
    EXPECT_EQ(decision_after({.held_s = 2.0}), 1.0);
    EXPECT_LT(decision_after({.held_s = 1.9}), 1.0);
    EXPECT_LT(decision_after({.twitch_of = "another"}), 1.0);
    EXPECT_LT(decision_after({.mode = "Tingling"}), 1.0);
    EXPECT_LT(decision_after({.twitch_s = 13.0}), 1.0) << "after the decision it proves nothing";
    EXPECT_LT(decision_after({.reason = "skin infection"}), 1.0);
}

TEST(ErrorCounts, GasFarFromTheNerveIsTheWrongLayer) {
    const auto count = [](double short_of_mm) {
        Script script;
        script.wait(5.0).follow_nerve(12.0).advance(kTrackMm - short_of_mm).wait(2.0).gas(60.0, 0.0);
        const Observations o = observe(script.finish(), shipped_model());
        return std::find_if(o.errors.begin(), o.errors.end(), [](const ErrorCount& e) { return e.id == "Q4"; })->count;
    };
    EXPECT_EQ(count(0.0), 0);
    EXPECT_EQ(count(4.9), 0);
    EXPECT_EQ(count(5.1), 1);
}

}  // namespace
}  // namespace cryo::scoring

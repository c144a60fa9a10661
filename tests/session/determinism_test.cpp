#include <cstring>

#include "engine/measure/metrics.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

// A whole short attempt: scan, needle, stimulate, freeze, thaw a little, with the simulated hand.
struct Step {
    double t_s;
    Command command;
};
const std::vector<Step>& script() {
    static const std::vector<Step> kScript{
        {0.10, MoveTransducer{.slide_m = 0.002, .tilt_rad = 0.05}},
        {0.40, SetKnob{Knob::GainDb, 4.3}},
        {0.50, MoveCryoprobe{.insert_m = insert_on_target_m()}},
        {2.00, MoveTransducer{.slide_m = 0.0, .tilt_rad = 0.0}},
        {3.00, Stimulate{StimMode::Sensory, 0.7}},
        {3.40, Stimulate{}},
        {3.50, Gas{true}},
        {9.00, MoveCryoprobe{.insert_m = 0.01}},
        {9.50, Gas{false}},
        {11.0, Gas{true}},
    };
    return kScript;
}
constexpr double kEndS = 13.0;

std::unique_ptr<Session> run(int threads, int ticks_per_call) {
    auto session = std::make_unique<Session>(shared_case(), session::Setup{.seed = 5}, pool_of(threads));
    const auto run_to = [&](double t_s) {
        const auto tick = static_cast<int64_t>(std::llround(t_s * kTicksPerSecond));
        while (session->tick() < tick)
            session->advance(static_cast<int>(std::min<int64_t>(ticks_per_call, tick - session->tick())));
    };
    for (const Step& step : script()) {
        run_to(step.t_s);
        EXPECT_TRUE(session->apply(step.command));
    }
    run_to(kEndS);
    return session;
}

bool same_bits(const measure::Trace& a, const measure::Trace& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(measure::TraceSample)) == 0;
}

TEST(Determinism, ThreadsAndBatchesChangeNothing) {
    const auto reference = run(1, 1);
    ASSERT_GT(reference->console().cycle, 1);
    for (const auto& [threads, batch] : {std::pair{2, 1}, {7, 1}, {1, 16}, {2, 97}}) {
        const auto other = run(threads, batch);
        EXPECT_EQ(other->state_hash(), reference->state_hash()) << threads << " threads, " << batch << " ticks a call";
        EXPECT_TRUE(same_bits(other->trace(), reference->trace()));
        ASSERT_EQ(other->keyframes().size(), reference->keyframes().size());
        for (size_t i = 0; i < other->keyframes().size(); ++i)
            EXPECT_EQ(other->keyframes()[i].hash, reference->keyframes()[i].hash);
        EXPECT_EQ(other->events().size(), reference->events().size());
    }
}

TEST(Determinism, FastForwardIsOnlyMoreTicks) {
    // The same freeze at 1x and asked for at 16x, run in frames of 2 and of 32 ticks.
    const auto freeze = [](double scale, int ticks_per_frame) {
        auto session = std::make_unique<Session>(shared_case(), session::Setup{}, pool_of(2));
        session->apply(MoveCryoprobe{.insert_m = insert_on_target_m()});
        while (session->tick() < 4 * kTicksPerSecond) session->advance(2);
        session->apply(SetKnob{Knob::TimeScale, scale});
        session->apply(Gas{true});
        while (session->tick() < 12 * kTicksPerSecond) session->advance(ticks_per_frame);
        return session;
    };
    const auto slow = freeze(1.0, 2);
    const auto fast = freeze(16.0, 32);
    EXPECT_TRUE(same_bits(slow->trace(), fast->trace()));
    EXPECT_EQ(slow->temperature_degc()->values(), fast->temperature_degc()->values());
}

TEST(Determinism, EveryPartOfTheStateShowsInTheHash) {
    // Twins that differ by one command differ in hash, though not by what can be seen.
    const std::vector<Command> differences{
        MoveTransducer{.press_frac = 0.31},
        MoveCryoprobe{.yaw_rad = 0.01},
        SetKnob{Knob::Tgc7, 1.0},
        SetKnob{Knob::FreezeImage, 1.0},
        SetKnob{Knob::Labels, 1.0},
        SetKnob{Knob::TimeScale, 4.0},
        Stimulate{StimMode::Sensory, 0.1},
        Gas{true},
        Decide{"treat", ""},
    };
    Session plain(shared_case(), {}, pool_of(1));
    const uint64_t hash = plain.state_hash();
    Session again(shared_case(), {}, pool_of(1));
    EXPECT_EQ(again.state_hash(), hash);
    for (const Command& difference : differences) {
        Session twin(shared_case(), {}, pool_of(1));
        ASSERT_TRUE(twin.apply(difference));
        EXPECT_NE(twin.state_hash(), hash) << difference.index();
    }
}

TEST(Trace, SaysWhatTheStateWas) {
    Session session(shared_case(), {}, pool_of(2));
    EXPECT_EQ(session.trace().size(), 1U) << "the start is on record";
    session.apply(MoveTransducer{.slide_m = 0.003, .rotate_rad = 0.2});
    session.apply(MoveCryoprobe{.insert_m = insert_on_target_m()});
    session.apply(SetKnob{Knob::SeeThrough, 1.0});
    advance_s(session, 4.0);
    session.apply(Gas{true});
    advance_s(session, 6.0);
    ASSERT_EQ(session.trace().size(), 1U + 600U) << "60 a second";
    for (size_t i = 0; i < session.trace().size(); ++i)
        EXPECT_FLOAT_EQ(session.trace()[i].t_s, static_cast<float>(static_cast<double>(i) / 60.0));

    const measure::TraceSample& s = session.trace().back();
    const Hands& hands = session.hands();
    const auto near = [](float column, double si, double per_si) {
        EXPECT_NEAR(static_cast<double>(column), si * per_si, 1e-5 * (1.0 + std::abs(si * per_si)));
    };
    near(s.slide_mm, hands.transducer.slide_m, 1e3);
    near(s.hand_slide_mm, hands.wander.slide_m, 1e3);
    near(s.rotate_deg, hands.transducer.rotate_rad, 180.0 / kPi);
    near(s.insert_mm, hands.cryoprobe.insert_m, 1e3);
    const Vec3 tip = instruments::tip_m(hands.cryoprobe);
    near(s.tip_x_mm, tip.x, 1e3);
    near(s.tip_z_mm, tip.z, 1e3);
    near(s.ice_radius_mm, session.ice_radius_m(), 1e3);
    near(s.tip_degc, session.console().tip_degc, 1.0);
    EXPECT_EQ(s.help_on, 1.0F);
    EXPECT_EQ(s.gas_on, 1.0F);
    EXPECT_EQ(s.phase, 2.0F);
    // The active zone stands on top of the target: the tip beside it, the shaft touching.
    EXPECT_LT(std::abs(s.zone_target_mm), 0.3F);
    EXPECT_NEAR(s.zone_axis_mm, 1.5F, 0.1F);
    EXPECT_NEAR(s.zone_angle_deg, 90.0F, 0.1F);
    EXPECT_EQ(s.pleura_mm, 99.0F);
    EXPECT_GT(s.motor_mm, 8.0F);
}

TEST(Trace, TargetStandsInTheMiddleOfTheTargetViewAndLeavesWithTheTransducer) {
    Session session(shared_case(), {.simulated_hand = false}, pool_of(1));
    const measure::TraceSample start = session.trace().front();
    EXPECT_EQ(start.target_seen, 1.0F);
    EXPECT_NEAR(start.target_lateral_frac, 0.5F, 1e-3F);
    EXPECT_NEAR(start.target_depth_frac, 1.0F / 3.0F, 0.03F);  // 10 mm of 30 mm, less what the press takes
    session.apply(MoveTransducer{.slide_m = 0.010});
    advance_s(session, 1.0);
    // The transducer goes to the right, the nerve in its image to the left, by 10 mm of the aperture.
    const double aperture_m = session.transducer().aperture_m();
    EXPECT_NEAR(session.trace().back().target_lateral_frac, static_cast<float>(0.5 - 0.010 / aperture_m), 1e-3F);
    session.apply(SetKnob{Knob::FreezeImage, 1.0});
    advance_s(session, 0.1);
    EXPECT_EQ(session.trace().back().target_seen, 0.0F) << "a paused picture shows nothing of now";
    EXPECT_EQ(session.trace().back().image_live, 0.0F);
}

TEST(MeasureContext, IsTheSameWithAndWithoutASession) {
    const session::Setup setup{.seed = 3};
    Session session(shared_case(), setup, pool_of(1));
    const measure::Context live = measure_context(session);
    const measure::Context alone = measure_context(*shared_case(), setup);
    EXPECT_EQ(live.artery_gap_m, alone.artery_gap_m);
    EXPECT_EQ(live.motor_gap_m, alone.motor_gap_m);
    // Axes 5 mm and 1.5 mm apart, semi-axes about 1.1 and 0.8 mm.
    EXPECT_NEAR(live.artery_gap_m, std::hypot(0.005, 0.0015) - 0.0011 - 0.0008, 0.0002);
    EXPECT_TRUE(live.has_motor_nerve);
    EXPECT_TRUE(live.motor_check_required);
    EXPECT_EQ(live.pleura_gap_m, measure::kNoStructureM);
    EXPECT_EQ(live.protocol_freeze_s, 20.0);
}

}  // namespace
}  // namespace cryo::session

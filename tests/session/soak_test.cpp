// Whatever is asked of a session, in range or not, in any order: it neither fails nor loses a finite state, and what
// was recorded replays.
#include <limits>

#include "engine/core/random.h"
#include "engine/session/attempt_file.h"
#include "engine/session/replay.h"
#include "tests/session/small_case.h"

namespace cryo::session {
namespace {

using namespace cryo::test;

double wild(Rng& rng, double limit) {
    switch (static_cast<int>(rng.uniform(0.0, 12.0))) {
        case 0:
            return std::numeric_limits<double>::quiet_NaN();
        case 1:
            return rng.uniform(-3.0 * limit, 3.0 * limit);
        default:
            return rng.uniform(-limit, limit);
    }
}

Command wild_command(Rng& rng) {
    switch (static_cast<int>(rng.uniform(0.0, 10.0))) {
        case 0:
            return MoveTransducer{.slide_m = wild(rng, 0.04), .across_m = wild(rng, 0.04)};
        case 1:
            return MoveTransducer{.rotate_rad = wild(rng, 3.0), .tilt_rad = wild(rng, 0.7), .rock_rad = wild(rng, 0.3)};
        case 2:
            return MoveTransducer{.press_frac = wild(rng, 1.0)};
        case 3:
            return MoveCryoprobe{.entry_x_m = wild(rng, 0.06), .entry_y_m = wild(rng, 0.06)};
        case 4:
            return MoveCryoprobe{.yaw_rad = wild(rng, 3.0), .pitch_rad = std::abs(wild(rng, 1.5))};
        case 5:
            return MoveCryoprobe{.insert_m = std::abs(wild(rng, 0.04))};
        case 6:
            return SetKnob{static_cast<Knob>(rng.uniform(0.0, 17.0)), wild(rng, 1.0)};
        case 7:
            return Gas{rng.uniform() < 0.5};
        case 8:
            return Stimulate{rng.uniform() < 0.5 ? StimMode::Sensory : StimMode::Motor, wild(rng, 5.0)};
        default:
            return MoveCryoprobe{.insert_m = rng.uniform(0.0, 0.03)};
    }
}

TEST(Soak, RandomCommandsLeaveAFiniteWorldThatReplays) {
    Session session(shared_case(), {.seed = 4}, pool_of(2));
    Rng rng(21, "soak");
    for (int i = 0; i < 400; ++i) {
        session.apply(wild_command(rng));
        session.advance(1 + static_cast<int>(rng.uniform(0.0, 30.0)));
    }
    EXPECT_GT(session.console().cycle, 3);
    for (const measure::TraceSample& sample : session.trace())
        for (const measure::TraceColumn& column : measure::trace_columns())
            ASSERT_TRUE(std::isfinite(sample.*column.member)) << column.name << " at " << sample.t_s;

    Attempt attempt;
    attempt.header.scenario = "small";
    attempt.header.seed = 4;
    attempt.header.physics_version = kPhysicsVersion;
    attempt.authored = false;
    attempt.commands = session.commands();
    attempt.keyframes = session.keyframes();
    attempt.end = Keyframe{session.tick(), session.state_hash()};
    const auto again = replay(attempt, shared_case(), pool_of(1));
    ASSERT_TRUE(again.ok());
    EXPECT_TRUE(again->matches.value_or(false)) << again->statement;
}

}  // namespace
}  // namespace cryo::session
